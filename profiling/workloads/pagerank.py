"""PageRank by power iteration on a sparse graph."""

from __future__ import annotations

import numpy as np
from _command_line import run

SIZES = {"S": {"n": 200, "rounds": 4}, "M": {"n": 30000, "rounds": 10}, "L": {"n": 200000, "rounds": 20}}


def initialize(n: int, rounds: int) -> tuple:
    """Eight links into each vertex, most from a few popular ones, the out-degrees, and two vectors of ranks."""
    random = np.random.default_rng(18)
    source = (n * random.random(8 * n) ** 3).astype(np.int64)
    degree = np.maximum(1, np.bincount(source, minlength=n))
    return np.arange(0, 8 * n + 1, 8), source, degree, np.full(n, 1.0 / n), np.zeros(n), rounds


def pagerank(start: int64[:], source: int64[:], degree: int64[:], rank: float64[:], following: float64[:],
             rounds: int) -> None:
    """Damping 0.85; a vertex without out-links keeps nothing."""
    n = rank.shape[0]
    for _ in range(rounds):
        for v in range(n):
            total = 0.0
            for e in range(start[v], start[v + 1]):
                u = source[e]
                total += rank[u] / degree[u]
            following[v] = 0.15 / n + 0.85 * total
        for v in range(n):
            rank[v] = following[v]


def check(before, after, returned) -> None:
    """Against SciPy's products."""
    from scipy import sparse

    start, source, degree, rank = before[:4]
    n = len(rank)
    links = sparse.csr_matrix((1.0 / degree[source], source, start), shape=(n, n))
    for _ in range(before[5]):
        rank = 0.15 / n + 0.85 * (links @ rank)
    np.testing.assert_allclose(after[3], rank, rtol=1e-10)


if __name__ == "__main__":
    run(pagerank, initialize, check, SIZES)
