"""Compiled kernels that lay out a partition for the execution model; called from ``irpart.partitioning.execution_model``."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

COMPUTED = 255
WAITING, ARRIVAL = np.uint64(0), np.uint64(1)

@njit(nogil=True, cache=True, inline="always")
def _at(i: Any) -> Any:
    return np.uint64(i)


@njit(nogil=True, cache=True, _nrt=False)
def count_readers(source: Any, position: Any) -> None:
    """Add every vertex's out-degree to ``position[v + 2]``."""
    for e in range(len(source)):
        position[_at(source[_at(e)]) + np.uint64(2)] += 1


@njit(nogil=True, cache=True, _nrt=False)
def group_out_edges(source: Any, in_degree: Any, position: Any, reader: Any, edge: Any) -> None:
    """Out-edges by source: ``reader`` and ``edge`` (uint32, m), those of u from ``position[u]`` on.

    ``position`` (int64, n + 1) holds out-degrees shifted by two entries summed up: on return it is an index pointer.
    """
    at = np.uint64(0)
    for v in range(len(in_degree)):
        for _ in range(in_degree[_at(v)]):
            u = np.uint64(source[at]) + np.uint64(1)
            slot = _at(position[u])
            position[u] += 1
            reader[slot] = v
            edge[slot] = at
            at += np.uint64(1)


@njit(nogil=True, cache=True, _nrt=False)
def choose_masters(in_degree: Any, weight: Any, assigned: Any, position: Any, edge: Any, held: Any, master: Any) -> None:
    """The cluster with most of each vertex's edge weight into ``master`` (uint16, n).

    In-edges come first, so that among equals a cluster that delivers an operand wins, and then the one met first. A
    vertex without edges goes where the vertex before it went. ``held`` (float64, k) is zero before and after.
    """
    first, before = np.uint64(0), np.uint64(0)
    for v in range(len(in_degree)):
        end = first + np.uint64(in_degree[_at(v)])
        out, stop = _at(position[_at(v)]), _at(position[_at(v + 1)])
        if first == end and out == stop:
            master[_at(v)] = before
            continue
        only = assigned[first] if first < end else assigned[_at(edge[out])]
        same = True
        for e in range(first, end):
            same = same and assigned[e] == only
        for i in range(out, stop):
            same = same and assigned[_at(edge[i])] == only
        best = np.uint64(only)
        if not same:
            for e in range(first, end):
                held[_at(assigned[e])] += weight[e]
            for i in range(out, stop):
                held[_at(assigned[_at(edge[i])])] += weight[_at(edge[i])]
            for e in range(first, end):
                if held[_at(assigned[e])] > held[best]:
                    best = _at(assigned[e])
            for i in range(out, stop):
                if held[_at(assigned[_at(edge[i])])] > held[best]:
                    best = _at(assigned[_at(edge[i])])
            for e in range(first, end):
                held[_at(assigned[e])] = 0
            for i in range(out, stop):
                held[_at(assigned[_at(edge[i])])] = 0
        master[_at(v)] = best
        before, first = best, end


@njit(nogil=True, cache=True, _nrt=False)
def bottom_levels(cost: Any, position: Any, reader: Any, level: Any) -> None:
    """Longest cost from the start of each vertex to the end, into ``level`` (float32, n); edges go forward."""
    for i in range(len(cost)):
        v = len(cost) - 1 - i
        longest = np.float32(0)
        for slot in range(_at(position[_at(v)]), _at(position[_at(v + 1)])):
            longest = max(longest, level[_at(reader[slot])])
        level[_at(v)] = longest + cost[_at(v)]


@njit(nogil=True, cache=True, _nrt=False)
def mark_spine(source: Any, in_degree: Any, arithmetic: Any, static_id: Any, spine: Any) -> None:
    """Vertices that compute with integers only from such vertices, into ``spine`` (bool, n)."""
    at = np.uint64(0)
    for v in range(len(in_degree)):
        cheap = arithmetic[_at(static_id[_at(v)])]
        for _ in range(in_degree[_at(v)]):
            cheap = cheap and spine[_at(source[at])]
            at += np.uint64(1)
        spine[_at(v)] = cheap


@njit(nogil=True, cache=True, _nrt=False)
def plan_messages(seat: Any, master: Any, assigned: Any, position: Any, reader: Any, edge: Any, spine: Any, cost: Any,
                  receive: Any, stamp: Any, leader: Any, touched: Any, first: Any, target: Any, hops: Any, duration: Any,
                  state: Any, copied: Any, counted: Any) -> None:
    """Where every value goes, laid out by seat: readers' seats and hops of each out-edge, and what receiving adds.

    The seat of a vertex (uint32, n) is its place in the order of its cluster, behind all clusters before. The out-edges of
    the vertex at seat s begin at ``first[s]`` of ``target`` (uint32, m: seats) and ``hops`` (uint8, m).

    A value is sent once to every cluster but its master that owns one of its out-edges or runs one of its readers. An
    edge takes one hop, or two when neither end's master owns it. The message is received by that reader in the
    cluster whose seat is lowest. Values marked in ``spine`` are computed again instead: their cost, not
    ``receive``, is added, and counted for the cluster in ``copied``; such an edge has ``COMPUTED`` hops and its reader one
    operand less in ``state`` (see ``lay_out``). ``stamp`` (int64, k, -1) and ``leader``, ``touched`` (int64, k) are
    workspace; ``counted`` (int64, 2) receives the number of messages and of recomputed instances.
    """
    for u in range(len(master)):
        home, number, again = master[_at(u)], np.uint64(0), spine[_at(u)]
        out = _at(first[_at(seat[_at(u)])])
        for slot in range(_at(position[_at(u)]), _at(position[_at(u + 1)])):
            v = _at(reader[slot])
            to, owner = master[v], assigned[_at(edge[slot])]
            target[out], hops[out] = seat[v], 0
            if to != home:
                hops[out] = 1 if owner == home or owner == to else 2
                if again:
                    hops[out] = COMPUTED
                    state[_at(seat[v]), WAITING] -= 1
                if stamp[_at(to)] != u:
                    stamp[_at(to)] = u
                    leader[_at(to)] = np.int64(seat[v])
                    touched[number] = to
                    number += np.uint64(1)
                elif leader[_at(to)] < 0 or np.int64(seat[v]) < leader[_at(to)]:
                    leader[_at(to)] = np.int64(seat[v])
            if owner != home and owner != to and not again and stamp[_at(owner)] != u:
                stamp[_at(owner)] = u
                leader[_at(owner)] = -1
                touched[number] = owner
                number += np.uint64(1)
            out += np.uint64(1)
        for i in range(number):
            to = _at(touched[i])
            if again:
                copied[to] += cost[_at(u)]
                duration[_at(leader[to])] += cost[_at(u)]
            elif leader[to] >= 0:
                duration[_at(leader[to])] += receive
        counted[1 if again else 0] += number


@njit(nogil=True, cache=True, _nrt=False)
def sort_by_key(key: Any, digit: Any, count: Any, source: Any, target: Any) -> None:
    """One pass of a stable radix sort: vertices of ``source`` by bits ``digit`` to ``digit`` + 10 of ``key`` to ``target``.

    ``key``, ``source``, ``target`` are uint32 (n); ``count`` (int64, 2049) is workspace.
    """
    count[:] = 0
    shift = np.uint32(digit)
    for i in range(len(source)):
        count[_at((key[_at(i)] >> shift) & np.uint32(2047)) + np.uint64(1)] += 1
    for i in range(2048):
        count[_at(i + 1)] += count[_at(i)]
    for i in range(len(source)):
        v = source[_at(i)]
        slot = _at((key[_at(v)] >> shift) & np.uint32(2047))
        target[_at(count[slot])] = v
        count[slot] += 1


@njit(nogil=True, cache=True, _nrt=False)
def seat_vertices(order: Any, master: Any, cursor: Any, seat: Any) -> None:
    """Seats of the vertices (uint32): by cluster, in ``order`` within it; ``cursor`` (int64,
                                                                                       k) holds the clusters' first."""
    for i in range(len(order)):
        v = _at(order[_at(i)])
        q = _at(master[v])
        seat[v] = cursor[q]
        cursor[q] += 1


@njit(nogil=True, cache=True, _nrt=False)
def lay_out(seat: Any, master: Any, in_degree: Any, ticks: Any, position: Any, first: Any, state: Any, duration: Any,
            cluster: Any) -> None:
    """Columns by seat: operands and arrival (``state``, int64, (n, 2)), duration, cluster, and in ``first`` (int64, n + 1)
    where the out-edges begin."""
    for v in range(len(seat)):
        own = _at(seat[_at(v)])
        state[own, WAITING], state[own, ARRIVAL] = in_degree[_at(v)], 0
        duration[own], cluster[own] = ticks[_at(v)], master[_at(v)]
        first[own + np.uint64(1)] = position[_at(v + 1)] - position[_at(v)]
    for own in range(len(seat)):
        first[_at(own + 1)] += first[_at(own)]
