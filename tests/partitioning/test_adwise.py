"""The compiled ADWISE assigns every edge as a slow, obvious reference with Python sets does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irpart.base.errors import InputError
from irpart.graph.types import DependenceGraph
from irpart.partitioning import measure_quality, partition
from tests.partitioning.graphs import graphs, make_hub, make_local_graph, make_power_law


def adwise_reference(graph: DependenceGraph, k: int, length: int) -> list[int]:
    """Scores of all clusters, with a set of clusters per vertex and a list as window."""
    edges = list(zip(graph.source.tolist(), graph.destinations().tolist(), strict=True))
    degree = graph.degrees().tolist()
    share = [d / (2 * max(degree)) for d in degree]
    holds: list[set[int]] = [set() for _ in degree]
    load, result = [0] * k, {}
    window: list[int] = []
    cached: dict[int, float] = {}
    waiting = list(range(len(edges)))
    weight = 1.0

    def best(e: int) -> tuple[float, int]:
        u, v = edges[e]
        around = [next(x for x in edges[f] if x not in (u, v)) for f in window
                  if ({u, v} & set(edges[f])) and not set(edges[f]) <= {u, v}]
        slope = weight / (1.0 + max(load) - min(load))
        scores = []
        for c in range(k):
            score = slope * (max(load) - load[c])
            score += (2.0 - share[u]) * (c in holds[u])
            score += (2.0 - share[v]) * (c in holds[v])
            score += sum(c in holds[x] for x in around) / len(around) if around else 0.0
            scores.append(score)
        return max(scores), scores.index(max(scores))

    while waiting or window:
        while waiting and len(window) < length:
            window.append(waiting.pop(0))
            cached[window[-1]] = best(window[-1])[0]
        e = max(window, key=lambda f: (cached[f], -f))
        chosen = best(e)[1]
        result[e] = chosen
        load[chosen] += 1
        tolerated = 1.0 - len(result) / len(edges)
        weight = min(5.0, max(0.4, weight + ((max(load) - min(load)) / max(load) - tolerated)))
        window.remove(e)
        for x in edges[e]:
            holds[x].add(chosen)
        for f in window:
            if set(edges[f]) & set(edges[e]):
                cached[f] = best(f)[0]
    return [result[e] for e in range(len(edges))]


@settings(max_examples=150, deadline=None)
@given(graph=graphs(), k=st.sampled_from([2, 3, 7, 64, 100]), window=st.sampled_from([1, 2, 5, 64]))
def test_on_random_graphs(graph: DependenceGraph, k: int, window: int) -> None:
    """Loops and parallel edges; windows shorter and longer than the stream."""
    if graph.n_edges:
        made = partition(graph, k, method="adwise", window=window)
        assert made.edge_cluster.tolist() == adwise_reference(graph, k, window)


@pytest.mark.parametrize("k", [4, 40])
def test_on_larger_graphs(k: int) -> None:
    """A graph with locality, a hub and a power law."""
    for graph in (make_local_graph(150), make_hub(100), make_power_law(60, 250)):
        assert partition(graph, k, method="adwise", window=20).edge_cluster.tolist() == adwise_reference(graph, k, 20)


def test_a_window_needs_fewer_replicas() -> None:
    """Than none, on a graph without locality."""
    graph = make_power_law(500, 3000)
    one, many = (measure_quality(graph, partition(graph, 8, method="adwise", window=window)).connectivity
                 for window in (1, 256))
    assert many < one


def test_wrong_options() -> None:
    """The value is named."""
    with pytest.raises(InputError, match=r"window of adwise must be a whole number from 1 to 2\*\*20, got 0"):
        partition(make_hub(3), 2, method="adwise", window=0)
