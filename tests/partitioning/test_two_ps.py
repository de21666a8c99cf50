"""The compiled 2PS-L assigns every edge as a slow, obvious reference with Python sets does."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irpart.graph.types import DependenceGraph
from irpart.partitioning import measure_quality, partition
from tests.partitioning.graphs import graphs, make_hub, make_local_graph, make_power_law


def edges_of(graph: DependenceGraph) -> list[tuple[int, int, int]]:
    """Ends and whole weight of every edge, all 1 when all are 0."""
    weight = [int(w) for w in graph.edge_weights()]
    if not any(weight):
        weight = [1] * len(weight)
    return list(zip(graph.source.tolist(), graph.destinations().tolist(), weight, strict=True))


def homes(graph: DependenceGraph, k: int) -> tuple[list[int], list[int]]:
    """Home of every vertex, and the volume of its group."""
    edges, n = edges_of(graph), graph.n_vertices
    weighted = [sum(w * ((u == x) + (v == x)) for u, v, w in edges) for x in range(n)]
    volume, group = list(weighted), list(range(n))
    most = 2 * sum(w for _, _, w in edges) / k
    for u, v, _ in edges:
        a, b = group[u], group[v]
        if a != b and volume[a] <= most and volume[b] <= most:
            moved, entered = (u, b) if volume[a] - weighted[u] <= volume[b] - weighted[v] else (v, a)
            if volume[entered] + weighted[moved] <= most:
                volume[group[moved]] -= weighted[moved]
                volume[entered] += weighted[moved]
                group[moved] = entered
    packed, home = [0] * k, [0] * n
    for g in sorted(range(n), key=lambda g: (-volume[g], g)):
        if volume[g]:
            home[g] = packed.index(min(packed))
            packed[home[g]] += volume[g]
    return [home[g] for g in group], [volume[g] for g in group]


def two_ps_reference(graph: DependenceGraph, k: int, seed: int) -> list[int]:
    """Sets of replicas."""
    edges, degree = edges_of(graph), graph.degrees().tolist()
    home, volume = homes(graph, k)
    cap = int(1.03 * sum(w for _, _, w in edges) / k)
    load, holds, result = [0] * k, [set() for _ in range(graph.n_vertices)], {}

    def assign(e: int, cluster: int) -> None:
        u, v, w = edges[e]
        result[e] = cluster
        load[cluster] += w
        holds[u].add(cluster)
        holds[v].add(cluster)

    for e, (u, v, w) in enumerate(edges):
        if home[u] == home[v] and load[home[u]] + w <= cap:
            assign(e, home[u])
    for e in sorted(set(range(len(edges))) - set(result)):
        u, v, w = edges[e]
        share = degree[u] / (degree[u] + degree[v])
        pull = volume[u] / (volume[u] + volume[v]) if volume[u] + volume[v] else 0.5
        score = {c: (2.0 - share) * (c in holds[u]) + (1.0 + share) * (c in holds[v]) + pull * (home[u] == c)
                 + (1.0 - pull) * (home[v] == c) for c in (home[v], home[u]) if load[c] + w <= cap}
        if score:
            best = max(score, key=lambda c: score[c])
        else:
            larger = (u if degree[u] > degree[v] else v) + seed
            best = ((larger * 0x9E3779B97F4A7C15 % 2**64) >> 32) % k
            if load[best] + w > cap and min(load) < load[best]:
                best = load.index(min(load))
        assign(e, best)
    return [result[e] for e in range(len(edges))]


@settings(max_examples=200, deadline=None)
@given(graph=graphs(), k=st.sampled_from([2, 3, 7, 64, 4096]), seed=st.integers(0, 3))
def test_on_random_graphs(graph: DependenceGraph, k: int, seed: int) -> None:
    """Loops, parallel edges, zero and huge weights."""
    if graph.n_edges:
        made = partition(graph, k, method="two-ps-l", seed=seed)
        assert made.edge_cluster.tolist() == two_ps_reference(graph, k, seed)


@pytest.mark.parametrize("k", [4, 70])
def test_on_larger_graphs(k: int) -> None:
    """A graph with locality, a hub and a power law."""
    for graph in (make_local_graph(400), make_hub(100), make_power_law(150, 500)):
        assert partition(graph, k, method="two-ps-l").edge_cluster.tolist() == two_ps_reference(graph, k, 0)


def test_the_greatest_number_of_clusters() -> None:
    """Cluster numbers use all of their 16 bits."""
    graph = make_power_law(2000, 70000)
    made = partition(graph, 65536, method="two-ps-l")
    assert measure_quality(graph, made).balance_by_weight <= 5 * 65536 / graph.edge_weights().sum() + 1
    assert np.unique(made.edge_cluster).max() > 65000
