"""What generated code calls: ranges, chunks and tiles from compiled functions, with the results of plain loops."""

from __future__ import annotations

import ctypes
import threading

import numpy as np
import pytest
from numba import njit
from numba.typed import List

from irpart.execution import _region_kernels as kernels
from irpart.execution import _team_kernels as team_kernels
from irpart.execution.generated import guard_holds, run_chunks, run_range, run_tiles, workers
from irpart.execution.packing import aligned, pack_graph
from irpart.execution.table import compiling, counters, shuffled_schedules, table
from irpart.execution.types import TaskGraph
from tests.execution.teams import team_of


class Unwell(Exception):
    """An exception of the test's own."""


@njit
def scale(low, high, x, factor, pair, flag):
    """x[i] = x[i] * factor + pair."""
    for i in range(low, high):
        x[i] = x[i] * factor + pair[1][0] + pair[0] if flag else x[i]


@njit
def run_scale(x, start, grain, factor, pair, flag):
    """``scale`` as a region."""
    run_range(scale, start, x.shape[0], grain, (x, factor, pair, flag))


@njit
def fail_at(low, high, x, kind):
    """Count iterations; raise at negative entries, in one of several ways."""
    for i in range(low, high):
        if x[i] < 0:
            if kind == 0:
                raise ValueError("static", 7)
            if kind == 1:
                raise Unwell("runtime", i, x[i])
            if kind == 2:
                x[i] = 1 // (x[i] + 1)
        x[i] += 1


@njit
def run_fail(x, grain, kind):
    """``fail_at`` as a region."""
    run_range(fail_at, 0, x.shape[0], grain, (x, kind))


@njit
def caught(x, grain):
    """An exception of a region within try."""
    try:
        run_range(fail_at, 0, x.shape[0], grain, (x, 0))
    except Exception:
        return -1
    return 0


@njit
def chunk_sum(chunk, x, each, partial):
    """Sum of a chunk."""
    total = 0.0
    for i in range(chunk * each, min((chunk + 1) * each, x.size)):
        total += x[i]
    if total < 0:
        raise ValueError("negative", chunk)
    partial[chunk] = total


@njit
def run_sums(x, each, partial):
    """``chunk_sum`` for all chunks."""
    run_chunks(chunk_sum, partial.size, (x, each, partial))


@njit
def mix3(a, b, c, value):
    """A hash of the three tiles before; border tiles see ones."""
    before = value[a, b + 1, c + 1] ^ (value[a + 1, b, c + 1] * 3) ^ (value[a + 1, b + 1, c] * 5)
    if before == 0:
        raise ValueError("zero", a, b, c)
    value[a + 1, b + 1, c + 1] = (before * np.uint64(0x9E3779B97F4A7C15)) | np.uint64(1)


@njit
def run_mix3(value, n0, n1, n2):
    """``mix3`` over a grid."""
    run_tiles(mix3, (n0, n1, n2), (value,))


@njit
def mix2(a, b, value):
    """As ``mix3`` in a plane."""
    mix3(a, b, 0, value)


@njit
def mix1(a, value):
    """As ``mix3`` in a row."""
    mix3(a, 0, 0, value)


@njit
def run_mix2(value, n0, n1):
    """``mix2`` over a grid."""
    run_tiles(mix2, (n0, n1), (value,))


@njit
def run_mix1(value, n0):
    """``mix1`` over a row."""
    run_tiles(mix1, (n0,), (value,))


@njit
def plain_mix(value, n0, n1, n2):
    """The sequential program."""
    for a in range(n0):
        for b in range(n1):
            for c in range(n2):
                mix3(a, b, c, value)


@njit
def back(a, b, value):
    """Depends on the tile to the lower left, for which a grid does not wait."""
    mixed = value[a + 2, b] * np.uint64(3) + value[a + 1, b] + value[a, b + 1]
    value[a + 1, b + 1] = (mixed ^ (mixed >> np.uint64(7))) | np.uint64(1)


@njit
def run_back(value, n0, n1):
    """``back`` over a grid."""
    run_tiles(back, (n0, n1), (value,))


@njit
def mark(a, b, done, bad):
    """Count a tile, unless it is bad."""
    if bad[a, b]:
        raise ValueError("bad", a, b)
    done[a, b] += 1


@njit
def run_marks(done, bad):
    """``mark`` over a grid."""
    run_tiles(mark, done.shape, (done, bad))


@njit
def inner_add(low, high, row, more):
    """row[i] += more."""
    for i in range(low, high):
        row[i] += more


@njit
def outer_add(low, high, x):
    """Rows, each a region of its own."""
    for i in range(low, high):
        run_range(inner_add, 0, x.shape[1], 1, (x[i], i))


@njit
def run_nested(x):
    """Regions in regions."""
    run_range(outer_add, 0, x.shape[0], 1, (x,))


@njit
def count_workers():
    """The team's size."""
    return workers()


def arrays(dtype):
    """Arrays of one dimension of all layouts."""
    base = np.arange(1, 2 * 257 + 1).astype(dtype)
    return [base[:0].copy(), base[:1].copy(), base[:2].copy(), base[:101].copy(), base[::2], base[::-1], base[3:200:3]]


@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.int64, np.complex128, np.uint8])
def test_ranges_of_all_layouts(dtype, teams):
    """Contiguous, strided and reversed arrays, scalars, nested tuples and flags; all sizes of team."""
    for size in (1, 2, 5):
        with team_of(teams[size]):
            for grain in (1, 7, 10**9):
                for x in arrays(dtype):
                    pair = (dtype(3), (dtype(2), 1.5))
                    expected = x.copy()
                    with np.errstate(over="ignore"):
                        scale.py_func(0, len(x), expected, dtype(2), pair, True)
                    run_scale(x, 0, grain, dtype(2), pair, True)
                    assert np.array_equal(x, expected)
                    run_scale(x, 0, grain, dtype(2), pair, False)
                    assert np.array_equal(x, expected)


def test_empty_ranges_call_nothing(teams):
    """Neither backwards nor empty ranges."""
    x = np.ones(5)
    with team_of(teams[2]):
        run_scale(x, 5, 0, 2.0, (1.0, (1.0, 1.0)), True)
        run_scale(x, 9, -3, 2.0, (1.0, (1.0, 1.0)), True)
        run_sums(x, 1, np.empty(0))
    assert x.tolist() == [1.0] * 5


@pytest.mark.parametrize("size", [1, 2, 4, 8])
def test_exceptions_of_the_lowest_iteration(size, teams):
    """Type, message and arguments of the exception that the sequential program raises, whatever parts failed."""
    with team_of(teams[size]):
        for seed in range(6):
            x = np.zeros(400, np.int64)
            first = 37 + 41 * seed
            x[[first, first + 1, 300, 399]] = -1
            for grain in (1, 50, 10**6):
                with pytest.raises(ValueError, match="static") as raised:
                    run_fail(x.copy(), grain, 0)
                assert raised.value.args == ("static", 7)
                with pytest.raises(Unwell, match="runtime") as raised:
                    run_fail(x.copy(), grain, 1)
                assert raised.value.args == ("runtime", first, -1)
                with pytest.raises(ZeroDivisionError, match="division by zero"):
                    run_fail(x.copy(), grain, 2)
                assert caught(x.copy(), grain) == -1
        good = np.zeros(400, np.int64)
        assert caught(good, 3) == 0
        assert np.all(good == 1)


def test_everything_before_a_failure_has_run(teams):
    """As in the sequential program; what comes after may have run."""
    for seed in range(1, 8):
        x = np.zeros(500, np.int64)
        x[[211, 400]] = -1
        with team_of(teams[3]), shuffled_schedules(seed), pytest.raises(ValueError, match="static"):
            run_fail(x, 1, 0)
        assert np.all(x[:211] == 1)
        assert x[211] == -1


@pytest.mark.parametrize("size", [1, 2, 3, 8])
def test_chunks(size, teams):
    """Each chunk is a call; sums by chunk do not depend on the team."""
    x = np.random.default_rng(5).random(10_000)
    with team_of(teams[size]):
        for each in (1, 7, 997, 20_000):
            count = -(-x.size // each)
            partial = np.full(count, -1.0)
            run_sums(x, each, partial)
            expected = np.zeros(count)
            for chunk in range(count):
                chunk_sum(chunk, x, each, expected)
            assert np.array_equal(partial, expected)
        x[[3000, 9000]] = -(10**6)
        with pytest.raises(ValueError, match="negative") as raised:
            run_sums(x, 10, np.zeros(1000))
        assert raised.value.args == ("negative", 300)


@pytest.mark.parametrize("size", [1, 2, 3, 8])
def test_tiles(size, teams):
    """Grids of one to three dimensions give the sequential result, again and again, in all schedules."""
    with team_of(teams[size]):
        for n0, n1, n2 in [(1, 1, 1), (0, 4, 4), (3, 0, 2), (2, 2, 1), (5, 1, 7), (1, 9, 8), (16, 3, 33), (9, 40, 2),
                           (30, 30, 3), (70, 1, 1)]:
            expected = np.ones((n0 + 1, n1 + 1, n2 + 1), np.uint64)
            plain_mix(expected, n0, n1, n2)
            for seed in (0, 0, 1, 2, 3, 5, 8):
                value = np.ones_like(expected)
                with shuffled_schedules(seed):
                    if n2 == 1 and n1 == 1:
                        run_mix1(value, n0)
                    elif n2 == 1:
                        run_mix2(value, n0, n1)
                    else:
                        run_mix3(value, n0, n1, n2)
                assert np.array_equal(value, expected)


def test_more_grids_than_are_kept(teams):
    """Grids are made again in place of others, also larger ones."""
    with team_of(teams[2]):
        for n in [*range(2, 40), *range(2, 40, 3), 60, 2]:
            expected = np.ones((n + 1, n + 2, 2), np.uint64)
            plain_mix(expected, n, n + 1, 1)
            value = np.ones_like(expected)
            run_mix2(value, n, n + 1)
            assert np.array_equal(value, expected)


def test_missing_dependences_show(teams):
    """A body that needs more than the grid waits for has another result in some schedule: the tests above can fail."""
    n = 20
    expected = np.arange((n + 2) * (n + 2), dtype=np.uint64).reshape(n + 2, n + 2)
    given = expected.copy()
    for a in range(n):
        for b in range(n):
            back(a, b, expected)
    different = 0
    with team_of(teams[4]):
        for seed in range(1, 12):
            value = given.copy()
            with shuffled_schedules(seed):
                run_back(value, n, n)
            different += not np.array_equal(value, expected)
    assert different > 0


def test_tiles_that_raise(teams):
    """The first failing tile in sequential order; all before it have run."""
    bad = np.zeros((12, 12), np.bool_)
    bad[4, 7] = bad[5, 1] = bad[9, 0] = True
    for size in (1, 4):
        for seed in (0, 1, 2, 3):
            done = np.zeros((12, 12), np.int64)
            with team_of(teams[size]), shuffled_schedules(seed), pytest.raises(ValueError, match="bad") as raised:
                run_marks(done, bad)
            assert raised.value.args == ("bad", 4, 7)
            assert np.all(done.ravel()[: 4 * 12 + 7] == 1)
            assert done[4, 7] == done[11, 11] == 0


def test_nested_regions(teams):
    """A region in a body runs in the worker that starts it."""
    for size in (1, 2, 8):
        x = np.zeros((50, 31))
        with team_of(teams[size]):
            run_nested(x)
        assert np.array_equal(x, np.repeat(np.arange(50.0), 31).reshape(50, 31))


def test_threads_that_run_regions_at_once(teams):
    """Several Python threads, with the GIL and without, share the team; who finds it busy works alone."""
    unlocked = njit(nogil=True)(run_scale.py_func)
    results, errors = [], []

    def work(function, seed):
        x = np.arange(2000.0) + seed
        for _ in range(200):
            function(x, 0, 10, 1.0, (1.0, (1.0, 1.0)), True)
        value = np.ones((21, 22, 2), np.uint64)
        for _ in range(20):
            value[:] = 1
            run_mix2(value, 20, 21)
        (results if np.array_equal(x, np.arange(2000.0) + seed + 400) else errors).append(value[20, 21, 1])

    with team_of(teams[2]):
        threads = [threading.Thread(target=work, args=(unlocked if k % 2 else run_scale, k)) for k in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert not errors
    assert len(set(results)) == 1


def test_arguments_that_own_memory(teams):
    """Typed lists and views are only lent to workers: nothing is freed or kept too long."""
    @njit
    def body(low, high, rows, x):
        for i in range(low, high):
            rows[i][0] += x[i:].sum()

    @njit
    def region(rows, x):
        run_range(body, 0, len(rows), 1, (rows, x))

    rows = List([np.zeros(2) for _ in range(40)])
    x = np.ones(40)
    with team_of(teams[4]):
        for _ in range(50):
            region(rows, x)
    assert [row[0] for row in rows] == [50.0 * (40 - i) for i in range(40)]


def test_regions_and_guards_are_counted(teams):
    """By plan; nothing is counted for code that belongs to none."""
    plan = 0x1234_5678_9ABC

    @njit
    def count(x, grain):
        if grain == 0:
            guard_holds(3, grain > 0)
            guard_holds(10**9, False)
            guard_holds(-1, False)
            return
        run_range(inner_add, 0, x.shape[0], grain, (x, 1.0))

    x = np.zeros(100)
    with compiling(plan, 2):
        count.compile("(float64[::1], int64)")
    with team_of(teams[5]):
        for grain in (1, 1, 1, 1000, 0, 0):
            count(x, grain)
    assert counters(plan)[:6].tolist() == [3, 1, 0, 0, 0, 2]
    assert counters(plan)[-1] == 4


@pytest.mark.parametrize(("grain", "expected"), [(1, [1, 0]), (2, [0, 1])])
def test_few_iterations_that_are_worth_a_part_each(grain, expected, teams):
    """They are shared at once, since there may be one call only; others first run alone, to see what that takes."""
    plan = 4_711_000 + grain

    @njit
    def few(x, grain):
        run_range(inner_add, 0, x.shape[0], grain, (x, 1.0))

    x = np.zeros(5)
    with compiling(plan, 2):
        few.compile("(float64[::1], int64)")
    with team_of(teams[5]):
        few(x, grain)
    assert counters(plan)[:2].tolist() == expected
    assert np.all(x == 1.0)


def test_the_most_workers_of_a_plan(teams):
    """A limit that holds while code is compiled stays with it."""
    limited = njit(count_workers.py_func)
    with compiling(0, 3):
        limited.compile("()")
    with team_of(teams[8]):
        assert (count_workers(), limited()) == (8, 3)
    with team_of(teams[2]):
        assert limited() == 2


def test_bodies_that_are_none():
    """What is wrong with a body or its arguments is told when the caller is compiled."""
    @njit
    def returns(low, high, x):
        return x

    @njit
    def region(x):
        run_range(returns, 0, 3, 1, (x,))

    with pytest.raises(Exception, match="returns nothing"):
        region(1.0)


def grid_table():
    """A table with memory for grids only."""
    words = aligned(kernels.TABLE_WORDS)
    words[[kernels.B_MALLOC, kernels.B_FREE]] = table()[[kernels.B_MALLOC, kernels.B_FREE]]
    return words


def column(address, count, dtype):
    """Items behind an address."""


    size = count * np.dtype(dtype).itemsize
    return np.frombuffer((ctypes.c_char * size).from_address(int(address)), dtype).copy() if count else np.zeros(0, dtype)


@pytest.mark.parametrize("counts", [(1, 2, 2), (4, 5, 1), (3, 70, 9), (2, 3, 90), (200, 40, 1), (12, 12, 12)])
@pytest.mark.parametrize("homes", [1, 2, 3, 8])
def test_packed_grids_are_packed_graphs(counts, homes):
    """Word for word what ``pack_graph`` makes of the same grid with the same homes and ranks."""
    words = grid_table()
    n0, n1, n2 = counts
    n = n0 * n1 * n2
    for seed in (0, 6, 7):
        graph = kernels._grid(words.ctypes.data, n0, n1, n2, homes, seed, 0)
        assert kernels._grid(words.ctypes.data, n0, n1, n2, homes, seed, 0) == graph
        packed = column(graph, kernels.GRAPH_WORDS, np.int64)
        number = np.arange(n).reshape(counts)
        pairs = np.concatenate([np.stack([number[:-1].ravel(), number[1:].ravel()], 1),
                                np.stack([number[:, :-1].ravel(), number[:, 1:].ravel()], 1),
                                np.stack([number[:, :, :-1].ravel(), number[:, :, 1:].ravel()], 1)])
        pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
        start = np.searchsorted(pairs[:, 0], np.arange(n + 1))
        home, place = column(packed[kernels.G_HOME], n, np.int32), column(packed[kernels.G_PLACE], n, np.int64)
        reference = pack_graph(TaskGraph(start, pairs[:, 1], home, place, homes))
        columns = dict(zip(range(kernels.G_START, kernels.GRAPH_WORDS), reference.columns, strict=True))
        last = 0
        for index, expected in columns.items():
            if index not in (kernels.G_READY, kernels.G_SUMMARY, kernels.G_FIRST_READY, kernels.G_FIRST_SUMMARY):
                found = column(packed[index], len(expected), expected.dtype)
                if index != kernels.G_TASK:
                    assert np.array_equal(found, expected), index
                else:
                    assert np.array_equal(found[place], np.arange(n))
            last = max(last, packed[index] + expected.nbytes)
        total = reference.columns[kernels.G_WORD - kernels.G_START][-1]
        assert np.array_equal(column(packed[kernels.G_FIRST_READY], total, np.uint64), reference.columns[-2][:total])
        assert np.array_equal(column(packed[kernels.G_FIRST_SUMMARY], homes, np.uint64), reference.columns[-1][:homes])
        slot = next(s for s in range(kernels.SLOTS)
                    if words[kernels.B_SLOTS + s * kernels.SLOT_WORDS + kernels.S_GRAPH] == graph)
        room = words[kernels.B_SLOTS + slot * kernels.SLOT_WORDS :]
        assert room[kernels.S_MEMORY] <= graph
        assert last <= room[kernels.S_MEMORY] + room[kernels.S_BYTES]


def test_homes_are_shared_out():
    """Each worker has about as many tiles as any other."""
    words = grid_table()
    for counts, homes in (((1, 64, 64), 2), ((10, 100, 1), 4), ((10, 3, 100), 4)):
        n = int(np.prod(counts))
        graph = kernels._grid(words.ctypes.data, *counts, homes, 0, 0)
        packed = column(graph, kernels.GRAPH_WORDS, np.int64)
        share = np.bincount(column(packed[kernels.G_HOME], n, np.int32), minlength=homes) / n
        assert np.all(np.abs(share - 1 / homes) < 0.1 / homes + 0.05)


def test_numbers_agree_with_the_team():
    """Words of teams, ranges, graphs and calls are those of the team's own kernels."""
    graph = [name for name in vars(team_kernels) if name.startswith("G_") or name == "GRAPH_WORDS"]
    for name in ["LINE", "T_SIZE", "T_SIGNALS", "T_OWNED", "R_CHUNKS", "R_HOMES", "R_FIRST", "R_START", "R_STOP",
                 "RANGE_WORDS", "K_STEAL", "K_SINCE", "K_SEED", "K_STATUS", "K_NUMBER", "K_WORKERS", "CALL_WORDS",
                 "INTERRUPTED", *graph]:
        assert getattr(kernels, name) == getattr(team_kernels, name), name
