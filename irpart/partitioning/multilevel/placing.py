"""Placing: more pieces than clusters, dealt to clusters by when they can run and what they share."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy import sparse

from irpart.base.arrays import readonly
from irpart.graph.types import DependenceGraph

HOP_CYCLES = 40.0
"""What a value takes from one piece to another."""
_VALUE_CYCLES = 20.0
_MOST_PLACINGS, _MOST_NUMBERED = 1 << 28, 65536


def most_pieces(k: int, n_edges: int) -> int:
    """How many pieces a cluster can be placed, by their numbers, the edges and the time of placing; may be 0."""
    return min(_MOST_NUMBERED // k, _MOST_PLACINGS // k**2, n_edges // (4 * k))


def crossing_values(graph: DependenceGraph, vertex_piece: NDArray[np.int32]) -> int:
    """How many values go from their piece to others, counted once for each piece they go to (see ``place_pieces``); O(m)."""
    last = np.full(graph.n_vertices, -1, np.int32)
    return int(_list_transfers(readonly(graph.source), readonly(graph.in_degree), vertex_piece, last, last[:0], last[:0]))


def place_pieces(graph: DependenceGraph, vertex_piece: NDArray[np.int32], weight: NDArray[np.int64], k: int, bound: int,
                 ) -> NDArray[np.int32]:
    """Cluster of each piece (int32): list scheduling of whole pieces.

    When everything runs as soon as its operands are there (and a value takes 40 cycles between pieces), a piece is taken
    to run for the sum of its vertices' costs around the mean time of its instructions. Pieces are placed by the
    beginning of that time: each on the cluster where waiting for earlier pieces, less 20 cycles for each value shared with
    pieces there, is least; among equals on the one that was idle the shortest. No cluster's weight passes ``bound``
    unless none has room: then the lightest is taken.

    Parameters
    ----------
    graph
        Edges go forward.
    vertex_piece
        int32, shape (n,): piece of each vertex; -1 for values that are there from the start, which are not counted.
    weight
        int64, shape (pieces,): whole edge weight of each piece.
    bound
        Most whole edge weight of a cluster.

    Notes
    -----
    O(m + pieces * k). The rule is earliest-start list scheduling with affinity, in the line of H. Topcuoglu, S. Hariri,
    M. Wu, "Performance-effective and low-complexity task scheduling", IEEE TPDS 13 (2002), section 4; pieces that overlap
    in time are kept apart, and whether their instructions interleave is left to the cluster. A value that two pieces
    read in turns counts anew with each turn.
    """
    columns, n_pieces = (readonly(graph.source), readonly(graph.in_degree)), len(weight)
    work, moment = np.zeros(n_pieces), np.zeros(n_pieces)
    _run_pieces(*columns, readonly(graph.cost_code), graph.cost_table, vertex_piece, HOP_CYCLES,
                np.zeros(graph.n_vertices), work, moment)
    pairs = np.empty((2, crossing_values(graph, vertex_piece)), np.int32)
    _list_transfers(*columns, vertex_piece, np.full(graph.n_vertices, -1, np.int32), pairs[0], pairs[1])
    return deal_pieces(work, moment, weight, (pairs[0], pairs[1], np.ones(pairs.shape[1], np.int64)), k, bound)


def deal_pieces(work: NDArray[np.float64], moment: NDArray[np.float64], weight: NDArray[np.int64],
                transfers: tuple[NDArray[np.integer[Any]], NDArray[np.integer[Any]], NDArray[np.int64]], k: int, bound: int,
                ) -> NDArray[np.int32]:
    """Cluster of each piece (int32) by the rule of ``place_pieces``, whatever its quantities were counted from.

    Parameters
    ----------
    work, moment
        float64, shape (pieces,): sum of the vertices' costs, and the sum of cost times mean time.
    weight, k, bound
        As in ``place_pieces``.
    transfers
        The piece that computes a value, the piece that reads it, and how many such values (int64); pairs may recur.
    """
    first, second, count = transfers
    n_pieces = len(weight)
    start = np.maximum(moment / np.maximum(work, 1e-9) - work / 2, 0.0)
    one_way = sparse.coo_matrix((_VALUE_CYCLES * count, (first, second)), (n_pieces, n_pieces))
    shared, home = (one_way + one_way.T).tocsr(), np.full(n_pieces, -1, np.int32)
    _deal(np.argsort(start, kind="stable"), start, work, weight, shared.indptr, shared.indices, shared.data, bound,
          np.zeros(k), np.zeros(k, np.int64), np.zeros(k), home)
    return home


@njit(nogil=True, cache=True, inline="always")
def _at(i: Any) -> Any:
    return np.uint64(i)


@njit(nogil=True, cache=True, _nrt=False)
def _run_pieces(source: Any, in_degree: Any, cost_code: Any, cost_table: Any, piece: Any, hop: Any, finish: Any, work: Any,
                moment: Any) -> None:
    """Work of each piece, and the sum of its vertices' costs times their mean times, when only operands hold anything up.

    ``finish`` (float64, n), ``work`` and ``moment`` (float64, pieces) come as zeros.
    """
    edge = np.uint64(0)
    for v in range(len(in_degree)):
        begin, own, cost = 0.0, piece[_at(v)], np.float64(cost_table[_at(cost_code[_at(v)])])
        for _ in range(in_degree[_at(v)]):
            u = _at(source[edge])
            edge += np.uint64(1)
            if piece[u] >= 0:
                begin = max(begin, finish[u] + hop if piece[u] != own else finish[u])
        finish[_at(v)] = begin + cost
        if own >= 0:
            work[_at(own)] += cost
            moment[_at(own)] += cost * (begin + cost / 2.0)


@njit(nogil=True, cache=True, _nrt=False)
def _list_transfers(source: Any, in_degree: Any, piece: Any, last: Any, first: Any, second: Any) -> int:
    """Pairs (piece that computes a value, other piece that reads it) while ``first`` has room; how many there are.

    ``last`` (int32, n) holds -1: the piece that read a value last.
    """
    edge, used = np.uint64(0), np.uint64(0)
    for v in range(len(in_degree)):
        to = piece[_at(v)]
        for _ in range(in_degree[_at(v)]):
            u = _at(source[edge])
            edge += np.uint64(1)
            if piece[u] >= 0 and piece[u] != to and last[u] != to:
                last[u] = to
                if used < np.uint64(len(first)):
                    first[used], second[used] = piece[u], to
                used += np.uint64(1)
    return used


@njit(nogil=True, cache=True, _nrt=False)
def _deal(order: Any, start: Any, work: Any, weight: Any, indptr: Any, indices: Any, data: Any, bound: Any, free: Any,
          load: Any, affinity: Any, home: Any) -> None:
    """Clusters of pieces into ``home`` (int32, -1); ``free``, ``load``, ``affinity`` (k) are zero."""
    for i in range(len(order)):
        piece = _at(order[_at(i)])
        for j in range(_at(indptr[piece]), _at(indptr[piece + np.uint64(1)])):
            there = home[_at(indices[j])]
            if there >= 0:
                affinity[_at(there)] += data[j]
        best, least = -1, 0.0
        for cluster in range(len(load)):
            if load[_at(cluster)] + weight[piece] <= bound:
                wait = max(0.0, free[_at(cluster)] - start[piece]) - affinity[_at(cluster)]
                if best < 0 or wait < least or (wait == least and free[_at(cluster)] > free[_at(best)]):
                    best, least = cluster, wait
        if best < 0:
            best = 0
            for cluster in range(len(load)):
                if load[_at(cluster)] < load[_at(best)]:
                    best = cluster
        home[piece] = best
        load[_at(best)] += weight[piece]
        free[_at(best)] = max(free[_at(best)], start[piece]) + work[piece]
        for j in range(_at(indptr[piece]), _at(indptr[piece + np.uint64(1)])):
            there = home[_at(indices[j])]
            if there >= 0:
                affinity[_at(there)] = 0.0
