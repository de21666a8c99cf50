"""Small problems as dense quadratic assignment: items on places, one each, and tabu search on it."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from irpart.mapping.problem import MappingProblem
from irpart.mapping.search import Ties

MOST_PLACES = 400
"""Matrices between all places are searched up to this many: an iteration takes the square of it."""


@dataclass(frozen=True, slots=True, eq=False)
class DenseProblem:
    """Items (the clusters that may move, those that are pinned, nothing) on the places of the processors.

    Attributes
    ----------
    flow
        float64, shape (n, n): symmetric, what items cost each other for a unit of distance; 0 for the items that are
        nothing.
    distance
        float64, shape (n, n): between places, symmetric.
    processor
        int32, shape (n,): of each place.
    item
        int64, shape (k,): item of each cluster.
    free
        The first ``free`` items may move.
    """

    flow: NDArray[np.float64]
    distance: NDArray[np.float64]
    processor: NDArray[np.int32]
    item: NDArray[np.int64]
    free: int


def dense_problem(problem: MappingProblem, ties: Ties) -> DenseProblem | None:
    """The problem in that form, or None where it has none.

    It has when distances are symmetric, each cluster takes one place, load does not depend on the placement, and there
    are at most 400 places.
    """
    k, processors, cap = problem.n_clusters, problem.n_processors, np.minimum(problem.cap, problem.n_clusters)
    n = int(cap.sum())
    uneven = len(np.unique(problem.load)) > 1 or len(np.unique(problem.speed)) > 1 or n > k
    weighted = problem.load_weight > 0 or problem.region_weight > 0
    if n > MOST_PLACES or ties.far.shape[1] != processors or int(problem.sizes().max()) > 1 or (weighted and uneven):
        return None
    pins = problem.pins()
    order = np.concatenate([np.flatnonzero(pins < 0), np.flatnonzero(pins >= 0)])
    item = np.empty(k, np.int64)
    moving = int(np.count_nonzero(pins < 0))
    item[order[:moving]] = np.arange(moving)
    item[order[moving:]] = n - (k - moving) + np.arange(k - moving)
    flow = np.zeros((n, n))
    sources = np.repeat(np.arange(k), np.diff(ties.start))
    flow[item[sources], item[ties.near]] = ties.weight
    processor = np.repeat(np.arange(processors, dtype=np.int32), cap)
    distance = problem.distance[np.ix_(processor, processor)].astype(np.float64)
    return DenseProblem(flow, distance, processor, item, n - (k - moving))


def places_of(dense: DenseProblem, placed: NDArray[np.int32]) -> NDArray[np.int32]:
    """int32, shape (n,): a place for each item that agrees with the processors of the clusters."""
    n = len(dense.processor)
    result, taken = np.full(n, -1, np.int32), np.zeros(n, bool)
    first = np.searchsorted(dense.processor, np.arange(int(dense.processor.max()) + 1))
    order = np.argsort(placed, kind="stable")
    start = np.searchsorted(placed[order], placed[order])
    place = first[placed[order]] + np.arange(len(order)) - start
    result[dense.item[order]], taken[place] = place, True
    result[result < 0] = np.flatnonzero(~taken)
    return result


def tabu_placement(dense: DenseProblem, placed: NDArray[np.int32], seed: int, iterations: int,
                   deadline: float = np.inf) -> NDArray[np.int32]:
    """Robust tabu search from a placement; the best one met.

    Parameters
    ----------
    iterations
        Most iterations, O(n^2) each.
    deadline
        ``time.perf_counter()`` at which it ends, looked at every few milliseconds.
    """
    from irpart.mapping._tabu_kernels import all_changes, search_tabu

    n, place = len(dense.processor), places_of(dense, placed)
    if dense.free < 2:
        return placed
    apart = np.ascontiguousarray(dense.distance[np.ix_(place, place)])
    change, until, best = np.zeros((n, n)), np.zeros((n, n), np.int64), place.copy()
    all_changes(dense.flow, apart, dense.free, change)
    start = float(np.sum(dense.flow * apart)) / 2
    state, cost = np.array([(2 * seed + 1) * 0x9E3779B97F4A7C15 % 2**64], np.uint64), np.array([start, start])
    one, two, done = np.zeros(n), np.zeros(n), 0
    at_once = max(1, min(iterations, 4_000_000 // (dense.free * dense.free)))
    while done < iterations and time.perf_counter() < deadline:
        count = min(at_once, iterations - done)
        search_tabu(dense.flow, apart, dense.free, place, best, one, two, change, until, state, cost, done + 1, count,
                    1e-9 * max(start, 1.0))
        done += count
    return dense.processor[best[dense.item]]
