"""Libra (``libra``)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from irpart.base.registry import method
from irpart.graph.types import DependenceGraph
from irpart.partitioning.greedy import assign_greedily


@method(weighted=False, streaming=True, bounded=False)
def libra(graph: DependenceGraph, k: int, *, seed: int, balance: float) -> NDArray[np.uint16]:
    """Libra: greedy vertex cut, load by number of edges.

    Edges go one by one, in edge order, to the least loaded cluster that holds both endpoints, or else one of them;
    where both are placed but have no cluster in common, to one of those of the endpoint of lower degree,
    so that the hub is replicated.

    Notes
    -----
    Chosen here: degrees are known in advance; ties go to the destination's clusters, then to the lowest cluster
    number.
    The method uses no random numbers.

    References
    ----------
    C. Xie, L. Yan, W.-J. Li, Z. Zhang, "Distributed power-law graph computing: theoretical and empirical analysis",
    NIPS 2014 (the lower-degree endpoint decides).
    G. Ma, Y. Xiao, T. L. Willke, N. K. Ahmed, S. Nazarian, P. Bogdan, "A distributed graph-theoretic framework for
    automatic parallelization in multi-core systems", MLSys 2021, section 4.
    """
    return assign_greedily(graph, k, weighted=False, replicate_hub=True, bound=None)
