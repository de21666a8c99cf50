"""Compiled kernels of 2PS-L: clusters of vertices in one pass, their packing, and edges between two candidates.

Edge e weighs ``table[code[e]]`` (int64). Kernels are compiled without reference counting (docs/decisions/0003), so they
allocate nothing.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit


@njit(nogil=True, cache=True, _nrt=False)
def gather(source: Any, in_degree: Any, weighted_degree: Any, most: float, group: Any, volume: Any) -> None:
    """Streaming clustering: for each edge the end whose group is lighter without it moves to the other's, if that fits.

    ``group`` (int64, per vertex) begins as the vertex itself and ``volume`` as its weighted degree.
    """
    e = 0
    for v in range(len(in_degree)):
        for _ in range(in_degree[v]):
            u = np.int64(source[e])
            e += 1
            a, b = group[u], group[v]
            if a == b or volume[a] > most or volume[b] > most:
                continue
            if volume[a] - weighted_degree[u] <= volume[b] - weighted_degree[v]:
                moved, left, entered = u, a, b
            else:
                moved, left, entered = v, b, a
            w = weighted_degree[moved]
            if volume[entered] + w <= most:
                volume[left] -= w
                volume[entered] += w
                group[moved] = entered


@njit(nogil=True, cache=True, _nrt=False)
def pack(order: Any, volume: Any, heap: Any, home: Any) -> None:
    """Each group, in order, to the cluster of least volume so far, the lowest number among equals (Graham).

    ``heap`` (int64) begins as 0, 1, ..., k - 1: volume * 2**16 + cluster of each cluster, the least first.
    """
    for i in range(len(order)):
        home[order[i]] = heap[0] & 0xFFFF
        moved, at = heap[0] + (volume[order[i]] << 16), 0
        while 2 * at + 1 < len(heap):
            child = 2 * at + 1
            if child + 1 < len(heap) and heap[child + 1] < heap[child]:
                child += 1
            if heap[child] >= moved:
                break
            heap[at] = heap[child]
            at = child
        heap[at] = moved


@njit(nogil=True, cache=True, _nrt=False)
def assign_inside(source: Any, in_degree: Any, code: Any, table: Any, home: Any, cap: int, load: Any, at_home: Any,
                  done: Any, assigned: Any) -> None:
    """Assign the edges whose ends have one home, while that is not full, and note which vertices are at home."""
    e = 0
    for v in range(len(in_degree)):
        for _ in range(in_degree[v]):
            u, w, cluster = np.int64(source[e]), table[code[e]], home[v]
            if home[u] == cluster and load[cluster] + w <= cap:
                assigned[e] = cluster
                load[cluster] += w
                at_home[u] = at_home[v] = done[e] = True
            e += 1


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _slot(vertex: int, cluster: int, away: Any) -> int:
    """Where a replica away from home is in the table of them, or where it would be put."""
    wanted = np.int64(vertex) << 16 | cluster
    mixed = np.uint64(wanted) * np.uint64(0x9E3779B97F4A7C15)
    slot = np.int64((mixed ^ mixed >> np.uint64(32)) & np.uint64(len(away) - 1))
    while away[slot] != -1 and away[slot] != wanted:
        slot = (slot + 1) & (len(away) - 1)
    return slot


@njit(nogil=True, cache=True, _nrt=False)
def _is_in(vertex: int, cluster: int, home: Any, at_home: Any, away: Any) -> bool:
    """Whether a vertex has a replica in a cluster."""
    if home[vertex] == cluster:
        return at_home[vertex]
    return away[_slot(vertex, cluster, away)] != -1


@njit(nogil=True, cache=True, _nrt=False)
def _put(vertex: int, cluster: int, home: Any, at_home: Any, away: Any) -> None:
    """Give a vertex a replica in a cluster."""
    if home[vertex] == cluster:
        at_home[vertex] = True
    else:
        away[_slot(vertex, cluster, away)] = np.int64(vertex) << 16 | cluster


@njit(nogil=True, cache=True, _nrt=False)
def _score(cluster: int, u: int, v: int, share: float, pull: float, home: Any, at_home: Any, away: Any) -> float:
    """Replicas of the ends, the rarer end first, and the volume of the groups that live in the cluster."""
    score = 0.0
    if _is_in(u, cluster, home, at_home, away):
        score += 2.0 - share
    if _is_in(v, cluster, home, at_home, away):
        score += 1.0 + share
    if home[u] == cluster:
        score += pull
    if home[v] == cluster:
        score += 1.0 - pull
    return score


@njit(nogil=True, cache=True, _nrt=False)
def assign_between(source: Any, in_degree: Any, code: Any, table: Any, degree: Any, group: Any, volume: Any, home: Any,
                   cap: int, salt: int, load: Any, at_home: Any, away: Any, done: Any, assigned: Any) -> None:
    """Assign the other edges: to the better home of the two ends, else by hash, else to the least loaded cluster.

    ``home`` is per vertex here. ``away`` (int64, a power of two, all -1) has room for twice the edges that are left.
    """
    e, k = 0, np.uint64(len(load))
    for v in range(len(in_degree)):
        for _ in range(in_degree[v]):
            if done[e]:
                e += 1
                continue
            u, w = np.int64(source[e]), table[code[e]]
            share = np.float64(degree[u]) / (np.float64(degree[u]) + np.float64(degree[v]))
            both = np.float64(volume[group[u]]) + np.float64(volume[group[v]])
            pull = np.float64(volume[group[u]]) / both if both > 0 else 0.5
            best, top = np.int64(-1), -1.0
            for side in range(2):
                cluster = np.int64(home[v] if side == 0 else home[u])
                if load[cluster] + w <= cap:
                    score = _score(cluster, u, v, share, pull, home, at_home, away)
                    if score > top:
                        best, top = cluster, score
            if best < 0:
                larger = np.uint64(u if degree[u] > degree[v] else v) + np.uint64(salt)
                best = np.int64((larger * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(32)) % k)
            if load[best] + w > cap:
                for cluster in range(len(load)):
                    if load[cluster] < load[best]:
                        best = cluster
            assigned[e] = best
            load[best] += w
            _put(u, best, home, at_home, away)
            _put(v, best, home, at_home, away)
            e += 1
