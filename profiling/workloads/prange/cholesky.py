"""The factorisation as a Numba user would spread it: column by column, the entries of a column at once."""

from __future__ import annotations

import math

from numba import prange


def cholesky_prange(a: float64[:, :]) -> None:
    """a holds L on and below the diagonal."""
    n = a.shape[0]
    for j in range(n):
        total = a[j, j]
        for k in range(j):
            total -= a[j, k] * a[j, k]
        a[j, j] = math.sqrt(total)
        for i in prange(j + 1, n):
            own = a[i, j]
            for k in range(j):
                own -= a[i, k] * a[j, k]
            a[i, j] = own / a[j, j]
