"""Neighbourhood expansion as one policy over compiled kernels: NE, and the first phase of HEP."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from irpart.base.arrays import readonly
from irpart.graph.types import DependenceGraph


def expand_neighbourhoods(graph: DependenceGraph, k: int, table: NDArray[np.int64], *, hub: NDArray[np.bool_],
                          order: NDArray[np.int64], alpha: float, spill: bool, done: NDArray[np.bool_],
                          assigned: NDArray[np.uint16]) -> None:
    """Grow clusters 0, 1, ... one after the other until every edge that is not ``done`` is assigned.

    A cluster begins with the first vertex of ``order`` that has an unassigned edge. Then the boundary vertex with the
    fewest edges that leave the cluster (the lowest number among equals) is expanded: its neighbours join, each with
    all of its edges to vertices of the cluster, in the order of edge ids.

    Parameters
    ----------
    table
        int64: whole weights, edge e weighs ``table[graph.weight_code[e]]``; their sum W is over the edges not done.
    hub
        Per vertex: never expanded, no cluster grows through it; edges between two hubs must be ``done``.
    alpha
        A cluster is full when an edge would lift it above alpha W / k and the edge's middle is beyond the cluster's
        share of all weight assigned so far. No cluster outweighs max(alpha W / k, W / k + heaviest edge).
    spill
        When a cluster becomes full, the vertex being expanded is finished in the next one, which its neighbours from
        there on join first; else its edges stay.
    done, assigned
        Per edge; ``assigned`` is filled where not done.

    Notes
    -----
    O((n + m) log n) where no vertex is in many clusters; with ``spill`` False a vertex's unassigned edges are looked at
    once for each cluster that it is in.
    """
    from irpart.partitioning import _expansion_kernels as kernels

    n, code = graph.n_vertices, readonly(graph.weight_code)
    loops = graph.source == graph.destinations()
    degree = graph.degrees() - np.bincount(graph.source[loops], minlength=n)
    degree[hub] = 0
    first = np.cumsum(degree) - degree
    end = first.copy()
    small = np.int32 if max(n, graph.n_edges) < 1 << 31 else np.int64
    incident, other = np.empty(int(degree.sum()), small), np.empty(int(degree.sum()), small)
    kernels.list_incidence(readonly(graph.source), readonly(graph.in_degree), hub, end, incident, other)
    total = int(table[graph.weight_code[~done]].sum())
    limits = 2 * np.arange(1, k + 1) * (total / k)
    limits[-1] = np.inf
    work = [np.full(n, start, np.int64) for start in (-1, 0, 0, -1)]
    kernels.expand(spill, code, readonly(table), hub, order, limits, alpha * total / k, first, end, incident, other, *work,
                   np.zeros(6, np.int64), done, assigned)
