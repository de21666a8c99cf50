"""From the counters of the engine's kernel to a ReplayRun."""

from __future__ import annotations

import time
from functools import cache

import numpy as np
from numpy.typing import NDArray

from irpart.replay.runs import ReplayRun
from irpart.replay.workers import HOLD_BIT, ExecutionPlan


@cache
def cycles_per_second() -> float:
    """Ticks of the cycle counter in a second, measured over 20 ms by the first call in a process."""
    from irpart.replay import _engine_kernels as kernels

    kernels.read_cycles()
    begin, first = time.perf_counter_ns(), kernels.read_cycles()
    time.sleep(0.02)
    end, last = time.perf_counter_ns(), kernels.read_cycles()
    return float(last - first) / (end - begin) * 1e9


def wall_cycles(states: NDArray[np.int64]) -> int:
    """From the first start to the last end in the rows of ``state`` (see ``_engine_kernels``) of all workers."""
    from irpart.replay import _engine_kernels as kernels

    return int(states[:, kernels.S_FINISH].max() - states[:, kernels.S_START].min())


def measured_run(plan: ExecutionPlan, engine: str, repeat_seconds: NDArray[np.float64], states: NDArray[np.int64],
                 events: list[NDArray[np.int64]], results: tuple[NDArray[np.uint64], ...]) -> ReplayRun:
    """A run as a value.

    ``repeat_seconds`` ascends, and ``states`` (one row per worker), ``events`` and ``results`` (one array per worker) are of
    its lower median. The counters of all workers must be of one clock.
    """
    from irpart.replay import _engine_kernels as kernels

    rate, start = cycles_per_second(), int(states[:, kernels.S_START].min())
    total = (states[:, kernels.S_FINISH] - states[:, kernels.S_START]) / rate
    wait = states[:, kernels.S_WAIT] / rate
    sends = np.array([np.count_nonzero(program.step == plan.send_step) for program in plan.workers], np.int64)
    send = _sampled(states[:, kernels.S_SEND], states[:, kernels.S_SENDS], sends) / rate
    receive = _sampled(states[:, kernels.S_RECEIVE], states[:, kernels.S_RECEIVES], states[:, kernels.S_LOOKS]) / rate
    spare = np.maximum(total - wait, 0.0)
    share = np.minimum(1.0, spare / np.maximum(send + receive, 1e-12))
    send, receive = send * share, receive * share
    found = np.concatenate(events)
    vertex = [program.vertex[event[:, kernels.E_OWN]] for program, event in zip(plan.workers, events, strict=True)]
    return ReplayRun(
        engine, float(repeat_seconds[(len(repeat_seconds) - 1) // 2]), repeat_seconds, spare - send - receive, wait, send,
        receive, (states[:, kernels.S_FINISH] - start) / rate, np.array([p.n_instructions for p in plan.workers], np.int64),
        plan.pair_sender, plan.pair_receiver, plan.pair_values, published_batches(plan),
        np.repeat(np.arange(plan.n_workers, dtype=np.uint16), [len(event) for event in events]),
        plan.pair_sender[found[:, kernels.E_PAIR]], np.concatenate(vertex), (found[:, kernels.E_START] - start) / rate,
        (found[:, kernels.E_STOP] - start) / rate, states[:, kernels.S_WAITS].copy(), plan.worker, plan.place, results)


def sent_vertices(plan: ExecutionPlan, pair: int) -> NDArray[np.uint32]:
    """The vertices whose values go by a pair, in the order of their messages; O(steps of the sender)."""
    program = plan.workers[int(plan.pair_sender[pair])]
    is_send, is_wait = program.step == plan.send_step, program.step == plan.wait_step
    entry = np.cumsum(is_send + 2 * is_wait)[is_send] - 1
    own = np.cumsum(~(is_send | is_wait))[is_send] - 1
    sent: NDArray[np.uint32] = program.vertex[own[(program.exchange[entry] & np.uint32(HOLD_BIT - 1)) == pair]]
    return sent


def published_batches(plan: ExecutionPlan) -> NDArray[np.int64]:
    """int64, one per pair: SENDs that are not held back, each of which publishes itself and those held before it."""
    total: NDArray[np.int64] = np.zeros(len(plan.pair_sender), np.int64)
    for program in plan.workers:
        is_send, is_wait = program.step == plan.send_step, program.step == plan.wait_step
        entry = program.exchange[np.cumsum(is_send + 2 * is_wait)[is_send] - 1]
        total += np.bincount(entry[entry < HOLD_BIT], minlength=len(total))
    return total


def _sampled(cycles: NDArray[np.int64], timed: NDArray[np.int64], count: NDArray[np.int64]) -> NDArray[np.float64]:
    """Cycles of all, from those of the timed ones, the reading of the counter taken off."""
    return np.maximum(cycles / np.maximum(timed, 1) - _reading_cycles(), 0.0) * count


@cache
def _reading_cycles() -> float:
    """What an empty timed stretch takes; the least of many."""
    from irpart.replay import _engine_kernels as kernels

    return float(kernels.reading_cycles(10000))
