"""Product with a symmetric matrix of which the lower triangle is stored: C = alpha A B + beta C."""

from __future__ import annotations

import numpy as np
from _script import run
from numba import prange

SIZES = {"S": {"n": 20, "m": 24}, "M": {"n": 520, "m": 560}, "L": {"n": 900, "m": 960}}


def initialize(n: int, m: int) -> tuple:
    """Two factors and three random matrices."""
    random = np.random.default_rng(106)
    return 1.5, 1.2, random.random((n, n)), random.random((n, m)), random.random((n, m))


def symm(alpha: float, beta: float, a: float64[:, :], b: float64[:, :], c: float64[:, :]) -> None:
    """An entry left of the diagonal serves its row and, mirrored, the row of its column."""
    n, m = c.shape
    for i in range(n):
        for j in range(m):
            total = 0.0
            for k in range(i):
                c[k, j] += alpha * b[i, j] * a[i, k]
                total += b[k, j] * a[i, k]
            c[i, j] = beta * c[i, j] + alpha * b[i, j] * a[i, i] + alpha * total


def symm_prange(alpha: float, beta: float, a: float64[:, :], b: float64[:, :], c: float64[:, :]) -> None:
    """Columns at once: rows above are updated, so rows cannot be."""
    n, m = c.shape
    for j in prange(m):
        for i in range(n):
            total = 0.0
            for k in range(i):
                c[k, j] += alpha * b[i, j] * a[i, k]
                total += b[k, j] * a[i, k]
            c[i, j] = beta * c[i, j] + alpha * b[i, j] * a[i, i] + alpha * total


def check(before, after, returned) -> None:
    """Against NumPy's product with the whole matrix."""
    alpha, beta, a, b, c = before
    whole = np.tril(a) + np.tril(a, -1).T
    np.testing.assert_allclose(after[4], alpha * (whole @ b) + beta * c, rtol=1e-10)


if __name__ == "__main__":
    run(symm, initialize, check, SIZES)
