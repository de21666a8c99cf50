"""LU factorisation without pivoting, row by row, in place."""

from __future__ import annotations

import numpy as np
from _script import run
from numba import prange

SIZES = {"S": {"n": 28}, "M": {"n": 740}, "L": {"n": 1300}}


def initialize(n: int) -> tuple:
    """A random matrix with a dominant diagonal."""
    return (np.random.default_rng(118).random((n, n)) + n * np.eye(n),)


def lu(a: float64[:, :]) -> None:
    """Each entry is finished before the next; a holds L below the diagonal (which is 1) and U on and above it."""
    n = a.shape[0]
    for i in range(n):
        for j in range(i):
            for k in range(j):
                a[i, j] -= a[i, k] * a[k, j]
            a[i, j] /= a[j, j]
        for j in range(i, n):
            for k in range(i):
                a[i, j] -= a[i, k] * a[k, j]


def lu_prange(a: float64[:, :]) -> None:
    """Right-looking, the rows below the pivot at once."""
    n = a.shape[0]
    for k in range(n):
        for i in prange(k + 1, n):
            a[i, k] /= a[k, k]
            for j in range(k + 1, n):
                a[i, j] -= a[i, k] * a[k, j]


def check(before, after, returned) -> None:
    """L U is the matrix."""
    lower, upper = np.tril(after[0], -1) + np.eye(len(after[0])), np.triu(after[0])
    np.testing.assert_allclose(lower @ upper, before[0], rtol=1e-9, atol=1e-9)


if __name__ == "__main__":
    run(lu, initialize, check, SIZES)
