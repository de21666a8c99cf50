"""The contract of every registered partitioning method; a new method is tested by being there."""

from __future__ import annotations

import inspect

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irpart.base.registry import is_installed
from irpart.graph.construct import from_edges
from irpart.graph.types import DependenceGraph
from irpart.partitioning import METHODS, measure_quality, partition
from tests.partitioning.graphs import graphs, make_hub, make_local_graph


def needed(name: str) -> str:
    """The optional package that a method lacks here, or ""."""
    package = METHODS.get(name).requires
    return "" if is_installed(package) else package


NAMES = [pytest.param(name, marks=pytest.mark.skipif(bool(needed(name)), reason=f"{needed(name)} is not installed"))
         for name in METHODS.names()]


def suitable(name: str, graph: DependenceGraph) -> DependenceGraph:
    """For methods that refuse cycles the same edges, all forward, loops left out."""
    if not METHODS.get(name).capabilities.get("acyclic"):
        return graph
    low, high = np.minimum(graph.source, graph.destinations()), np.maximum(graph.source, graph.destinations())
    apart = low != high
    return from_edges(low[apart], high[apart], graph.edge_weights()[apart], n_vertices=graph.n_vertices)


def test_the_methods_of_the_main_job_are_there() -> None:
    """The list of the README."""
    wanted = {"random", "dbh", "chunks", "powergraph", "libra", "w-pg", "w-libra", "wb-pg", "wb-libra", "hdrf", "metis",
              "ne", "hep", "two-ps-l", "adwise", "spac", "mt-kahypar", "spectral", "community", "metis-windows"}
    assert wanted <= set(METHODS.names())


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=25, deadline=None)
@given(graph=graphs(), k=st.sampled_from([1, 2, 3, 7, 64, 65, 100, 4096]), seed=st.integers(0, 3))
def test_random_graphs(name: str, graph: DependenceGraph, k: int, seed: int) -> None:
    """Every edge once, clusters in range, loads add up, the bound kept, the same seed the same result."""
    graph = suitable(name, graph)
    sources, codes = graph.source.copy(), graph.weight_code.copy()
    made = partition(graph, k, method=name, seed=seed, balance=1.1)
    assert made.edge_cluster.shape == (graph.n_edges,)
    assert made.edge_cluster.dtype == np.uint16
    assert made.edge_cluster.max(initial=0) < k
    assert np.array_equal(partition(graph, k, method=name, seed=seed, balance=1.1).edge_cluster, made.edge_cluster)
    assert np.array_equal(graph.source, sources)
    assert np.array_equal(graph.weight_code, codes)
    weights = graph.edge_weights().astype(np.float64)
    load = np.bincount(made.edge_cluster, weights, k)
    assert load.sum() == weights.sum()
    if METHODS.get(name).capabilities["bounded"] and graph.n_edges:
        total, heaviest = weights.sum(), weights.max()
        assert load.max() <= max(1.1 * total / k, total / k + heaviest) * (1 + 1e-9)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("k", [2, 64, 65])
def test_a_hub_and_a_local_graph(name: str, k: int) -> None:
    """A hub of the degree of the whole graph, and a graph like a program's."""
    for graph in (make_hub(500), make_local_graph()):
        quality = measure_quality(graph, partition(graph, k, method=name))
        assert 1 <= quality.replication_factor <= k
        assert 0 <= quality.empty_clusters < k


@pytest.mark.parametrize("name", METHODS.names())
def test_documentation(name: str) -> None:
    """A method cites its source and states what it chose where the source is silent."""
    described = METHODS.get(name)
    text = inspect.getdoc(described.function) or ""
    assert "References\n----------" in text
    assert "Notes\n-----" in text
    assert {"weighted", "streaming", "bounded"} <= set(described.capabilities)
