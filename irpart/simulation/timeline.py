"""The timeline of a run in the trace event format, which Perfetto and chrome://tracing show."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.simulation.figures import STATES, interval_shares
from irpart.simulation.types import SimulatedRun
from irpart.topology.types import GPU, NUMA, Topology

COUNTED = ("busy", "stalled", "overhead")
"""States that counters show."""
MOST_THREADS = 128
"""Above so many processors only the busiest have slices."""
SHOWN_THREADS = 32
MOST_COUNTERS = 64
"""Above so many memory domains one counter shows all processors together."""


def trace_events(run: SimulatedRun, topology: Topology) -> dict[str, Any]:
    """Slices per processor and counters per memory domain, as the JSON object of a trace file.

    Each memory domain is a process, each processor in it a thread. A slice (phase ``X``) says what took most of the
    processor's time in one or more neighbouring intervals of the run, its ``args`` all shares in percent. A counter
    (phase ``C``) says the mean shares of a domain's processors. Times are microseconds of the simulated machine. There are
    at most 256 intervals; above 128 processors only the 32 busiest have slices.

    References
    ----------
    Trace Event Format: "JSON object format", "complete events", "counter events", "metadata events".
    """
    shares, ends = interval_shares(run)
    times = ends / (run.clock_ghz * 1000)
    domain, names = _domains(topology)
    count = len(shares)
    shown = np.arange(count)
    if count > MOST_THREADS:
        shown = np.sort(np.lexsort((shown, -run.busy_cycles))[:SHOWN_THREADS])
    rows = topology.processors
    events = [_name("process_name", number + 1, 0, name) for number, name in enumerate(names)]
    events += [_name("thread_name", int(domain[p]) + 1, int(p) + 1, topology.label[rows[p]]) for p in shown]
    timed = _counters(shares, times, domain, len(names))
    for p in shown:
        timed += _slices(shares[p], times, int(domain[p]) + 1, int(p) + 1)
    events += sorted(timed, key=lambda event: (event["ts"], event["ph"], event["pid"], event.get("tid", 0)))
    return {"traceEvents": events, "displayTimeUnit": "ns",
            "otherData": {"machine": run.machine, "cycles": run.cycles, "clock_ghz": run.clock_ghz,
                          "processors": count, "processors_shown": len(shown)}}


def _domains(topology: Topology) -> tuple[NDArray[np.int64], list[str]]:
    """For every processor the number of its process, and the names of these."""
    rows = topology.processors
    numa, gpu = topology.ancestor_of_kind(NUMA), topology.ancestor_of_kind(GPU)
    owner = np.where(topology.kind[rows] == GPU, gpu[rows], numa[rows])
    found, number = np.unique(owner, return_inverse=True)
    if len(found) > MOST_COUNTERS or len(found) == 1:
        return np.zeros(len(rows), np.int64), [topology.name]
    return number.astype(np.int64), [topology.label[row] if row >= 0 else topology.name for row in found]


def _name(what: str, pid: int, tid: int, name: str) -> dict[str, Any]:
    return {"name": what, "ph": "M", "pid": pid, "tid": tid, "args": {"name": name}}


def _percent(shares: NDArray[np.float64]) -> dict[str, float]:
    return {state: round(100 * float(share), 2) for state, share in zip(STATES, shares, strict=True)}


def _counters(shares: NDArray[np.float64], times: NDArray[np.float64], domain: NDArray[np.int64],
              count: int) -> list[dict[str, Any]]:
    """Mean shares of each domain's processors at the beginning of each interval, and zeros at the end."""
    events: list[dict[str, Any]] = []
    for number in range(count):
        mean = shares[domain == number].mean(axis=0)
        values = [{state: _percent(row)[state] for state in COUNTED}
                  for row in np.concatenate([mean, np.zeros((1, len(STATES)))])]
        events += [{"name": "utilisation, %", "ph": "C", "pid": number + 1, "ts": round(float(time), 6), "args": value}
                   for time, value in zip(times, values, strict=True)]
    return events


def _slices(shares: NDArray[np.float64], times: NDArray[np.float64], pid: int, tid: int) -> list[dict[str, Any]]:
    """One slice for each stretch of intervals in which the same state took most time, up to the last that is not idle."""
    state = shares.argmax(axis=1)
    starts = np.flatnonzero(np.diff(state, prepend=-1))
    lengths = np.diff(times)
    events = []
    for first, last in zip(starts, [*starts[1:], len(state)], strict=True):
        if last == len(state) and STATES[state[first]] == "idle":
            break
        weight = lengths[first:last, None]
        mean = (shares[first:last] * weight).sum(axis=0) / max(float(weight.sum()), 1e-300)
        begin = round(float(times[first]), 6)
        events.append({"name": STATES[state[first]], "ph": "X", "pid": pid, "tid": tid, "ts": begin,
                       "dur": round(float(times[last]) - begin, 6), "args": _percent(mean)})
    return events
