"""Correlations between the columns of a table of observations."""

from __future__ import annotations

import math

import numpy as np
from _script import run
from numba import prange

SIZES = {"S": {"n": 24, "m": 20}, "M": {"n": 500, "m": 450}, "L": {"n": 900, "m": 800}}


def initialize(n: int, m: int) -> tuple:
    """Random observations, and room for correlations, means and standard deviations."""
    return np.random.default_rng(101).random((n, m)), np.zeros((m, m)), np.zeros(m), np.zeros(m)


def correlation(data: float64[:, :], corr: float64[:, :], mean: float64[:], deviation: float64[:]) -> None:
    """Normalise the columns in place, then multiply each pair; a column that hardly varies is divided by 1."""
    n, m = data.shape
    for j in range(m):
        mean[j] = 0.0
        for i in range(n):
            mean[j] += data[i, j]
        mean[j] /= n
    for j in range(m):
        deviation[j] = 0.0
        for i in range(n):
            deviation[j] += (data[i, j] - mean[j]) * (data[i, j] - mean[j])
        deviation[j] = math.sqrt(deviation[j] / n)
        deviation[j] = 1.0 if deviation[j] <= 0.1 else deviation[j]
    for i in range(n):
        for j in range(m):
            data[i, j] = (data[i, j] - mean[j]) / (math.sqrt(n) * deviation[j])
    for i in range(m):
        corr[i, i] = 1.0
        for j in range(i + 1, m):
            corr[i, j] = 0.0
            for k in range(n):
                corr[i, j] += data[k, i] * data[k, j]
            corr[j, i] = corr[i, j]


def correlation_prange(data: float64[:, :], corr: float64[:, :], mean: float64[:], deviation: float64[:]) -> None:
    """Columns, rows and rows of the result at once."""
    n, m = data.shape
    for j in prange(m):
        mean[j] = 0.0
        for i in range(n):
            mean[j] += data[i, j]
        mean[j] /= n
        deviation[j] = 0.0
        for i in range(n):
            deviation[j] += (data[i, j] - mean[j]) * (data[i, j] - mean[j])
        deviation[j] = math.sqrt(deviation[j] / n)
        deviation[j] = 1.0 if deviation[j] <= 0.1 else deviation[j]
    for i in prange(n):
        for j in range(m):
            data[i, j] = (data[i, j] - mean[j]) / (math.sqrt(n) * deviation[j])
    for i in prange(m):
        corr[i, i] = 1.0
        for j in range(i + 1, m):
            corr[i, j] = 0.0
            for k in range(n):
                corr[i, j] += data[k, i] * data[k, j]
            corr[j, i] = corr[i, j]


def check(before, after, returned) -> None:
    """Against NumPy's correlations."""
    np.testing.assert_allclose(after[1], np.corrcoef(before[0], rowvar=False), rtol=1e-9, atol=1e-12)


if __name__ == "__main__":
    run(correlation, initialize, check, SIZES)
