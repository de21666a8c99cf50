"""List scheduling by earliest deadlines."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from irpart.graph.types import DependenceGraph
from irpart.replay.dataflow import CONSTANT_BIT
from irpart.replay.order import deadline_order, order_of_graph, schedule_order
from tests.replay.dataflow_programs import make_program


def deadlines(program, worker, lead):
    """By recursion from readers to what they read."""
    operands = np.split(program.operand, np.cumsum(program.kinds.operands()[program.step])[:-1])
    due = [int(np.count_nonzero(worker[:v] == worker[v])) for v in range(program.n_vertices)]
    for v in reversed(range(program.n_vertices)):
        for u in operands[v].tolist():
            if u < CONSTANT_BIT:
                due[u] = min(due[u], due[v] - (lead if worker[u] != worker[v] else 0))
    return due


def scheduled(program, worker, due, latency):
    """Vertices in order of their starts, by trying every worker at every step."""
    operands = np.split(program.operand, np.cumsum(program.kinds.operands()[program.step])[:-1])
    arrives, finished, order = {}, [0] * (int(worker.max()) + 1), []
    while len(order) < program.n_vertices:
        options = []
        for v in range(program.n_vertices):
            read = [u for u in operands[v].tolist() if u < CONSTANT_BIT]
            if v in arrives or any(u not in arrives for u in read):
                continue
            there = max((arrives[u] + (latency if worker[u] != worker[v] else 0) for u in read), default=0)
            options.append((max(there, finished[worker[v]]), int(worker[v]), due[v], v))
        now, w, _, v = min(options)
        order.append(v)
        arrives[v] = finished[w] = now + 1
    return order


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), n=st.integers(1, 80), workers=st.integers(1, 5), lead=st.integers(0, 40),
       latency=st.integers(0, 30), quantum=st.integers(1, 9))
def test_list_scheduling_by_deadlines(seed, n, workers, lead, latency, quantum):
    """Equal to the slow schedule; operands before what reads them."""
    generator = np.random.default_rng(seed)
    program = make_program(n, seed)
    worker = generator.integers(0, workers, n).astype(np.uint16)
    rank = deadline_order(program, worker, workers, lead, latency, quantum)
    due = [time // quantum for time in deadlines(program, worker, lead)]
    assert np.argsort(rank).tolist() == scheduled(program, worker, due, latency)
    by_hand = schedule_order(program, worker, workers, np.array(due), latency)
    assert by_hand.tolist() == rank.tolist()
    readers = np.repeat(np.arange(n), program.kinds.operands()[program.step])
    read = program.operand < CONSTANT_BIT
    assert np.all(rank[program.operand[read]] < rank[readers[read]])


def test_one_worker_follows_the_trace():
    """Nobody else waits for anything."""
    program = make_program(50, 1)
    assert deadline_order(program, np.zeros(50, np.uint16), 1).tolist() == list(range(50))


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), n=st.integers(1, 60))
def test_an_order_of_the_dataflow_becomes_one_of_the_graph(seed, n):
    """Every vertex comes behind what it reads; an order of the graph stays as it is."""
    generator = np.random.default_rng(seed)
    sources = [np.sort(generator.integers(0, v, generator.integers(0, 3))) if v else np.empty(0, int) for v in range(n)]
    table = np.ones(1, np.float32)
    m = sum(map(len, sources))
    graph = DependenceGraph(np.concatenate(sources).astype(np.uint32), np.array(list(map(len, sources)), np.uint8),
                            np.zeros(m, np.uint8), table, np.zeros(n, np.uint8), table.copy())
    rank = order_of_graph(graph, generator.permutation(n).astype(np.uint32))
    assert sorted(rank.tolist()) == list(range(n))
    assert all(rank[u] < rank[v] for v in range(n) for u in sources[v])
    assert order_of_graph(graph, rank).tolist() == rank.tolist()
