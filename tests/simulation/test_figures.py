"""Shares of time, link names, and the timeline for trace viewers."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from irpart.simulation.figures import (
    STATES,
    busiest_links,
    describe_run,
    interval_shares,
    memory_channels,
    time_shares,
)
from irpart.simulation.timeline import COUNTED, SHOWN_THREADS, trace_events
from tests.simulation.runs import made_run


def test_shares_add_up() -> None:
    """Per processor and per interval; out-of-order overlap is scaled down, a run of no cycles is idle."""
    _, run = made_run("pack:2 core:4")
    shares = time_shares(run)
    assert shares.sum(axis=1) == pytest.approx(1)
    assert (shares >= 0).all()
    assert shares[-1].tolist() == [0, 0, 0, 0, 1]
    assert shares[0, 0] == pytest.approx(run.busy_cycles[0] / run.cycles)
    over = replace(run, busy_cycles=run.busy_cycles + run.cycles)
    assert time_shares(over)[0].sum() == pytest.approx(1)
    nothing = replace(run, cycles=0.0)
    assert time_shares(nothing)[:, 4].tolist() == [1.0] * 8


def test_intervals_keep_the_time() -> None:
    """What an operation needs beyond its interval moves on; nothing is lost; after its last operation a processor idles."""
    _, run = made_run("pack:2 core:4")
    shares, ends = interval_shares(run)
    assert shares.sum(axis=2) == pytest.approx(1)
    assert (shares >= -1e-12).all()
    assert (ends[0], ends[-1]) == (0, run.cycles)
    spent = (shares * np.diff(ends)[None, :, None]).sum(axis=1)
    assert spent[:, 0] == pytest.approx(run.busy_cycles)
    assert spent[:, 1] == pytest.approx(run.stall_cycles)
    assert spent[:, 3] == pytest.approx(run.overhead_cycles)
    assert shares[0, 0].tolist() == [1, 0, 0, 0, 0]
    assert shares[0, -1].tolist() == [0, 0, 0, 0, 1]
    assert (shares[-1, :, 4] == 1).all()


def test_busiest_links_and_channels_are_named() -> None:
    """Busiest first, both ends by their labels, waits per message."""
    topology, run = made_run("pack:2 core:4")
    found = busiest_links(run, topology, 3)
    assert [use.messages for use in found] == [60, 60, 60]
    assert found[0].utilisation == pytest.approx(480 / 20_000)
    assert found[0].wait_cycles == pytest.approx(1.5)
    assert " to " in found[0].name
    assert len(memory_channels(run, topology)) == len(run.memory_bytes)
    idle = replace(run, link_messages=np.zeros_like(run.link_messages), memory_bytes=np.zeros_like(run.memory_bytes))
    assert busiest_links(idle, topology) == []
    assert memory_channels(idle, topology) == []


def test_description_is_plain_json() -> None:
    """It holds the totals of the run and the figures, and no number that JSON lacks."""
    topology, run = made_run("mesh:4x4")
    told = json.loads(json.dumps(describe_run(run, topology), allow_nan=False))
    assert told["cycles"] == run.cycles
    assert told["processors_used"] == 15
    assert set(told["utilisation"]) == set(STATES)
    assert len(told["busiest_links"]) == 5
    json.dumps(describe_run(replace(run, cycles=0.0, processor_instructions=np.zeros(16, np.int64)), topology),
               allow_nan=False)


@pytest.mark.parametrize("source", ["core:1", "pack:2 core:4", "mesh:4x4", "pack:2 numa:2 core:64", "mesh:32x32"])
def test_timeline_follows_the_format(source: str) -> None:
    """Required keys of every phase, ordered times, slices of a thread that do not overlap, names for all, bounded size."""
    topology, run = made_run(source)
    made = json.loads(json.dumps(trace_events(run, topology), allow_nan=False))
    events = made["traceEvents"]
    timed = [event for event in events if event["ph"] != "M"]
    assert {event["ph"] for event in events} == {"M", "X", "C"}
    assert [event["ts"] for event in timed] == sorted(event["ts"] for event in timed)
    end: dict[tuple[int, int], float] = {}
    for event in timed:
        assert isinstance(event["pid"], int)
        assert 0 <= event["ts"] <= run.cycles / run.clock_ghz / 1000 + 1e-6
        if event["ph"] == "C":
            assert tuple(event["args"]) == COUNTED
            continue
        key = (event["pid"], event["tid"])
        assert event["dur"] > 0
        assert event["ts"] >= end.get(key, 0) - 1e-5
        end[key] = event["ts"] + event["dur"]
        assert event["name"] == max(event["args"], key=lambda state: event["args"][state])
        assert sum(event["args"].values()) == pytest.approx(100, abs=0.05)
    named = {(event["name"], event["pid"], event["tid"]) for event in events if event["ph"] == "M"}
    assert {("thread_name", *key) for key in end} <= named
    assert {("process_name", event["pid"], 0) for event in timed} <= named
    threads = topology.n_processors if topology.n_processors <= 128 else SHOWN_THREADS
    assert made["otherData"]["processors_shown"] == threads
    assert len(events) <= 256 * (threads + 64) + 1200


def test_neighbouring_equal_states_are_one_slice() -> None:
    """Busy, stalled, waiting, sending at the end: four slices or fewer per processor, none when it has ended."""
    topology, run = made_run("pack:2 core:4")
    slices = [event for event in trace_events(run, topology)["traceEvents"] if event["ph"] == "X"]
    first = [event["name"] for event in slices if event["tid"] == 7]
    assert first == ["busy", "stalled", "waiting"]
    assert not [event for event in slices if event["tid"] == 8]
