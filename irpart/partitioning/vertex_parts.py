"""Edge cuts of vertices, as methods that begin with one need them: simple graphs, METIS, and edges that follow a vertex."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from irpart.graph.types import DependenceGraph

_MOST = 1e9


def deciding_ends(graph: DependenceGraph) -> NDArray[np.int64]:
    """int64, shape (m,): the endpoint of lower degree of each edge, which it follows; the destination among equals."""
    destination = graph.destinations().astype(np.int64)
    source, degrees = graph.source.astype(np.int64), graph.degrees()
    return np.where(degrees[source] < degrees[destination], source, destination)


def simple_graph(left: NDArray[np.int64], right: NDArray[np.int64], weight: NDArray[np.float64], n: int,
                 ) -> sparse.csr_matrix:
    """The symmetric matrix of weights, float64, (n, n): parallel and opposite edges added up, loops dropped, rows sorted."""
    apart = left != right
    half = sparse.coo_matrix((weight[apart], (left[apart], right[apart])), (n, n))
    both = (half + half.T).tocsr()
    both.sum_duplicates()
    return both


def whole_problem(graph: sparse.csr_matrix, weight: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Edge weights (at least 1) and vertex weights as whole numbers, rounded up, scaled so that neither sums beyond 1e9."""
    scale = min(1.0, _MOST / max(float(weight.sum()), float(graph.data.sum()), 1.0))
    return np.maximum(1, np.ceil(graph.data * scale)).astype(np.int64), np.ceil(weight * scale).astype(np.int64)


def cut_by_metis(graph: sparse.csr_matrix, weight: NDArray[np.float64], k: int, *, seed: int, balance: float,
                 ) -> NDArray[np.uint16]:
    """Part of each vertex, uint16, for more than 2 k vertices; recursive bisection for k <= 8, as METIS advises."""
    import pymetis

    joint, own = whole_problem(graph, weight)
    options = pymetis.Options(seed=seed % (1 << 31), ufactor=max(1, round(1000 * (balance - 1))))
    _, part = pymetis.part_graph(k, pymetis.CSRAdjacency(graph.indptr, graph.indices), eweights=joint, vweights=own,
                                 recursive=k <= 8, options=options)
    return np.asarray(part, np.uint16)
