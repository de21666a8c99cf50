"""Hypergraph: the exact dual of a vertex cut, on one level of coarsening."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Hypergraph:
    """Nodes are groups of edges of the graph, nets are its vertices: km1 of a partition of the nodes is that of the edges.

    Attributes
    ----------
    node_start, node_nets
        uint32 CSR: the nets of each node; nets with a single pin are left out.
    net_start, net_pins
        uint32 CSR: the nodes of each net, each once.
    net_weight, node_weight
        int64: what a further cluster on the net costs; whole edge weight of the node.
    """

    node_start: NDArray[np.uint32]
    node_nets: NDArray[np.uint32]
    net_start: NDArray[np.uint32]
    net_pins: NDArray[np.uint32]
    net_weight: NDArray[np.int64]
    node_weight: NDArray[np.int64]

    def __repr__(self) -> str:
        return f"Hypergraph({self.n_nodes} nodes, {len(self.net_weight)} nets, {len(self.net_pins)} pins)"

    @property
    def n_nodes(self) -> int:
        """Number of nodes."""
        return len(self.node_weight)

    def connectivity(self, part: NDArray[np.int32], k: int) -> int:
        """km1 of a partition, by net weight; O(pins)."""
        return int(_connectivity(self.net_start, self.net_pins, self.net_weight, part, np.full(k, -1)))


def contract(fine: Hypergraph, group: NDArray[np.int32], n_groups: int) -> Hypergraph:
    """Merge nodes by group: pins of a net counted once, nets inside a group dropped, equal nets merged into one."""
    n_nets = len(fine.net_weight)
    start, pins = np.zeros(n_nets + 1, np.uint32), np.empty(len(fine.net_pins), np.uint32)
    weight, hashed = np.empty(n_nets, np.int64), np.empty(n_nets, np.uint64)
    nets, used = _merge_pins(fine.net_start, fine.net_pins, fine.net_weight, group, np.full(n_groups, -1), start, pins,
                             weight, hashed)
    order = np.argsort(hashed[:nets], kind="stable")
    net_start, net_pins = np.zeros(nets + 1, np.uint32), np.empty(used, np.uint32)
    kept = _merge_nets(start, pins, weight[:nets], order, hashed, net_start, net_pins, np.zeros(nets, np.bool_))
    net_start = net_start[:kept + 1].copy()
    node_weight = np.bincount(group, fine.node_weight, n_groups).astype(np.int64)
    return link(net_start, net_pins[:int(net_start[-1])].copy(), weight[:kept].copy(), node_weight)


def link(net_start: NDArray[np.uint32], net_pins: NDArray[np.uint32], net_weight: NDArray[np.int64],
         node_weight: NDArray[np.int64]) -> Hypergraph:
    """A hypergraph from its nets; builds the nets of each node. O(pins)."""
    node_start = np.zeros(len(node_weight) + 2, np.uint32)
    node_nets = np.empty(len(net_pins), np.uint32)
    used = _list_nets(net_start, net_pins, node_start, node_nets)
    return Hypergraph(node_start[:-1], node_nets[:used], net_start, net_pins, net_weight, node_weight)


@njit(nogil=True, cache=True, inline="always")
def _at(i: Any) -> Any:
    return np.uint64(i)


@njit(nogil=True, cache=True, _nrt=False)
def _connectivity(net_start: Any, net_pins: Any, net_weight: Any, part: Any, stamp: Any) -> int:
    """Sum of net weight times clusters beyond the first; ``stamp`` (int64, k) holds -1."""
    total = np.int64(0)
    for net in range(len(net_weight)):
        clusters = 0
        for pin in range(_at(net_start[_at(net)]), _at(net_start[_at(net + 1)])):
            cluster = _at(part[_at(net_pins[pin])])
            if stamp[cluster] != net:
                stamp[cluster] = net
                clusters += 1
        if clusters > 1:
            total += (clusters - 1) * net_weight[_at(net)]
    return total


@njit(nogil=True, cache=True, _nrt=False)
def _merge_pins(net_start: Any, net_pins: Any, net_weight: Any, group: Any, stamp: Any, start: Any, pins: Any, weight: Any,
                hashed: Any) -> Any:
    """Nets over groups with at least two pins; a hash of each net's set of pins. Returns numbers of nets and pins."""
    nets, used = np.uint64(0), np.uint64(0)
    for net in range(len(net_weight)):
        first, mixed = used, np.uint64(0)
        for pin in range(_at(net_start[_at(net)]), _at(net_start[_at(net + 1)])):
            node = _at(group[_at(net_pins[pin])])
            if stamp[node] != net:
                stamp[node] = net
                pins[used] = node
                used += np.uint64(1)
                z = node * np.uint64(0x9E3779B97F4A7C15) + np.uint64(0xD1B54A32D192ED03)
                z = (z ^ (z >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
                mixed += z ^ (z >> np.uint64(32))
        if used - first < np.uint64(2):
            used = first
            continue
        hashed[nets], weight[nets] = mixed, net_weight[_at(net)]
        nets += np.uint64(1)
        start[nets] = used
    return nets, used


@njit(nogil=True, cache=True, _nrt=False)
def _merge_nets(start: Any, pins: Any, weight: Any, order: Any, hashed: Any, net_start: Any, net_pins: Any,
                gone: Any) -> int:
    """Add up nets of equal hash and size, in place in ``weight``; the remaining nets, in their order, to the outputs."""
    i, n = np.uint64(0), np.uint64(len(weight))
    while i < n:
        first = _at(order[i])
        size = start[first + np.uint64(1)] - start[first]
        j = i + np.uint64(1)
        while j < n:
            other = _at(order[j])
            if hashed[other] != hashed[first] or start[other + np.uint64(1)] - start[other] != size:
                break
            weight[first] += weight[other]
            gone[other] = True
            j += np.uint64(1)
        i = j
    kept, used = np.uint64(0), np.uint64(0)
    for net in range(n):
        if not gone[net]:
            for pin in range(_at(start[net]), _at(start[net + np.uint64(1)])):
                net_pins[used] = pins[pin]
                used += np.uint64(1)
            weight[kept] = weight[net]
            kept += np.uint64(1)
            net_start[kept] = used
    return kept


@njit(nogil=True, cache=True, _nrt=False)
def _list_nets(net_start: Any, net_pins: Any, node_start: Any, node_nets: Any) -> int:
    """Nets of two pins or more by node; ``node_start`` (n + 2, zeros) becomes an index pointer in its first n + 1."""
    nets = len(net_start) - 1
    for net in range(nets):
        low, high = _at(net_start[_at(net)]), _at(net_start[_at(net + 1)])
        if high - low > np.uint64(1):
            for pin in range(low, high):
                node_start[_at(net_pins[pin]) + np.uint64(2)] += np.uint32(1)
    for node in range(len(node_start) - 1):
        node_start[_at(node + 1)] += node_start[_at(node)]
    for net in range(nets):
        low, high = _at(net_start[_at(net)]), _at(net_start[_at(net + 1)])
        if high - low > np.uint64(1):
            for pin in range(low, high):
                node = _at(net_pins[pin]) + np.uint64(1)
                node_nets[_at(node_start[node])] = net
                node_start[node] += np.uint32(1)
    return node_start[_at(len(node_start) - 1)]
