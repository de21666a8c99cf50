"""Shortest paths from one vertex: Dijkstra with a binary heap on a sparse graph."""

from __future__ import annotations

import numpy as np
from _command_line import run

SIZES = {"S": {"n": 400}, "M": {"n": 40000}, "L": {"n": 400000}}


def initialize(n: int) -> tuple:
    """A random directed graph of out-degree 6 in compressed rows, and the distances to fill in."""
    random = np.random.default_rng(5)
    start = np.arange(0, 6 * n + 1, 6)
    target = random.integers(0, n, 6 * n)
    target[::6] = (np.arange(n) + 1) % n
    return start, target, random.random(6 * n) + 0.01, np.empty(n), np.zeros(6 * n + 1), np.zeros(6 * n + 1, np.int64)


def push(key: float64[:], item: int64[:], size: int, new_key: float, new_item: int) -> int:
    """Put a key and its item into the heap; the new size."""
    at = size
    while at > 0:
        above = (at - 1) // 2
        if key[above] <= new_key:
            break
        key[at], item[at] = key[above], item[above]
        at = above
    key[at], item[at] = new_key, new_item
    return size + 1


def pop(key: float64[:], item: int64[:], size: int) -> int:
    """Take the least entry off the heap, leaving it behind the end; the new size."""
    size -= 1
    least_key, least_item, last_key, last_item = key[0], item[0], key[size], item[size]
    at = 0
    while 2 * at + 1 < size:
        below = 2 * at + 1
        if below + 1 < size and key[below + 1] < key[below]:
            below += 1
        if key[below] >= last_key:
            break
        key[at], item[at] = key[below], item[below]
        at = below
    key[at], item[at] = last_key, last_item
    key[size], item[size] = least_key, least_item
    return size


def dijkstra(start: int64[:], target: int64[:], length: float64[:], distance: float64[:], key: float64[:],
             item: int64[:]) -> None:
    """Distances from vertex 0; outdated heap entries are skipped (lazy deletion)."""
    for v in range(distance.shape[0]):
        distance[v] = np.inf
    distance[0] = 0.0
    size = push(key, item, 0, 0.0, 0)
    while size > 0:
        size = pop(key, item, size)
        near, u = key[size], item[size]
        if near > distance[u]:
            continue
        for e in range(start[u], start[u + 1]):
            far = near + length[e]
            v = target[e]
            if far < distance[v]:
                distance[v] = far
                size = push(key, item, size, far, v)


def check(before, after, returned) -> None:
    """Against SciPy's shortest paths."""
    from scipy import sparse

    start, target, length = before[:3]
    n = len(start) - 1
    graph = sparse.lil_matrix((n, n))
    for u in range(n):
        for e in range(start[u], start[u + 1]):
            old = graph[u, target[e]]
            graph[u, target[e]] = length[e] if old == 0 else min(old, length[e])
    np.testing.assert_allclose(after[3], sparse.csgraph.dijkstra(graph.tocsr(), indices=0), rtol=1e-12)


if __name__ == "__main__":
    run(dijkstra, initialize, check, SIZES)
