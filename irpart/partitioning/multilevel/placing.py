"""Placing: more pieces than clusters, dealt to clusters by when they can run and what they share."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy import sparse

from irpart.graph.types import DependenceGraph
from irpart.partitioning.multilevel.items import Items
from irpart.partitioning.replicas import readonly

_HOP_CYCLES = 40.0
_VALUE_CYCLES = 20.0


def place_pieces(graph: DependenceGraph, items: Items, piece: NDArray[np.int32], n_pieces: int, k: int, bound: int,
                 ) -> NDArray[np.int32]:
    """Cluster of each item (int32) from its piece: list scheduling of whole pieces.

    When everything runs as soon as its operands are there (and a value takes 40 cycles between pieces), a piece is taken
    to run for the sum of its vertices' costs around the mean time of its instructions. Pieces are placed by the
    beginning of that time: each on the cluster where waiting for earlier pieces, less 20 cycles for each value shared with
    pieces there, is least; among equals on the one that was idle the shortest. No cluster's weight passes ``bound``
    unless none has room: then the lightest is taken.

    Parameters
    ----------
    graph
        Edges go forward.
    bound
        Most whole edge weight of a cluster.

    Notes
    -----
    O(m + pieces * k). The rule is earliest-start list scheduling with affinity, in the line of H. Topcuoglu, S. Hariri,
    M. Wu, "Performance-effective and low-complexity task scheduling", IEEE TPDS 13 (2002), section 4; pieces that overlap
    in time are kept apart, and whether their instructions interleave is left to the cluster.
    """
    vertex_piece = np.full(graph.n_vertices, -1, np.int32)
    vertex_piece[items.item_vertex[::-1]] = piece[::-1]
    cost = graph.vertex_costs()
    finish = np.zeros(graph.n_vertices, np.float32)
    _finish_times(readonly(graph.source), readonly(graph.in_degree), cost, vertex_piece, np.float32(_HOP_CYCLES), finish)
    at_home = vertex_piece >= 0
    work = np.bincount(vertex_piece[at_home], cost[at_home], n_pieces)
    moment = np.bincount(vertex_piece[at_home], (cost * (finish - cost / 2))[at_home], n_pieces)
    start = np.maximum(moment / np.maximum(work, 1e-9) - work / 2, 0.0)
    shared = _shared_values(items, piece, vertex_piece, n_pieces)
    weight = np.bincount(piece, items.hypergraph.node_weight, n_pieces).astype(np.int64)
    home = np.full(n_pieces, -1, np.int32)
    _deal(np.argsort(start, kind="stable"), start, work, weight, shared.indptr, shared.indices, shared.data, bound,
          np.zeros(k), np.zeros(k, np.int64), np.zeros(k), home)
    return home[piece]


def _shared_values(items: Items, piece: NDArray[np.int32], vertex_piece: NDArray[np.int32], n_pieces: int,
                   ) -> sparse.csr_matrix:
    """Cycles for the values that go from one piece to another, both ways (float64, pieces x pieces)."""
    h = items.hypergraph
    pairs = np.empty(2 * len(h.net_pins), np.int32).reshape(2, -1)
    used = int(_list_transfers(h.net_start, h.net_pins, piece, vertex_piece, np.full(n_pieces, -1), pairs[0], pairs[1]))
    one_way = sparse.coo_matrix((np.full(used, _VALUE_CYCLES), (pairs[0, :used], pairs[1, :used])), (n_pieces, n_pieces))
    return (one_way + one_way.T).tocsr()


@njit(nogil=True, cache=True, inline="always")
def _at(i: Any) -> Any:
    return np.uint64(i)


@njit(nogil=True, cache=True, _nrt=False)
def _finish_times(source: Any, in_degree: Any, cost: Any, piece: Any, hop: Any, finish: Any) -> None:
    """When each vertex ends if nothing but operands holds it up; operands without a piece of their own are there."""
    edge = np.uint64(0)
    for v in range(len(in_degree)):
        begin = np.float32(0)
        for _ in range(in_degree[_at(v)]):
            u = _at(source[edge])
            edge += np.uint64(1)
            if piece[u] >= 0:
                begin = max(begin, finish[u] + hop if piece[u] != piece[_at(v)] else finish[u])
        finish[_at(v)] = begin + cost[_at(v)]


@njit(nogil=True, cache=True, _nrt=False)
def _list_transfers(net_start: Any, net_pins: Any, piece: Any, vertex_piece: Any, stamp: Any, first: Any,
                    second: Any) -> int:
    """Pairs (piece that computes a value, other piece that reads it), each once per value; their number."""
    used = np.uint64(0)
    for net in range(len(net_start) - 1):
        home = vertex_piece[_at(net)]
        if home < 0:
            continue
        for pin in range(_at(net_start[_at(net)]), _at(net_start[_at(net + 1)])):
            to = piece[_at(net_pins[pin])]
            if to != home and stamp[_at(to)] != net:
                stamp[_at(to)] = net
                first[used], second[used] = home, to
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
