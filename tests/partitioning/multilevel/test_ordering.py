"""Depth-first order: the same multigraph under new numbers, forward wherever no cycle forbids it."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings

from irpart.graph.construct import from_edges, to_networkx
from irpart.graph.types import DependenceGraph
from irpart.partitioning.multilevel.ordering import goes_forward, in_depth_first_order
from tests.partitioning.graphs import graphs, make_hub, make_local_graph, make_power_law


def check_renumbered(graph: DependenceGraph) -> DependenceGraph:
    """Permutations of vertices and edges that carry ends, weights and costs over; the graph in its new order."""
    made, edge, order = in_depth_first_order(graph)
    assert sorted(order.tolist()) == list(range(graph.n_vertices))
    assert sorted(edge.tolist()) == list(range(graph.n_edges))
    assert (edge.dtype, order.dtype) == (np.int64, np.int64)
    assert np.array_equal(order[made.source], graph.source[edge])
    assert np.array_equal(order[made.destinations()], graph.destinations()[edge])
    assert np.array_equal(made.edge_weights(), graph.edge_weights()[edge])
    assert np.array_equal(made.vertex_costs(), graph.vertex_costs()[order])
    assert made.source.dtype == graph.source.dtype
    assert made.timing == graph.timing
    component = np.empty(graph.n_vertices, np.int64)
    for number, vertices in enumerate(nx.strongly_connected_components(to_networkx(made))):
        component[list(vertices)] = number
    between = component[made.source] != component[made.destinations()]
    assert (made.source[between] < made.destinations()[between]).all()
    return made


@settings(max_examples=150)
@given(graph=graphs())
def test_random_graphs(graph: DependenceGraph) -> None:
    """Cycles and self-loops too; edges between strongly connected components go forward."""
    made = check_renumbered(graph)
    assert goes_forward(made) == nx.is_directed_acyclic_graph(to_networkx(graph))
    assert goes_forward(graph) == bool((graph.source < graph.destinations()).all())


@settings(max_examples=80)
@given(graph=graphs())
def test_acyclic_graphs(graph: DependenceGraph) -> None:
    """Edges turned backward, loops left out: forward afterwards."""
    u, v = graph.source.astype(np.int64), graph.destinations().astype(np.int64)
    kept = u != v
    turned = from_edges(np.maximum(u, v)[kept], np.minimum(u, v)[kept], graph.edge_weights()[kept],
                        n_vertices=graph.n_vertices)
    assert goes_forward(check_renumbered(turned))


def test_larger_graphs() -> None:
    """A hub, locality, a power law with loops, and a path that no recursion could follow."""
    for graph in (make_hub(400), make_local_graph(1500), make_power_law(300, 1500)):
        check_renumbered(graph)
    path = from_edges(np.arange(1, 20001), np.arange(20000))
    made, edge, order = in_depth_first_order(path)
    assert goes_forward(made)
    assert not goes_forward(path)
    assert np.array_equal(order, np.arange(20000, -1, -1))
    assert np.array_equal(edge, np.arange(19999, -1, -1))


@pytest.mark.parametrize("ends", [([0], [0]), ([0, 1], [1, 0]), ([0, 1, 2, 2], [1, 2, 0, 2])])
def test_cycles_do_not_go_forward(ends: tuple[list[int], list[int]]) -> None:
    """A self-loop, a pair, and a triangle with a loop."""
    graph = from_edges(*ends, n_vertices=4)
    assert not goes_forward(graph)
    assert not goes_forward(check_renumbered(graph))


def test_readers_follow_what_they_read_at_once() -> None:
    """Two chains interleaved come out one after the other."""
    graph = from_edges([0, 1, 2, 3], [2, 3, 4, 5])
    assert in_depth_first_order(graph)[2].tolist() == [0, 2, 4, 1, 3, 5]


def test_instructions_move_along() -> None:
    """Costs, static ids, and which of them are arithmetic."""
    plain = from_edges([2, 1], [1, 0], [3, 4], costs=[5, 6, 7])
    graph = replace(plain, static_id=np.array([0, 1, 1], np.uint8), static_arithmetic=np.array([True, False]))
    made = in_depth_first_order(graph)[0]
    assert made.vertex_costs().tolist() == [7, 6, 5]
    assert made.static_id.tolist() == [1, 1, 0]
    assert made.static_arithmetic.tolist() == [True, False]


def test_no_vertices() -> None:
    """Nothing to order."""
    made, edge, order = in_depth_first_order(from_edges([], [], n_vertices=0))
    assert (made.n_vertices, len(edge), len(order)) == (0, 0, 0)
    assert goes_forward(made)
