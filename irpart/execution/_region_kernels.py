"""The compiled part of regions of generated code: loops cut into parts, grids of tiles packed as graphs, run by a team.

The words of a team, of packed ranges and of packed graphs are those of ``_team_kernels``; ``tests/execution`` compares the
numbers. Everything lies behind plain addresses, and the team's own entries are called through the words of a table.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import cfunc, njit, types
from numba.extending import intrinsic

LINE = 16
"""Words between things that different workers write."""
(B_TEAM, B_START, B_RANGES, B_GRAPH, B_PARTS, B_GRID, B_NUMBERS, B_SEED, B_MALLOC, B_FREE, B_COUNTERS,
 B_SIZE, B_CLOCK, B_PLACED, B_RECORDS, B_WEIGHED) = range(16)
"""Words of the table: the team (0: not started, -1: there are no threads); address of a C function that starts it; entries
of the team and of this file; the numbers 0, 1, 2, ... (MOST_PARTS + 1 of them); seed of shuffled schedules, 0 for none;
the C library's ``malloc`` and ``free``; a C function that gives the counters of a plan; entry
``count_workers``; the C library's ``clock_gettime``; entry ``run_placed``; the last record that was made (they are linked);
entry ``share_by_weight`` of ``_weight_kernels``. They keep their numbers in later versions: Numba may have cached callers
that know them."""
(B_LOCK, B_TURN, B_TIMED, B_TILES, B_TIMED_TILE, B_FLOW), B_SLOTS = range(LINE, LINE + 6), 2 * LINE
"""Further words: lock of the grids, the grid to drop next; ``timed_part``, ``record_of_grid`` and ``timed_tile`` of
``_weight_kernels``, entry ``run_placed_grid``; the grids."""
V_RUNS, V_PARTS, V_STOLEN, V_SINCE, V_PATIENCE, V_MEASURED, V_WORKERS, V_TIMES, V_HOMES, V_VERSION = *range(3, 12), 15
"""Words of records, as in ``_weight_kernels``."""
SLOTS, SLOT_WORDS = 16, LINE
TABLE_WORDS = B_SLOTS + SLOTS * SLOT_WORDS
S_KEY, S_BYTES, S_MEMORY, S_GRAPH = 0, 5, 6, 7
"""Words of a slot: three counts, workers, seed; bytes, address as ``malloc`` gave it, the packed graph."""
C_PARTS, C_START, C_LENGTH, C_WORKERS, C_BOUNDS, C_FIRST, C_MIDDLE, C_LAST, C_NAME, CONTEXT_WORDS = range(10)
"""Words in front of the arguments in the context of bodies: parts of a loop, its first iteration, how many; of a grid in
their places the counts. Out: workers that were invited. In: a number for the name of the body, for timelines. For
``run_placed`` also: address of the bounds of the parts, counted from the first iteration (0: parts of equal length), and
what the first, the middle and the last iteration weigh, by a formula (0: not known)."""
PARTS_EACH = 8
"""Parts for each worker, so that who is done early finds something to take over."""
BLOCKS_EACH = 4
"""Blocks of rows of a grid for each worker: few rows to wait for at the start, few borders between workers."""
BUCKETS = 16
P_ALONE, P_SHARED, P_COUNT, P_MODE, P_SINCE, P_NS, P_WORK, P_WORDS = 0, 1, 2, 3, 4, 5, 6, 8
"""What a function has learnt of its regions, in each bucket of sizes: picoseconds for a thousandth of a grain in the calling
thread and by all workers (0: not known); regions so far; which of both the last one was, and how many in a row; ns and
thousandths of grains since the last conclusion."""
TIMES_WORDS = BUCKETS * P_WORDS
SHORT_NS, PART_NS, LONG_GRAINS, LONG_NS = 3000, 10_000, 64, 1_000_000
"""Regions that take less are never shared; work that is worth a part; estimated grains, or time, from which one is shared at
once."""
TRIAL, WINDOW, SETTLING, EARLY, DEAR = 12, 4, 2, 32, 16
"""Regions in a row that are run the other way to see how long they take; how many make a conclusion; how many at first are
left out, since workers wake up and data move to other caches (twice as many when shared); the end of the first series,
after which they come less often; and later the more they cost: at first a sixteenth of the time in a function's regions."""
MOST_WORKERS = 1024
MOST_PARTS = PARTS_EACH * MOST_WORKERS
T_SIZE, T_SIGNALS, T_OWNED = 0, 10, LINE
"""Words of a team."""
R_CHUNKS, R_HOMES, R_FIRST, R_START, R_STOP, RANGE_WORDS = range(6)
(G_TASKS, G_HOMES, G_BUSY, G_START, G_NEXT, G_NEEDED, G_COUNTER, G_HOME, G_PLACE, G_TASK, G_WORD, G_STRIDE, G_READY,
 G_SUMMARY, G_FIRST_READY, G_FIRST_SUMMARY, GRAPH_WORDS) = range(17)
K_STEAL, K_SINCE, K_SEED, K_STATUS, K_NUMBER, K_WORKERS, K_STOLEN, CALL_WORDS = 0, 1, 2, 3, 4, 5, 6, 8
INTERRUPTED, NO_RECORD = -(1 << 62), -(1 << 61)

_I32, _I64 = ir.IntType(32), ir.IntType(64)
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


def _emit_put32(builder: Any, address: Any, index: Any, value: Any) -> Any:
    builder.store(builder.trunc(value, _I32), _place(builder, address, index, _I32))
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


_get, _load, _put, _put32, _swap = (_emitted(2, _emit_get), _emitted(2, _emit_load), _emitted(3, _emit_put),
                                    _emitted(3, _emit_put32), _emitted(3, _emit_swap))
_call0, _call1, _call2, _call3, _call4, _call5 = (_emitted(n + 1, _emit_call) for n in range(6))
_stack = _emitted(1, _emit_room(RANGE_WORDS + CALL_WORDS + MOST_WORKERS + 1))
_request = _emitted(1, _emit_room(8))


@njit(nogil=True, cache=True, _nrt=False)
def _team_of(table: int) -> int:
    """The team, started if it was not; 0 if there is none."""
    team = _get(table, B_TEAM)
    if team == 0:
        team = _call0(_get(table, B_START))
    return max(team, 0)


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
def _bucket(length: int, grain: int) -> int:
    """Lengths are told apart by powers of two of an eighth of a grain."""
    eighths, bucket = 8 * length // grain, 0
    while eighths > 0 and bucket < BUCKETS - 1:
        eighths >>= 1
        bucket += 1
    return bucket


@njit(nogil=True, cache=True, _nrt=False)
def _is_shared(bucket: int, work: int, is_heavy: bool) -> bool:
    """Whether a region is to be shared: what was faster lately, and now and then, in short series, the other way.

    Where each iteration is worth a part (how much more is not told) it is, until it turns out to be short."""
    alone, shared, count = _get(bucket, P_ALONE), _get(bucket, P_SHARED), _get(bucket, P_COUNT)
    _put(bucket, P_COUNT, count + 1)
    if is_heavy and (shared == 0 or shared * work > 1000 * LONG_NS):
        return True
    if count < WINDOW or alone * work < 1000 * SHORT_NS:
        return False
    if shared == 0 or (count < WINDOW + TRIAL and shared < 2 * alone):
        return True
    slower, faster = max(alone, shared), min(alone, shared)
    period = 256 if 4 * slower < 5 * faster else 1024 if slower < 3 * faster else 8192
    early = max(EARLY, DEAR * TRIAL * (slower - faster) // faster)
    while period // 2 >= early and count < period // 2:
        period //= 2
    is_trial = count & (period - 1) >= period - TRIAL
    return (shared <= alone) != is_trial


@njit(nogil=True, cache=True, _nrt=False)
def _learn(bucket: int, is_shared: bool, work: int, taken_ns: int) -> None:
    """Add the time of a region; conclude after a few of one kind: less counts at once, more by an eighth, as anything may
    delay a region. Threads that call the function at once may spoil a conclusion, not more."""
    word = P_SHARED if is_shared else P_ALONE
    if _get(bucket, P_MODE) != word or _get(bucket, P_COUNT) == 1:
        _put(bucket, P_MODE, word)
        _put(bucket, P_SINCE, 0)
        _put(bucket, P_NS, 0)
        _put(bucket, P_WORK, 0)
    since = _get(bucket, P_SINCE)
    _put(bucket, P_SINCE, since + 1)
    if since >= (2 * SETTLING if is_shared else SETTLING):
        _put(bucket, P_NS, _get(bucket, P_NS) + taken_ns)
        _put(bucket, P_WORK, _get(bucket, P_WORK) + work)
        all_work = _get(bucket, P_WORK)
        if since % WINDOW == WINDOW - 1 and all_work > 0:
            known, found = _get(bucket, word), max(1, 1000 * _get(bucket, P_NS) // all_work)
            _put(bucket, word, found if known == 0 or found < known else known + (found - known) // 8)
            _put(bucket, P_NS, 0)
            _put(bucket, P_WORK, 0)


@njit(nogil=True, cache=True, _nrt=False)
def _alone(body: int, context: int) -> int:
    """One part, in the calling thread."""
    _put(context, C_PARTS, 1)
    _put(context, C_WORKERS, 1)
    return _call4(body, 0, 1, 0, context)


@njit(nogil=True, cache=True, _nrt=False)
def _by_weight(table: int, team: int, workers: int, length: int, parts: int, body: int, context: int, place: int) -> int:
    """Call of ``share_by_weight``: its arguments in a row of words."""
    words = _request(1)
    for k, word in enumerate((table, team, workers, length, parts, body, context, place)):
        _put(words, k, word)
    return _call1(_get(table, B_WEIGHED), words)


@njit(nogil=True, cache=True, _nrt=False)
def _shared(table: int, team: int, workers: int, length: int, grain: int, body: int, context: int, place: int) -> int:
    """Parts of at least ``grain`` iterations by all workers; with ``place`` of a record by what is known of weights."""
    if workers > 1:
        seed = _get(table, B_SEED)
        parts = min(length // max(grain, 1), PARTS_EACH * workers)
        if seed != 0:
            parts = 1 + _mixed(seed, length) % min(length, MOST_PARTS)
        if place != 0 and parts > 1:
            status = _by_weight(table, team, min(workers, parts), length, parts, body, context, place)
            if status != NO_RECORD:
                return status
        if parts > 1:
            workers = min(workers, parts)
            ranges = _stack(1)
            call, first = ranges + 8 * RANGE_WORDS, ranges + 8 * (RANGE_WORDS + CALL_WORDS)
            _put(context, C_PARTS, parts)
            _put(ranges, R_CHUNKS, parts)
            _put(ranges, R_HOMES, workers)
            _put(ranges, R_FIRST, first)
            _put(ranges, R_START, _get(table, B_NUMBERS))
            _put(ranges, R_STOP, _get(table, B_NUMBERS) + 8)
            for w in range(workers + 1):
                _put(first, w, w * parts // workers)
            if seed & 1 != 0:
                for w in range(1, workers):
                    _put(first, w, (0, parts)[seed >> 1 & 1])
            _put(call, K_STEAL, 1)
            _put(call, K_SINCE, -1)
            _put(call, K_SEED, seed)
            status = _call5(_get(table, B_RANGES), team, ranges, body, context, call)
            _put(context, C_WORKERS, _get(call, K_WORKERS))
            return status
    return _alone(body, context)


@njit(nogil=True, cache=True, _nrt=False)
def _loop(table: int, length: int, grain: int, most: int, times: int, place: int, body: int, context: int) -> int:
    """What ``run_placed`` does; without a record (0) what ``run_parts`` does."""
    team = _team_of(table)
    workers = min(_get(team, T_SIZE), most) if team != 0 else 1
    if workers < 2 or _load(team, T_OWNED) != 0:
        return _alone(body, context)
    grain = max(grain, 1)
    if _get(table, B_SEED) != 0 or length > LONG_GRAINS * grain:
        return _shared(table, team, workers, length, grain, body, context, place)
    bucket, work = times + 8 * P_WORDS * _bucket(length, grain), max(1, 1000 * length // grain)
    is_shared = _is_shared(bucket, work, grain == 1)
    if not is_shared and 0 < _get(bucket, P_ALONE) * work < 1000 * SHORT_NS and _get(bucket, P_COUNT) & 63 > WINDOW:
        return _alone(body, context)
    begin = _now(table)
    if is_shared:
        small = min(grain, 1000 * PART_NS // max(1, _get(bucket, P_ALONE)) * grain // 1000 + 1)
        status = _shared(table, team, workers, length, small, body, context, place)
    else:
        status = _alone(body, context)
    _learn(bucket, is_shared, work, _now(table) - begin)
    return status


@cfunc(types.int64(*[types.int64] * 7), nopython=True, cache=True)
def run_parts(table: int, length: int, grain: int, most: int, times: int, body: int, context: int) -> int:
    """Run the iterations 0 to length - 1 as parts of at least ``grain``; the status of the first part that failed.

    ``body(part, next part, worker, context)`` runs one part of as many as the context then says. At most ``most`` workers.
    One part in the calling thread if there is nobody to share it with, or that was faster for regions of this size in this
    function (``times``): all of them together, since data that go to and fro between caches cost more than either way.
    """
    return _loop(table, length, grain, most, times, 0, body, context)


@cfunc(types.int64(*[types.int64] * 8), nopython=True, cache=True)
def run_placed(table: int, length: int, grain: int, most: int, times: int, place: int, body: int, context: int) -> int:
    """As ``run_parts``, with parts and homes by the weights of the iterations as far as these are known.

    ``place``: address of three words, of which the first becomes the address of the region's record; then its plan and its
    number there. The first shared runs time their parts. Where these weigh about the same, parts are of equal length;
    else of equal weight, unless that turns out to be slower.
    """
    return _loop(table, length, grain, most, times, place, body, context)


@njit(nogil=True, cache=True, _nrt=False)
def _home(block: int, workers: int, seed: int) -> int:
    """The worker of a block of rows."""
    return block % workers if seed == 0 else _mixed(seed, block) % workers


@njit(nogil=True, cache=True, _nrt=False)
def _by_columns(n1: int, n2: int, workers: int) -> bool:
    """Whether the homes of a grid go by its last dimension, because the one before has too few rows."""
    return n1 < 2 * workers and n2 > n1


@njit(nogil=True, cache=True, _nrt=False)
def _line(address: int) -> int:
    """The next address that begins a pair of cache lines."""
    return (address + 8 * LINE - 1) // (8 * LINE) * (8 * LINE)


@njit(nogil=True, cache=True, _nrt=False)
def _lay_out(graph: int, tasks: int, edges: int, homes: int, words: int) -> int:
    """Put the addresses of all columns of a packed graph into its words; the address behind the last."""
    _put(graph, G_TASKS, tasks)
    _put(graph, G_HOMES, homes)
    _put(graph, G_BUSY, 0)
    place = graph + 8 * GRAPH_WORDS
    for column in range(G_START, GRAPH_WORDS):
        place = _line(place)
        _put(graph, column, place)
        if column == G_START or column == G_PLACE:
            place += 8 * (tasks + 1)
        elif column == G_NEXT:
            place += 4 * edges
        elif column == G_NEEDED or column == G_COUNTER or column == G_HOME:
            place += 4 * tasks
        elif column == G_TASK:
            place += 4 * 64 * words
        elif column == G_READY or column == G_FIRST_READY:
            place += 8 * words
        elif column == G_SUMMARY:
            place += 8 * LINE * homes
        else:
            place += 8 * (homes + 1)
    return _line(place)


@njit(nogil=True, cache=True, _nrt=False)
def _pack_edges(graph: int, n0: int, n1: int, n2: int) -> None:
    """Successors of each tile of a grid, and how many it waits for."""
    start, following = _get(graph, G_START), _get(graph, G_NEXT)
    needed, counter = _get(graph, G_NEEDED), _get(graph, G_COUNTER)
    task, e = 0, 0
    for a in range(n0):
        for b in range(n1):
            for c in range(n2):
                _put(start, task, e)
                if c + 1 < n2:
                    _put32(following, e, task + 1)
                    e += 1
                if b + 1 < n1:
                    _put32(following, e, task + n2)
                    e += 1
                if a + 1 < n0:
                    _put32(following, e, task + n1 * n2)
                    e += 1
                count = (1 if a > 0 else 0) + (1 if b > 0 else 0) + (1 if c > 0 else 0)
                _put32(needed, task, count)
                _put32(counter, task, count)
                task += 1
    _put(start, task, e)


@njit(nogil=True, cache=True, _nrt=False)
def _pack_homes(graph: int, n0: int, n1: int, n2: int, workers: int, seed: int, homes: int) -> None:
    """Homes of tiles and their bits in the order in which a worker shall take them; the first tile is ready.

    Homes are words at an address, or (0) blocks of rows go round the workers. A worker takes, for each index of the first
    dimension, block after block, each along its border, so that the last row of a block, for which others wait, begins
    early.
    """
    last = _by_columns(n1, n2, workers)
    rows, columns = (n2, n1) if last else (n1, n2)
    height = max(1, -(-rows // (BLOCKS_EACH * workers)))
    blocks = -(-rows // height)
    word, stride = _get(graph, G_WORD), _get(graph, G_STRIDE)
    for h in range(workers + 1):
        _put(word, h, 0)
    for task in range(n0 * n1 * n2 if homes != 0 else 0):
        h = _get(homes, task) % workers
        _put(word, h + 1, _get(word, h + 1) + 1)
    for block in range(blocks if homes == 0 else 0):
        h = _home(block, workers, seed)
        _put(word, h + 1, _get(word, h + 1) + n0 * columns * (min(rows, (block + 1) * height) - block * height))
    for h in range(workers):
        count = -(-_get(word, h + 1) // 64)
        _put(stride, h, max(1, -(-count // 64)))
        _put(word, h + 1, _get(word, h) + count)
        _put(_get(graph, G_FIRST_SUMMARY), h, 64 * _get(word, h))
    for i in range(_get(word, workers)):
        _put(_get(graph, G_FIRST_READY), i, 0)
    fill = _get(graph, G_FIRST_SUMMARY)
    for a in range(n0):
        for block in range(blocks):
            owner = _home(block, workers, seed)
            for c in range(columns):
                for b in range(block * height, min(rows, (block + 1) * height)):
                    task = (a * n1 + c) * n2 + b if last else (a * n1 + b) * n2 + c
                    h = owner if homes == 0 else _get(homes, task) % workers
                    place = _get(fill, h)
                    _put(fill, h, place + 1)
                    _put(_get(graph, G_PLACE), task, place)
                    _put32(_get(graph, G_HOME), task, h)
                    _put32(_get(graph, G_TASK), place, task)
    for h in range(workers):
        _put(_get(graph, G_FIRST_SUMMARY), h, 0)
    place, h = _get(_get(graph, G_PLACE), 0), _home(0, workers, seed) if homes == 0 else _get(homes, 0) % workers
    _put(_get(graph, G_FIRST_READY), place >> 6, 1 << (place & 63))
    _put(_get(graph, G_FIRST_SUMMARY), h, 1 << ((place >> 6) - _get(word, h)) // _get(stride, h))


@njit(nogil=True, cache=True, _nrt=False)
def _grid(table: int, n0: int, n1: int, n2: int, workers: int, seed: int, homes: int) -> int:
    """The packed graph of a grid, of those that are kept or made in place of one; 0 without memory. Lock held.

    With homes of its own the seed is a negative number that nothing else has.
    """
    for s in range(SLOTS):
        slot = table + 8 * (B_SLOTS + s * SLOT_WORDS)
        if (_get(slot, 0) == n0 and _get(slot, 1) == n1 and _get(slot, 2) == n2 and _get(slot, 3) == workers
                and _get(slot, 4) == seed):
            return _get(slot, S_GRAPH)
    turn = _get(table, B_TURN)
    _put(table, B_TURN, (turn + 1) % SLOTS)
    slot = table + 8 * (B_SLOTS + turn * SLOT_WORDS)
    tasks = n0 * n1 * n2
    edges = (n0 - 1) * n1 * n2 + n0 * (n1 - 1) * n2 + n0 * n1 * (n2 - 1)
    words = tasks // 64 + workers + 1
    needed = 8 * (GRAPH_WORDS + 15 * LINE) + 36 * (tasks + 1) + 4 * edges + 272 * words + 8 * (LINE + 3) * (workers + 1)
    _put(slot, S_KEY, 0)
    if _get(slot, S_BYTES) < needed:
        if _get(slot, S_MEMORY) != 0:
            _call1(_get(table, B_FREE), _get(slot, S_MEMORY))
        memory = _call1(_get(table, B_MALLOC), needed)
        _put(slot, S_MEMORY, memory)
        _put(slot, S_BYTES, needed if memory != 0 else 0)
        if memory == 0:
            return 0
    graph = _line(_get(slot, S_MEMORY))
    _lay_out(graph, tasks, edges, workers, words)
    _pack_edges(graph, n0, n1, n2)
    _pack_homes(graph, n0, n1, n2, workers, seed, homes)
    _put(slot, 1, n1)
    _put(slot, 2, n2)
    _put(slot, 3, workers)
    _put(slot, 4, seed)
    _put(slot, S_GRAPH, graph)
    _put(slot, S_KEY, n0)
    return graph


@njit(nogil=True, cache=True, _nrt=False)
def _flow(table: int, n0: int, n1: int, n2: int, most: int, place: int, body: int, context: int) -> int:
    """What ``run_placed_grid`` does; without a record (0) what ``run_grid`` does."""
    tiles, team = n0 * n1 * n2, _team_of(table)
    workers = min(_get(team, T_SIZE), most) if team != 0 else 1
    if workers > 1 and tiles > n0 + n1 + n2 - 2 and _load(team, T_OWNED) == 0 and _swap(table, B_LOCK, 1) == 0:
        seed, workers = _get(table, B_SEED), min(workers, n0 * n1, n1 * n2, n0 * n2)
        record = _call5(_get(table, B_TILES), table, place, n0, n1, n2) if place != 0 and seed == 0 else 0
        homes = _get(record, V_HOMES) if record != 0 else 0
        graph = _grid(table, n0, n1, n2, workers, -_get(record, V_VERSION) if homes != 0 else seed, homes)
        if graph != 0:
            call, timed = _stack(1), _request(1)
            is_timed = record != 0 and _get(record, V_SINCE) >= _get(record, V_PATIENCE)
            _put(call, K_STEAL, 1)
            _put(call, K_SINCE, -1)
            _put(call, K_SEED, seed)
            if is_timed:
                _put(timed, 0, body)
                _put(timed, 1, context)
                _put(timed, 2, table)
                _put(timed, 3, _get(record, V_TIMES))
                body, context_given = _get(table, B_TIMED_TILE), timed
            else:
                context_given = context
            status = _call5(_get(table, B_GRAPH), team, graph, body, context_given, call)
            _put(context, C_WORKERS, _get(call, K_WORKERS))
            if record != 0:
                _put(record, V_RUNS, _get(record, V_RUNS) + 1)
                _put(record, V_PARTS, _get(record, V_PARTS) + tiles)
                _put(record, V_STOLEN, _get(record, V_STOLEN) + _get(call, K_STOLEN))
                _put(record, V_WORKERS, workers)
                _put(record, V_SINCE, 0 if is_timed else _get(record, V_SINCE) + 1)
                if is_timed:
                    _put(record, V_MEASURED, _get(record, V_MEASURED) + 1 if status == 0 else 0)
                    _put(record, V_PATIENCE, min(4096, max(1, 4 * _get(record, V_PATIENCE))))
            _swap(table, B_LOCK, 0)
            return status
        _swap(table, B_LOCK, 0)
    _put(context, C_WORKERS, 1)
    since = _load(_get(team, T_SIGNALS), 0) if team != 0 else 0
    for tile in range(tiles):
        if team != 0 and _load(_get(team, T_SIGNALS), 0) != since:
            return INTERRUPTED
        status = _call3(body, tile, 0, context)
        if status != 0:
            return status
    return 0


@cfunc(types.int64(*[types.int64] * 7), nopython=True, cache=True)
def run_grid(table: int, n0: int, n1: int, n2: int, most: int, body: int, context: int) -> int:
    """Run the tiles of a grid, each after its neighbours before it; the status of the first that failed.

    ``body(tile, worker, context)`` runs a tile, numbered row by row. In the calling thread, in this order, if there is
    nobody to share them with, or each tile waits for the one before.
    """
    return _flow(table, n0, n1, n2, most, 0, body, context)


@cfunc(types.int64(*[types.int64] * 8), nopython=True, cache=True)
def run_placed_grid(table: int, n0: int, n1: int, n2: int, most: int, place: int, body: int, context: int) -> int:
    """As ``run_grid``, with the homes of the region's record if there are any; now and then it times its tiles."""
    return _flow(table, n0, n1, n2, most, place, body, context)


@cfunc(types.int64(types.int64, types.int64), nopython=True, cache=True)
def count_workers(table: int, most: int) -> int:
    """Workers of the team, started if it was not, but at most so many."""
    team = _team_of(table)
    return min(_get(team, T_SIZE), most) if team != 0 else 1
