"""Toeplitz systems by Durbin's recursion."""

from __future__ import annotations

import numpy as np
from _script import run

SIZES = {"S": {"n": 40}, "M": {"n": 12000}, "L": {"n": 30000}}


def initialize(n: int) -> tuple:
    """Correlations that fall off slowly, and room for the solution."""
    return 0.5 / np.arange(2, n + 2), np.zeros(n)


def durbin(r: float64[:], y: float64[:]) -> None:
    """Solutions of ever larger systems, each from the one before."""
    n = r.shape[0]
    z = np.empty(n)
    y[0] = -r[0]
    beta, alpha = 1.0, -r[0]
    for k in range(1, n):
        beta = (1.0 - alpha * alpha) * beta
        total = 0.0
        for i in range(k):
            total += r[k - i - 1] * y[i]
        alpha = -(r[k] + total) / beta
        for i in range(k):
            z[i] = y[i] + alpha * y[k - i - 1]
        for i in range(k):
            y[i] = z[i]
        y[k] = alpha


def check(before, after, returned) -> None:
    """Against SciPy's solution."""
    from scipy import linalg

    r = before[0]
    np.testing.assert_allclose(after[1], linalg.solve_toeplitz(np.append(1.0, r[:-1]), -r), rtol=1e-8, atol=1e-12)


if __name__ == "__main__":
    run(durbin, initialize, check, SIZES)
