"""What docs/theory.md claims about irpart's methods, in numbers."""

from __future__ import annotations

import itertools
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irpart.graph.construct import from_edges
from irpart.graph.types import DependenceGraph
from irpart.partitioning import Partition, connectivity_lower_bound, measure_quality, partition
from irpart.partitioning.bounds import load_cap
from irpart.partitioning.quality import count_replicas
from tests.partitioning.exact import optimal_connectivity
from tests.partitioning.graphs import graphs, make_local_graph, make_power_law

GREEDY = ("powergraph", "libra", "w-pg", "w-libra", "wb-pg", "wb-libra", "hdrf")


def make_two_loops(t: int) -> tuple[DependenceGraph, list[int]]:
    """The family of the page, and its path: b[i] = f(a[i]) in one loop, c[i] = b[i] + a[i + 1] in the next."""
    i, last = np.arange(t), np.arange(t - 1)
    graph = from_edges([*i, *np.stack([t + last, last + 1]).T.ravel()], [*(t + i), *np.repeat(2 * t + last, 2)])
    return graph, [v for j in range(t) for v in (j, t + j, 2 * t + j)][:-1]


@pytest.mark.parametrize("method", GREEDY)
@pytest.mark.parametrize("k", [2, 5])
@pytest.mark.parametrize("t", [10, 40, 160])
def test_greedy_methods_are_arbitrarily_worse_than_the_optimum(t: int, k: int, method: str) -> None:
    """t - 1 replicas or more where k - 1 are enough, all within the balance bound."""
    graph, path = make_two_loops(t)
    place = {v: position for position, v in enumerate(path)}
    first = [min(place[u], place[v]) for u, v in zip(graph.source.tolist(), graph.destinations().tolist(), strict=True)]
    along = Partition(np.array([p * k // graph.n_edges for p in first], np.uint16), k, "given", graph.checksum())
    bound = connectivity_lower_bound(graph, k)
    assert bound.binds(measure_quality(graph, along))
    assert bound.value <= measure_quality(graph, along).connectivity == k - 1
    found = measure_quality(graph, partition(graph, k, method=method))
    assert bound.binds(found)
    assert found.connectivity >= t - 1


@pytest.mark.parametrize("method", ["powergraph", "libra", "w-pg", "w-libra"])
def test_rules_without_a_bound_fill_one_cluster(method: str) -> None:
    """A path in its order: each edge meets the one before."""
    graph = from_edges(range(60), range(1, 61))
    assert measure_quality(graph, partition(graph, 4, method=method)).empty_clusters == 3


def test_the_family_against_integer_programming() -> None:
    """The optimum of its smallest members."""
    assert [optimal_connectivity(make_two_loops(t)[0], k) for t, k in ((4, 2), (6, 2), (6, 3))] == [1, 1, 2]


def expected_replicas(draws: np.ndarray, k: int) -> float:
    """Sum over vertices of the clusters that so many independent draws are expected to hit."""
    return float((k * (1 - (1 - 1 / k) ** draws)).sum())


def deciding_draws(graph: DependenceGraph) -> np.ndarray:
    """Distinct vertices whose hashes place the edges of each vertex under DBH."""
    degree, u, v = graph.degrees(), graph.source.astype(int), graph.destinations().astype(int)
    deciding = np.where(degree[u] < degree[v], u, v)
    pairs = np.unique(np.stack([np.concatenate([u, v]), np.tile(deciding, 2)]), axis=1)
    return np.bincount(pairs[0], minlength=graph.n_vertices)


@pytest.mark.parametrize("k", [2, 8, 100])
@pytest.mark.parametrize("graph", [make_local_graph(1500), make_power_law(800, 3000)], ids=["local", "power law"])
@pytest.mark.parametrize("method", ["random", "dbh"])
def test_expected_replicas(method: str, graph: DependenceGraph, k: int) -> None:
    """The mean over 40 seeds is within three standard errors of the formula."""
    edges_at = graph.degrees() - np.bincount(graph.source[graph.source == graph.destinations()], minlength=graph.n_vertices)
    expected = expected_replicas(edges_at if method == "random" else deciding_draws(graph), k)
    found = [count_replicas(graph, partition(graph, k, method=method, seed=seed).edge_cluster, k).sum()
             for seed in range(40)]
    assert abs(np.mean(found) - expected) <= 3 * np.std(found, ddof=1) / np.sqrt(40)


def test_hashing_by_degree_is_expected_to_beat_random() -> None:
    """Never more draws than edges, and at most one more than the edges that neighbours place."""
    for graph in (make_local_graph(1500), make_power_law(800, 3000)):
        assert np.all(deciding_draws(graph) <= graph.degrees())
        assert expected_replicas(deciding_draws(graph), 8) < expected_replicas(graph.degrees(), 8)


@pytest.mark.parametrize("method", ["wb-pg", "wb-libra", "chunks"])
@settings(max_examples=40)
@given(graph=graphs(), k=st.sampled_from([2, 3, 7, 70]), balance=st.sampled_from([1.0, 1.03, 1.5]))
def test_balance_that_is_proven(method: str, graph: DependenceGraph, k: int, balance: float) -> None:
    """max(balance * W / k, W / k + heaviest edge), and W / k + heaviest edge for chunks."""
    weight = graph.edge_weights().astype(np.float64)
    load = np.bincount(partition(graph, k, method=method, balance=balance).edge_cluster, weight, k).max()
    cap = load_cap(graph, k, 1.0 if method == "chunks" else balance)
    assert load <= cap * (1 + 1e-9)


@settings(max_examples=60)
@given(graph=graphs(6, 7), data=st.data())
def test_what_a_cluster_covers_is_submodular(graph: DependenceGraph, data: st.DataObject) -> None:
    """So km1 is a sum of such functions that is to be made small, and what is saved is supermodular."""
    ends = list(zip(graph.source.tolist(), graph.destinations().tolist(), strict=True))

    def covered(edges: set[int]) -> int:
        return len({v for e in edges for v in ends[e]})

    subsets = st.sets(st.integers(0, max(0, len(ends) - 1)), max_size=len(ends) if ends else 0)
    one, other = (data.draw(subsets) if ends else set() for _ in range(2))
    assert covered(one) + covered(other) >= covered(one | other) + covered(one & other)


@settings(max_examples=40)
@given(sizes=st.lists(st.integers(1, 4), min_size=2, max_size=5), k=st.sampled_from([2, 3]))
def test_packing_is_a_vertex_cut(sizes: list[int], k: int) -> None:
    """The reduction of the page: stars are packed into clusters without a replica exactly when their sizes are."""
    starts = np.cumsum([0] + [size + 1 for size in sizes])
    source = np.repeat(starts[:-1], sizes)
    destination = np.concatenate([start + 1 + np.arange(size) for start, size in zip(starts, sizes, strict=False)])
    graph = from_edges(source, destination)
    cap = load_cap(graph, k, 1.0) * (1 + 1e-9)
    fits = any(np.bincount(bins, sizes, k).max() <= cap for bins in itertools.product(range(k), repeat=len(sizes)))
    assert (optimal_connectivity(graph, k, 1.0) == 0) == fits


def test_the_bound_is_reported_as_plain_data() -> None:
    """For the notebook and for JSON."""
    made = connectivity_lower_bound(make_power_law(), 32).to_json()
    assert json.loads(json.dumps(made)) == made
    assert made["value"] == max(made["from_components"], made["from_sets"], made["from_density"])
