"""Compiled robust tabu search on dense symmetric quadratic assignment problems; the caller owns all arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit


@njit(nogil=True, cache=True, inline="always")
def _at(i: Any) -> Any:
    return np.uint64(i)


@njit(nogil=True, cache=True, _nrt=False)
def _drawn(state: Any) -> float:
    """Next random number from 0 to below 1 (xorshift64*)."""
    x = state[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    state[0] = x
    return np.float64((x * np.uint64(2685821657736338717)) >> np.uint64(11)) / 9007199254740992.0


@njit(nogil=True, cache=True, _nrt=False)
def all_changes(flow: Any, apart: Any, free: int, change: Any) -> None:
    """Change of the cost by every exchange of two of the first ``free`` items, into ``change[i, j]``, i < j; O(free^2 n).

    ``flow`` (n, n) is symmetric, ``apart[i, j]`` the distance of the places of items i and j, symmetric too; the cost
    is the sum of their products over unordered pairs.
    """
    n = len(flow)
    for i in range(free):
        for j in range(i + 1, free):
            total = 0.0
            for q in range(n):
                total += (flow[_at(i), _at(q)] - flow[_at(j), _at(q)]) * (apart[_at(j), _at(q)] - apart[_at(i), _at(q)])
            change[_at(i), _at(j)] = total + 2.0 * flow[_at(i), _at(j)] * apart[_at(i), _at(j)]


@njit(nogil=True, cache=True, _nrt=False)
def _exchange(r: int, s: int, free: int, flow: Any, apart: Any, place: Any, one: Any, two: Any, change: Any) -> None:
    """Exchange the places of r and s and bring all changes up to date; O(free^2)."""
    n = len(flow)
    place[_at(r)], place[_at(s)] = place[_at(s)], place[_at(r)]
    for q in range(n):
        apart[_at(r), _at(q)], apart[_at(s), _at(q)] = apart[_at(s), _at(q)], apart[_at(r), _at(q)]
    for q in range(n):
        apart[_at(q), _at(r)], apart[_at(q), _at(s)] = apart[_at(q), _at(s)], apart[_at(q), _at(r)]
    for q in range(n):
        one[_at(q)] = flow[_at(r), _at(q)] - flow[_at(s), _at(q)]
        two[_at(q)] = apart[_at(s), _at(q)] - apart[_at(r), _at(q)]
    for i in range(free):
        a, b = one[_at(i)], two[_at(i)]
        for j in range(i + 1, free):
            change[_at(i), _at(j)] += (a - one[_at(j)]) * (b - two[_at(j)])
    for chosen in (r, s):
        for other in range(free):
            i, j = min(chosen, other), max(chosen, other)
            if i != j:
                total = 0.0
                for q in range(n):
                    total += (flow[_at(i), _at(q)] - flow[_at(j), _at(q)]) * (apart[_at(j), _at(q)] - apart[_at(i), _at(q)])
                change[_at(i), _at(j)] = total + 2.0 * flow[_at(i), _at(j)] * apart[_at(i), _at(j)]


@njit(nogil=True, cache=True, _nrt=False)
def search_tabu(flow: Any, apart: Any, free: int, place: Any, best_place: Any, one: Any, two: Any, change: Any, until: Any,
                state: Any, cost: Any, first: int, iterations: int, least: float) -> None:
    """Iterations ``first`` to ``first + iterations`` of robust tabu search over the first ``free`` of n items.

    Parameters
    ----------
    flow, apart, change
        As in ``all_changes``; ``apart`` and ``change`` are kept up to date.
    place, best_place
        int32, shape (n,): place of each item now, and in the best solution so far.
    one, two
        float64, shape (n,): scratch.
    until
        int64, shape (n, n): iteration until which an item should not come back to a place.
    cost
        float64, shape (2,): cost now and least so far; both are relative, only their differences count.
    least
        Costs that differ by less are equal.
    """
    for now in range(first, first + iterations):
        r, s, lowest, aspired = -1, -1, np.inf, False
        for i in range(free):
            for j in range(i + 1, free):
                value = change[_at(i), _at(j)]
                if value >= lowest and not (now > 5 * free * free and not aspired):
                    continue
                back, forth = until[_at(i), _at(place[_at(j)])], until[_at(j), _at(place[_at(i)])]
                allowed = back < now or forth < now
                wanted = (max(back, forth) < now - 5 * free * free or cost[0] + value < cost[1] - least)
                if (wanted and not aspired) or (value < lowest and (wanted if aspired else allowed)):
                    r, s, lowest = i, j, value
                    aspired = aspired or wanted
        if r < 0:
            continue
        until[_at(r), _at(place[_at(r)])] = now + np.int64(_drawn(state) ** 3 * 8.0 * free)
        until[_at(s), _at(place[_at(s)])] = now + np.int64(_drawn(state) ** 3 * 8.0 * free)
        _exchange(r, s, free, flow, apart, place, one, two, change)
        cost[0] += lowest
        if cost[0] < cost[1] - least:
            cost[1] = cost[0]
            for q in range(len(place)):
                best_place[_at(q)] = place[_at(q)]
