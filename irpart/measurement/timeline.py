"""The timeline of an executed run in the trace event format, which Perfetto and chrome://tracing show."""

from __future__ import annotations

from typing import Any

import numpy as np

from irpart.measurement.subject import Subject
from irpart.measurement.types import Measurement
from irpart.replay.runs import ReplayRun

MOST_FLOWS = 200
"""Arrows drawn: those of the longest waits."""
_MICRO = 1e6


def trace_events(measured: Measurement, subject: Subject) -> dict[str, Any]:
    """A thread per worker with slices of waiting and of work, as the JSON object of a trace file.

    A slice ``wait`` (phase ``X``) says for whom the worker waited, before which instruction and source line; what lies
    between is ``busy``, and holds the waits that were too short to be kept (the longest 4096 of each worker are). Arrows
    (phases ``s`` and ``f``) lead from the sender to the end of the longest waits. A counter (``C``) says how many workers
    wait. Times are microseconds from the start of the run.

    References
    ----------
    Trace Event Format: "JSON object format", "complete events", "flow events", "counter events", "metadata events".
    """
    run = measured.run
    count = len(run.instructions)
    events: list[dict[str, Any]] = [{"name": "process_name", "ph": "M", "pid": 1, "tid": 0,
                                     "args": {"name": f"{run.engine}, {count} workers"}}]
    events += [{"name": "thread_name", "ph": "M", "pid": 1, "tid": w + 1,
                "args": {"name": f"worker {w}: {measured.labels[w]}"}} for w in range(count)]
    sources = _sources(subject, run)
    timed = [event for w in range(count) for event in _slices(run, w, sources)]
    timed += _flows(run)
    timed += _counters(run)
    order = {"X": 1, "C": 0, "s": 2, "f": 3}
    events += sorted(timed, key=lambda event: (event["ts"], order[event["ph"]], event.get("tid", 0)))
    return {"traceEvents": events, "displayTimeUnit": "ns",
            "otherData": {"engine": run.engine, "wall_seconds": run.wall_seconds, "workers": count,
                          "waits": int(run.waits.sum()), "waits_shown": len(run.wait_worker)}}


def _sources(subject: Subject, run: ReplayRun) -> list[str]:
    """Source line of the instruction behind each wait."""
    if subject.program is None or not len(run.wait_vertex):
        return [""] * len(run.wait_vertex)
    rows, place = np.unique(subject.rows(run.wait_vertex), return_inverse=True)
    texts = [subject.program.source_of(row) for row in rows.tolist()]
    return [texts[i] for i in place.tolist()]


def _slices(run: ReplayRun, w: int, sources: list[str]) -> list[dict[str, Any]]:
    """Waits of a worker, and between them its work, until it ended."""
    events: list[dict[str, Any]] = []
    own = np.flatnonzero(run.wait_worker == w)
    own = own[np.argsort(run.wait_start_seconds[own], kind="stable")]
    at, end = 0.0, float(run.finish_seconds[w])

    def add(name: str, begin: float, stop: float, arguments: dict[str, Any]) -> None:
        if stop > begin:
            start = round(begin * _MICRO, 3)
            events.append({"name": name, "ph": "X", "pid": 1, "tid": w + 1, "ts": start,
                           "dur": round(stop * _MICRO - start, 3), "args": arguments})

    for i in own.tolist():
        begin, stop = max(at, float(run.wait_start_seconds[i])), min(end, float(run.wait_stop_seconds[i]))
        add("busy", at, begin, {})
        add("wait", begin, stop, {"for": f"worker {int(run.wait_sender[i])}", "before instruction": int(run.wait_vertex[i]),
                                  "at": sources[i]})
        at = max(at, stop)
    add("busy", at, end, {"instructions": int(run.instructions[w])})
    return events


def _flows(run: ReplayRun) -> list[dict[str, Any]]:
    """Arrows from senders to the ends of the longest waits."""
    longest = np.argsort(run.wait_start_seconds - run.wait_stop_seconds, kind="stable")[:MOST_FLOWS]
    events = []
    for number, i in enumerate(longest.tolist()):
        time = round(float(run.wait_stop_seconds[i]) * _MICRO, 3)
        shared = {"name": "value", "cat": "value", "id": number, "pid": 1, "ts": time}
        events += [{**shared, "ph": "s", "tid": int(run.wait_sender[i]) + 1},
                   {**shared, "ph": "f", "bp": "e", "tid": int(run.wait_worker[i]) + 1}]
    return events


def _counters(run: ReplayRun) -> list[dict[str, Any]]:
    """How many workers wait, whenever that changes."""
    times = np.concatenate([run.wait_start_seconds, run.wait_stop_seconds])
    changes = np.repeat([1, -1], len(run.wait_start_seconds))
    order = np.lexsort((changes, times))
    waiting = np.cumsum(changes[order])
    return [{"name": "waiting workers", "ph": "C", "pid": 1, "ts": round(time * _MICRO, 3), "args": {"workers": value}}
            for time, value in zip(times[order].tolist(), waiting.tolist(), strict=True)]
