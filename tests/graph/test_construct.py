"""Graphs of other origin, and back."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from irpart.base.errors import InputError
from irpart.graph.construct import from_edges, from_networkx, from_scipy, to_networkx, to_scipy
from irpart.graph.types import DependenceGraph
from tests.partitioning.graphs import graphs


def edge_rows(graph: DependenceGraph) -> list[tuple[int, int, float]]:
    """Edges as sorted rows."""
    return sorted(zip(graph.source.tolist(), graph.destinations().tolist(), graph.edge_weights().tolist(), strict=True))


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_round_trips(graph: DependenceGraph) -> None:
    """Through NetworkX and SciPy with edge ids, parallel edges and self-loops; NetworkX keeps costs as well."""
    costs = np.arange(graph.n_vertices) / 2
    costly = from_edges(graph.source, graph.destinations(), graph.edge_weights(), n_vertices=graph.n_vertices,
                        costs=costs)
    assert from_networkx(to_networkx(costly)).checksum() == costly.checksum()
    assert from_scipy(to_scipy(costly), costs=costs).checksum() == costly.checksum()
    dense = np.zeros((graph.n_vertices, graph.n_vertices))
    for u, v, w in edge_rows(graph):
        dense[u, v] += w
    assert (to_scipy(graph).toarray() == dense).all()


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.floats(0, 3e38)), max_size=60))
def test_edges_against_sorting_in_python(rows: list[tuple[int, int, float]]) -> None:
    """A stable sort by destination; weights to the nearest float32, in the narrowest codes."""
    graph = from_edges([u for u, _, _ in rows], [v for _, v, _ in rows], [w for _, _, w in rows], n_vertices=10)
    rows.sort(key=lambda row: row[1])
    assert graph.source.tolist() == [u for u, _, _ in rows]
    assert graph.destinations().tolist() == [v for _, v, _ in rows]
    assert graph.edge_weights().tolist() == [float(np.float32(w)) for _, _, w in rows]
    assert graph.weight_code.dtype == graph.in_degree.dtype == np.uint8
    assert (np.diff(graph.weight_table) > 0).all()


def test_many_distinct_weights() -> None:
    """Codes of two and of four bytes; what was given is not changed and not shared."""
    for count, dtype in ((1000, np.uint16), (70_000, np.uint32)):
        sources = np.zeros(count, np.uint32)
        weights = np.random.default_rng(0).permutation(count).astype(np.float32)
        graph = from_edges(sources, np.arange(count), weights)
        assert graph.weight_code.dtype == dtype
        assert (graph.edge_weights() == weights).all()
        sources[0], weights[0] = 1, -1
        assert (graph.source[0], graph.edge_weights()[0] >= 0) == (0, True)


def test_what_is_not_given_is_one() -> None:
    """Then the graph says that nothing was timed."""
    graph = from_edges([0, 1], [1, 2])
    assert (graph.timing, graph.edge_weights().tolist(), graph.vertex_costs().tolist()) == ("none", [1, 1], [1, 1, 1])
    assert from_edges([0], [1], costs=[0, 2]).timing == "given"
    empty = from_edges([], [])
    assert (empty.n_vertices, empty.n_edges, from_edges([], [], n_vertices=3).n_vertices) == (0, 0, 3)


def test_edges_are_sorted_by_destination_and_keep_their_order() -> None:
    """Stable: two edges into one vertex stay as given."""
    graph = from_edges([3, 1, 2, 0], [1, 2, 1, 1], [1.5, 2.0, 3.0, 4.0])
    assert graph.source.tolist() == [3, 2, 0, 1]
    assert graph.edge_weights().tolist() == [1.5, 3.0, 4.0, 2.0]
    assert graph.in_degree.tolist() == [0, 3, 1, 0]
    assert graph.degrees().tolist() == [1, 4, 2, 1]


def test_undirected_graphs_appear_once() -> None:
    """From the lower to the higher node number."""
    graph = from_networkx(nx.path_graph(4))
    assert edge_rows(graph) == [(0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0)]
    matrix = sparse.csr_array(np.array([[0, 2.0], [2.0, 0]]))
    assert edge_rows(from_scipy(matrix, undirected=True)) == [(0, 1, 2.0)]


@pytest.mark.parametrize(("arguments", "message"), [
    (([0], [1], [float("nan")]), "weight must be a finite number >= 0, got nan at position 0"),
    (([0, 1], [1, 0], [1.0, -2.0]), "got -2.0 at position 1"),
    (([0, -1], [1, 0]), "source is a vertex number >= 0, got -1 at position 1"),
    (([0.5], [1]), "source must be a whole number in a vector, got float64"),
    (([0, 1], [1]), "2 sources but 1 destinations"),
    (([0], [1], [1.0, 2.0]), "must be 1 numbers for the weights"),
    (([0], [1], [1e39]), r"got 1e\+39 at position 0, beyond float32"),
    (([0], [1], ["heavy"]), "weight must be a finite number >= 0, got 'heavy' at position 0"),
    (([0, 0], [1, 1], [1, None]), "got None at position 1"),
    (([0], [1], [10**400]), "got a number beyond float64 at position 0"),
    (([True], [1]), "source must be a whole number in a vector, got bool"),
    ((np.array([0, 2**64 - 1], np.uint64), [1, 0]), r"below 2\*\*63, got 18446744073709551615 at position 1"),
    (([0], [2**40]), "An edge names vertex 1099511627776: number the vertices from 0 without large gaps"),
])
def test_wrong_edges(arguments: tuple[object, ...], message: str) -> None:
    """The first offending value and its position."""
    with pytest.raises(InputError, match=message):
        from_edges(*arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize(("options", "message"), [
    ({"n_vertices": 1}, r"n_vertices is 1, but an edge names vertex 1 \(destination at position 0\)"),
    ({"n_vertices": 2.0}, "n_vertices must be an integer of 0 or more, got 2.0"),
    ({"costs": [1.0]}, "must be 2 numbers for the costs"),
    ({"costs": [1.0, -1.0]}, "cost must be a finite number >= 0, got -1.0 at position 1"),
])
def test_wrong_options(options: dict[str, object], message: str) -> None:
    """Counts and costs."""
    with pytest.raises(InputError, match=message):
        from_edges([0], [1], **options)  # type: ignore[arg-type]


def test_networkx_graphs_of_all_kinds() -> None:
    """Any labels, parallel edges, other attribute names; what is no number is refused."""
    graph = nx.MultiGraph()
    graph.add_nodes_from([("b", {"cost": 2}), "a"])
    graph.add_edge("a", "b", time=3)
    graph.add_edge("b", "a", time=4)
    found = from_networkx(graph, weight="time")
    assert edge_rows(found) == [(0, 1, 3.0), (0, 1, 4.0)]
    assert found.vertex_costs().tolist() == [2, 1]
    assert edge_rows(from_networkx(nx.DiGraph([(5, 3), (3, 5)]))) == [(0, 1, 1.0), (1, 0, 1.0)]
    with pytest.raises(InputError, match=r"weight \(edge attribute 'w'\) must be a finite number >= 0, got 'x' at"):
        from_networkx(nx.Graph([(0, 1, {"w": "x"})]), weight="w")
    with pytest.raises(InputError, match="takes a NetworkX graph, not a list"):
        from_networkx([(0, 1)])


def test_wrong_matrices() -> None:
    """Dense, rectangular, negative, complex and lopsided ones."""
    with pytest.raises(InputError, match=r"Entry \(1, 0\) of the matrix is -2.0"):
        from_scipy(sparse.csr_array(np.array([[0, 1.0], [-2.0, 0]])))
    with pytest.raises(InputError, match="holds complex128 values"):
        from_scipy(sparse.csr_array(np.array([[0, 1j], [0, 0]])))
    with pytest.raises(InputError, match=r"not symmetric: entry \(0, 1\) is 1.0, and \(1, 0\) is not"):
        from_scipy(sparse.csr_array(np.array([[0, 1.0], [2.0, 0]])), undirected=True)
    upper = sparse.coo_array(([1, 2, 3], ([0, 0, 1], [0, 1, 1])), shape=(2, 2))
    assert edge_rows(from_scipy(upper, undirected=True)) == [(0, 0, 1.0), (0, 1, 2.0), (1, 1, 3.0)]
    assert edge_rows(from_scipy(upper.astype(bool))) == [(0, 0, 1.0), (0, 1, 1.0), (1, 1, 1.0)]
    with pytest.raises(InputError, match="takes a sparse matrix, not a ndarray"):
        from_scipy(np.eye(2))
    with pytest.raises(InputError, match=r"is square, this one has shape \(2, 3\)"):
        from_scipy(sparse.csr_array(np.ones((2, 3))))


def test_an_inconsistent_graph_is_refused() -> None:
    """The type checks itself."""
    graph = from_edges([0], [1])
    with pytest.raises(InputError, match="in_degree sums to 1, but there are 0 edges"):
        DependenceGraph(graph.source[:0], graph.in_degree, graph.weight_code[:0], graph.weight_table, graph.cost_code,
                        graph.cost_table)
    with pytest.raises(ValueError, match="read-only"):
        graph.source[0] = 1
