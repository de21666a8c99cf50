"""Cholesky factorisation, row by row, in place."""

from __future__ import annotations

import math

import numpy as np
from _script import run
from numba import prange

SIZES = {"S": {"n": 28}, "M": {"n": 900}, "L": {"n": 1500}}


def initialize(n: int) -> tuple:
    """A random symmetric positive definite matrix."""
    half = np.random.default_rng(116).random((n, n))
    return (half @ half.T + n * np.eye(n),)


def cholesky(a: float64[:, :]) -> None:
    """a holds L on and below the diagonal."""
    for i in range(a.shape[0]):
        for j in range(i):
            for k in range(j):
                a[i, j] -= a[i, k] * a[j, k]
            a[i, j] /= a[j, j]
        for k in range(i):
            a[i, i] -= a[i, k] * a[i, k]
        a[i, i] = math.sqrt(a[i, i])


def cholesky_prange(a: float64[:, :]) -> None:
    """Column by column, the entries of a column at once."""
    n = a.shape[0]
    for j in range(n):
        for k in range(j):
            a[j, j] -= a[j, k] * a[j, k]
        a[j, j] = math.sqrt(a[j, j])
        for i in prange(j + 1, n):
            for k in range(j):
                a[i, j] -= a[i, k] * a[j, k]
            a[i, j] /= a[j, j]


def check(before, after, returned) -> None:
    """Against NumPy's factor."""
    np.testing.assert_allclose(np.tril(after[0]), np.linalg.cholesky(before[0]), rtol=1e-9, atol=1e-9)


if __name__ == "__main__":
    run(cholesky, initialize, check, SIZES)
