"""What a team of threads costs: fork and join, tasks, steals, wake-ups, pinning; beside prange and a thread pool."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

import numpy as np
from llvmlite import ir
from numba import carray, njit, types
from numba.core import cgutils
from numba.extending import intrinsic
from numpy.typing import NDArray

from irpart.execution.bodies import pointer_function, range_body, region_function, task_body
from irpart.execution.packing import PackedRegion, aligned, pack_graph, pack_ranges
from irpart.execution.team import Team, entry_address
from irpart.execution.types import RangePlan, TaskGraph

ROUNDS, REGIONS, SLEEPY_REGIONS, TASKS, SIDE, TURNS = 100, 1000, 1000, 20_000, 140, 1000
"""Repetitions of each figure, short ones so that some are undisturbed; regions in a row, spinning and with pauses; tasks of
a graph; side of a wavefront; answers."""
_CALL_NANOSECONDS = 500
"""Waking takes longer than this; regions that took less met the worker awake."""
_GAP_PAUSES = 4_000
"""Pauses between two regions, long enough for workers to fall asleep."""
run_region, as_pointer = region_function(), pointer_function()


@intrinsic
def _cycles(context: Any) -> Any:
    """The processor's cycle counter."""
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        function = ir.FunctionType(ir.IntType(64), [])
        return builder.call(cgutils.get_or_insert_function(builder.module, function, "llvm.readcyclecounter"), [])

    return types.int64(), generate


@njit(nogil=True)
def no_task(task: int, worker: int, context: int) -> int:
    """A task that does nothing."""
    return 0


@njit(nogil=True)
def no_range(start: int, stop: int, worker: int, context: int) -> int:
    """A chunk that does nothing."""
    return 0


@njit(nogil=True)
def some_work(start: int, stop: int, worker: int, context: int) -> int:
    """A chain of multiplications, as many as the chunk is long."""
    words, x = carray(as_pointer(context), 64 * 16, np.float64), 1.0
    for _ in range(start, stop):
        x = x * 1.0000001 + 1e-9
    words[16 * worker] = x
    return 0


@intrinsic
def _shown(context: Any, address: Any, value: Any) -> Any:
    """A store that other processors see in order."""
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        place = builder.inttoptr(arguments[0], ir.IntType(64).as_pointer())
        builder.store_atomic(arguments[1], place, "release", 8)
        return arguments[1]

    return types.int64(types.int64, types.int64), generate


@intrinsic
def _seen(context: Any, address: Any) -> Any:
    """A load of what other processors store."""
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.load_atomic(builder.inttoptr(arguments[0], ir.IntType(64).as_pointer()), "acquire", 8)

    return types.int64(types.int64), generate


@njit(nogil=True)
def take_turns(start: int, stop: int, worker: int, context: int) -> int:
    """Two workers answer each other, each with one word on a line of its own: the least that a fork-join could take."""
    own, other = context + 256 * start, context + 256 * (1 - start)
    for turn in range(1, TURNS + 1):
        if start == 0:
            _shown(own, turn)
        while _seen(other) != turn:
            pass
        if start == 1:
            _shown(own, turn)
    return 0


@njit(nogil=True)
def timed_regions(cycles: Any, gap: int, pause: Any, entry: int, team: int, region: int, body: int) -> int:
    """Cycles of each of many regions, with a gap before each one."""
    x = 1.0
    for i in range(len(cycles)):
        for _ in range(gap):
            x = x * 1.0000001 + pause[0]
        begin = _cycles()
        run_region(entry, team, region, body, 0, 0)
        cycles[i] = _cycles() - begin
    return 0 if x > 0 else 1


@njit(nogil=True)
def many_regions(times: int, entry: int, team: int, region: int, body: int) -> int:
    """The same region many times."""
    status = 0
    for _ in range(times):
        status += run_region(entry, team, region, body, 0, 0)
    return status


@njit(nogil=True)
def many_regions_without_stealing(times: int, entry: int, team: int, region: int, body: int, call: int) -> int:
    """The same with words of a call."""
    status = 0
    for _ in range(times):
        status += run_region(entry, team, region, body, 0, call)
    return status


def measure_threads() -> list[dict[str, Any]]:
    """A row per figure: best and median of the rounds, in one process; peers in processes of their own."""
    rows = [*fork_join_rows(), *task_rows(), *affinity_rows(), *peer_rows()]
    for row in rows:
        print(row_text(row), flush=True)
    return rows


def row_text(row: dict[str, Any]) -> str:
    """A row as it is printed."""
    if row["unit"] == "x":
        return f"{row['what']:58} best {row['best']:6.2f} x   median {row['median']:6.2f} x"
    return f"{row['what']:58} best {row['best']:9.1f} ns  median {row['median']:9.1f} ns"


def threads_table(rows: list[dict[str, Any]]) -> str:
    """The rows as a table of the results page."""
    lines = ["| | best | median | stolen |", "|---|---|---|---|"]
    for row in rows:
        form = "{:.2f}x" if row["unit"] == "x" else "{:,.0f} ns"
        stolen = f"{row['stolen']:.0%}" if "stolen" in row else ""
        lines.append(f"| {row['what']} | {form.format(row['best'])} | {form.format(row['median'])} | {stolen} |")
    return "\n".join(lines)


def summary(what: str, values: list[float], unit: str = "ns", **more: Any) -> dict[str, Any]:
    """Best and median of a figure."""
    best = max(values) if unit == "x" else min(values)
    return {"what": what, "unit": unit, "best": best, "median": statistics.median(values), "rounds": len(values), **more}


def nanoseconds(work: Callable[[], Any], times: int) -> list[float]:
    """Time of one of ``times`` things that a call does, for each round."""
    work()
    found = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        work()
        found.append((time.perf_counter() - begin) / times * 1e9)
    return found


@cache
def cycles_per_nanosecond() -> float:
    """Rate of the cycle counter."""
    count = np.zeros(2, np.int64)
    _note(count, 0)
    begin = time.perf_counter_ns()
    _note(count, 0)
    time.sleep(0.05)
    _note(count, 1)
    return float(count[1] - count[0]) / (time.perf_counter_ns() - begin)


@njit(nogil=True)
def _note(count: Any, i: int) -> None:
    count[i] = _cycles()


def even_plan(chunks: int, homes: int, length: int = 1) -> PackedRegion:
    """Chunks of equal length, shared out evenly."""
    start = np.arange(chunks) * length
    return pack_ranges(RangePlan(start, start + length, np.arange(homes + 1) * chunks // homes))


def call_words(*, steal: bool) -> NDArray[np.int64]:
    """Words of a call that only says whether to steal."""
    from irpart.execution import _team_kernels as kernels

    words = aligned(kernels.CALL_WORDS)
    words[kernels.K_STEAL], words[kernels.K_SINCE] = steal, -1
    return words


def fork_join_rows() -> list[dict[str, Any]]:
    """Empty regions of two chunks, from compiled code and from Python."""
    body, entry, plan, rows = range_body(no_range), entry_address("run_ranges"), even_plan(2, 2), []
    own = call_words(steal=False)
    with Team(2, spin_seconds=1e-3) as team:
        handle = team.handle()
        rows.append(answer_row(team, plan, own))
        rows.append(summary("fork-join, spinning, caller may take all", nanoseconds(
            lambda: many_regions(REGIONS, entry, handle, plan.address, body.address), REGIONS)))
        rows.append(summary("fork-join, spinning, both take part", nanoseconds(
            lambda: many_regions_without_stealing(REGIONS, entry, handle, plan.address, body.address, own.ctypes.data),
            REGIONS)))
        rows.append(summary("fork-join, spinning, from Python", nanoseconds(
            lambda: [team.run_ranges(plan, body) for _ in range(20)], 20)))
    for blocking in ("futex", "condition"):
        rows += blocked_rows(plan, body.address, blocking)
    return rows


def answer_row(team: Team, plan: PackedRegion, call: NDArray[np.int64]) -> dict[str, Any]:
    """A word there and one back between the processors of two workers."""
    body, entry, words = range_body(take_turns), entry_address("run_ranges"), aligned(64)

    def run() -> None:
        words[:] = 0
        region_with(entry, team.handle(), plan.address, body.address, words.ctypes.data, call.ctypes.data)

    return summary("lower bound: a word there and one back", nanoseconds(run, TURNS))


@njit(nogil=True)
def region_with(entry: int, team: int, region: int, body: int, context: int, call: int) -> int:
    """A region with a context."""
    return run_region(entry, team, region, body, context, call)


def blocked_rows(plan: PackedRegion, body: int, blocking: str) -> list[dict[str, Any]]:
    """Regions before each of which the worker has fallen asleep: what the caller pays, and until the worker has run."""
    cycles, pause, rows = np.zeros(SLEEPY_REGIONS, np.int64), np.full(1, 1e-9), []
    graph = pack_graph(TaskGraph(np.array([0, 0, 0]), np.empty(0, np.int64), np.array([0, 1]), np.zeros(2, np.int64), 2))
    with Team(2, spin_seconds=0.0, blocking=blocking) as team:
        handle, gap = team.handle(), 50 * _GAP_PAUSES
        timed_regions(cycles, gap, pause, entry_address("run_ranges"), handle, plan.address, body)
        rows.append(summary(f"fork-join, worker blocked ({blocking}), caller may take all",
                            [float(t) for t in cycles / cycles_per_nanosecond() if t > _CALL_NANOSECONDS]))
        latency = []
        for _ in range(SLEEPY_REGIONS):
            time.sleep(0.0005)
            begin = time.perf_counter()
            team.run_graph(graph, task_body_of_nothing(), steal=False)
            latency.append((time.perf_counter() - begin) * 1e9)
        rows.append(summary(f"until a blocked worker has run ({blocking}), from Python", latency))
    return rows


@cache
def task_body_of_nothing() -> Any:
    """``no_task`` as a C function."""
    return task_body(no_task)


def task_rows() -> list[dict[str, Any]]:
    """Empty tasks: ready from the start, in a chain, in a wavefront; with others' tasks taken."""
    body, n, entry, rows = task_body_of_nothing(), TASKS, entry_address("run_graph"), []
    ready, chain = np.zeros(n + 1, np.int64), np.minimum(np.arange(n + 1), n - 1)
    i, j = np.divmod(np.arange(SIDE * SIDE), SIDE)
    down, right = i + 1 < SIDE, j + 1 < SIDE
    start = np.concatenate([[0], np.cumsum(down.astype(int) + right)])
    pairs = np.stack([np.where(right, SIDE * i + j + 1, -1), np.where(down, SIDE * (i + 1) + j, -1)], 1).ravel()
    none, zero, half = np.empty(0, np.int64), np.zeros(n, np.int64), np.arange(n) * 2 // n
    graphs = {
        "task, ready, one worker runs all": (TaskGraph(ready, none, zero, zero, 2), False),
        "task, ready, each worker its half": (TaskGraph(ready, none, half, zero, 2), False),
        "task, ready, all at one worker, both run": (TaskGraph(ready, none, zero, zero, 2), True),
        "task, chain, one worker": (TaskGraph(chain, np.arange(1, n), zero, zero, 2), False),
        "task, chain, in turn": (TaskGraph(chain, np.arange(1, n), np.arange(n) % 2, zero, 2), False),
        "task, wavefront, rows in blocks":
            (TaskGraph(start, pairs[pairs >= 0], i * 2 // SIDE, zero[: SIDE * SIDE], 2), True),
    }
    with Team(2) as team:
        for name, (graph, steal) in graphs.items():
            packed, call = pack_graph(graph), call_words(steal=steal)
            stolen = team.run_graph(packed, body, steal=steal).stolen / graph.n_tasks
            times = nanoseconds(lambda packed=packed, call=call: many_regions_without_stealing(
                1, entry, team.handle(), packed.address, body.address, call.ctypes.data), graph.n_tasks)
            rows.append(summary(name, times, stolen=stolen))
    with Team(1) as team:
        packed = pack_graph(TaskGraph(ready, none, zero, zero, 2))
        times = nanoseconds(lambda: many_regions(1, entry, team.handle(), packed.address, body.address), n)
        rows.append(summary("task, in order in the caller (team of one)", times))
    return rows


def affinity_rows() -> list[dict[str, Any]]:
    """Speed-up of two equal chunks of about 2 ms on two workers over one, workers pinned or not, asleep before."""
    body, length, words = range_body(some_work), 1_000_000, np.zeros(64 * 16)
    plan, rows = even_plan(2, 2, length), []
    with Team(1) as alone, Team(2) as pinned, Team(2, pinning="none") as free:
        for name, team in (("pinned", pinned), ("not pinned", free)):
            ratios = []
            for _ in range(ROUNDS):
                times = []
                for who in (alone, team):
                    time.sleep(0.002)
                    begin = time.perf_counter()
                    who.run_ranges(plan, body, words)
                    times.append(time.perf_counter() - begin)
                ratios.append(times[0] / times[1])
            rows.append(summary(f"speed-up of 2 x 2 ms on two workers, {name}", ratios, "x"))
    return rows


_PRANGE = """
import sys, time
import numba
numba.config.THREADING_LAYER = sys.argv[1]
@numba.njit(parallel=True)
def empty(x):
    for i in numba.prange(2):
        x[16 * i] += 1
@numba.njit
def many(x, times):
    for _ in range(times):
        empty(x)
import numpy as np
x = np.zeros(32)
numba.set_num_threads(2)
many(x, 10)
for _ in range({rounds}):
    begin = time.perf_counter()
    many(x, 100)
    print((time.perf_counter() - begin) / 100 * 1e9)
"""


def peer_rows() -> list[dict[str, Any]]:
    """Regions of prange with each threading layer that is there, and tasks of a pool of Python threads."""
    rows = []
    for layer in ("omp", "workqueue", "tbb"):
        done = subprocess.run([sys.executable, "-c", _PRANGE.format(rounds=ROUNDS), layer], capture_output=True, text=True,
                              env=os.environ | {"NUMBA_NUM_THREADS": "2"})
        if done.returncode == 0:
            rows.append(summary(f"peer: prange region ({layer})", [float(line) for line in done.stdout.split()]))
    with ThreadPoolExecutor(2) as pool:
        rows.append(summary("peer: ThreadPoolExecutor, a task", nanoseconds(
            lambda: list(pool.map(no_task, range(100), range(100), range(100))), 100)))
    return rows
