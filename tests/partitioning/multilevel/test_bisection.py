"""Recursive bisection: balanced, deterministic, with cuts counted right; optimal where that is easy."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from irpart.partitioning.multilevel import bisection
from irpart.partitioning.multilevel.bisection import bisect_recursively
from irpart.partitioning.multilevel.hypergraph import Hypergraph
from tests.partitioning.graphs import make_local_graph, make_power_law
from tests.partitioning.multilevel.hypergraphs import (
    hypergraphs,
    items_of,
    km1,
    loads_of,
    make_hypergraph,
    make_path,
    nets_of,
)


def halve(h: Hypergraph, nodes: NDArray[np.int32], side: NDArray[np.int8], target: int, slack: int, passes: int,
          ) -> tuple[int, int, NDArray[np.int32], NDArray[np.int64]]:
    """Run the kernel on some of the nodes; cut, weight of side 0, pins of each net on both sides, gains."""
    n = h.n_nodes
    block, pins = np.zeros(n, np.int32), np.full((len(h.net_weight), 2), -7, np.int32)
    block[nodes] = 1
    gain = np.zeros(n, np.int64)
    cut, weight = bisection._halve(
        h.node_start, h.node_nets, h.net_start, h.net_pins, h.net_weight, h.node_weight, nodes, block, side, pins, gain,
        np.full(n, -1, np.int32), np.empty((2, n), np.int32), np.empty(n, np.int32), target, slack, passes)
    return int(cut), int(weight), pins, gain


@settings(max_examples=100)
@given(gains=st.lists(st.integers(-9, 9), min_size=1, max_size=30), side=st.integers(0, 1),
       changes=st.lists(st.tuples(st.integers(0, 29), st.integers(-9, 9)), max_size=20))
def test_the_heap(gains: list[int], side: int, changes: list[tuple[int, int]]) -> None:
    """Nodes put in, moved up or down as their gains change, come out by falling gain; places are told."""
    n, gain = len(gains), np.array(gains, np.int64)
    heap, place = np.full((2, n), -1, np.int32), np.full(n, -1, np.int32)
    for node in range(n):
        bisection._rise(heap, side, place, gain, np.uint64(node), node)
    for at, value in changes:
        node, old = np.uint64(at % n), gain[at % n]
        gain[node] = value
        if value > old:
            bisection._rise(heap, side, place, gain, node, place[node])
        else:
            bisection._sink(heap, side, place, gain, n, node, place[node])
    assert heap[side, place].tolist() == list(range(n))
    out = []
    for size in range(n - 1, -1, -1):
        out.append(int(heap[side, 0]))
        bisection._sink(heap, side, place, gain, size, np.uint64(heap[side, size]), 0)
    assert sorted(out) == list(range(n))
    assert gain[out].tolist() == sorted(gain.tolist(), reverse=True)


@settings(max_examples=200)
@given(h=hypergraphs(), data=st.data(), passes=st.integers(0, 4), slack=st.integers(0, 20))
def test_a_halving_counts_right(h: Hypergraph, data: st.DataObject, passes: int, slack: int) -> None:
    """Cut, weight and pins as recounted from the sides; nodes outside stay; never further off, nor worse when within."""
    nodes = np.array(sorted(data.draw(st.sets(st.integers(0, h.n_nodes - 1), min_size=1))), np.int32)
    side = np.array(data.draw(st.lists(st.integers(0, 1), min_size=h.n_nodes, max_size=h.n_nodes)), np.int8)
    total = int(h.node_weight[nodes].sum())
    target = data.draw(st.integers(0, total))
    before, outside = side.copy(), np.setdiff1d(np.arange(h.n_nodes), nodes)
    cut, weight, pins, _ = halve(h, nodes, side, target, slack, passes)
    assert np.array_equal(side[outside], before[outside])
    assert set(side.tolist()) <= {0, 1}
    assert weight == int(h.node_weight[nodes[side[nodes] == 0]].sum())
    assert cut == km1(h, side.astype(np.int32), nodes.tolist())
    inside = set(nodes.tolist())
    for net, found in zip(nets_of(h), pins.tolist(), strict=True):
        own = [pin for pin in net if pin in inside]
        if len(net) > 1 and own:
            assert found == [sum(int(side[pin]) == half for pin in own) for half in (0, 1)]

    def off(sides: NDArray[np.int8]) -> int:
        return max(0, abs(int(h.node_weight[nodes[sides[nodes] == 0]].sum()) - target) - slack)

    assert off(side) <= off(before)
    if off(side) == off(before):
        assert cut <= km1(h, before.astype(np.int32), nodes.tolist())


@settings(max_examples=100)
@given(h=hypergraphs(9, 10, unit=True), data=st.data())
def test_a_halving_that_changes_nothing_is_a_local_optimum(h: Hypergraph, data: st.DataObject) -> None:
    """Repeated until the sides stay, no single move within the slack makes the cut smaller."""
    nodes, target = np.arange(h.n_nodes, dtype=np.int32), h.n_nodes // 2
    side = np.zeros(h.n_nodes, np.int8)
    side[data.draw(st.integers(0, h.n_nodes - 1))] = 1
    before = np.full(h.n_nodes, -1, np.int8)
    while not np.array_equal(before, side):
        before = side.copy()
        cut, weight, _, _ = halve(h, nodes, side, target, 1, 4)
    for node in range(h.n_nodes):
        other = side.copy()
        other[node] = 1 - other[node]
        held = weight + (1 if other[node] == 0 else -1)
        if abs(held - target) <= 1:
            assert km1(h, other.astype(np.int32)) >= cut


@settings(max_examples=100)
@given(h=hypergraphs(16, 20), k=st.integers(1, 9), balance=st.sampled_from([1, 1.03, 1.5]), tries=st.integers(1, 5),
       seed=st.integers(0, 3))
def test_random_hypergraphs(h: Hypergraph, k: int, balance: float, tries: int, seed: int) -> None:
    """Clusters in range and the same ones again; also with more clusters than nodes and weights of zero."""
    part = bisect_recursively(h, k, balance, tries=tries, seed=seed)
    assert (part.dtype, part.shape) == (np.int32, (h.n_nodes,))
    assert part.min() >= 0
    assert part.max() < k
    assert np.array_equal(part, bisect_recursively(h, k, balance, tries=tries, seed=seed))


@settings(max_examples=100)
@given(h=hypergraphs(24, 30, unit=True), k=st.integers(1, 8), balance=st.sampled_from([1.0, 1.03, 1.25, 1.5]))
def test_unit_weights_are_balanced(h: Hypergraph, k: int, balance: float) -> None:
    """Within balance times the mean, rounded up, when k divides the nodes."""
    kept = h.n_nodes - h.n_nodes % k
    nets = [[pin for pin in net if pin < kept] for net in nets_of(h)]
    cut = make_hypergraph(nets, h.net_weight.tolist(), [1] * kept) if kept else make_path(k)
    part = bisect_recursively(cut, k, balance, tries=3, seed=0)
    load = loads_of(cut, part, k)
    assert load.sum() == cut.n_nodes
    assert load.max() <= math.ceil(balance * cut.n_nodes / k)


@pytest.mark.parametrize("k", [2, 3, 4, 8, 16])
def test_a_path(k: int) -> None:
    """64 nodes in a row are cut k - 1 times, also when they are numbered at random."""
    h = make_path(64)
    part = bisect_recursively(h, k, 1.03, tries=6, seed=0)
    assert h.connectivity(part, k) == k - 1
    name = np.random.default_rng(1).permutation(64)
    mixed = make_hypergraph([(name[i], name[i + 1]) for i in range(63)], [1] * 63, [1] * 64)
    found = bisect_recursively(mixed, k, 1.03, tries=6, seed=0)
    assert mixed.connectivity(found, k) <= 3 * (k - 1)
    assert loads_of(mixed, found, k).max() <= math.ceil(1.03 * 64 / k)


@settings(max_examples=60)
@given(h=hypergraphs(8, 8, unit=True))
def test_a_bisection_is_close_to_the_optimum(h: Hypergraph) -> None:
    """Halves of equal size: never below the smallest cut of all, and on most hypergraphs equal to it."""
    half = h.n_nodes // 2 + h.n_nodes % 2
    optimum = min(km1(h, np.isin(np.arange(h.n_nodes), chosen).astype(np.int32))
                  for chosen in itertools.combinations(range(h.n_nodes), half))
    found = bisect_recursively(h, 2, 1.0, tries=6, seed=0)
    if loads_of(h, found, 2).max() <= half:
        assert h.connectivity(found, 2) >= optimum
    assert h.connectivity(found, 2) <= optimum + 2 * int(h.net_weight.max(initial=0))


def test_two_halves_that_share_one_net() -> None:
    """Two cliques of pairs with one net between them are cut there from every start."""
    nets = [*itertools.combinations(range(6), 2), *itertools.combinations(range(6, 12), 2), (0, 6)]
    name = np.random.default_rng(2).permutation(12)
    h = make_hypergraph([name[list(net)] for net in nets], [1] * len(nets), [1] * 12)
    for seed in range(5):
        assert h.connectivity(bisect_recursively(h, 2, 1.0, tries=4, seed=seed), 2) == 1


@pytest.mark.parametrize("k", [5, 16])
def test_larger_graphs(k: int) -> None:
    """The bound holds within one item, and more starts are not worse on average."""
    few, many = 0, 0
    for graph in (make_local_graph(1500), make_power_law(300, 1500)):
        h = items_of(graph).hypergraph
        for seed in range(2):
            first = bisect_recursively(h, k, 1.05, tries=1, seed=seed)
            best = bisect_recursively(h, k, 1.05, tries=4, seed=seed)
            few, many = few + h.connectivity(first, k), many + h.connectivity(best, k)
            assert loads_of(h, best, k).max() <= 1.05 * h.node_weight.sum() / k + h.node_weight.max()
    assert many <= few
