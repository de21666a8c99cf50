"""Compiled kernel that runs the clusters of the execution model; called from ``irpart.partitioning.execution_model``."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

COMPUTED = 255
WAITING, ARRIVAL = np.uint64(0), np.uint64(1)

@njit(nogil=True, cache=True, inline="always")
def _at(i: Any) -> Any:
    return np.uint64(i)


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
def run_clusters(window: Any, duration: Any, cluster: Any, first: Any, target: Any, hops: Any, state: Any, start: Any,
                 latency: Any, bits: Any, above: Any, top: Any, table: Any, later_time: Any, later: Any,
                 calendar: Any, chair: Any, n_ready: Any, n_later: Any, head: Any, clock: Any, wake: Any, busy: Any) -> int:
    """Run every cluster through its instructions; the tick at which the last one ends.

    Instructions go by their seats, cluster q's being ``start[q]:start[q + 1]``. Times are whole ticks (int64). Clusters take
    turns of ``latency`` ticks: a message sent in a turn arrives after it, so a turn begins with everything that can arrive
    in it known. In a turn the ready instruction of lowest seat starts as soon as the cluster is free; with a ``window`` > 0
    only the first so many unstarted ones of the cluster may start.

    ``state`` (int64, (n, 2)) holds operands not yet computed and the latest arrival of others; ``head`` (int64, k) counts
    started instructions. Ready ones are a set of places in ``bits``, ``above``, ``top`` (uint64); those that become ready
    later are heaps by time in ``later_time`` and ``later``, in each cluster's stretch. ``calendar`` is a heap of the
    clusters with something to do, by the turn in ``wake``, and ``chair`` (-1) their places in it.
    """
    k, waking, last, one = len(clock), np.uint64(0), np.int64(0), np.uint64(1)
    for i in range(k):
        q = _at(i)
        for slot in range(_at(start[q]), _at(start[q + one])):
            own = slot - _at(start[q])
            if state[slot, WAITING] == 0 and (window == 0 or np.int64(own) < window):
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
                there, waits = now + np.int64(hops[slot]) * latency, state[v, WAITING] - 1
                state[v, WAITING] = waits
                there = max(there, state[v, ARRIVAL])
                state[v, ARRIVAL] = there
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
            head[q] += 1
            entering = head[q] + window - 1
            if window > 0 and entering < size and state[base + _at(entering), WAITING] == 0:
                there = state[base + _at(entering), ARRIVAL]
                _push_later(later_time, later, base, n_later[q], there, base + _at(entering))
                n_later[q] += 1
        clock[q] = now
        last = max(last, now)
        if n_ready[q] > 0 or n_later[q] > 0:
            wake[q] = (now if n_ready[q] > 0 else max(now, later_time[base])) // latency
            chair[q] = waking
            waking += one
            _wake(calendar, chair, wake, q)
    return last
