"""Forward substitution in a triangular system."""

from __future__ import annotations

import numpy as np
from _script import run

SIZES = {"S": {"n": 40}, "M": {"n": 10000}, "L": {"n": 12000}}


def initialize(n: int) -> tuple:
    """A lower triangular matrix with a dominant diagonal, room for the solution, and the right-hand side."""
    random = np.random.default_rng(120)
    matrix = random.random((n, n))
    np.fill_diagonal(matrix, n)
    return matrix, np.zeros(n), random.random(n)


def trisolv(a: float64[:, :], x: float64[:], b: float64[:]) -> None:
    """L x = b with L on and below the diagonal of a."""
    for i in range(x.shape[0]):
        x[i] = b[i]
        for j in range(i):
            x[i] -= a[i, j] * x[j]
        x[i] = x[i] / a[i, i]


def check(before, after, returned) -> None:
    """Against SciPy's solution."""
    from scipy import linalg

    np.testing.assert_allclose(after[1], linalg.solve_triangular(before[0], before[2], lower=True), rtol=1e-9)


if __name__ == "__main__":
    run(trisolv, initialize, check, SIZES)
