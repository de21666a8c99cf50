"""Jacobi iterations on a square grid, two arrays in turn."""

from __future__ import annotations

import numpy as np
from _script import run
from numba import prange

SIZES = {"S": {"n": 24, "steps": 4}, "M": {"n": 1000, "steps": 120}, "L": {"n": 2000, "steps": 150}}


def initialize(n: int, steps: int) -> tuple:
    """A random grid, a second one, and the number of (double) steps."""
    grid = np.random.default_rng(128).random((n, n))
    return grid, grid.copy(), steps


def jacobi_2d(a: float64[:, :], b: float64[:, :], steps: int) -> None:
    """Each inner point becomes the mean of itself and its four neighbours; there and back in every step."""
    n = a.shape[0]
    for _ in range(steps):
        for i in range(1, n - 1):
            for j in range(1, n - 1):
                b[i, j] = 0.2 * (a[i, j] + a[i, j - 1] + a[i, j + 1] + a[i + 1, j] + a[i - 1, j])
        for i in range(1, n - 1):
            for j in range(1, n - 1):
                a[i, j] = 0.2 * (b[i, j] + b[i, j - 1] + b[i, j + 1] + b[i + 1, j] + b[i - 1, j])


def jacobi_2d_prange(a: float64[:, :], b: float64[:, :], steps: int) -> None:
    """Rows of each sweep at once."""
    n = a.shape[0]
    for _ in range(steps):
        for i in prange(1, n - 1):
            for j in range(1, n - 1):
                b[i, j] = 0.2 * (a[i, j] + a[i, j - 1] + a[i, j + 1] + a[i + 1, j] + a[i - 1, j])
        for i in prange(1, n - 1):
            for j in range(1, n - 1):
                a[i, j] = 0.2 * (b[i, j] + b[i, j - 1] + b[i, j + 1] + b[i + 1, j] + b[i - 1, j])


def check(before, after, returned) -> None:
    """Against whole-array steps."""
    a = before[0].copy()
    for _ in range(2 * before[2]):
        a[1:-1, 1:-1] = 0.2 * (a[1:-1, 1:-1] + a[1:-1, :-2] + a[1:-1, 2:] + a[2:, 1:-1] + a[:-2, 1:-1])
    np.testing.assert_allclose(after[0], a, rtol=1e-10)


if __name__ == "__main__":
    run(jacobi_2d, initialize, check, SIZES)
