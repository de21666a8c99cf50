"""Symmetric update by two matrices, lower triangle: C = alpha (A B' + B A') + beta C."""

from __future__ import annotations

import numpy as np
from _script import run
from numba import prange

SIZES = {"S": {"n": 24, "m": 20}, "M": {"n": 540, "m": 500}, "L": {"n": 900, "m": 850}}


def initialize(n: int, m: int) -> tuple:
    """Two factors and three random matrices."""
    random = np.random.default_rng(107)
    return 1.5, 1.2, random.random((n, n)), random.random((n, m)), random.random((n, m))


def syr2k(alpha: float, beta: float, c: float64[:, :], a: float64[:, :], b: float64[:, :]) -> None:
    """Row by row up to the diagonal."""
    for i in range(c.shape[0]):
        for j in range(i + 1):
            c[i, j] *= beta
        for k in range(a.shape[1]):
            for j in range(i + 1):
                c[i, j] += a[j, k] * alpha * b[i, k] + b[j, k] * alpha * a[i, k]


def syr2k_prange(alpha: float, beta: float, c: float64[:, :], a: float64[:, :], b: float64[:, :]) -> None:
    """Rows at once."""
    for i in prange(c.shape[0]):
        for j in range(i + 1):
            c[i, j] *= beta
        for k in range(a.shape[1]):
            for j in range(i + 1):
                c[i, j] += a[j, k] * alpha * b[i, k] + b[j, k] * alpha * a[i, k]


def check(before, after, returned) -> None:
    """Against NumPy's products; above the diagonal nothing changes."""
    alpha, beta, c, a, b = before
    full = alpha * (a @ b.T + b @ a.T) + beta * c
    np.testing.assert_allclose(after[2], np.tril(full) + np.triu(c, 1), rtol=1e-10)


if __name__ == "__main__":
    run(syr2k, initialize, check, SIZES)
