"""Recursive bisection: the first cut, on the coarsest level."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from irpart.partitioning.multilevel.hypergraph import Hypergraph


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Workspace:
    """Arrays that bisections share: by node, by net and side, and two heaps."""

    side: NDArray[np.int8]
    gain: NDArray[np.int64]
    place: NDArray[np.int32]
    moved: NDArray[np.int32]
    pins: NDArray[np.int32]
    heap: NDArray[np.int32]


def bisect_recursively(hypergraph: Hypergraph, k: int, balance: float, *, tries: int, seed: int) -> NDArray[np.int32]:
    """Cut into k clusters by halving; int32 cluster of each node. Siblings of the halving have neighbouring numbers.

    Parameters
    ----------
    balance
        Factor of the mean that a cluster may weigh; every halving gets its share of the slack. Kept as far as the weights
        of the nodes allow.
    tries
        Starts of each halving, of which the best is kept: the first nodes, growth from a random one, the last nodes,
        then more growth.

    Notes
    -----
    Nets are split: inside a half only its pins count, so that the sum of all cuts is km1. Each start is improved by
    passes of C. Fiduccia, R. Mattheyses, "A linear-time heuristic for improving network partitions", DAC 1982, with heaps
    for buckets. Growth begins with a single node on one side, which the first pass fills. The tolerance of a halving
    as in S. Schlag et al. (2023), equation 1. O(pins * log k * tries * passes) at most.
    """
    h, n = hypergraph, hypergraph.n_nodes
    part = np.zeros(n, np.int32)
    total, random = int(h.node_weight.sum()), np.random.default_rng(seed)
    space = _Workspace(np.zeros(n, np.int8), np.zeros(n, np.int64), np.empty(n, np.int32), np.empty(n, np.int32),
                       np.zeros((len(h.net_weight), 2), np.int32), np.empty((2, n), np.int32))
    block, blocks = np.zeros(n, np.int32), 1
    waiting = [(np.arange(n, dtype=np.int32), 0, k)]
    while waiting:
        nodes, first, clusters = waiting.pop()
        if clusters == 1 or not len(nodes):
            part[nodes] = first
            continue
        left = (clusters + 1) // 2
        weight = int(h.node_weight[nodes].sum())
        room = max(1.0, balance * total * clusters / (k * max(weight, 1)))
        target = weight * left // clusters
        slack = int((room ** (1 / math.ceil(math.log2(clusters))) - 1) * min(target, weight - target))
        side = _best_halving(h, nodes, block, space, target, slack, tries, random)
        halves = nodes[side == 0], nodes[side == 1]
        block[halves[1]] = blocks
        blocks += 1
        waiting += [(halves[0], first, left), (halves[1], first + left, clusters - left)]
    return part


def _best_halving(h: Hypergraph, nodes: NDArray[np.int32], block: NDArray[np.int32], space: _Workspace, target: int,
                  slack: int, tries: int, random: np.random.Generator) -> NDArray[np.int8]:
    """int8 side of each of the nodes: the start with the smallest cut among those closest to the slack."""
    best, chosen = (math.inf, math.inf), np.zeros(len(nodes), np.int8)
    after = np.cumsum(h.node_weight[nodes])
    for start in range(tries):
        space.side[nodes] = 1
        if start == 0:
            space.side[nodes[after - h.node_weight[nodes] / 2 <= target]] = 0
        elif start == 2:
            space.side[nodes[after - h.node_weight[nodes] / 2 >= after[-1] - target]] = 0
        else:
            space.side[nodes[random.integers(len(nodes))]] = 0
        cut, weight = _halve(h.node_start, h.node_nets, h.net_start, h.net_pins, h.net_weight, h.node_weight, nodes, block,
                             space.side, space.pins, space.gain, space.place, space.heap, space.moved, target, slack, 4)
        score = (max(0, abs(weight - target) - slack), cut)
        if score < best:
            best, chosen = score, space.side[nodes]
    return chosen


@njit(nogil=True, cache=True, inline="always")
def _at(i: Any) -> Any:
    return np.uint64(i)


@njit(nogil=True, cache=True, _nrt=False)
def _rise(heap: Any, side: Any, place: Any, gain: Any, node: Any, i: Any) -> None:
    """Move a node up from place i of its side's heap."""
    while i > 0:
        parent = (i - 1) >> 1
        above = _at(heap[side, _at(parent)])
        if gain[above] >= gain[node]:
            break
        heap[side, _at(i)] = above
        place[above] = i
        i = parent
    heap[side, _at(i)] = node
    place[node] = i


@njit(nogil=True, cache=True, _nrt=False)
def _sink(heap: Any, side: Any, place: Any, gain: Any, size: Any, node: Any, i: Any) -> None:
    """Move a node down from place i of its side's heap."""
    while True:
        child = 2 * i + 1
        if child >= size:
            break
        if child + 1 < size and gain[_at(heap[side, _at(child + 1)])] > gain[_at(heap[side, _at(child)])]:
            child += 1
        below = _at(heap[side, _at(child)])
        if gain[below] <= gain[node]:
            break
        heap[side, _at(i)] = below
        place[below] = i
        i = child
    heap[side, _at(i)] = node
    place[node] = i


@njit(nogil=True, cache=True, _nrt=False)
def _count_sides(node_start: Any, node_nets: Any, net_weight: Any, nodes: Any, side: Any, pins: Any) -> int:
    """Pins of each net on each side, over the nodes alone; the weight of the nets cut."""
    for i in range(len(nodes)):
        node = _at(nodes[_at(i)])
        for slot in range(_at(node_start[node]), _at(node_start[node + np.uint64(1)])):
            pins[_at(node_nets[slot]), np.uint64(0)] = 0
            pins[_at(node_nets[slot]), np.uint64(1)] = 0
    cut = np.int64(0)
    for i in range(len(nodes)):
        node = _at(nodes[_at(i)])
        own = _at(side[node])
        for slot in range(_at(node_start[node]), _at(node_start[node + np.uint64(1)])):
            net = _at(node_nets[slot])
            pins[net, own] += 1
            if pins[net, own] == 1 and pins[net, np.uint64(1) - own] > 0:
                cut += net_weight[net]
    return cut


@njit(nogil=True, cache=True, _nrt=False)
def _halve(node_start: Any, node_nets: Any, net_start: Any, net_pins: Any, net_weight: Any, node_weight: Any, nodes: Any,
           block: Any, side: Any, pins: Any, gain: Any, place: Any, heap: Any, moved: Any, target: Any, slack: Any,
           passes: Any, ) -> Any:
    """Passes over ``nodes``, all of one block; the cut and the weight of side 0, which is to be ``target`` +- ``slack``."""
    n, mine, weight = len(nodes), block[_at(nodes[0])], np.int64(0)
    for i in range(n):
        if side[_at(nodes[_at(i)])] == 0:
            weight += node_weight[_at(nodes[_at(i)])]
    cut = _count_sides(node_start, node_nets, net_weight, nodes, side, pins)
    for turn in range(passes):
        size0, size1 = 0, 0
        for i in range(n):
            node = _at(nodes[_at(i)])
            own, value = _at(side[node]), np.int64(0)
            for slot in range(_at(node_start[node]), _at(node_start[node + np.uint64(1)])):
                net = _at(node_nets[slot])
                if pins[net, own] == 1:
                    value += net_weight[net]
                if pins[net, np.uint64(1) - own] == 0:
                    value -= net_weight[net]
            gain[node] = value
            if own == 0:
                _rise(heap, 0, place, gain, node, size0)
                size0 += 1
            else:
                _rise(heap, 1, place, gain, node, size1)
                size1 += 1
        off = max(abs(weight - target) - slack, 0)
        total, best, count, kept, best_off, nearest = np.int64(0), np.int64(0), 0, 0, off, abs(weight - target)
        while size0 + size1 > 0:
            away0 = size0 > 0 and weight - node_weight[_at(heap[0, 0])] >= target - slack
            away1 = size1 > 0 and weight + node_weight[_at(heap[1, 0])] <= target + slack
            if weight > target + slack and size0 > 0:
                own = 0
            elif weight < target - slack and size1 > 0:
                own = 1
            elif away0 and away1:
                gain0, gain1 = gain[_at(heap[0, 0])], gain[_at(heap[1, 0])]
                own = 0 if gain0 > gain1 or (gain0 == gain1 and weight > target) else 1
            elif away0:
                own = 0
            elif away1:
                own = 1
            else:
                break
            node = _at(heap[own, 0])
            if own == 0:
                size0 -= 1
                if size0 > 0:
                    _sink(heap, 0, place, gain, size0, _at(heap[0, _at(size0)]), 0)
            else:
                size1 -= 1
                if size1 > 0:
                    _sink(heap, 1, place, gain, size1, _at(heap[1, _at(size1)]), 0)
            place[node], other = -1, 1 - own
            side[node] = other
            weight += node_weight[node] if other == 0 else -node_weight[node]
            total += gain[node]
            moved[_at(count)] = node
            count += 1
            for slot in range(_at(node_start[node]), _at(node_start[node + np.uint64(1)])):
                net = _at(node_nets[slot])
                here, there = pins[net, _at(own)], pins[net, _at(other)]
                pins[net, _at(own)], pins[net, _at(other)] = here - 1, there + 1
                if here + there < 2 or (there > 1 and here > 2):
                    continue
                for pin in range(_at(net_start[net]), _at(net_start[net + np.uint64(1)])):
                    near = _at(net_pins[pin])
                    if block[near] != mine or place[near] < 0:
                        continue
                    change = np.int64(0)
                    if side[near] == own:
                        change += (net_weight[net] if there == 0 else 0) + (net_weight[net] if here == 2 else 0)
                    else:
                        change -= (net_weight[net] if there == 1 else 0) + (net_weight[net] if here == 1 else 0)
                    gain[near] += change
                    if change > 0:
                        _rise(heap, side[near], place, gain, near, place[near])
                    elif change < 0:
                        _sink(heap, side[near], place, gain, size0 if side[near] == 0 else size1, near, place[near])
            off, near_target = max(abs(weight - target) - slack, 0), abs(weight - target)
            if off < best_off or (off == best_off and (total > best or (total == best and near_target < nearest))):
                best, kept, best_off, nearest = total, count, off, near_target
            elif best_off == 0 and count - kept > 100 + n // 8:
                break
        while count > kept:
            count -= 1
            node = _at(moved[_at(count)])
            other = np.int64(side[node])
            side[node] = 1 - other
            weight += node_weight[node] if other == 1 else -node_weight[node]
            for slot in range(_at(node_start[node]), _at(node_start[node + np.uint64(1)])):
                pins[_at(node_nets[slot]), _at(other)] -= 1
                pins[_at(node_nets[slot]), _at(1 - other)] += 1
        cut -= best
        if kept == 0 or (best <= 0 and turn > 0):
            break
    return cut, weight
