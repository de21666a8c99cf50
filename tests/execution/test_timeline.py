"""Timelines: every part of every region once, in its place and time, by its name; nothing is left behind."""

from __future__ import annotations

import threading
from itertools import pairwise

import numpy as np
import pytest
from numba import njit

from irpart.base.errors import InputError
from irpart.execution import _region_kernels as region_kernels
from irpart.execution import _team_kernels as team_kernels
from irpart.execution import _timeline_kernels as kernels
from irpart.execution import recording, trace_events
from irpart.execution.generated import run_range, run_tiles
from irpart.execution.table import shuffled_schedules, table
from irpart.execution.types import Slice, Timeline
from tests.execution.test_generated import team_of

N = 4096


@njit
def doubled(low, high, x):
    """x[i] *= 2."""
    for i in range(low, high):
        x[i] *= 2.0


@njit
def double_all(x, grain):
    """``doubled`` as a region."""
    run_range(doubled, 0, x.shape[0], grain, (x,))


@njit
def filled(a, b, x):
    """Each tile after those before it."""
    x[a, b] = 1 + max(x[a - 1, b] if a > 0 else 0, x[a, b - 1] if b > 0 else 0)


@njit
def fill_all(x):
    """``filled`` as a region."""
    run_tiles(filled, x.shape, (x,))


@njit
def outer(low, high, x):
    """A region in each iteration."""
    for i in range(low, high):
        run_range(doubled, 0, x.shape[1], 1, (x[i],))


@njit
def nested(x):
    """Regions in a region."""
    run_range(outer, 0, x.shape[0], 1, (x,))


@njit
def failing(low, high, x):
    """Raises in every part."""
    raise ValueError("no part goes well")


@njit
def fail(x):
    """``failing`` as a region."""
    run_range(failing, 0, x.shape[0], 1, (x,))


def parts_of(timeline, region):
    """Parts with a name."""
    return [one for one in timeline.slices if one.kind == "part" and one.region == region]


def regions_of(timeline, region):
    """Regions with a name."""
    return [one for one in timeline.slices if one.kind == "region" and one.region == region]


def test_kernels_agree_about_words():
    """Numbers that each file of kernels has for itself."""
    for name in ("R_HOMES", "R_FIRST", "G_HOME", "LINE"):
        assert getattr(kernels, name) == getattr(team_kernels, name)
    assert (kernels.C_WORKERS, kernels.C_NAME) == (region_kernels.C_WORKERS, region_kernels.C_NAME)


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_parts_and_regions(seed, teams):
    """Each part is there once, inside its region, on a worker of the team, under its name."""
    x = np.ones(N)
    with team_of(teams[3]), shuffled_schedules(seed), recording() as timeline:
        double_all(x, 8)
        double_all(x, 8)
    assert (x == 4).all()
    regions, parts = regions_of(timeline, "doubled"), parts_of(timeline, "doubled")
    assert len(regions) == 2
    assert [one.number for one in regions] == [N, N]
    if regions[0].workers > 1:
        inside = [one for one in parts if regions[0].begin <= one.begin and one.end <= regions[0].end]
        assert sorted(one.number for one in inside) == list(range(len(inside)))
    for one in parts:
        assert 0 <= one.begin <= one.end <= timeline.seconds
        assert one.thread == one.worker
        assert 0 <= one.home < 3
    for lane in range(3):
        own = sorted((one.begin, one.end) for one in parts if one.thread == lane)
        assert all(end <= begin for (_, end), (begin, _) in pairwise(own))


def test_tiles_and_order(teams):
    """Tiles are in the timeline once, each after the tiles that it waits for."""
    x = np.zeros((13, 9), np.int64)
    with team_of(teams[2]), shuffled_schedules(3), recording() as timeline:
        fill_all(x)
    tiles = {one.number: one for one in parts_of(timeline, "filled")}
    assert sorted(tiles) == list(range(13 * 9))
    for a in range(1, 13):
        for b in range(9):
            assert tiles[9 * a + b].begin >= tiles[9 * (a - 1) + b].end
    assert regions_of(timeline, "filled")[0].workers == 2


def test_nested_regions(teams):
    """Regions within parts run alone, in the thread of the part."""
    x = np.ones((200, 40))
    with team_of(teams[2]), recording() as timeline:
        nested(x)
    assert (x == 2).all()
    assert len(regions_of(timeline, "outer")) == 1
    inner = regions_of(timeline, "doubled")
    assert len(inner) == 200
    for one in inner:
        assert one.workers == 1
        assert any(part.thread == one.thread and part.begin <= one.begin and one.end <= part.end
                   for part in parts_of(timeline, "outer"))


def test_failures_and_the_table(teams):
    """Exceptions pass through; afterwards the table is as it was, and nothing is recorded any more."""
    x = np.ones(N)
    with team_of(teams[2]):
        before = table().copy()
        with recording() as timeline, shuffled_schedules(5), pytest.raises(ValueError, match="no part goes well"):
            fail(x)
        after = table().copy()
        double_all(x, 8)
    entries = [region_kernels.B_RANGES, region_kernels.B_GRAPH, region_kernels.B_PARTS, region_kernels.B_GRID]
    np.testing.assert_array_equal(after[entries], before[entries])
    assert len(regions_of(timeline, "failing")) == 1
    assert not regions_of(timeline, "doubled")


def test_only_the_newest_are_kept(teams):
    """A ring that is full drops its oldest records and says how many."""
    x = np.ones(N)
    with team_of(teams[2]), shuffled_schedules(7), recording(capacity=5) as timeline:
        for _ in range(10):
            double_all(x, 8)
    assert timeline.lost > 0
    assert len(timeline.slices) <= 10


def test_several_threads(teams):
    """Callers have lanes of their own behind those of the workers."""
    arrays, barrier = [np.ones(N) for _ in range(4)], threading.Barrier(4)

    def work(x):
        barrier.wait()
        for _ in range(20):
            double_all(x, 8)
        barrier.wait()

    with team_of(teams[2]), recording() as timeline:
        threads = [threading.Thread(target=work, args=(x,)) for x in arrays]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert all((x == 2.0**20).all() for x in arrays)
    assert len(regions_of(timeline, "doubled")) == 80
    assert timeline.callers == 3
    assert {one.thread for one in regions_of(timeline, "doubled")} == {0, 2, 3, 4}


def test_busy_shares():
    """Parts over the time with a region under way; what runs alone is worker 0's."""
    timeline = Timeline()
    timeline.workers = 2
    timeline.slices = (Slice("region", 0, 0.0, 4.0, "f", 8, 2, 0, 0), Slice("part", 0, 0.0, 3.0, "f", 0, 0, 0, 0),
                       Slice("part", 1, 1.0, 2.0, "f", 1, 0, 0, 1), Slice("region", 0, 6.0, 8.0, "g", 9, 1, 0, 0))
    assert timeline.busy_shares() == [5 / 6, 1 / 6]
    assert Timeline().busy_shares() == []


def test_trace_events():
    """What viewers show: stolen parts under another name and colour, regions with their sizes."""
    timeline = Timeline()
    timeline.workers, timeline.callers, timeline.seconds = 2, 1, 1.0
    timeline.slices = (Slice("region", 0, 0.0, 0.5, "f_line_3", 8, 2, 0, 0),
                       Slice("part", 0, 0.0, 0.25, "f_line_3", 0, 0, 0, 0),
                       Slice("part", 1, 0.125, 0.25, "f_line_3", 1, 0, 0, 1),
                       Slice("region", 2, 0.5, 0.75, "", 9, 1, 0, 0))
    told = trace_events(timeline)
    names = [event["name"] for event in told["traceEvents"] if event["ph"] == "X"]
    assert names == ["f_line_3", "f_line_3, part", "f_line_3, stolen part", "region, alone"]
    stolen = next(event for event in told["traceEvents"] if event.get("cat") == "stolen")
    own = next(event for event in told["traceEvents"] if event.get("cat") == "part")
    assert stolen["args"] == {"part": 1, "stolen from": "worker 0"}
    assert stolen["cname"] != own["cname"]
    assert (stolen["ts"], stolen["dur"], stolen["tid"]) == (125000.0, 125000.0, 2)
    assert [e["args"]["name"] for e in told["traceEvents"] if e["name"] == "thread_name"] == [
        "worker 0 (calling thread)", "worker 1", "another calling thread"]
    assert told["otherData"]["busy_percent"] == [66.67, 16.67]


def test_bad_input():
    """One at a time, with room for something."""
    with pytest.raises(InputError, match="room for one record"), recording(0):
        pass
    with recording(), pytest.raises(InputError, match="Another timeline"), recording():
        pass
