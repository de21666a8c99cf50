"""Compiled kernels of the streaming cut: a chunk of vertices with their in-edges at a time, state carried in arrays.

Kernels are compiled without reference counting (docs/decisions/0003), so they allocate nothing.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

HELD, PIECE, CROSSING, HEAVIEST, SAMPLED = range(5)
STATES = 5
"""Places in ``state`` (int64): weight so far, piece of the next vertex, values that went to another piece, weight of the
heaviest vertex's in-edges, vertices in the sample."""

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _at(index: Any) -> Any:
    """An index that is never negative, as the unsigned number that needs no check for counting from the end."""
    return np.uint64(index)


@njit(nogil=True, cache=True, _nrt=False)
def _piece_of(vertex: int, first: Any, most: int) -> int:
    """The piece up to ``most`` that holds a vertex: the last that begins at or before it."""
    low, high = np.int64(0), np.int64(most)
    while low < high:
        middle = (low + high + 1) >> 1
        if first[_at(middle)] <= vertex:
            low = middle
        else:
            high = middle - 1
    return low


@njit(nogil=True, cache=True, _nrt=False)
def measure_pieces(first_vertex: int, source: Any, code: Any, in_degree: Any, cost_code: Any, table: Any, cost_table: Any,
                   hop: float, ends: Any, state: Any, first: Any, finish: Any, last: Any, edges: Any, weight: Any,
                   work: Any, moment: Any, keys: Any, used: Any) -> None:
    """Cut where the weight so far passes ``ends`` (int64, pieces), and count what placing asks of pieces.

    ``first`` (int64, pieces + 1) gets the pieces' first vertices; ``edges``, ``weight`` (int64), ``work``, ``moment``
    (float64) are per piece. ``finish`` (float64, n) is when a vertex is done when only operands hold anything up, -1 for a
    vertex without in-edges; ``last`` (int32, n) the piece that had its value last. ``keys`` (int64, with room for all
    edges) gets computing piece * pieces + reading piece of values that cross, ``used[0]`` how many there are.
    """
    edge, pieces = np.uint64(0), np.int64(len(ends))
    for i in range(len(in_degree)):
        v, own, begin, carried = np.int64(first_vertex) + i, state[PIECE], 0.0, np.int64(0)
        degree, cost = np.int64(in_degree[_at(i)]), np.float64(cost_table[_at(cost_code[_at(i)])])
        for _ in range(degree):
            u = _at(source[edge])
            carried += table[_at(code[edge])]
            edge += np.uint64(1)
            computed = finish[u] >= 0
            if computed:
                begin = max(begin, finish[u] + hop if np.int64(u) < first[_at(own)] else finish[u])
            if last[u] != own:
                last[u] = own
                state[CROSSING] += 1
                if computed:
                    keys[_at(used[0])] = _piece_of(np.int64(u), first, own) * pieces + own
                    used[0] += 1
        last[_at(v)], finish[_at(v)] = own, -1.0
        edges[_at(own)] += degree
        weight[_at(own)] += carried
        state[HEAVIEST] = max(state[HEAVIEST], carried)
        if degree > 0:
            finish[_at(v)] = begin + cost
            work[_at(own)] += cost
            moment[_at(own)] += cost * (begin + cost / 2)
        state[HELD] += carried
        while state[HELD] >= ends[_at(state[PIECE])]:
            state[PIECE] += 1
            first[_at(state[PIECE])] = v + 1


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _is_sampled(vertex: int, mask: int) -> bool:
    """Whether a vertex is in the sample: a multiplicative hash, so that no period of the program meets it."""
    return np.int64((np.uint64(vertex) * _GOLDEN) >> np.uint64(32)) & mask == 0


@njit(nogil=True, cache=True, _nrt=False)
def _note(vertex: int, cluster: int, recent: Any, keys: Any, used: Any) -> None:
    """Add the key of a vertex in a cluster unless it is among those seen lately."""
    key = np.int64(vertex) << 16 | np.int64(cluster)
    place = (np.uint64(key) * _GOLDEN) >> np.uint64(48)
    if recent[place] != key:
        recent[place] = key
        keys[_at(used[0])] = key
        used[0] += 1


@njit(nogil=True, cache=True, _nrt=False)
def list_replicas(first_vertex: int, source: Any, in_degree: Any, first: Any, home: Any, mask: int, state: Any, recent: Any,
                  keys: Any, used: Any) -> None:
    """Keys vertex * 2**16 + cluster of the sampled vertices of a chunk of edges, into ``keys`` (int64, with room for all).

    ``home`` (int32, pieces) is the cluster of each piece; ``recent`` (int64, 2**16) holds -1 at first. Keys may recur.
    """
    edge = np.uint64(0)
    for i in range(len(in_degree)):
        v, degree = np.int64(first_vertex) + i, in_degree[_at(i)]
        while v >= first[_at(state[PIECE] + 1)]:
            state[PIECE] += 1
        cluster = home[_at(state[PIECE])]
        if _is_sampled(v, mask):
            state[SAMPLED] += 1
            if degree > 0:
                _note(v, cluster, recent, keys, used)
        for _ in range(degree):
            u = np.int64(source[edge])
            edge += np.uint64(1)
            if _is_sampled(u, mask):
                _note(u, cluster, recent, keys, used)
