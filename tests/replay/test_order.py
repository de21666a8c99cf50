"""The order of earliest deadlines."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from irpart.replay.dataflow import CONSTANT_BIT
from irpart.replay.order import deadline_order
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


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), n=st.integers(1, 120), workers=st.integers(1, 5), lead=st.integers(0, 40))
def test_earliest_deadline_first(seed, n, workers, lead):
    """Sorted by deadlines, earlier vertices first among equals; operands before what reads them."""
    generator = np.random.default_rng(seed)
    program = make_program(n, seed)
    worker = generator.integers(0, workers, n).astype(np.uint16)
    rank = deadline_order(program, worker, workers, lead)
    due = deadlines(program, worker, lead)
    assert np.argsort(rank).tolist() == sorted(range(n), key=lambda v: (due[v], v))
    readers = np.repeat(np.arange(n), program.kinds.operands()[program.step])
    read = program.operand < CONSTANT_BIT
    assert np.all(rank[program.operand[read]] < rank[readers[read]])


def test_one_worker_follows_the_trace():
    """Nobody else waits for anything."""
    program = make_program(50, 1)
    assert deadline_order(program, np.zeros(50, np.uint16), 1).tolist() == list(range(50))
