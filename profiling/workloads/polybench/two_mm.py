"""Two matrix products in a row (2mm): D = alpha A B C + beta D."""

from __future__ import annotations

import numpy as np
from _script import run
from numba import prange

SIZES = {"S": {"n": 18, "m": 24}, "M": {"n": 420, "m": 460}, "L": {"n": 800, "m": 840}}


def initialize(n: int, m: int) -> tuple:
    """Two factors, room for the first product, and four random matrices."""
    random = np.random.default_rng(110)
    return (1.5, 1.2, np.zeros((n, n)), random.random((n, m)), random.random((m, n)), random.random((n, m)),
            random.random((n, m)))


def two_mm(alpha: float, beta: float, first: float64[:, :], a: float64[:, :], b: float64[:, :], c: float64[:, :],
           d: float64[:, :]) -> None:
    """Inner products, one after the other."""
    for i in range(first.shape[0]):
        for j in range(first.shape[1]):
            first[i, j] = 0.0
            for k in range(a.shape[1]):
                first[i, j] += alpha * a[i, k] * b[k, j]
    for i in range(d.shape[0]):
        for j in range(d.shape[1]):
            d[i, j] *= beta
            for k in range(first.shape[1]):
                d[i, j] += first[i, k] * c[k, j]


def two_mm_prange(alpha: float, beta: float, first: float64[:, :], a: float64[:, :], b: float64[:, :],
                  c: float64[:, :], d: float64[:, :]) -> None:
    """Rows of each product at once."""
    for i in prange(first.shape[0]):
        for j in range(first.shape[1]):
            first[i, j] = 0.0
            for k in range(a.shape[1]):
                first[i, j] += alpha * a[i, k] * b[k, j]
    for i in prange(d.shape[0]):
        for j in range(d.shape[1]):
            d[i, j] *= beta
            for k in range(first.shape[1]):
                d[i, j] += first[i, k] * c[k, j]


def check(before, after, returned) -> None:
    """Against NumPy's products."""
    alpha, beta, _, a, b, c, d = before
    np.testing.assert_allclose(after[6], alpha * (a @ b) @ c + beta * d, rtol=1e-10)


if __name__ == "__main__":
    run(two_mm, initialize, check, SIZES)
