"""Items: the finest level; groups of edges that read for one instruction, as nodes of the dual hypergraph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from irpart.base.arrays import readonly
from irpart.graph.types import DependenceGraph
from irpart.partitioning.multilevel.hypergraph import Hypergraph, link

OPERANDS = 4
"""The in-edges of a vertex with at most so many stay together when a graph is a program's."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Items:
    """Items of a graph and the hypergraph over them.

    Attributes
    ----------
    hypergraph
        A node per item, a net per vertex.
    item_start
        uint32, shape (items + 1,): item i holds edges ``item_start[i]:item_start[i + 1]``.
    item_vertex
        uint32, shape (items,): the vertex that the item's edges read for.
    """

    hypergraph: Hypergraph
    item_start: NDArray[np.uint32]
    item_vertex: NDArray[np.uint32]

    def spread(self, part: NDArray[np.int32]) -> NDArray[np.uint16]:
        """uint16, shape (m,): cluster of each edge from that of each item."""
        sizes: NDArray[np.int64] = np.diff(self.item_start.astype(np.int64))
        return np.repeat(part.astype(np.uint16), sizes)


def make_items(graph: DependenceGraph, weight: NDArray[np.int64], together: bool) -> Items:
    """Items of a graph of fewer than 2**32 edges.

    Parameters
    ----------
    weight
        int64, shape (m,): whole weight of each edge.
    together
        The in-edges of a vertex with at most ``OPERANDS`` of them form one item; else each edge is an item.
    """
    in_degree, source = readonly(graph.in_degree), readonly(graph.source)
    limit = OPERANDS if together else 1
    item_start, item_vertex = np.zeros(graph.n_edges + 1, np.uint32), np.empty(graph.n_edges, np.uint32)
    items = _group_edges(in_degree, limit, item_start, item_vertex)
    item_start, item_vertex = item_start[:items + 1].copy(), item_vertex[:items].copy()
    net_start = np.zeros(graph.n_vertices + 2, np.uint32)
    net_pins = np.empty(graph.n_edges + items, np.uint32)
    used = _list_pins(source, item_start, item_vertex, net_start, net_pins, np.full(graph.n_vertices, 0xFFFFFFFF, np.uint32))
    item_weight = np.add.reduceat(weight, item_start[:-1].astype(np.int64)) if items else np.zeros(0, np.int64)
    return Items(link(net_start[:-1], net_pins[:used], np.ones(graph.n_vertices, np.int64), item_weight), item_start,
                 item_vertex)


@njit(nogil=True, cache=True, inline="always")
def _at(i: Any) -> Any:
    return np.uint64(i)


@njit(nogil=True, cache=True, _nrt=False)
def _group_edges(in_degree: Any, limit: Any, item_start: Any, item_vertex: Any) -> int:
    """Items in edge order; their number."""
    items, edge = np.uint64(0), np.uint64(0)
    for v in range(len(in_degree)):
        degree = np.uint64(in_degree[_at(v)])
        step = degree if degree <= np.uint64(limit) else np.uint64(1)
        end = edge + degree
        while edge < end:
            item_vertex[items] = v
            items += np.uint64(1)
            edge += step
            item_start[items] = edge
    return items


@njit(nogil=True, cache=True, _nrt=False)
def _list_pins(source: Any, item_start: Any, item_vertex: Any, net_start: Any, net_pins: Any, last: Any) -> int:
    """Items of each vertex, as reader or as source, each once; ``net_start`` as in ``_list_nets``; ``last`` all ones."""
    for fill in range(2):
        if fill == 1:
            for v in range(len(net_start) - 1):
                net_start[_at(v + 1)] += net_start[_at(v)]
            last[:] = 0xFFFFFFFF
        for item in range(len(item_vertex)):
            for edge in range(_at(item_start[_at(item)]), _at(item_start[_at(item + 1)]) + np.uint64(1)):
                own = edge == _at(item_start[_at(item + 1)])
                v = _at(item_vertex[_at(item)]) if own else _at(source[edge])
                if last[v] == np.uint32(item):
                    continue
                last[v] = item
                if fill == 0:
                    net_start[v + np.uint64(2)] += np.uint32(1)
                else:
                    net_pins[_at(net_start[v + np.uint64(1)])] = item
                    net_start[v + np.uint64(1)] += np.uint32(1)
    return net_start[_at(len(net_start) - 1)]
