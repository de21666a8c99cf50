"""Cholesky factorisation, in place."""

from __future__ import annotations

import math

import numpy as np
from _command_line import run

SIZES = {"S": {"n": 32}, "M": {"n": 260}, "L": {"n": 640}}


def initialize(n: int) -> tuple:
    """A random symmetric positive definite matrix."""
    half = np.random.default_rng(14).random((n, n))
    return (half @ half.T + n * np.eye(n),)


def cholesky(a: float64[:, :]) -> None:
    """Row by row; a holds L on and below the diagonal."""
    n = a.shape[0]
    for i in range(n):
        for j in range(i):
            total = a[i, j]
            for k in range(j):
                total -= a[i, k] * a[j, k]
            a[i, j] = total / a[j, j]
        total = a[i, i]
        for k in range(i):
            total -= a[i, k] * a[i, k]
        a[i, i] = math.sqrt(total)


def check(before, after, returned) -> None:
    """Against NumPy's factor."""
    np.testing.assert_allclose(np.tril(after[0]), np.linalg.cholesky(before[0]), rtol=1e-9, atol=1e-9)


if __name__ == "__main__":
    run(cholesky, initialize, check, SIZES)
