"""Compiled kernels on replica sets: which clusters each vertex is in, while edges are assigned one by one.

With at most 64 clusters a vertex's set is one 64-bit mask. With more it is up to eight cluster numbers in place and,
beyond that, a bit set taken from a pool, so that memory follows the number of replicas. The least loaded cluster comes
from a heap whose entries may be stale: loads only grow, so a top entry that is up to date is the least of all.

Kernels are compiled without reference counting (docs/decisions/0003), so they allocate nothing.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

INLINE = 8
NEEDS_POOL = -1


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _lowest(mask: int) -> int:
    """Number of the lowest set bit of a non-zero mask."""
    low = mask & (np.uint64(0) - mask)
    position = 0
    for shift in (32, 16, 8, 4, 2, 1):
        if low >= np.uint64(1) << np.uint64(shift):
            low >>= np.uint64(shift)
            position += shift
    return position


@njit(nogil=True, cache=True, _nrt=False)
def _sink(heap: Any, snapshot: Any, load: Any, at: int) -> None:
    """Restore the order of the heap below ``at``: least (snapshot, cluster) first."""
    size = len(heap)
    while 2 * at + 1 < size:
        child = 2 * at + 1
        if child + 1 < size:
            a, b = heap[child], heap[child + 1]
            if snapshot[b] < snapshot[a] or (snapshot[b] == snapshot[a] and b < a):
                child += 1
        a, b = heap[child], heap[at]
        if snapshot[b] < snapshot[a] or (snapshot[b] == snapshot[a] and b < a):
            return
        heap[child], heap[at] = b, a
        at = child


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _least_loaded(heap: Any, snapshot: Any, load: Any) -> int:
    """The least loaded cluster, the lowest number among equals."""
    while snapshot[heap[0]] != load[heap[0]]:
        snapshot[heap[0]] = load[heap[0]]
        _sink(heap, snapshot, load, 0)
    return heap[0]


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _has(vertex: int, cluster: int, count: Any, inline: Any, pool: Any) -> bool:
    """Whether a vertex is in a cluster."""
    n = count[vertex]
    if n > INLINE:
        row = np.int64(inline[vertex, 0]) | np.int64(inline[vertex, 1]) << 16
        return pool[row, cluster >> 6] >> np.uint64(cluster & 63) & np.uint64(1) != 0
    for i in range(n):
        if inline[vertex, i] == cluster:
            return True
    return False


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _insert(vertex: int, cluster: int, count: Any, inline: Any, pool: Any, used: Any) -> None:
    """Put a vertex into a cluster it is not in; a ninth cluster moves its set into the pool."""
    n = count[vertex]
    if n < INLINE:
        inline[vertex, n] = cluster
    else:
        if n == INLINE:
            row = used[0]
            used[0] += 1
            for i in range(INLINE):
                other = np.int64(inline[vertex, i])
                pool[row, other >> 6] |= np.uint64(1) << np.uint64(other & 63)
            inline[vertex, 0], inline[vertex, 1] = row & 0xFFFF, row >> 16
        row = np.int64(inline[vertex, 0]) | np.int64(inline[vertex, 1]) << 16
        pool[row, cluster >> 6] |= np.uint64(1) << np.uint64(cluster & 63)
    count[vertex] = n + 1


@njit(nogil=True, cache=True, _nrt=False)
def _best_of(vertex: int, other: int, both: bool, weight: float, cap: float, load: Any, count: Any, inline: Any,
             pool: Any) -> int:
    """Least loaded cluster with room among those of ``vertex`` (with ``both``: that ``other`` is in too), or -1."""
    best = -1
    n = count[vertex]
    if n <= INLINE:
        for i in range(n):
            cluster = np.int64(inline[vertex, i])
            if load[cluster] + weight <= cap and (not both or _has(other, cluster, count, inline, pool)):
                if best < 0 or load[cluster] < load[best] or (load[cluster] == load[best] and cluster < best):
                    best = cluster
        return best
    row = np.int64(inline[vertex, 0]) | np.int64(inline[vertex, 1]) << 16
    for word in range(pool.shape[1]):
        mask = pool[row, word]
        while mask != 0:
            cluster = 64 * word + _lowest(mask)
            mask &= mask - np.uint64(1)
            if load[cluster] + weight <= cap and (not both or _has(other, cluster, count, inline, pool)):
                if best < 0 or load[cluster] < load[best]:
                    best = cluster
    return best


@njit(nogil=True, cache=True, _nrt=False)
def _shares(u: int, v: int, count: Any, inline: Any, pool: Any) -> bool:
    """Whether two vertices have a cluster in common."""
    if count[u] > count[v]:
        u, v = v, u
    if count[u] <= INLINE:
        for i in range(count[u]):
            if _has(v, np.int64(inline[u, i]), count, inline, pool):
                return True
        return False
    a = np.int64(inline[u, 0]) | np.int64(inline[u, 1]) << 16
    b = np.int64(inline[v, 0]) | np.int64(inline[v, 1]) << 16
    for word in range(pool.shape[1]):
        if pool[a, word] & pool[b, word] != 0:
            return True
    return False


@njit(nogil=True, cache=True, _nrt=False)
def greedy_masks(source: Any, in_degree: Any, weight: Any, rank: Any, consume: bool, cap: float, load: Any, heap: Any,
                 snapshot: Any, mask: Any, assigned: Any) -> None:
    """The greedy family for at most 64 clusters.

    ``rank`` (float64, per vertex) decides between two disjoint sets: the set of the endpoint with the larger rank is
    taken, the destination's among equals. With ``consume`` an assigned edge lowers both ranks by its weight. ``cap``
    is the bound on a cluster's load (infinity: none).
    """
    e = 0
    for v in range(len(in_degree)):
        for _ in range(in_degree[v]):
            u, w = np.int64(source[e]), weight[e]
            a, b = mask[u], mask[v]
            candidates = a & b
            if candidates == 0:
                if a != 0 and b != 0:
                    candidates = a if rank[u] > rank[v] else b
                else:
                    candidates = a | b
            best = -1
            while candidates != 0:
                cluster = _lowest(candidates)
                candidates &= candidates - np.uint64(1)
                if load[cluster] + w <= cap and (best < 0 or load[cluster] < load[best]):
                    best = cluster
            if best < 0:
                best = _least_loaded(heap, snapshot, load)
            assigned[e] = best
            load[best] += w
            bit = np.uint64(1) << np.uint64(best)
            mask[u] |= bit
            mask[v] |= bit
            if consume:
                rank[u] -= w
                rank[v] -= w
            e += 1


@njit(nogil=True, cache=True, _nrt=False)
def greedy_sets(start: Any, source: Any, in_degree: Any, weight: Any, rank: Any, consume: bool, cap: float, load: Any,
                heap: Any, snapshot: Any, count: Any, inline: Any, pool: Any, used: Any, assigned: Any) -> bool:
    """The same for any number of clusters, from vertex ``start[0]`` and edge ``start[1]`` on.

    Returns False when the pool must grow before it can go on.
    """
    e = start[1]
    for v in range(start[0], len(in_degree)):
        if used[0] + 2 * np.int64(in_degree[v]) + 2 > len(pool):
            start[0], start[1] = v, e
            return False
        for _ in range(in_degree[v]):
            u, w = np.int64(source[e]), weight[e]
            best = -1
            if count[u] > 0 and count[v] > 0:
                if _shares(u, v, count, inline, pool):
                    if count[u] < count[v]:
                        best = _best_of(u, v, True, w, cap, load, count, inline, pool)
                    else:
                        best = _best_of(v, u, True, w, cap, load, count, inline, pool)
                else:
                    chosen = u if rank[u] > rank[v] else v
                    best = _best_of(chosen, chosen, False, w, cap, load, count, inline, pool)
            elif count[u] > 0:
                best = _best_of(u, u, False, w, cap, load, count, inline, pool)
            elif count[v] > 0:
                best = _best_of(v, v, False, w, cap, load, count, inline, pool)
            if best < 0:
                best = _least_loaded(heap, snapshot, load)
            assigned[e] = best
            load[best] += w
            if not _has(u, best, count, inline, pool):
                _insert(u, best, count, inline, pool, used)
            if not _has(v, best, count, inline, pool):
                _insert(v, best, count, inline, pool, used)
            if consume:
                rank[u] -= w
                rank[v] -= w
            e += 1
    return True


@njit(nogil=True, cache=True, _nrt=False)
def _score(cluster: int, in_u: bool, in_v: bool, share_u: float, slope: float, load: Any) -> float:
    """HDRF's score of a cluster, without the part of the balance term that is the same for all clusters."""
    score = -slope * load[cluster]
    if in_u:
        score += 2.0 - share_u
    if in_v:
        score += 1.0 + share_u
    return score


@njit(nogil=True, cache=True, _nrt=False)
def hdrf_sets(start: Any, source: Any, in_degree: Any, degree: Any, balance: float, epsilon: float, load: Any, heap: Any,
              snapshot: Any, heaviest: Any, count: Any, inline: Any, pool: Any, used: Any, assigned: Any) -> bool:
    """HDRF for any number of clusters; every edge loads 1. Returns False when the pool must grow.

    Only the clusters of either endpoint and the least loaded one are scored: a cluster that holds neither endpoint
    scores by its load alone, so none of them beats the least loaded (and equals lose to the lower number, which the
    heap yields).
    """
    e = start[1]
    for v in range(start[0], len(in_degree)):
        if used[0] + 2 * np.int64(in_degree[v]) + 2 > len(pool):
            start[0], start[1] = v, e
            return False
        for _ in range(in_degree[v]):
            u = np.int64(source[e])
            least = _least_loaded(heap, snapshot, load)
            share = np.float64(degree[u]) / (np.float64(degree[u]) + np.float64(degree[v]))
            slope = balance / (epsilon + heaviest[0] - load[least])
            best = least
            in_u = _has(u, least, count, inline, pool)
            top = _score(least, in_u, _has(v, least, count, inline, pool), share, slope, load)
            for side in range(2):
                vertex, other = (u, v) if side == 0 else (v, u)
                n = np.int64(count[vertex])
                row = np.int64(inline[vertex, 0]) | np.int64(inline[vertex, 1]) << 16
                words = 1 if n <= INLINE else pool.shape[1]
                for word in range(words):
                    mask = (np.uint64(1) << np.uint64(n)) - np.uint64(1) if n <= INLINE else pool[row, word]
                    while mask != 0:
                        bit = _lowest(mask)
                        mask &= mask - np.uint64(1)
                        cluster = np.int64(inline[vertex, bit]) if n <= INLINE else 64 * word + bit
                        shared = _has(other, cluster, count, inline, pool)
                        score = _score(cluster, side == 0 or shared, side == 1 or shared, share, slope, load)
                        if score > top or (score == top and cluster < best):
                            best, top = cluster, score
            assigned[e] = best
            load[best] += 1.0
            heaviest[0] = max(heaviest[0], load[best])
            if not _has(u, best, count, inline, pool):
                _insert(u, best, count, inline, pool, used)
            if not _has(v, best, count, inline, pool):
                _insert(v, best, count, inline, pool, used)
            e += 1
    return True


@njit(nogil=True, cache=True, _nrt=False)
def count_replicas(start: Any, source: Any, in_degree: Any, assigned: Any, count: Any, inline: Any, pool: Any,
                   used: Any) -> bool:
    """Fill ``count`` with the number of clusters of each vertex. Returns False when the pool must grow."""
    e = start[1]
    for v in range(start[0], len(in_degree)):
        if used[0] + 2 * np.int64(in_degree[v]) + 2 > len(pool):
            start[0], start[1] = v, e
            return False
        for _ in range(in_degree[v]):
            u, cluster = np.int64(source[e]), np.int64(assigned[e])
            if not _has(u, cluster, count, inline, pool):
                _insert(u, cluster, count, inline, pool, used)
            if not _has(v, cluster, count, inline, pool):
                _insert(v, cluster, count, inline, pool, used)
            e += 1
    return True
