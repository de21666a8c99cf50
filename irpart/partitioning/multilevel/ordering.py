"""Order of execution for graphs that do not come in one: depth first along in-edges, so that readers follow producers."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from irpart.base.arrays import readonly
from irpart.graph.types import DependenceGraph, smallest_unsigned


def goes_forward(graph: DependenceGraph) -> bool:
    """Whether every edge's source comes before its destination, as in the graph of a program; O(m)."""
    return bool(_goes_forward(readonly(graph.source), readonly(graph.in_degree)))


def in_depth_first_order(graph: DependenceGraph) -> tuple[DependenceGraph, NDArray[np.int64], NDArray[np.int64]]:
    """The graph with its vertices renumbered so that each follows the vertices it reads, where no cycle forbids it.

    Returns
    -------
    The renumbered graph; int64 (m,): the old edge of each new edge;
    int64 (n,): the old vertex of each new vertex. The order is the postorder of a depth-first search along in-edges from
    the vertices nothing reads, then from the others; O(n + m).
    """
    n, indptr = graph.n_vertices, graph.indptr()
    read = np.zeros(n, np.bool_)
    read[graph.source] = True
    roots = np.argsort(read, kind="stable")
    order = np.empty(n, np.int64)
    _search(roots, readonly(graph.source), indptr, indptr[:-1].copy(), np.empty(n, np.int64), np.zeros(n, np.bool_), order)
    rank = np.empty(n, graph.source.dtype)
    rank[order] = np.arange(n)
    degree = np.diff(indptr)[order]
    first = np.cumsum(degree) - degree
    edge = np.arange(graph.n_edges) + np.repeat(indptr[:-1][order] - first, degree)
    renumbered = DependenceGraph(
        rank[graph.source[edge]], degree.astype(smallest_unsigned(int(degree.max(initial=0)))), graph.weight_code[edge],
        graph.weight_table, graph.cost_code[order], graph.cost_table,
        graph.static_id[order] if len(graph.static_id) else graph.static_id, graph.timing,
        graph.static_arithmetic)
    return renumbered, edge, order


@njit(nogil=True, cache=True, inline="always")
def _at(i: Any) -> Any:
    return np.uint64(i)


@njit(nogil=True, cache=True, _nrt=False)
def _goes_forward(source: Any, in_degree: Any) -> bool:
    edge = np.uint64(0)
    for v in range(len(in_degree)):
        for _ in range(in_degree[_at(v)]):
            if np.int64(source[edge]) >= v:
                return False
            edge += np.uint64(1)
    return True


@njit(nogil=True, cache=True, _nrt=False)
def _search(roots: Any, source: Any, indptr: Any, cursor: Any, stack: Any, seen: Any, order: Any) -> None:
    """Postorder into ``order``; ``cursor`` holds each vertex's first in-edge."""
    found = np.uint64(0)
    for i in range(len(roots)):
        root = _at(roots[_at(i)])
        if seen[root]:
            continue
        seen[root], depth = True, np.uint64(1)
        stack[np.uint64(0)] = root
        while depth > np.uint64(0):
            vertex = _at(stack[depth - np.uint64(1)])
            if cursor[vertex] < indptr[vertex + np.uint64(1)]:
                other = _at(source[_at(cursor[vertex])])
                cursor[vertex] += 1
                if not seen[other]:
                    seen[other] = True
                    stack[depth] = other
                    depth += np.uint64(1)
            else:
                order[found] = vertex
                found += np.uint64(1)
                depth -= np.uint64(1)
