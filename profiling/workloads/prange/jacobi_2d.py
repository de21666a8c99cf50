"""Jacobi iterations as a Numba user would spread them: rows of each sweep at once."""

from __future__ import annotations

from numba import prange


def jacobi_2d_prange(a: float64[:, :], b: float64[:, :], steps: int) -> None:
    """There and back in every step."""
    n = a.shape[0]
    for _ in range(steps):
        for i in prange(1, n - 1):
            for j in range(1, n - 1):
                b[i, j] = 0.2 * (a[i, j] + a[i, j - 1] + a[i, j + 1] + a[i + 1, j] + a[i - 1, j])
        for i in prange(1, n - 1):
            for j in range(1, n - 1):
                a[i, j] = 0.2 * (b[i, j] + b[i, j - 1] + b[i, j + 1] + b[i + 1, j] + b[i - 1, j])
