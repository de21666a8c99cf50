"""The compiled expansion assigns every edge as a slow, obvious reference with Python sets does."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irpart.base.errors import InputError
from irpart.graph.construct import from_edges
from irpart.graph.types import DependenceGraph
from irpart.partitioning import measure_quality, partition
from tests.partitioning.graphs import graphs, make_hub, make_local_graph, make_power_law


class Expansion:
    """Clusters that grow one after the other; hubs do not grow."""

    def __init__(self, graph: DependenceGraph, k: int, alpha: float, hubs: set[int], spill: bool) -> None:
        self.ends = list(zip(graph.source.tolist(), graph.destinations().tolist(), strict=True))
        self.hubs, self.spill, self.k = hubs, spill, k
        self.weight = [int(w) for w in graph.edge_weights()]
        if not any(self.weight):
            self.weight = [1] * len(self.ends)
        self.of: dict[int, list[int]] = {v: [] for v in range(graph.n_vertices)}
        for e, ends in enumerate(self.ends):
            for v in set(ends):
                self.of[v].append(e)
        self.streamed = {e for e, (u, v) in enumerate(self.ends) if u in hubs and v in hubs}
        self.total = sum(w for e, w in enumerate(self.weight) if e not in self.streamed)
        self.alpha, self.result = alpha, {}
        self.cluster, self.load, self.count, self.placed = 0, 0, 0, 0

    def leftover(self, v: int) -> list[int]:
        return [e for e in self.of[v] if e not in self.result and e not in self.streamed]

    def other(self, e: int, v: int) -> int:
        return sum(self.ends[e]) - v

    def fits(self, w: int) -> bool:
        share = 2 * (self.cluster + 1) * (self.total / self.k)
        return (self.count == 0 or self.load + w <= self.alpha * self.total / self.k
                or 2 * self.placed + w <= share or self.cluster == self.k - 1)

    def join(self, v: int) -> bool:
        self.inside.add(v)
        stayed = True
        for e in self.leftover(v):
            if self.other(e, v) in self.inside | self.hubs:
                while not self.fits(self.weight[e]):
                    self.cluster, self.load, self.count, stayed = self.cluster + 1, 0, 0, False
                    if not self.spill:
                        return False
                self.result[e] = self.cluster
                self.load, self.placed, self.count = self.load + self.weight[e], self.placed + self.weight[e], self.count + 1
        return stayed

    def expand(self, x: int, stayed: bool) -> None:
        neighbours = [self.other(e, x) for e in self.leftover(x)]
        late = list(neighbours) if not stayed else []
        for i, y in enumerate(neighbours):
            if not stayed and not self.spill:
                break
            if y not in self.inside:
                if not self.join(y) and stayed:
                    stayed, late = False, neighbours[i:]
                self.boundary.add(y)
        if not stayed:
            self.inside, self.boundary = set(), set()
            for y in late if self.spill else []:
                if y not in self.inside:
                    self.join(y)
                    self.boundary.add(y)

    def run(self, order: list[int]) -> dict[int, int]:
        self.inside, self.boundary = set(), set()
        while self.cluster < self.k - 1:
            stayed = True
            if self.boundary:
                x = min(self.boundary, key=lambda v: (sum(self.other(e, v) not in self.inside for e in self.leftover(v)), v))
                self.boundary.remove(x)
            else:
                able = [v for v in order if v not in self.hubs and self.leftover(v)]
                if not able:
                    break
                x = able[0]
                stayed = self.join(x)
            self.expand(x, stayed)
        return {e: self.result.get(e, self.k - 1) for e in range(len(self.ends)) if e not in self.streamed}


def ne_reference(graph: DependenceGraph, k: int, seed: int, alpha: float) -> list[int]:
    """NE with a set for everything."""
    order = np.random.default_rng(seed).permutation(graph.n_vertices).tolist()
    found = Expansion(graph, k, alpha, set(), spill=False).run(order)
    return [found[e] for e in range(graph.n_edges)]


def hep_reference(graph: DependenceGraph, k: int, tau: float, balance: float) -> list[int]:
    """NE++, then every cluster scored for every edge between hubs."""
    degree = graph.degrees().tolist()
    hubs = {v for v, d in enumerate(degree) if d > tau * sum(degree) / len(degree)}
    phase = Expansion(graph, k, 1.0, hubs, spill=True)
    found = phase.run(list(range(graph.n_vertices)))
    load, total = [0] * k, sum(phase.weight)
    clusters: list[set[int]] = [set() for _ in range(graph.n_vertices)]
    for e, c in found.items():
        load[c] += phase.weight[e]
        for v in phase.ends[e]:
            clusters[v].add(c)
    for e in sorted(phase.streamed):
        (u, v), w = phase.ends[e], phase.weight[e]
        share = degree[u] / (degree[u] + degree[v])
        slope = 1.1 / (total / graph.n_edges + max(load) - min(load))
        fitting = [c for c in range(k) if load[c] + w <= int(balance * total / k)] or [load.index(min(load))]
        score = {c: -slope * load[c] + (2.0 - share) * (c in clusters[u]) + (1.0 + share) * (c in clusters[v])
                 for c in fitting}
        found[e] = min(c for c in fitting if score[c] == max(score.values()))
        load[found[e]] += w
        clusters[u].add(found[e])
        clusters[v].add(found[e])
    return [found[e] for e in range(graph.n_edges)]


@settings(max_examples=150, deadline=None)
@given(graph=graphs(), k=st.sampled_from([2, 3, 7, 64, 4096]), seed=st.integers(0, 3), alpha=st.sampled_from([1.0, 1.1]))
def test_ne_on_random_graphs(graph: DependenceGraph, k: int, seed: int, alpha: float) -> None:
    """Loops, parallel edges, zero and huge weights."""
    if graph.n_edges:
        made = partition(graph, k, method="ne", seed=seed, alpha=alpha, balance=1.2)
        assert made.edge_cluster.tolist() == ne_reference(graph, k, seed, alpha)


@pytest.mark.parametrize("k", [4, 30])
def test_ne_on_larger_graphs(k: int) -> None:
    """A graph with locality, a hub and a power law."""
    for graph in (make_local_graph(400), make_hub(100), make_power_law(150, 500)):
        assert partition(graph, k, method="ne").edge_cluster.tolist() == ne_reference(graph, k, 0, 1.0)


@settings(max_examples=150, deadline=None)
@given(graph=graphs(), k=st.sampled_from([2, 3, 7, 64, 4096]), tau=st.sampled_from([0.1, 0.9, 1.5, 10]))
def test_hep_on_random_graphs(graph: DependenceGraph, k: int, tau: float) -> None:
    """No hubs, some, and nothing else."""
    if graph.n_edges:
        assert partition(graph, k, method="hep", tau=tau).edge_cluster.tolist() == hep_reference(graph, k, tau, 1.03)


@pytest.mark.parametrize("k", [4, 70])
@pytest.mark.parametrize("tau", [1, 3])
def test_hep_on_larger_graphs(k: int, tau: float) -> None:
    """Replica sets in the pool."""
    for graph in (make_local_graph(400), make_hub(100), make_power_law(150, 900)):
        assert partition(graph, k, method="hep", tau=tau).edge_cluster.tolist() == hep_reference(graph, k, tau, 1.03)


def test_ne_finds_separate_pieces() -> None:
    """Four cliques of equal weight are four clusters."""
    pairs = [(4 * c + i, 4 * c + j) for c in range(4) for j in range(4) for i in range(j)]
    graph = from_edges([u for u, _ in pairs], [v for _, v in pairs])
    assert measure_quality(graph, partition(graph, 4, method="ne", seed=1)).connectivity == 0


def test_wrong_options() -> None:
    """The value is named."""
    with pytest.raises(InputError, match=r"alpha of ne must be a number >= 1, got 0\.5"):
        partition(make_hub(3), 2, method="ne", alpha=0.5)
    with pytest.raises(InputError, match="tau of hep must be a number > 0, got 0"):
        partition(make_hub(3), 2, method="hep", tau=0)
