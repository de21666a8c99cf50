"""Sum of two matrix-vector products: y = alpha A x + beta B x."""

from __future__ import annotations

import numpy as np
from _script import run
from numba import prange

SIZES = {"S": {"n": 30}, "M": {"n": 4200}, "L": {"n": 7000}}


def initialize(n: int) -> tuple:
    """Two factors, two matrices, a vector, and room for a product and the result."""
    random = np.random.default_rng(105)
    return 1.5, 1.2, random.random((n, n)), random.random((n, n)), np.zeros(n), random.random(n), np.zeros(n)


def gesummv(alpha: float, beta: float, a: float64[:, :], b: float64[:, :], product: float64[:], x: float64[:],
            y: float64[:]) -> None:
    """Both products of a row, then their sum."""
    n = a.shape[0]
    for i in range(n):
        product[i] = 0.0
        y[i] = 0.0
        for j in range(n):
            product[i] = a[i, j] * x[j] + product[i]
            y[i] = b[i, j] * x[j] + y[i]
        y[i] = alpha * product[i] + beta * y[i]


def gesummv_prange(alpha: float, beta: float, a: float64[:, :], b: float64[:, :], product: float64[:], x: float64[:],
                   y: float64[:]) -> None:
    """Rows at once."""
    n = a.shape[0]
    for i in prange(n):
        product[i] = 0.0
        y[i] = 0.0
        for j in range(n):
            product[i] = a[i, j] * x[j] + product[i]
            y[i] = b[i, j] * x[j] + y[i]
        y[i] = alpha * product[i] + beta * y[i]


def check(before, after, returned) -> None:
    """Against NumPy's products."""
    alpha, beta, a, b, _, x, _ = before
    np.testing.assert_allclose(after[6], alpha * (a @ x) + beta * (b @ x), rtol=1e-10)


if __name__ == "__main__":
    run(gesummv, initialize, check, SIZES)
