"""Three matrix products (3mm): G = (A B) (C D)."""

from __future__ import annotations

import numpy as np
from _script import run
from numba import prange

SIZES = {"S": {"n": 18, "m": 22}, "M": {"n": 300, "m": 320}, "L": {"n": 520, "m": 540}}


def initialize(n: int, m: int) -> tuple:
    """Room for the two inner products, four random matrices, and room for the result."""
    random = np.random.default_rng(111)
    return (np.zeros((n, n)), random.random((n, m)), random.random((m, n)), np.zeros((n, n)), random.random((n, m)),
            random.random((m, n)), np.zeros((n, n)))


def three_mm(e: float64[:, :], a: float64[:, :], b: float64[:, :], f: float64[:, :], c: float64[:, :],
             d: float64[:, :], g: float64[:, :]) -> None:
    """E = A B, F = C D, G = E F."""
    for i in range(e.shape[0]):
        for j in range(e.shape[1]):
            e[i, j] = 0.0
            for k in range(a.shape[1]):
                e[i, j] += a[i, k] * b[k, j]
    for i in range(f.shape[0]):
        for j in range(f.shape[1]):
            f[i, j] = 0.0
            for k in range(c.shape[1]):
                f[i, j] += c[i, k] * d[k, j]
    for i in range(g.shape[0]):
        for j in range(g.shape[1]):
            g[i, j] = 0.0
            for k in range(e.shape[1]):
                g[i, j] += e[i, k] * f[k, j]


def three_mm_prange(e: float64[:, :], a: float64[:, :], b: float64[:, :], f: float64[:, :], c: float64[:, :],
                    d: float64[:, :], g: float64[:, :]) -> None:
    """Rows of each product at once."""
    for i in prange(e.shape[0]):
        for j in range(e.shape[1]):
            e[i, j] = 0.0
            for k in range(a.shape[1]):
                e[i, j] += a[i, k] * b[k, j]
    for i in prange(f.shape[0]):
        for j in range(f.shape[1]):
            f[i, j] = 0.0
            for k in range(c.shape[1]):
                f[i, j] += c[i, k] * d[k, j]
    for i in prange(g.shape[0]):
        for j in range(g.shape[1]):
            g[i, j] = 0.0
            for k in range(e.shape[1]):
                g[i, j] += e[i, k] * f[k, j]


def check(before, after, returned) -> None:
    """Against NumPy's products."""
    _, a, b, _, c, d, _ = before
    np.testing.assert_allclose(after[6], (a @ b) @ (c @ d), rtol=1e-10)


if __name__ == "__main__":
    run(three_mm, initialize, check, SIZES)
