"""The Pareto front: valid cuts, fewest replicas first, and exactly those marked that no other beats."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irpart.base.errors import InputError
from irpart.graph.construct import from_edges
from irpart.graph.types import DependenceGraph
from irpart.partitioning import measure_quality
from irpart.partitioning.balance import most_weight
from irpart.partitioning.execution_model import ExecutionModel, estimate_execution
from irpart.partitioning.front import FrontPoint, pareto_front
from tests.partitioning.graphs import graphs, make_local_graph


def beats(other: FrontPoint, point: FrontPoint) -> bool:
    """Fewer or as many replicas and as fast or faster, one of them strictly."""
    no_worse = other.quality.connectivity <= point.quality.connectivity and other.speedup >= point.speedup
    return no_worse and (other.quality.connectivity < point.quality.connectivity or other.speedup > point.speedup)


def check_front(graph: DependenceGraph, points: list[FrontPoint], k: int, balance: float,
                model: ExecutionModel | None = None) -> None:
    """Order, marks, and each point's partition, quality and speed-up as measured again."""
    weight = graph.edge_weights().astype(np.int64)
    table, counts = np.unique(weight if weight.any() else np.ones_like(weight), return_counts=True)
    assert points
    assert [p.quality.connectivity for p in points] == sorted(p.quality.connectivity for p in points)
    assert len({p.name for p in points}) == len(points)
    for point in points:
        made = point.partition
        assert (made.n_clusters, made.method, made.balance) == (k, "irpart", balance)
        assert made.edge_cluster.shape == (graph.n_edges,)
        load = np.bincount(made.edge_cluster, weight if weight.any() else np.ones_like(weight), k)
        assert load.max(initial=0) <= most_weight(table, counts, k, balance)[1]
        assert measure_quality(graph, made) == point.quality
        assert point.efficient == (not any(beats(other, point) for other in points))
        if not math.isnan(point.speedup):
            assert estimate_execution(graph, made, model).speedup == point.speedup
        data = json.loads(json.dumps(point.to_json(), allow_nan=False))
        assert (data["cut"], data["efficient"]) == (point.name, point.efficient)
        assert data["speedup"] == (None if math.isnan(point.speedup) else point.speedup)
        assert data["connectivity"] == point.quality.connectivity


@settings(max_examples=40)
@given(graph=graphs(most_vertices=20, most_edges=60), k=st.sampled_from([1, 2, 3]), balance=st.sampled_from([1.03, 1.5]))
def test_random_graphs(graph: DependenceGraph, k: int, balance: float) -> None:
    """With and without cycles."""
    check_front(graph, pareto_front(graph, k, balance=balance), k, balance)


@pytest.mark.parametrize("k", [2, 8])
def test_a_local_graph(k: int) -> None:
    """Eight cuts; another model gives other speed-ups of the same cuts; the same again."""
    graph, model = make_local_graph(1200), ExecutionModel(latency_cycles=3, receive_cycles=1)
    points, fast = pareto_front(graph, k, seed=3), pareto_front(graph, k, seed=3, model=model)
    check_front(graph, points, k, 1.03)
    check_front(graph, fast, k, 1.03, model)
    assert len(points) == len(fast) == 8
    assert {p.partition.seed for p in points} == {3}
    assert max(p.speedup for p in fast) > max(p.speedup for p in points)
    assert [p.to_json() for p in pareto_front(graph, k, seed=3)] == [p.to_json() for p in points]


def test_equal_cuts_are_all_efficient() -> None:
    """One cluster: every cut has no replica and the same speed-up, so that none beats another."""
    points = pareto_front(make_local_graph(200), 1)
    assert len(points) > 1
    assert len({(p.quality.connectivity, p.speedup) for p in points}) == 1
    assert all(p.efficient for p in points)


def test_a_cyclic_graph() -> None:
    """It cannot be executed: one cut, efficient, of no known speed."""
    ring = from_edges(np.arange(64), (np.arange(64) + 1) % 64)
    (point,) = pareto_front(ring, 4)
    assert math.isnan(point.speedup)
    assert point.efficient
    assert point.to_json()["speedup"] is None
    check_front(ring, [point], 4, 1.03)


@pytest.mark.parametrize(("wrong", "message"), [
    ({"k": 0}, "k must be a whole number"), ({"balance": 0.5}, "0.5"), ({"seed": -1}, "-1"),
])
def test_wrong_requests(wrong: dict[str, float], message: str) -> None:
    """Refused before anything is cut."""
    with pytest.raises(InputError, match=message):
        pareto_front(make_local_graph(100), **{"k": 2, **wrong})
