"""Dense matrix multiplication, the textbook triple loop."""

from __future__ import annotations

import numpy as np
from _command_line import run

SIZES = {"S": {"n": 24}, "M": {"n": 160}, "L": {"n": 436}}


def initialize(n: int) -> tuple:
    """Two random matrices and room for their product."""
    random = np.random.default_rng(1)
    return random.random((n, n)), random.random((n, n)), np.zeros((n, n))


def matmul(a: float64[:, :], b: float64[:, :], c: float64[:, :]) -> None:
    """c = a b."""
    for i in range(a.shape[0]):
        for j in range(b.shape[1]):
            total = 0.0
            for k in range(a.shape[1]):
                total += a[i, k] * b[k, j]
            c[i, j] = total


def check(before, after, returned) -> None:
    """Against NumPy's product."""
    np.testing.assert_allclose(after[2], before[0] @ before[1], rtol=1e-12)


if __name__ == "__main__":
    run(matmul, initialize, check, SIZES)
