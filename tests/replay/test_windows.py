"""Windows against slow references, and their laws."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irpart.base.errors import BackendError, InputError
from irpart.replay.dataflow import CONSTANT_BIT, DataflowProgram
from irpart.replay.plan import plan_workers
from irpart.replay.windows import WindowPlan, cut_windows, find_windows, order_by_windows
from irpart.replay.workers import ExecutionPlan
from tests.replay.dataflow_programs import make_program, operands_of
from tests.replay.planned import listed
from tests.replay.test_plan import random_order


def slow_levels(program: DataflowProgram, worker: np.ndarray) -> list[int]:
    """By definition, from the operands."""
    levels: list[int] = []
    for v, operands in enumerate(operands_of(program)):
        levels.append(max([levels[u] + int(worker[u] != worker[v]) for u in operands if not u & CONSTANT_BIT], default=0))
    return levels


def slow_cut(plan: ExecutionPlan) -> tuple[int, list[list[tuple]], list[list[dict]]]:
    """For each worker its segments (window, step behind the last, instructions, pair waited for) and what they send."""
    programs = listed(plan)
    pair_of = {(int(p), int(q)): i for i, (p, q) in enumerate(zip(plan.pair_sender, plan.pair_receiver, strict=True))}
    at, own = [0] * len(programs), [0] * len(programs)
    sent, window = [0] * len(pair_of), 0
    segments, batches = [[] for _ in programs], [[] for _ in programs]
    awaited = [-1] * len(programs)
    while any(at[w] < len(steps) for w, steps in enumerate(programs)):
        visible = list(sent)
        worked = False
        for w, steps in enumerate(programs):
            begin, waited, out = at[w], awaited[w], {}
            while at[w] < len(steps):
                what, *rest = steps[at[w]]
                if what == "wait" and visible[pair_of[rest[0], w]] < rest[1]:
                    awaited[w] = pair_of[rest[0], w]
                    break
                if what == "send":
                    p = pair_of[w, rest[0]]
                    sent[p] += 1
                    out[p] = sent[p]
                own[w] += what == "do"
                at[w] += 1
            if at[w] > begin:
                worked = True
                segments[w].append((window, at[w], own[w], waited))
                batches[w].append(out)
        assert worked, "workers wait for ever"
        window += 1
    return window, segments, batches


def described(plan: ExecutionPlan, windows: WindowPlan) -> tuple[int, list[list[tuple]], list[list[dict]]]:
    """The same of a WindowPlan; checks that batches follow one another."""
    segments, batches = [], []
    sent = [0] * len(plan.pair_sender)
    for w in range(plan.n_workers):
        rows = range(int(windows.segment_start[w]), int(windows.segment_start[w + 1]))
        segments.append([(int(windows.segment_window[s]), int(windows.segment_stop[s]), int(windows.segment_own[s]),
                          int(windows.segment_awaited[s])) for s in rows])
        batches.append([])
        for s in rows:
            found = {}
            for b in range(int(windows.batch_start[s]), int(windows.batch_start[s + 1])):
                p = int(windows.batch_pair[b])
                assert windows.batch_first[b] == sent[p] < windows.batch_until[b]
                found[p] = sent[p] = int(windows.batch_until[b])
            batches[-1].append(found)
    assert sent == plan.pair_values.tolist()
    return windows.n_windows, segments, batches


@settings(max_examples=60)
@given(n=st.integers(0, 300), n_workers=st.integers(1, 5), seed=st.integers(0, 1000), reach=st.sampled_from([1, 5, 40]),
       by_window=st.booleans(), shuffled=st.booleans())
def test_windows_are_the_slow_ones(n: int, n_workers: int, seed: int, reach: int, by_window: bool, shuffled: bool) -> None:
    """Levels, cuts and batches; in the order of windows, segments are the levels, and there are as few as there can be."""
    program, rng = make_program(n, seed, reach), np.random.default_rng(seed)
    worker = rng.integers(0, n_workers, n)
    levels = find_windows(program, worker)
    assert levels.tolist() == slow_levels(program, worker)
    priority = None
    if shuffled:  # ranks with gaps, operands first
        priority = (random_order(program, seed) * 3).astype(np.uint32)
    rank = order_by_windows(program, worker, priority)
    places = np.arange(n) if priority is None else priority
    assert rank.tolist() == np.argsort(np.lexsort((places, levels))).tolist()
    plan = plan_workers(program, worker, n_workers, rank if by_window else priority)
    windows = cut_windows(plan)
    assert described(plan, windows) == slow_cut(plan)
    fewest = int(levels.max()) + 1 if n else 0
    assert windows.n_windows >= fewest
    if by_window:
        assert windows.n_windows == fewest
        for w, own in enumerate(plan.workers):
            begin = 0
            for s in range(int(windows.segment_start[w]), int(windows.segment_start[w + 1])):
                assert set(levels[own.vertex[begin : windows.segment_own[s]]].tolist()) <= {int(windows.segment_window[s])}
                begin = int(windows.segment_own[s])


def test_one_worker_is_one_window() -> None:
    """Nothing is sent."""
    program = make_program(50, 1)
    windows = cut_windows(plan_workers(program, np.zeros(50, np.int64), 1))
    assert repr(windows) == "WindowPlan(1 windows, 1 segments, 0 batches)"


def test_a_value_that_is_never_sent() -> None:
    """Found before anything runs."""
    program = make_program(60, 2, 3)
    plan = plan_workers(program, np.arange(60) % 2, 2)
    first = plan.workers[0]
    kept = first.step != plan.send_step
    assert not kept.all()
    mute = replace(first, step=first.step[kept], exchange=np.concatenate(
        [np.array([p, n], np.uint32) for p, n in _waits(plan, 0)] or [np.empty(0, np.uint32)]))
    with pytest.raises(BackendError, match=r"Worker [01] would wait for ever at step \d+ for .* worker [01] never sends"):
        cut_windows(replace(plan, workers=(mute, plan.workers[1])))


def _waits(plan: ExecutionPlan, w: int) -> list[tuple[int, int]]:
    """Pairs and values of the WAITs of a worker."""
    entries, found = plan.workers[w].exchange.tolist(), []
    for step in plan.workers[w].step.tolist():
        if step == plan.send_step:
            entries.pop(0)
        elif step == plan.wait_step:
            found.append((entries.pop(0), entries.pop(0)))
    return found


def test_sizes_must_fit() -> None:
    """Workers and orders of another program."""
    program = make_program(10, 3)
    with pytest.raises(InputError, match="one worker for each of 10 vertices"):
        find_windows(program, np.zeros(9, np.int64))
    with pytest.raises(InputError, match="of 11 instructions, the program has 10"):
        order_by_windows(program, np.zeros(10, np.int64), np.arange(11, dtype=np.uint32))
