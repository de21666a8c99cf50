"""Gauss-Seidel iterations with nine points, in place."""

from __future__ import annotations

import numpy as np
from _script import run

SIZES = {"S": {"n": 24, "steps": 4}, "M": {"n": 500, "steps": 40}, "L": {"n": 1200, "steps": 60}}


def initialize(n: int, steps: int) -> tuple:
    """A random grid and the number of sweeps."""
    return np.random.default_rng(129).random((n, n)), steps


def seidel_2d(a: float64[:, :], steps: int) -> None:
    """Each inner point becomes the mean of the nine around it, four of which have been updated already."""
    n = a.shape[0]
    for _ in range(steps):
        for i in range(1, n - 1):
            for j in range(1, n - 1):
                a[i, j] = (a[i - 1, j - 1] + a[i - 1, j] + a[i - 1, j + 1] + a[i, j - 1] + a[i, j] + a[i, j + 1]
                           + a[i + 1, j - 1] + a[i + 1, j] + a[i + 1, j + 1]) / 9.0


def check(before, after, returned) -> None:
    """Against sweeps that solve each row's recurrence by a filter: x[j] = x[j-1] / 9 + known[j]."""
    from scipy import signal

    a = before[0].copy()
    for _ in range(before[1]):
        for i in range(1, len(a) - 1):
            known = (a[i - 1, :-2] + a[i - 1, 1:-1] + a[i - 1, 2:] + a[i, 1:-1] + a[i, 2:]
                     + a[i + 1, :-2] + a[i + 1, 1:-1] + a[i + 1, 2:]) / 9.0
            a[i, 1:-1] = signal.lfilter([1.0], [1.0, -1.0 / 9.0], known, zi=[a[i, 0] / 9.0])[0]
    np.testing.assert_allclose(after[0], a, rtol=1e-9)


if __name__ == "__main__":
    run(seidel_2d, initialize, check, SIZES)
