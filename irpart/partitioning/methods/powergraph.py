"""PowerGraph (``powergraph``)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from irpart.base.registry import method
from irpart.graph.types import DependenceGraph
from irpart.partitioning.greedy import assign_greedily


@method(weighted=False, streaming=True, bounded=False)
def powergraph(graph: DependenceGraph, k: int, *, seed: int, balance: float) -> NDArray[np.uint16]:
    """PowerGraph: greedy vertex cut, load by number of edges.

    Edges go one by one, in edge order, to the least loaded cluster that holds both endpoints, or else one of them;
    where both are placed but have no cluster in common, to one of those of the endpoint with more unassigned edges.

    Notes
    -----
    Chosen here: unassigned edges counts both endpoints' remaining edges in and out; ties go to the
    destination's clusters, then to the lowest cluster number.
    The method uses no random numbers.

    References
    ----------
    J. E. Gonzalez, Y. Low, H. Gu, D. Bickson, C. Guestrin, "PowerGraph: Distributed graph-parallel computation on
    natural graphs", OSDI 2012, section 5.2.2 (greedy vertex cuts).
    """
    return assign_greedily(graph, k, weighted=False, replicate_hub=False, bound=None)
