"""Compiled local search for mapping: sparse deltas, pair exchange and moves to the first local optimum, annealing.

Arrays that all kernels share:

- ``start``, ``near``, ``shift``, ``weight``: the ties of cluster i are entries ``start[i]`` to ``start[i + 1]``: the other
  cluster, which half of a row of ``far`` counts (0 or P), and the weight;
- ``far`` (P, P) or (P, 2 P): distances from a processor, and behind them those to it when the two differ;
- ``placed`` (n): processor of each cluster; ``size``, ``load``, ``pinned``: as in the problem; ``room`` (P): free places;
- ``head`` (P), ``after``, ``before`` (n), ``held`` (P): the clusters of a processor as a linked list, and how many;
- ``busy``, ``price`` (P), ``region`` (P), ``busy_region``, ``price_region``: loads, and what the square of each costs.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit


@njit(nogil=True, cache=True, inline="always")
def _at(i: Any) -> Any:
    return np.uint64(i)


@njit(nogil=True, cache=True, _nrt=False)
def _drawn(state: Any) -> Any:
    """Next 32 random bits (xorshift64*), as uint64."""
    x = state[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    state[0] = x
    return (x * np.uint64(2685821657736338717)) >> np.uint64(32)


@njit(nogil=True, cache=True, _nrt=False)
def _below(state: Any, count: int) -> int:
    """A random number from 0 to count - 1."""
    return np.int64((_drawn(state) * np.uint64(count)) >> np.uint64(32))


@njit(nogil=True, cache=True, _nrt=False)
def _tie_change(i: int, j: int, b: int, start: Any, near: Any, shift: Any, weight: Any, far: Any, placed: Any,
                with_pair: bool) -> float:
    """Change of the ties of i when it goes to b while j comes to its place (j < 0: nobody).

    The ties between the two count in both directions when ``with_pair``, else not at all.
    """
    a, change = _at(placed[_at(i)]), 0.0
    goal = _at(b)
    for e in range(start[_at(i)], start[_at(i) + _at(1)]):
        q, s = near[_at(e)], shift[_at(e)]
        if q == j:
            if with_pair:
                change += weight[_at(e)] * (np.float64(far[goal, a + _at(s)]) - np.float64(far[a, goal + _at(s)]))
        else:
            at = _at(placed[_at(q)] + s)
            change += weight[_at(e)] * (np.float64(far[goal, at]) - np.float64(far[a, at]))
    return change


@njit(nogil=True, cache=True, _nrt=False)
def _load_change(a: int, b: int, moved: float, busy: Any, price: Any, region: Any, busy_region: Any,
                 price_region: Any) -> float:
    """Change of the load and region terms when an amount of load goes from processor a to b; O(1)."""
    change = price[_at(a)] * moved * (moved - 2.0 * busy[_at(a)]) + price[_at(b)] * moved * (moved + 2.0 * busy[_at(b)])
    r, s = region[_at(a)], region[_at(b)]
    if r != s:
        change += price_region[_at(r)] * moved * (moved - 2.0 * busy_region[_at(r)])
        change += price_region[_at(s)] * moved * (moved + 2.0 * busy_region[_at(s)])
    return change


@njit(nogil=True, cache=True, _nrt=False)
def change_of(i: int, j: int, b: int, start: Any, near: Any, shift: Any, weight: Any, far: Any, placed: Any, load: Any,
              busy: Any, price: Any, region: Any, busy_region: Any, price_region: Any) -> float:
    """Change of the cost when i goes to processor b and j, which is there, to the place of i (j < 0: i only moves)."""
    change = _tie_change(i, j, b, start, near, shift, weight, far, placed, True)
    moved = load[_at(i)]
    if j >= 0:
        change += _tie_change(j, i, placed[_at(i)], start, near, shift, weight, far, placed, False)
        moved -= load[_at(j)]
    if moved != 0.0:
        change += _load_change(placed[_at(i)], b, moved, busy, price, region, busy_region, price_region)
    return change


@njit(nogil=True, cache=True, _nrt=False)
def _relocate(i: int, b: int, placed: Any, size: Any, load: Any, room: Any, head: Any, after: Any, before: Any, held: Any,
              busy: Any, region: Any, busy_region: Any) -> None:
    """Put cluster i on processor b and keep all counts."""
    a = placed[_at(i)]
    following, previous = after[_at(i)], before[_at(i)]
    if previous >= 0:
        after[_at(previous)] = following
    else:
        head[_at(a)] = following
    if following >= 0:
        before[_at(following)] = previous
    first = head[_at(b)]
    after[_at(i)], before[_at(i)], head[_at(b)] = first, -1, i
    if first >= 0:
        before[_at(first)] = i
    held[_at(a)] -= 1
    held[_at(b)] += 1
    room[_at(a)] += size[_at(i)]
    room[_at(b)] -= size[_at(i)]
    busy[_at(a)] -= load[_at(i)]
    busy[_at(b)] += load[_at(i)]
    busy_region[_at(region[_at(a)])] -= load[_at(i)]
    busy_region[_at(region[_at(b)])] += load[_at(i)]
    placed[_at(i)] = b


@njit(nogil=True, cache=True, _nrt=False)
def _exchangeable(i: int, j: int, a: int, b: int, size: Any, pinned: Any, room: Any) -> bool:
    """Whether i on a and j on b may change places."""
    more = size[_at(i)] - size[_at(j)]
    return pinned[_at(j)] < 0 and room[_at(b)] >= more and room[_at(a)] >= -more


@njit(nogil=True, cache=True, _nrt=False)
def _note_costs(i: int, start: Any, near: Any, shift: Any, weight: Any, far: Any, placed: Any, now: Any, awake: Any) -> None:
    """Write down what the ties of i and of each of its neighbours cost, and wake them all."""
    first, last = start[_at(i)], start[_at(i) + _at(1)]
    for turn in range(first - 1, last):
        j = i if turn < first else near[_at(turn)]
        a, cost = _at(placed[_at(j)]), 0.0
        for e in range(start[_at(j)], start[_at(j) + _at(1)]):
            cost += weight[_at(e)] * np.float64(far[a, _at(placed[_at(near[_at(e)])] + shift[_at(e)])])
        now[_at(j)], awake[_at(j)] = cost, 1


@njit(nogil=True, cache=True, _nrt=False)
def descend(start: Any, near: Any, shift: Any, weight: Any, far: Any, placed: Any, size: Any, load: Any, pinned: Any,
            room: Any, head: Any, after: Any, before: Any, held: Any, busy: Any, price: Any, region: Any, busy_region: Any,
            price_region: Any, awake: Any, now: Any, least: float, steps: int) -> float:
    """Exchange pairs and move clusters into free room, first improvement, until nothing improves by more than ``least``.

    A cluster that has no improving step sleeps until a neighbour has moved (``awake``, uint8, n). A partner is not looked at
    closer when all that its ties cost (``now``, float64, n) would not make up for what the first cluster loses. At most
    ``steps`` steps. Returns the change of the cost.
    """
    n, processors, gained, done = len(placed), len(room), 0.0, 0
    again = True
    for i in range(n):
        _note_costs(i, start, near, shift, weight, far, placed, now, awake)
    while again:
        again = False
        for i in range(n):
            if awake[_at(i)] == 0 or pinned[_at(i)] >= 0:
                continue
            awake[_at(i)] = 0
            for b in range(processors):
                a = placed[_at(i)]
                if b == a:
                    continue
                partner, found = -2, 0.0
                loss = _tie_change(i, -1, b, start, near, shift, weight, far, placed, True)
                if room[_at(b)] >= size[_at(i)]:
                    found = change_of(i, -1, b, start, near, shift, weight, far, placed, load, busy, price, region,
                                      busy_region, price_region)
                    if found < -least:
                        partner = -1
                j = head[_at(b)]
                while j >= 0 and partner == -2:
                    if _exchangeable(i, j, a, b, size, pinned, room):
                        moved, hope = load[_at(i)] - load[_at(j)], loss - now[_at(j)]
                        if moved != 0.0:
                            hope += _load_change(a, b, moved, busy, price, region, busy_region, price_region)
                        found = 0.0
                        if hope < -least:
                            found = change_of(i, j, b, start, near, shift, weight, far, placed, load, busy, price, region,
                                              busy_region, price_region)
                        if found < -least:
                            partner = j
                    j = after[_at(j)]
                if partner == -2:
                    continue
                gained += found
                _relocate(i, b, placed, size, load, room, head, after, before, held, busy, region, busy_region)
                again, done = True, done + 1
                if partner >= 0:
                    _relocate(partner, a, placed, size, load, room, head, after, before, held, busy, region, busy_region)
                    _note_costs(partner, start, near, shift, weight, far, placed, now, awake)
                _note_costs(i, start, near, shift, weight, far, placed, now, awake)
                if done >= steps:
                    return gained
    return gained


@njit(nogil=True, cache=True, _nrt=False)
def anneal(start: Any, near: Any, shift: Any, weight: Any, far: Any, placed: Any, size: Any, load: Any, pinned: Any,
           room: Any, head: Any, after: Any, before: Any, held: Any, busy: Any, price: Any, region: Any, busy_region: Any,
           price_region: Any, close: Any, wide: bool, state: Any, heights: Any, heat: float, cooling: float, rounds: int,
           trials: int) -> float:
    """Simulated annealing by exchanges and moves; returns the change of the cost.

    Every trial takes a random cluster and sends it near one of its neighbours, near its own place, or (1 in 16) anywhere:
    ``close`` (int32, (P, c)) lists the processors around each, nearest first. When ``wide``, it is never sent near its own
    place, and anywhere 1 time in 4. Worse steps are taken up to the heat times a
    random height from ``heights`` (exponential, a power of two of them). The heat falls by ``cooling`` after each of
    ``rounds`` rounds of ``trials`` trials.
    """
    n, processors, around, gained = len(placed), len(room), close.shape[1], 0.0
    heights_mask, far_mask = np.uint64(len(heights) - 1), np.uint64(3) if wide else np.uint64(15)
    for _ in range(rounds):
        for _ in range(trials):
            i = _below(state, n)
            if pinned[_at(i)] >= 0:
                continue
            a, kind = placed[_at(i)], _drawn(state)
            first, degree = start[_at(i)], start[_at(i) + _at(1)] - start[_at(i)]
            if (kind & far_mask) == np.uint64(0) or around == 0:
                b = _below(state, processors)
            elif degree > 0 and (wide or (kind & np.uint64(16)) != np.uint64(0)):
                q = near[_at(first + _below(state, degree))]
                pick = _below(state, 1 + _below(state, around + 1))
                b = placed[_at(q)] if pick == 0 else close[_at(placed[_at(q)]), _at(pick - 1)]
            else:
                b = close[_at(a), _at(_below(state, 1 + _below(state, around)))]
            if b == a:
                continue
            partner = -1
            if held[_at(b)] > 0 and (room[_at(b)] < size[_at(i)] or (kind & np.uint64(32)) != np.uint64(0)):
                partner = head[_at(b)]
                for _ in range(_below(state, held[_at(b)])):
                    partner = after[_at(partner)]
                if not _exchangeable(i, partner, a, b, size, pinned, room):
                    continue
            elif room[_at(b)] < size[_at(i)]:
                continue
            found = change_of(i, partner, b, start, near, shift, weight, far, placed, load, busy, price, region, busy_region,
                              price_region)
            if found < heat * heights[_drawn(state) & heights_mask]:
                gained += found
                _relocate(i, b, placed, size, load, room, head, after, before, held, busy, region, busy_region)
                if partner >= 0:
                    _relocate(partner, a, placed, size, load, room, head, after, before, held, busy, region, busy_region)
        heat *= cooling
    return gained
