"""Dense matrix multiplication, blocked for the cache."""

from __future__ import annotations

import numpy as np
from _command_line import run

SIZES = {"S": {"n": 24, "block": 8}, "M": {"n": 160, "block": 32}, "L": {"n": 384, "block": 32}}


def initialize(n: int, block: int) -> tuple:
    """Two random matrices, room for their product, and the block size."""
    random = np.random.default_rng(2)
    return random.random((n, n)), random.random((n, n)), np.zeros((n, n)), block


def blocked_matmul(a: float64[:, :], b: float64[:, :], c: float64[:, :], block: int) -> None:
    """c += a b, block by block."""
    n = a.shape[0]
    for ii in range(0, n, block):
        for kk in range(0, n, block):
            for jj in range(0, n, block):
                for i in range(ii, min(ii + block, n)):
                    for k in range(kk, min(kk + block, n)):
                        factor = a[i, k]
                        for j in range(jj, min(jj + block, n)):
                            c[i, j] += factor * b[k, j]


def check(before, after, returned) -> None:
    """Against NumPy's product."""
    np.testing.assert_allclose(after[2], before[0] @ before[1], rtol=1e-12)


if __name__ == "__main__":
    run(blocked_matmul, initialize, check, SIZES)
