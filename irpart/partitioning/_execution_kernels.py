"""Compiled kernels of the execution model; called from ``irpart.partitioning.execution_model``."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

COMPUTED = 255

@njit(nogil=True, cache=True, inline="always")
def _at(i: Any) -> Any:
    return np.uint64(i)


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
def plan_messages(key: Any, master: Any, assigned: Any, position: Any, reader: Any, edge: Any, spine: Any, cost: Any,
                  receive: Any, stamp: Any, leader: Any, touched: Any, hops: Any, duration: Any, waiting: Any,
                  copied: Any, counted: Any) -> None:
    """Where every value goes: hops of each out-edge (uint8, m), and what receiving adds to durations.

    A value is sent once to every cluster but its master that owns one of its out-edges or runs one of its readers. An
    edge takes one hop, or two when neither end's master owns it. The message is received by that reader in the
    cluster whose ``key`` is lowest. Values marked in ``spine`` are computed again instead: their cost, not
    ``receive``, is added, and counted for the cluster in ``copied``; such an edge has ``COMPUTED`` hops and its reader one
    operand less ``waiting``. ``stamp`` (int64, k, -1) and ``leader``, ``touched``
    (int64, k) are workspace; ``counted`` (int64, 2) receives the number of messages and of recomputed instances.
    """
    for u in range(len(master)):
        home, number = master[_at(u)], np.uint64(0)
        for slot in range(_at(position[_at(u)]), _at(position[_at(u + 1)])):
            v = _at(reader[slot])
            to, owner = master[v], assigned[_at(edge[slot])]
            hops[slot] = 0
            if to != home:
                if spine[_at(u)]:
                    hops[slot] = COMPUTED
                    waiting[v] -= 1
                else:
                    hops[slot] = 1 if owner == home or owner == to else 2
                if stamp[_at(to)] != u:
                    stamp[_at(to)] = u
                    leader[_at(to)] = v
                    touched[number] = to
                    number += np.uint64(1)
                elif leader[_at(to)] < 0 or key[v] < key[_at(leader[_at(to)])]:
                    leader[_at(to)] = v
            if owner != home and owner != to and not spine[_at(u)] and stamp[_at(owner)] != u:
                stamp[_at(owner)] = u
                leader[_at(owner)] = -1
                touched[number] = owner
                number += np.uint64(1)
        for i in range(number):
            to = _at(touched[i])
            if spine[_at(u)]:
                copied[to] += cost[_at(u)]
                duration[_at(leader[to])] += cost[_at(u)]
            elif leader[to] >= 0:
                duration[_at(leader[to])] += receive
        counted[1 if spine[_at(u)] else 0] += number


@njit(nogil=True, cache=True, inline="always")
def _push(heap: Any, start: Any, size: Any, item: Any) -> None:
    """Add an item to the binary heap in ``heap[start:start + size]``."""
    i = np.uint64(size)
    while i > np.uint64(0):
        parent = (i - np.uint64(1)) >> np.uint64(1)
        if heap[start + parent] <= item:
            break
        heap[start + i] = heap[start + parent]
        i = parent
    heap[start + i] = item


@njit(nogil=True, cache=True, inline="always")
def _pop(heap: Any, start: Any, size: Any) -> Any:
    """Remove and return the least item of the heap in ``heap[start:start + size]``."""
    top, left = heap[start], np.uint64(size) - np.uint64(1)
    item, i = heap[start + left], np.uint64(0)
    while True:
        child = np.uint64(2) * i + np.uint64(1)
        if child >= left:
            break
        if child + np.uint64(1) < left and heap[start + child + np.uint64(1)] < heap[start + child]:
            child += np.uint64(1)
        if heap[start + child] >= item:
            break
        heap[start + i] = heap[start + child]
        i = child
    heap[start + i] = item
    return top


@njit(nogil=True, cache=True, inline="always")
def _wake(calendar: Any, seat: Any, wake: Any, cluster: Any) -> None:
    """Move a cluster whose ``wake`` fell, or the new last one, to its place in the heap of clusters by ``wake``."""
    i = np.uint64(seat[cluster])
    while i > np.uint64(0):
        parent = (i - np.uint64(1)) >> np.uint64(1)
        above = _at(calendar[parent])
        if wake[above] <= wake[cluster]:
            break
        calendar[i] = above
        seat[above] = i
        i = parent
    calendar[i] = cluster
    seat[cluster] = i


@njit(nogil=True, cache=True, inline="always")
def _sleep(calendar: Any, seat: Any, wake: Any, size: Any) -> Any:
    """Take the cluster that wakes first off the heap of ``size`` clusters."""
    top, left = _at(calendar[0]), np.uint64(size) - np.uint64(1)
    cluster, i = _at(calendar[left]), np.uint64(0)
    while True:
        child = np.uint64(2) * i + np.uint64(1)
        if child >= left:
            break
        if child + np.uint64(1) < left and wake[_at(calendar[child + np.uint64(1)])] < wake[_at(calendar[child])]:
            child += np.uint64(1)
        if wake[_at(calendar[child])] >= wake[cluster]:
            break
        calendar[i] = calendar[child]
        seat[_at(calendar[i])] = i
        i = child
    calendar[i] = cluster
    seat[cluster] = i
    seat[top] = -1
    return top


@njit(nogil=True, cache=True, inline="always")
def _push_later(times: Any, vertices: Any, start: Any, size: Any, time: Any, vertex: Any) -> None:
    """Add a pair to the heap, least time first, in ``times`` and ``vertices`` from ``start`` on."""
    i = np.uint64(size)
    while i > np.uint64(0):
        parent = (i - np.uint64(1)) >> np.uint64(1)
        if times[start + parent] <= time:
            break
        times[start + i] = times[start + parent]
        vertices[start + i] = vertices[start + parent]
        i = parent
    times[start + i] = time
    vertices[start + i] = vertex


@njit(nogil=True, cache=True, inline="always")
def _pop_later(times: Any, vertices: Any, start: Any, size: Any) -> Any:
    """Remove the pair of least time and return its vertex."""
    top, left = vertices[start], np.uint64(size) - np.uint64(1)
    time, vertex, i = times[start + left], vertices[start + left], np.uint64(0)
    while True:
        child = np.uint64(2) * i + np.uint64(1)
        if child >= left:
            break
        if child + np.uint64(1) < left and times[start + child + np.uint64(1)] < times[start + child]:
            child += np.uint64(1)
        if times[start + child] >= time:
            break
        times[start + i] = times[start + child]
        vertices[start + i] = vertices[start + child]
        i = child
    times[start + i] = time
    vertices[start + i] = vertex
    return top


@njit(nogil=True, cache=True, _nrt=False)
def run_clusters(key: Any, sequence: Any, window: Any, master: Any, duration: Any, hops: Any, position: Any, reader: Any,
                 waiting: Any, start: Any, latency: Any, arrival: Any, ready: Any, later_time: Any, later: Any,
                 calendar: Any, seat: Any, n_ready: Any, n_later: Any, n_started: Any, clock: Any, wake: Any,
                 busy: Any) -> int:
    """Run every cluster through its instructions; the tick at which the last one ends.

    Times are whole ticks (int64). Clusters take turns of ``latency`` ticks: a message sent in a turn arrives after it, so
    a turn begins with everything that can arrive in it known. In a turn the ready instruction of lowest ``key`` starts as
    soon as the cluster is free; with a ``window`` > 0 only the first so many unstarted ones of the cluster's stretch of
    ``sequence`` may start, and ``key`` is the place in that stretch: every start lets the next one in, so that these are the
    instructions before place ``n_started + window``. ``n_started`` (int64, k, 0) counts them.

    ``waiting`` (int32, n) holds operands not yet computed. ``ready`` (uint64: key, vertex)
    and ``later_time``, ``later`` hold heaps in each cluster's stretch ``start[q]:start[q + 1]``; ``calendar`` is a heap of
    the clusters that have something to do, by the turn in ``wake``, and ``seat`` (-1) their places in it.
    """
    low, k, waking, last = np.uint64(0xFFFFFFFF), len(clock), np.uint64(0), np.int64(0)
    for q in range(k):
        for i in range(_at(start[_at(q)]), _at(start[_at(q + 1)])):
            v = _at(sequence[i])
            if waiting[v] == 0 and (window == 0 or np.int64(key[v]) < window):
                _push(ready, _at(start[_at(q)]), n_ready[_at(q)], (np.uint64(key[v]) << np.uint64(32)) | v)
                n_ready[_at(q)] += 1
        if n_ready[_at(q)] > 0:
            wake[_at(q)], seat[_at(q)] = 0, waking
            waking += np.uint64(1)
            _wake(calendar, seat, wake, _at(q))
    while waking > np.uint64(0):
        q = _sleep(calendar, seat, wake, waking)
        waking -= np.uint64(1)
        turn = wake[q]
        base, now, end = _at(start[q]), max(clock[q], turn * latency), (turn + 1) * latency
        while now < end:
            while n_later[q] > 0 and later_time[base] <= now:
                v = _at(_pop_later(later_time, later, base, n_later[q]))
                n_later[q] -= 1
                _push(ready, base, n_ready[q], (np.uint64(key[v]) << np.uint64(32)) | v)
                n_ready[q] += 1
            if n_ready[q] == 0:
                if n_later[q] == 0 or later_time[base] >= end:
                    break
                now = later_time[base]
                continue
            u = _pop(ready, base, n_ready[q]) & low
            n_ready[q] -= 1
            now += duration[u]
            busy[q] += duration[u]
            for slot in range(_at(position[u]), _at(position[u + np.uint64(1)])):
                if hops[slot] == COMPUTED:
                    continue
                v = _at(reader[slot])
                there, waits = now + np.int64(hops[slot]) * latency, waiting[v] - 1
                waiting[v] = waits
                if there > arrival[v]:
                    arrival[v] = there
                there = arrival[v]
                to = _at(master[v])
                if waits != 0 or (window > 0 and np.int64(key[v]) >= n_started[to] + window):
                    continue
                if to == q and there <= now:
                    _push(ready, base, n_ready[q], (np.uint64(key[v]) << np.uint64(32)) | v)
                    n_ready[q] += 1
                    continue
                _push_later(later_time, later, _at(start[to]), n_later[to], there, v)
                n_later[to] += 1
                if to != q:
                    then = max(there, clock[to]) // latency
                    if seat[to] < 0:
                        wake[to], seat[to] = then, waking
                        waking += np.uint64(1)
                        _wake(calendar, seat, wake, to)
                    elif then < wake[to]:
                        wake[to] = then
                        _wake(calendar, seat, wake, to)
            entering = n_started[q] + window
            n_started[q] += 1
            if window > 0 and entering < start[q + np.uint64(1)] - start[q]:
                v = _at(sequence[base + _at(entering)])
                if waiting[v] == 0:
                    _push_later(later_time, later, base, n_later[q], arrival[v], v)
                    n_later[q] += 1
        clock[q] = now
        last = max(last, now)
        if n_ready[q] > 0 or n_later[q] > 0:
            wake[q] = (now if n_ready[q] > 0 else max(now, later_time[base])) // latency
            seat[q] = waking
            waking += np.uint64(1)
            _wake(calendar, seat, wake, q)
    return last


@njit(nogil=True, cache=True, _nrt=False)
def count_readers(source: Any, position: Any) -> None:
    """Add every vertex's out-degree to ``position[v + 2]``."""
    for e in range(len(source)):
        position[_at(source[_at(e)]) + np.uint64(2)] += 1
