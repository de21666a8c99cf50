"""The compiled loop that executes a worker's program, for engines whose workers share memory and for others.

Frequent actions are computed here, with the operands' number known; all others through the address of a compiled
``_opcode_kernels.evaluate``, so that this file's machine code does not depend on that file.
"""

from __future__ import annotations

import platform
from collections.abc import Callable
from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

(SEND, WAIT, GENERAL, NOTHING, COPY, CUT, ADDRESS, SELECT, ADD, SUB, MUL, SHL, LSHR, ASHR, AND, OR, XOR, SEXT,
 EQ, NE, UGT, UGE, ULT, ULE, SGT, SGE, SLT, SLE, FADD, FSUB, FMUL, FDIV, FADD32, FSUB32, FMUL32, FDIV32, FNEG, FABS,
 FOEQ, FOGT, FOGE, FOLT, FOLE, FUNE, SITOFP) = range(45)
"""Codes in the low byte of a row of the table. GENERAL: any form, chains included, through ``evaluate``. CUT keeps the low
bits."""
HOLD_BIT = 1 << 31
"""As in ``workers``."""
(S_STEP, S_OPERAND, S_EXCHANGE, S_OWN, S_BLOCKED, S_NEEDED, S_START, S_FINISH, S_WAIT, S_SEND, S_SENDS, S_RECEIVE,
 S_RECEIVES, S_LOOKS, S_WAITS, S_EVENTS, S_LEAST, S_SINCE, S_STATUS, S_COLUMNS) = range(20)
"""Columns of ``state``: next step, operand, exchange entry and own slot; pair that was waited for last (-1: none) and values
needed of it; cycle counter at the start and the end; cycles of waits, of timed sends and of timed looks at counters that
found enough, and how many were timed; such looks; waits, those kept in ``event``, the shortest that is kept; when the
present wait began (0: none); what ``run`` returned."""
C_STOP, C_READY, C_GO = 0, 8, 16
"""Words of ``control``: leave at once; workers that are ready; start."""
E_START, E_STOP, E_PAIR, E_OWN = range(4)
"""Columns of ``event``: cycle counter before and after a wait, its pair, the own slot that was to be computed next."""
ENDED, BLOCKED, STOPPED, LOST = range(4)
"""What ``run`` returns; LOST: the sender has ended without sending what is waited for."""
PAIR_WORDS = 8
"""Words of ``counter`` per pair, a cache line of its own; the first says how many values are published."""
SLICE = 4096
"""Steps between two looks at ``control``."""
SAMPLE = 63
"""One of so many sends and looks, and one more, is timed."""

_ZERO, _ONE, _FULL, _LOW, _BYTE, _B63 = (np.uint64(x) for x in (0, 1, 0xFFFFFFFFFFFFFFFF, 0xFFFFFFFF, 0xFF, 63))
_I32, _I64, _DOUBLE, _SINGLE = ir.IntType(32), ir.IntType(64), ir.DoubleType(), ir.FloatType()
_IS_X86 = platform.machine().lower() in ("x86_64", "amd64", "i386", "i686")
_Emit = Callable[..., Any]


def _emitted(arity: int, emit: _Emit) -> Any:
    """A compiled function of ``arity`` uint64 (none to six) with a uint64 result that is what ``emit`` emits."""
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return emit(builder, *arguments)

    def none(context: Any) -> Any:
        return types.uint64(), generate

    def one(context: Any, a: Any) -> Any:
        return types.uint64(types.uint64), generate

    def two(context: Any, a: Any, b: Any) -> Any:
        return types.uint64(types.uint64, types.uint64), generate

    def six(context: Any, a: Any, b: Any, c: Any, d: Any, e: Any, f: Any) -> Any:
        return types.uint64(*[types.uint64] * 6), generate

    return intrinsic({0: none, 1: one, 2: two, 6: six}[arity])


def _on_double(emit: _Emit) -> Any:
    """A function of two doubles, as bits."""
    def bits(builder: Any, *values: Any) -> Any:
        result = emit(builder, *(builder.bitcast(value, _DOUBLE) for value in values))
        return builder.bitcast(result, _I64) if result.type == _DOUBLE else builder.zext(result, _I64)

    return _emitted(2, bits)


def _on_single(emit: _Emit) -> Any:
    """A function of two floats, as bits."""
    def bits(builder: Any, *values: Any) -> Any:
        result = emit(builder, *(builder.bitcast(builder.trunc(value, _I32), _SINGLE) for value in values))
        return builder.zext(builder.bitcast(result, _I32), _I64)

    return _emitted(2, bits)


def _outside(result: Any, name: str, *arguments: Any) -> _Emit:
    """Emits the call of a function of LLVM or of the C library with constant arguments; 0 when it returns nothing."""
    def emit(builder: Any) -> Any:
        function = ir.FunctionType(result, [argument.type for argument in arguments])
        value = builder.call(cgutils.get_or_insert_function(builder.module, function, name), arguments)
        return value if result == _I64 else ir.Constant(_I64, 0)

    return emit


def _emit_expected(builder: Any, value: Any, expected: Any) -> Any:
    """``value``, which the compiler takes to be ``expected`` (a constant) when it chooses what to keep in registers."""
    function = ir.FunctionType(_I64, [_I64, _I64])
    return builder.call(cgutils.get_or_insert_function(builder.module, function, "llvm.expect.i64"), [value, expected])


def _call(builder: Any, address: Any, *arguments: Any) -> Any:
    pointer = ir.FunctionType(_I64, [_I64] * 5).as_pointer()
    return builder.call(builder.inttoptr(address, pointer), arguments)


def _on_item(result: Any, arguments: int, emit: _Emit) -> Any:
    """A compiled function of an array of words, an index and int64 that is what ``emit(builder, place, *values)`` emits."""
    def generate(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        array = context.make_array(signature.args[0])(context, builder, given[0])
        value = emit(builder, builder.gep(array.data, [given[1]]), *given[2:])
        return context.get_dummy_value() if result == types.none else value

    def read(context: Any, array: Any, index: Any) -> Any:
        return result(array, types.uint64), generate

    def write(context: Any, array: Any, index: Any, value: Any) -> Any:
        return result(array, types.uint64, types.int64), generate

    return intrinsic(write if arguments else read)


_load_acquire = _on_item(types.int64, 0, lambda builder, place: builder.load_atomic(place, "acquire", 8))
_store_release = _on_item(types.none, 1, lambda builder, place, value: builder.store_atomic(value, place, "release", 8))
_add = _on_item(types.int64, 1, lambda builder, place, value: builder.atomic_rmw("add", place, value, "seq_cst"))
_evaluate, _expected = _emitted(6, _call), _emitted(2, _emit_expected)
_cycles = _emitted(0, _outside(_I64, "llvm.readcyclecounter" if _IS_X86 else "llvm.readsteadycounter"))
_pause = _emitted(0, _outside(ir.VoidType(), "llvm.x86.sse2.pause") if _IS_X86 else lambda builder: ir.Constant(_I64, 0))
_yield = _emitted(0, _outside(_I32, "sched_yield"))
_fadd, _fsub, _fmul, _fdiv = (_on_double(lambda builder, x, y, name=name: getattr(builder, name)(x, y))
                              for name in ("fadd", "fsub", "fmul", "fdiv"))
_fadd32, _fsub32, _fmul32, _fdiv32 = (_on_single(lambda builder, x, y, name=name: getattr(builder, name)(x, y))
                                      for name in ("fadd", "fsub", "fmul", "fdiv"))
_oeq, _ogt, _oge, _olt, _ole = (_on_double(lambda builder, x, y, name=name: builder.fcmp_ordered(name, x, y))
                                for name in ("==", ">", ">=", "<", "<="))
_une = _on_double(lambda builder, x, y: builder.fcmp_unordered("!=", x, y))
_signed_to_double = _emitted(1, lambda builder, a: builder.bitcast(builder.sitofp(a, _DOUBLE), _I64))


def _emit_sleep(builder: Any, nanoseconds: Any) -> Any:
    """``nanosleep`` for less than a second."""
    wanted = cgutils.alloca_once(builder, ir.LiteralStructType([_I64, _I64]))
    builder.store(ir.Constant(_I64, 0), cgutils.gep_inbounds(builder, wanted, 0, 0))
    builder.store(nanoseconds, cgutils.gep_inbounds(builder, wanted, 0, 1))
    function = ir.FunctionType(_I32, [wanted.type, wanted.type])
    nanosleep = cgutils.get_or_insert_function(builder.module, function, "nanosleep")
    builder.call(nanosleep, [wanted, ir.Constant(wanted.type, None)])
    return ir.Constant(_I64, 0)


_sleep = _emitted(1, _emit_sleep)


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _at(i: Any) -> Any:
    """An index that cannot be negative, which spares the check for wrapping."""
    return np.uint64(i)


@njit(nogil=True, cache=True, _nrt=False, forceinline=True)
def _read(values: Any, operand: Any, at: Any, k: int) -> Any:
    """The value of operand number ``k`` of an instruction."""
    return values[_at(operand[at + np.uint64(k)])]


@njit(nogil=True, cache=True, _nrt=False, forceinline=True)
def _signed(a: Any, unused: Any) -> Any:
    """A canonical integer of 64 - ``unused`` bits with its sign, int64."""
    return np.int64(a << unused) >> np.int64(unused)


@njit(nogil=True, cache=True, _nrt=False, forceinline=True)
def _ordered(a: Any, unused: Any) -> Any:
    """The same with its sign turned, so that unsigned comparison orders it."""
    return a ^ (_ONE << (_B63 - unused))


@njit(nogil=True, cache=True, _nrt=False)
def _general(table: Any, form: Any, operand: Any, at: Any, values: Any, address: Any) -> Any:
    """The value of any form, row by row."""
    value, following = _ZERO, (table[_at(form)] >> np.uint64(32)) & _BYTE
    for i in range(following + _ONE):
        word = table[_at(form) + np.uint64(i)]
        arity, previous = (word >> np.uint64(24)) & _BYTE, (word >> np.uint64(40)) & _BYTE
        given = (_ZERO, _ZERO, _ZERO)
        for k in range(3):
            taken = _ZERO
            if np.uint64(k) == previous:
                taken = value
            elif arity > _ZERO:
                taken = values[_at(operand[at])]
                at += _ONE
                arity -= _ONE
            given = (given[1], given[2], taken)
        value = _evaluate(address, (word >> np.uint64(16)) & _BYTE, (word >> np.uint64(48)) & _BYTE,
                          given[0], given[1], given[2])
    return value


@njit(nogil=True, cache=True, _nrt=False, forceinline=True)
def _compute(code: Any, word: Any, form: Any, table: Any, operand: Any, at: Any, values: Any, address: Any) -> Any:
    """The value of an instruction: one switch over the codes."""
    unused = (word >> np.uint64(8)) & _BYTE
    if code == NOTHING:
        return _ZERO
    if code == COPY:
        return _read(values, operand, at, 0)
    if code == CUT:
        return _read(values, operand, at, 0) & (_FULL >> unused)
    if code == ADDRESS:
        step = _read(values, operand, at, 2)
        return (_read(values, operand, at, 0) + np.uint64(_signed(_read(values, operand, at, 1), unused)) * (step & _LOW)
                + np.uint64(np.int64(step) >> np.int64(32)))
    if code == SELECT:
        return _read(values, operand, at, 1 if _read(values, operand, at, 0) & _ONE != _ZERO else 2)
    if code == ADD:
        return (_read(values, operand, at, 0) + _read(values, operand, at, 1)) & (_FULL >> unused)
    if code == SUB:
        return (_read(values, operand, at, 0) - _read(values, operand, at, 1)) & (_FULL >> unused)
    if code == MUL:
        return (_read(values, operand, at, 0) * _read(values, operand, at, 1)) & (_FULL >> unused)
    if code == SHL:
        by = _read(values, operand, at, 1)
        return (_read(values, operand, at, 0) << by) & (_FULL >> unused) if by < np.uint64(64) - unused else _ZERO
    if code == LSHR:
        by = _read(values, operand, at, 1)
        return _read(values, operand, at, 0) >> by if by < np.uint64(64) - unused else _ZERO
    if code == ASHR:
        by = min(_read(values, operand, at, 1), _B63 - unused)
        return np.uint64(_signed(_read(values, operand, at, 0), unused) >> np.int64(by)) & (_FULL >> unused)
    if code == AND:
        return _read(values, operand, at, 0) & _read(values, operand, at, 1)
    if code == OR:
        return _read(values, operand, at, 0) | _read(values, operand, at, 1)
    if code == XOR:
        return _read(values, operand, at, 0) ^ _read(values, operand, at, 1)
    if code == SEXT:
        return np.uint64(_signed(_read(values, operand, at, 0), unused)) & _read(values, operand, at, 1)
    if code == EQ:
        return np.uint64(_read(values, operand, at, 0) == _read(values, operand, at, 1))
    if code == NE:
        return np.uint64(_read(values, operand, at, 0) != _read(values, operand, at, 1))
    if code == UGT:
        return np.uint64(_read(values, operand, at, 0) > _read(values, operand, at, 1))
    if code == UGE:
        return np.uint64(_read(values, operand, at, 0) >= _read(values, operand, at, 1))
    if code == ULT:
        return np.uint64(_read(values, operand, at, 0) < _read(values, operand, at, 1))
    if code == ULE:
        return np.uint64(_read(values, operand, at, 0) <= _read(values, operand, at, 1))
    if code == SGT:
        return np.uint64(_ordered(_read(values, operand, at, 0), unused) > _ordered(_read(values, operand, at, 1), unused))
    if code == SGE:
        return np.uint64(_ordered(_read(values, operand, at, 0), unused) >= _ordered(_read(values, operand, at, 1), unused))
    if code == SLT:
        return np.uint64(_ordered(_read(values, operand, at, 0), unused) < _ordered(_read(values, operand, at, 1), unused))
    if code == SLE:
        return np.uint64(_ordered(_read(values, operand, at, 0), unused) <= _ordered(_read(values, operand, at, 1), unused))
    if code == FADD:
        return _fadd(_read(values, operand, at, 0), _read(values, operand, at, 1))
    if code == FSUB:
        return _fsub(_read(values, operand, at, 0), _read(values, operand, at, 1))
    if code == FMUL:
        return _fmul(_read(values, operand, at, 0), _read(values, operand, at, 1))
    if code == FDIV:
        return _fdiv(_read(values, operand, at, 0), _read(values, operand, at, 1))
    if code == FADD32:
        return _fadd32(_read(values, operand, at, 0), _read(values, operand, at, 1))
    if code == FSUB32:
        return _fsub32(_read(values, operand, at, 0), _read(values, operand, at, 1))
    if code == FMUL32:
        return _fmul32(_read(values, operand, at, 0), _read(values, operand, at, 1))
    if code == FDIV32:
        return _fdiv32(_read(values, operand, at, 0), _read(values, operand, at, 1))
    if code == FNEG:
        return _read(values, operand, at, 0) ^ (_ONE << _B63)
    if code == FABS:
        return _read(values, operand, at, 0) & (_FULL >> _ONE)
    if code == FOEQ:
        return _oeq(_read(values, operand, at, 0), _read(values, operand, at, 1))
    if code == FOGT:
        return _ogt(_read(values, operand, at, 0), _read(values, operand, at, 1))
    if code == FOGE:
        return _oge(_read(values, operand, at, 0), _read(values, operand, at, 1))
    if code == FOLT:
        return _olt(_read(values, operand, at, 0), _read(values, operand, at, 1))
    if code == FOLE:
        return _ole(_read(values, operand, at, 0), _read(values, operand, at, 1))
    if code == FUNE:
        return _une(_read(values, operand, at, 0), _read(values, operand, at, 1))
    if code == SITOFP:
        return _signed_to_double(np.uint64(_signed(_read(values, operand, at, 0), unused)))
    return _general(table, form, operand, at, values, address)


@njit(nogil=True, cache=True, _nrt=False)
def _note_wait(state: Any, event: Any, stop: int, pair: Any, own: Any) -> None:
    """Count a wait that has ended, and keep it if it is long; when there is no room the shortest are dropped."""
    length = stop - state[S_SINCE]
    state[S_WAIT] += length
    state[S_WAITS] += 1
    while state[S_EVENTS] == len(event) and length >= state[S_LEAST] and len(event) > 0:
        state[S_LEAST] += state[S_LEAST] // 8 + 1
        kept = 0
        for i in range(state[S_EVENTS]):
            if event[i, E_STOP] - event[i, E_START] >= state[S_LEAST]:
                for column in range(4):
                    event[kept, column] = event[i, column]
                kept += 1
        state[S_EVENTS] = kept
    if length >= state[S_LEAST] and len(event) > 0:
        at = state[S_EVENTS]
        event[at, E_START], event[at, E_STOP], event[at, E_PAIR], event[at, E_OWN] = state[S_SINCE], stop, pair, own
        state[S_EVENTS] += 1
    state[S_SINCE] = 0


@njit(nogil=True, cache=True, _nrt=False)
def _await(counter: Any, pair: Any, needed: int, spins: int, state: Any, event: Any, own: Any, control: Any) -> int:
    """Look at a counter up to ``spins`` times; the values that have come."""
    if state[S_SINCE] == 0:
        state[S_SINCE] = np.int64(_cycles())
    came = _load_acquire(counter, pair * np.uint64(PAIR_WORDS))
    left = spins
    while came < needed and left > 0:
        _pause()
        left -= 1
        if left & 63 == 0 and _load_acquire(control, np.uint64(C_STOP)) != 0:
            break
        came = _load_acquire(counter, pair * np.uint64(PAIR_WORDS))
    if came >= needed:
        _note_wait(state, event, np.int64(_cycles()), pair, own)
    return came


@njit(nogil=True, cache=True, _nrt=False, forceinline=True)
def _send(entry: Any, value: Any, shared: Any, target: Any, sent: Any, counter: Any, state: Any) -> None:
    """Store a value to its slot, and publish it unless it is held back."""
    pair = _at(entry & (HOLD_BIT - 1))
    number = sent[pair]
    start = np.int64(_cycles()) if number & SAMPLE == 0 else 0
    shared[_at(target[pair] + number)] = value
    sent[pair] = number + 1
    if entry & HOLD_BIT == 0:
        _store_release(counter, pair * np.uint64(PAIR_WORDS), number + 1)
    if start != 0:
        state[S_SEND] += np.int64(_cycles()) - start
        state[S_SENDS] += 1


@njit(nogil=True, cache=True, _nrt=False)
def _receive(counter: Any, pair: Any, needed: int, seen: Any, spins: int, state: Any, event: Any, own: Any,
             control: Any) -> bool:
    """See what has come by a pair, wait for it if need be; whether there are enough values."""
    start = np.int64(_cycles()) if state[S_LOOKS] & SAMPLE == 0 else 0
    seen[pair] = _load_acquire(counter, pair * np.uint64(PAIR_WORDS))
    if seen[pair] < needed:
        seen[pair] = _await(counter, pair, needed, spins, state, event, own, control)
        if seen[pair] < needed:
            state[S_BLOCKED], state[S_NEEDED] = pair, needed
            return False
        return True
    if state[S_SINCE] != 0:
        _note_wait(state, event, np.int64(_cycles()), pair, own)
        return True
    state[S_LOOKS] += 1
    if start != 0:
        state[S_RECEIVE] += np.int64(_cycles()) - start
        state[S_RECEIVES] += 1
    return True


@njit(nogil=True, cache=True, _nrt=False)
def run(step: Any, operand: Any, exchange: Any, table: Any, address: Any, values: Any, shared: Any, target: Any, sent: Any,
        counter: Any, seen: Any, state: Any, event: Any, control: Any, spins: int) -> int:
    """Execute a program from where ``state`` says until it ends or a WAIT is not fulfilled; ENDED, BLOCKED or STOPPED.

    Parameters
    ----------
    step, operand, exchange
        The ``WorkerProgram``.
    table
        uint64: what each form and the two pseudo forms are, see ``packing.pack_forms``.
    address
        uint64: ``_opcode_kernels.compiled_evaluate().address``.
    values
        uint64: the worker's slots; constants are there.
    shared, target
        uint64, and int64, one per pair: value i of pair p is stored to ``shared[target[p] + i]``.
    sent, seen
        int64, one per pair: values sent so far; how many the receiver knows to have come.
    counter
        int64, ``PAIR_WORDS`` per pair: values published.
    state, event, control
        int64: see S_*, E_*, C_*; ``event`` (k, 4) may have no rows.
    spins
        How often a WAIT looks before it gives up.
    """
    at, op, ex, own = _at(state[S_STEP]), _at(state[S_OPERAND]), _at(state[S_EXCHANGE]), _at(state[S_OWN])
    end, status = _at(len(step)), ENDED
    while at < end and status == ENDED:
        if _load_acquire(control, np.uint64(C_STOP)) != 0:
            status = STOPPED
            break
        limit = min(at + np.uint64(SLICE), end)
        while at < limit:
            form = step[at]
            word = table[_at(form)]
            code = word & _BYTE
            if _expected(np.uint64(code > WAIT), _ONE) != _ZERO:
                values[own] = _compute(code, word, form, table, operand, op, values, address)
                own += _ONE
            elif code == SEND:
                _send(exchange[ex], values[own - _ONE], shared, target, sent, counter, state)
                ex += _ONE
            else:
                pair, needed = _at(exchange[ex]), np.int64(exchange[ex + _ONE])
                if seen[pair] < needed and not _receive(counter, pair, needed, seen, spins, state, event, own, control):
                    status = BLOCKED
                    break
                ex += np.uint64(2)
            op += word >> np.uint64(56)
            at += _ONE
        state[S_STEP] = at
    state[S_STEP], state[S_OPERAND], state[S_EXCHANGE], state[S_OWN], state[S_STATUS] = at, op, ex, own, status
    return status


@njit(nogil=True, cache=True, _nrt=False)
def start_slots(values: Any, constant_slot: int, constants: Any) -> None:
    """Zeros to all slots of a worker but its constants, which brings the memory to where the worker is."""
    for i in range(constant_slot):
        values[_at(i)] = _ZERO
    for i in range(len(constants)):
        values[_at(constant_slot + i)] = constants[_at(i)]


@njit(nogil=True, cache=True, _nrt=False)
def _rest(rounds: int) -> None:
    """Leave the processor to others: first only that, then sleep, up to a millisecond."""
    if rounds < 64:
        _yield()
    else:
        _sleep(np.uint64(min(1000000, 20000 << min(6, (rounds - 64) // 8))))


@njit(nogil=True, cache=True, _nrt=False)
def run_thread(step: Any, operand: Any, exchange: Any, table: Any, address: Any, values: Any, shared: Any, target: Any,
               sent: Any, counter: Any, seen: Any, state: Any, event: Any, control: Any, spins: int, pair_sender: Any,
               ended: Any, own_number: int, constant_slot: int, constants: Any) -> int:
    """A worker as a thread: prepares its slots, waits for the start, runs to the end; ENDED, STOPPED or LOST.

    ``ended`` (int64, ``PAIR_WORDS`` per worker) says which workers have ended, ``pair_sender`` (uint16) who sends by a pair.
    """
    start_slots(values, constant_slot, constants)
    _add(control, np.uint64(C_READY), 1)
    rounds = 0
    while _load_acquire(control, np.uint64(C_GO)) == 0 and _load_acquire(control, np.uint64(C_STOP)) == 0:
        for _ in range(spins):
            _pause()
            if _load_acquire(control, np.uint64(C_GO)) != 0:
                break
        _rest(rounds)
        rounds += 1
    state[S_START] = np.int64(_cycles())
    state[S_BLOCKED], rounds, before = -1, 0, -1
    while True:
        status = run(step, operand, exchange, table, address, values, shared, target, sent, counter, seen, state, event,
                     control, spins)
        if status != BLOCKED:
            break
        pair = _at(state[S_BLOCKED])
        if (_load_acquire(ended, _at(pair_sender[pair]) * np.uint64(PAIR_WORDS)) != 0
                and _load_acquire(counter, pair * np.uint64(PAIR_WORDS)) < state[S_NEEDED]):
            status = LOST
            break
        rounds = rounds + 1 if state[S_STEP] == before else 0
        before = state[S_STEP]
        _rest(rounds)
    state[S_FINISH] = np.int64(_cycles())
    state[S_STATUS] = status
    if status == ENDED:
        _store_release(ended, _at(own_number) * np.uint64(PAIR_WORDS), 1)
    return status


@njit(nogil=True, cache=True, _nrt=False)
def read_cycles() -> int:
    """The cycle counter."""
    return np.int64(_cycles())


@njit(nogil=True, cache=True, _nrt=False)
def publish(array: Any, word: int, value: int) -> None:
    """Store a word that other threads look at."""
    _store_release(array, np.uint64(word), value)


@njit(nogil=True, cache=True, _nrt=False)
def reading_cycles(times: int) -> int:
    """The least difference of two neighbouring readings of the cycle counter."""
    least = 1 << 40
    for _ in range(times):
        start = _cycles()
        least = min(least, np.int64(_cycles() - start))
    return least
