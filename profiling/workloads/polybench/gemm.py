"""General matrix product: C = alpha A B + beta C."""

from __future__ import annotations

import numpy as np
from _script import run
from numba import prange

SIZES = {"S": {"n": 20, "m": 24, "inner": 28}, "M": {"n": 860, "m": 900, "inner": 960},
         "L": {"n": 1500, "m": 1600, "inner": 1700}}


def initialize(n: int, m: int, inner: int) -> tuple:
    """Two factors and three random matrices."""
    random = np.random.default_rng(103)
    return 1.5, 1.2, random.random((n, inner)), random.random((inner, m)), random.random((n, m))


def gemm(alpha: float, beta: float, a: float64[:, :], b: float64[:, :], c: float64[:, :]) -> None:
    """Row by row, each row of C gathered from the rows of B."""
    for i in range(c.shape[0]):
        for j in range(c.shape[1]):
            c[i, j] *= beta
        for k in range(a.shape[1]):
            for j in range(c.shape[1]):
                c[i, j] += alpha * a[i, k] * b[k, j]


def gemm_prange(alpha: float, beta: float, a: float64[:, :], b: float64[:, :], c: float64[:, :]) -> None:
    """Rows at once."""
    for i in prange(c.shape[0]):
        for j in range(c.shape[1]):
            c[i, j] *= beta
        for k in range(a.shape[1]):
            for j in range(c.shape[1]):
                c[i, j] += alpha * a[i, k] * b[k, j]


def check(before, after, returned) -> None:
    """Against NumPy's product."""
    alpha, beta, a, b, c = before
    np.testing.assert_allclose(after[4], alpha * (a @ b) + beta * c, rtol=1e-10)


if __name__ == "__main__":
    run(gemm, initialize, check, SIZES)
