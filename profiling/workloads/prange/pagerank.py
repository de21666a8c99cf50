"""PageRank as a Numba user would spread it: vertices at once."""

from __future__ import annotations

from numba import prange


def pagerank_prange(start: int64[:], source: int64[:], degree: int64[:], rank: float64[:], following: float64[:],
                    rounds: int) -> None:
    """Damping 0.85; a vertex without out-links keeps nothing."""
    n = rank.shape[0]
    for _ in range(rounds):
        for v in prange(n):
            total = 0.0
            for e in range(start[v], start[v + 1]):
                u = source[e]
                total += rank[u] / degree[u]
            following[v] = 0.15 / n + 0.85 * total
        for v in prange(n):
            rank[v] = following[v]
