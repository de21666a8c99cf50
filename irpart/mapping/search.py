"""Local search on placements: the arrays that the compiled kernels share, and the calls to them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.mapping.problem import MappingProblem

AROUND = 32
"""Processors in the surroundings of each that annealing tries."""
_HEIGHTS = 4096
_UNBOUNDED = 2**62


@dataclass(frozen=True, slots=True, eq=False)
class Ties:
    """Everything that two clusters make each other cost, for both of them.

    Attributes
    ----------
    start
        int64, shape (k + 1,).
    near, shift
        int32: the other cluster, and 0 where the distance to it counts, P where that from it.
    weight
        float64: cost of a tie for one unit of distance.
    far
        float32, shape (P, P), or (P, 2 P) where distances are not symmetric: distances from a processor, then those to it.
    """

    start: NDArray[np.int64]
    near: NDArray[np.int32]
    shift: NDArray[np.int32]
    weight: NDArray[np.float64]
    far: NDArray[np.float32]

    def matrix(self) -> Any:
        """scipy.sparse, k x k, symmetric: what clusters cost each other for a unit of distance."""
        from scipy.sparse import csr_array

        k = len(self.start) - 1
        made = csr_array((self.weight, self.near, self.start), shape=(k, k), copy=True)
        made.sum_duplicates()
        made.prune()
        return made


def ties_of(problem: MappingProblem) -> Ties:
    """Communication and affinity of each cluster with every other, in both directions; O(pairs log pairs + P^2)."""
    from scipy.sparse import csr_array, hstack

    k, processors, pairs, both = problem.n_clusters, problem.n_processors, problem.communication, problem.affinity
    out = csr_array((pairs.value, pairs.target, pairs.start), shape=(k, k))
    if len(both):
        out = out + csr_array((both.value / 2, both.target, both.start), shape=(k, k))
    symmetric = bool(np.array_equal(problem.distance, problem.distance.T))
    made = csr_array(out + out.T) if symmetric else csr_array(hstack([out, out.T]))
    made.sum_duplicates()
    made.prune()
    far = problem.distance if symmetric else np.hstack([problem.distance, problem.distance.T])
    which = made.indices.astype(np.int32) // max(k, 1)
    ties = Ties(made.indptr.astype(np.int64), (made.indices - which * k).astype(np.int32),
                (which * processors).astype(np.int32), made.data.astype(np.float64), np.ascontiguousarray(far))
    for array in (ties.start, ties.near, ties.shift, ties.weight):
        array.setflags(write=False)
    return ties


@dataclass(frozen=True, slots=True, eq=False)
class Search:
    """What local search needs of a problem beside a placement; made once by ``search_of``.

    Attributes
    ----------
    problem, ties
        What is searched.
    close
        int32, shape (P, c): the processors around each, nearest first (mean of both directions), itself left out.
    price, price_region
        float64, shapes (P,), (r,): cost of the square of the load of a processor and of a region.
    region
        int32, shape (P,).
    least
        Changes of the cost below this are rounding.
    """

    problem: MappingProblem
    ties: Ties
    close: NDArray[np.int32]
    price: NDArray[np.float64]
    price_region: NDArray[np.float64]
    region: NDArray[np.int32]
    least: float

    def arrays(self, placed: NDArray[np.int32]) -> tuple[NDArray[Any], ...]:
        """Arguments of the kernels from ``start`` to ``price_region``; ``placed`` itself is among them and will change."""
        problem, ties, size = self.problem, self.ties, self.problem.sizes()
        n, processors = problem.n_clusters, problem.n_processors
        head, after, before = np.full(processors, -1, np.int32), np.full(n, -1, np.int32), np.full(n, -1, np.int32)
        order = np.argsort(placed, kind="stable").astype(np.int32)
        same = placed[order[1:]] == placed[order[:-1]]
        after[order[:-1][same]], before[order[1:][same]] = order[1:][same], order[:-1][same]
        first = np.concatenate([[True], ~same])
        head[placed[order[first]]] = order[first]
        room = problem.cap.astype(np.int64) - np.bincount(placed, size, processors).astype(np.int64)
        busy = np.bincount(placed, problem.load, processors)
        return (ties.start, ties.near, ties.shift, ties.weight, ties.far, placed, size, problem.load, problem.pins(), room,
                head, after, before, np.bincount(placed, minlength=processors), busy, self.price, self.region,
                np.bincount(self.region, busy, len(self.price_region)), self.price_region)


def search_of(problem: MappingProblem) -> Search:
    """Prepare local search; O(pairs log pairs + P^2 log P)."""
    processors, speed, total = problem.n_processors, problem.speed, float(problem.load.sum())
    ties = ties_of(problem)
    mean = problem.distance + problem.distance.T
    np.fill_diagonal(mean, -1)
    around = min(AROUND, processors - 1)
    close = np.argsort(mean, axis=1, kind="stable")[:, 1 : around + 1].astype(np.int32)
    region = problem.region if len(problem.region) else np.zeros(processors, np.int32)
    scale = float(speed.sum()) / total**2 if total > 0 else 0.0
    cost = float(ties.weight.sum()) / 2 * float(problem.distance.mean()) + problem.load_weight + problem.region_weight
    return Search(problem, ties, np.ascontiguousarray(close), problem.load_weight * scale / speed,
                  problem.region_weight * scale / np.bincount(region, speed), region, 1e-12 * cost)


def improve(search: Search, placed: NDArray[np.int32], steps: int = _UNBOUNDED) -> NDArray[np.int32]:
    """Exchanges of pairs and moves into free room until none of them lowers the cost; the placement given stays."""
    from irpart.mapping._local_kernels import descend

    result = placed.copy()
    descend(*search.arrays(result), np.ones(len(result), np.uint8), np.zeros(len(result)), search.least, steps)
    return result


def anneal_placement(search: Search, placed: NDArray[np.int32], seed: int, trials: int, hottest: float, coldest: float,
                     rounds: int = 64) -> NDArray[np.int32]:
    """Simulated annealing from a placement.

    Parameters
    ----------
    trials
        Steps tried in all.
    hottest, coldest
        Heat at the start and at the end, in units of the cost.
    """
    from irpart.mapping._local_kernels import anneal

    result = placed.copy()
    if hottest <= 0:
        return result
    state = np.array([(2 * seed + 1) * 0x9E3779B97F4A7C15 % 2**64], np.uint64)
    cooling = math.pow(coldest / hottest, 1 / max(rounds - 1, 1))
    anneal(*search.arrays(result), search.close, bool(search.problem.hierarchy), state, _heights(), hottest, cooling, rounds,
           max(1, trials // rounds))
    return result


def _heights() -> NDArray[np.float64]:
    """Quantiles of the exponential distribution, rounded so that every machine has the same ones."""
    return np.asarray(np.round(-np.log((np.arange(_HEIGHTS) + 0.5) / _HEIGHTS), 6), np.float64)
