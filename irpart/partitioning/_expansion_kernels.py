"""Compiled neighbourhood expansion: clusters grow one after the other over the incidence lists of a graph.

``state`` (int64) is what changes along the way: the cluster that grows, the weight assigned so far, that weight when the
cluster began, its number of edges, the size of the heap, and the mark of the cluster's vertices in ``inside``.

The heap holds the boundary: vertices that are in the cluster and not expanded, least (edges that leave, number) first.
Kernels are compiled without reference counting (docs/decisions/0003), so they allocate nothing.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

CLUSTER, PLACED, BEGUN, EDGES, HEAP, MARK = 0, 1, 2, 3, 4, 5


@njit(nogil=True, cache=True, _nrt=False)
def list_incidence(source: Any, in_degree: Any, hub: Any, end: Any, incident: Any, other: Any) -> None:
    """Fill the incidence lists of vertices that are no hubs: edge ids in order and the vertex at the other end.

    ``end`` (int64) holds where each list begins, and afterwards where it ends. A loop is listed once.
    """
    e = 0
    for v in range(len(in_degree)):
        for _ in range(in_degree[v]):
            u = np.int64(source[e])
            if not hub[v]:
                incident[end[v]], other[end[v]] = e, u
                end[v] += 1
            if u != v and not hub[u]:
                incident[end[u]], other[end[u]] = e, v
                end[u] += 1
            e += 1


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _before(a: int, b: int, leaving: Any) -> bool:
    """Order of the heap."""
    return leaving[a] < leaving[b] or (leaving[a] == leaving[b] and a < b)


@njit(nogil=True, cache=True, _nrt=False)
def _rise(vertex: int, heap: Any, place: Any, leaving: Any) -> None:
    """Move a vertex, which is at its place, up to where it belongs."""
    i = place[vertex]
    while i > 0:
        above = heap[(i - 1) >> 1]
        if not _before(vertex, above, leaving):
            break
        heap[i] = above
        place[above] = i
        i = (i - 1) >> 1
    heap[i] = vertex
    place[vertex] = i


@njit(nogil=True, cache=True, _nrt=False)
def _pop(state: Any, heap: Any, place: Any, leaving: Any) -> int:
    """Take the first vertex out of a heap that is not empty."""
    first = heap[0]
    place[first] = -1
    state[HEAP] -= 1
    size = state[HEAP]
    if size > 0:
        moved, i = heap[size], 0
        while 2 * i + 1 < size:
            child = 2 * i + 1
            if child + 1 < size and _before(heap[child + 1], heap[child], leaving):
                child += 1
            if not _before(heap[child], moved, leaving):
                break
            heap[i] = heap[child]
            place[heap[i]] = i
            i = child
        heap[i] = moved
        place[moved] = i
    return first


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _begin_next(state: Any) -> None:
    """Go on with the next cluster."""
    state[CLUSTER] += 1
    state[BEGUN] = state[PLACED]
    state[EDGES] = 0


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _fits(weight: int, state: Any, limits: Any, room: float) -> bool:
    """Whether the cluster may have an edge: its first, within its room, or one whose middle is before its limit."""
    total = state[PLACED]
    return (state[EDGES] == 0 or np.float64(total - state[BEGUN] + weight) <= room
            or np.float64(2 * total + weight) <= limits[state[CLUSTER]])


@njit(nogil=True, cache=True, _nrt=False)
def _join(v: int, expanded: bool, spill: bool, code: Any, table: Any, hub: Any, limits: Any, room: float, first: Any,
          end: Any, incident: Any, other: Any, inside: Any, leaving: Any, heap: Any, place: Any, state: Any, done: Any,
          assigned: Any) -> bool:
    """Bring a vertex into the cluster with its edges to vertices in there and to hubs.

    Returns False when the cluster is full. With ``spill`` the edges that do not fit go to the clusters after it;
    without, they stay. The vertex goes to the heap unless it is being ``expanded``.
    """
    own, mark, kept, outward = state[CLUSTER], state[MARK], first[v], 0
    inside[v] = mark
    for i in range(first[v], end[v]):
        e, u = incident[i], np.int64(other[i])
        if done[e]:
            continue
        if inside[u] == mark or hub[u]:
            w = table[code[e]]
            while not _fits(w, state, limits, room):
                _begin_next(state)
                if not spill:
                    for j in range(i, end[v]):
                        incident[kept], other[kept] = incident[j], other[j]
                        kept += 1
                    end[v] = kept
                    return False
            assigned[e] = state[CLUSTER]
            done[e] = True
            state[PLACED] += w
            state[EDGES] += 1
            if u != v and not hub[u] and place[u] >= 0:
                leaving[u] -= 1
                _rise(u, heap, place, leaving)
        else:
            incident[kept], other[kept] = e, u
            kept += 1
            outward += 1
    end[v] = kept
    leaving[v] = outward
    place[v] = -1
    if not expanded:
        place[v] = state[HEAP]
        state[HEAP] += 1
        _rise(v, heap, place, leaving)
    return state[CLUSTER] == own


@njit(nogil=True, cache=True, _nrt=False)
def expand(spill: bool, code: Any, table: Any, hub: Any, order: Any, limits: Any, room: float, first: Any, end: Any,
           incident: Any, other: Any, inside: Any, leaving: Any, heap: Any, place: Any, state: Any, done: Any,
           assigned: Any) -> None:
    """Assign every edge that has an end which is no hub.

    Parameters
    ----------
    spill
        Finish a vertex whose cluster became full in the next one, which its last neighbours join first (NE++), instead
        of leaving its edges (NE).
    code, table
        Edge e weighs ``table[code[e]]`` (int64).
    hub
        bool, per vertex: never expanded; an edge to it is assigned with its other end.
    order
        int64: vertices in the order in which they are tried where a boundary is empty.
    limits, room
        float64: twice the weight up to which clusters 0 to i are to be filled (the last: infinite); a cluster may
        always be filled up to ``room``.
    first, end, incident, other
        Incidence lists as ``list_incidence`` makes them; they shrink.
    inside, leaving, heap, place
        int64, per vertex: working space; ``inside`` and ``place`` begin as -1.
    state
        int64, shape (6,), all 0.
    done, assigned
        bool and uint16, per edge: what was assigned, and to which cluster.
    """
    tried, last = 0, len(limits) - 1
    while state[CLUSTER] < last:
        if state[HEAP] > 0:
            x = _pop(state, heap, place, leaving)
            full_at, kept = np.int64(-1), first[x]
            for i in range(first[x], end[x]):
                if not done[incident[i]]:
                    incident[kept], other[kept] = incident[i], other[i]
                    kept += 1
            end[x] = kept
        else:
            x = -1
            while tried < len(order) and x < 0:
                candidate = order[tried]
                if not hub[candidate]:
                    for i in range(first[candidate], end[candidate]):
                        if not done[incident[i]]:
                            x = candidate
                            break
                if x < 0:
                    tried += 1
            if x < 0:
                return
            stayed = _join(x, True, spill, code, table, hub, limits, room, first, end, incident, other, inside, leaving,
                           heap, place, state, done, assigned)
            full_at = np.int64(-1) if stayed else first[x]
        for i in range(first[x], end[x]):
            y = np.int64(other[i])
            if full_at >= 0 and not spill:
                break
            if inside[y] != state[MARK] and not _join(y, False, spill, code, table, hub, limits, room, first, end, incident,
                                                      other, inside, leaving, heap, place, state, done, assigned):
                full_at = i if full_at < 0 else full_at
        if full_at >= 0:
            state[HEAP] = 0
            state[MARK] += 1
            for i in range(full_at if spill else end[x], end[x]):
                y = np.int64(other[i])
                if inside[y] != state[MARK]:
                    _join(y, False, spill, code, table, hub, limits, room, first, end, incident, other, inside, leaving,
                          heap, place, state, done, assigned)
    for e in range(len(done)):
        if not done[e]:
            assigned[e] = last
