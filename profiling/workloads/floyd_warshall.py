"""All shortest paths of a dense graph: Floyd and Warshall."""

from __future__ import annotations

import numpy as np
from _command_line import run

SIZES = {"S": {"n": 24}, "M": {"n": 140}, "L": {"n": 350}}


def initialize(n: int) -> tuple:
    """Random distances."""
    distance = np.random.default_rng(15).random((n, n)) + 0.01
    np.fill_diagonal(distance, 0.0)
    return (distance,)


def floyd_warshall(distance: float64[:, :]) -> None:
    """Allow ever more vertices as stops in between, in place."""
    n = distance.shape[0]
    for k in range(n):
        for i in range(n):
            for j in range(n):
                through = distance[i, k] + distance[k, j]
                if through < distance[i, j]:
                    distance[i, j] = through


def check(before, after, returned) -> None:
    """Against SciPy's shortest paths."""
    from scipy.sparse import csgraph

    np.testing.assert_allclose(after[0], csgraph.floyd_warshall(before[0]), rtol=1e-12)


if __name__ == "__main__":
    run(floyd_warshall, initialize, check, SIZES)
