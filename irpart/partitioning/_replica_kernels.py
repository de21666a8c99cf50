"""Compiled kernels on replica sets: which clusters each vertex is in, while edges are assigned one by one.

With at most 64 clusters a vertex's set is one 64-bit mask. With more it is up to eight cluster numbers in place and,
beyond that, a bit set taken from a pool, so that memory follows the number of replicas.

Loads are whole numbers. ``key`` (int64) holds load * 2**16 + cluster, so that the least key names the least loaded cluster,
the lowest number among equals; ``least`` holds the least key of each block of 32.

Kernels are compiled without reference counting (docs/decisions/0003), so they allocate nothing.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit, types
from numba.extending import intrinsic

INLINE = 8
BLOCK = 32


@intrinsic
def _lowest(typing_context: Any, mask: Any) -> Any:
    """Number of the lowest set bit of a non-zero 64-bit mask."""
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], context.get_constant(types.boolean, True))

    return types.int64(types.uint64), generate


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _at(index: int) -> int:
    """An index that is never negative, as the unsigned number that needs no check for counting from the end."""
    return np.uint64(index)


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _add_load(cluster: int, weight: int, key: Any, least: Any) -> None:
    """Add to a cluster's load; the least key of its block is found again only when it was this one."""
    before = key[_at(cluster)]
    key[_at(cluster)] = before + (weight << 16)
    block = cluster // BLOCK
    if least[_at(block)] == before:
        smallest = key[_at(block * BLOCK)]
        for i in range(block * BLOCK, block * BLOCK + BLOCK):
            smallest = min(smallest, key[_at(i)])
        least[_at(block)] = smallest


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _least_loaded(least: Any) -> int:
    """The least loaded cluster, the lowest number among equals."""
    smallest = least[0]
    for block in range(len(least)):
        smallest = min(smallest, least[block])
    return smallest & 0xFFFF


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _has(vertex: int, cluster: int, count: Any, inline: Any, pool: Any) -> bool:
    """Whether a vertex is in a cluster."""
    n = count[_at(vertex)]
    if n > INLINE:
        row = np.int64(inline[_at(vertex), 0]) | np.int64(inline[_at(vertex), 1]) << 16
        return pool[_at(row), cluster >> 6] >> np.uint64(cluster & 63) & np.uint64(1) != 0
    for i in range(n):
        if inline[_at(vertex), i] == cluster:
            return True
    return False


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _insert(vertex: int, cluster: int, count: Any, inline: Any, pool: Any, used: Any) -> None:
    """Put a vertex into a cluster it is not in; a ninth cluster moves its set into the pool."""
    n = count[_at(vertex)]
    if n < INLINE:
        inline[_at(vertex), n] = cluster
    else:
        if n == INLINE:
            row = used[0]
            used[0] += 1
            for i in range(INLINE):
                other = np.int64(inline[_at(vertex), i])
                pool[_at(row), other >> 6] |= np.uint64(1) << np.uint64(other & 63)
            inline[_at(vertex), 0], inline[_at(vertex), 1] = row & 0xFFFF, row >> 16
        row = np.int64(inline[_at(vertex), 0]) | np.int64(inline[_at(vertex), 1]) << 16
        pool[_at(row), cluster >> 6] |= np.uint64(1) << np.uint64(cluster & 63)
    count[_at(vertex)] = n + 1


@njit(nogil=True, cache=True, _nrt=False)
def _best_of(vertex: int, other: int, both: bool, room: int, key: Any, count: Any, inline: Any,
             pool: Any) -> int:
    """Least loaded cluster among those of ``vertex`` (with ``both``: that ``other`` is in too) whose key is at most
    ``room``, or -1."""
    best = np.int64(room) + 1
    n = count[vertex]
    if n <= INLINE:
        for i in range(n):
            cluster = np.int64(inline[vertex, i])
            if key[cluster] < best and (not both or _has(other, cluster, count, inline, pool)):
                best = key[cluster]
    else:
        row = np.int64(inline[vertex, 0]) | np.int64(inline[vertex, 1]) << 16
        for word in range(pool.shape[1]):
            mask = pool[row, word]
            while mask != 0:
                cluster = 64 * word + _lowest(mask)
                mask &= mask - np.uint64(1)
                if key[cluster] < best and (not both or _has(other, cluster, count, inline, pool)):
                    best = key[cluster]
    return best & 0xFFFF if best <= room else -1


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
def greedy_masks(source: Any, in_degree: Any, code: Any, table: Any, rank: Any, consume: bool, cap: int, key: Any,
                 least: Any, mask: Any, assigned: Any) -> None:
    """The greedy family for at most 64 clusters.

    Edge e weighs ``table[code[_at(e)]]`` (int64). ``rank`` (int64, per vertex) decides between two disjoint sets: the set of
    the endpoint with the larger rank is taken, the destination's among equals. With ``consume`` an assigned edge lowers
    both ranks by its weight. ``cap`` bounds a cluster's load.
    """
    e = 0
    for v in range(len(in_degree)):
        b = mask[_at(v)]
        for _ in range(in_degree[_at(v)]):
            u, w = np.int64(source[_at(e)]), table[code[_at(e)]]
            a = mask[_at(u)] if u != v else b
            candidates = a & b
            if candidates == 0:
                candidates = a | b
                if a != 0 and b != 0:
                    candidates = a if rank[_at(u)] > rank[_at(v)] else b
            room = (cap - w) << 16 | 0xFFFF
            best = room + 1
            while candidates != 0:
                best = min(best, key[_at(_lowest(candidates))])
                candidates &= candidates - np.uint64(1)
            cluster = best & 0xFFFF if best <= room else _least_loaded(least)
            assigned[_at(e)] = cluster
            _add_load(cluster, w, key, least)
            bit = np.uint64(1) << np.uint64(cluster)
            b |= bit
            if u != v:
                mask[_at(u)] = a | bit
            if consume:
                rank[_at(u)] -= w
                rank[_at(v)] -= w
            e += 1
        mask[_at(v)] = b


@njit(nogil=True, cache=True, _nrt=False)
def greedy_sets(start: Any, source: Any, in_degree: Any, code: Any, table: Any, rank: Any, consume: bool, cap: int,
                key: Any, least: Any, count: Any, inline: Any, pool: Any, used: Any, assigned: Any) -> bool:
    """The same for any number of clusters, from vertex ``start[0]`` and edge ``start[1]`` on.

    Returns False when the pool must grow before it can go on.
    """
    e = start[1]
    for v in range(start[0], len(in_degree)):
        if used[0] + 2 * np.int64(in_degree[_at(v)]) + 2 > len(pool):
            start[0], start[1] = v, e
            return False
        for _ in range(in_degree[_at(v)]):
            u, w = np.int64(source[_at(e)]), table[code[_at(e)]]
            room, best = (cap - w) << 16 | 0xFFFF, -1
            if count[_at(u)] > 0 and count[_at(v)] > 0:
                if _shares(u, v, count, inline, pool):
                    few, many = (u, v) if count[_at(u)] < count[_at(v)] else (v, u)
                    best = _best_of(few, many, True, room, key, count, inline, pool)
                else:
                    chosen = u if rank[_at(u)] > rank[_at(v)] else v
                    best = _best_of(chosen, chosen, False, room, key, count, inline, pool)
            elif count[_at(u)] > 0:
                best = _best_of(u, u, False, room, key, count, inline, pool)
            elif count[_at(v)] > 0:
                best = _best_of(v, v, False, room, key, count, inline, pool)
            if best < 0:
                best = _least_loaded(least)
            assigned[_at(e)] = best
            _add_load(best, w, key, least)
            if not _has(u, best, count, inline, pool):
                _insert(u, best, count, inline, pool, used)
            if not _has(v, best, count, inline, pool):
                _insert(v, best, count, inline, pool, used)
            if consume:
                rank[_at(u)] -= w
                rank[_at(v)] -= w
            e += 1
    return True


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _score(cluster: int, in_u: bool, in_v: bool, share_u: float, slope: float, key: Any) -> float:
    """HDRF's score of a cluster, without the part of the balance term that is the same for all clusters."""
    score = -slope * np.float64(key[cluster] >> 16)
    if in_u:
        score += 2.0 - share_u
    if in_v:
        score += 1.0 + share_u
    return score


@njit(nogil=True, cache=True, _nrt=False)
def _best_scored(u: int, v: int, room: int, share: float, balance: float, spread: float, key: Any, least: Any, count: Any,
                 inline: Any, pool: Any) -> int:
    """The cluster that scores highest for an edge, among those whose key is at most ``room`` and the least loaded one.

    Only the clusters of either endpoint and the least loaded one are scored: a cluster that holds neither endpoint
    scores by its load alone, so none of them beats the least loaded (and equals lose to the lower number, which is
    the one taken).
    """
    best, slope = _least_loaded(least), balance / spread
    in_u, in_v = _has(u, best, count, inline, pool), _has(v, best, count, inline, pool)
    top = _score(best, in_u, in_v, share, slope, key)
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
                if key[cluster] > room:
                    continue
                shared = _has(other, cluster, count, inline, pool)
                score = _score(cluster, side == 0 or shared, side == 1 or shared, share, slope, key)
                if score > top or (score == top and cluster < best):
                    best, top = cluster, score
    return best


@njit(nogil=True, cache=True, _nrt=False)
def hdrf_sets(start: Any, source: Any, in_degree: Any, code: Any, table: Any, degree: Any, done: Any, cap: int,
              balance: float, epsilon: float, key: Any, least: Any, heaviest: Any, count: Any, inline: Any, pool: Any,
              used: Any, assigned: Any) -> bool:
    """HDRF for any number of clusters, on the edges that are not ``done`` (an empty array: none is).

    Edge e loads ``table[code[e]]``; clusters that it would lift above ``cap`` are passed over, while one is left.
    Returns False when the pool must grow.
    """
    e = start[1]
    for v in range(start[0], len(in_degree)):
        if used[0] + 2 * np.int64(in_degree[v]) + 2 > len(pool):
            start[0], start[1] = v, e
            return False
        for _ in range(in_degree[v]):
            if len(done) > 0 and done[e]:
                e += 1
                continue
            u, w = np.int64(source[e]), table[code[e]]
            share = np.float64(degree[u]) / (np.float64(degree[u]) + np.float64(degree[v]))
            spread = epsilon + np.float64(heaviest[0]) - np.float64(key[_least_loaded(least)] >> 16)
            best = _best_scored(u, v, (cap - w) << 16 | 0xFFFF, share, balance, spread, key, least, count, inline, pool)
            assigned[e] = best
            _add_load(best, w, key, least)
            heaviest[0] = max(heaviest[0], key[best] >> 16)
            if not _has(u, best, count, inline, pool):
                _insert(u, best, count, inline, pool, used)
            if not _has(v, best, count, inline, pool):
                _insert(v, best, count, inline, pool, used)
            e += 1
    return True


@njit(nogil=True, cache=True, _nrt=False)
def add_replicas(start: Any, source: Any, in_degree: Any, done: Any, assigned: Any, count: Any, inline: Any, pool: Any,
                 used: Any) -> bool:
    """Put the ends of the edges that are ``done`` into their clusters. Returns False when the pool must grow."""
    e = start[1]
    for v in range(start[0], len(in_degree)):
        if used[0] + 2 * np.int64(in_degree[v]) + 2 > len(pool):
            start[0], start[1] = v, e
            return False
        for _ in range(in_degree[v]):
            if done[e]:
                u, cluster = np.int64(source[e]), np.int64(assigned[e])
                if not _has(u, cluster, count, inline, pool):
                    _insert(u, cluster, count, inline, pool, used)
                if not _has(v, cluster, count, inline, pool):
                    _insert(v, cluster, count, inline, pool, used)
            e += 1
    return True


@njit(nogil=True, cache=True, _nrt=False)
def incident_weight(source: Any, in_degree: Any, code: Any, table: Any, total: Any) -> None:
    """Add to ``total`` (int64, per vertex) the weight of every edge of the vertex; a self-loop counts twice."""
    e = 0
    for v in range(len(in_degree)):
        own = np.int64(0)
        for _ in range(in_degree[_at(v)]):
            w = table[code[_at(e)]]
            total[source[_at(e)]] += w
            own += w
            e += 1
        total[v] += own


@njit(nogil=True, cache=True, _nrt=False)
def count_replicas(start: Any, source: Any, in_degree: Any, assigned: Any, count: Any, inline: Any, pool: Any,
                   used: Any) -> bool:
    """Fill ``count`` with the number of clusters of each vertex. Returns False when the pool must grow."""
    e = start[1]
    for v in range(start[0], len(in_degree)):
        if used[0] + 2 * np.int64(in_degree[_at(v)]) + 2 > len(pool):
            start[0], start[1] = v, e
            return False
        for _ in range(in_degree[_at(v)]):
            u, cluster = np.int64(source[_at(e)]), np.int64(assigned[_at(e)])
            if not _has(u, cluster, count, inline, pool):
                _insert(u, cluster, count, inline, pool, used)
            if not _has(v, cluster, count, inline, pool):
                _insert(v, cluster, count, inline, pool, used)
            e += 1
    return True
