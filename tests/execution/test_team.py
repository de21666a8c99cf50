"""Teams under stress: tiny regions, sleeping workers, several callers, regions in regions, compiled callers."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from numba import carray, njit

from irpart.execution.bodies import pointer_function, region_function, task_body
from irpart.execution.packing import pack_graph, pack_ranges
from irpart.execution.team import Team, default_team, entry_address
from irpart.execution.types import RangePlan
from tests.execution.compiled import add_body, count_body, make_graph, make_mixing, mix_body

run_region, as_pointer = region_function(), pointer_function()


@njit(nogil=True)
def run_often(times, entry, team, region, body, context):
    """The same region many times from compiled code; the status of the first that fails."""
    for _ in range(times):
        status = run_region(entry, team, region, body, context, 0)
        if status != 0:
            return status
    return 0


@njit(nogil=True)
def nested_task(task, worker, context):
    """A task that runs a region of its own: the words say which."""
    words = carray(as_pointer(context), 5, np.int64)
    return run_region(words[0], words[1], words[2], words[3], words[4] + 16 * 64 * 8 * task, 0)


@pytest.mark.parametrize("blocking", ["futex", "condition"])
@pytest.mark.parametrize("spin_seconds", [50e-6, 0.0])
def test_tiny_regions_in_a_row(blocking, spin_seconds):
    """A hundred thousand regions of two chunks from compiled code: nothing is lost and nobody hangs."""
    plan = pack_ranges(RangePlan([0, 1], [1, 2], [0, 1, 2]))
    value = np.zeros(2, np.int64)
    words = np.array([2, value.ctypes.data], np.int64)
    times = 100_000 if spin_seconds else 10_000
    with Team(2, blocking=blocking, spin_seconds=spin_seconds) as team:
        assert run_often(times, entry_address("run_ranges"), team.handle(), plan.address, add_body().address,
                         words.ctypes.data) == 0
    assert value.tolist() == [times, 2 * times]


@pytest.mark.parametrize("size", [2, 3, 5, 8])
@pytest.mark.parametrize("blocking", ["futex", "condition"])
def test_wake_ups_within_regions(size, blocking):
    """Chains from worker to worker without spinning and stealing: every step must wake a sleeper."""
    n = 400
    chain = [(i, i + 1) for i in range(n - 1)]
    packed = pack_graph(make_graph(n, chain, size))
    slept = 0
    with Team(size, blocking=blocking, spin_seconds=0.0) as team:
        for _ in range(8):
            mixing = make_mixing(n, chain)
            slept += team.run_graph(packed, mix_body(), mixing.words, steal=False).slept
            assert np.array_equal(mixing.value, mixing.expected())
    assert slept > 0


def test_workers_that_sleep_between_regions_come_again():
    """Pauses around the time that workers look before they block, so that regions meet them falling asleep."""
    plan = RangePlan([0, 1, 2, 3], [1, 2, 3, 4], [0, 1, 2, 3, 4])
    value = np.zeros(4, np.int64)
    words = np.array([4, value.ctypes.data], np.int64)
    with Team(4, spin_seconds=20e-6) as team:
        for k in range(1500):
            assert team.run_ranges(plan, add_body(), words, steal=k % 2 == 0).status == 0
            until = time.perf_counter() + (k % 50) * 1e-6
            while time.perf_counter() < until:
                pass
    assert value.tolist() == [1500, 3000, 4500, 6000]


@pytest.mark.parametrize("size", range(1, 9))
def test_regions_in_regions_run_in_their_worker(teams, size):
    """A task that starts a region gets it done by itself, in order; no deadlock."""
    outer, inner = pack_graph(make_graph(16, [(i, i + 4) for i in range(12)], size)), [
        pack_graph(make_graph(50, [], 4)) for _ in range(1)]
    counted = np.zeros((16, 16 * 64), np.int64)
    body = task_body(nested_task)
    words = np.array([entry_address("run_graph"), teams[size].handle(), inner[0].address, count_body().address,
                      counted.ctypes.data], np.int64)
    assert teams[size].run_graph(outer, body, words).status == 0
    assert (counted[:, 0].tolist() if size > 1 else counted.sum(1).tolist()) == [50] * 16


def test_several_python_threads_at_once(teams):
    """Four threads on one team and one graph: one has the team, the others run theirs alone; all results are right."""
    n, wrong = 300, []
    edges = [(i, i + 7) for i in range(n - 7)]
    packed = pack_graph(make_graph(n, edges, 4))

    def work():
        for _ in range(50):
            mixing = make_mixing(n, edges)
            done = teams[4].run_graph(packed, mix_body(), mixing.words)
            if done.status or not np.array_equal(mixing.value, mixing.expected()):
                wrong.append(done)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    assert wrong == []


def test_a_team_that_is_used_is_closed_afterwards():
    """Closing waits for the region of another thread; what is started later runs alone."""
    words = np.zeros(16 * 64, np.int64)
    words[15] = 50_000
    team, packed = Team(3), pack_graph(make_graph(300, [], 3))
    handle = team.handle()
    thread = threading.Thread(target=team.run_graph, args=(packed, count_body(), words))
    thread.start()
    team.close()
    thread.join(60)
    assert words[[0, 16, 32]].sum() in (0, 300)  # none, if the team was closed first
    assert run_often(1, entry_address("run_graph"), handle, packed.address, count_body().address, words.ctypes.data) == 0
    assert words[[0, 16, 32]].sum() in (300, 600)


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="the system does not tell where threads may run")
def test_pinning_leaves_the_caller_alone():
    """Neither the calling thread nor threads it starts later are bound."""
    before = os.sched_getaffinity(0)
    with Team(len(before)) as team:
        assert team.run_graph(make_graph(10, [], len(before)), count_body(), np.zeros(16 * 64, np.int64)).status == 0
        assert os.sched_getaffinity(0) == before


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="the system does not tell where threads may run")
def test_workers_make_way_for_the_caller():
    """Wherever the caller is when a region begins, no worker is pinned there, and no two to one processor."""
    before = os.sched_getaffinity(0)
    if len(before) < 2:
        pytest.skip("a single processor")
    others = {thread.name for thread in Path("/proc/self/task").iterdir()}
    try:
        with Team(len(before)) as team:
            for here in (*sorted(before), *sorted(before)):
                os.sched_setaffinity(0, {here})
                assert team.run_graph(make_graph(10, [], len(before)), count_body(), np.zeros(16 * 64, np.int64)).status == 0
                threads = {thread.name for thread in Path("/proc/self/task").iterdir()} - others
                pinned = [os.sched_getaffinity(int(thread)) for thread in threads]
                assert sorted(min(one) for one in pinned if len(one) == 1) == sorted(before - {here})
    finally:
        os.sched_setaffinity(0, before)


def test_idle_workers_use_no_time():
    """More workers than processors, and workers without work, do not burn."""
    with Team(8) as team:
        team.run_graph(make_graph(100, [], 8), count_body(), np.zeros(16 * 64, np.int64))
        time.sleep(0.05)
        begin = time.process_time()
        time.sleep(0.3)
        used = time.process_time() - begin
    assert used < 0.1


def test_waiting_for_one_long_task_does_not_burn():
    """Seven others have nothing to do while one runs: they sleep, the caller as well."""
    words = np.zeros(16 * 64, np.int64)
    words[15] = 30_000_000
    with Team(8) as team:
        begin, wall = time.process_time(), time.perf_counter()
        done = team.run_graph(make_graph(1, [], 8, home=[3]), count_body(), words, steal=False)
        assert done.workers == 1  # a single task needs nobody else
        done = team.run_graph(make_graph(2, [(0, 1)], 8, home=[3, 4]), count_body(), words, steal=False)
        used, wall = time.process_time() - begin, time.perf_counter() - wall
    assert done.slept > 0
    assert used < 1.6 * wall


def test_the_default_team_is_one():
    """Everything shares it."""
    assert default_team() is default_team()
    assert default_team().size >= 1
