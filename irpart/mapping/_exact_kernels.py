"""Compiled branch and bound over placements of few clusters."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit


@njit(nogil=True, cache=True, inline="always")
def _at(i: Any) -> Any:
    return np.uint64(i)


@njit(nogil=True, cache=True, _nrt=False)
def _least_ahead(depth: int, width: int, room: Any, size: Any, pull: Any) -> float:
    """Least cost of the clusters from ``depth`` on towards those placed, each for itself on any processor with room."""
    total = 0.0
    for i in range(depth, len(size)):
        least = np.inf
        for p in range(width):
            if room[_at(p)] >= size[_at(i)] and pull[_at(depth), _at(i), _at(p)] < least:
                least = pull[_at(depth), _at(i), _at(p)]
        total += least
    return total


@njit(nogil=True, cache=True, _nrt=False)
def branch_and_bound(out: Any, back: Any, distance: Any, size: Any, load: Any, pinned: Any, room: Any, busy: Any, price: Any,
                     region: Any, busy_region: Any, price_region: Any, beyond: Any, pull: Any, spent: Any, choice: Any,
                     best: Any, least: Any, most_nodes: int) -> int:
    """The cheapest placement, by depth-first search; returns the number of nodes, more than ``most_nodes`` when it gave up.

    Parameters
    ----------
    out, back
        float64, (n, n): weight from one cluster to another, and the reverse.
    room, busy, busy_region
        State of the processors and regions: all places free, no load, on entry.
    beyond
        float64, (n + 1,): least cost among the clusters from each depth on.
    pull
        float64, (n + 1, n, P): at each depth the cost of each cluster on each processor towards those placed; 0 at depth 0.
    spent, choice
        float64 (n + 1,) and int32 (n,), scratch: cost so far, processor at each depth.
    best
        int32, (n,): the best placement so far, of cost ``least[0]``; both change when a cheaper one is found.
    """
    n, processors, nodes, depth = len(size), len(room), 0, 0
    choice[0], spent[0] = -1, 0.0
    while depth >= 0:
        if choice[_at(depth)] >= 0:
            p = choice[_at(depth)]
            room[_at(p)] += size[_at(depth)]
            busy[_at(p)] -= load[_at(depth)]
            busy_region[_at(region[_at(p)])] -= load[_at(depth)]
        p, moved = choice[_at(depth)] + 1, load[_at(depth)]
        while p < processors:
            if room[_at(p)] >= size[_at(depth)] and (pinned[_at(depth)] < 0 or pinned[_at(depth)] == p):
                r = region[_at(p)]
                spent[_at(depth + 1)] = (spent[_at(depth)] + pull[_at(depth), _at(depth), _at(p)]
                                         + price[_at(p)] * moved * (moved + 2.0 * busy[_at(p)])
                                         + price_region[_at(r)] * moved * (moved + 2.0 * busy_region[_at(r)]))
                if spent[_at(depth + 1)] + beyond[_at(depth + 1)] < least[0]:
                    break
            p += 1
        choice[_at(depth)] = p
        if p >= processors:
            depth -= 1
            continue
        nodes += 1
        if nodes > most_nodes:
            return nodes
        room[_at(p)] -= size[_at(depth)]
        busy[_at(p)] += moved
        busy_region[_at(region[_at(p)])] += moved
        for i in range(depth + 1, n):
            for q in range(processors):
                pull[_at(depth + 1), _at(i), _at(q)] = (pull[_at(depth), _at(i), _at(q)]
                                                        + out[_at(i), _at(depth)] * distance[_at(q), _at(p)]
                                                        + back[_at(i), _at(depth)] * distance[_at(p), _at(q)])
        if depth + 1 == n:
            least[0] = spent[_at(n)]
            for i in range(n):
                best[_at(i)] = choice[_at(i)]
        elif (spent[_at(depth + 1)] + beyond[_at(depth + 1)]
                + _least_ahead(depth + 1, processors, room, size, pull)) < least[0]:
            depth += 1
            choice[_at(depth)] = -1
    return nodes
