"""Mt-KaHyPar on the exact dual hypergraph (``mt-kahypar``)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import InputError
from irpart.base.registry import method
from irpart.graph.types import DependenceGraph
from irpart.partitioning.methods._mt_kahypar_process import solve, solve_apart
from irpart.partitioning.replicas import balanced_weights

PRESETS = ("deterministic", "deterministic_quality", "default", "quality", "highest_quality", "large_k")


@method(requires="mtkahypar", weighted=True, streaming=False, bounded=False)
def mt_kahypar(graph: DependenceGraph, k: int, *, seed: int, balance: float, preset: str = "deterministic",
               ) -> NDArray[np.uint16]:
    """Multilevel partition of the dual hypergraph, whose connectivity is the communication of the cut.

    The hypergraph has a vertex per edge and a net per vertex. ``preset`` is one of the library's: deterministic,
    deterministic_quality, default, quality, highest_quality, large_k.

    Notes
    -----
    Needs the package mtkahypar. One thread. The two deterministic presets give the same partition for every seed. The
    others go on with the random numbers of the call before, whatever the seed, so each call runs in a process of its
    own. The library's bound is balance times ceil(W / k) and is kept as far as it keeps it; weights beyond a sum of 2**30
    are scaled down and rounded up. Vertices with one edge need no net. At most 2 k edges are cut into contiguous runs.

    Raises
    ------
    InputError
        When ``preset`` is none of these.
    BackendError
        When the library fails in its own process.

    References
    ----------
    L. Gottesbüren, T. Heuer, N. Maas, P. Sanders, S. Schlag, "Scalable high-quality hypergraph partitioning", ACM
    Transactions on Algorithms 20 (2024). The dual: S. Schlag, C. Schulz, D. Seemaier, D. Strash, "Scalable edge
    partitioning", ALENEX 2019, section 2.
    """
    if preset not in PRESETS:
        raise InputError(f"The option preset of mt-kahypar is one of {', '.join(PRESETS)}, got {preset!r}.")
    m = graph.n_edges
    if m <= 2 * k:
        return (np.arange(m) * k // m).astype(np.uint16)
    weight = balanced_weights(graph)[graph.weight_code]
    scale = max(1.0, float(weight.sum()) / (1 << 30))
    run = solve if preset.startswith("deterministic") else solve_apart
    return run(*dual_nets(graph), np.ceil(weight / scale).astype(np.int64), k, float(balance), seed % (1 << 31), preset)


def dual_nets(graph: DependenceGraph) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Edge ids of every vertex with two edges or more, one vertex after another, a loop once; and where each begins."""
    destination, edge = graph.destinations().astype(np.int64), np.arange(graph.n_edges)
    apart = np.flatnonzero(graph.source != destination)
    owner = np.concatenate([destination, graph.source[apart].astype(np.int64)])
    pins = np.concatenate([edge, edge[apart]])
    order = np.argsort(owner, kind="stable")
    sizes = np.bincount(owner, minlength=graph.n_vertices)
    return pins[order][sizes[owner[order]] > 1], np.concatenate([[0], np.cumsum(sizes[sizes > 1])]).astype(np.int64)
