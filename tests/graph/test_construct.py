"""Graphs of other origin, and back."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
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
    """Through NetworkX exactly; through SciPy with parallel edges merged."""
    back = from_networkx(to_networkx(graph))
    assert edge_rows(back) == edge_rows(graph)
    assert back.n_vertices == graph.n_vertices
    matrix = to_scipy(graph)
    assert matrix.sum() == pytest.approx(graph.edge_weights().astype(float).sum())
    assert edge_rows(from_scipy(matrix)) == edge_rows(from_scipy(to_scipy(from_scipy(matrix))))


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
])
def test_wrong_edges(arguments: tuple[object, ...], message: str) -> None:
    """The first offending value and its position."""
    with pytest.raises(InputError, match=message):
        from_edges(*arguments)  # type: ignore[arg-type]


def test_wrong_matrices() -> None:
    """Dense and rectangular ones."""
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
