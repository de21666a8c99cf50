"""Random edge orders of a graph: methods that stream see other neighbours first, and no locality."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from irpart.graph.construct import stable_order
from irpart.graph.types import DependenceGraph


def permuted(graph: DependenceGraph, seed: int) -> tuple[DependenceGraph, NDArray[np.int64]]:
    """The same multigraph with its vertices numbered at random and the in-edges of each vertex shuffled.

    Edges are stored by destination, so that an order of edges is a numbering of vertices together with an order of each
    vertex's in-edges. Edges go both ways in the new numbering.

    Parameters
    ----------
    seed
        The same seed gives the same order.

    Returns
    -------
    The renumbered graph, and int64, shape (m,): which edge of ``graph`` each of its edges is.

    Notes
    -----
    O(n + m) time; about 40 bytes per edge while it runs.
    """
    random = np.random.default_rng(seed)
    label = random.permutation(graph.n_vertices)
    shuffled = random.permutation(graph.n_edges)
    into = label[graph.destinations()[shuffled]]
    edge_of = shuffled[stable_order(into, graph.n_vertices)]
    placed = {}
    for name in ("in_degree", "cost_code", "static_id"):
        column = getattr(graph, name)
        placed[name] = np.empty_like(column)
        if len(column):
            placed[name][label] = column
    renumbered = DependenceGraph(
        source=label[graph.source[edge_of]].astype(graph.source.dtype), weight_code=graph.weight_code[edge_of],
        weight_table=graph.weight_table, cost_table=graph.cost_table, timing=graph.timing,
        static_arithmetic=graph.static_arithmetic, **placed)
    return renumbered, edge_of
