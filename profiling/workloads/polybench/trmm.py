"""Product with a triangular matrix, in place: B = alpha A' B, A with a diagonal of 1."""

from __future__ import annotations

import numpy as np
from _script import run
from numba import prange

SIZES = {"S": {"n": 20, "m": 24}, "M": {"n": 560, "m": 600}, "L": {"n": 900, "m": 960}}


def initialize(n: int, m: int) -> tuple:
    """A factor and two random matrices."""
    random = np.random.default_rng(109)
    return 1.5, random.random((n, n)), random.random((n, m))


def trmm(alpha: float, a: float64[:, :], b: float64[:, :]) -> None:
    """From the top row on, so that rows below are still as they were."""
    n, m = b.shape
    for i in range(n):
        for j in range(m):
            for k in range(i + 1, n):
                b[i, j] += a[k, i] * b[k, j]
            b[i, j] = alpha * b[i, j]


def trmm_prange(alpha: float, a: float64[:, :], b: float64[:, :]) -> None:
    """Columns at once: rows wait for each other."""
    n, m = b.shape
    for j in prange(m):
        for i in range(n):
            for k in range(i + 1, n):
                b[i, j] += a[k, i] * b[k, j]
            b[i, j] = alpha * b[i, j]


def check(before, after, returned) -> None:
    """Against NumPy's product."""
    alpha, a, b = before
    np.testing.assert_allclose(after[2], alpha * ((np.eye(len(a)) + np.tril(a, -1).T) @ b), rtol=1e-10)


if __name__ == "__main__":
    run(trmm, initialize, check, SIZES)
