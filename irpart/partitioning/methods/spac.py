"""Split and connect (``spac``)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from irpart.base.errors import InputError
from irpart.base.registry import method, require
from irpart.graph.types import DependenceGraph
from irpart.partitioning.vertex_parts import cut_by_metis, simple_graph, whole_problem

KAHIP_ECO = 1
"""KaHIP's preconfiguration between fast and strong."""


@method(weighted=True, streaming=False, bounded=False)
def spac(graph: DependenceGraph, k: int, *, seed: int, balance: float, engine: str = "metis") -> NDArray[np.uint16]:
    """Edge cut of the split graph: every vertex becomes a cycle of its edges, which a vertex partitioner then cuts.

    ``engine`` is ``metis``, or ``kahip`` (KaHIP's kaffpa, preconfiguration eco; needs the package kahip).

    Notes
    -----
    In the paper an edge is two split vertices joined by a dominant edge that is too heavy to be cut. Here the dominant
    edges are contracted from the start: an edge is one vertex, of the edge's weight, which is what a dominant edge of
    infinite weight comes to. Chosen here: a cycle runs in the order of edge ids; a vertex with two edges joins them
    once; auxiliary edges weigh 1 and add up. The bound is handed to the engine and kept only as far as it keeps it. At most
    2 k edges, which METIS refuses, are cut into contiguous runs.

    Raises
    ------
    InputError
        When ``engine`` is none of these.
    MissingExtra
        When the package kahip is needed and not installed.

    References
    ----------
    S. Schlag, C. Schulz, D. Seemaier, D. Strash, "Scalable edge partitioning", ALENEX 2019, section 3 (SPAC with cycles).
    L. Li, R. Geda, A. B. Hayes, Y. Chen, P. Chaudhari, E. Z. Zhang, M. Szegedy, "A simple yet effective balanced edge
    partition model for parallel computing", SIGMETRICS 2017 (split and connect with paths).
    """
    if engine not in ("metis", "kahip"):
        raise InputError(f"The option engine of spac is metis or kahip, got {engine!r}.")
    if engine == "kahip":
        require("kahip", "Engine kahip of method 'spac'")
    m = graph.n_edges
    if m <= 2 * k:
        return (np.arange(m) * k // m).astype(np.uint16)
    cut = cut_by_metis if engine == "metis" else _cut_by_kahip
    return cut(split_graph(graph), graph.edge_weights().astype(np.float64), k, seed=seed, balance=balance)


def split_graph(graph: DependenceGraph) -> sparse.csr_matrix:
    """The split graph with its dominant edges contracted: (m, m), a cycle through the edges of every vertex."""
    destination, edge = graph.destinations().astype(np.int64), np.arange(graph.n_edges)
    apart = np.flatnonzero(graph.source != destination)
    owner, pin = np.concatenate([destination, graph.source[apart].astype(np.int64)]), np.concatenate([edge, edge[apart]])
    order = np.lexsort((pin, owner))
    owner, pin = owner[order], pin[order]
    sizes = np.bincount(owner, minlength=graph.n_vertices)
    sizes = sizes[sizes > 0]
    last = np.cumsum(sizes) - 1
    following = np.arange(1, len(pin) + 1)
    following[last] = last - sizes + 1
    joined = np.ones(len(pin), bool)
    joined[last[sizes <= 2]] = False
    return simple_graph(pin[joined], pin[following[joined]], np.ones(int(joined.sum())), graph.n_edges)


def _cut_by_kahip(graph: sparse.csr_matrix, weight: NDArray[np.float64], k: int, *, seed: int, balance: float,
                  ) -> NDArray[np.uint16]:
    """Part of each vertex by kaffpa."""
    import kahip

    joint, own = whole_problem(graph, weight)
    _, part = kahip.kaffpa(own, graph.indptr, joint, graph.indices, k, balance - 1, True, seed % (1 << 31), KAHIP_ECO)
    return np.asarray(part, np.uint16)
