"""Refinement: gains as recomputed, cuts that never get worse, bounds that are kept."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from irpart.graph.types import DependenceGraph
from irpart.partitioning.multilevel import refinement
from irpart.partitioning.multilevel.hypergraph import Hypergraph
from irpart.partitioning.multilevel.refinement import rebalance, refine
from tests.partitioning.graphs import graphs, make_hub, make_local_graph, make_power_law
from tests.partitioning.multilevel.hypergraphs import (
    draw_part,
    hypergraphs,
    items_of,
    km1,
    loads_of,
    make_hypergraph,
    nets_of,
)

SCANNED, CANDIDATES = 24, 12
NO_GAIN = -0x40000000


@st.composite
def with_large_nets(draw: st.DrawFn) -> Hypergraph:
    """Some nets of more than 24 pins, which are counted, among small ones."""
    n = draw(st.integers(25, 34))
    large = draw(st.lists(st.sets(st.integers(0, n - 1), max_size=n - 25), min_size=1, max_size=3))
    small = draw(st.lists(st.lists(st.integers(0, n - 1), unique=True, max_size=5), max_size=12))
    random = np.random.default_rng(draw(st.integers(0, 99)))
    nets = [*([pin for pin in random.permutation(n).tolist() if pin not in left] for left in large), *small]
    weights = draw(st.lists(st.integers(1, 9), min_size=len(nets), max_size=len(nets)))
    return make_hypergraph(nets, weights, random.choice([0, 1, 2, 14, 1000], n))


ANY = st.one_of(hypergraphs(), with_large_nets())


def columns(h: Hypergraph) -> tuple[NDArray[np.generic], ...]:
    """The arrays that the kernels take first."""
    return h.node_start, h.node_nets, h.net_start, h.net_pins, h.net_weight, h.node_weight


def workspace(k: int) -> tuple[NDArray[np.generic], ...]:
    """``shared``, ``mark``, ``touched``."""
    return np.zeros(k, np.int64), np.zeros(k, np.int64), np.empty(k, np.int32)


def best_reference(h: Hypergraph, part: NDArray[np.int32], k: int, bound: int, node: int) -> tuple[int, int]:
    """Every move to a cluster that is seen, by recomputing km1."""
    seen: set[int] = set()
    for net in nets_of(h):
        if node in net:
            seen |= {int(part[pin]) for pin in (net if len(net) <= SCANNED else net[:CANDIDATES])}
    load, tried = loads_of(h, part, k), []
    for cluster in seen - {int(part[node])}:
        if load[cluster] + h.node_weight[node] <= bound:
            moved = part.copy()
            moved[node] = cluster
            tried.append((km1(h, moved) - km1(h, part), int(load[cluster]), cluster))
    worse, _, cluster = min(tried, default=(-NO_GAIN, 0, -1))
    return cluster, -worse


@settings(max_examples=120)
@given(h=ANY, k=st.sampled_from([2, 3, 6, 40]), data=st.data())
def test_best_moves(h: Hypergraph, k: int, data: st.DataObject) -> None:
    """Of each node: the gain is the difference of km1, the target the lightest of the best, inside the bound."""
    part = draw_part(data, h.n_nodes, k)
    load = loads_of(h, part, k)
    bound = data.draw(st.sampled_from([0, 1, int(load.max()), int(load.max()) + 1, int(load.sum())]))
    row, counts = refinement._count_large_nets(h, part, k)
    space = workspace(k)
    for node in range(h.n_nodes):
        found = refinement._best_move(np.uint64(node), *columns(h), part, load, bound, row, counts, *space)
        assert found == best_reference(h, part, k, bound, node)
        assert not space[0].any()
        assert not space[1].any()


@settings(max_examples=100)
@given(keys=st.lists(st.tuples(st.integers(0, 19), st.integers(-9, 9)), max_size=60))
def test_the_heap(keys: list[tuple[int, int]]) -> None:
    """Keys that are set and set anew; nodes come out by falling key, and are then told to be outside."""
    heap, place, key = np.empty(20, np.int32), np.full(20, -1, np.int32), np.zeros(20, np.int32)
    size, wanted = np.uint64(0), dict(keys)
    for node, value in keys:
        size = np.uint64(refinement._set_key(heap, place, key, size, np.uint64(node), np.int32(value)))
    assert size == len(wanted)
    out = []
    while size > 0:
        assert [int(place[node]) for node in heap[:size]] == list(range(int(size)))
        out.append(int(heap[0]))
        size = np.uint64(refinement._drop_top(heap, place, key, size))
        assert place[out[-1]] == -1
    assert sorted(out) == sorted(wanted)
    assert [wanted[node] for node in out] == sorted(wanted.values(), reverse=True)


@settings(max_examples=80)
@given(h=with_large_nets(), k=st.integers(1, 40), data=st.data())
def test_large_nets_are_counted(h: Hypergraph, k: int, data: st.DataObject) -> None:
    """A row for each net of more than 24 pins, with its pins by cluster."""
    part = draw_part(data, h.n_nodes, k)
    row, counts = refinement._count_large_nets(h, part, k)
    large = [net for net, pins in enumerate(nets_of(h)) if len(pins) > SCANNED]
    assert np.flatnonzero(row >= 0).tolist() == large
    for i, net in enumerate(large):
        assert row[net] == i
        assert counts[i].tolist() == np.bincount(part[nets_of(h)[net]], minlength=k).tolist()


def test_the_table_of_counts_stays_small() -> None:
    """With many clusters only longer nets are counted, and cluster numbers beyond int16 come back."""
    h = make_hypergraph([range(30)] * 20, [1] * 20, [1] * 30)
    part = (np.arange(30) * 2000).astype(np.int32)
    row, counts = refinement._count_large_nets(h, part, 65536)
    assert (row == -1).all()
    assert counts.shape == (1, 65536)
    first = part.copy()
    refine(h, part, 65536, 30, patience=20, passes=3)
    assert h.connectivity(part, 65536) < h.connectivity(first, 65536) == 29 * 20
    assert set(part.tolist()) <= set(first.tolist())


def check_pass(h: Hypergraph, part: NDArray[np.int32], k: int, bound: int, patience: int) -> None:
    """Run a pass; what it says it gained, the loads and the counts are as recomputed."""
    n, before, load = h.n_nodes, km1(h, part), loads_of(h, part, k)
    row, counts = refinement._count_large_nets(h, part, k)
    gained = refinement._run_pass(
        *columns(h), part, load, bound, patience, row, counts, *workspace(k), np.empty(n, np.int32), np.empty(n, np.int32),
        np.empty(n, np.int32), np.empty(n, np.int32), np.empty(n, np.uint16), np.empty(n, np.int32))
    assert gained == before - km1(h, part)
    assert gained >= 0
    assert load.tolist() == loads_of(h, part, k).tolist()
    assert np.array_equal(counts, refinement._count_large_nets(h, part, k)[1])


@settings(max_examples=100)
@given(h=ANY, k=st.sampled_from([2, 3, 6, 40]), patience=st.sampled_from([0, 1, 3, 100]), data=st.data())
def test_a_pass_keeps_its_books(h: Hypergraph, k: int, patience: int, data: st.DataObject) -> None:
    """Any cut, any bound."""
    part = draw_part(data, h.n_nodes, k)
    load = loads_of(h, part, k)
    bound = data.draw(st.sampled_from([0, 1, int(load.mean()) + 1, int(load.max()), int(load.sum())]))
    check_pass(h, part, k, bound, patience)


@pytest.mark.parametrize("patience", [0, 1, 5, 100])
def test_what_did_not_pay_is_undone(patience: int) -> None:
    """Dense hypergraphs under a tight bound, where passes go far downhill, with and without large nets."""
    random = np.random.default_rng(patience)
    for size in (3, 6, 30):
        for _ in range(20):
            nets = [random.choice(36, random.integers(2, size + 1), replace=False) for _ in range(40)]
            h = make_hypergraph(nets, random.integers(1, 5, 40).tolist(), random.integers(0, 3, 36).tolist())
            part = random.integers(0, 4, 36).astype(np.int32)
            check_pass(h, part, 4, int(loads_of(h, part, 4).max()), patience)


@settings(max_examples=150)
@given(h=ANY, k=st.sampled_from([1, 2, 3, 6, 40]), patience=st.sampled_from([0, 1, 100]), passes=st.integers(0, 3),
       data=st.data())
def test_refining_never_worsens(h: Hypergraph, k: int, patience: int, passes: int, data: st.DataObject) -> None:
    """km1 falls or stays, clusters rise to the bound at most, the same input gives the same output."""
    part = draw_part(data, h.n_nodes, k)
    before, load = part.copy(), loads_of(h, part, k)
    bound = data.draw(st.sampled_from([0, 1, int(load.mean()) + 1, int(load.max()), int(load.sum())]))
    refine(h, part, k, bound, patience=patience, passes=passes)
    assert part.min() >= 0
    assert part.max() < k
    assert km1(h, part) <= km1(h, before)
    assert (loads_of(h, part, k) <= np.maximum(bound, load)).all()
    again = before.copy()
    refine(h, again, k, bound, patience=patience, passes=passes)
    assert np.array_equal(again, part)
    if passes == 0:
        assert np.array_equal(part, before)


@settings(max_examples=60)
@given(h=hypergraphs(), k=st.sampled_from([2, 3, 6]), data=st.data())
def test_enough_passes_end_in_a_local_optimum(h: Hypergraph, k: int, data: st.DataObject) -> None:
    """Afterwards no node has a move of positive gain."""
    part = draw_part(data, h.n_nodes, k)
    bound = int(loads_of(h, part, k).max())
    refine(h, part, k, bound, patience=5, passes=100)
    assert all(best_reference(h, part, k, bound, node)[1] <= 0 for node in range(h.n_nodes))


@pytest.mark.parametrize("k", [3, 12, 300])
def test_larger_graphs(k: int) -> None:
    """Hubs, locality and a power law: inside the bound; patience pays in sum; a contiguous cut improves."""
    patient, greedy, start = 0, 0, 0
    for graph in (make_hub(400), make_local_graph(1500), make_power_law(300, 1500)):
        h = items_of(graph).hypergraph
        first = (np.arange(h.n_nodes) * k // h.n_nodes).astype(np.int32)
        bound = int(max(1.05 * h.node_weight.sum() / k, loads_of(h, first, k).max()))
        start += h.connectivity(first, k)
        for patience in (0, 200):
            part = first.copy()
            refine(h, part, k, bound, patience=patience, passes=4)
            assert loads_of(h, part, k).max() <= bound
            patient += h.connectivity(part, k) if patience else 0
            greedy += 0 if patience else h.connectivity(part, k)
    assert patient <= greedy < start


def test_patience_pays_on_average() -> None:
    """Random hypergraphs from random cuts: downhill moves that are undone unless they pay find better cuts in sum."""
    random, total = np.random.default_rng(0), {0: 0, 30: 0}
    for _ in range(60):
        nets = [random.choice(40, random.integers(2, 5), replace=False) for _ in range(60)]
        h = make_hypergraph(nets, [1] * 60, [1] * 40)
        first = random.integers(0, 4, 40).astype(np.int32)
        for patience in total:
            part = first.copy()
            refine(h, part, 4, 14, patience=patience, passes=8)
            total[patience] += h.connectivity(part, 4)
    assert total[30] < total[0]


@settings(max_examples=100)
@given(graph=graphs(), unit=st.booleans(), k=st.sampled_from([1, 2, 5, 70]), data=st.data())
def test_rebalancing(graph: DependenceGraph, unit: bool, k: int, data: st.DataObject) -> None:
    """Unit weights: the bound is reached whenever it is the mean or more. Any: told right, the heaviest is no heavier."""
    h = items_of(graph).hypergraph
    h = make_hypergraph(nets_of(h), h.net_weight.tolist(), [1] * h.n_nodes) if unit else h
    part = draw_part(data, h.n_nodes, k)
    before, load = part.copy(), loads_of(h, part, k)
    bound = -(-int(h.node_weight.sum()) // k) + data.draw(st.sampled_from([0, 0, 1, 5]))
    kept = rebalance(h, part, k, bound)
    after = loads_of(h, part, k)
    assert after.sum() == load.sum()
    assert kept == (after.max() <= bound)
    assert after.max() <= max(bound, load.max())
    assert kept or not unit
    if load.max() <= bound:
        assert np.array_equal(part, before)
    assert (load[before[part != before]] > bound).all() or not unit


@settings(max_examples=100)
@given(h=with_large_nets(), k=st.integers(2, 40), data=st.data())
def test_rebalancing_with_large_nets(h: Hypergraph, k: int, data: st.DataObject) -> None:
    """Any weights: what it returns is whether the bound is kept, and the heaviest cluster is no heavier."""
    part = draw_part(data, h.n_nodes, k)
    load, bound = loads_of(h, part, k), -(-int(h.node_weight.sum()) // k)
    assert rebalance(h, part, k, bound) == (loads_of(h, part, k).max() <= bound)
    assert loads_of(h, part, k).max() <= max(bound, load.max())


def test_rebalancing_moves_what_costs_least() -> None:
    """Of three nodes in a full cluster the one that shares its nets with the other cluster leaves."""
    h = make_hypergraph([(0, 1), (0, 1), (2, 3), (2, 3)], [1] * 4, [1] * 4)
    part = np.array([0, 0, 0, 1], np.int32)
    assert rebalance(h, part, 2, 2)
    assert part.tolist() == [0, 0, 1, 1]


def test_nothing_to_refine() -> None:
    """No nodes, no nets, or one cluster."""
    empty = make_hypergraph([], [], [])
    refine(empty, np.empty(0, np.int32), 4, 0, patience=3, passes=2)
    assert rebalance(empty, np.empty(0, np.int32), 4, 0)
    part = np.array([2, 0], np.int32)
    refine(make_hypergraph([], [], [1, 1]), part, 4, 2, patience=3, passes=2)
    assert part.tolist() == [2, 0]
