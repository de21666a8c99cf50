"""Sparse matrix times vector, compressed rows."""

from __future__ import annotations

import numpy as np
from _command_line import run

SIZES = {"S": {"n": 500, "rounds": 2}, "M": {"n": 60000, "rounds": 6}, "L": {"n": 400000, "rounds": 10}}


def initialize(n: int, rounds: int) -> tuple:
    """A random matrix with eight entries a row, a vector, room for the result, and how often to multiply."""
    random = np.random.default_rng(17)
    return (np.arange(0, 8 * n + 1, 8), random.integers(0, n, 8 * n), random.random(8 * n), random.random(n), np.zeros(n),
            rounds)


def spmv(start: int64[:], column: int64[:], value: float64[:], x: float64[:], y: float64[:], rounds: int) -> None:
    """y = A x, ``rounds`` times."""
    for _ in range(rounds):
        for i in range(y.shape[0]):
            total = 0.0
            for e in range(start[i], start[i + 1]):
                total += value[e] * x[column[e]]
            y[i] = total


def check(before, after, returned) -> None:
    """Against SciPy's product."""
    from scipy import sparse

    start, column, value, x = before[:4]
    matrix = sparse.csr_matrix((value, column, start), shape=(len(x), len(x)))
    np.testing.assert_allclose(after[4], matrix @ x, rtol=1e-12)


if __name__ == "__main__":
    run(spmv, initialize, check, SIZES)
