"""DependenceGraph from and to plain arrays, NetworkX graphs and SciPy sparse matrices."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from irpart.base.errors import InputError
from irpart.graph.types import DependenceGraph, smallest_unsigned

_CHUNK = 1 << 18
_IMPLIED_VERTICES = 1 << 32  # beyond this an id is taken for a mistake unless n_vertices is given


def from_edges(sources: ArrayLike, destinations: ArrayLike, weights: ArrayLike | None = None, *,
               n_vertices: int | None = None, costs: ArrayLike | None = None) -> DependenceGraph:
    """A graph from lists of edge ends.

    Parameters
    ----------
    sources, destinations
        Integers, shape (m,): edge i goes from vertex ``sources[i]`` to ``destinations[i]``.
    weights
        Numbers, shape (m,): weight of each edge in cycles, kept as float32; all 1 when not given.
    n_vertices
        Number of vertices; the largest id plus one when not given.
    costs
        Numbers, shape (n,): cost of each vertex in cycles, kept as float32; all 1 when not given.

    Returns
    -------
    DependenceGraph
        Edges sorted by destination; edges into the same vertex stay in the order given. ``timing`` is ``none``
        when neither weights nor costs are given, else ``given``. Self-loops and parallel edges are kept.

    Raises
    ------
    InputError
        Lengths that differ, ids that are no integers or out of range, weights or costs that are negative,
        infinite or NaN; the message has the value and its position.

    Notes
    -----
    O(n + m) time; about 40 bytes per edge while it runs. Edges that come sorted by destination are not moved.

    Examples
    --------
    >>> from_edges([0, 0, 1], [1, 2, 2], [5, 1, 2])
    DependenceGraph(3 vertices, 3 edges, timing=given)
    """
    source = _vertex_ids(sources, "source")
    destination = _vertex_ids(destinations, "destination")
    m = len(source)
    if len(destination) != m:
        raise InputError(f"There are {m} sources but {len(destination)} destinations; give one of each per edge.")
    n = _vertex_count(n_vertices, source, destination)
    weight_code, weight_table = _encoded(weights, m, "weight")
    cost_code, cost_table = _encoded(costs, n, "cost")
    in_degree = np.bincount(destination, minlength=n)
    if np.any(destination[1:] < destination[:-1]):
        order = stable_order(destination, n)
        source, weight_code = source[order], weight_code[order]
    return DependenceGraph(
        source=source.astype(np.uint32 if n <= 1 << 32 else np.uint64),
        in_degree=in_degree.astype(smallest_unsigned(int(in_degree.max(initial=0)))),
        weight_code=weight_code, weight_table=weight_table, cost_code=cost_code, cost_table=cost_table,
        timing="none" if weights is None and costs is None else "given")


def from_networkx(graph: Any, weight: str = "weight", cost: str = "cost") -> DependenceGraph:
    """A graph from a NetworkX Graph, DiGraph, MultiGraph or MultiDiGraph.

    Parameters
    ----------
    graph
        Any NetworkX graph; nodes become vertices 0, 1, ... in the order ``graph.nodes`` gives them.
    weight
        Edge attribute with the weight in cycles; edges without it weigh 1.
    cost
        Node attribute with the cost in cycles; nodes without it cost 1.

    Returns
    -------
    DependenceGraph
        An undirected edge appears once, from the node that comes first to the one that comes later. When every
        edge has a distinct integer attribute ``edge``, as ``to_networkx`` writes it, that is the edge order, so
        edge ids survive the way there and back.

    Raises
    ------
    InputError
        The object is no NetworkX graph, or a weight or cost is no finite number >= 0.
    """
    if not hasattr(graph, "is_multigraph") or not hasattr(graph, "edges"):
        raise InputError(f"from_networkx takes a NetworkX graph, not a {type(graph).__name__}.")
    vertex_of = {node: vertex for vertex, node in enumerate(graph.nodes)}
    source = np.empty(graph.number_of_edges(), np.int64)
    destination = np.empty_like(source)
    weights: list[Any] = []
    edge_ids: list[Any] = []
    for position, (u, v, data) in enumerate(graph.edges(data=True)):
        source[position], destination[position] = vertex_of[u], vertex_of[v]
        weights.append(data.get(weight, 1.0))
        edge_ids.append(data.get("edge"))
    costs = [data.get(cost, 1.0) for _, data in graph.nodes(data=True)]
    if not graph.is_directed():
        source, destination = np.minimum(source, destination), np.maximum(source, destination)
    all_plain = all(value == 1.0 for value in weights) and all(value == 1.0 for value in costs)
    weight_values = _plain_numbers(weights, f"weight (edge attribute {weight!r})")
    cost_values = _plain_numbers(costs, f"cost (node attribute {cost!r})")
    if edge_ids and all(type(value) is int for value in edge_ids) and len(set(edge_ids)) == len(edge_ids):
        order = np.argsort(np.array(edge_ids), kind="stable")
        source, destination, weight_values = source[order], destination[order], weight_values[order]
    return from_edges(source, destination, None if all_plain else weight_values, n_vertices=len(vertex_of),
                      costs=None if all_plain else cost_values)


def to_networkx(graph: DependenceGraph) -> Any:
    """A ``networkx.MultiDiGraph`` with node attribute ``cost`` and edge attributes ``weight`` and ``edge`` (its id).

    Returns
    -------
    networkx.MultiDiGraph
        Nodes 0 to n - 1. About 1 kB per edge: meant for small graphs.
    """
    import networkx

    result = networkx.MultiDiGraph()
    result.add_nodes_from((vertex, {"cost": cost}) for vertex, cost in enumerate(graph.vertex_costs().tolist()))
    ends = zip(graph.source.tolist(), graph.destinations().tolist(), graph.edge_weights().tolist(), strict=True)
    result.add_edges_from((u, v, {"weight": w, "edge": edge}) for edge, (u, v, w) in enumerate(ends))
    return result


def from_scipy(matrix: Any, *, undirected: bool = False, costs: ArrayLike | None = None) -> DependenceGraph:
    """A graph from a square SciPy sparse matrix or array.

    Parameters
    ----------
    matrix
        Sparse, shape (n, n), of numbers or bool: each stored entry (i, j) is an edge from i to j that weighs its
        value. Entries stored twice are parallel edges, a stored 0 is an edge of weight 0.
    undirected
        The matrix is an undirected adjacency: its upper triangle, diagonal included, gives the edges. The lower
        triangle must be empty or mirror the upper one.
    costs
        Numbers, shape (n,): cost of each vertex in cycles; all 1 when not given.

    Raises
    ------
    InputError
        A dense or non-square matrix, complex or otherwise bad values, an undirected one that is not symmetric.
    """
    import scipy.sparse

    if not scipy.sparse.issparse(matrix):
        raise InputError(f"from_scipy takes a sparse matrix, not a {type(matrix).__name__}; "
                         "give scipy.sparse.csr_array(matrix).")
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        raise InputError(f"The matrix of a graph is square, this one has shape {matrix.shape}.")
    entries = matrix.tocoo()
    row, column, value = entries.row, entries.col, entries.data
    if value.dtype.kind not in "uifb":
        raise InputError(f"The matrix holds {value.dtype} values; weights must be real numbers.")
    bad = np.flatnonzero(~(np.isfinite(value) & (value >= 0)))
    if len(bad):
        raise InputError(f"Entry ({row[bad[0]]}, {column[bad[0]]}) of the matrix is {value[bad[0]]}; "
                         "a weight must be a finite number >= 0.")
    if undirected:
        _check_symmetric(row, column, value)
        upper = row <= column
        row, column, value = row[upper], column[upper], value[upper]
    weights = None if value.dtype.kind == "b" else value
    return from_edges(row, column, weights, n_vertices=matrix.shape[0], costs=costs)


def to_scipy(graph: DependenceGraph) -> Any:
    """The weighted adjacency as a ``scipy.sparse.csc_array``: entry (u, v) is the weight of edge (u, v).

    Returns
    -------
    scipy.sparse.csc_array
        float32, shape (n, n), entries in edge order. Parallel edges are separate entries (SciPy adds them up in
        arithmetic; ``sum_duplicates`` merges them). Vertex costs are not part of it. O(n + m).
    """
    import scipy.sparse

    n = graph.n_vertices
    index = np.int32 if max(n, graph.n_edges) < 1 << 31 else np.int64
    return scipy.sparse.csc_array((graph.edge_weights(), graph.source.astype(index), graph.indptr().astype(index)),
                                  shape=(n, n))


def _vertex_ids(values: ArrayLike, what: str) -> NDArray[np.int64]:
    """Vertex ids as int64, without a copy where they are; refuses anything but integers >= 0."""
    ids = np.asarray(values)
    if ids.ndim != 1 or (ids.size and ids.dtype.kind not in "iu"):
        raise InputError(f"Each {what} must be a whole number in a vector, got {ids.dtype} of shape {ids.shape}"
                         f"{f', the first being {ids[0]!r}' if ids.ndim == 1 else ''}.")
    if not ids.size:
        return np.empty(0, np.int64)
    for at in (int(ids.argmin()), int(ids.argmax())):
        if not 0 <= int(ids[at]) <= np.iinfo(np.int64).max:
            bound = "0" if ids[at] < 0 else "0 and below 2**63"
            raise InputError(f"A {what} is a vertex number >= {bound}, got {ids[at]} at position {at}.")
    return ids.astype(np.int64, copy=False)


def _vertex_count(n_vertices: int | None, source: NDArray[np.int64], destination: NDArray[np.int64]) -> int:
    """Number of vertices, given or implied; refuses ids beyond it."""
    largest = max(int(source.max(initial=-1)), int(destination.max(initial=-1)))
    if n_vertices is None:
        if largest >= _IMPLIED_VERTICES:
            raise InputError(f"An edge names vertex {largest}: number the vertices from 0 without large gaps, "
                             "or give n_vertices.")
        return largest + 1
    if isinstance(n_vertices, bool) or not isinstance(n_vertices, (int, np.integer)) or n_vertices < 0:
        raise InputError(f"n_vertices must be an integer of 0 or more, got {n_vertices!r}.")
    if largest >= n_vertices:
        name, ids = ("source", source) if int(source.max()) == largest else ("destination", destination)
        raise InputError(f"n_vertices is {n_vertices}, but an edge names vertex {largest} "
                         f"({name} at position {int(ids.argmax())}).")
    return int(n_vertices)


def _encoded(values: ArrayLike | None, count: int, what: str) -> tuple[NDArray[np.unsignedinteger],
                                                                        NDArray[np.float32]]:
    """Numbers as codes (smallest unsigned type) into an ascending table of their distinct float32 values."""
    if values is None:
        return np.zeros(count, np.uint8), np.ones(1, np.float32)
    given = np.asarray(values)
    if given.shape != (count,):
        raise InputError(f"There must be {count} numbers for the {what}s, got {given.dtype} of shape {given.shape}.")
    if given.size and given.dtype.kind not in "uif":
        given = _plain_numbers(given.tolist(), what)
    with np.errstate(over="ignore", invalid="ignore"):
        single = given.astype(np.float32) + np.float32(0)  # -0.0 becomes 0.0
    wrong = ~((single >= 0) & (single < np.inf))
    if wrong.any():
        at = int(wrong.argmax())
        raise InputError(f"A {what} must be a finite number >= 0, got {given[at]} at position {at}"
                         f"{', beyond float32' if 0 < given[at] < np.inf else ''}.")
    parts = [np.unique(single[start:start + _CHUNK]) for start in range(0, count, _CHUNK)]
    table = np.unique(np.concatenate(parts)) if parts else np.ones(1, np.float32)
    code = np.empty(count, smallest_unsigned(len(table) - 1))
    if code.itemsize > 2:  # binary search in a large table is slower than one sort
        table, code[:] = np.unique(single, return_inverse=True)
        return code, table
    for start in range(0, count, _CHUNK):
        code[start:start + _CHUNK] = np.searchsorted(table, single[start:start + _CHUNK])
    return code, table


def stable_order(ids: NDArray[np.int64], n: int) -> NDArray[np.signedinteger]:
    """Positions that sort vertex ids below ``n`` stably: a counting sort in O(n + m), four times as fast as argsort."""
    from scipy.sparse import csr_array

    m = len(ids)
    index = np.int32 if max(m, n) < 1 << 31 else np.int64
    row = csr_array((np.arange(m, dtype=index), ids.astype(index), np.array([0, m], index)), shape=(1, n))
    order: NDArray[np.signedinteger] = row.tocsc().data
    return order


def _plain_numbers(values: list[Any], what: str) -> NDArray[np.float64]:
    """Python or NumPy numbers as float64; refuses text, None, bool and complex with its position."""
    for at, value in enumerate(values):
        if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, float, np.integer, np.floating)):
            raise InputError(f"A {what} must be a finite number >= 0, got {value!r} at position {at}.")
    try:
        return np.array([float(value) for value in values], np.float64)
    except OverflowError:
        at = next(at for at, value in enumerate(values) if isinstance(value, int) and abs(value) >= 1 << 1023)
        raise InputError(f"A {what} must be a finite number >= 0, got a number beyond float64 at position {at}.") from None


def _check_symmetric(row: NDArray[Any], column: NDArray[Any], value: NDArray[Any]) -> None:
    """Refuse a matrix whose lower triangle holds anything but the mirror image of its upper one."""
    below, above = row > column, row < column
    if not below.any():
        return
    lower = np.lexsort((value[below], row[below], column[below]))
    upper = np.lexsort((value[above], column[above], row[above]))
    mirrored = (column[below][lower], row[below][lower], value[below][lower])
    if len(lower) == len(upper):
        given = (row[above][upper], column[above][upper], value[above][upper])
        if all(np.array_equal(one, other) for one, other in zip(mirrored, given, strict=True)):
            return
    stored = set(zip(row.tolist(), column.tolist(), value.tolist(), strict=True))
    odd = next(((i, j, w) for i, j, w in sorted(stored) if (j, i, w) not in stored), None)
    where = f"entry ({odd[0]}, {odd[1]}) is {odd[2]}, and ({odd[1]}, {odd[0]}) is not" if odd else \
        "an entry is stored more often above the diagonal than below"
    raise InputError(f"The matrix is not symmetric: {where}; use undirected=False for directed edges.")
