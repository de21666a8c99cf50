"""Symmetric update by one matrix, lower triangle: C = alpha A A' + beta C."""

from __future__ import annotations

import numpy as np
from _script import run
from numba import prange

SIZES = {"S": {"n": 24, "m": 20}, "M": {"n": 660, "m": 620}, "L": {"n": 1200, "m": 1100}}


def initialize(n: int, m: int) -> tuple:
    """Two factors and two random matrices."""
    random = np.random.default_rng(108)
    return 1.5, 1.2, random.random((n, n)), random.random((n, m))


def syrk(alpha: float, beta: float, c: float64[:, :], a: float64[:, :]) -> None:
    """Row by row up to the diagonal."""
    for i in range(c.shape[0]):
        for j in range(i + 1):
            c[i, j] *= beta
        for k in range(a.shape[1]):
            for j in range(i + 1):
                c[i, j] += alpha * a[i, k] * a[j, k]


def syrk_prange(alpha: float, beta: float, c: float64[:, :], a: float64[:, :]) -> None:
    """Rows at once."""
    for i in prange(c.shape[0]):
        for j in range(i + 1):
            c[i, j] *= beta
        for k in range(a.shape[1]):
            for j in range(i + 1):
                c[i, j] += alpha * a[i, k] * a[j, k]


def check(before, after, returned) -> None:
    """Against NumPy's product; above the diagonal nothing changes."""
    alpha, beta, c, a = before
    np.testing.assert_allclose(after[2], np.tril(alpha * (a @ a.T) + beta * c) + np.triu(c, 1), rtol=1e-10)


if __name__ == "__main__":
    run(syrk, initialize, check, SIZES)
