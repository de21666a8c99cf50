"""Recursive division: clusters and processors are cut into matching parts until a part is one processor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.mapping.problem import MappingProblem

Parts = list[NDArray[np.int64]]

_SMALL = 8
"""A part of so many processors of a grid, or fewer, is filled in order: local search does that better than a cut."""
_MOST_CENTRES = 256


def divided(problem: MappingProblem, tied: Any, seed: int, *, small: int = _SMALL, cuts: int = 4, bisecting: bool = True,
            imbalance: int = 30) -> NDArray[np.int32]:
    """A wanted processor for each cluster; caps are kept but for what METIS leaves over.

    Parameters
    ----------
    tied
        scipy.sparse, k x k, symmetric: what clusters cost each other.
    small
        Parts of a machine without hierarchy that are no larger are filled in order.
    cuts
        Cuts that METIS tries at each division, of which it keeps the best; four times as many for 3 to 8 parts.
    bisecting
        Whether METIS halves again and again, or cuts into all parts at once.
    imbalance
        Thousandths by which METIS may overfill a part; what is too much is moved where it loses least.
    """
    room, size, pins = compact_room(problem), problem.sizes().astype(np.int64), problem.pins()
    split = splitter(problem, small)
    wanted = np.zeros(problem.n_clusters, np.int32)
    waiting = [(np.arange(problem.n_clusters), np.flatnonzero(room > 0), 0)]
    while waiting:
        items, processors, level = waiting.pop()
        parts = split(processors, level) if len(items) > 1 else [processors]
        if len(parts) == 1:
            wanted[items] = _filled_in_order(items, processors, size, room)
            continue
        rooms = np.array([int(room[part].sum()) for part in parts])
        inside = tied[items][:, items].tocsr()
        tried = cuts * (4 if 2 < len(parts) <= 8 and level == 0 else 1)
        options = {"seed": (seed + level) % 2**31, "ufactor": imbalance, "ncuts": tried}
        made = _cut(inside, size[items], rooms, bisecting, options)
        part_of = _balanced(made, inside, size[items], rooms)
        owner = np.full(problem.n_processors, -1)
        for number, part in enumerate(parts):
            owner[part] = number
        held = pins[items] >= 0
        part_of[held] = np.where(owner[pins[items[held]]] >= 0, owner[pins[items[held]]], part_of[held])
        waiting += [(items[part_of == number], part, level + 1) for number, part in enumerate(parts)]
    return wanted


def compact_room(problem: MappingProblem) -> NDArray[np.int64]:
    """int64, shape (P,): places to be used, by default all of them.

    With room to spare and no weight on load, the places of the most compact set of processors that is large enough: those
    nearest to the centre for which the sum of their distances is least, the processors of pinned clusters always among them.
    With weight on load every processor gives places in proportion to its speed.
    """
    cap, need, pins = problem.cap.astype(np.int64), int(problem.sizes().sum()), problem.pins()
    if need == int(cap.sum()):
        return cap
    count = problem.n_processors
    if problem.load_weight > 0 and problem.n_clusters >= count:
        fair = np.ceil(need * problem.speed / problem.speed.sum()).astype(np.int64)
        fair = np.minimum(cap, np.maximum(fair, problem.sizes().max()))
        if fair.sum() >= need:
            return np.asarray(fair, np.int64)
    mean = (problem.distance + problem.distance.T).astype(np.float64)
    mean[:, pins[pins >= 0]] = -1
    best, least = np.arange(count), np.inf
    for centre in np.linspace(0, count - 1, min(count, _MOST_CENTRES)).astype(np.int64).tolist():
        order = np.argsort(mean[centre], kind="stable")
        last = int(np.searchsorted(np.cumsum(cap[order]), need))
        spread = float(mean[np.ix_(order[: last + 1], order[: last + 1])].clip(0).sum())
        if spread < least:
            best, least = order[: last + 1], spread
    room = np.zeros(count, np.int64)
    room[best] = cap[best]
    return room


def splitter(problem: MappingProblem, small: int = 1) -> Callable[[NDArray[np.int64], int], Parts]:
    """A function from processors and their level below the whole machine to two or more parts of them (or one: do not cut).

    A hierarchy is cut into the subtrees of a level, a grid across its longest side, anything else along the tree of average
    linkage of its distances.
    """
    if problem.hierarchy:
        arities = problem.hierarchy
        below = np.append(np.cumprod(arities[::-1])[-2::-1], 1)

        def by_level(processors: NDArray[np.int64], level: int) -> Parts:
            if level >= len(arities) - 1:
                return [processors]
            subtree = processors // below[level]
            return [processors[subtree == number] for number in np.unique(subtree)]

        return by_level
    if problem.grid:
        at = np.stack(np.unravel_index(np.arange(problem.n_processors), problem.grid))

        def across(processors: NDArray[np.int64], _: int) -> Parts:
            if len(processors) <= max(1, small):
                return [processors]
            own = at[:, processors]
            axis = int(np.argmax(own.max(axis=1) - own.min(axis=1)))
            order = np.argsort(own[axis], kind="stable")
            return [np.sort(processors[order[: len(order) // 2]]), np.sort(processors[order[len(order) // 2 :]])]

        return across
    merged = _linkage(problem.distance)

    def along(processors: NDArray[np.int64], _: int) -> Parts:
        return _halves(merged, processors) if len(processors) > max(1, small) else [processors]

    return along


def _linkage(distance: NDArray[np.float32]) -> NDArray[np.float64]:
    from scipy.cluster.hierarchy import linkage
    from scipy.spatial.distance import squareform

    mean = (distance + distance.T).astype(np.float64) / 2
    return np.asarray(linkage(squareform(mean, checks=False), "average")) if len(mean) > 1 else np.empty((0, 4))


def _halves(merged: NDArray[np.float64], processors: NDArray[np.int64]) -> Parts:
    """The two parts of a set of processors under the lowest node of a linkage that holds all of them; O(P)."""
    count = len(merged) + 1
    label = np.full(2 * count - 1, -1)
    label[processors] = 0
    inside = np.zeros(2 * count - 1, np.int64)
    inside[processors] = 1
    for number, (a, b) in enumerate(merged[:, :2].astype(np.int64).tolist()):
        inside[count + number] = inside[a] + inside[b]
        if inside[count + number] == len(processors):
            side = np.zeros(2 * count - 1, bool)
            side[a] = True
            for node in range(a, count - 1, -1):
                if side[node]:
                    side[merged[node - count, :2].astype(np.int64)] = True
            return [processors[side[processors]], processors[~side[processors]]]
    return [processors]


def _cut(graph: Any, size: NDArray[np.int64], rooms: NDArray[np.int64], bisecting: bool,
         options: dict[str, int]) -> NDArray[np.int64]:
    """Part of each vertex by METIS, sizes in proportion to rooms."""
    import pymetis

    if len(size) <= len(rooms):
        return np.arange(len(size))
    heaviest = float(graph.data.max(initial=0.0))
    total = float(graph.data.sum())
    scale = min(1000.0 / heaviest, 2.0**29 / total) if total > 0 else 1.0
    weight = np.maximum(1, np.rint(graph.data * scale)).astype(np.int32)
    _, part = pymetis.part_graph(
        len(rooms), pymetis.CSRAdjacency(graph.indptr.astype(np.int32), graph.indices.astype(np.int32)), eweights=weight,
        vweights=size.astype(np.int32), tpwgts=(rooms / rooms.sum()).tolist(), recursive=bisecting,
        options=pymetis.Options(**options))
    return np.asarray(part, np.int64)


def _balanced(part: NDArray[np.int64], graph: Any, size: NDArray[np.int64], rooms: NDArray[np.int64]) -> NDArray[np.int64]:
    """Move clusters out of parts that hold more than their room, those first that lose least; O(moved x (m + n parts))."""
    from scipy.sparse import csr_array

    n, parts = len(part), len(rooms)
    free = rooms - np.bincount(part, size, parts).astype(np.int64)
    while np.any(free < 0):
        member = csr_array((np.ones(n), (np.arange(n), part)), shape=(n, parts))
        joined = (graph @ member).toarray()
        over = np.flatnonzero(free[part] < 0)
        gain = joined[over] - joined[over, part[over]][:, None]
        gain[size[over][:, None] > free[None, :]] = -np.inf
        best = int(np.argmax(gain))
        if not np.isfinite(gain.flat[best]):
            break
        moved, goal = int(over[best // parts]), best % parts
        free[part[moved]] += size[moved]
        free[goal] -= size[moved]
        part[moved] = goal
    return part


def _filled_in_order(items: NDArray[np.int64], processors: NDArray[np.int64], size: NDArray[np.int64],
                     room: NDArray[np.int64]) -> NDArray[np.int64]:
    """Places of the processors in order, those of many clusters first; what is over goes to the last one."""
    order = np.argsort(-size[items], kind="stable")
    ends = np.cumsum(room[processors])
    at = np.cumsum(size[items][order]) - 1
    result = np.empty(len(items), np.int64)
    result[order] = processors[np.minimum(np.searchsorted(ends, at, side="right"), len(processors) - 1)]
    return result
