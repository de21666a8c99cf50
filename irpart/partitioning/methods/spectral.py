"""Recursive spectral bisection, edges along the order (``spectral``)."""

from __future__ import annotations

import warnings

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from irpart.base.registry import method
from irpart.graph.types import DependenceGraph
from irpart.partitioning.pieces import cut_by_order
from irpart.partitioning.vertex_parts import deciding_ends, simple_graph

DENSE, DIRECT, LEAST = 100, 20000, 8
"""Most vertices for a dense solver, and for a factorisation; fewest vertices that are still bisected."""


@method(weighted=True, streaming=False, bounded=True)
def spectral(graph: DependenceGraph, k: int, *, seed: int, balance: float) -> NDArray[np.uint16]:
    """Vertices in an order by recursive spectral bisection; the edges along it in k pieces of equal weight.

    The Fiedler vector of the normalised Laplacian orders the vertices; halves of equal weight are ordered again, until
    there are k of them.

    Notes
    -----
    Chosen here: the graph is simple, weights added up (1 where they are 0); a connected component is ordered by itself
    and components follow one another by their lowest vertex. The vector begins as the order of the vertices and
    points that way. Up to 100 vertices are solved densely, up to 20000 with a factorisation (Lanczos, shifted to 0); above
    that LOBPCG with at most 200 steps, a diagonal preconditioner and a tolerance of 1e-4 gives an approximation. An edge is
    where its endpoint of lower degree is, then where its other end is. A piece weighs at most W / k plus the heaviest
    edge, so the bound is not used. Uses no random numbers.

    References
    ----------
    A. Pothen, H. D. Simon, K.-P. Liou, "Partitioning sparse matrices with eigenvectors of graphs", SIAM Journal on Matrix
    Analysis and Applications 11 (1990); H. D. Simon, "Partitioning of unstructured problems for parallel processing",
    Computing Systems in Engineering 2 (1991) (recursive). The edge assignment as in F. Bourse, M. Lelarge, M. Vojnovic,
    "Balanced graph edge partition", KDD 2014, section 5.
    """
    weight = graph.edge_weights().astype(np.float64)
    deciding, n = deciding_ends(graph), graph.n_vertices
    source, destination = graph.source.astype(np.int64), graph.destinations().astype(np.int64)
    joint = simple_graph(source, destination, np.where(weight > 0, weight, 1.0), n)
    position = np.empty(n, np.int64)
    following = np.bincount(deciding, weight, n).astype(np.float64)
    position[order_vertices(joint, following, k)] = np.arange(n)
    along = np.lexsort((np.arange(graph.n_edges), position[source + destination - deciding], position[deciding]))
    cluster = np.empty(graph.n_edges, np.uint16)
    cluster[along] = cut_by_order(weight[along], k)
    return cluster


def order_vertices(joint: sparse.csr_matrix, weight: NDArray[np.float64], k: int) -> NDArray[np.int64]:
    """Vertices in order, int64; ``weight`` is per vertex and says where a half ends."""
    waiting: list[tuple[NDArray[np.int64], int]] = [(np.arange(joint.shape[0]), 1)]
    pieces = []
    while waiting:
        members, parts = waiting.pop()
        if parts >= k or (parts > 1 and len(members) < LEAST):
            pieces.append(members)
            continue
        members = members[_order_once(joint[members][:, members].tocsr())]
        half = cut_by_order(weight[members], 2)
        waiting += [(members[half == 1], 2 * parts), (members[half == 0], 2 * parts)]
    return np.concatenate(pieces)


def _order_once(joint: sparse.csr_matrix) -> NDArray[np.int64]:
    """Components one after another, each by its Fiedler vector."""
    from scipy.sparse import csgraph

    count, component = csgraph.connected_components(joint, directed=False)
    value = np.zeros(joint.shape[0])
    by_component = np.argsort(component, kind="stable")
    for members in np.split(by_component, np.cumsum(np.bincount(component, minlength=count))[:-1]):
        if len(members) > 2:
            value[members] = _fiedler(joint[members][:, members].tocsr() if count > 1 else joint)
    return np.lexsort((np.arange(len(value)), value, component))


def _fiedler(joint: sparse.csr_matrix) -> NDArray[np.float64]:
    """Fiedler vector of a connected graph, scaled to vertices, rounded to 9 digits of its largest entry."""
    from scipy.sparse.linalg import eigsh, lobpcg

    n = joint.shape[0]
    root = np.sqrt(np.asarray(joint.sum(axis=1)).ravel())
    scaled = sparse.diags_array(1 / root) @ joint @ sparse.diags_array(1 / root)
    laplacian = (sparse.eye_array(n) - scaled).tocsc()
    ramp = (np.arange(n) - (n - 1) / 2) * root
    if n <= DENSE:
        vector = np.linalg.eigh(laplacian.toarray())[1][:, 1]
    elif n <= DIRECT:
        vector = eigsh(laplacian, k=2, sigma=-1e-4, which="LM", v0=ramp)[1][:, 1]
    else:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # an approximation is what is wanted
            vector = lobpcg(laplacian, ramp[:, None], Y=root[:, None], tol=1e-4, maxiter=200, largest=False)[1][:, 0]
    vector = vector / root
    vector *= (1 if vector @ ramp >= 0 else -1) / np.abs(vector).max()
    rounded: NDArray[np.float64] = np.round(vector, 9)
    return rounded
