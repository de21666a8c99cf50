"""Compiled kernels of longest paths by vertex cost; called from ``irpart.graph.measures.paths``."""

from __future__ import annotations

from typing import Any

from numba import float64, int64, njit, types, uint32

_SOURCES = types.Array(uint32, 1, "C", readonly=True)
_NUMBERS = types.Array(int64, 1, "C", readonly=True)
_CYCLES = types.Array(float64, 1, "C", readonly=True)


@njit(types.boolean(_SOURCES, _NUMBERS, _CYCLES, int64, float64[::1]), nogil=True, cache=True, _nrt=False)
def finish_in_order(source: Any, in_degree: Any, cost: Any, first: int, finish: Any) -> bool:
    """Finish times of the vertices from ``first`` on, given those before; False at an edge that does not go forward.

    ``source`` holds the in-edges of these vertices, ``in_degree`` (int64) and ``cost`` (float64) one entry for each.
    """
    edge = 0
    for i in range(len(in_degree)):
        start = 0.0
        for _ in range(in_degree[i]):
            if source[edge] >= first + i:
                return False
            start = max(start, finish[source[edge]])
            edge += 1
        finish[first + i] = start + cost[i]
    return True


@njit(int64(_SOURCES, _NUMBERS, _CYCLES, float64[::1], int64[::1], int64[::1]), nogil=True, cache=True, _nrt=False)
def finish_depth_first(source: Any, indptr: Any, cost: Any, finish: Any, stack: Any, cursor: Any) -> int:
    """Finish times in any order of edges; 0, or the depth of the stack at which a cycle closes.

    ``finish`` (float64, n) comes filled with -1; ``stack`` and ``cursor`` (int64, n) are workspace. At a cycle
    ``stack[:depth]`` is a chain in which each vertex has an edge from the next, and the last one has an edge,
    ``cursor[stack[depth - 1]] - 1``, from a vertex of the chain.
    """
    for root in range(len(finish)):
        if finish[root] != -1.0:
            continue
        stack[0], cursor[root], finish[root], depth = root, indptr[root], -2.0, 1
        while depth:
            vertex = stack[depth - 1]
            if cursor[vertex] < indptr[vertex + 1]:
                other = int64(source[cursor[vertex]])
                cursor[vertex] += 1
                if finish[other] == -2.0:
                    return depth
                if finish[other] == -1.0:
                    stack[depth], cursor[other], finish[other] = other, indptr[other], -2.0
                    depth += 1
            else:
                start = 0.0
                for edge in range(indptr[vertex], indptr[vertex + 1]):
                    start = max(start, finish[source[edge]])
                finish[vertex] = start + cost[vertex]
                depth -= 1
    return 0


@njit(int64(_SOURCES, _NUMBERS, _CYCLES, int64, int64[::1]), nogil=True, cache=True, _nrt=False)
def trace_back(source: Any, indptr: Any, finish: Any, last: int, path: Any) -> int:
    """Write a critical path that ends in ``last``, last vertex first, into ``path`` (int64, n); its length."""
    path[0], length = last, 1
    while indptr[last] < indptr[last + 1]:
        latest = int64(source[indptr[last]])
        for edge in range(indptr[last] + 1, indptr[last + 1]):
            if finish[source[edge]] > finish[latest]:
                latest = int64(source[edge])
        path[length] = latest
        length += 1
        last = latest
    return length
