"""From the times of segments to a ReplayRun."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.replay.engines._ray_actors import BEGIN, BUSY, END, RECEIVE, SEND
from irpart.replay.runs import KEPT_WAITS, ReplayRun
from irpart.replay.windows import WindowPlan
from irpart.replay.workers import ExecutionPlan


def measured_windows(plan: ExecutionPlan, windows: WindowPlan, repeat_seconds: NDArray[np.float64], start: int,
                     times: dict[int, NDArray[np.int64]], clocks: dict[int, int | None], restarts: int,
                     results: list[NDArray[np.uint64]], place: NDArray[np.uint32]) -> ReplayRun:
    """A run as a value.

    Parameters
    ----------
    plan, windows
        What was executed.
    repeat_seconds
        Ascending wall times.
    start
        The driver's clock (``perf_counter_ns``) at the beginning of the run of median wall time.
    times, clocks
        Of that run by worker: times of its segments; what its clock is behind Unix time, None: it is the driver's clock.
    restarts, results, place
        As in ``ReplayRun``.
    """
    count, here = plan.n_workers, time.time_ns() - time.perf_counter_ns()
    names = ("busy", "wait", "send", "receive", "finish")
    seconds: dict[str, NDArray[np.float64]] = {name: np.zeros(count) for name in names}
    ended, longest = np.zeros(windows.n_windows), np.zeros(windows.n_windows)
    waits: NDArray[np.int64] = np.zeros(count, np.int64)
    events = []
    for w, table in times.items():
        clock = clocks[w]
        moved = (table[:, [BEGIN, END]] + (0 if clock is None else clock - here) - start) / 1e9
        for name, column in (("busy", BUSY), ("send", SEND), ("receive", RECEIVE)):
            seconds[name][w] = table[:, column].sum() / 1e9
        seconds["finish"][w] = moved[-1, 1]
        seconds["wait"][w] = max(0.0, moved[-1, 1] - seconds["busy"][w] - seconds["send"][w] - seconds["receive"][w])
        rows = slice(int(windows.segment_start[w]), int(windows.segment_start[w + 1]))
        window = windows.segment_window[rows]
        np.maximum.at(ended, window, moved[:, 1])
        np.maximum.at(longest, window, table[:, BUSY] / 1e9)
        gap = moved[1:, 0] - moved[:-1, 1]
        waits[w] = len(gap)
        kept = np.sort(np.argsort(-gap, kind="stable")[:KEPT_WAITS])
        sender = plan.pair_sender[windows.segment_awaited[rows][1:][kept]]
        vertex = plan.workers[w].vertex[windows.segment_own[rows][:-1][kept]]
        events.append((np.full(len(kept), w, np.uint16), sender, vertex, moved[:-1, 1][kept], moved[1:, 0][kept]))
    kinds = (np.uint16, np.uint16, np.uint32, np.float64, np.float64)
    columns: list[NDArray[Any]] = [np.concatenate([np.empty(0, kind), *(event[i] for event in events)])
                                   for i, kind in enumerate(kinds)]
    overhead = np.diff(np.maximum.accumulate(ended), prepend=0.0) - longest
    messages = np.bincount(windows.batch_pair, minlength=len(plan.pair_sender)).astype(np.int64)
    return ReplayRun(
        "ray", float(repeat_seconds[(len(repeat_seconds) - 1) // 2]), repeat_seconds, seconds["busy"], seconds["wait"],
        seconds["send"], seconds["receive"], seconds["finish"], np.array([p.n_instructions for p in plan.workers], np.int64),
        plan.pair_sender, plan.pair_receiver, plan.pair_values, messages, columns[0], columns[1], columns[2], columns[3],
        columns[4], waits, plan.worker, place, tuple(results), restarts, overhead)
