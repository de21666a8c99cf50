"""Neighbourhood expansion (``ne``)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import InputError
from irpart.base.registry import method
from irpart.graph.types import DependenceGraph
from irpart.partitioning.expansion import expand_neighbourhoods
from irpart.partitioning.replicas import balanced_weights


@method(weighted=True, streaming=False, bounded=True)
def ne(graph: DependenceGraph, k: int, *, seed: int, balance: float, alpha: float = 1.0) -> NDArray[np.uint16]:
    """Neighbourhood expansion: clusters grow one by one around a core of vertices all of whose edges are inside.

    The boundary vertex with the fewest neighbours outside joins the core; its neighbours join the boundary, and all edges
    between vertices of the cluster are assigned. A full cluster is left and the next one begins at a random vertex.
    ``alpha`` (at most ``balance``) times W / k is a cluster's capacity.

    Notes
    -----
    Chosen here: capacity is by edge weight, and 1 as in the authors' later code, because with more the last clusters stay
    empty; an edge whose middle is within the cluster's share of the whole is still taken, so that the last cluster is
    not left with all rounding. Neighbours are counted by edges, parallel ones as well; among equals the vertex of
    lowest number is taken. Vertices to begin with come from one random permutation. The compiled kernel uses a heap;
    its time grows with the unassigned edges of a hub times the clusters that the hub is in.

    Raises
    ------
    InputError
        When ``alpha`` is not a number >= 1.

    References
    ----------
    C. Zhang, F. Wei, Q. Liu, Z. G. Tang, Z. Li, "Graph edge partitioning via neighborhood heuristic", KDD 2017,
    section 4, algorithms 1 and 2.
    """
    if not isinstance(alpha, int | float) or not 1 <= alpha < 1e9:
        raise InputError(f"The option alpha of ne must be a number >= 1, got {alpha!r}.")
    done, assigned = np.zeros(graph.n_edges, np.bool_), np.zeros(graph.n_edges, np.uint16)
    order = np.random.default_rng(seed).permutation(graph.n_vertices)
    expand_neighbourhoods(graph, k, balanced_weights(graph), hub=np.zeros(graph.n_vertices, np.bool_), order=order,
                          alpha=min(alpha, balance), spill=False, done=done, assigned=assigned)
    return assigned
