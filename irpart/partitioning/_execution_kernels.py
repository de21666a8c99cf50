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
def plan_messages(seat: Any, master: Any, assigned: Any, position: Any, reader: Any, edge: Any, spine: Any, cost: Any,
                  receive: Any, stamp: Any, leader: Any, touched: Any, first: Any, target: Any, hops: Any, duration: Any,
                  waiting: Any, copied: Any, counted: Any) -> None:
    """Where every value goes, laid out by seat: readers' seats and hops of each out-edge, and what receiving adds.

    The seat of a vertex (uint32, n) is its place in the order of its cluster, behind all clusters before. The out-edges of
    the vertex at seat s begin at ``first[s]`` of ``target`` (uint32, m: seats) and ``hops`` (uint8, m).

    A value is sent once to every cluster but its master that owns one of its out-edges or runs one of its readers. An
    edge takes one hop, or two when neither end's master owns it. The message is received by that reader in the
    cluster whose seat is lowest. Values marked in ``spine`` are computed again instead: their cost, not
    ``receive``, is added, and counted for the cluster in ``copied``; such an edge has ``COMPUTED`` hops and its reader one
    operand less ``waiting``. ``stamp`` (int64, k, -1) and ``leader``, ``touched`` (int64, k) are workspace; ``counted``
    (int64, 2) receives the number of messages and of recomputed instances.
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
                    waiting[_at(seat[v])] -= 1
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
def lay_out(seat: Any, master: Any, in_degree: Any, ticks: Any, position: Any, first: Any, waiting: Any, duration: Any,
            cluster: Any) -> None:
    """Columns by seat: operands, duration, cluster, and where the out-edges begin (int64, n + 1)."""
    for v in range(len(seat)):
        own = _at(seat[_at(v)])
        waiting[own], duration[own], cluster[own] = in_degree[_at(v)], ticks[_at(v)], master[_at(v)]
        first[own + np.uint64(1)] = position[_at(v + 1)] - position[_at(v)]
    for own in range(len(seat)):
        first[_at(own + 1)] += first[_at(own)]


@njit(nogil=True, cache=True, inline="always")
def _lowest(word: Any, table: Any) -> Any:
    """Number of the lowest bit that is set: by multiplication with a de Bruijn sequence."""
    return _at(table[((word & (~word + np.uint64(1))) * np.uint64(0x03F79D71B4CB0A89)) >> np.uint64(58)])


@njit(nogil=True, cache=True, inline="always")
def _insert(bits: Any, above: Any, top: Any, start: Any, cluster: Any, place: Any) -> None:
    """Add a place to the cluster's set: a bit, and in the words above it one for each word that is not 0."""
    one, base = np.uint64(1), _at(start[cluster])
    word = (base >> np.uint64(6)) + cluster + (place >> np.uint64(6))
    if bits[word] == np.uint64(0):
        higher = (base >> np.uint64(12)) + cluster + (place >> np.uint64(12))
        if above[higher] == np.uint64(0):
            top[(base >> np.uint64(18)) + cluster + (place >> np.uint64(18))] |= one << ((place >> np.uint64(12)) &
            np.uint64(63))
        above[higher] |= one << ((place >> np.uint64(6)) & np.uint64(63))
    bits[word] |= one << (place & np.uint64(63))


@njit(nogil=True, cache=True, inline="always")
def _take_first(bits: Any, above: Any, top: Any, start: Any, cluster: Any, table: Any) -> Any:
    """Remove and return the lowest place of the cluster's set, which is not empty."""
    one, base = np.uint64(1), _at(start[cluster])
    highest = (base >> np.uint64(18)) + cluster
    while top[highest] == np.uint64(0):
        highest += one
    third = highest - (base >> np.uint64(18)) - cluster
    second = (third << np.uint64(6)) | _lowest(top[highest], table)
    higher = (base >> np.uint64(12)) + cluster + second
    first = (second << np.uint64(6)) | _lowest(above[higher], table)
    word = (base >> np.uint64(6)) + cluster + first
    place = (first << np.uint64(6)) | _lowest(bits[word], table)
    bits[word] &= bits[word] - one
    if bits[word] == np.uint64(0):
        above[higher] &= above[higher] - one
        if above[higher] == np.uint64(0):
            top[highest] &= top[highest] - one
    return place


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
def run_clusters(window: Any, duration: Any, cluster: Any, first: Any, target: Any, hops: Any, waiting: Any, start: Any,
                 latency: Any, arrival: Any, bits: Any, above: Any, top: Any, table: Any, later_time: Any, later: Any,
                 calendar: Any, chair: Any, n_ready: Any, n_later: Any, head: Any, clock: Any, wake: Any, busy: Any) -> int:
    """Run every cluster through its instructions; the tick at which the last one ends.

    Instructions go by their seats, cluster q's being ``start[q]:start[q + 1]``. Times are whole ticks (int64). Clusters take
    turns of ``latency`` ticks: a message sent in a turn arrives after it, so a turn begins with everything that can arrive
    in it known. In a turn the ready instruction of lowest seat starts as soon as the cluster is free; with a ``window`` > 0
    only the first so many unstarted ones of the cluster may start.

    ``waiting`` (int32, n) holds operands not yet computed, -1 for started instructions. Ready instructions are a set of
    places in ``bits``, ``above``, ``top`` (uint64); those that become ready later are heaps by time in ``later_time`` and
    ``later``, in each cluster's stretch. ``calendar`` is a heap of the clusters that have something to do, by the turn in
    ``wake``, and ``chair`` (-1) their places in it.
    """
    k, waking, last, one = len(clock), np.uint64(0), np.int64(0), np.uint64(1)
    for i in range(k):
        q = _at(i)
        for slot in range(_at(start[q]), _at(start[q + one])):
            own = slot - _at(start[q])
            if waiting[slot] == 0 and (window == 0 or np.int64(own) < window):
                _insert(bits, above, top, start, q, own)
                n_ready[q] += 1
        if n_ready[q] > 0:
            wake[q], chair[q] = 0, waking
            waking += one
            _wake(calendar, chair, wake, q)
    while waking > np.uint64(0):
        q = _sleep(calendar, chair, wake, waking)
        waking -= one
        base, now, end = _at(start[q]), max(clock[q], wake[q] * latency), (wake[q] + 1) * latency
        size = np.int64(_at(start[q + one]) - base)
        while now < end:
            while n_later[q] > 0 and later_time[base] <= now:
                v = _at(_pop_later(later_time, later, base, n_later[q]))
                n_later[q] -= 1
                _insert(bits, above, top, start, q, v - base)
                n_ready[q] += 1
            if n_ready[q] == 0:
                if n_later[q] == 0 or later_time[base] >= end:
                    break
                now = later_time[base]
                continue
            u = base + _take_first(bits, above, top, start, q, table)
            n_ready[q] -= 1
            now += duration[u]
            busy[q] += duration[u]
            for slot in range(_at(first[u]), _at(first[u + one])):
                if hops[slot] == COMPUTED:
                    continue
                v = _at(target[slot])
                there, waits = now + np.int64(hops[slot]) * latency, waiting[v] - 1
                waiting[v] = waits
                if there > arrival[v]:
                    arrival[v] = there
                there = arrival[v]
                if waits != 0:
                    continue
                to = q if hops[slot] == 0 else _at(cluster[v])
                if window > 0 and np.int64(v) >= start[to] + head[to] + window:
                    continue
                if to == q and there <= now:
                    _insert(bits, above, top, start, q, v - base)
                    n_ready[q] += 1
                    continue
                _push_later(later_time, later, _at(start[to]), n_later[to], there, v)
                n_later[to] += 1
                if to != q:
                    then = max(there, clock[to]) // latency
                    if chair[to] < 0:
                        wake[to], chair[to] = then, waking
                        waking += one
                        _wake(calendar, chair, wake, to)
                    elif then < wake[to]:
                        wake[to] = then
                        _wake(calendar, chair, wake, to)
            waiting[u] = -1
            while window > 0 and head[q] < size and waiting[base + _at(head[q])] < 0:
                head[q] += 1
                entering = head[q] + window - 1
                if entering < size:
                    v = base + _at(entering)
                    if waiting[v] == 0:
                        _push_later(later_time, later, base, n_later[q], arrival[v], v)
                        n_later[q] += 1
        clock[q] = now
        last = max(last, now)
        if n_ready[q] > 0 or n_later[q] > 0:
            wake[q] = (now if n_ready[q] > 0 else max(now, later_time[base])) // latency
            chair[q] = waking
            waking += one
            _wake(calendar, chair, wake, q)
    return last


@njit(nogil=True, cache=True, _nrt=False)
def count_readers(source: Any, position: Any) -> None:
    """Add every vertex's out-degree to ``position[v + 2]``."""
    for e in range(len(source)):
        position[_at(source[_at(e)]) + np.uint64(2)] += 1
