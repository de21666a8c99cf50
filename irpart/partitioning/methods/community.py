"""Communities, packed on clusters (``community``)."""

from __future__ import annotations

import heapq
import random

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import InputError
from irpart.base.registry import method
from irpart.graph.types import DependenceGraph
from irpart.partitioning.vertex_parts import deciding_ends, simple_graph


@method(requires="igraph", weighted=True, streaming=False, bounded=True)
def community(graph: DependenceGraph, k: int, *, seed: int, balance: float, resolution: float = 1.0,
              ) -> NDArray[np.uint16]:
    """Leiden communities of the vertices, packed on the clusters by weight, the heaviest first.

    An edge belongs to the community of its endpoint of lower degree. ``resolution`` above 1 gives more and smaller
    communities.

    Notes
    -----
    Needs the package igraph. The authors cited first find communities that maximise modularity under a penalty for
    unequal sizes; here modularity is maximised alone, by the Leiden method until it no longer improves, on the
    simple graph with weights added up (1 where they are 0), and balance comes from packing: a community goes to the
    least loaded cluster; edges beyond the bound, in edge order, go to the next one. The heaviest cluster weighs at most
    max(balance * W / k, W / k + heaviest edge).

    Raises
    ------
    InputError
        When ``resolution`` is not a number > 0.

    References
    ----------
    Y. Xiao, Y. Xue, S. Nazarian, P. Bogdan, "A load balancing inspired optimization framework for exascale multicore
    systems: a complex networks approach", ICCAD 2017. V. A. Traag, L. Waltman, N. J. van Eck, "From Louvain to Leiden:
    guaranteeing well-connected communities", Scientific Reports 9 (2019).
    """
    if not isinstance(resolution, int | float) or not 0 < resolution < 1e9:
        raise InputError(f"The option resolution of community must be a number > 0, got {resolution!r}.")
    weight = graph.edge_weights().astype(np.float64)
    if weight.sum() == 0:
        weight = np.ones(graph.n_edges)
    unit = _find_communities(graph, weight, resolution, seed)[deciding_ends(graph)]
    return pack_in_order(unit, weight, k, balance * weight.sum() / k)


def _find_communities(graph: DependenceGraph, weight: NDArray[np.float64], resolution: float, seed: int,
                      ) -> NDArray[np.int64]:
    """Community of each vertex."""
    import igraph

    joint = simple_graph(graph.source.astype(np.int64), graph.destinations().astype(np.int64),
                         np.where(weight > 0, weight, 1.0), graph.n_vertices).tocoo()
    upper = joint.row < joint.col
    simple = igraph.Graph(n=graph.n_vertices, edges=np.stack([joint.row[upper], joint.col[upper]], axis=1))
    igraph.set_random_number_generator(random.Random(seed))
    try:
        found = simple.community_leiden("modularity", weights=joint.data[upper].tolist(), resolution=resolution,
                                        n_iterations=-1)
    finally:
        igraph.set_random_number_generator(random)
    return np.asarray(found.membership, np.int64)


def pack_in_order(unit: NDArray[np.int64], weight: NDArray[np.float64], k: int, cap: float) -> NDArray[np.uint16]:
    """Units of edges to the least loaded cluster, the heaviest unit first; what does not fit below ``cap`` to the next one.

    A cluster is lifted above ``cap`` only by a single edge, when it is the least loaded.
    """
    total = np.bincount(unit, weight)
    order = np.lexsort((np.arange(len(unit)), unit, -total[unit]))
    after = np.cumsum(weight[order])
    first = np.flatnonzero(np.diff(unit[order], prepend=-1))
    loads, assigned = [(0.0, cluster) for cluster in range(k)], np.empty(len(unit), np.uint16)
    for start, stop in zip(first.tolist(), [*first[1:].tolist(), len(unit)], strict=True):
        while start < stop:
            load, cluster = loads[0]
            before = float(after[start - 1]) if start else 0.0
            fitting = int(np.searchsorted(after, before + cap - load, side="right"))
            end = min(stop, max(start + 1, fitting))
            assigned[order[start:end]] = cluster
            heapq.heapreplace(loads, (load + float(after[end - 1]) - before, cluster))
            start = end
    return assigned
