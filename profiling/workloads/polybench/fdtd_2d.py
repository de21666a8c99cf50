"""Electric and magnetic fields in the plane, by turns."""

from __future__ import annotations

import numpy as np
from _script import run
from numba import prange

SIZES = {"S": {"n": 20, "steps": 4}, "M": {"n": 900, "steps": 140}, "L": {"n": 1600, "steps": 150}}


def initialize(n: int, steps: int) -> tuple:
    """Three random fields and the drive at one edge."""
    random = np.random.default_rng(125)
    return random.random((n, n + 4)), random.random((n, n + 4)), random.random((n, n + 4)), np.arange(float(steps))


def fdtd_2d(ex: float64[:, :], ey: float64[:, :], hz: float64[:, :], drive: float64[:]) -> None:
    """Both electric components from the magnetic one, then back."""
    nx, ny = hz.shape
    for t in range(drive.shape[0]):
        for j in range(ny):
            ey[0, j] = drive[t]
        for i in range(1, nx):
            for j in range(ny):
                ey[i, j] = ey[i, j] - 0.5 * (hz[i, j] - hz[i - 1, j])
        for i in range(nx):
            for j in range(1, ny):
                ex[i, j] = ex[i, j] - 0.5 * (hz[i, j] - hz[i, j - 1])
        for i in range(nx - 1):
            for j in range(ny - 1):
                hz[i, j] = hz[i, j] - 0.7 * (ex[i, j + 1] - ex[i, j] + ey[i + 1, j] - ey[i, j])


def fdtd_2d_prange(ex: float64[:, :], ey: float64[:, :], hz: float64[:, :], drive: float64[:]) -> None:
    """Rows of each field at once."""
    nx, ny = hz.shape
    for t in range(drive.shape[0]):
        for j in range(ny):
            ey[0, j] = drive[t]
        for i in prange(nx):
            if i > 0:
                for j in range(ny):
                    ey[i, j] = ey[i, j] - 0.5 * (hz[i, j] - hz[i - 1, j])
            for j in range(1, ny):
                ex[i, j] = ex[i, j] - 0.5 * (hz[i, j] - hz[i, j - 1])
        for i in prange(nx - 1):
            for j in range(ny - 1):
                hz[i, j] = hz[i, j] - 0.7 * (ex[i, j + 1] - ex[i, j] + ey[i + 1, j] - ey[i, j])


def check(before, after, returned) -> None:
    """Against whole-array steps."""
    ex, ey, hz = (field.copy() for field in before[:3])
    for value in before[3]:
        ey[0] = value
        ey[1:] -= 0.5 * (hz[1:] - hz[:-1])
        ex[:, 1:] -= 0.5 * (hz[:, 1:] - hz[:, :-1])
        hz[:-1, :-1] -= 0.7 * (ex[:-1, 1:] - ex[:-1, :-1] + ey[1:, :-1] - ey[:-1, :-1])
    np.testing.assert_allclose(after[2], hz, rtol=1e-9, atol=1e-9)


if __name__ == "__main__":
    run(fdtd_2d, initialize, check, SIZES)
