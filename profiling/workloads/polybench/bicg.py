"""The two products of a step of biconjugate gradients: s = A' r, q = A p."""

from __future__ import annotations

import numpy as np
from _script import run
from numba import prange

SIZES = {"S": {"n": 30, "m": 34}, "M": {"n": 5200, "m": 5200}, "L": {"n": 9000, "m": 9000}}


def initialize(n: int, m: int) -> tuple:
    """A matrix, room for both results, and the two vectors."""
    random = np.random.default_rng(113)
    return random.random((n, m)), np.zeros(m), np.zeros(n), random.random(m), random.random(n)


def bicg(a: float64[:, :], s: float64[:], q: float64[:], p: float64[:], r: float64[:]) -> None:
    """Both products in one pass over the matrix."""
    for j in range(a.shape[1]):
        s[j] = 0.0
    for i in range(a.shape[0]):
        q[i] = 0.0
        for j in range(a.shape[1]):
            s[j] += r[i] * a[i, j]
            q[i] += a[i, j] * p[j]


def bicg_prange(a: float64[:, :], s: float64[:], q: float64[:], p: float64[:], r: float64[:]) -> None:
    """Rows at once, s a reduction of arrays."""
    total = np.zeros(a.shape[1])
    for i in prange(a.shape[0]):
        own = 0.0
        for j in range(a.shape[1]):
            own += a[i, j] * p[j]
        q[i] = own
        total += r[i] * a[i]
    s[:] = total


def check(before, after, returned) -> None:
    """Against NumPy's products."""
    a, _, _, p, r = before
    np.testing.assert_allclose(after[1], a.T @ r, rtol=1e-10)
    np.testing.assert_allclose(after[2], a @ p, rtol=1e-10)


if __name__ == "__main__":
    run(bicg, initialize, check, SIZES)
