"""Compiled kernels of the lower bound on km1: connected sets of vertices, and the weight of their edges.

Sets are kept as a forest: ``parent`` (int64, shape (n,)) leads from each vertex to the root that names its set. Edges come
in the compact columns of ``DependenceGraph``; ``table`` is float64.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _root(parent: Any, vertex: int) -> int:
    """The root of a vertex; the way there is halved."""
    v = np.int64(vertex)
    while parent[v] != v:
        parent[v] = parent[parent[v]]
        v = parent[v]
    return v


@njit(nogil=True, cache=True, _nrt=False)
def join_components(source: Any, in_degree: Any, alone: Any, parent: Any) -> None:
    """Join the ends of all edges of which neither end is to stay ``alone`` (bool, shape (n,))."""
    e = 0
    for v in range(len(in_degree)):
        for _ in range(in_degree[v]):
            u = np.int64(source[e])
            e += 1
            if not alone[u] and not alone[v]:
                a, b = _root(parent, u), _root(parent, v)
                parent[max(a, b)] = min(a, b)


@njit(nogil=True, cache=True, _nrt=False)
def grow_sets(source: Any, in_degree: Any, code: Any, table: Any, alone: Any, cap: float, weight: Any, parent: Any) -> None:
    """Join sets along edges, in edge order, while they weigh at most ``cap`` together.

    Edges between sets count in both, so most grow beyond ``cap``; a second pass joins those that did not.
    ``weight`` (float64, shape (n,), zeros) is that of the edges seen at each root; a vertex to stay ``alone`` starts at
    infinity.
    """
    for v in range(len(in_degree)):
        if alone[v]:
            weight[v] = np.inf
    for last in (False, True):
        e = 0
        for v in range(len(in_degree)):
            for _ in range(in_degree[v]):
                a, b, w = _root(parent, np.int64(source[e])), _root(parent, v), table[code[e]]
                e += 1
                if a == b:
                    weight[a] += 0.0 if last else w
                elif weight[a] <= cap and weight[b] <= cap and (last or weight[a] + weight[b] + w <= cap):
                    parent[a] = b
                    weight[b] += weight[a] - w if last else weight[a] + w
                elif not last:
                    weight[a] += w
                    weight[b] += w


@njit(nogil=True, cache=True, _nrt=False)
def weigh_sets(source: Any, in_degree: Any, code: Any, table: Any, parent: Any, weight: Any) -> None:
    """Add to ``weight`` (float64, shape (n,), zeros), at each root, the edges with an end in its set, each once."""
    e = 0
    for v in range(len(in_degree)):
        for _ in range(in_degree[v]):
            a, b, w = _root(parent, np.int64(source[e])), _root(parent, v), table[code[e]]
            e += 1
            weight[b] += w
            if a != b:
                weight[a] += w


@njit(nogil=True, cache=True, _nrt=False)
def name_roots(parent: Any) -> None:
    """Let every vertex point at its root directly."""
    for v in range(len(parent)):
        parent[v] = _root(parent, v)
