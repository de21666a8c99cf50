"""The greedy family: PowerGraph and Libra, weighted or not, bounded or not, as one policy over compiled kernels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from irpart.base.arrays import readonly
from irpart.graph.types import DependenceGraph
from irpart.partitioning.replicas import Loads, ReplicaSets, whole_weights


def assign_greedily(graph: DependenceGraph, k: int, *, weighted: bool, replicate_hub: bool, bound: float | None,
                    ) -> NDArray[np.uint16]:
    """Assign edges one by one, in edge order.

    The candidates for edge (u, v) are: (1) the clusters in both A(u) and A(v); (2) when both are non-empty but
    disjoint, those of one endpoint; (3) when one is empty, those of the other; (4) else all clusters. The least loaded
    candidate is taken, the lowest number among equals.

    Parameters
    ----------
    weighted
        Load counts edge weights instead of edges, and so do the quantities that rule (2) compares.
    replicate_hub
        Rule (2) takes the clusters of the endpoint of lower (weighted) degree, so that the hub is replicated (Libra);
        else those of the endpoint with more unassigned edges or weight (PowerGraph). The destination's among equals.
    bound
        Factor of the mean load that no candidate may pass; when none is left, the least loaded of all clusters is
        taken. None: no bound.

    Returns
    -------
    uint16, shape (m,). With a bound B the heaviest cluster weighs at most max(B * W / k, W / k + heaviest edge).

    Notes
    -----
    O(m) for at most 64 clusters; beyond that O(log k) per edge, and O(k / 64) for an edge between two hubs.
    """
    from irpart.partitioning import _replica_kernels as kernels

    if weighted:
        table, _ = whole_weights(graph.weight_table, graph.weight_code)
    else:
        table = np.ones(len(graph.weight_table), np.int64)
    columns = (readonly(graph.source), readonly(graph.in_degree), readonly(graph.weight_code), readonly(table))
    rank = np.zeros(graph.n_vertices, np.int64)
    kernels.incident_weight(*columns, rank)
    total = int(np.bincount(graph.weight_code, minlength=len(table)) @ table)
    cap = 1 << 46 if bound is None else int(bound * total / k)
    if replicate_hub:
        np.negative(rank, out=rank)
    loads, assigned = Loads(k), np.empty(graph.n_edges, np.uint16)
    if k <= 64:
        mask = np.zeros(graph.n_vertices, np.uint64)
        kernels.greedy_masks(*columns, rank, not replicate_hub, cap, loads.key, loads.least, mask, assigned)
        return assigned
    sets = ReplicaSets(graph.n_vertices, k)
    sets.run(graph.in_degree, lambda start, *replicas: kernels.greedy_sets(
        start, *columns, rank, not replicate_hub, cap, loads.key, loads.least, *replicas, assigned))
    return assigned
