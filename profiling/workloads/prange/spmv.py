"""The product as a Numba user would spread it: rows at once."""

from __future__ import annotations

from numba import prange


def spmv_prange(start: int64[:], column: int64[:], value: float64[:], x: float64[:], y: float64[:],
                rounds: int) -> None:
    """y = A x, ``rounds`` times."""
    for _ in range(rounds):
        for i in prange(y.shape[0]):
            total = 0.0
            for e in range(start[i], start[i + 1]):
                total += value[e] * x[column[e]]
            y[i] = total
