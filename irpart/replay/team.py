"""Workers as pinned threads of this process, and what they measured."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.base.arrays import readonly
from irpart.base.errors import BackendError
from irpart.replay.packing import pack_forms
from irpart.replay.runs import ReplayRun
from irpart.replay.workers import HOLD_BIT, ExecutionPlan

KEPT_WAITS = 4096
"""Waits kept per worker for a timeline, the longest."""
_ROW = 64
"""Words per worker of ``state``, whole cache lines."""
_POLL_SECONDS = 0.01
_PATIENT_SPINS, _HASTY_SPINS = 2000, 20
"""How often a wait looks before it lets others have the processor: with one worker per processor, and with more."""


@dataclass(frozen=True, slots=True, eq=False)
class _Memory:
    """What the threads of one repetition share. ``slots[w]`` are views of ``shared``, from ``base[w]`` on."""

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
    table, address = pack_forms(plan.kinds), _evaluate_address()
    _compile(plan, table, address)
    runs = []
    for _ in range(repeat):
        memory = _memory(plan)
        _run_once(plan, memory, table, address, timeout)
        states = memory.state[: plan.n_workers]
        runs.append((_wall_cycles(states), memory))
    runs.sort(key=lambda run: run[0])
    walls = np.array([wall for wall, _ in runs]) / cycles_per_second()
    return _measured(plan, engine, walls, runs[(len(runs) - 1) // 2][1])


def _evaluate_address() -> np.uint64:
    from irpart.replay import _opcode_kernels

    return np.uint64(_opcode_kernels.evaluate_address())


def _compile(plan: ExecutionPlan, table: NDArray[np.uint64], address: np.uint64) -> None:
    """Run the kernel on an empty program, so that it is there when threads want it."""
    from irpart.replay import _engine_kernels as kernels

    words, numbers, starts = np.empty(0, np.uint64), np.zeros(64, np.int64), np.zeros(24, np.int64)
    starts[kernels.C_GO] = 1
    kernels.run_thread(readonly(plan.workers[0].step[:0]), readonly(np.empty(0, np.uint32)), readonly(np.empty(0, np.uint32)),
                       table, address, words, words, numbers, numbers, numbers, numbers, np.zeros(_ROW, np.int64),
                       np.zeros((0, 4), np.int64), starts, 1, readonly(np.empty(0, np.uint16)), numbers, 0, 0, readonly(words))


@cache
def cycles_per_second() -> float:
    """Ticks of the cycle counter in a second, measured over 20 ms; the first call in a process only."""
    from irpart.replay import _engine_kernels as kernels

    kernels.read_cycles()
    begin, first = time.perf_counter_ns(), kernels.read_cycles()
    time.sleep(0.02)
    end, last = time.perf_counter_ns(), kernels.read_cycles()
    return (last - first) / (end - begin) * 1e9


def _memory(plan: ExecutionPlan) -> _Memory:
    from irpart.replay import _engine_kernels as kernels

    count, pairs = plan.n_workers, len(plan.pair_sender)
    room = np.array([-(-program.n_slots // 8) * 8 + 8 for program in plan.workers], np.int64)
    base = np.cumsum(room) - room
    shared: NDArray[np.uint64] = np.empty(int(room.sum()), np.uint64)
    slots = [shared[start : start + program.n_slots] for start, program in zip(base, plan.workers, strict=True)]
    state: NDArray[np.int64] = np.zeros((count, _ROW), np.int64)
    state[:, kernels.S_BLOCKED] = -1
    return _Memory(shared, slots, base[plan.pair_receiver] + plan.pair_slot, np.zeros(pairs, np.int64),
                   np.zeros(pairs, np.int64), np.zeros(pairs * kernels.PAIR_WORDS, np.int64),
                   np.zeros(count * kernels.PAIR_WORDS, np.int64), state,
                   np.zeros((count, KEPT_WAITS if count > 1 else 0, 4), np.int64), np.zeros(24, np.int64))


def _wall_cycles(states: NDArray[np.int64]) -> int:
    from irpart.replay import _engine_kernels as kernels

    return int(states[:, kernels.S_FINISH].max() - states[:, kernels.S_START].min())


def _run_once(plan: ExecutionPlan, memory: _Memory, table: NDArray[np.uint64], address: np.uint64, timeout: float) -> None:
    """All threads from start to end; raises when one cannot get on."""
    from irpart.replay import _engine_kernels as kernels

    allowed = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
    spins = _PATIENT_SPINS if plan.n_workers <= max(1, len(allowed)) else _HASTY_SPINS
    failures: list[BaseException] = []

    def work(w: int) -> None:
        program = plan.workers[w]
        try:
            if allowed:
                os.sched_setaffinity(0, {allowed[w % len(allowed)]})
            kernels.run_thread(
                readonly(program.step), readonly(program.operand), readonly(program.exchange), table, address, memory.slots[w],
                memory.shared, memory.target, memory.sent, memory.counter, memory.seen, memory.state[w], memory.event[w],
                memory.control, spins, readonly(plan.pair_sender), memory.ended, w, program.constant_slot,
                readonly(program.constants))
        except BaseException as error:
            failures.append(error)
            kernels.publish(memory.control, kernels.C_STOP, 1)

    threads = [threading.Thread(target=work, args=(w,), name=f"irpart worker {w}", daemon=True)
               for w in range(plan.n_workers)]
    problem = ""
    try:
        for thread in threads:
            thread.start()
        problem = _watch(plan, memory, threads, timeout)
    finally:
        kernels.publish(memory.control, kernels.C_STOP, 1)
        for thread in threads:
            if thread.ident is not None:
                thread.join()
    if failures:
        raise failures[0]
    if problem:
        raise BackendError(problem)


def _watch(plan: ExecutionPlan, memory: _Memory, threads: list[threading.Thread], timeout: float) -> str:
    """Start the threads when all are ready, look after them until they end; what is wrong, or ""."""
    from irpart.replay import _engine_kernels as kernels

    states, last, since, started = memory.state, -1, time.monotonic(), False
    while True:
        if not started and memory.control[kernels.C_READY] == len(threads):
            kernels.publish(memory.control, kernels.C_GO, 1)
            started = True
        alive = next((thread for thread in threads if thread.is_alive()), None)
        lost = np.flatnonzero(states[:, kernels.S_STATUS] == kernels.LOST)
        if len(lost):
            return f"{_describe_wait(plan, memory, int(lost[0]))}, and that worker has ended without sending it; plan again."
        if alive is None:
            return ""
        alive.join(_POLL_SECONDS if started else 0.0002)
        progress = int(states[:, kernels.S_STEP].sum()) + int(memory.control[kernels.C_READY])
        if progress != last:
            last, since = progress, time.monotonic()
        elif time.monotonic() - since > timeout:
            blocked = np.flatnonzero((states[:, kernels.S_BLOCKED] >= 0) & (states[:, kernels.S_SINCE] != 0))
            what = _describe_wait(plan, memory, int(blocked[0])) if len(blocked) else "No worker waits for another"
            return f"{what}, and nothing has happened for {timeout:g} s; give more time with timeout, or fewer workers."


def _describe_wait(plan: ExecutionPlan, memory: _Memory, w: int) -> str:
    """Who waits for which value of whom at which instruction."""
    from irpart.replay import _engine_kernels as kernels

    state = memory.state[w]
    pair, needed, own = int(state[kernels.S_BLOCKED]), int(state[kernels.S_NEEDED]), int(state[kernels.S_OWN])
    sender = int(plan.pair_sender[pair])
    vertex = sent_vertices(plan, pair)
    value = f"the value of instruction {int(vertex[needed - 1])}" if needed <= len(vertex) else f"value {needed} (never sent)"
    return (f"Worker {w} waits at instruction {int(plan.workers[w].vertex[own])} for {value} of worker {sender}, of which "
            f"{int(memory.counter[pair * kernels.PAIR_WORDS])} values have come")


def sent_vertices(plan: ExecutionPlan, pair: int) -> NDArray[np.uint32]:
    """The vertices whose values go by a pair, in the order of their messages; O(steps of the sender)."""
    program = plan.workers[int(plan.pair_sender[pair])]
    is_send, is_wait = program.step == plan.send_step, program.step == plan.wait_step
    entry = np.cumsum(is_send + 2 * is_wait)[is_send] - 1
    own = np.cumsum(~(is_send | is_wait))[is_send] - 1
    return program.vertex[own[(program.exchange[entry] & np.uint32(HOLD_BIT - 1)) == pair]]


def _published(plan: ExecutionPlan) -> NDArray[np.int64]:
    """Batches by each pair: SENDs that are not held back."""
    total: NDArray[np.int64] = np.zeros(len(plan.pair_sender), np.int64)
    for program in plan.workers:
        is_send, is_wait = program.step == plan.send_step, program.step == plan.wait_step
        entry = program.exchange[np.cumsum(is_send + 2 * is_wait)[is_send] - 1]
        total += np.bincount(entry[entry < HOLD_BIT], minlength=len(total))
    return total


def _measured(plan: ExecutionPlan, engine: str, walls: NDArray[np.float64], memory: _Memory) -> ReplayRun:
    """The run as a value, times in seconds."""
    from irpart.replay import _engine_kernels as kernels

    rate, states = cycles_per_second(), memory.state
    start = int(states[:, kernels.S_START].min())
    total = (states[:, kernels.S_FINISH] - states[:, kernels.S_START]) / rate
    wait = states[:, kernels.S_WAIT] / rate
    sends, waits = _exchanges(plan)
    send = _sampled(states[:, kernels.S_SEND], states[:, kernels.S_SENDS], sends) / rate
    receive = _sampled(states[:, kernels.S_RECEIVE], states[:, kernels.S_RECEIVES], waits) / rate
    spare = np.maximum(total - wait, 0.0)
    share = np.minimum(1.0, spare / np.maximum(send + receive, 1e-12))
    send, receive = send * share, receive * share
    events: list[Any] = [memory.event[w, : states[w, kernels.S_EVENTS]] for w in range(plan.n_workers)]
    owner = np.repeat(np.arange(plan.n_workers), [len(event) for event in events])
    found = np.concatenate(events)
    vertex = [plan.workers[w].vertex[event[:, kernels.E_OWN]] for w, event in enumerate(events)]
    return ReplayRun(
        engine, float(walls[(len(walls) - 1) // 2]), walls, spare - send - receive, wait, send, receive,
        (states[:, kernels.S_FINISH] - start) / rate, np.array([p.n_instructions for p in plan.workers], np.int64),
        plan.pair_sender, plan.pair_receiver, plan.pair_messages, _published(plan), owner.astype(np.uint16),
        plan.pair_sender[found[:, kernels.E_PAIR]], np.concatenate(vertex), (found[:, kernels.E_START] - start) / rate,
        (found[:, kernels.E_STOP] - start) / rate, states[:, kernels.S_WAITS].copy(), plan.worker, plan.place,
        tuple(slots[: program.n_instructions] for slots, program in zip(memory.slots, plan.workers, strict=True)))


def _exchanges(plan: ExecutionPlan) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """SENDs and WAITs of each worker."""
    counts = [(np.count_nonzero(p.step == plan.send_step), np.count_nonzero(p.step == plan.wait_step)) for p in plan.workers]
    return tuple(np.array(counts, np.int64).T)  # type: ignore[return-value]


def _sampled(cycles: NDArray[np.int64], timed: NDArray[np.int64], count: NDArray[np.int64]) -> NDArray[np.float64]:
    """Cycles of all, from those of the timed ones, the reading of the counter taken off."""
    return np.maximum(cycles / np.maximum(timed, 1) - _reading_cycles(), 0.0) * count


@cache
def _reading_cycles() -> float:
    """What an empty timed stretch takes; the least of many."""
    from irpart.replay import _engine_kernels as kernels

    return float(kernels.reading_cycles(10000))
