"""Tasks: contiguous, of the weight asked for, cut where the fewest values are alive."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from irpart.graph.types import DependenceGraph
from irpart.partitioning.multilevel.hypergraph import Hypergraph
from irpart.partitioning.multilevel.tasks import cut_tasks, live_values
from tests.partitioning.graphs import graphs
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


def test_a_hand_made_cut() -> None:
    """Eight items of one each; the fewest values are alive after the third and the sixth."""
    live, weight = np.array([3, 2, 1, 4, 4, 1, 2, 0], np.int32), np.ones(8, np.int64)
    assert cut_tasks(live, weight, 2, 4)[0].tolist() == [0, 0, 0, 1, 1, 1, 2, 2]
    assert cut_tasks(live, weight, 2, 2)[0].tolist() == [0, 0, 1, 1, 2, 2, 3, 3]
