"""Weights and homes: every iteration and tile runs once whatever the weights say, uneven loops are cut evenly."""

from __future__ import annotations

import time
from contextlib import contextmanager

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numba import njit

import irpart
from irpart.base.errors import InputError
from irpart.execution import _region_kernels as region_kernels
from irpart.execution import _weight_kernels as kernels
from irpart.execution.generated import run_chunks, run_range, run_tiles, run_weighed
from irpart.execution.packing import aligned
from irpart.execution.placing import _all_records, measured_tiles, place_tiles, placements_of
from irpart.execution.table import compiling, region_number, shuffled_schedules, start_team, table
from irpart.execution.types import RegionPlacement
from irpart.planning.types import PlanRegion
from irpart.reporting.parallel import placement_text

PLAN = 424_242


@contextmanager
def team_of(team):
    """Generated code uses a team of the test's meanwhile."""
    start_team()
    words = table()
    before = int(words[region_kernels.B_TEAM])
    words[region_kernels.B_TEAM] = team.handle()
    try:
        yield
    finally:
        words[region_kernels.B_TEAM] = before


@njit(nogil=True)
def toil(low, high, rounds, count, out):
    """Work of so many rounds for each iteration."""
    for i in range(low, high):
        x = 1.0
        for k in range(rounds[i]):
            x += 1.0 / (k + x)
        out[i] = x
        count[i] += 1


@njit(nogil=True)
def toil_chunk(chunk, rounds, count, out):
    """``toil`` of one iteration."""
    toil(chunk, chunk + 1, rounds, count, out)


@njit(nogil=True)
def tile(a, b, rounds, value):
    """A hash of the tiles before, after some work."""
    x = 1.0
    for k in range(rounds[a, b]):
        x += 1.0 / (k + x)
    value[a + 1, b + 1] = ((value[a, b + 1] ^ (value[a + 1, b] * 3)) + (1 if x > 0 else 2)) * 0x9E3779B97F4A7C1


def new_regions():
    """Regions of their own, so that nothing is known of them; they are compiled for the plan ``PLAN``."""
    @njit(nogil=True)
    def loop(rounds, count, out):
        run_range(toil, 0, rounds.size, 1, (rounds, count, out))

    @njit(nogil=True)
    def guessed(rounds, count, out, weights):
        run_weighed(toil, 0, rounds.size, 1, (rounds, count, out), weights)

    @njit(nogil=True)
    def chunks(rounds, count, out):
        run_chunks(toil_chunk, rounds.size, (rounds, count, out))

    @njit(nogil=True)
    def grid(rounds, value):
        run_tiles(tile, rounds.shape, (rounds, value))

    return loop, guessed, chunks, grid


def newest(name):
    """The record that was made last for a body."""
    return next(record for record in _all_records() if record[kernels.V_NUMBER] == region_number(name))


def class_of(record, length):
    """Words of the class of a length."""
    classes = record[kernels.V_CLASSES:].reshape(kernels.CLASSES, kernels.CLASS_WORDS)
    return classes[length.bit_length() % kernels.CLASSES]


def run_often(call, rounds, times, *more):
    """Run a loop; every iteration ran as often, with the right results."""
    count, out, right = np.zeros(rounds.size, np.int64), np.zeros(rounds.size), np.zeros(rounds.size)
    for _ in range(times):
        call(rounds, count, out, *more)
    assert np.all(count == times)
    toil(0, rounds.size, rounds, np.zeros_like(count), right)
    assert np.array_equal(out, right)


def uneven(n=600):
    """Rounds of iterations of which a sixth in the middle is much heavier."""
    return np.where(np.arange(n) // (n // 6) == 3, 6000, 60)


@given(st.lists(st.integers(-5, 10**12), min_size=1, max_size=60), st.integers(1, 5000), st.integers(1, 64),
       st.integers(-3, 300), st.booleans())
@settings(max_examples=300, deadline=None)
def test_bounds_cover_every_iteration_whatever_is_known(upto, length, parts, blocks, ready):
    """Words of a class may be anything, as other threads may write them: parts are still in order, from 0 to the length."""
    kind, bounds = aligned(kernels.CLASS_WORDS), aligned(kernels.MOST_BOUNDS + 1)
    kind[:] = np.resize(np.array(upto), len(kind))
    kind[kernels.Q_BLOCKS] = blocks
    kind[kernels.Q_FILLED], kind[kernels.Q_FILLED_PARTS] = (length, parts) if ready else (0, 0)
    kernels._take_bounds(kind.ctypes.data, length, parts, bounds.ctypes.data)
    found = bounds[: parts + 1]
    assert found[0] == 0
    assert found[-1] == length
    assert np.all(np.diff(found) >= 0)


@given(st.integers(1, 1000), st.integers(1, 3000), st.integers(2, 512))
@settings(max_examples=100, deadline=None)
def test_shuffled_bounds_cover_every_iteration(seed, length, parts):
    """Those of shuffled schedules, too."""
    bounds = aligned(kernels.MOST_BOUNDS + 1)
    kernels._shuffle_bounds(seed, length, parts, bounds.ctypes.data)
    assert (bounds[0], bounds[parts]) == (0, length)
    assert np.all(np.diff(bounds[: parts + 1]) >= 0)


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=256), st.integers(1, 40), st.integers(1, 50))
@settings(max_examples=100, deadline=None)
def test_parts_weigh_about_the_same(weights, each, parts):
    """No part is heavier than its share and what is in one iteration at each end."""
    kind, bounds = aligned(kernels.CLASS_WORDS), aligned(kernels.MOST_BOUNDS + 1)
    length = each * len(weights)
    kind[kernels.Q_BLOCKS] = len(weights)
    kind[kernels.Q_UPTO : kernels.Q_UPTO + len(weights) + 1] = np.concatenate([[0], np.cumsum(weights)])
    kernels._fill_bounds(kind.ctypes.data, length, parts, bounds.ctypes.data)
    single = np.repeat(np.array(weights) / each, each)
    upto = np.concatenate([[0.0], np.cumsum(single)])
    loads = np.diff(upto[bounds[: parts + 1]])
    assert loads.max() <= upto[-1] / parts + single.max() * 1.01 + 1e-6


def test_a_formula_cuts_a_triangle_before_anything_is_timed():
    """The first guess of weights 1, n / 2, n: half of the work lies before n / sqrt(2)."""
    record, context, bounds = aligned(kernels.RECORD_WORDS), aligned(8), aligned(kernels.MOST_BOUNDS + 1)
    context[[kernels.C_FIRST, kernels.C_MIDDLE, kernels.C_LAST]] = 1, 500, 1000
    kind = kernels._class_of(record.ctypes.data, 1000, context.ctypes.data, 2)
    words = class_of(record, 1000)
    assert kind == words.ctypes.data
    assert words[kernels.Q_UNEVEN] == 1
    kernels._fill_bounds(kind, 1000, 2, bounds.ctypes.data)
    assert abs(bounds[1] - 707) <= 3
    context[[kernels.C_FIRST, kernels.C_MIDDLE, kernels.C_LAST]] = 500, 500, 500
    kernels._class_of(record.ctypes.data, 2000, context.ctypes.data, 2)
    assert class_of(record, 2000)[kernels.Q_UNEVEN] == 0


@pytest.mark.parametrize("size", [2, 3, 8])
@pytest.mark.parametrize("which", [0, 1, 2])
def test_uneven_loops_are_cut_by_weight(teams, size, which):
    """After the first runs the heavy sixth is shared by all; every iteration runs once in each run, before and after."""
    call, rounds = new_regions()[which], uneven(600 if which < 2 else 60)
    more = ((1.0, 1.0, 1.0),) if which == 1 else ()
    with team_of(teams[size]), compiling(PLAN, 1000):
        run_often(call, rounds, 60, *more)
        record = newest("toil" if which < 2 else "toil_chunk")
        words = class_of(record, rounds.size)
        if record[kernels.V_MEASURED] >= 3:
            assert words[kernels.Q_UNEVEN] == 1
            assert words[kernels.Q_HEAVIEST] > 1500
        region = PlanRegion(7, "range" if which < 2 else "reduction", "toil" if which < 2 else "toil_chunk")
    told = placements_of(PLAN, type("Plan", (), {"regions": (region,)}))
    assert told[0].runs > 0
    assert 0 <= told[0].stolen <= 1


def test_even_loops_stay_as_they_are(teams):
    """Parts of equal length, and after the first ones hardly any run is timed."""
    call, rounds = new_regions()[0], np.full(400, 3000)
    with team_of(teams[2]):
        run_often(call, rounds, 200)
    record = newest("toil")
    if class_of(record, 400)[kernels.Q_UNEVEN] == 0:
        assert record[kernels.V_MEASURED] <= 7


@pytest.mark.parametrize("size", [2, 5])
def test_shuffled_schedules_with_weights(teams, size):
    """Other bounds, homes and delays."""
    loop, guessed, chunks, _ = new_regions()
    with team_of(teams[size]):
        for seed in range(1, 12):
            with shuffled_schedules(seed):
                run_often(loop, uneven(123), 2)
                run_often(guessed, uneven(123), 2, (1.0, 50.0, 9.0))
                run_often(chunks, uneven(60), 2)


def test_lengths_that_change_are_learnt_anew(teams):
    """A loop that gets shorter each time; other lengths have other classes or are forgotten."""
    call = new_regions()[0]
    with team_of(teams[2]):
        for n in range(400, 0, -3):
            run_often(call, np.arange(n) * 20, 1)


def test_workers_begin_at_home(teams):
    """With parts of equal weight both workers are at work in their own parts at the same time."""
    began = np.zeros(2, np.int64)

    @njit(nogil=True)
    def meet(low, high, n, half, began):
        for i in range(low, high):
            if i == 0 or i == half:
                began[0 if i == 0 else 1] = 1
                waited = 0
                while began[0] + began[1] < 2 and waited < 400_000_000:
                    waited += began[0]

    @njit(nogil=True)
    def loop(n, half, began, weights):
        run_weighed(meet, 0, n, 1, (n, half, began), weights)

    record_of = lambda: newest("meet")  # noqa: E731
    with team_of(teams[2]):
        loop(1000, -1, began, (1.0, 500.0, 1000.0))
        record = record_of()
        record[kernels.V_PATIENCE] = 1 << 40
        words = class_of(record, 1000)
        words[kernels.Q_BLOCKS], words[kernels.Q_UNEVEN], words[kernels.Q_FILLED] = 4, 1, 0
        words[kernels.Q_UPTO : kernels.Q_UPTO + 5] = 0, 1, 2, 3, 9
        for _ in range(20):
            loop(1000, 833, began, (1.0, 500.0, 1000.0))
            if began.sum() == 2:
                break
    assert began.tolist() == [1, 1]


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_any_homes_of_tiles_are_right(teams, data):
    """Results are those of the plain loops."""
    size, n0, n1 = data.draw(st.integers(2, 8)), data.draw(st.integers(2, 12)), data.draw(st.integers(2, 12))
    rounds, right = np.full((n0, n1), 20), np.ones((n0 + 1, n1 + 1), np.int64)
    for a in range(n0):
        for b in range(n1):
            tile(a, b, rounds, right)
    with team_of(teams[size]):
        call = _grid_of(teams)
        for _ in range(3):
            value = np.ones((n0 + 1, n1 + 1), np.int64)
            call(rounds, value)
            assert np.array_equal(value, right)
            record = newest("tile")
            homes = np.array(data.draw(st.lists(st.integers(0, 20), min_size=n0 * n1, max_size=n0 * n1)), np.int64)
            _kept.append(homes)
            record[kernels.V_VERSION] = 1_000_000 + len(_kept)
            record[kernels.V_HOMES] = homes.ctypes.data


_kept, _made = [], []


def _grid_of(teams):
    if not _made:
        _made.append(new_regions()[3])
    return _made[0]


def test_homes_are_what_the_graph_has():
    """Word for word, for homes of one's own."""
    words = aligned(region_kernels.TABLE_WORDS)
    both = [region_kernels.B_MALLOC, region_kernels.B_FREE]
    words[both] = table()[both]
    homes = np.random.default_rng(3).integers(0, 3, 60)
    graph = region_kernels._grid(words.ctypes.data, 3, 4, 5, 3, -9, homes.ctypes.data)
    address = (np.ctypeslib.ctypes.c_int64 * region_kernels.GRAPH_WORDS).from_address(graph)[region_kernels.G_HOME]
    assert np.array_equal((np.ctypeslib.ctypes.c_int32 * 60).from_address(address)[:], homes)


def test_tiles_are_placed_by_their_times(teams):
    """Heavy tiles get homes of equal weight; the graph is there for other partitioners; results stay."""
    call, region = new_regions()[3], PlanRegion(3, "tiles", "tile")
    rounds = np.full((12, 12), 50)
    rounds[:, 8:] = 5000
    right, value = np.ones((13, 13), np.int64), np.ones((13, 13), np.int64)
    for a in range(12):
        for b in range(12):
            tile(a, b, rounds, right)
    with team_of(teams[2]), compiling(PLAN + 1, 1000):
        with pytest.raises(InputError, match="not timed yet"):
            measured_tiles(PLAN + 1, region)
        with pytest.raises(InputError, match="no grid of tiles"):
            measured_tiles(PLAN + 1, PlanRegion(3, "range", "tile"))
        for _ in range(8):
            call(rounds, value := np.ones((13, 13), np.int64))
        problem = measured_tiles(PLAN + 1, region)
        assert problem.counts == (12, 12)
        assert problem.graph.n_vertices == 145
        homes = place_tiles(PLAN + 1, region, 2, methods=("contiguous", "rows"))
        assert newest("tile")[kernels.V_HOMES] != 0
        call(rounds, value := np.ones((13, 13), np.int64))
    assert np.array_equal(value, right)
    assert homes.balance < 1.5
    (told,) = placements_of(PLAN + 1, type("Plan", (), {"regions": (region,)}))
    assert (told.tasks, told.method) == (144, "measured times")
    assert "144 tiles" in placement_text(told)


def test_reductions_do_not_depend_on_weights():
    """Sums have the same bits before, while and after weights are learnt, and with any workers."""
    def total(x, n):
        s = 0.0
        for i in range(x.size):
            for k in range(n[i]):
                s += x[i] / (k + 1)
        return s

    x = np.random.default_rng(5).random(2000)
    n = np.where(np.arange(2000) < 200, 3000, 10)
    found = {irpart.parallelize(total, cache=False, workers=workers)(x, n) for workers in (2, 3)}
    call = irpart.parallelize(total, cache=False)
    found |= {call(x, n) for _ in range(50)}
    assert len(found) == 1


def test_dispatchers_tell_who_ran_what():
    """Placements of a function that ran, and its tiles placed."""
    def cells(H, a):
        for i in range(1, H.shape[0]):
            for j in range(1, H.shape[1]):
                H[i, j] = max(H[i - 1, j], H[i, j - 1]) + a[i, j] % 3

    a = np.random.default_rng(1).integers(0, 9, (900, 900))
    call, right = irpart.parallelize(cells, cache=False), np.zeros((900, 900), np.int64)
    call.sequential(right, a)
    for _ in range(3):
        call(H := np.zeros((900, 900), np.int64), a)
        assert np.array_equal(H, right)
    if start_team() > 1:
        begin = time.perf_counter()
        homes = call.place_tiles()
        assert time.perf_counter() - begin < 600
        assert len(homes) == len([r for plan in call.plans.values() for r in plan.regions if r.kind == "tiles"])
        call(H := np.zeros((900, 900), np.int64), a)
        assert np.array_equal(H, right)
        assert call.placements()[0][0].kind == "tiles"


def test_sentences():
    """What people read."""
    assert placement_text(RegionPlacement(3, "range", 1, 2, 0.25)) == \
        "1 run by 2 workers, 25% stolen; nothing is known of the weights."
    text = placement_text(RegionPlacement(3, "range", 9, 2, 0.0, 64, 0.1, 4.0, "equal weight by measured times", 1.5, 1.01,
                                          4096.0, 1.98))
    assert text == ("9 runs by 2 workers, 0% stolen; 64 blocks of 0.10 to 4.00 times the mean weight; homes by parts of "
                    "equal weight by measured times: heaviest home 1.01 of the mean (1.50 by length), 4,096 bytes between "
                    "workers, estimated 1.98x.")


def test_numbers_agree():
    """Words of the table, contexts, ranges, calls and records are those of the other kernels."""
    names = [name for name in vars(kernels) if name.split("_")[0] in ("B", "C", "R", "K")] + [
        "LINE", "PARTS_EACH", "MOST_WORKERS", "RANGE_WORDS", "CALL_WORDS", "NO_RECORD"]
    for name in names:
        if hasattr(region_kernels, name):
            assert getattr(kernels, name) == getattr(region_kernels, name), name
    for name in [name for name in vars(region_kernels) if name.startswith("V_")]:
        assert getattr(kernels, name) == getattr(region_kernels, name), name
    assert kernels.MOST_BOUNDS <= region_kernels.MOST_PARTS
