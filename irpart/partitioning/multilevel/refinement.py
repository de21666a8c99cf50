"""Refinement of a k-way cut: single moves by gain in km1, downhill stretches undone unless they pay, inside the bound."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from irpart.partitioning.multilevel.hypergraph import Hypergraph

_SCANNED_PINS = 24


def refine(hypergraph: Hypergraph, part: NDArray[np.int32], k: int, bound: int, *, patience: int, passes: int) -> None:
    """Improve ``part`` (int32, in place) by moves of single nodes; no cluster's weight rises above ``bound``.

    Parameters
    ----------
    patience
        How many moves in a row may fail to reach a new best before a pass ends and they are undone; 0: only moves that do
        not worsen the cut are made.
    passes
        At most so many; a pass moves each node once at most, and the first that gains nothing is the last.

    Notes
    -----
    The heap holds the nodes at the boundary by gain; gains are recomputed for the pins of small nets after each move,
    and when a node comes up. Nets of more than 24 pins are counted per cluster, so that whether a cluster has one is
    known at once; where that table would exceed the hypergraph's own memory, only longer nets are. Gains: D. Papa,
    I. Markov, "Hypergraph partitioning and clustering" (2007); L. Sanchis, "Multiple-way network partitioning", IEEE
    Transactions on Computers 38 (1989). O(sum of pins of the nets of moved nodes * passes).
    """
    h, n = hypergraph, hypergraph.n_nodes
    if n == 0 or k < 2:
        return
    load = np.bincount(part, h.node_weight, k).astype(np.int64)
    row, counts = _count_large_nets(h, part, k)
    workspace = (np.zeros(k, np.int64), np.zeros(k, np.int64), np.empty(k, np.int32))
    key, heap, place = np.empty(n, np.int32), np.empty(n, np.int32), np.empty(n, np.int32)
    moved, came, updated = np.empty(n, np.int32), np.empty(n, np.uint16), np.empty(n, np.int32)
    for _ in range(passes):
        gained = _run_pass(h.node_start, h.node_nets, h.net_start, h.net_pins, h.net_weight, h.node_weight, part, load,
                           bound, patience, row, counts, *workspace, key, heap, place, moved, came, updated)
        if gained == 0:
            return


def rebalance(hypergraph: Hypergraph, part: NDArray[np.int32], k: int, bound: int) -> bool:
    """Move nodes out of clusters above ``bound`` (in place), those first that cost least; whether all clusters keep it."""
    h = hypergraph
    load = np.bincount(part, h.node_weight, k).astype(np.int64)
    for _ in range(4):
        if load.max(initial=0) <= bound:
            return True
        row, counts = _count_large_nets(h, part, k)
        workspace = (np.zeros(k, np.int64), np.zeros(k, np.int64), np.empty(k, np.int32))
        heavy = np.flatnonzero((load > bound)[part] & (h.node_weight > 0)).astype(np.int32)
        gain = np.empty(len(heavy), np.int64)
        columns = (h.node_start, h.node_nets, h.net_start, h.net_pins, h.net_weight, h.node_weight)
        _gains_of(heavy, *columns, part, load, bound, row, counts, *workspace, gain)
        order = heavy[np.argsort(-gain, kind="stable")]
        _unload(order, *columns, part, load, bound, row, counts, *workspace)
    return bool(load.max(initial=0) <= bound)


def _count_large_nets(h: Hypergraph, part: NDArray[np.int32], k: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Row of each large net (int32, -1: small), and pins of large nets in each cluster (int32, rows x k)."""
    size = np.diff(h.net_start.astype(np.int64))
    scanned = _SCANNED_PINS
    while int((size > scanned).sum()) * k > max(len(h.net_pins), 1 << 20):
        scanned *= 2
    large = size > scanned
    row = np.where(large, np.cumsum(large) - 1, -1).astype(np.int32)
    counts = np.zeros((max(1, int(large.sum())), k), np.int32)
    _count_pins(h.net_start, h.net_pins, row, part, counts)
    return row, counts


@njit(nogil=True, cache=True, inline="always")
def _at(i: Any) -> Any:
    return np.uint64(i)


@njit(nogil=True, cache=True, _nrt=False)
def _count_pins(net_start: Any, net_pins: Any, row: Any, part: Any, counts: Any) -> None:
    for net in range(len(row)):
        if row[_at(net)] >= 0:
            for pin in range(_at(net_start[_at(net)]), _at(net_start[_at(net + 1)])):
                counts[_at(row[_at(net)]), _at(part[_at(net_pins[pin])])] += 1


@njit(nogil=True, cache=True, _nrt=False)
def _best_move(node: Any, node_start: Any, node_nets: Any, net_start: Any, net_pins: Any, net_weight: Any, node_weight: Any,
               part: Any, load: Any, bound: Any, row: Any, counts: Any, shared: Any, mark: Any, touched: Any) -> Any:
    """Where a node would best go and what that gains; -1 where no cluster that shares a net has room.

    ``shared`` and ``mark`` (int64, k) are zero before and after; ``touched`` (int32, k) is workspace.
    """
    home, number, kept, large = _at(part[node]), np.uint64(0), np.int64(0), False
    for slot in range(_at(node_start[node]), _at(node_start[node + np.uint64(1)])):
        net = _at(node_nets[slot])
        low, high, weight = _at(net_start[net]), _at(net_start[net + np.uint64(1)]), net_weight[net]
        if row[net] >= 0:
            large = True
            if counts[_at(row[net]), home] >= 2:
                kept += weight
            for pin in range(low, low + np.uint64(12)):
                cluster = _at(part[_at(net_pins[pin])])
                if cluster != home and mark[cluster] == 0:
                    mark[cluster] = -1
                    touched[number] = cluster
                    number += np.uint64(1)
            continue
        stays = False
        for pin in range(low, high):
            other = _at(net_pins[pin])
            cluster = _at(part[other])
            if cluster == home:
                stays = stays or other != node
            elif mark[cluster] != np.int64(net) + 1:
                if mark[cluster] == 0:
                    touched[number] = cluster
                    number += np.uint64(1)
                mark[cluster] = np.int64(net) + 1
                shared[cluster] += weight
        if stays:
            kept += weight
    if large:
        for slot in range(_at(node_start[node]), _at(node_start[node + np.uint64(1)])):
            net = _at(node_nets[slot])
            if row[net] >= 0:
                for i in range(number):
                    if counts[_at(row[net]), _at(touched[i])] > 0:
                        shared[_at(touched[i])] += net_weight[net]
    best, gain, room = np.int64(-1), np.int64(-0x40000000), bound - node_weight[node]
    for i in range(number):
        cluster = _at(touched[i])
        value = shared[cluster] - kept
        shared[cluster] = 0
        mark[cluster] = 0
        if load[cluster] <= room and (value > gain or (value == gain and (load[cluster] < load[_at(best)] or (
                load[cluster] == load[_at(best)] and np.int64(cluster) < best)))):
            best, gain = np.int64(cluster), value
    return best, gain


@njit(nogil=True, cache=True, inline="always")
def _set_key(heap: Any, place: Any, key: Any, size: Any, node: Any, value: Any) -> Any:
    """Put a node with a key into the heap, highest key first, or move it there; the new size."""
    i = np.int64(place[node])
    if i < 0:
        i = np.int64(size)
        size += np.uint64(1)
        key[node] = value
        up = True
    else:
        up = value > key[node]
        key[node] = value
    if up:
        while i > 0:
            parent = (i - 1) >> 1
            above = _at(heap[_at(parent)])
            if key[above] >= value:
                break
            heap[_at(i)] = above
            place[above] = i
            i = parent
    else:
        while True:
            child = 2 * i + 1
            if child >= np.int64(size):
                break
            if child + 1 < np.int64(size) and key[_at(heap[_at(child + 1)])] > key[_at(heap[_at(child)])]:
                child += 1
            below = _at(heap[_at(child)])
            if key[below] <= value:
                break
            heap[_at(i)] = below
            place[below] = i
            i = child
    heap[_at(i)] = node
    place[node] = i
    return size


@njit(nogil=True, cache=True, inline="always")
def _drop_top(heap: Any, place: Any, key: Any, size: Any) -> Any:
    """Take the node of highest key off the heap; the new size."""
    place[_at(heap[np.uint64(0)])] = -1
    size -= np.uint64(1)
    if size > np.uint64(0):
        node, i = _at(heap[size]), 0
        while True:
            child = 2 * i + 1
            if child >= np.int64(size):
                break
            if child + 1 < np.int64(size) and key[_at(heap[_at(child + 1)])] > key[_at(heap[_at(child)])]:
                child += 1
            below = _at(heap[_at(child)])
            if key[below] <= key[node]:
                break
            heap[_at(i)] = below
            place[below] = i
            i = child
        heap[_at(i)] = node
        place[node] = i
    return size


@njit(nogil=True, cache=True, _nrt=False)
def _run_pass(node_start: Any, node_nets: Any, net_start: Any, net_pins: Any, net_weight: Any, node_weight: Any, part: Any,
              load: Any, bound: Any, patience: Any, row: Any, counts: Any, shared: Any, mark: Any, touched: Any, key: Any,
              heap: Any, place: Any, moved: Any, came: Any, updated: Any) -> int:
    """One pass; what it gained. ``place`` is -1 for nodes outside the heap, -2 for those moved."""
    size, n = np.uint64(0), len(part)
    for i in range(n):
        node = _at(i)
        home, at_boundary = part[node], False
        place[node], updated[node] = -1, 0
        for slot in range(_at(node_start[node]), _at(node_start[node + np.uint64(1)])):
            net = _at(node_nets[slot])
            low, high = _at(net_start[net]), _at(net_start[net + np.uint64(1)])
            if row[net] >= 0:
                at_boundary = np.uint64(counts[_at(row[net]), _at(home)]) != high - low
            else:
                for pin in range(low, high):
                    if part[_at(net_pins[pin])] != home:
                        at_boundary = True
                        break
            if at_boundary:
                break
        if at_boundary:
            to, gain = _best_move(node, node_start, node_nets, net_start, net_pins, net_weight, node_weight, part, load,
                                  bound, row, counts, shared, mark, touched)
            if to >= 0 and (patience > 0 or gain >= 0):
                size = _set_key(heap, place, key, size, node, np.int32(gain))
    total, best, count, kept = np.int64(0), np.int64(0), np.int64(0), np.int64(0)
    while size > np.uint64(0):
        node = _at(heap[np.uint64(0)])
        to, gain = _best_move(node, node_start, node_nets, net_start, net_pins, net_weight, node_weight, part, load, bound,
                              row, counts, shared, mark, touched)
        if to >= 0 and gain < key[node]:
            size = _set_key(heap, place, key, size, node, np.int32(gain))
            continue
        size = _drop_top(heap, place, key, size)
        if to < 0:
            continue
        home = _at(part[node])
        if patience == 0:
            if gain < 0:
                break
            if gain == 0 and load[_at(to)] + node_weight[node] >= load[home]:
                continue
        place[node] = -2
        part[node] = to
        load[home] -= node_weight[node]
        load[_at(to)] += node_weight[node]
        moved[_at(count)], came[_at(count)] = node, home
        count += 1
        total += gain
        for slot in range(_at(node_start[node]), _at(node_start[node + np.uint64(1)])):
            net = _at(node_nets[slot])
            if row[net] >= 0:
                counts[_at(row[net]), home] -= 1
                counts[_at(row[net]), _at(to)] += 1
        if total > best:
            best, kept = total, count
        elif patience > 0 and count - kept > patience:
            break
        for slot in range(_at(node_start[node]), _at(node_start[node + np.uint64(1)])):
            net = _at(node_nets[slot])
            if row[net] < 0:
                for pin in range(_at(net_start[net]), _at(net_start[net + np.uint64(1)])):
                    other = _at(net_pins[pin])
                    if place[other] == -2 or updated[other] == count:
                        continue
                    updated[other] = count
                    there, gain = _best_move(other, node_start, node_nets, net_start, net_pins, net_weight, node_weight,
                                             part, load, bound, row, counts, shared, mark, touched)
                    if there >= 0 and (place[other] < 0 or gain != key[other]):
                        size = _set_key(heap, place, key, size, other, np.int32(gain))
    while count > kept and patience > 0:
        count -= 1
        node, home = _at(moved[_at(count)]), _at(came[_at(count)])
        away = _at(part[node])
        part[node] = home
        load[away] -= node_weight[node]
        load[home] += node_weight[node]
        for slot in range(_at(node_start[node]), _at(node_start[node + np.uint64(1)])):
            net = _at(node_nets[slot])
            if row[net] >= 0:
                counts[_at(row[net]), away] -= 1
                counts[_at(row[net]), home] += 1
    return best


@njit(nogil=True, cache=True, _nrt=False)
def _gains_of(nodes: Any, node_start: Any, node_nets: Any, net_start: Any, net_pins: Any, net_weight: Any, node_weight: Any,
              part: Any, load: Any, bound: Any, row: Any, counts: Any, shared: Any, mark: Any, touched: Any, gain: Any,
              ) -> None:
    """Best gain of each of the nodes, far below zero where none has room."""
    for i in range(len(nodes)):
        _, value = _best_move(_at(nodes[_at(i)]), node_start, node_nets, net_start, net_pins, net_weight, node_weight,
                              part, load, bound, row, counts, shared, mark, touched)
        gain[_at(i)] = value


@njit(nogil=True, cache=True, _nrt=False)
def _unload(nodes: Any, node_start: Any, node_nets: Any, net_start: Any, net_pins: Any, net_weight: Any, node_weight: Any,
            part: Any, load: Any, bound: Any, row: Any, counts: Any, shared: Any, mark: Any, touched: Any) -> None:
    """Move the nodes, in this order, out of clusters that are still too heavy: to their best cluster or the lightest."""
    for i in range(len(nodes)):
        node = _at(nodes[_at(i)])
        home = _at(part[node])
        if load[home] <= bound:
            continue
        to, _ = _best_move(node, node_start, node_nets, net_start, net_pins, net_weight, node_weight, part, load, bound, row,
                           counts, shared, mark, touched)
        if to < 0:
            to = 0
            for cluster in range(len(load)):
                if load[_at(cluster)] < load[_at(to)]:
                    to = cluster
            if load[_at(to)] + node_weight[node] >= load[home]:
                continue
        part[node] = to
        load[home] -= node_weight[node]
        load[_at(to)] += node_weight[node]
        for slot in range(_at(node_start[node]), _at(node_start[node + np.uint64(1)])):
            net = _at(node_nets[slot])
            if row[net] >= 0:
                counts[_at(row[net]), home] -= 1
                counts[_at(row[net]), _at(to)] += 1
