"""Covariances between the columns of a table of observations."""

from __future__ import annotations

import numpy as np
from _script import run
from numba import prange

SIZES = {"S": {"n": 24, "m": 20}, "M": {"n": 500, "m": 450}, "L": {"n": 900, "m": 800}}


def initialize(n: int, m: int) -> tuple:
    """Random observations, and room for covariances and means."""
    return np.random.default_rng(102).random((n, m)), np.zeros((m, m)), np.zeros(m)


def covariance(data: float64[:, :], cov: float64[:, :], mean: float64[:]) -> None:
    """Centre the columns in place, then multiply each pair."""
    n, m = data.shape
    for j in range(m):
        mean[j] = 0.0
        for i in range(n):
            mean[j] += data[i, j]
        mean[j] /= n
    for i in range(n):
        for j in range(m):
            data[i, j] -= mean[j]
    for i in range(m):
        for j in range(i, m):
            cov[i, j] = 0.0
            for k in range(n):
                cov[i, j] += data[k, i] * data[k, j]
            cov[i, j] /= n - 1.0
            cov[j, i] = cov[i, j]


def covariance_prange(data: float64[:, :], cov: float64[:, :], mean: float64[:]) -> None:
    """Columns, rows and rows of the result at once."""
    n, m = data.shape
    for j in prange(m):
        mean[j] = 0.0
        for i in range(n):
            mean[j] += data[i, j]
        mean[j] /= n
    for i in prange(n):
        for j in range(m):
            data[i, j] -= mean[j]
    for i in prange(m):
        for j in range(i, m):
            cov[i, j] = 0.0
            for k in range(n):
                cov[i, j] += data[k, i] * data[k, j]
            cov[i, j] /= n - 1.0
            cov[j, i] = cov[i, j]


def check(before, after, returned) -> None:
    """Against NumPy's covariances."""
    np.testing.assert_allclose(after[1], np.cov(before[0], rowvar=False), rtol=1e-9, atol=1e-12)


if __name__ == "__main__":
    run(covariance, initialize, check, SIZES)
