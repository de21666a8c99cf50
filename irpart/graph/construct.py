"""Graphs of other origin: from edges, NetworkX and SciPy, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from irpart.base.errors import InputError
from irpart.graph.types import DependenceGraph, smallest_unsigned

if TYPE_CHECKING:
    import networkx
    from scipy import sparse


def from_edges(sources: ArrayLike, destinations: ArrayLike, weights: ArrayLike | None = None, *,
               n_vertices: int | None = None, costs: ArrayLike | None = None) -> DependenceGraph:
    """A graph from lists of edges.

    Parameters
    ----------
    sources, destinations
        Whole numbers >= 0, shape (m,); self-loops and parallel edges are kept.
    weights
        Finite numbers >= 0, shape (m,); default 1.
    n_vertices
        Number of vertices; default: one more than the largest number seen.
    costs
        Finite numbers >= 0, shape (n,): costs of vertices; default 1.

    Returns
    -------
    The graph; its edges are sorted by destination, edges of one destination keep their order. O(m log m).

    Raises
    ------
    InputError
        For anything else; with the first offending value and its position.
    """
    u, v = _vertex_numbers(sources, "source"), _vertex_numbers(destinations, "destination")
    if len(u) != len(v):
        raise InputError(f"There are {len(u)} sources but {len(v)} destinations.")
    least = int(max(u.max(initial=-1), v.max(initial=-1))) + 1
    n = least if n_vertices is None else n_vertices
    if n < least:
        raise InputError(f"n_vertices is {n}, but an edge names vertex {least - 1}.")
    w = _amounts(weights, len(u), "weight")
    order = np.argsort(v, kind="stable")
    degree = np.bincount(v, minlength=n)
    weight_table, weight_code = _coded(w[order])
    cost_table, cost_code = _coded(_amounts(costs, n, "cost"))
    source_type = np.uint32 if n <= 1 << 32 else np.uint64
    return DependenceGraph(u[order].astype(source_type), degree.astype(smallest_unsigned(int(degree.max(initial=0)))),
                           weight_code, weight_table, cost_code, cost_table)


def _vertex_numbers(values: ArrayLike, what: str) -> NDArray[np.int64]:
    array = np.asarray(values)
    if array.ndim != 1 or (array.size and array.dtype.kind not in "iu"):
        raise InputError(f"Each {what} must be a whole number in a vector, got {array.dtype} of shape {array.shape}.")
    if array.size and array.min() < 0:
        at = int(np.argmax(array < 0))
        raise InputError(f"A {what} is a vertex number >= 0, got {array[at]} at position {at}.")
    return array.astype(np.int64)


def _amounts(values: ArrayLike | None, count: int, what: str) -> NDArray[np.float32]:
    if values is None:
        return np.ones(count, np.float32)
    array = np.asarray(values)
    if array.shape != (count,) or array.dtype.kind not in "iufb":
        raise InputError(f"There must be {count} numbers for the {what}s, got {array.dtype} of shape {array.shape}.")
    single = array.astype(np.float32)
    wrong = ~np.isfinite(single) | (single < 0)
    if wrong.any():
        at = int(np.argmax(wrong))
        raise InputError(f"A {what} must be a finite number >= 0, got {array[at]} at position {at}.")
    return single


def _coded(values: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.unsignedinteger]]:
    table, inverse = np.unique(values, return_inverse=True)
    if len(table) == 0:
        table = np.ones(1, np.float32)
    return table, inverse.astype(smallest_unsigned(len(table) - 1))


def from_networkx(graph: networkx.Graph, weight: str = "weight") -> DependenceGraph:
    """A graph from any NetworkX graph; nodes are numbered in iteration order.

    An undirected edge appears once, from the lower to the higher number. A missing weight is 1.
    """
    number = {node: i for i, node in enumerate(graph)}
    rows = [(number[u], number[v], float(data.get(weight, 1.0))) for u, v, data in graph.edges(data=True)]
    table = np.array(rows, np.float64).reshape(-1, 3)
    u, v = table[:, 0].astype(np.int64), table[:, 1].astype(np.int64)
    if not graph.is_directed():
        u, v = np.minimum(u, v), np.maximum(u, v)
    return from_edges(u, v, table[:, 2], n_vertices=len(number))


def to_networkx(graph: DependenceGraph) -> networkx.MultiDiGraph:
    """A NetworkX multigraph with attributes ``weight`` on edges and ``cost`` on nodes."""
    import networkx as nx

    result: Any = nx.MultiDiGraph()
    result.add_nodes_from((i, {"cost": float(cost)}) for i, cost in enumerate(graph.vertex_costs()))
    result.add_edges_from((int(u), int(v), {"weight": float(w)}) for u, v, w in
                          zip(graph.source, graph.destinations(), graph.edge_weights(), strict=True))
    return result


def from_scipy(matrix: sparse.sparray | sparse.spmatrix, *, undirected: bool = False) -> DependenceGraph:
    """A graph from a square sparse matrix: entry (i, j) is an edge i -> j of that weight.

    With ``undirected`` only the upper triangle is read.
    """
    from scipy import sparse

    if not sparse.issparse(matrix):
        raise InputError(f"from_scipy takes a sparse matrix, not a {type(matrix).__name__}.")
    if matrix.shape[0] != matrix.shape[1]:
        raise InputError(f"The matrix of a graph is square, this one has shape {matrix.shape}.")
    entries = (sparse.triu(matrix) if undirected else matrix).tocoo()
    return from_edges(entries.row, entries.col, entries.data, n_vertices=int(matrix.shape[0]))


def to_scipy(graph: DependenceGraph) -> sparse.csr_array:
    """A sparse matrix whose entry (i, j) is the total weight of the edges i -> j, float64."""
    from scipy import sparse

    n = graph.n_vertices
    ends = graph.source.astype(np.int64), graph.destinations().astype(np.int64)
    entries = (graph.edge_weights().astype(np.float64), ends)
    return sparse.coo_array(entries, shape=(n, n)).tocsr()
