"""All shortest paths of a dense graph: Floyd and Warshall, with a minimum."""

from __future__ import annotations

import numpy as np
from _script import run
from numba import prange

SIZES = {"S": {"n": 24}, "M": {"n": 560}, "L": {"n": 1000}}


def initialize(n: int) -> tuple:
    """Random distances."""
    distance = np.random.default_rng(122).random((n, n)) + 0.01
    np.fill_diagonal(distance, 0.0)
    return (distance,)


def floyd_warshall(path: float64[:, :]) -> None:
    """Allow ever more vertices as stops in between, in place."""
    n = path.shape[0]
    for k in range(n):
        for i in range(n):
            for j in range(n):
                path[i, j] = min(path[i, j], path[i, k] + path[k, j])


def floyd_warshall_prange(path: float64[:, :]) -> None:
    """Rows at once: row k and column k stay as they are while distances are not negative."""
    n = path.shape[0]
    for k in range(n):
        for i in prange(n):
            for j in range(n):
                path[i, j] = min(path[i, j], path[i, k] + path[k, j])


def check(before, after, returned) -> None:
    """Against SciPy's shortest paths."""
    from scipy.sparse import csgraph

    np.testing.assert_allclose(after[0], csgraph.floyd_warshall(before[0]), rtol=1e-12)


if __name__ == "__main__":
    run(floyd_warshall, initialize, check, SIZES)
