"""Weighted PowerGraph (``w-pg``)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from irpart.base.registry import method
from irpart.graph.types import DependenceGraph
from irpart.partitioning.greedy import assign_greedily


@method(weighted=True, streaming=True, bounded=False)
def w_pg(graph: DependenceGraph, k: int, *, seed: int, balance: float) -> NDArray[np.uint16]:
    """Weighted PowerGraph: greedy vertex cut, load by edge weight.

    Edges go one by one, in edge order, to the least loaded cluster that holds both endpoints, or else one of them;
    where both are placed but have no cluster in common, to one of those of the endpoint with more unassigned weight.

    Notes
    -----
    The full pseudo-code of the weighted variants is not public. Chosen here: unassigned weight counts both
    endpoints' remaining edges in and out; ties go to the destination's clusters, then to the lowest cluster
    number.
    The method uses no random numbers.

    References
    ----------
    J. E. Gonzalez, Y. Low, H. Gu, D. Bickson, C. Guestrin, "PowerGraph: Distributed graph-parallel computation on
    natural graphs", OSDI 2012, section 5.2.2 (greedy vertex cuts).
    G. Ma, Y. Xiao, T. L. Willke, N. K. Ahmed, S. Nazarian, P. Bogdan, "A distributed graph-theoretic framework for
    automatic parallelization in multi-core systems", MLSys 2021, section 4.
    """
    return assign_greedily(graph, k, weighted=True, replicate_hub=False, bound=None)
