"""The steps strung together: from items to a cut into clusters by multilevel search."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from irpart.partitioning.multilevel.bisection import bisect_recursively
from irpart.partitioning.multilevel.coarsening import Hierarchy, coarsen
from irpart.partitioning.multilevel.hypergraph import Hypergraph, contract
from irpart.partitioning.multilevel.refinement import rebalance, refine
from irpart.partitioning.multilevel.tasks import cut_tasks, live_values

TASKS_PER_CLUSTER = 32
NODES_PER_CLUSTER = 24


def cut_multilevel(hypergraph: Hypergraph, k: int, balance: float, *, seed: int, cycles: int, tries: int = 6,
                   patience: int = 300, passes: int = 3) -> NDArray[np.int32]:
    """int32 cluster of each item, with few replicas and no cluster above ``balance`` times the mean where weights allow it.

    Contiguous tasks of at most 1/32 cluster are the first coarse level, merged on to 24 nodes a cluster, cut by recursive
    bisection and refined level by level; then ``cycles`` times coarsened anew within the clusters and refined again.
    """
    total = int(hypergraph.node_weight.sum())
    bound = max(int(balance * total / k), -(-total // k))
    most = total / (k * TASKS_PER_CLUSTER)
    task, tasks = cut_tasks(live_values(hypergraph), hypergraph.node_weight, most / 4, most)
    nodes, heaviest = NODES_PER_CLUSTER * k, total / (8 * k)
    hierarchy = coarsen([hypergraph, contract(hypergraph, task, tasks)], [task], nodes=nodes, heaviest=heaviest, seed=seed)
    part = bisect_recursively(hierarchy.levels[-1], k, balance, tries=tries, seed=seed)
    part = _climb(hierarchy, part, k, bound, patience, passes)
    for cycle in range(cycles):
        hierarchy = coarsen([hypergraph], [], nodes=nodes, heaviest=heaviest, seed=seed + 1 + cycle, part=part)
        for group in hierarchy.groups:
            merged = np.empty(int(group.max(initial=-1)) + 1, np.int32)
            merged[group] = part
            part = merged
        part = _climb(hierarchy, part, k, bound, patience, passes)
    return part


def _climb(hierarchy: Hierarchy, part: NDArray[np.int32], k: int, bound: int, patience: int,
           passes: int) -> NDArray[np.int32]:
    """Refine the cut of the coarsest level there and on every finer one."""
    for level in range(len(hierarchy.levels) - 1, -1, -1):
        if level < len(hierarchy.groups):
            part = part[hierarchy.groups[level]]
        rebalance(hierarchy.levels[level], part, k, bound)
        refine(hierarchy.levels[level], part, k, bound, patience=patience, passes=passes)
    return part
