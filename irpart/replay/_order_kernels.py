"""Kernels that order execution: deadlines, list scheduling by them, and orders of a graph."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

CONSTANT_BIT = 1 << 31
"""As in ``dataflow``."""


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _at(i: Any) -> Any:
    """An index that cannot be negative, which spares the check for wrapping."""
    return np.uint64(i)


@njit(nogil=True, cache=True, _nrt=False)
def set_deadlines(first: Any, operand: Any, worker: Any, lead: int, done: Any, deadline: Any) -> None:
    """``deadline`` (int64, n): how many instructions a worker may have executed when a vertex has to be computed.

    ``first`` (int64, n + 1) are starts of operands, ``done`` (int64, W, zeros) is workspace.
    """
    for v in range(len(worker)):
        w = _at(worker[_at(v)])
        deadline[_at(v)] = done[w]
        done[w] += 1
    for back in range(len(worker)):
        v = len(worker) - 1 - back
        own = deadline[_at(v)]
        for i in range(first[_at(v)], first[_at(v + 1)]):
            if operand[_at(i)] < CONSTANT_BIT:
                u = _at(operand[_at(i)])
                needed = own - (lead if worker[u] != worker[_at(v)] else 0)
                deadline[u] = min(deadline[u], needed)


@njit(nogil=True, cache=True, _nrt=False)
def count_readers(first: Any, operand: Any, count: Any, missing: Any) -> None:
    """``count`` (int64, n + 2, zeros) gets at [u + 2] how often u is read, ``missing`` (uint32, n) operands per vertex."""
    for v in range(len(missing)):
        vertices = 0
        for i in range(first[_at(v)], first[_at(v + 1)]):
            if operand[_at(i)] < CONSTANT_BIT:
                count[_at(operand[_at(i)] + 2)] += 1
                vertices += 1
        missing[_at(v)] = vertices


@njit(nogil=True, cache=True, _nrt=False)
def group_readers(first: Any, operand: Any, position: Any, reader: Any) -> None:
    """Readers (uint32) of each vertex u from ``position[u + 1]`` on, which is moved to their end."""
    for v in range(len(first) - 1):
        for i in range(first[_at(v)], first[_at(v + 1)]):
            if operand[_at(i)] < CONSTANT_BIT:
                u = _at(operand[_at(i)] + 1)
                reader[_at(position[u])] = v
                position[u] += 1


@njit(nogil=True, cache=True, _nrt=False)
def _push(heap: Any, start: int, size: int, vertex: Any, key: Any) -> None:
    """Add a vertex to the heap of ``size`` vertices from ``heap[start]`` on; least ``key`` first."""
    at = size
    while at > 0:
        above = (at - 1) >> 1
        if key[_at(heap[_at(start + above)])] <= key[_at(vertex)]:
            break
        heap[_at(start + at)] = heap[_at(start + above)]
        at = above
    heap[_at(start + at)] = vertex


@njit(nogil=True, cache=True, _nrt=False)
def _pop(heap: Any, start: int, size: int, key: Any) -> Any:
    """Take the vertex of least key out of a heap of ``size`` vertices."""
    least, moved, at = heap[_at(start)], heap[_at(start + size - 1)], 0
    while 2 * at + 1 < size - 1:
        below = 2 * at + 1
        if below + 1 < size - 1 and key[_at(heap[_at(start + below + 1)])] < key[_at(heap[_at(start + below)])]:
            below += 1
        if key[_at(moved)] <= key[_at(heap[_at(start + below)])]:
            break
        heap[_at(start + at)] = heap[_at(start + below)]
        at = below
    heap[_at(start + at)] = moved
    return least


@njit(nogil=True, cache=True, _nrt=False)
def schedule(worker: Any, key: Any, latency: int, position: Any, reader: Any, missing: Any, start: Any, ready: Any,
             coming: Any, ready_size: Any, coming_size: Any, clock: Any, due: Any, rank: Any) -> None:
    """List scheduling: whenever a worker is free it takes, of what is ready there, what has the least ``key`` (int64, n).

    An instruction takes one unit of time, a value reaches another worker ``latency`` units after it is computed. ``start``
    (int64, W) is where the heaps of each worker begin in ``ready`` and ``coming`` (uint32, n); their sizes and the workers'
    clocks are int64 (W,), zeros. ``due`` (int64, n, zeros) is when the operands of a vertex are all there; ``rank``
    (uint32, n) receives the places of the vertices in order of their starts. Readers of u are
    ``reader[position[u]:position[u + 1]]``.
    """
    n, workers = len(worker), len(start)
    for v in range(n):
        if missing[_at(v)] == 0:
            w = worker[_at(v)]
            _push(ready, start[w], ready_size[w], np.uint32(v), key)
            ready_size[w] += 1
    for place in range(n):
        w, now = -1, np.int64(1) << 62
        for q in range(workers):
            if ready_size[q] > 0:
                time = clock[q]
            elif coming_size[q] > 0:
                time = max(clock[q], due[_at(coming[_at(start[q])])])
            else:
                continue
            if time < now:
                w, now = q, time
        while coming_size[w] > 0 and due[_at(coming[_at(start[w])])] <= now:
            v = _pop(coming, start[w], coming_size[w], due)
            coming_size[w] -= 1
            _push(ready, start[w], ready_size[w], v, key)
            ready_size[w] += 1
        v = _pop(ready, start[w], ready_size[w], key)
        ready_size[w] -= 1
        rank[_at(v)] = place
        clock[w] = now + 1
        for i in range(position[_at(v)], position[_at(v + 1)]):
            d = reader[_at(i)]
            q = worker[_at(d)]
            due[_at(d)] = max(due[_at(d)], now + 1 + (latency if q != w else 0))
            missing[_at(d)] -= 1
            if missing[_at(d)] == 0:
                if due[_at(d)] <= clock[q]:
                    _push(ready, start[q], ready_size[q], d, key)
                    ready_size[q] += 1
                else:
                    _push(coming, start[q], coming_size[q], d, due)
                    coming_size[q] += 1


@njit(nogil=True, cache=True, _nrt=False)
def delay_readers(source: Any, in_degree: Any, key: Any) -> None:
    """Raise the ``key`` (int64, n) of each vertex of a graph in trace order to that of what it reads."""
    at = np.uint64(0)
    for v in range(len(in_degree)):
        latest = key[_at(v)]
        for _ in range(in_degree[_at(v)]):
            latest = max(latest, key[_at(source[at])])
            at += np.uint64(1)
        key[_at(v)] = latest
