"""Graphs of tasks give the sequential result, whatever the team and the schedule; so do failures."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irpart.execution.bodies import RAISED
from irpart.execution.packing import pack_graph
from irpart.execution.types import TaskGraph
from tests.execution.compiled import FAILS, RAISES, count_body, make_graph, make_mixing, mix_body


@st.composite
def graphs(draw):
    """Tasks, edges, homes and ranks; sometimes long enough for several words of ready tasks."""
    n, random = draw(st.sampled_from([1, 2, 3, 7, 30, 200, 700])), np.random.default_rng(draw(st.integers(0, 2**32)))
    near = draw(st.integers(1, max(1, n)))
    count = draw(st.integers(0, 3 * n))
    low = random.integers(0, n, count)
    high = np.minimum(low + random.integers(1, near + 1, count), n - 1)
    edges = [(int(u), int(v)) for u, v in zip(low, high, strict=True) if u < v]
    homes = draw(st.integers(1, 9))
    return n, edges, homes, random.integers(0, homes, n), random.integers(0, 3, n)


@given(graphs(), st.integers(1, 8), st.booleans(), st.integers(0, 20))
@settings(max_examples=150)
def test_any_graph_gives_the_sequential_result(teams, drawn, size, steal, seed):
    """With any homes and ranks, stealing or not, in the given and in shuffled order; twice with the same memory."""
    n, edges, homes, home, rank = drawn
    packed = pack_graph(make_graph(n, edges, homes, home=home, rank=rank))
    for schedule in ("given", "given", "shuffled"):
        mixing = make_mixing(n, edges)
        done = teams[size].run_graph(packed, mix_body(), mixing.words, steal=steal, schedule=schedule, seed=seed)
        assert (done.status, done.failed) == (0, -1)
        assert np.array_equal(mixing.value, mixing.expected())
        assert steal or done.stolen == 0


@given(graphs(), st.integers(1, 8), st.data())
@settings(max_examples=100)
def test_the_first_failure_is_the_sequential_one(teams, drawn, size, data):
    """Status and number are those of the sequential run, all before it has run, and the memory can be used again."""
    n, edges, homes, home, rank = drawn
    packed = pack_graph(make_graph(n, edges, homes, home=home, rank=rank))
    fails = data.draw(st.lists(st.integers(0, n - 1), min_size=1, max_size=4))
    for schedule in ("given", "shuffled"):
        mixing = make_mixing(n, edges, fails)
        done = teams[size].run_graph(packed, mix_body(), mixing.words, schedule=schedule, seed=size)
        first = min(fails)
        assert (done.status, done.failed) == (FAILS + first, first)
        assert np.array_equal(mixing.value[: first + 1], mixing.expected()[: first + 1])
    mixing = make_mixing(n, edges)
    assert teams[size].run_graph(packed, mix_body(), mixing.words).status == 0
    assert np.array_equal(mixing.value, mixing.expected())


@pytest.mark.parametrize("size", range(1, 9))
def test_exceptions_become_a_status(teams, size):
    """An exception in a body ends the region; nothing is printed and nothing hangs."""
    mixing = make_mixing(500, [])
    mixing.fails[123] = RAISES
    done = teams[size].run_graph(make_graph(500, [], size), mix_body(), mixing.words)
    assert (done.status, done.failed) == (RAISED, 123)


@pytest.mark.parametrize("size", range(1, 9))
@pytest.mark.parametrize("steal", [True, False])
def test_grids_and_chains(teams, size, steal):
    """A wavefront of 40 x 40 tasks and a chain that goes from worker to worker."""
    edges = [(40 * i + j, 40 * (i + a) + j + 1 - a) for i in range(40) for j in range(40) for a in (0, 1)
             if i + a < 40 and j + 1 - a < 40]
    chain = [(i, i + 1) for i in range(1599)]
    for made in (edges, chain):
        mixing = make_mixing(1600, made)
        done = teams[size].run_graph(make_graph(1600, made, size), mix_body(), mixing.words, steal=steal)
        assert done.status == 0
        assert np.array_equal(mixing.value, mixing.expected())


def test_large_homes_have_groups_of_words(teams):
    """More than 4096 tasks at one home, of which only some are ready at a time."""
    n = 20_000
    edges = [(i, i + 1000) for i in range(n - 1000)] + [(i, i + 1) for i in range(0, n - 1, 97)]
    mixing = make_mixing(n, edges)
    assert teams[3].run_graph(make_graph(n, edges, 1 + 2, home=np.zeros(n, int)), mix_body(), mixing.words).status == 0
    assert np.array_equal(mixing.value, mixing.expected())


def test_own_tasks_come_in_the_order_of_ranks(teams):
    """One home with two workers forbidden to steal: the other worker runs nothing, the order is that of the ranks."""
    n, order = 300, np.random.default_rng(1).permutation(300)
    rank = np.empty(n, int)
    rank[order] = np.arange(n)
    chain = [(int(a), int(b)) for a, b in itertools.pairwise(order) if a < b]
    mixing = make_mixing(n, [])
    graph = make_graph(n, [], 2, home=np.ones(n, int), rank=rank)
    assert teams[2].run_graph(graph, mix_body(), mixing.words, steal=False).stolen == 0
    mixing = make_mixing(n, chain)  # each task reads the one before it in the order of ranks, without an edge
    teams[2].run_graph(graph, mix_body(), mixing.words, steal=False)
    assert np.array_equal(mixing.value, mixing.expected())


def test_idle_workers_steal(teams):
    """All tasks at the caller's home, each long enough for the other worker to come."""
    words = np.zeros(16 * 64, np.int64)
    words[15] = 20_000
    done = teams[2].run_graph(make_graph(2000, [], 2, home=np.zeros(2000, int)), count_body(), words)
    assert words[0] + words[16] == 2000
    assert words[16] == done.stolen > 0


def test_shuffling_exposes_a_missing_dependence(teams):
    """Tasks that read what an edge of the graph should order: some seed gives another result, the true graph never."""
    n = 400
    needed = [(i, i + 1) for i in range(n - 1)]
    wrong, right = make_graph(n, needed[:200] + needed[201:], 4), make_graph(n, needed, 4)
    found = 0
    for seed in range(12):
        for graph in (wrong, right):
            mixing = make_mixing(n, needed)
            teams[4].run_graph(graph, mix_body(), mixing.words, schedule="shuffled", seed=seed)
            if not np.array_equal(mixing.value, mixing.expected()):
                assert graph is wrong
                found += 1
    assert found >= 3


def test_empty_graphs(teams):
    """No task, no edge."""
    none = np.empty(0, np.int64)
    assert teams[4].run_graph(TaskGraph(np.zeros(1, np.int64), none, none, none, 4), mix_body()).status == 0
