"""The blocked product as a Numba user would spread it: rows of blocks at once."""

from __future__ import annotations

from numba import prange


def blocked_matmul_prange(a: float64[:, :], b: float64[:, :], c: float64[:, :], block: int) -> None:
    """c += a b, block by block."""
    n = a.shape[0]
    for step in prange((n + block - 1) // block):
        ii = step * block
        for kk in range(0, n, block):
            for jj in range(0, n, block):
                for i in range(ii, min(ii + block, n)):
                    for k in range(kk, min(kk + block, n)):
                        factor = a[i, k]
                        for j in range(jj, min(jj + block, n)):
                            c[i, j] += factor * b[k, j]
