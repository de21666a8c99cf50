"""Matrix times vector, and the transposed matrix times that: y = A' (A x)."""

from __future__ import annotations

import numpy as np
from _script import run
from numba import prange

SIZES = {"S": {"n": 30, "m": 34}, "M": {"n": 7000, "m": 7000}, "L": {"n": 10000, "m": 10000}}


def initialize(n: int, m: int) -> tuple:
    """A matrix, a vector, and room for the result and the first product."""
    random = np.random.default_rng(112)
    return random.random((n, m)), random.random(m), np.zeros(m), np.zeros(n)


def atax(a: float64[:, :], x: float64[:], y: float64[:], product: float64[:]) -> None:
    """Each row is used twice while it is at hand."""
    for j in range(a.shape[1]):
        y[j] = 0.0
    for i in range(a.shape[0]):
        product[i] = 0.0
        for j in range(a.shape[1]):
            product[i] = product[i] + a[i, j] * x[j]
        for j in range(a.shape[1]):
            y[j] = y[j] + a[i, j] * product[i]


def atax_prange(a: float64[:, :], x: float64[:], y: float64[:], product: float64[:]) -> None:
    """Rows at once, the result a reduction of arrays."""
    total = np.zeros(a.shape[1])
    for i in prange(a.shape[0]):
        own = 0.0
        for j in range(a.shape[1]):
            own += a[i, j] * x[j]
        product[i] = own
        total += a[i] * own
    y[:] = total


def check(before, after, returned) -> None:
    """Against NumPy's products."""
    np.testing.assert_allclose(after[2], before[0].T @ (before[0] @ before[1]), rtol=1e-10)


if __name__ == "__main__":
    run(atax, initialize, check, SIZES)
