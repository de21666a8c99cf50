"""The factorisation as a Numba user would spread it: the rows below the pivot at once."""

from __future__ import annotations

from numba import prange


def lu_prange(a: float64[:, :]) -> None:
    """Right-looking elimination."""
    n = a.shape[0]
    for k in range(n):
        for i in prange(k + 1, n):
            a[i, k] /= a[k, k]
            for j in range(k + 1, n):
                a[i, j] -= a[i, k] * a[k, j]
