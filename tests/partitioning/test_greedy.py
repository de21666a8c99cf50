"""The compiled greedy kernels assign every edge as a slow, obvious reference with Python sets does."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irpart.graph.types import DependenceGraph
from irpart.partitioning import partition
from tests.partitioning.graphs import graphs, make_hub, make_local_graph, make_power_law

FAMILY = {"powergraph": (False, False, False), "libra": (False, True, False), "w-pg": (True, False, False),
          "w-libra": (True, True, False), "wb-pg": (True, False, True), "wb-libra": (True, True, True)}


def assign_reference(graph: DependenceGraph, k: int, weighted: bool, replicate_hub: bool, bound: float | None) -> list[int]:
    """One edge at a time, with sets; weights are whole numbers."""
    weight = [int(w) if weighted else 1 for w in graph.edge_weights()]
    edges = list(zip(graph.source.tolist(), graph.destinations().tolist(), weight, strict=True))
    remaining = [0] * graph.n_vertices
    for u, v, w in edges:
        remaining[u] += w
        remaining[v] += w
    cap = float("inf") if bound is None else int(bound * sum(weight) / k)
    clusters: list[set[int]] = [set() for _ in range(graph.n_vertices)]
    load, result = [0] * k, []
    degree = list(remaining)
    for u, v, w in edges:
        a, b = clusters[u], clusters[v]
        if a & b:
            candidates = a & b
        elif a and b:
            prefers_u = degree[u] < degree[v] if replicate_hub else remaining[u] > remaining[v]
            candidates = a if prefers_u else b
        else:
            candidates = a | b
        fitting = [c for c in candidates if load[c] + w <= cap] or range(k)
        chosen = min(fitting, key=lambda c: (load[c], c))
        result.append(chosen)
        load[chosen] += w
        a.add(chosen)
        b.add(chosen)
        remaining[u] -= w
        remaining[v] -= w
    return result


def hdrf_reference(graph: DependenceGraph, k: int, balance_weight: float) -> list[int]:
    """Score every cluster for every edge."""
    degree = graph.degrees().tolist()
    clusters: list[set[int]] = [set() for _ in range(graph.n_vertices)]
    load, result = [0] * k, []
    for u, v in zip(graph.source.tolist(), graph.destinations().tolist(), strict=True):
        share = degree[u] / (degree[u] + degree[v])
        slope = balance_weight / (1.0 + max(load) - min(load))

        def score(c: int, u: int = u, v: int = v, share: float = share, slope: float = slope) -> float:
            return -slope * load[c] + (2.0 - share) * (c in clusters[u]) + (1.0 + share) * (c in clusters[v])

        best = max(score(c) for c in range(k))
        chosen = min(c for c in range(k) if score(c) == best)
        result.append(chosen)
        load[chosen] += 1
        clusters[u].add(chosen)
        clusters[v].add(chosen)
    return result


@pytest.mark.parametrize("name", FAMILY)
@settings(max_examples=40, deadline=None)
@given(graph=graphs(), k=st.sampled_from([2, 3, 64, 65, 100, 1024]))
def test_family_on_random_graphs(name: str, graph: DependenceGraph, k: int) -> None:
    """All six rules, masks and sets."""
    weighted, replicate_hub, bounded = FAMILY[name]
    expected = assign_reference(graph, k, weighted, replicate_hub, 1.03 if bounded else None)
    assert partition(graph, k, method=name).edge_cluster.tolist() == expected


@pytest.mark.parametrize("name", FAMILY)
@pytest.mark.parametrize("k", [8, 64, 65, 200])
def test_family_on_larger_graphs(name: str, k: int) -> None:
    """Graphs with locality, hubs beyond the inline sets, and a power law."""
    weighted, replicate_hub, bounded = FAMILY[name]
    for graph in (make_local_graph(1500), make_hub(400), make_power_law(300, 1500)):
        expected = assign_reference(graph, k, weighted, replicate_hub, 1.03 if bounded else None)
        assert partition(graph, k, method=name).edge_cluster.tolist() == expected


@settings(max_examples=40, deadline=None)
@given(graph=graphs(), k=st.sampled_from([2, 5, 64, 70]))
def test_hdrf_on_random_graphs(graph: DependenceGraph, k: int) -> None:
    """Only a few clusters are scored, with the result of scoring all."""
    assert partition(graph, k, method="hdrf").edge_cluster.tolist() == hdrf_reference(graph, k, 1.1)


@pytest.mark.parametrize("k", [8, 70])
def test_hdrf_on_larger_graphs(k: int) -> None:
    """A power law and a graph with locality."""
    for graph in (make_local_graph(800), make_power_law(200, 900)):
        assert partition(graph, k, method="hdrf").edge_cluster.tolist() == hdrf_reference(graph, k, 1.1)


def test_many_clusters_on_many_hubs() -> None:
    """Replica sets that move to the pool, which grows."""
    graph = make_power_law(2500, 60000)
    cluster = partition(graph, 3000, method="wb-libra").edge_cluster
    assert cluster.tolist() == assign_reference(graph, 3000, True, True, 1.03)
    assert len(np.unique(cluster)) == 3000
