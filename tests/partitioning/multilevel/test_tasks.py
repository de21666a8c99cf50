"""Tasks and even pieces: contiguous, of the weight asked for, cut where the fewest values are alive."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from irpart.graph.types import DependenceGraph
from irpart.partitioning.multilevel.hypergraph import Hypergraph
from irpart.partitioning.multilevel.tasks import cut_evenly, cut_tasks, live_values
from tests.partitioning.graphs import graphs, make_local_graph
from tests.partitioning.multilevel.hypergraphs import hypergraphs, items_of, nets_of

WEIGHTS = st.one_of(st.integers(0, 9), st.sampled_from([0, 1, 1000, 10**9]))


def live_reference(h: Hypergraph) -> list[int]:
    """Nets with a pin up to each item and another after it."""
    return [sum(any(p <= i for p in net) and any(p > i for p in net) for net in nets_of(h)) for i in range(h.n_nodes)]


@settings(max_examples=80)
@given(h=hypergraphs())
def test_live_values(h: Hypergraph) -> None:
    """Against sets, for pins in any order."""
    assert live_values(h).tolist() == live_reference(h)


@settings(max_examples=60)
@given(graph=graphs(), together=st.booleans())
def test_live_values_of_items(graph: DependenceGraph, together: bool) -> None:
    """A contiguous cut in two after item i has km1 live[i]."""
    h = items_of(graph, together).hypergraph
    live = live_values(h)
    assert live.tolist() == live_reference(h)
    for i in range(h.n_nodes):
        assert h.connectivity((np.arange(h.n_nodes) > i).astype(np.int32), 2) == live[i]


def tasks_reference(live: list[int], weight: list[int], least: float, most: float) -> list[int]:
    """As the docstring says it."""
    ends, begin, n = [], 0, len(live)
    while begin < n:
        held = np.cumsum(weight[begin:]).tolist()
        fitting = [i for i in range(begin, n) if held[i - begin] <= most or i == begin]
        last = fitting[-1]
        allowed = [i for i in fitting if held[i - begin] >= least]
        end = n - 1 if last == n - 1 else min(allowed, key=lambda i: (live[i], i)) if allowed else last
        ends.append(end)
        begin = end + 1
    return np.searchsorted(ends, np.arange(n)).tolist()


@settings(max_examples=200)
@given(rows=st.lists(st.tuples(st.integers(0, 6), WEIGHTS), max_size=40), least=st.floats(0, 20), factor=st.floats(1, 5))
def test_cut_tasks(rows: list[tuple[int, int]], least: float, factor: float) -> None:
    """Contiguous; at most ``most`` but for single items; at least ``least`` where an end in between exists."""
    live, weight = np.array([row[0] for row in rows], np.int32), np.array([row[1] for row in rows], np.int64)
    most = least * factor
    task, tasks = cut_tasks(live, weight, least, most)
    assert task.tolist() == tasks_reference(live.tolist(), weight.tolist(), least, most)
    assert tasks == len(set(task.tolist()))
    assert sorted(set(task.tolist())) == list(range(tasks))
    assert (np.diff(task) >= 0).all()
    for number in range(tasks):
        own = np.flatnonzero(task == number)
        assert weight[own].sum() <= most or not weight[own[1:]].any()


@settings(max_examples=200)
@given(rows=st.lists(st.tuples(st.integers(0, 6), WEIGHTS), min_size=1, max_size=40), k=st.integers(1, 8),
       slack=st.sampled_from([0.0, 0.03, 0.1, 0.5, 1.0]))
def test_cut_evenly(rows: list[tuple[int, int]], k: int, slack: float) -> None:
    """Contiguous pieces in range; each cut at the fewest live values within its window, if that is not empty."""
    live, weight = np.array([row[0] for row in rows], np.int32), np.array([row[1] for row in rows], np.int64)
    piece = cut_evenly(live, weight, k, slack)
    assert piece.dtype == np.int32
    assert piece.min() >= 0
    assert piece.max() < k
    assert (np.diff(piece) >= 0).all()
    assume(weight.any())
    after, mean, begin = np.cumsum(weight), weight.sum() / k, 0
    for p in range(k - 1):
        end = int((piece <= p).sum())
        target = (p + 1) * mean
        window = np.flatnonzero((after >= target - slack / 2 * mean) & (after <= target + slack / 2 * mean))
        if len(window) and end > begin:
            assert end - 1 in window
            assert live[end - 1] == live[window].min()
        elif end > begin:
            assert after[end - 1] >= target > after[end - 1] - weight[end - 1]
        begin = end


@pytest.mark.parametrize("k", [1, 2, 7, 64])
def test_even_pieces_of_a_local_graph(k: int) -> None:
    """Every piece is within the slack and the heaviest item of the mean, and the cuts cost less than without slack."""
    h = items_of(make_local_graph()).hypergraph
    live, mean = live_values(h), h.node_weight.sum() / k
    loose, tight = cut_evenly(live, h.node_weight, k, 0.1), cut_evenly(live, h.node_weight, k, 0.0)
    load = np.bincount(loose, h.node_weight, k)
    assert abs(load - mean).max() <= 0.1 * mean + h.node_weight.max()
    assert live[np.flatnonzero(np.diff(loose))].sum() <= live[np.flatnonzero(np.diff(tight))].sum()


def test_a_hand_made_cut() -> None:
    """Eight items of one each; the fewest values are alive after the third and the sixth."""
    live, weight = np.array([3, 2, 1, 4, 4, 1, 2, 0], np.int32), np.ones(8, np.int64)
    assert cut_tasks(live, weight, 2, 4)[0].tolist() == [0, 0, 0, 1, 1, 1, 2, 2]
    assert cut_tasks(live, weight, 2, 2)[0].tolist() == [0, 0, 1, 1, 2, 2, 3, 3]
    assert cut_evenly(live, weight, 2, 0.0).tolist() == [0, 0, 0, 0, 1, 1, 1, 1]
    assert cut_evenly(live, weight, 2, 0.5).tolist() == [0, 0, 0, 1, 1, 1, 1, 1]
