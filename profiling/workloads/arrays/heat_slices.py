"""Heat flow in a cube with slices, two arrays in turn."""

from __future__ import annotations

import numpy as np
from _script import run
from numba import prange

SIZES = {"S": {"n": 10, "steps": 3}, "M": {"n": 100, "steps": 2}, "L": {"n": 160, "steps": 2}}


def initialize(n: int, steps: int) -> tuple:
    """A random cube, a second one, and the number of (double) steps."""
    cube = np.random.default_rng(201).random((n, n, n))
    return cube, cube.copy(), steps


def heat_slices(a: float64[:, :, :], b: float64[:, :, :], steps: int) -> None:
    """An eighth of the second difference along each axis is added; there and back in every step."""
    for _ in range(steps):
        b[1:-1, 1:-1, 1:-1] = (0.125 * (a[2:, 1:-1, 1:-1] - 2.0 * a[1:-1, 1:-1, 1:-1] + a[:-2, 1:-1, 1:-1])
                               + 0.125 * (a[1:-1, 2:, 1:-1] - 2.0 * a[1:-1, 1:-1, 1:-1] + a[1:-1, :-2, 1:-1])
                               + 0.125 * (a[1:-1, 1:-1, 2:] - 2.0 * a[1:-1, 1:-1, 1:-1] + a[1:-1, 1:-1, :-2])
                               + a[1:-1, 1:-1, 1:-1])
        a[1:-1, 1:-1, 1:-1] = (0.125 * (b[2:, 1:-1, 1:-1] - 2.0 * b[1:-1, 1:-1, 1:-1] + b[:-2, 1:-1, 1:-1])
                               + 0.125 * (b[1:-1, 2:, 1:-1] - 2.0 * b[1:-1, 1:-1, 1:-1] + b[1:-1, :-2, 1:-1])
                               + 0.125 * (b[1:-1, 1:-1, 2:] - 2.0 * b[1:-1, 1:-1, 1:-1] + b[1:-1, 1:-1, :-2])
                               + b[1:-1, 1:-1, 1:-1])


def heat_slices_prange(a: float64[:, :, :], b: float64[:, :, :], steps: int) -> None:
    """Loops written out, planes at once."""
    n, m, o = a.shape
    for _ in range(steps):
        for i in prange(1, n - 1):
            for j in range(1, m - 1):
                for k in range(1, o - 1):
                    b[i, j, k] = (0.125 * (a[i + 1, j, k] - 2.0 * a[i, j, k] + a[i - 1, j, k])
                                  + 0.125 * (a[i, j + 1, k] - 2.0 * a[i, j, k] + a[i, j - 1, k])
                                  + 0.125 * (a[i, j, k + 1] - 2.0 * a[i, j, k] + a[i, j, k - 1]) + a[i, j, k])
        for i in prange(1, n - 1):
            for j in range(1, m - 1):
                for k in range(1, o - 1):
                    a[i, j, k] = (0.125 * (b[i + 1, j, k] - 2.0 * b[i, j, k] + b[i - 1, j, k])
                                  + 0.125 * (b[i, j + 1, k] - 2.0 * b[i, j, k] + b[i, j - 1, k])
                                  + 0.125 * (b[i, j, k + 1] - 2.0 * b[i, j, k] + b[i, j, k - 1]) + b[i, j, k])


def check(before, after, returned) -> None:
    """Against second differences along each axis."""
    a = before[0].copy()
    for _ in range(2 * before[2]):
        inner = (slice(1, -1),) * 3
        a[inner] += 0.125 * (np.diff(a, 2, 0)[:, 1:-1, 1:-1] + np.diff(a, 2, 1)[1:-1, :, 1:-1]
                             + np.diff(a, 2, 2)[1:-1, 1:-1])
    np.testing.assert_allclose(after[0], a, rtol=1e-10)


if __name__ == "__main__":
    run(heat_slices, initialize, check, SIZES)
