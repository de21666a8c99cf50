"""METIS on windows of the time, one after another (``metis-windows``)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from irpart.base.errors import InputError
from irpart.base.registry import method
from irpart.graph.measures import finish_times
from irpart.graph.types import DependenceGraph
from irpart.partitioning.pieces import cut_by_order
from irpart.partitioning.vertex_parts import cut_by_metis, deciding_ends, simple_graph


@method(weighted=True, streaming=False, bounded=False, acyclic=True)
def metis_windows(graph: DependenceGraph, k: int, *, seed: int, balance: float, windows: int = 8) -> NDArray[np.uint16]:
    """METIS on each of several windows of time, so that every cluster has work in every window.

    A vertex's time is when it starts as soon as its operands are ready. Vertices in order of time are cut into
    ``windows`` of equal work, each window into k parts, and a part becomes the cluster that it shares most with.
    Edges go to the part of their endpoint of lower degree.

    Notes
    -----
    The published way is one partition with a balance constraint per window. pymetis passes METIS a single weight per
    vertex, so windows are partitioned one after another here, and affinity is only looked at between a finished part
    and the clusters before it: pairs are matched by shared weight, the largest first, the others in turn. Chosen
    here: all edges weigh as they do in method metis; where no vertex costs anything, each costs 1. There are fewer
    windows where one would have less than 4 k vertices; a graph of at most 2 k vertices has them dealt out in turn.

    Raises
    ------
    InputError
        When the graph has a cycle, or ``windows`` is not a whole number >= 1.

    References
    ----------
    G. Karypis, V. Kumar, "Multilevel algorithms for multi-constraint graph partitioning", SC 1998; phases of a
    computation as constraints: K. Schloegel, G. Karypis, V. Kumar, "Parallel static and dynamic multi-constraint
    graph partitioning", Concurrency and Computation 14 (2002).
    """
    if not isinstance(windows, int) or isinstance(windows, bool) or windows < 1:
        raise InputError(f"The option windows of metis-windows must be a whole number >= 1, got {windows!r}.")
    n, deciding = graph.n_vertices, deciding_ends(graph)
    costed = graph if bool(graph.vertex_costs().any()) else replace(
        graph, cost_code=np.zeros(n, np.uint8), cost_table=np.ones(1, np.float32))
    cost = costed.vertex_costs().astype(np.float64)
    order = np.argsort(finish_times(costed) - cost, kind="stable")
    if n <= 2 * k:
        return (np.arange(n) % k).astype(np.uint16)[deciding]
    weight = graph.edge_weights().astype(np.float64)
    following = np.bincount(deciding, weight, n).astype(np.float64)
    simple = simple_graph(graph.source.astype(np.int64), graph.destinations().astype(np.int64), weight, n)
    window = cut_by_order(cost[order], max(1, min(windows, n // (4 * k))))
    cluster = np.full(n, -1, np.int64)
    for members in np.split(order, np.flatnonzero(np.diff(window)) + 1):
        if len(members) > 2 * k:
            inner = simple[members][:, members].tocsr()
            part = cut_by_metis(inner, following[members], k, seed=seed, balance=balance).astype(np.int64)
        else:
            part = np.arange(len(members)) % k
        shared = _shared_weight(simple[members], part, cluster, k)
        cluster[members] = _match(shared, k)[part]
    return cluster.astype(np.uint16)[deciding]


def _shared_weight(rows: sparse.csr_matrix, part: NDArray[np.int64], cluster: NDArray[np.int64], k: int,
                   ) -> sparse.coo_matrix:
    """Weight between the parts of a window, whose rows these are, and the clusters so far."""
    found = rows.tocoo()
    known = cluster[found.col] >= 0
    pairs = (part[found.row[known]], cluster[found.col[known]])
    return sparse.coo_matrix((found.data[known], pairs), (k, k)).tocsr().tocoo()


def _match(shared: sparse.coo_matrix, k: int) -> NDArray[np.int64]:
    """A cluster for every part, each once: the pairs of most shared weight first, then the rest in turn."""
    of_part, is_free = np.full(k, -1, np.int64), np.ones(k, bool)
    for i in np.lexsort((shared.col, shared.row, -shared.data)).tolist():
        part, cluster = int(shared.row[i]), int(shared.col[i])
        if of_part[part] < 0 and is_free[cluster]:
            of_part[part], is_free[cluster] = cluster, False
    of_part[of_part < 0] = np.flatnonzero(is_free)
    return of_part
