"""Vector products with a matrix that two outer products update."""

from __future__ import annotations

import numpy as np
from _script import run
from numba import prange

SIZES = {"S": {"n": 30}, "M": {"n": 4600}, "L": {"n": 8000}}


def initialize(n: int) -> tuple:
    """Two factors, a matrix, and eight vectors, of which w and x are results."""
    random = np.random.default_rng(104)
    u1, v1, u2, v2, y, z = random.random((6, n))
    return 1.5 / n, 1.2 / n, random.random((n, n)), u1, v1, u2, v2, np.zeros(n), np.zeros(n), y, z


def gemver(alpha: float, beta: float, a: float64[:, :], u1: float64[:], v1: float64[:], u2: float64[:],
           v2: float64[:], w: float64[:], x: float64[:], y: float64[:], z: float64[:]) -> None:
    """A += u1 v1 + u2 v2; x += beta transposed(A) y + z; w += alpha A x."""
    n = a.shape[0]
    for i in range(n):
        for j in range(n):
            a[i, j] = a[i, j] + u1[i] * v1[j] + u2[i] * v2[j]
    for i in range(n):
        for j in range(n):
            x[i] = x[i] + beta * a[j, i] * y[j]
    for i in range(n):
        x[i] = x[i] + z[i]
    for i in range(n):
        for j in range(n):
            w[i] = w[i] + alpha * a[i, j] * x[j]


def gemver_prange(alpha: float, beta: float, a: float64[:, :], u1: float64[:], v1: float64[:], u2: float64[:],
                  v2: float64[:], w: float64[:], x: float64[:], y: float64[:], z: float64[:]) -> None:
    """Every outer loop at once."""
    n = a.shape[0]
    for i in prange(n):
        for j in range(n):
            a[i, j] = a[i, j] + u1[i] * v1[j] + u2[i] * v2[j]
    for i in prange(n):
        for j in range(n):
            x[i] = x[i] + beta * a[j, i] * y[j]
        x[i] = x[i] + z[i]
    for i in prange(n):
        for j in range(n):
            w[i] = w[i] + alpha * a[i, j] * x[j]


def check(before, after, returned) -> None:
    """Against NumPy's products."""
    alpha, beta, a, u1, v1, u2, v2, w, x, y, z = before
    matrix = a + np.outer(u1, v1) + np.outer(u2, v2)
    right = x + beta * (matrix.T @ y) + z
    np.testing.assert_allclose(after[8], right, rtol=1e-10)
    np.testing.assert_allclose(after[7], w + alpha * (matrix @ right), rtol=1e-10)


if __name__ == "__main__":
    run(gemver, initialize, check, SIZES)
