"""The compiled part of placement: how much blocks of iterations weigh, and loops cut by that, with a home for each part.

Words of the table and of contexts are those of ``_region_kernels``, words of packed ranges and of calls those of
``_team_kernels``; ``tests/execution`` compares the numbers. Weights only say who runs which iterations: bounds are checked
when they are taken, so that every iteration runs once whatever the words of a record hold.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import cfunc, njit, types
from numba.extending import intrinsic

LINE = 16
"""Words of the beginning of records and classes."""
B_RANGES, B_NUMBERS, B_SEED, B_MALLOC, B_FREE, B_CLOCK, B_RECORDS, B_TIMED = 2, 6, 7, 8, 9, 12, 14, LINE + 2
"""Words of the table."""
C_PARTS, C_WORKERS, C_BOUNDS, C_FIRST, C_MIDDLE, C_LAST = 0, 3, 4, 5, 6, 7
"""Words of contexts."""
(V_NEXT, V_PLAN, V_NUMBER, V_RUNS, V_PARTS, V_STOLEN, V_SINCE, V_PATIENCE, V_MEASURED, V_WORKERS, V_TIMES, V_HOMES, V_COUNT0,
 V_COUNT1, V_COUNT2, V_VERSION) = range(16)
"""Words of the record of a region: the record made before it, its plan, its number there; how often it was shared, in how
many parts, of which how many by another than their home; runs since parts were last timed, runs until they are again, how
often they were; workers of the last run. Of grids: addresses of the times of the tiles (ns; in front of them for how many
there is room) and of their homes (0: none), the counts these are for, and a number that only these homes have."""
MOST_TILES = 1 << 16
"""Tiles of a grid that are timed."""
(Q_LENGTH, Q_RUNS, Q_BLOCKS, Q_UNEVEN, Q_EQUAL, Q_WEIGHED, Q_FILLED, Q_FILLED_PARTS, Q_MEASURED, Q_HOME, Q_HEAVIEST,
 Q_STOLEN, Q_PARTS, Q_LOST) = range(14)
"""Words of a class of sizes in a record: iterations, runs of this length; blocks whose weights are known, whether parts of
equal weight are wanted; least times of the runs of a contest in parts of equal length and of equal weight, ns; iterations
and parts for which bounds lie ready; how often blocks were timed; weight of the heaviest home and of the heaviest part where
parts are of equal length, in thousandths of the mean; stolen parts and parts of the last run; contests that parts of equal
weight lost in a row."""
MOST_BLOCKS, MOST_BOUNDS = 256, 512
"""Blocks of iterations whose weights are kept; parts with bounds of their own."""
Q_UPTO, Q_TIMES, Q_BOUNDS = LINE, LINE + MOST_BLOCKS + 1, LINE + 2 * MOST_BLOCKS + 1
V_CLASSES, CLASSES, CLASS_WORDS = LINE, 8, Q_BOUNDS + MOST_BOUNDS + 1
"""Further words of a class: weights up to each block, times of the blocks, bounds. Classes: lengths by powers of two."""
RECORD_WORDS = V_CLASSES + CLASSES * CLASS_WORDS
EQUAL, WEIGHED, TIMED = range(3)
"""Parts of equal length, of equal weight, and short ones of equal length that are timed."""
CONTEST = 36
"""Run at which parts of equal weight and of equal length are compared, eight runs in 64, later in 1024."""
FINER = 4
"""Timed parts for each part."""
VERY_UNEVEN = 4000
"""Heaviest part above which as many blocks are timed as there are."""
UNEVEN, EVEN = (1100, 2000), (1050, 1500)
"""Heaviest home and heaviest part, in thousandths of the mean: parts of equal weight are made above one of the first two,
and no more below both others."""
PARTS_EACH, MOST_WORKERS = 8, 1024
R_CHUNKS, R_HOMES, R_FIRST, R_START, R_STOP, RANGE_WORDS = range(6)
K_STEAL, K_SINCE, K_SEED, K_STATUS, K_NUMBER, K_WORKERS, K_STOLEN, CALL_WORDS = 0, 1, 2, 3, 4, 5, 6, 8
NO_RECORD = -(1 << 61)
"""Status of a loop that was not run, because there is no memory for a record or there are too many parts."""

_I64 = ir.IntType(64)
_Emit = Callable[..., Any]


def _emitted(arity: int, emit: _Emit) -> Any:
    """A compiled function of 1 to 6 int64 with an int64 result that is what ``emit`` emits."""
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return emit(builder, *arguments)

    signature = types.int64(*[types.int64] * arity)

    def one(context: Any, a: Any) -> Any:
        return signature, generate

    def two(context: Any, a: Any, b: Any) -> Any:
        return signature, generate

    def three(context: Any, a: Any, b: Any, c: Any) -> Any:
        return signature, generate

    def four(context: Any, a: Any, b: Any, c: Any, d: Any) -> Any:
        return signature, generate

    def five(context: Any, a: Any, b: Any, c: Any, d: Any, e: Any) -> Any:
        return signature, generate

    def six(context: Any, a: Any, b: Any, c: Any, d: Any, e: Any, f: Any) -> Any:
        return signature, generate

    return intrinsic((one, two, three, four, five, six)[arity - 1])


def _place(builder: Any, address: Any, index: Any, kind: Any) -> Any:
    return builder.gep(builder.inttoptr(address, kind.as_pointer()), [index])


def _emit_get(builder: Any, address: Any, index: Any) -> Any:
    return builder.load(_place(builder, address, index, _I64))


def _emit_load(builder: Any, address: Any, index: Any) -> Any:
    return builder.load_atomic(_place(builder, address, index, _I64), "seq_cst", 8)


def _emit_put(builder: Any, address: Any, index: Any, value: Any) -> Any:
    builder.store(value, _place(builder, address, index, _I64))
    return value


def _emit_swap(builder: Any, address: Any, index: Any, value: Any) -> Any:
    return builder.atomic_rmw("xchg", _place(builder, address, index, _I64), value, "seq_cst")


def _emit_call(builder: Any, address: Any, *arguments: Any) -> Any:
    function = ir.FunctionType(_I64, [_I64] * len(arguments))
    return builder.call(builder.inttoptr(address, function.as_pointer()), arguments)


def _emit_room(most: int) -> _Emit:
    """Address of so many words of the frame of the function, whose number is a constant."""
    def emit(builder: Any, words: Any) -> Any:
        with builder.goto_entry_block():
            room = builder.alloca(ir.ArrayType(_I64, most))
        return builder.ptrtoint(room, _I64)

    return emit


_get, _load, _put, _swap = _emitted(2, _emit_get), _emitted(2, _emit_load), _emitted(3, _emit_put), _emitted(3, _emit_swap)
_call1, _call2, _call3, _call4, _call5 = (_emitted(n + 1, _emit_call) for n in (1, 2, 3, 4, 5))
_stack = _emitted(1, _emit_room(RANGE_WORDS + CALL_WORDS + MOST_WORKERS + 1))
_bounds_room = _emitted(1, _emit_room(MOST_BOUNDS + MOST_BLOCKS + LINE))


@njit(nogil=True, cache=True, _nrt=False)
def _mixed(seed: int, number: int) -> int:
    """A random number from 0 to 2^31 - 1."""
    value = (seed * 2654435761 + number * 40503 + 12345) * 6364136223846793005 + 1442695040888963407
    return (value ^ (value >> 29)) >> 20 & 0x7FFFFFFF


@njit(nogil=True, cache=True, _nrt=False)
def _now(table: int) -> int:
    """A steady clock, ns."""
    spec = _stack(1)
    _call2(_get(table, B_CLOCK), 1, spec)
    return _get(spec, 0) * 1_000_000_000 + _get(spec, 1)


@njit(nogil=True, cache=True, _nrt=False)
def _record_of(table: int, place: int) -> int:
    """The record of a region, made when it is first shared; 0 without memory. Threads that come at once may make two."""
    record = _load(place, 0)
    if record == 0:
        record = _call1(_get(table, B_MALLOC), 8 * RECORD_WORDS)
        if record != 0:
            for word in range(V_CLASSES):
                _put(record, word, 0)
            for number in range(CLASSES):
                for word in range(LINE):
                    _put(record, V_CLASSES + number * CLASS_WORDS + word, 0)
            _put(record, V_PLAN, _get(place, 1))
            _put(record, V_NUMBER, _get(place, 2))
            _put(record, V_NEXT, _swap(table, B_RECORDS, record))
            _swap(place, 0, record)
    return record


@njit(nogil=True, cache=True, _nrt=False)
def _class_of(record: int, length: int, context: int, workers: int) -> int:
    """What is known of the weights of so many iterations; forgotten where the last length was another by an eighth."""
    bits, rest = 0, length
    while rest > 0:
        rest >>= 1
        bits += 1
    kind = record + 8 * (V_CLASSES + bits % CLASSES * CLASS_WORDS)
    known = _get(kind, Q_LENGTH)
    if 8 * abs(length - known) > known:
        for word in range(LINE):
            _put(kind, word, 0)
        _put(kind, Q_LENGTH, length)
        if _get(context, C_FIRST) > 0:
            first, middle, last = 1.0 * _get(context, C_FIRST), 1.0 * _get(context, C_MIDDLE), 1.0 * _get(context, C_LAST)
            blocks = min(64, length)
            _put(kind, Q_UPTO, 0)
            for b in range(blocks):
                low, high = _bound(length, blocks, b), _bound(length, blocks, b + 1)
                x, scale = 0.5 * (low + high) / length, 1e6 * blocks * (high - low) / length / max(first, middle, last)
                weight = first + (4 * middle - 3 * first - last) * x + 2 * (first - 2 * middle + last) * x * x
                _put(kind, Q_UPTO + b + 1, _get(kind, Q_UPTO + b) + int(scale * max(weight, 0.0)))
            _put(kind, Q_BLOCKS, blocks)
            _judge(kind, workers)
        if _get(record, V_MEASURED) > 0:
            _put(record, V_PATIENCE, min(_get(record, V_PATIENCE), 8 * _get(record, V_MEASURED)))
    return kind


@njit(nogil=True, cache=True, _nrt=False)
def _upto(kind: int, blocks: int, share: float) -> float:
    """Weight of a share of the iterations, from the first on."""
    block = min(int(share * blocks), blocks - 1)
    low, high = _get(kind, Q_UPTO + block), _get(kind, Q_UPTO + block + 1)
    return low + (share * blocks - block) * (high - low)


@njit(nogil=True, cache=True, _nrt=False)
def _judge(kind: int, workers: int) -> None:
    """Whether parts of equal length weigh too different, by weights that are new."""
    blocks, parts, heaviest, heaviest_home, home = _get(kind, Q_BLOCKS), PARTS_EACH * workers, 0.0, 0.0, 0.0
    for p in range(parts):
        weight = _upto(kind, blocks, (p + 1) / parts) - _upto(kind, blocks, p / parts)
        home = weight + (home if p % PARTS_EACH != 0 else 0.0)
        heaviest, heaviest_home = max(heaviest, weight), max(heaviest_home, home)
    total = max(1, _get(kind, Q_UPTO + blocks))
    _put(kind, Q_HOME, int(1000 * heaviest_home * workers / total))
    _put(kind, Q_HEAVIEST, int(1000 * heaviest * parts / total))
    limits = EVEN if _get(kind, Q_UNEVEN) != 0 else UNEVEN
    _put(kind, Q_UNEVEN, 1 if _get(kind, Q_HOME) > limits[0] or _get(kind, Q_HEAVIEST) > limits[1] else 0)
    _put(kind, Q_FILLED, 0)


@njit(nogil=True, cache=True, _nrt=False)
def _weigh(record: int, kind: int, blocks: int, times: int, workers: int) -> None:
    """Take in the times of the blocks of a run: the first ones are cold, less counts at once, more up to a quarter more."""
    measured, upto = _get(kind, Q_MEASURED), 0
    is_new = measured < 2 or _get(kind, Q_BLOCKS) != blocks
    _put(kind, Q_UPTO, 0)
    for b in range(blocks):
        known, found = _get(kind, Q_TIMES + b), _get(times, b)
        known = found if is_new else min(found, known + known // 4 + 1)
        _put(kind, Q_TIMES + b, known)
        upto += known
        _put(kind, Q_UPTO + b + 1, upto)
    _put(kind, Q_MEASURED, measured + 1)
    _put(kind, Q_BLOCKS, blocks if upto > 0 else 0)
    if upto > 0:
        _judge(kind, workers)
    _put(record, V_SINCE, 0)
    _put(record, V_MEASURED, _get(record, V_MEASURED) + 1)
    if _get(record, V_MEASURED) > 2:
        patience = _get(record, V_PATIENCE)
        _put(record, V_PATIENCE, min(4096, 4 * max(4, patience) if _get(kind, Q_UNEVEN) == 0 else 2 * max(8, patience)))


@njit(nogil=True, cache=True, _nrt=False)
def _bound(length: int, parts: int, part: int) -> int:
    """First iteration of a part of equal length."""
    return part * (length // parts) + min(part, length % parts)


@njit(nogil=True, cache=True, _nrt=False)
def _fill_bounds(kind: int, length: int, parts: int, bounds: int) -> None:
    """Bounds of parts of equal weight; whatever the words of the class hold, they rise from 0 to the length."""
    blocks, block, last = min(_get(kind, Q_BLOCKS), MOST_BLOCKS), 0, 0
    total = 1.0 * _get(kind, Q_UPTO + max(blocks, 0))
    for p in range(parts):
        _put(bounds, p, last)
        bound = _bound(length, parts, p + 1)
        if blocks > 0:
            goal = total * (p + 1) / parts
            while block < blocks - 1 and _get(kind, Q_UPTO + block + 1) <= goal:
                block += 1
            low, weight = _bound(length, blocks, block), _get(kind, Q_UPTO + block + 1) - _get(kind, Q_UPTO + block)
            inside = (goal - _get(kind, Q_UPTO + block)) / max(1, weight)
            bound = low + int(min(max(inside, 0.0), 1.0) * (_bound(length, blocks, block + 1) - low) + 0.5)
        last = max(last, min(bound, length))
    _put(bounds, parts, length)


@njit(nogil=True, cache=True, _nrt=False)
def _take_bounds(kind: int, length: int, parts: int, bounds: int) -> None:
    """Bounds by weight, those that lie ready if they are for as many iterations; other threads may change the class."""
    if _get(kind, Q_FILLED) != length or _get(kind, Q_FILLED_PARTS) != parts:
        _fill_bounds(kind, length, parts, kind + 8 * Q_BOUNDS)
        _put(kind, Q_FILLED, length)
        _put(kind, Q_FILLED_PARTS, parts)
    last = 0
    _put(bounds, 0, 0)
    for p in range(1, parts):
        last = max(last, min(_get(kind, Q_BOUNDS + p), length))
        _put(bounds, p, last)
    _put(bounds, parts, length)


@njit(nogil=True, cache=True, _nrt=False)
def _shuffle_bounds(seed: int, length: int, parts: int, bounds: int) -> None:
    """Bounds of a shuffled schedule: of equal length, or with most iterations at the beginning or at the end."""
    shape = _mixed(seed, parts) % 3
    for p in range(parts + 1):
        q = parts - p if shape == 2 else p
        bound = _bound(length, parts, p) if shape == 0 else int(1.0 * length * q / parts * q / parts)
        _put(bounds, p, length - bound if shape == 2 else bound)


@njit(nogil=True, cache=True, _nrt=False)
def _turn(kind: int) -> int:
    """The run's place in a contest: from 0 to 3 in parts of equal weight, from 4 to 7 of equal length; else negative."""
    runs = _get(kind, Q_RUNS)
    turn = (runs & (63 if runs < 512 else 1023)) - CONTEST
    return turn if turn < 8 else -1


@njit(nogil=True, cache=True, _nrt=False)
def _manner(record: int, kind: int) -> int:
    """How a region is cut this time."""
    turn, uneven = _turn(kind), _get(kind, Q_UNEVEN) != 0
    if _get(record, V_SINCE) >= _get(record, V_PATIENCE) and not (uneven and turn >= 0):
        return TIMED
    return WEIGHED if uneven and (turn < 4 if turn >= 0 else _get(kind, Q_LOST) < 2) else EQUAL


@njit(nogil=True, cache=True, _nrt=False)
def _compare(kind: int, turn: int, taken_ns: int) -> None:
    """Take in the time of a run of a contest; conclude with the last one. Two that are lost in a row count."""
    word = Q_WEIGHED if turn < 4 else Q_EQUAL
    _put(kind, word, taken_ns if turn & 3 == 0 else min(taken_ns, _get(kind, word)))
    if turn == 7:
        lost = _get(kind, Q_WEIGHED) > _get(kind, Q_EQUAL) + _get(kind, Q_EQUAL) // 16
        _put(kind, Q_LOST, _get(kind, Q_LOST) + 1 if lost else 0)


@njit(nogil=True, cache=True, _nrt=False)
def _cpu_time(table: int) -> int:
    """Processor time of this thread, ns; 0 where the system does not tell."""
    spec = _stack(1)
    return _get(spec, 0) * 1_000_000_000 + _get(spec, 1) if _call2(_get(table, B_CLOCK), 3, spec) & 0xFFFFFFFF == 0 else 0


@cfunc(types.int64(*[types.int64] * 4), nopython=True, cache=True)
def timed_part(part: int, following: int, worker: int, context: int) -> int:
    """Body around a body that takes the time of each part; words of the context: body, its context, table, times."""
    begin = _cpu_time(_get(context, 2))
    status = _call4(_get(context, 0), part, following, worker, _get(context, 1))
    _put(_get(context, 3), part, _cpu_time(_get(context, 2)) - begin)
    return status


@njit(nogil=True, cache=True, _nrt=False)
def _note(record: int, kind: int, parts: int, stolen: int, workers: int) -> None:
    """Count a run, for those who ask how regions go."""
    _put(record, V_RUNS, _get(record, V_RUNS) + 1)
    _put(record, V_PARTS, _get(record, V_PARTS) + parts)
    _put(record, V_STOLEN, _get(record, V_STOLEN) + stolen)
    _put(record, V_WORKERS, workers)
    _put(kind, Q_RUNS, _get(kind, Q_RUNS) + 1)
    _put(kind, Q_STOLEN, stolen)
    _put(kind, Q_PARTS, parts)


@cfunc(types.int64(types.int64), nopython=True, cache=True)
def share_by_weight(request: int) -> int:
    """Run a loop in parts by what is known of their weights, and learn from it; the status, or ``NO_RECORD``.

    Words of the request: table, team, workers, iterations, parts, body, context, place of the region's record.
    """
    table, team, workers, length = _get(request, 0), _get(request, 1), _get(request, 2), _get(request, 3)
    parts, body, context = _get(request, 4), _get(request, 5), _get(request, 6)
    record = _record_of(table, _get(request, 7)) if parts <= MOST_BOUNDS else 0
    if record == 0:
        return NO_RECORD
    kind, seed = _class_of(record, length, context, workers), _get(table, B_SEED)
    manner = _manner(record, kind) if seed == 0 else WEIGHED
    ranges, bounds = _stack(1), _bounds_room(1)
    call, first, timed = ranges + 8 * RANGE_WORDS, ranges + 8 * (RANGE_WORDS + CALL_WORDS), bounds + 8 * (MOST_BOUNDS + 1)
    if manner == TIMED:
        parts = min(length, MOST_BLOCKS, FINER * parts if _get(kind, Q_HEAVIEST) < VERY_UNEVEN else MOST_BLOCKS)
        _fill_bounds(kind, length, workers, bounds)
    elif manner == WEIGHED:
        _put(context, C_BOUNDS, bounds)
        if seed != 0:
            _shuffle_bounds(seed, length, parts, bounds)
        else:
            _take_bounds(kind, length, parts, bounds)
    _put(context, C_PARTS, parts)
    _put(ranges, R_CHUNKS, parts)
    _put(ranges, R_HOMES, workers)
    _put(ranges, R_FIRST, first)
    _put(ranges, R_START, _get(table, B_NUMBERS))
    _put(ranges, R_STOP, _get(table, B_NUMBERS) + 8)
    for w in range(workers + 1):
        _put(first, w, w * parts // workers if manner != TIMED else _get(bounds, w) * parts // length)
    if seed & 1 != 0:
        for w in range(1, workers):
            _put(first, w, (0, parts)[seed >> 1 & 1])
    _put(call, K_STEAL, 1)
    _put(call, K_SINCE, -1)
    _put(call, K_SEED, seed)
    turn = _turn(kind) if seed == 0 and _get(kind, Q_UNEVEN) != 0 else -1
    begin = _now(table) if turn >= 0 else 0
    if manner == TIMED:
        times = timed + 8 * 4
        _put(timed, 0, body)
        _put(timed, 1, context)
        _put(timed, 2, table)
        _put(timed, 3, times)
        status = _call5(_get(table, B_RANGES), team, ranges, _get(table, B_TIMED), timed, call)
        if status == 0:
            _weigh(record, kind, parts, times, workers)
    else:
        status = _call5(_get(table, B_RANGES), team, ranges, body, context, call)
        _put(record, V_SINCE, _get(record, V_SINCE) + 1)
    if turn >= 0:
        _compare(kind, turn, _now(table) - begin)
    _put(context, C_WORKERS, _get(call, K_WORKERS))
    _note(record, kind, parts, _get(call, K_STOLEN), _get(call, K_WORKERS))
    return status


@cfunc(types.int64(*[types.int64] * 5), nopython=True, cache=True)
def record_of_grid(table: int, place: int, n0: int, n1: int, n2: int) -> int:
    """The record of a grid of tiles, for these counts; 0 without memory, or for too many tiles. The grids are locked."""
    tiles, record = n0 * n1 * n2, _record_of(table, place)
    if record == 0 or tiles > MOST_TILES:
        return 0
    if _get(record, V_COUNT0) != n0 or _get(record, V_COUNT1) != n1 or _get(record, V_COUNT2) != n2:
        times = _get(record, V_TIMES)
        _put(record, V_COUNT0, 0)
        _put(record, V_HOMES, 0)
        _put(record, V_MEASURED, 0)
        if times == 0 or _get(times, -1) < tiles:
            if times != 0:
                _call1(_get(table, B_FREE), times - 8)
            times = _call1(_get(table, B_MALLOC), 8 * (tiles + 1))
            times += 8 if times != 0 else 0
            _put(record, V_TIMES, times)
            if times == 0:
                return 0
            _put(times, -1, tiles)
        for tile in range(tiles):
            _put(times, tile, 0)
        _put(record, V_COUNT1, n1)
        _put(record, V_COUNT2, n2)
        _put(record, V_COUNT0, n0)
    return record


@cfunc(types.int64(*[types.int64] * 3), nopython=True, cache=True)
def timed_tile(tile: int, worker: int, context: int) -> int:
    """As ``timed_part`` for tiles, which keep the least of their times, or a quarter more than the last."""
    begin = _cpu_time(_get(context, 2))
    status = _call3(_get(context, 0), tile, worker, _get(context, 1))
    times, taken = _get(context, 3), max(1, _cpu_time(_get(context, 2)) - begin)
    known = _get(times, tile)
    _put(times, tile, taken if known == 0 else min(taken, known + known // 4 + 1))
    return status
