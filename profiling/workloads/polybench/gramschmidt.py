"""Orthonormal columns by the modified Gram-Schmidt process."""

from __future__ import annotations

import math

import numpy as np
from _script import run
from numba import prange

SIZES = {"S": {"m": 28, "n": 22}, "M": {"m": 480, "n": 400}, "L": {"m": 800, "n": 700}}


def initialize(m: int, n: int) -> tuple:
    """A random matrix, and room for R and Q."""
    return np.random.default_rng(117).random((m, n)), np.zeros((n, n)), np.zeros((m, n))


def gramschmidt(a: float64[:, :], r: float64[:, :], q: float64[:, :]) -> None:
    """A = Q R; every column is taken out of all that follow."""
    m, n = a.shape
    for k in range(n):
        norm = 0.0
        for i in range(m):
            norm += a[i, k] * a[i, k]
        r[k, k] = math.sqrt(norm)
        for i in range(m):
            q[i, k] = a[i, k] / r[k, k]
        for j in range(k + 1, n):
            r[k, j] = 0.0
            for i in range(m):
                r[k, j] += q[i, k] * a[i, j]
            for i in range(m):
                a[i, j] = a[i, j] - q[i, k] * r[k, j]


def gramschmidt_prange(a: float64[:, :], r: float64[:, :], q: float64[:, :]) -> None:
    """The columns that follow at once."""
    m, n = a.shape
    for k in range(n):
        norm = 0.0
        for i in range(m):
            norm += a[i, k] * a[i, k]
        r[k, k] = math.sqrt(norm)
        for i in range(m):
            q[i, k] = a[i, k] / r[k, k]
        for j in prange(k + 1, n):
            r[k, j] = 0.0
            for i in range(m):
                r[k, j] += q[i, k] * a[i, j]
            for i in range(m):
                a[i, j] = a[i, j] - q[i, k] * r[k, j]


def check(before, after, returned) -> None:
    """Q R is the matrix, and Q is orthonormal."""
    _, r, q = after
    np.testing.assert_allclose(q @ r, before[0], rtol=1e-9, atol=1e-11)
    np.testing.assert_allclose(q.T @ q, np.eye(q.shape[1]), atol=1e-7)


if __name__ == "__main__":
    run(gramschmidt, initialize, check, SIZES)
