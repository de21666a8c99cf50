"""Edge orders: the same multigraph, and partitions find their way back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from irpart.comparison.orders import permuted
from irpart.comparison.worker import in_own_order
from irpart.graph.types import DependenceGraph
from irpart.partitioning.cut import partition
from irpart.partitioning.quality import count_replicas, measure_quality
from tests.partitioning.graphs import graphs, make_local_graph


def degrees_and_weights(graph: DependenceGraph, edge: np.ndarray) -> list[tuple[float, ...]]:
    """What of an edge does not depend on the numbers of its ends."""
    degree, out = graph.degrees(), np.bincount(graph.source, minlength=graph.n_vertices)
    source, into = graph.source[edge].astype(int), graph.destinations()[edge].astype(int)
    columns = (degree[source], out[source], degree[into], out[into], graph.edge_weights()[edge], source == into)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def test_static_instructions_move_along() -> None:
    """Each vertex keeps its instruction, and what is known of instructions stays."""
    graph = make_local_graph(50)
    graph = replace(graph, static_id=np.arange(50, dtype=np.uint8), cost_code=np.arange(50, dtype=np.uint8),
                    cost_table=np.arange(50, dtype=np.float32), static_arithmetic=np.arange(50) % 3 == 0)
    other, _ = permuted(graph, 1)
    assert np.array_equal(other.static_id, other.vertex_costs())
    assert np.array_equal(other.static_arithmetic, graph.static_arithmetic)


@given(graphs(), st.integers(0, 5))
def test_it_is_the_same_multigraph(graph: DependenceGraph, seed: int) -> None:
    """There is a numbering of vertices under which edge ``edge_of[e]`` becomes edge e."""
    other, edge_of = permuted(graph, seed)
    assert sorted(edge_of.tolist()) == list(range(graph.n_edges))
    source, into = graph.source[edge_of].tolist(), graph.destinations()[edge_of].tolist()
    number: dict[int, int] = {}
    for old, new in zip(source + into, other.source.tolist() + other.destinations().tolist(), strict=True):
        assert number.setdefault(old, new) == new
    assert len(set(number.values())) == len(number)
    assert all(graph.vertex_costs()[old] == other.vertex_costs()[new] for old, new in number.items())
    assert np.array_equal(other.edge_weights(), graph.edge_weights()[edge_of])
    assert sorted(other.vertex_costs().tolist()) == sorted(graph.vertex_costs().tolist())
    assert degrees_and_weights(other, np.arange(graph.n_edges)) == degrees_and_weights(graph, edge_of)


def test_seeds_differ_and_repeat() -> None:
    """The same seed gives the same order; another gives another; static ids move with their vertices."""
    plain = make_local_graph(200)
    graph = DependenceGraph(plain.source, plain.in_degree, plain.weight_code, plain.weight_table, plain.cost_code,
                            plain.cost_table, plain.in_degree.astype(np.uint8), "model")
    first, again, other = (permuted(graph, seed)[0] for seed in (1, 1, 2))
    assert first.checksum() == again.checksum() != other.checksum()
    assert np.array_equal(first.static_id, first.in_degree)
    assert not (first.source < first.destinations()).all()


def test_partitions_find_their_way_back() -> None:
    """Mapped back to the graph's own order, a partition has the quality it had."""
    graph = make_local_graph(400)
    other, edge_of = permuted(graph, 3)
    made = partition(other, 5, method="hdrf")
    back = in_own_order(graph, made, edge_of)
    assert measure_quality(graph, back) == measure_quality(other, made)
    assert sorted(count_replicas(graph, back.edge_cluster, 5)) == sorted(count_replicas(other, made.edge_cluster, 5))
