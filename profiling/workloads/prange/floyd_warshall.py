"""Shortest paths as a Numba user would spread them: rows at once."""

from __future__ import annotations

from numba import prange


def floyd_warshall_prange(distance: float64[:, :]) -> None:
    """Row k and column k stay as they are while distances are not negative."""
    n = distance.shape[0]
    for k in range(n):
        for i in prange(n):
            for j in range(n):
                through = distance[i, k] + distance[k, j]
                if through < distance[i, j]:
                    distance[i, j] = through
