"""Jacobi iterations on a line, two arrays in turn."""

from __future__ import annotations

import numpy as np
from _script import run
from numba import prange

SIZES = {"S": {"n": 60, "steps": 6}, "M": {"n": 200000, "steps": 1000}, "L": {"n": 1000000, "steps": 800}}


def initialize(n: int, steps: int) -> tuple:
    """A random line, a second one, and the number of (double) steps."""
    line = np.random.default_rng(127).random(n)
    return line, line.copy(), steps


def jacobi_1d(a: float64[:], b: float64[:], steps: int) -> None:
    """Each inner point becomes a third of itself and its neighbours; there and back in every step."""
    n = a.shape[0]
    for _ in range(steps):
        for i in range(1, n - 1):
            b[i] = 0.33333 * (a[i - 1] + a[i] + a[i + 1])
        for i in range(1, n - 1):
            a[i] = 0.33333 * (b[i - 1] + b[i] + b[i + 1])


def jacobi_1d_prange(a: float64[:], b: float64[:], steps: int) -> None:
    """Points of each sweep at once."""
    n = a.shape[0]
    for _ in range(steps):
        for i in prange(1, n - 1):
            b[i] = 0.33333 * (a[i - 1] + a[i] + a[i + 1])
        for i in prange(1, n - 1):
            a[i] = 0.33333 * (b[i - 1] + b[i] + b[i + 1])


def check(before, after, returned) -> None:
    """Against whole-array steps."""
    a = before[0].copy()
    for _ in range(2 * before[2]):
        a[1:-1] = 0.33333 * (a[:-2] + a[1:-1] + a[2:])
    np.testing.assert_allclose(after[0], a, rtol=1e-10)


if __name__ == "__main__":
    run(jacobi_1d, initialize, check, SIZES)
