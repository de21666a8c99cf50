"""Placements that local search starts from."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from irpart.mapping.dividing import compact_room, divided
from irpart.mapping.placing import repaired
from irpart.mapping.search import Search

MOST_CONSTRUCTED = 4096
"""The greedy construction takes the square of the clusters; beyond so many it is left out."""


def constructed(search: Search) -> NDArray[np.int32]:
    """Greedy construction: the cluster most tied to those placed goes where that costs least; O(k^2 + k P d)."""
    from irpart.mapping._construct_kernels import construct

    problem, ties = search.problem, search.ties
    strength = np.bincount(np.repeat(np.arange(problem.n_clusters), np.diff(ties.start)), ties.weight, problem.n_clusters)
    placed = np.full(problem.n_clusters, -1, np.int32)
    room, middle = compact_room(problem).copy(), (problem.distance + problem.distance.T).sum(axis=1, dtype=np.float64)
    complete = construct(ties.start, ties.near, ties.shift, ties.weight, ties.far, problem.sizes(), problem.pins(), room,
                         np.zeros(problem.n_clusters), strength, middle, placed)
    return placed if complete else repaired(problem, np.maximum(placed, 0))


def starts(search: Search, seed: int) -> Iterator[NDArray[np.int32]]:
    """Placements to start from: greedy construction, and divisions by METIS cut in several ways.

    On hierarchies the cuts of the upper levels decide, so four divisions are made: by recursive bisection with 0.1%, 1%
    and 3% of imbalance, which is repaired afterwards, and directly into all parts with 10%.
    """
    problem, tied = search.problem, search.ties.matrix()
    if problem.n_clusters <= MOST_CONSTRUCTED:
        yield constructed(search)
    ways = ((True, 1), (True, 10), (True, 30), (False, 100)) if problem.hierarchy else ((True, 30),)
    for bisecting, imbalance in ways:
        yield repaired(problem, divided(problem, tied, seed, bisecting=bisecting, imbalance=imbalance))


def whole_numbers(values: NDArray[np.float64], most: float, total: float) -> NDArray[np.int64]:
    """Positive values as whole numbers for programs that take no others: at most ``most`` each and about ``total`` in all.

    Values that are whole and small enough already stay as they are.
    """
    if len(values) == 0 or (values.max() <= most and values.sum() <= total and bool(np.all(values == np.rint(values)))):
        return np.asarray(values, np.int64)
    scaled = np.rint(values * min(most / values.max(), total / values.sum()))
    return np.asarray(np.maximum(1, scaled), np.int64)
