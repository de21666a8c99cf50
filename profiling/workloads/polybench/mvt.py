"""A matrix times one vector, and its transposed form times another."""

from __future__ import annotations

import numpy as np
from _script import run
from numba import prange

SIZES = {"S": {"n": 30}, "M": {"n": 5000}, "L": {"n": 8000}}


def initialize(n: int) -> tuple:
    """Two vectors that are added to, two that are multiplied, and the matrix."""
    random = np.random.default_rng(115)
    x1, x2, y1, y2 = random.random((4, n))
    return x1, x2, y1, y2, random.random((n, n))


def mvt(x1: float64[:], x2: float64[:], y1: float64[:], y2: float64[:], a: float64[:, :]) -> None:
    """x1 += A y1; x2 += A' y2."""
    n = a.shape[0]
    for i in range(n):
        for j in range(n):
            x1[i] = x1[i] + a[i, j] * y1[j]
    for i in range(n):
        for j in range(n):
            x2[i] = x2[i] + a[j, i] * y2[j]


def mvt_prange(x1: float64[:], x2: float64[:], y1: float64[:], y2: float64[:], a: float64[:, :]) -> None:
    """Entries of each result at once."""
    n = a.shape[0]
    for i in prange(n):
        for j in range(n):
            x1[i] = x1[i] + a[i, j] * y1[j]
    for i in prange(n):
        for j in range(n):
            x2[i] = x2[i] + a[j, i] * y2[j]


def check(before, after, returned) -> None:
    """Against NumPy's products."""
    x1, x2, y1, y2, a = before
    np.testing.assert_allclose(after[0], x1 + a @ y1, rtol=1e-10)
    np.testing.assert_allclose(after[1], x2 + a.T @ y2, rtol=1e-10)


if __name__ == "__main__":
    run(mvt, initialize, check, SIZES)
