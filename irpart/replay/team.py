"""Workers as pinned threads of this process."""

from __future__ import annotations

import os
import time
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.base.arrays import readonly
from irpart.base.errors import BackendError
from irpart.replay.measured import cycles_per_second, measured_run, sent_vertices, wall_cycles
from irpart.replay.packing import pack_forms
from irpart.replay.runs import KEPT_WAITS, ReplayRun
from irpart.replay.workers import ExecutionPlan

_LINE, _ROW = 8, 64
"""Words per cache line, and per worker in ``state``."""
_READY_SECONDS, _POLL_SECONDS = 0.0002, 0.01
_PATIENT_SPINS, _HASTY_SPINS = 2000, 20
"""How often a wait looks before it lets others have the processor: with one worker per processor, and with more."""


@dataclass(frozen=True, slots=True, eq=False)
class _Memory:
    """What the threads of one repetition share; ``slots[w]`` are views of ``shared``; the rest as in ``_engine_kernels``."""

    shared: NDArray[np.uint64]
    slots: list[NDArray[np.uint64]]
    target: NDArray[np.int64]
    sent: NDArray[np.int64]
    seen: NDArray[np.int64]
    counter: NDArray[np.int64]
    ended: NDArray[np.int64]
    state: NDArray[np.int64]
    event: NDArray[np.int64]
    control: NDArray[np.int64]


def run_team(plan: ExecutionPlan, engine: str, *, timeout: float, repeat: int) -> ReplayRun:
    """Run every worker of a plan as one pinned thread, ``repeat`` times.

    Worker w is pinned to the w-th of the processors that this process may use, around again when there are more workers;
    the calling thread stays where it is. Memory is brought in and kernels are compiled before the time is taken, which
    begins when all threads are there.

    Raises
    ------
    BackendError
        When a value that a worker waits for is never sent, or no worker gets on for ``timeout`` seconds.
    KeyboardInterrupt
        After Ctrl-C, when all threads have ended.
    """
    from irpart.replay import _engine_kernels as kernels
    from irpart.replay import _opcode_kernels

    table, address = pack_forms(plan.kinds), np.uint64(_opcode_kernels.compiled_evaluate().address)
    _compile(plan, table, address)
    shared, runs = _lines(int(_room(plan).sum())), []
    for _ in range(repeat):
        memory = _memory(plan, shared)
        _run_once(plan, memory, table, address, timeout)
        events = [memory.event[w, : memory.state[w, kernels.S_EVENTS]].copy() for w in range(plan.n_workers)]
        runs.append((wall_cycles(memory.state), memory.state, events))
    runs.sort(key=lambda run: run[0])
    walls = np.array([wall for wall, _, _ in runs]) / cycles_per_second()
    results = tuple(slots[: program.n_instructions] for slots, program in zip(memory.slots, plan.workers, strict=True))
    return measured_run(plan, engine, walls, *runs[(repeat - 1) // 2][1:], results)


def _compile(plan: ExecutionPlan, table: NDArray[np.uint64], address: np.uint64) -> None:
    """Run the kernels on an empty program, so that they are there when threads want them."""
    from irpart.replay import _engine_kernels as kernels

    words, numbers, control = np.empty(0, np.uint64), np.zeros(_LINE, np.int64), np.zeros(3 * _LINE, np.int64)
    kernels.publish(control, kernels.C_GO, 1)
    nothing = readonly(np.empty(0, np.uint32))
    kernels.run_thread(readonly(plan.workers[0].step[:0]), nothing, nothing, table, address, words, words, numbers, numbers,
                       numbers, numbers, np.zeros(_ROW, np.int64), np.zeros((0, 4), np.int64), control, 1,
                       readonly(plan.pair_sender[:0]), numbers, 0, 0, readonly(words))
    cycles_per_second()


def _lines(words: int) -> NDArray[Any]:
    """Untouched memory for so many words that begins at a cache line."""
    room = np.empty(words + _LINE, np.uint64)
    first = -(room.ctypes.data // 8) % _LINE
    return room[first : first + words]


def _counters(words: int) -> NDArray[np.int64]:
    counters = _lines(words).view(np.int64)
    counters[:] = 0
    return counters


def _room(plan: ExecutionPlan) -> NDArray[np.int64]:
    """Slots of each worker, in whole cache lines."""
    return np.array([-(-program.n_slots // _LINE) * _LINE for program in plan.workers], np.int64)


def _memory(plan: ExecutionPlan, shared: NDArray[np.uint64]) -> _Memory:
    """Counters as they are before a run, and the slots in ``shared``, which the threads set."""
    from irpart.replay import _engine_kernels as kernels

    count, pairs = plan.n_workers, len(plan.pair_sender)
    room = _room(plan)
    base = np.cumsum(room) - room
    slots = [shared[start : start + program.n_slots] for start, program in zip(base, plan.workers, strict=True)]
    state = _counters(count * _ROW).reshape(count, _ROW)
    state[:, kernels.S_BLOCKED] = -1
    kept = np.zeros((count, KEPT_WAITS if pairs else 0, 4), np.int64)
    return _Memory(shared, slots, base[plan.pair_receiver] + plan.pair_slot, np.zeros(pairs, np.int64),
                   np.zeros(pairs, np.int64), _counters(pairs * kernels.PAIR_WORDS), _counters(count * kernels.PAIR_WORDS),
                   state, kept, _counters(3 * _LINE))


def _run_once(plan: ExecutionPlan, memory: _Memory, table: NDArray[np.uint64], address: np.uint64, timeout: float) -> None:
    """All threads from start to end; raises when one cannot get on."""
    from irpart.replay import _engine_kernels as kernels

    allowed = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
    spins = _PATIENT_SPINS if plan.n_workers <= len(allowed) else _HASTY_SPINS

    def work(w: int) -> int:
        program = plan.workers[w]
        if allowed:
            os.sched_setaffinity(0, {allowed[w % len(allowed)]})
        return int(kernels.run_thread(
            readonly(program.step), readonly(program.operand), readonly(program.exchange), table, address, memory.slots[w],
            memory.shared, memory.target, memory.sent, memory.counter, memory.seen, memory.state[w], memory.event[w],
            memory.control, spins, readonly(plan.pair_sender), memory.ended, w, program.constant_slot,
            readonly(program.constants)))

    futures: list[Future[int]] = []
    with ThreadPoolExecutor(plan.n_workers, "irpart worker") as pool:
        try:
            futures += [pool.submit(work, w) for w in range(plan.n_workers)]
            problem = _watch(plan, memory, futures, timeout)
        finally:
            kernels.publish(memory.control, kernels.C_STOP, 1)
    for future in futures:
        future.result()
    if problem:
        raise BackendError(problem)


def _watch(plan: ExecutionPlan, memory: _Memory, futures: list[Future[int]], timeout: float) -> str:
    """Start the threads when all are ready, look after them until they end; what is wrong, or ""."""
    from irpart.replay import _engine_kernels as kernels

    states, last, since, patience = memory.state, -1, time.monotonic(), _READY_SECONDS
    while True:
        if patience == _READY_SECONDS and memory.control[kernels.C_READY] == len(futures):
            kernels.publish(memory.control, kernels.C_GO, 1)
            patience = _POLL_SECONDS
        done, alive = wait(futures, patience, FIRST_EXCEPTION)
        lost = next((future for future in futures if future in done and not future.exception()
                     and future.result() == kernels.LOST), None)
        if lost is not None:
            return (f"{_describe_wait(plan, memory, futures.index(lost))}, and that worker has ended without sending it; "
                    "plan again.")
        if not alive or any(future.exception() for future in done):
            return ""
        progress = int(states[:, kernels.S_STEP].sum()) + int(memory.control[kernels.C_READY])
        if progress != last:
            last, since = progress, time.monotonic()
        elif time.monotonic() - since > timeout:
            blocked = np.flatnonzero((states[:, kernels.S_SINCE] != 0) & (states[:, kernels.S_BLOCKED] >= 0))
            what = _describe_wait(plan, memory, int(blocked[0])) if len(blocked) else "No worker waits for another"
            return f"{what}, and nothing has happened for {timeout:g} s; give more time or fewer workers."


def _describe_wait(plan: ExecutionPlan, memory: _Memory, w: int) -> str:
    """Who waits for which value of whom at which instruction."""
    from irpart.replay import _engine_kernels as kernels

    state = memory.state[w]
    pair, needed = int(state[kernels.S_BLOCKED]), int(state[kernels.S_NEEDED])
    vertex = sent_vertices(plan, pair)
    value = f"the value of instruction {int(vertex[needed - 1])}" if needed <= len(vertex) else f"value {needed - 1}"
    here, came = int(plan.workers[w].vertex[int(state[kernels.S_OWN])]), int(memory.counter[pair * kernels.PAIR_WORDS])
    return (f"Worker {w} waits at instruction {here} for {value} of worker {int(plan.pair_sender[pair])}, of which {came} "
            "values have come")
