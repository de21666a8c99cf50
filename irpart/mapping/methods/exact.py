"""The cheapest placement of few clusters, proved (``exact``)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import InputError
from irpart.base.registry import method
from irpart.mapping.annealing import cost_of, searched
from irpart.mapping.problem import MappingProblem
from irpart.mapping.search import Search, search_of

MOST_CLUSTERS = 16


@method(randomised=False, budgeted=False)
def exact(problem: MappingProblem, *, seed: int, nodes: int = 50_000_000) -> NDArray[np.int32]:
    """Branch and bound from the result of ``swap``; at most 16 clusters.

    Parameters
    ----------
    nodes
        Partial placements looked at before it gives up, a few seconds by default.

    Notes
    -----
    Clusters are placed in the order of their total weight. A partial placement is left when its cost, plus the least
    that each other cluster adds towards those placed, plus the weights among the others times the least distance they
    can have, reaches the best known cost. Equal processors are not recognised as such.

    References
    ----------
    P. C. Gilmore, "Optimal and suboptimal algorithms for the quadratic assignment problem", J. SIAM 10 (1962), whose
    bound this one weakens; E. L. Lawler, "The quadratic assignment problem", Management Science 9 (1963).

    Raises
    ------
    InputError
        When there are more than 16 clusters, or the nodes do not suffice.
    """
    if problem.n_clusters > MOST_CLUSTERS:
        raise InputError(f"Method 'exact' places at most {MOST_CLUSTERS} clusters, got {problem.n_clusters}; use 'swap' "
                         "with a budget instead.")
    search = search_of(problem)
    found = _proved(search, searched(search, seed, 2, 0.0), nodes)
    if found is None:
        raise InputError(f"Method 'exact' has looked at {nodes} partial placements of {problem.n_clusters} clusters on "
                         f"{problem.n_processors} processors without a proof; give more 'nodes', or use 'swap'.")
    return found


def _proved(search: Search, known: NDArray[np.int32], nodes: int) -> NDArray[np.int32] | None:
    """The cheapest placement, ``known`` itself when nothing is cheaper by more than rounding; None when nodes do not
    suffice."""
    from irpart.mapping._exact_kernels import branch_and_bound

    problem, ties = search.problem, search.ties
    n, processors = problem.n_clusters, problem.n_processors
    out, back = np.zeros((n, n)), np.zeros((n, n))
    sources = np.repeat(np.arange(n), np.diff(ties.start))
    outward = ties.shift == 0
    np.add.at(out, (sources[outward], ties.near[outward]), ties.weight[outward])
    np.add.at(back, (sources[~outward], ties.near[~outward]), ties.weight[~outward])
    order = np.lexsort((np.arange(n), -(out + back).sum(axis=1), problem.pins() < 0))
    out, back = out[np.ix_(order, order)].copy(), back[np.ix_(order, order)].copy()
    distance, size = problem.distance.astype(np.float64), problem.sizes()[order]
    apart = distance[~np.eye(processors, dtype=bool)]
    nearest = float(apart.min()) if len(apart) and problem.cap.max() < 2 * size.min() else 0.0
    both = np.triu(out + back, 1) * nearest
    beyond = np.array([both[depth:, depth:].sum() for depth in range(n + 1)])
    best, load = known[order].copy(), problem.load[order]
    start = cost_of(search, known) + _constant(search)
    least = np.array([start - 1e-9 * max(abs(start), 1e-9)])
    used = branch_and_bound(out, back, distance, size, load, problem.pins()[order], problem.cap.astype(np.int64),
                            np.zeros(processors), search.price, search.region, np.zeros(len(search.price_region)),
                            search.price_region, beyond, np.zeros((n + 1, n, processors)), np.zeros(n + 1),
                            np.zeros(n + 1, np.int32), best, least, nodes)
    if used > nodes:
        return None
    result = np.empty(n, np.int32)
    result[order] = best
    return result


def _constant(search: Search) -> float:
    """What the sums of squared loads are above the load and region terms: their value at fair shares."""
    problem = search.problem
    return problem.load_weight + problem.region_weight if float(problem.load.sum()) > 0 else 0.0
