"""The compiled part of a team of workers: how they wait, are invited, share tasks, and come back.

Everything lies in words of 8 bytes behind plain addresses (int64), because pthreads, C callers and compiled Python all can
pass those. docs/execution-threads.md tells the protocol and why no wake-up is lost.
"""

from __future__ import annotations

import platform
from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import cfunc, njit, types
from numba.core import cgutils
from numba.extending import intrinsic

LINE = 16
"""Words between things that different workers write: two cache lines, which processors fetch together."""
(T_SIZE, T_SPINS, T_SYSCALL, T_FUTEX, T_MUTEX, T_CONDITION, T_LOCK_CALL, T_UNLOCK_CALL, T_WAIT_CALL, T_BROADCAST_CALL,
 T_SIGNALS, T_YIELD_CALL, T_WHERE_CALL, T_WAY_CALL, T_PINS) = range(15)
"""Words of a team that stay: workers; looks before a wait blocks; address of ``syscall`` (0: none) and number of the futex
call; a mutex and a condition with the addresses of their four calls, for systems without futexes; words of ``on_signal``;
address of ``sched_yield``; where workers are pinned, of ``sched_getcpu``, ``make_way`` and what that knows."""
T_OWNED, T_EPOCH, T_HERE, T_FAILED, T_STATUS, T_FAIL_LOCK, T_SINCE, T_SEED, T_LEFT, T_SLEEPERS = (
    LINE, LINE + 1, LINE + 2, 2 * LINE, 2 * LINE + 1, 2 * LINE + 2, 2 * LINE + 3, 2 * LINE + 4, 3 * LINE, 4 * LINE)
"""Words of a team that change: a region is under way; regions so far; where the last began; least number that failed, its
status, a lock of both; signals that had come by then, seed of delays; tasks of a graph that are left; sleepers in it."""
TEAM_WORDS, WORKER_WORDS = 5 * LINE, 4 * LINE
"""Words of a team before those of its workers, and of each worker."""
W_MAIL, W_CURSOR, W_REGION, W_BODY, W_CONTEXT, W_FLAGS, W_EPOCH = range(7)
"""One cache line of a worker: its mailbox (32 bits); first and last + 1 of its chunks that nobody has taken, 32 bits each;
region, body, context, flags, number of the region."""
W_ASLEEP, W_TEAM, W_NUMBER, W_DONE, W_STOLEN, W_SLEPT = LINE, 2 * LINE, 2 * LINE + 1, 3 * LINE, 3 * LINE + 1, 3 * LINE + 2
"""Further lines: asleep in a region (32 bits); the team's address and the worker's number; what it reports, a line that the
caller looks at: the last region it took part in, tasks it took from others there, times it slept."""
EAGER = 16
"""Looks without a pause between them, and with no glance at what is rarely needed."""
IDLE, ASLEEP, INVITED, ENTERED, STOP, AWAITED = 0, 1, 2, 3, 4, 8
"""States of a mailbox. AWAITED is added when the caller sleeps until the worker is back."""
F_GRAPH, F_STEAL, F_WORKERS = 1, 2, 8
"""Flags of a region; workers from bit F_WORKERS on."""
(G_TASKS, G_HOMES, G_BUSY, G_START, G_NEXT, G_NEEDED, G_COUNTER, G_HOME, G_PLACE, G_TASK, G_WORD, G_STRIDE, G_READY,
 G_SUMMARY, G_FIRST_READY, G_FIRST_SUMMARY, GRAPH_WORDS) = range(17)
"""Words of a packed graph; from G_START on addresses, see ``packing``."""
R_CHUNKS, R_HOMES, R_FIRST, R_START, R_STOP, RANGE_WORDS = range(6)
"""Words of packed ranges; from R_FIRST on addresses."""
(K_STEAL, K_SINCE, K_SEED, K_STATUS, K_NUMBER, K_WORKERS, K_STOLEN, K_SLEPT, CALL_WORDS) = range(9)
"""Words of a call. In: steal, signals that had come (-1: as many as at the start), seed of delays (0: none). Out: status,
task or chunk that has it (-1: none), workers that were invited (1: the caller alone), tasks stolen, times a worker slept."""
INTERRUPTED = -(1 << 62)
"""Status of a region that a signal ended."""
NEVER = (1 << 62) - 1
"""Greater than every number of a task."""
FUTEX_WAIT, FUTEX_WAKE = 128, 129
"""Operations of the futex call, within one process."""

_I1, _I32, _I64, _VOID = ir.IntType(1), ir.IntType(32), ir.IntType(64), ir.VoidType()
_IS_X86 = platform.machine().lower() in ("x86_64", "amd64", "i386", "i686")
_Emit = Callable[..., Any]


def _emitted(arity: int, emit: _Emit) -> Any:
    """A compiled function of ``arity`` int64 with an int64 result that is what ``emit`` emits."""
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return emit(builder, *arguments)

    def none(context: Any) -> Any:
        return types.int64(), generate

    def one(context: Any, a: Any) -> Any:
        return types.int64(types.int64), generate

    def two(context: Any, a: Any, b: Any) -> Any:
        return types.int64(types.int64, types.int64), generate

    def three(context: Any, a: Any, b: Any, c: Any) -> Any:
        return types.int64(types.int64, types.int64, types.int64), generate

    def four(context: Any, a: Any, b: Any, c: Any, d: Any) -> Any:
        return types.int64(*[types.int64] * 4), generate

    def five(context: Any, a: Any, b: Any, c: Any, d: Any, e: Any) -> Any:
        return types.int64(*[types.int64] * 5), generate

    return intrinsic((none, one, two, three, four, five)[arity])


def _nothing() -> Any:
    return ir.Constant(_I64, 0)


def _place(builder: Any, address: Any, index: Any, kind: Any) -> Any:
    """Pointer to the item of a type so many items behind an address."""
    return builder.gep(builder.inttoptr(address, kind.as_pointer()), [index])


def _reading(kind: Any, *, atomic: bool) -> Any:
    def emit(builder: Any, address: Any, index: Any) -> Any:
        place = _place(builder, address, index, kind)
        value = builder.load_atomic(place, "seq_cst", kind.width // 8) if atomic else builder.load(place)
        return value if kind == _I64 else builder.sext(value, _I64)

    return _emitted(2, emit)


def _writing(kind: Any) -> Any:
    def emit(builder: Any, address: Any, index: Any, value: Any) -> Any:
        builder.store(value if kind == _I64 else builder.trunc(value, kind), _place(builder, address, index, kind))
        return _nothing()

    return _emitted(3, emit)


def _changing(kind: Any, operation: str) -> Any:
    """An atomic change that is a full barrier; the value before."""
    def emit(builder: Any, address: Any, index: Any, value: Any) -> Any:
        given = value if kind == _I64 else builder.trunc(value, kind)
        old = builder.atomic_rmw(operation, _place(builder, address, index, kind), given, "seq_cst")
        return old if kind == _I64 else builder.sext(old, _I64)

    return _emitted(3, emit)


def _exchanging(kind: Any) -> Any:
    """Compare and exchange of the first item at an address: whether it was as expected."""
    def emit(builder: Any, address: Any, expected: Any, value: Any) -> Any:
        if kind != _I64:
            expected, value = builder.trunc(expected, kind), builder.trunc(value, kind)
        place = builder.inttoptr(address, kind.as_pointer())
        done = builder.extract_value(builder.cmpxchg(place, expected, value, "seq_cst", "seq_cst"), 1)
        return builder.zext(done, _I64)

    return _emitted(3, emit)


def _calling(arity: int, result: Any, *, varied: bool = False) -> Any:
    """Call of the C function at the first argument with the others, and with zeros if it takes any number."""
    def emit(builder: Any, address: Any, *arguments: Any) -> Any:
        function = ir.FunctionType(result, [_I64] if varied else [_I64] * arity, var_arg=varied)
        arguments += (_nothing(),) * 3 if varied else ()
        value = builder.call(builder.inttoptr(address, function.as_pointer()), arguments)
        return value if result == _I64 else builder.sext(value, _I64)

    return _emitted(arity + 1, emit)


def _counting(name: str) -> Any:
    """Number of zero bits below the lowest or above the highest one of a word that is not zero."""
    def emit(builder: Any, value: Any) -> Any:
        function = ir.FunctionType(_I64, [_I64, _I1])
        return builder.call(cgutils.get_or_insert_function(builder.module, function, name), [value, ir.Constant(_I1, 1)])

    return _emitted(1, emit)


def _emit_pause(builder: Any) -> Any:
    if _IS_X86:
        builder.call(cgutils.get_or_insert_function(builder.module, ir.FunctionType(_VOID, []), "llvm.x86.sse2.pause"), [])
    return _nothing()


def _emit_signal_words(builder: Any) -> Any:
    """Address of two words of the module: signals that have come, and the address of the handler before ours."""
    name = "irpart_signal_words"
    words = builder.module.globals.get(name)
    if words is None:
        words = ir.GlobalVariable(builder.module, ir.ArrayType(_I64, 2), name)
        words.linkage, words.initializer = "internal", ir.Constant(ir.ArrayType(_I64, 2), [0, 0])
    return builder.ptrtoint(words, _I64)


_get, _put, _load, _add = _reading(_I64, atomic=False), _writing(_I64), _reading(_I64, atomic=True), _changing(_I64, "add")
_get32, _put32, _load32 = _reading(_I32, atomic=False), _writing(_I32), _reading(_I32, atomic=True)
_add32, _swap32, _swap = _changing(_I32, "add"), _changing(_I32, "xchg"), _changing(_I64, "xchg")
_and, _or, _exchange, _exchange32 = _changing(_I64, "and"), _changing(_I64, "or"), _exchanging(_I64), _exchanging(_I32)
_call0, _call1, _call2 = _calling(0, _I32), _calling(1, _I32), _calling(2, _I32)
_call_task, _call_range, _call_system = _calling(3, _I64), _calling(4, _I64), _calling(4, _I64, varied=True)
_lowest, _above_highest = _counting("llvm.cttz.i64"), _counting("llvm.ctlz.i64")
_pause, _signal_words = _emitted(0, _emit_pause), _emitted(0, _emit_signal_words)


@njit(nogil=True, cache=True, _nrt=False)
def _park(team: int, address: int, expected: int) -> None:
    """Block while the 32 bits at an address are as expected; may return early."""
    system = _get(team, T_SYSCALL)
    if system != 0:
        _call_system(system, _get(team, T_FUTEX), address, FUTEX_WAIT, expected)
        return
    mutex = _get(team, T_MUTEX)
    _call1(_get(team, T_LOCK_CALL), mutex)
    while _load32(address, 0) == expected:
        _call2(_get(team, T_WAIT_CALL), _get(team, T_CONDITION), mutex)
    _call1(_get(team, T_UNLOCK_CALL), mutex)


@njit(nogil=True, cache=True, _nrt=False)
def _wake(team: int, address: int) -> None:
    """Wake who is parked at an address; the word there has been changed before."""
    system = _get(team, T_SYSCALL)
    if system != 0:
        _call_system(system, _get(team, T_FUTEX), address, FUTEX_WAKE, 1)
        return
    mutex = _get(team, T_MUTEX)
    _call1(_get(team, T_LOCK_CALL), mutex)
    _call1(_get(team, T_UNLOCK_CALL), mutex)
    _call1(_get(team, T_BROADCAST_CALL), _get(team, T_CONDITION))


@njit(nogil=True, cache=True, _nrt=False)
def _worker(team: int, w: int) -> int:
    """Address of the words of a worker."""
    return team + 8 * (TEAM_WORDS + w * WORKER_WORDS)


@njit(nogil=True, cache=True, _nrt=False)
def _delay(team: int, number: int) -> None:
    """Lose some time before and after a task, so that rare orders become frequent; nothing without a seed."""
    seed = _get(team, T_SEED)
    if seed != 0:
        mixed = (seed ^ (number * -7046029254386353131)) * -4658895280553007687
        mixed ^= (mixed >> 29) & 0x7FFFFFFFF
        if mixed & 3 == 0:
            for _ in range((mixed >> 8) & 0x3FF):
                _pause()
        if mixed & 0x30 == 0:
            _call0(_get(team, T_YIELD_CALL))


@njit(nogil=True, cache=True, _nrt=False)
def _fail(team: int, number: int, status: int) -> None:
    """Keep the status of the lowest number that failed; what comes after it in sequential order need not run."""
    while _exchange(team + 8 * T_FAIL_LOCK, 0, 1) == 0:
        _pause()
    if number < _load(team, T_FAILED):
        _put(team, T_STATUS, status)
        _swap(team, T_FAILED, number)
    _swap(team, T_FAIL_LOCK, 0)


@njit(nogil=True, cache=True, _nrt=False)
def _may_run(team: int, number: int) -> bool:
    """Whether the sequential program would come to this number, as far as is known."""
    if number > _load(team, T_FAILED):
        return False
    if _load(_get(team, T_SIGNALS), 0) != _get(team, T_SINCE):
        _fail(team, -1, INTERRUPTED)
        return False
    return True


@njit(nogil=True, cache=True, _nrt=False)
def _wake_one(team: int, owner: int, workers: int, steal: bool) -> None:
    """Wake a worker that sleeps in the region, this one if it sleeps, else any if all may take the task."""
    for k in range(workers if steal else 1):
        mine = _worker(team, (owner + k) % workers)
        asleep = mine + 8 * W_ASLEEP
        if _load32(asleep, 0) == 1 and _exchange32(asleep, 1, 0) == 1:
            _add(team, T_SLEEPERS, -1)
            _wake(team, asleep)
            return


@njit(nogil=True, cache=True, _nrt=False)
def _make_ready(graph: int, home: int, place: int) -> None:
    """Put a task among the ready ones of its home: its bit, then the bit of its group in the summary."""
    word = place >> 6
    _or(_get(graph, G_READY), word, 1 << (place & 63))
    group = (word - _get(_get(graph, G_WORD), home)) // _get(_get(graph, G_STRIDE), home)
    summary = _get(graph, G_SUMMARY)
    if (_load(summary, home * LINE) >> group) & 1 == 0:
        _or(summary, home * LINE, 1 << group)


@njit(nogil=True, cache=True, _nrt=False)
def _take_bit(graph: int, first: int, stop: int, last: bool) -> int:
    """Take the first or last ready task of some words: its place, or -1."""
    ready = _get(graph, G_READY)
    for k in range(stop - first):
        i = stop - 1 - k if last else first + k
        word = _load(ready, i)
        while word != 0:
            bit = 63 - _above_highest(word) if last else _lowest(word)
            mask = 1 << bit
            word = _and(ready, i, ~mask)
            if word & mask != 0:
                return 64 * i + bit
            word &= ~mask
    return -1


@njit(nogil=True, cache=True, _nrt=False)
def _take_ready(team: int, graph: int, home: int, last: bool, workers: int, steal: bool) -> int:
    """Take the first or last ready task of a home: the task, or -1.

    A group that turns out to be empty leaves the summary; it is looked at again afterwards, because a task may have come
    whose maker still saw the bit. Who went to sleep in between saw no task, so somebody is woken.
    """
    summary = _get(graph, G_SUMMARY)
    bits = _load(summary, home * LINE)
    while bits != 0:
        group, stride = 63 - _above_highest(bits) if last else _lowest(bits), _get(_get(graph, G_STRIDE), home)
        words = _get(graph, G_WORD)
        first = _get(words, home) + group * stride
        stop = min(first + stride, _get(words, home + 1))
        place = _take_bit(graph, first, stop, last)
        if place >= 0:
            return _get32(_get(graph, G_TASK), place)
        _and(summary, home * LINE, ~(1 << group))
        for i in range(first, stop):
            if _load(_get(graph, G_READY), i) != 0:
                _or(summary, home * LINE, 1 << group)
                if _load(team, T_SLEEPERS) > 0:
                    _wake_one(team, home % workers, workers, steal)
                break
        bits = _load(summary, home * LINE)
    return -1


@njit(nogil=True, cache=True, _nrt=False)
def _find(team: int, graph: int, w: int, workers: int, steal: bool) -> int:
    """A ready task for a worker: its own in order, else the last of another's; 2 * task + (1 if stolen), or -1."""
    homes = _get(graph, G_HOMES)
    for h in range(w, homes, workers):
        task = _take_ready(team, graph, h, False, workers, steal)
        if task >= 0:
            return 2 * task
    if steal:
        for k in range(1, workers):
            for h in range((w + k) % workers, homes, workers):
                task = _take_ready(team, graph, h, True, workers, steal)
                if task >= 0:
                    return 2 * task + 1
    return -1


@njit(nogil=True, cache=True, _nrt=False)
def _is_ready(graph: int, w: int, workers: int, steal: bool) -> bool:
    """Whether a worker would find a task, by the summaries."""
    for h in range(_get(graph, G_HOMES)):
        if (steal or h % workers == w) and _load(_get(graph, G_SUMMARY), h * LINE) != 0:
            return True
    return False


@njit(nogil=True, cache=True, _nrt=False)
def _release(team: int, graph: int, task: int, w: int, workers: int, steal: bool) -> None:
    """A task is done: what waited for it last becomes ready, and those who sleep hear of it.

    The first task that becomes ready at this worker is the one it goes on with; nobody is woken for it.
    """
    start, kept = _get(graph, G_START), False
    for e in range(_get(start, task), _get(start, task + 1)):
        other = _get32(_get(graph, G_NEXT), e)
        needed = _get32(_get(graph, G_NEEDED), other)
        if needed == 1 or _add32(_get(graph, G_COUNTER), other, -1) == 1:
            if needed != 1:
                _put32(_get(graph, G_COUNTER), other, needed)
            home = _get32(_get(graph, G_HOME), other)
            _make_ready(graph, home, _get(_get(graph, G_PLACE), other))
            owner = home % workers
            if owner == w and not kept:
                kept = True
            elif _load(team, T_SLEEPERS) > 0:
                _wake_one(team, owner, workers, steal)


@njit(nogil=True, cache=True, _nrt=False)
def _sleep(team: int, graph: int, w: int, workers: int, steal: bool) -> int:
    """Sleep until woken, unless a task is ready or all are done now that everyone can see the sleeper; 1 if it slept."""
    asleep = _worker(team, w) + 8 * W_ASLEEP
    _add(team, T_SLEEPERS, 1)
    _swap32(asleep, 0, 1)
    if _is_ready(graph, w, workers, steal) or _load(team, T_LEFT) == 0:
        if _exchange32(asleep, 1, 0) == 1:
            _add(team, T_SLEEPERS, -1)
        return 0
    while _load32(asleep, 0) == 1:
        _park(team, asleep, 1)
    return 1


@njit(nogil=True, cache=True, _nrt=False)
def _work_graph(team: int, w: int) -> None:
    """Run tasks of a graph until all are done."""
    mine, done, looks, stolen, slept = _worker(team, w), 0, 0, 0, 0
    graph, body, context, flags = _get(mine, W_REGION), _get(mine, W_BODY), _get(mine, W_CONTEXT), _get(mine, W_FLAGS)
    workers, steal = flags >> F_WORKERS, flags & F_STEAL != 0
    while True:
        found = _find(team, graph, w, workers, steal)
        if found >= 0:
            task, looks = found >> 1, 0
            if _may_run(team, task):
                _delay(team, 2 * task)
                status = _call_task(body, task, w, context)
                _delay(team, 2 * task + 1)
                if status != 0:
                    _fail(team, task, status)
            _release(team, graph, task, w, workers, steal)
            stolen += found & 1
            done += 1
            continue
        looks += 1
        if looks % EAGER != 0:
            if looks > EAGER:
                _pause()
            continue
        if done > 0:
            left = _add(team, T_LEFT, -done) - done
            done = 0
            if left == 0:
                for v in range(workers):
                    _wake_one(team, v, workers, False)
        if _load(team, T_LEFT) == 0:
            break
        if looks >= _get(team, T_SPINS):
            slept += _sleep(team, graph, w, workers, steal)
            looks = 0
    _put(mine, W_STOLEN, stolen)
    _put(mine, W_SLEPT, slept)


@njit(nogil=True, cache=True, _nrt=False)
def _take_chunk(mine: int, last: bool) -> int:
    """The first or last chunk of a worker that nobody has taken, or -1."""
    while True:
        cursor = _load(mine, W_CURSOR)
        first, stop = cursor & 0xFFFFFFFF, cursor >> 32
        if first >= stop:
            return -1
        if _exchange(mine + 8 * W_CURSOR, cursor, cursor - (1 << 32) if last else cursor + 1) == 1:
            return stop - 1 if last else first


@njit(nogil=True, cache=True, _nrt=False)
def _work_ranges(team: int, w: int) -> None:
    """Run one's own chunks, then what is left of others'."""
    mine, stolen = _worker(team, w), 0
    ranges, body, context, flags = _get(mine, W_REGION), _get(mine, W_BODY), _get(mine, W_CONTEXT), _get(mine, W_FLAGS)
    workers, start, stop = flags >> F_WORKERS, _get(ranges, R_START), _get(ranges, R_STOP)
    for k in range(workers if flags & F_STEAL != 0 else 1):
        owner = _worker(team, (w + k) % workers)
        chunk = _take_chunk(owner, k != 0)
        while chunk >= 0:
            if _may_run(team, chunk):
                _delay(team, 2 * chunk)
                status = _call_range(body, _get(start, chunk), _get(stop, chunk), w, context)
                _delay(team, 2 * chunk + 1)
                if status != 0:
                    _fail(team, chunk, status)
            stolen += k != 0
            chunk = _take_chunk(owner, k != 0)
    _put(mine, W_STOLEN, stolen)
    _put(mine, W_SLEPT, 0)


@njit(nogil=True, cache=True, _nrt=False)
def _take_part(team: int, w: int) -> None:
    """The share of a worker in the region under way."""
    if _get(_worker(team, w), W_FLAGS) & F_GRAPH != 0:
        _work_graph(team, w)
    else:
        _work_ranges(team, w)


@njit(nogil=True, cache=True, _nrt=False)
def _await_mail(team: int, mine: int) -> int:
    """Spin, then sleep, until the mailbox holds an invitation or the end."""
    looks = 0
    while True:
        mail = _load32(mine, W_MAIL)
        if mail & 7 == INVITED or mail == STOP:
            return mail
        looks += 1
        if looks < _get(team, T_SPINS):
            if looks > EAGER:
                _pause()
        elif mail == ASLEEP or _exchange32(mine, IDLE, ASLEEP) == 1:
            while _load32(mine, W_MAIL) == ASLEEP:
                _park(team, mine, ASLEEP)
            looks = 0


@cfunc(types.int64(types.int64), nopython=True, cache=True)
def worker_main(mine: int) -> int:
    """Body of the thread of a worker: accept invitations until the end. An invitation may be withdrawn before."""
    team, w = _get(mine, W_TEAM), _get(mine, W_NUMBER)
    while True:
        mail = _await_mail(team, mine)
        if mail == STOP:
            return 0
        if _exchange32(mine, mail, mail + ENTERED - INVITED) == 1:
            epoch = _get(mine, W_EPOCH)
            _take_part(team, w)
            mail = _swap32(mine, W_MAIL, IDLE)
            _swap(mine, W_DONE, epoch)
            if mail & AWAITED != 0:
                _wake(team, mine)


@njit(nogil=True, cache=True, _nrt=False)
def _join(team: int, w: int, epoch: int, steal: bool) -> bool:
    """Wait until a worker is back, or withdraw its invitation when nothing is left for it: whether it took part.

    The mailbox is looked at rarely, so that the worker can write to its line meanwhile.
    """
    mine, looks = _worker(team, w), 0 if steal else 1
    while _load(mine, W_DONE) != epoch:
        if looks % EAGER == 0:
            mail, cursor = _load32(mine, W_MAIL), _load(mine, W_CURSOR)
            if mail & 7 == INVITED and cursor & 0xFFFFFFFF >= cursor >> 32:
                if _exchange32(mine, mail, IDLE) == 1:
                    return False
            elif looks >= _get(team, T_SPINS):
                if mail & AWAITED != 0 or (mail & 7 >= INVITED and _exchange32(mine, mail, mail + AWAITED) == 1):
                    _park(team, mine, mail | AWAITED)
                else:
                    _call0(_get(team, T_YIELD_CALL))
        looks += 1
        if looks > EAGER:
            _pause()
    return True


@njit(nogil=True, cache=True, _nrt=False)
def _put_if_new(base: int, word: int, value: int) -> None:
    """Write without taking the line away from those who read it, if it says so already."""
    if _get(base, word) != value:
        _put(base, word, value)


@njit(nogil=True, cache=True, _nrt=False)
def _begin(team: int, call: int) -> None:
    """What every region starts from; the region must be owned."""
    since = _get(call, K_SINCE) if call != 0 else -1
    _put_if_new(team, T_SINCE, since if since >= 0 else _load(_get(team, T_SIGNALS), 0))
    _put_if_new(team, T_SEED, _get(call, K_SEED) if call != 0 else 0)
    _put_if_new(team, T_FAILED, NEVER)


@njit(nogil=True, cache=True, _nrt=False)
def _finish(call: int, status: int, number: int, workers: int, stolen: int, slept: int) -> int:
    """Tell the caller."""
    if call != 0:
        _put(call, K_STATUS, status)
        _put(call, K_NUMBER, number)
        _put(call, K_WORKERS, workers)
        _put(call, K_STOLEN, stolen)
        _put(call, K_SLEPT, slept)
    return status


@njit(nogil=True, cache=True, _nrt=False)
def _run_region(team: int, region: int, body: int, context: int, call: int, flags: int) -> int:
    """Invite the workers, take part, wait for those who came; then the region is not owned any more."""
    workers, stolen, slept, epoch = flags >> F_WORKERS, 0, 0, _get(team, T_EPOCH) + 1
    _put(team, T_EPOCH, epoch)
    if _get(team, T_WHERE_CALL) != 0:
        here = _call0(_get(team, T_WHERE_CALL))
        if here != _get(team, T_HERE):
            _put(team, T_HERE, here)
            _call2(_get(team, T_WAY_CALL), _get(team, T_PINS), here)
    for w in range(workers - 1, -1, -1):
        mine = _worker(team, w)
        if flags & F_GRAPH == 0:
            homes, first = _get(region, R_HOMES), _get(region, R_FIRST)
            _put(mine, W_CURSOR, _get(first, w * homes // workers) | (_get(first, (w + 1) * homes // workers) << 32))
        else:
            _put(mine, W_CURSOR, 0)
        _put(mine, W_REGION, region)
        _put(mine, W_BODY, body)
        _put(mine, W_CONTEXT, context)
        _put(mine, W_FLAGS, flags)
        _put(mine, W_EPOCH, epoch)
        if w > 0 and _swap32(mine, W_MAIL, INVITED) == ASLEEP:
            _wake(team, mine)
    _take_part(team, 0)
    for w in range(workers):
        if w == 0 or _join(team, w, epoch, flags & F_STEAL != 0):
            stolen += _get(_worker(team, w), W_STOLEN)
            slept += _get(_worker(team, w), W_SLEPT)
    number = _load(team, T_FAILED)
    status = 0 if number == NEVER else _get(team, T_STATUS)
    _swap(team, T_OWNED, 0)
    return _finish(call, status, -1 if number == NEVER else number, workers, stolen, slept)


@njit(nogil=True, cache=True, _nrt=False)
def _is_interrupted(team: int, since: int) -> bool:
    """Whether a signal has come since."""
    return _load(_get(team, T_SIGNALS), 0) != since


@cfunc(types.int64(*[types.int64] * 5), nopython=True, cache=True)
def run_graph(team: int, graph: int, body: int, context: int, call: int) -> int:
    """Run all tasks of a packed graph; the status, 0 when all went well.

    ``body(task, worker, context)`` runs each task after those it depends on. ``call``: address of CALL_WORDS words, or 0.
    In the calling thread alone, in order of the numbers, when the team or the graph is in use.
    """
    tasks, workers = _get(graph, G_TASKS), min(_get(team, T_SIZE), _get(graph, G_HOMES))
    steal = call == 0 or _get(call, K_STEAL) != 0
    if workers > 1 and _load(team, T_OWNED) == 0 and tasks > 1 and _exchange(graph + 8 * G_BUSY, 0, 1) == 1:
        if _exchange(team + 8 * T_OWNED, 0, 1) == 1:
            _begin(team, call)
            _put(team, T_LEFT, tasks)
            words, homes = _get(graph, G_WORD), _get(graph, G_HOMES)
            for i in range(_get(words, homes)):
                _put(_get(graph, G_READY), i, _get(_get(graph, G_FIRST_READY), i))
            for h in range(homes):
                _put(_get(graph, G_SUMMARY), h * LINE, _get(_get(graph, G_FIRST_SUMMARY), h))
            flags = F_GRAPH | (F_STEAL if steal else 0) | (workers << F_WORKERS)
            status = _run_region(team, graph, body, context, call, flags)
            _swap(graph, G_BUSY, 0)
            return status
        _swap(graph, G_BUSY, 0)
    since = _get(call, K_SINCE) if call != 0 else -1
    since = since if since >= 0 else _load(_get(team, T_SIGNALS), 0)
    for task in range(tasks):
        status = INTERRUPTED if _is_interrupted(team, since) else _call_task(body, task, 0, context)
        if status != 0:
            return _finish(call, status, -1 if status == INTERRUPTED else task, 1, 0, 0)
    return _finish(call, 0, -1, 1, 0, 0)


@cfunc(types.int64(*[types.int64] * 5), nopython=True, cache=True)
def run_ranges(team: int, ranges: int, body: int, context: int, call: int) -> int:
    """Run all chunks of packed ranges; the status, 0 when all went well.

    ``body(start, stop, worker, context)`` runs a chunk. Else as ``run_graph``.
    """
    chunks, workers = _get(ranges, R_CHUNKS), min(_get(team, T_SIZE), _get(ranges, R_HOMES))
    steal = call == 0 or _get(call, K_STEAL) != 0
    if workers > 1 and chunks > 1 and _load(team, T_OWNED) == 0 and _exchange(team + 8 * T_OWNED, 0, 1) == 1:
        _begin(team, call)
        return _run_region(team, ranges, body, context, call, (F_STEAL if steal else 0) | (workers << F_WORKERS))
    since = _get(call, K_SINCE) if call != 0 else -1
    since = since if since >= 0 else _load(_get(team, T_SIGNALS), 0)
    start, stop = _get(ranges, R_START), _get(ranges, R_STOP)
    for chunk in range(chunks):
        status = (INTERRUPTED if _is_interrupted(team, since)
                  else _call_range(body, _get(start, chunk), _get(stop, chunk), 0, context))
        if status != 0:
            return _finish(call, status, -1 if status == INTERRUPTED else chunk, 1, 0, 0)
    return _finish(call, 0, -1, 1, 0, 0)


@cfunc(types.int64(types.int32), nopython=True, cache=True)
def on_signal(number: int) -> int:
    """Handler of a signal: count it, then what was there before; with -1 only the address of its words."""
    words = _signal_words()
    if number >= 0:
        _add(words, 0, 1)
        if _load(words, 1) != 0:
            _call1(_load(words, 1), number)
    return words


@cfunc(types.int64(types.int64, types.int64), nopython=True, cache=True)
def own_team(team: int, wanted: int) -> int:
    """Own a team (1) or give it back (0): whether that changed anything."""
    return _exchange(team + 8 * T_OWNED, 1 - wanted, wanted)


@cfunc(types.int64(types.int64, types.int64), nopython=True, cache=True)
def stop_worker(team: int, w: int) -> int:
    """Ask a worker of an owned team to end."""
    mine = _worker(team, w)
    if _swap32(mine, W_MAIL, STOP) == ASLEEP:
        _wake(team, mine)
    return 0


@cfunc(types.int64(types.int64), nopython=True, cache=True)
def pause_often(times: int) -> int:
    """Pause so many times, to learn how long a pause is."""
    for _ in range(times):
        _pause()
    return 0
