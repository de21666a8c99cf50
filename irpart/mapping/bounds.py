"""What a placement can be compared with: a lower bound, and the mean over random placements."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from irpart.mapping.objective import measure_cost
from irpart.mapping.placing import repaired
from irpart.mapping.problem import MappingProblem
from irpart.mapping.search import Ties, ties_of

_MOST_TIES = 512
_MOST_ASSIGNED = 4_000_000
_SAMPLES = 32


def lower_bound(problem: MappingProblem) -> float:
    """What communication and affinity together cost at least, whatever the placement.

    For cluster i on processor p its ties, heaviest first, meet the places nearest to p (those left on p itself at
    distance 0; the nearer of both directions): half the sum of products, as every tie is seen from both ends. Then the
    cheapest assignment of clusters to places, or, when that matrix is larger than 4 million, each cluster's cheapest
    processor. Of a cluster's ties the 512 heaviest count. Pins, groups, load and regions are left out; they only raise
    the cost. O(k P d + assignment).

    References
    ----------
    P. C. Gilmore, "Optimal and suboptimal algorithms for the quadratic assignment problem", J. SIAM 10 (1962); E. L. Lawler,
    Management Science 9 (1963).
    """
    from scipy.optimize import linear_sum_assignment

    k, processors = problem.n_clusters, problem.n_processors
    if k == 0 or processors == 0:
        return 0.0
    heavy = _heaviest(ties_of(problem), k)
    near = np.minimum(problem.distance, problem.distance.T)
    cap = np.minimum(problem.cap, k).astype(np.int64)
    steps = np.empty((processors, heavy.shape[1]))
    for p in range(processors):
        order = np.argsort(near[p], kind="stable")
        order = np.concatenate([[p], order[order != p]])
        places = cap[order].copy()
        places[0] = max(int(places[0]) - 1, 0)
        found = np.repeat(near[p][order], np.minimum(places, heavy.shape[1]))[: heavy.shape[1]]
        steps[p, : len(found)], steps[p, len(found) :] = found, found[-1] if len(found) else 0.0
    cost = heavy @ steps.T / 2
    cost[:, cap == 0] = np.inf
    if k * int(cap.sum()) > _MOST_ASSIGNED:
        return float(cost.min(axis=1).sum()) * (1 - 1e-9)
    places = np.repeat(np.arange(processors), cap)
    if len(places) < k:
        return float(cost.min(axis=1).sum()) * (1 - 1e-9)
    rows, columns = linear_sum_assignment(cost[:, places])
    return float(cost[rows, places[columns]].sum()) * (1 - 1e-9)


def _heaviest(ties: Ties, k: int) -> NDArray[np.float64]:
    """float64, shape (k, d): the weights of each cluster's ties, both directions together, heaviest first, then zeros."""
    both = ties.matrix()
    degree = np.diff(both.indptr)
    result = np.zeros((k, min(_MOST_TIES, max(1, int(degree.max(initial=0))))))
    for i in range(k):
        weights = np.sort(both.data[both.indptr[i] : both.indptr[i + 1]])[::-1][: result.shape[1]]
        result[i, : len(weights)] = weights
    return result


def random_cost(problem: MappingProblem) -> float:
    """Mean communication and affinity of random placements, every place as likely as every other.

    Exact where nothing is pinned, grouped or of several places: the mean distance of two different places. Else the
    mean of 32 random placements of fixed seeds.
    """
    cap = problem.cap.astype(np.float64)
    free = not np.any(problem.pins() >= 0) and int(problem.sizes().max(initial=1)) == 1 and not np.any(problem.groups() >= 0)
    if free:
        places = float(cap.sum())
        if places < 2:
            return 0.0
        mean = float(cap @ problem.distance.astype(np.float64) @ cap) / (places * (places - 1))
        return mean * (float(problem.communication.value.sum()) + float(problem.affinity.value.sum()) / 2)
    total = 0.0
    whole = np.repeat(np.arange(problem.n_processors), problem.cap)
    for seed in range(_SAMPLES):
        drawn = np.random.default_rng(seed).permutation(whole)
        found = measure_cost(problem, repaired(problem, np.resize(drawn, problem.n_clusters)))
        total += found.communication + found.affinity
    return total / _SAMPLES
