"""Timelines: which part of which region ran where and when, recorded while a program runs."""

from __future__ import annotations

import threading
import time
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import InputError
from irpart.execution import pthreads
from irpart.execution.packing import aligned
from irpart.execution.table import region_names, table
from irpart.execution.types import MOST_WORKERS, Slice, Timeline

CAPACITY = 1 << 16
"""Records kept for each worker, by default."""
_CLOCK = 1
"""The steady clock, as compiled code asks for it."""
_LONG_AGO = 10**9
"""Regions that ended so many ns before a run are not looked through for the one around it."""
_lock = threading.Lock()
_kept: list[NDArray[np.int64]] = []
"""Memory of timelines: a thread that was in a region when recording ended may still write."""


@contextmanager
def recording(capacity: int = CAPACITY) -> Iterator[Timeline]:
    """Record what parallelized functions do meanwhile, in all threads of the process.

    Parameters
    ----------
    capacity
        Records kept for each worker, the newest ones; 64 bytes each. A part or tile takes some 50 ns longer meanwhile.

    Yields
    ------
    The ``Timeline``, which is complete afterwards. What runs without a region, because it is too small, is not in it.

    Raises
    ------
    InputError
        For a capacity below 1, or while another timeline is recorded.
    """
    from irpart.execution import _region_kernels as regions
    from irpart.execution import _timeline_kernels as kernels

    if capacity < 1:
        raise InputError(f"A timeline has room for one record at least, not {capacity}.")
    if not _lock.acquire(blocking=False):
        raise InputError("Another timeline is being recorded in this process; end that first.")
    timeline = Timeline()
    try:
        words, entries = kernels.WORDS, table()
        timeline.workers = int(regions.count_workers.ctypes(entries.ctypes.data, MOST_WORKERS))
        size = kernels.LINE + capacity * kernels.EVENT_WORDS
        memory = aligned(kernels.LINE + timeline.workers * size)
        _kept.append(memory)
        memory[kernels.H_WORKERS], memory[kernels.H_CAPACITY] = timeline.workers, capacity
        words[kernels.L_RINGS] = memory.ctypes.data
        words[kernels.L_CLOCK], words[kernels.L_THREAD] = map(pthreads.address_of, ("clock_gettime", "pthread_self"))
        words[kernels.L_PART_BODY], words[kernels.L_TILE_BODY] = kernels.record_part.address, kernels.record_tile.address
        swaps = ((regions.B_RANGES, kernels.L_RANGES, kernels.recorded_ranges),
                 (regions.B_GRAPH, kernels.L_GRAPH, kernels.recorded_graph),
                 (regions.B_PARTS, kernels.L_PARTS, kernels.recorded_parts),
                 (regions.B_GRID, kernels.L_GRID, kernels.recorded_grid))
        for place, kept, _ in swaps:
            words[kept] = entries[place]
        begin = time.clock_gettime_ns(_CLOCK)
        for place, _, entry in swaps:
            entries[place] = entry.address
        try:
            yield timeline
        finally:
            for place, kept, _ in swaps:
                entries[place] = words[kept]
            timeline.seconds = (time.clock_gettime_ns(_CLOCK) - begin) / 1e9
            _fill(timeline, memory[kernels.LINE :].reshape(timeline.workers, size), begin)
    finally:
        _lock.release()


def _fill(timeline: Timeline, rings: NDArray[np.int64], begin: int) -> None:
    """Slices out of the records of all rings."""
    from irpart.execution import _timeline_kernels as kernels

    capacity = (rings.shape[1] - kernels.LINE) // kernels.EVENT_WORDS
    found = []
    for ring in rings:
        count = int(ring[0])
        timeline.lost += max(0, count - capacity)
        found.append(ring[kernels.LINE :].reshape(capacity, kernels.EVENT_WORDS)[: min(count, capacity)])
    events = np.concatenate(found)
    events = events[np.argsort(events[:, kernels.E_BEGIN], kind="stable")]
    lanes = _lanes(events, timeline.workers)
    timeline.callers = sum(lane >= timeline.workers for lane in lanes.values())
    names, slices = _names_of_runs(events), []
    for kind, thread, start, end, run, number, home, worker in events.tolist():
        lane = lanes[thread]
        seconds = (start - begin) / 1e9, (end - begin) / 1e9
        if kind == kernels.PART:
            slices.append(Slice("part", lane, *seconds, names.get(run, ""), number, 0, home, worker))
        elif kind != kernels.RUN:
            name = region_names().get(run, "")
            slices.append(Slice("region", lane, *seconds, name, number, home, 0, lane if lane < timeline.workers else 0))
    timeline.slices = tuple(slices)


def _lanes(events: NDArray[np.int64], workers: int) -> dict[int, int]:
    """Numbers of threads: of workers their own, of callers 0, then those behind the workers."""
    from irpart.execution import _timeline_kernels as kernels

    lanes: dict[int, int] = {}
    for thread, worker in events[events[:, kernels.E_WORKER] > 0][:, [kernels.E_THREAD, kernels.E_WORKER]].tolist():
        lanes[thread] = worker
    callers = 0
    for thread in events[:, kernels.E_THREAD].tolist():
        if thread not in lanes:
            lanes[thread] = 0 if callers == 0 else workers + callers - 1
            callers += 1
    return lanes


def _names_of_runs(events: NDArray[np.int64]) -> dict[int, str]:
    """From numbers of runs to names of regions: of the last to begin, in the same thread, that ended after the run."""
    from irpart.execution import _timeline_kernels as kernels

    regions: dict[int, list[tuple[int, int, int]]] = {}
    for kind, thread, begin, end, name, *_ in events.tolist():
        if kind in (kernels.REGION, kernels.GRID):
            regions.setdefault(thread, []).append((begin, end, name))
    names: dict[int, str] = {}
    for kind, thread, begin, end, run, *_ in events.tolist():
        if kind == kernels.RUN:
            own = regions.get(thread, [])
            for start, stop, name in reversed(own[: bisect_right(own, begin, key=lambda region: region[0])]):
                if start <= begin and end <= stop:
                    names[run] = region_names().get(name, "")
                    break
                if begin - stop > _LONG_AGO:
                    break
    return names


def trace_events(timeline: Timeline) -> dict[str, Any]:
    """A thread per worker with slices of regions, parts and tiles, as the JSON object of a trace file.

    Parts and tiles that another than the worker they were meant for ran are named ``stolen`` and have another colour. Times
    are microseconds since recording began.

    References
    ----------
    Trace Event Format: "JSON object format", "complete events", "metadata events".
    """
    workers, shares = timeline.workers, timeline.busy_shares()
    labels = ["worker 0 (calling thread)", *(f"worker {w}" for w in range(1, workers))]
    labels += ["another calling thread"] * timeline.callers
    events: list[dict[str, Any]] = [{"name": "process_name", "ph": "M", "pid": 1, "tid": 0,
                                     "args": {"name": f"irpart, {workers} workers"}}]
    events += [{"name": "thread_name", "ph": "M", "pid": 1, "tid": lane + 1, "args": {"name": label}}
               for lane, label in enumerate(labels)]
    timed = [_event(one) for one in timeline.slices]
    events += sorted(timed, key=lambda event: (event["ts"], -event["dur"], event["tid"]))
    return {"traceEvents": events, "displayTimeUnit": "ns",
            "otherData": {"workers": workers, "seconds": timeline.seconds, "lost": timeline.lost,
                          "busy_percent": [round(100 * share, 2) for share in shares]}}


def _event(one: Slice) -> dict[str, Any]:
    begin = round(one.begin * 1e6, 3)
    event = {"ph": "X", "pid": 1, "tid": one.thread + 1, "ts": begin, "dur": round(one.end * 1e6 - begin, 3)}
    name = one.region or "region"
    if one.kind == "region":
        return {"name": name if one.workers > 1 else f"{name}, alone", "cat": "region", **event,
                "args": {"iterations or tiles": one.number, "workers": one.workers}}
    if one.is_stolen:
        return {"name": f"{name}, stolen part", "cat": "stolen", "cname": "terrible", **event,
                "args": {"part": one.number, "stolen from": f"worker {one.home}"}}
    return {"name": f"{name}, part", "cat": "part", "cname": "good", **event, "args": {"part": one.number}}
