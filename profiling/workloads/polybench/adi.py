"""Heat flow by alternating directions, implicit along one axis at a time (Peaceman and Rachford)."""

from __future__ import annotations

import numpy as np
from _script import run
from numba import prange

SIZES = {"S": {"n": 20, "steps": 3}, "M": {"n": 600, "steps": 14}, "L": {"n": 1200, "steps": 20}}


def initialize(n: int, steps: int) -> tuple:
    """A random field, room for its other half step and for the eliminations, and the number of steps."""
    return np.random.default_rng(124).random((n, n)), np.zeros((n, n)), np.zeros((n, n)), np.zeros((n, n)), steps


def adi(u: float64[:, :], v: float64[:, :], p: float64[:, :], q: float64[:, :], steps: int) -> None:
    """Each half step solves a tridiagonal system for every line: eliminate forwards, substitute backwards; edges are 1."""
    n = u.shape[0]
    a = -float(n) * n / steps
    b = 1.0 - 2.0 * a
    d = 0.5 * a
    e = 1.0 - 2.0 * d
    for _ in range(steps):
        for i in range(1, n - 1):
            v[0, i] = 1.0
            p[i, 0] = 0.0
            q[i, 0] = v[0, i]
            for j in range(1, n - 1):
                p[i, j] = -a / (a * p[i, j - 1] + b)
                q[i, j] = (-d * u[j, i - 1] + (1.0 + 2.0 * d) * u[j, i] - d * u[j, i + 1]
                           - a * q[i, j - 1]) / (a * p[i, j - 1] + b)
            v[n - 1, i] = 1.0
            for j in range(n - 2, 0, -1):
                v[j, i] = p[i, j] * v[j + 1, i] + q[i, j]
        for i in range(1, n - 1):
            u[i, 0] = 1.0
            p[i, 0] = 0.0
            q[i, 0] = u[i, 0]
            for j in range(1, n - 1):
                p[i, j] = -d / (d * p[i, j - 1] + e)
                q[i, j] = (-a * v[i - 1, j] + (1.0 + 2.0 * a) * v[i, j] - a * v[i + 1, j]
                           - d * q[i, j - 1]) / (d * p[i, j - 1] + e)
            u[i, n - 1] = 1.0
            for j in range(n - 2, 0, -1):
                u[i, j] = p[i, j] * u[i, j + 1] + q[i, j]


def adi_prange(u: float64[:, :], v: float64[:, :], p: float64[:, :], q: float64[:, :], steps: int) -> None:
    """Lines of each half step at once."""
    n = u.shape[0]
    a = -float(n) * n / steps
    b = 1.0 - 2.0 * a
    d = 0.5 * a
    e = 1.0 - 2.0 * d
    for _ in range(steps):
        for i in prange(1, n - 1):
            v[0, i] = 1.0
            p[i, 0] = 0.0
            q[i, 0] = v[0, i]
            for j in range(1, n - 1):
                p[i, j] = -a / (a * p[i, j - 1] + b)
                q[i, j] = (-d * u[j, i - 1] + (1.0 + 2.0 * d) * u[j, i] - d * u[j, i + 1]
                           - a * q[i, j - 1]) / (a * p[i, j - 1] + b)
            v[n - 1, i] = 1.0
            for j in range(n - 2, 0, -1):
                v[j, i] = p[i, j] * v[j + 1, i] + q[i, j]
        for i in prange(1, n - 1):
            u[i, 0] = 1.0
            p[i, 0] = 0.0
            q[i, 0] = u[i, 0]
            for j in range(1, n - 1):
                p[i, j] = -d / (d * p[i, j - 1] + e)
                q[i, j] = (-a * v[i - 1, j] + (1.0 + 2.0 * a) * v[i, j] - a * v[i + 1, j]
                           - d * q[i, j - 1]) / (d * p[i, j - 1] + e)
            u[i, n - 1] = 1.0
            for j in range(n - 2, 0, -1):
                u[i, j] = p[i, j] * u[i, j + 1] + q[i, j]


def check(before, after, returned) -> None:
    """Against SciPy's solver of banded systems."""
    from scipy import linalg

    def half_step(field: np.ndarray, along: float, across: float) -> np.ndarray:
        """Implicit along the first axis, explicit across it."""
        n = len(field)
        right = -across * field[1:-1, :-2] + (1.0 + 2.0 * across) * field[1:-1, 1:-1] - across * field[1:-1, 2:]
        right[[0, -1]] -= along
        bands = np.tile([[along], [1.0 - 2.0 * along], [along]], n - 2)
        return linalg.solve_banded((1, 1), bands, right)

    u, steps = before[0].copy(), before[4]
    v, a = np.zeros_like(u), -float(len(u)) * len(u) / steps
    for _ in range(steps):
        v[0, 1:-1] = v[-1, 1:-1] = 1.0
        v[1:-1, 1:-1] = half_step(u, a, 0.5 * a)
        u[1:-1, 0] = u[1:-1, -1] = 1.0
        u[1:-1, 1:-1] = half_step(v.T, 0.5 * a, a).T
    np.testing.assert_allclose(after[0], u, rtol=1e-6, atol=1e-6)


if __name__ == "__main__":
    run(adi, initialize, check, SIZES)
