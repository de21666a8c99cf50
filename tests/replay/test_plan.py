"""One program per worker: against a slow planner, and the laws that engines rely on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irpart.base.errors import InputError
from irpart.graph.construct import from_edges
from irpart.mapping.types import Placement
from irpart.partitioning.cut import partition
from irpart.partitioning.messages import plan_messages
from irpart.replay import _plan_kernels as kernels
from irpart.replay.dataflow import CONSTANT_BIT, DataflowProgram
from irpart.replay.plan import plan_workers, workers_of
from irpart.replay.workers import HOLD_BIT, ExecutionPlan
from irpart.topology.reading import read_topology
from tests.replay.dataflow_programs import interpreted, make_program, operands_of
from tests.replay.planned import interleaved, listed, planned


def random_order(program: DataflowProgram, seed: int) -> np.ndarray:
    """A topological order: of the ready vertices any next; rank of each vertex."""
    rng, operands = np.random.default_rng(seed), operands_of(program)
    needs = [len({u for u in row if not u & CONSTANT_BIT}) for row in operands]
    readers: dict[int, set[int]] = {}
    for v, row in enumerate(operands):
        for u in row:
            readers.setdefault(u, set()).add(v)
    ready, rank = [v for v, count in enumerate(needs) if not count], np.zeros(program.n_vertices, np.uint32)
    for place in range(program.n_vertices):
        v = ready.pop(int(rng.integers(len(ready))))
        rank[v] = place
        for reader in readers.get(v, ()):
            needs[reader] -= 1
            if not needs[reader]:
                ready.append(reader)
    return rank


def make_plan(n: int, k: int, seed: int, ordered: bool = False, wide: bool = False,
              run: int = 1) -> tuple[DataflowProgram, ExecutionPlan, np.ndarray]:
    """A random program on random workers (stretches of ``run`` vertices), in the trace's or in a random order."""
    program = make_program(n, seed, wide=wide)
    worker = np.random.default_rng(seed + 1).integers(0, k, n // run + 1).repeat(run)[:n]
    rank = random_order(program, seed) if ordered else np.arange(n, dtype=np.uint32)
    return program, plan_workers(program, worker, k, rank if ordered else None), rank


CASES = [(0, 1), (0, 3), (1, 1), (1, 2), (40, 1), (60, 2), (90, 3), (120, 8), (150, 64)]


@pytest.mark.parametrize("ordered", [False, True])
@pytest.mark.parametrize(("n", "k"), CASES)
def test_programs_are_those_of_the_slow_planner(n, k, ordered):
    """Steps, operands, SENDs, WAITs and constants."""
    for seed in range(3):
        program, plan, rank = make_plan(n, k, seed, ordered, run=1 + 3 * seed)
        assert listed(plan) == planned(program, plan.worker.tolist(), k, rank.tolist())


@given(n=st.integers(0, 80), k=st.integers(1, 9), seed=st.integers(0, 1000), ordered=st.booleans(), run=st.integers(1, 9))
@settings(max_examples=40)
def test_laws(n, k, seed, ordered, run):
    """A value goes once by a pair; WAITs ascend; values are published before a WAIT or the end; any interleaving works."""
    program, plan, _ = make_plan(n, k, seed, ordered, run=run)
    for w, steps in enumerate(listed(plan, with_holds=True)):
        latest, sent, waited, held = -1, set(), {}, {}
        for place, (what, *rest) in enumerate(steps):
            if what == "do":
                latest = rest[0]
            elif what == "send":
                assert (latest, rest[0]) not in sent
                sent.add((latest, rest[0]))
                since = held.pop(rest[0], [])
                assert len(since) <= kernels.MOST_HELD
                assert not since or place - since[-1] <= kernels.NEAR
                if rest[1]:
                    held[rest[0]] = [*since, place]
            else:
                assert not held
                assert rest[1] > waited.get(rest[0], 0), "every WAIT is for more than those before"
                waited[rest[0]] = rest[1]
        assert not held
        for p, count in waited.items():
            pair = np.flatnonzero((plan.pair_sender == p) & (plan.pair_receiver == w))
            assert count <= plan.pair_values[pair[0]]
    assert sum(p.n_instructions for p in plan.workers) == n
    assert all(len(set(p.constants.tolist())) == len(p.constants) for p in plan.workers)
    assert (interleaved(plan, seed) == interpreted(program)).all()


def test_one_worker_is_the_program_itself():
    """Steps and operands of the serial program are the trace's, constants renumbered; no SEND, no WAIT."""
    program, plan, _ = make_plan(500, 1, 3)
    only = plan.workers[0]
    assert only.step.tolist() == program.step.tolist()
    assert len(only.exchange) == 0
    own = program.operand < CONSTANT_BIT
    assert only.operand[own].tolist() == program.operand[own].tolist()
    assert plan.bytes_per_instruction == only.nbytes / 500


def test_steps_are_wide_only_when_they_must_be():
    """uint16 for fewer than 2^16 forms, two of them SEND and WAIT."""
    assert make_plan(20, 2, 1)[1].workers[0].step.dtype == np.uint16
    program, plan, rank = make_plan(60, 2, 1, wide=True)
    assert plan.workers[0].step.dtype == np.uint32
    assert listed(plan) == planned(program, plan.worker.tolist(), 2, rank.tolist())


def test_slots_do_not_overlap_and_begin_at_cache_lines():
    """Own results, inboxes by sender, constants."""
    _, plan, _ = make_plan(400, 5, 2)
    for w, program in enumerate(plan.workers):
        end = program.n_instructions
        for pair in np.flatnonzero(plan.pair_receiver == w):
            assert plan.pair_slot[pair] % 8 == 0
            assert plan.pair_slot[pair] >= end
            end = int(plan.pair_slot[pair] + plan.pair_values[pair])
        assert program.constant_slot % 8 == 0
        assert program.constant_slot >= end
        assert program.n_slots == program.constant_slot + len(program.constants)


def test_ranks_need_not_be_dense():
    """Any distinct numbers order; equal ones are in the trace's order."""
    program, plan, rank = make_plan(80, 3, 5, ordered=True)
    assert listed(plan_workers(program, plan.worker, 3, rank * np.uint32(7) + np.uint32(5))) == listed(plan)
    assert listed(plan_workers(program, plan.worker, 3, np.zeros(80, np.uint32))) == listed(
        plan_workers(program, plan.worker, 3))


def test_bad_input_is_refused():
    """Orders against the data, workers out of range, sizes that do not fit, operands of no vertex."""
    program = make_program(50, 4)
    worker = np.zeros(50, np.int64)
    with pytest.raises(InputError, match=r"puts instruction [0-9]+ before one whose value it reads"):
        plan_workers(program, worker, 1, np.arange(50, dtype=np.uint32)[::-1])
    with pytest.raises(InputError, match="order of execution is of 49 instructions, the program has 50"):
        plan_workers(program, worker, 1, np.arange(49, dtype=np.uint32))
    with pytest.raises(InputError, match="workers 0 to 3, but there are 3"):
        plan_workers(program, worker + np.arange(50) % 4, 3)
    with pytest.raises(InputError, match="one worker for each of 50 vertices"):
        plan_workers(program, worker[1:], 1)
    with pytest.raises(InputError, match="1 to 4096 workers, got 0"):
        plan_workers(program, worker, 0)
    with pytest.raises(InputError, match="do not fit the steps"):
        plan_workers(replace(program, operand=program.operand[:-1].copy()), worker, 1)
    with pytest.raises(InputError, match="do not fit the steps"):
        plan_workers(replace(program, step=program.step + np.uint16(60000)), worker, 1)
    with pytest.raises(InputError, match="before one whose value it reads"):
        plan_workers(replace(program, constants=program.constants[:1].copy()), worker, 1)


def test_workers_are_the_processors_in_use():
    """Masters through the placement; processors without clusters are no workers; without placement clusters are workers."""
    rng = np.random.default_rng(3)
    target = np.repeat(np.arange(1, 60), 2)
    graph = from_edges((target * rng.random(len(target))).astype(np.int64), target)
    clusters = partition(graph, 4, method="random")
    messages = plan_messages(graph, clusters)
    worker, processor = workers_of(messages)
    assert worker.tolist() == messages.master.tolist()
    assert processor.tolist() == [0, 1, 2, 3]
    placement = Placement(np.array([5, 1, 1, 3], np.int32), clusters, read_topology("mesh:2x3"), "by hand")
    worker, processor = workers_of(messages, placement)
    assert processor.tolist() == [1, 3, 5]
    assert worker.tolist() == [{0: 2, 1: 0, 2: 0, 3: 1}[cluster] for cluster in messages.master.tolist()]
    fewer = Placement(np.array([5, 1], np.int32), partition(graph, 2, method="random"), read_topology("mesh:2x3"), "by hand")
    with pytest.raises(InputError, match="has 2 clusters, the partition also cluster 3"):
        workers_of(messages, fewer)


def test_hold_bit_is_no_pair():
    """The flag is above every number of a pair, and equal in kernel and types."""
    assert kernels.HOLD_BIT == HOLD_BIT
    assert kernels.CONSTANT_BIT == CONSTANT_BIT
