"""A system of equations by LU factorisation and two substitutions."""

from __future__ import annotations

import numpy as np
from _script import run
from numba import prange

SIZES = {"S": {"n": 28}, "M": {"n": 740}, "L": {"n": 1300}}


def initialize(n: int) -> tuple:
    """A random matrix with a dominant diagonal, the right-hand side, and room for both solutions."""
    random = np.random.default_rng(119)
    return random.random((n, n)) + n * np.eye(n), random.random(n), np.zeros(n), np.zeros(n)


def ludcmp(a: float64[:, :], b: float64[:], x: float64[:], y: float64[:]) -> None:
    """a = L U in place, L y = b, U x = y."""
    n = a.shape[0]
    for i in range(n):
        for j in range(i):
            w = a[i, j]
            for k in range(j):
                w -= a[i, k] * a[k, j]
            a[i, j] = w / a[j, j]
        for j in range(i, n):
            w = a[i, j]
            for k in range(i):
                w -= a[i, k] * a[k, j]
            a[i, j] = w
    for i in range(n):
        w = b[i]
        for j in range(i):
            w -= a[i, j] * y[j]
        y[i] = w
    for i in range(n - 1, -1, -1):
        w = y[i]
        for j in range(i + 1, n):
            w -= a[i, j] * x[j]
        x[i] = w / a[i, i]


def ludcmp_prange(a: float64[:, :], b: float64[:], x: float64[:], y: float64[:]) -> None:
    """Right-looking, the rows below the pivot at once; the substitutions as they were."""
    n = a.shape[0]
    for k in range(n):
        for i in prange(k + 1, n):
            a[i, k] /= a[k, k]
            for j in range(k + 1, n):
                a[i, j] -= a[i, k] * a[k, j]
    for i in range(n):
        w = b[i]
        for j in range(i):
            w -= a[i, j] * y[j]
        y[i] = w
    for i in range(n - 1, -1, -1):
        w = y[i]
        for j in range(i + 1, n):
            w -= a[i, j] * x[j]
        x[i] = w / a[i, i]


def check(before, after, returned) -> None:
    """Against NumPy's solution."""
    np.testing.assert_allclose(after[2], np.linalg.solve(before[0], before[1]), rtol=1e-9)


if __name__ == "__main__":
    run(ludcmp, initialize, check, SIZES)
