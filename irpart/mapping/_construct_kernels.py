"""Compiled greedy construction: the cluster most tied to those placed goes where that costs least."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit


@njit(nogil=True, cache=True, inline="always")
def _at(i: Any) -> Any:
    return np.uint64(i)


@njit(nogil=True, cache=True, _nrt=False)
def construct(start: Any, near: Any, shift: Any, weight: Any, far: Any, size: Any, pinned: Any, room: Any, pull: Any,
              strength: Any, centre: Any, placed: Any) -> bool:
    """Place all clusters one by one; ``placed`` (int32, n) holds -1 on entry, ``room`` (int64, P) is used up.

    Pinned clusters are placed first. Next is always the cluster of most weight to those placed (``pull``, float64, zeros on
    entry), among equals, and where there is none, that of most weight in all (``strength``). It goes where its ties to
    what is placed cost least, among equals to the processor nearest to the middle of the machine (least ``centre``).
    O(n (n + P d)). Returns whether every cluster found room.
    """
    n, processors = len(placed), len(room)
    for _ in range(n):
        chosen, fixed = -1, False
        for i in range(n):
            if placed[_at(i)] >= 0:
                continue
            mine = pinned[_at(i)] >= 0
            if chosen < 0 or (mine and not fixed):
                chosen, fixed = i, mine
            elif mine == fixed and (size[_at(i)] > size[_at(chosen)] or (size[_at(i)] == size[_at(chosen)] and (
                    pull[_at(i)] > pull[_at(chosen)] or (pull[_at(i)] == pull[_at(chosen)]
                                                         and strength[_at(i)] > strength[_at(chosen)])))):
                chosen = i
        first, last, best, least = start[_at(chosen)], start[_at(chosen) + _at(1)], -1, np.inf
        if fixed:
            best = pinned[_at(chosen)]
        else:
            for b in range(processors):
                if room[_at(b)] < size[_at(chosen)]:
                    continue
                cost = 0.0
                for e in range(first, last):
                    at = placed[_at(near[_at(e)])]
                    if at >= 0:
                        cost += weight[_at(e)] * np.float64(far[_at(b), _at(at + shift[_at(e)])])
                if best < 0 or cost < least or (cost == least and centre[_at(b)] < centre[_at(best)]):
                    best, least = b, cost
        if best < 0:
            return False
        placed[_at(chosen)] = best
        room[_at(best)] -= size[_at(chosen)]
        for e in range(first, last):
            pull[_at(near[_at(e)])] += weight[_at(e)]
    return True
