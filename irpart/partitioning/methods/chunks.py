"""Contiguous, weight-balanced pieces of the edge order (``chunks``)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from irpart.base.registry import method
from irpart.graph.types import DependenceGraph
from irpart.partitioning.pieces import cut_by_order


@method(weighted=True, streaming=True, bounded=True)
def chunks(graph: DependenceGraph, k: int, *, seed: int, balance: float) -> NDArray[np.uint16]:
    """Cut the edge order into k contiguous pieces of equal weight.

    For an executed program the edge order is the order of execution, and contiguous pieces share few values.

    Notes
    -----
    An edge belongs to the piece that its middle falls into, so a piece weighs at most W / k plus the heaviest edge.
    With weights that are all zero, pieces are of equal length. O(m), vectorised; uses no random numbers.

    References
    ----------
    The natural baseline of one-dimensional partitioning; e.g. A. Pinar, C. Aykanat, "Fast optimal load balancing
    algorithms for 1D partitioning", Journal of Parallel and Distributed Computing 64 (2004), heuristic H1.
    """
    return cut_by_order(graph.edge_weights().astype(np.float64), k)
