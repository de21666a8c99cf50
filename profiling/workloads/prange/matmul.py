"""The product as a Numba user would spread it: rows at once."""

from __future__ import annotations

from numba import prange


def matmul_prange(a: float64[:, :], b: float64[:, :], c: float64[:, :]) -> None:
    """c = a b."""
    for i in prange(a.shape[0]):
        for j in range(b.shape[1]):
            total = 0.0
            for k in range(a.shape[1]):
                total += a[i, k] * b[k, j]
            c[i, j] = total
