"""The compiled part of timelines: entries that stand in for those of regions, and write down what ran where and when.

While a timeline is recorded the table of ``_region_kernels`` holds these entries in the places of the others, so a program
whose timeline nobody wants pays nothing. The words of packed ranges and graphs are those of ``_team_kernels``;
``tests/execution`` compares the numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from llvmlite import binding, ir
from numba import cfunc, njit, types
from numba.extending import intrinsic
from numpy.typing import NDArray

LINE = 16
L_RINGS, L_CLOCK, L_THREAD, L_RANGES, L_GRAPH, L_PARTS, L_GRID, L_PART_BODY, L_TILE_BODY = range(9)
"""Words of a timeline: address of the rings; the C library's ``clock_gettime`` and
``pthread_self``; the entries that the table had; ``record_part`` and ``record_tile``."""
L_RUNS, TIMELINE_WORDS = LINE, 2 * LINE
"""Regions that a team ran so far."""
H_WORKERS, H_CAPACITY = 0, 1
"""Words of the line in front of the rings: how many rings, records in each."""
E_KIND, E_THREAD, E_BEGIN, E_END, E_RUN, E_NUMBER, E_HOME, E_WORKER, EVENT_WORDS = range(9)
"""Words of a record: what it is; the thread; when it began and ended, ns; for parts and runs the number of the run, for
regions what ``C_NAME`` says; number of the part or tile, for regions iterations or tiles; home, for regions how many
workers; worker."""
PART, RUN, REGION, GRID = 1, 2, 3, 4
"""Kinds: a part or tile; all of a team's work for a region; a region of a loop or of a grid."""
C_WORKERS, C_NAME = 3, 4
"""Words of the context of bodies that are read here."""
R_HOMES, R_FIRST, G_HOME = 1, 2, 7
F_BODY, F_CONTEXT, F_REGION, F_RUN, FRAME_WORDS = range(5)
"""Words of the context of the bodies here: the body and context that they stand in for, the packed region, the run."""

SYMBOL = "irpart_timeline"
"""Name of the words for compiled code."""
WORDS: NDArray[np.int64] = np.zeros(TIMELINE_WORDS, np.int64)
binding.add_symbol(SYMBOL, WORDS.ctypes.data)

_I32, _I64 = ir.IntType(32), ir.IntType(64)
_Emit = Callable[..., Any]


def _emitted(arity: int, emit: _Emit) -> Any:
    """A compiled function of 1 to 8 int64 with an int64 result that is what ``emit`` emits."""
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

    def eight(context: Any, a: Any, b: Any, c: Any, d: Any, e: Any, f: Any, g: Any, h: Any) -> Any:
        return signature, generate

    return intrinsic({1: one, 2: two, 3: three, 4: four, 5: five, 6: six, 8: eight}[arity])


def _place(builder: Any, address: Any, index: Any, kind: Any) -> Any:
    return builder.gep(builder.inttoptr(address, kind.as_pointer()), [index])


def _emit_get(builder: Any, address: Any, index: Any) -> Any:
    return builder.load(_place(builder, address, index, _I64))


def _emit_get32(builder: Any, address: Any, index: Any) -> Any:
    return builder.sext(builder.load(_place(builder, address, index, _I32)), _I64)


def _emit_put(builder: Any, address: Any, index: Any, value: Any) -> Any:
    builder.store(value, _place(builder, address, index, _I64))
    return value


def _emit_add(builder: Any, address: Any, index: Any, value: Any) -> Any:
    return builder.atomic_rmw("add", _place(builder, address, index, _I64), value, "seq_cst")


def _emit_call(builder: Any, address: Any, *arguments: Any) -> Any:
    function = ir.FunctionType(_I64, [_I64] * len(arguments))
    return builder.call(builder.inttoptr(address, function.as_pointer()), arguments)


def _emit_stack(builder: Any, words: Any) -> Any:
    """Address of some words of the frame of the function."""
    with builder.goto_entry_block():
        room = builder.alloca(ir.ArrayType(_I64, LINE))
    return builder.ptrtoint(room, _I64)


_get, _get32, _put, _add = _emitted(2, _emit_get), _emitted(2, _emit_get32), _emitted(3, _emit_put), _emitted(3, _emit_add)
_call0, _call2, _call3, _call4, _call5, _call7 = (_emitted(n + 1, _emit_call) for n in (0, 2, 3, 4, 5, 7))
_stack = _emitted(1, _emit_stack)


def _typed_words(context: Any) -> Any:
    """Address of the words of the timeline, by their name."""
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.ptrtoint(context.get_c_value(builder, ir.ArrayType(_I64, TIMELINE_WORDS), SYMBOL), _I64)

    return types.int64(), generate


_words = intrinsic(_typed_words)


@njit(nogil=True, cache=True, _nrt=False)
def _now(words: int) -> int:
    """A steady clock, ns."""
    spec = _stack(1)
    _call2(_get(words, L_CLOCK), 1, spec)
    return _get(spec, 0) * 1_000_000_000 + _get(spec, 1)


@njit(nogil=True, cache=True, _nrt=False)
def _note(words: int, kind: int, begin: int, run: int, number: int, home: int, worker: int) -> None:
    """Write down what ends now; the newest records of a ring replace its oldest. Several threads may share a ring."""
    end, rings = _now(words), _get(words, L_RINGS)
    capacity = _get(rings, H_CAPACITY)
    ring = rings + 8 * LINE + 8 * (worker % _get(rings, H_WORKERS)) * (LINE + capacity * EVENT_WORDS)
    event = ring + 8 * (LINE + _add(ring, 0, 1) % capacity * EVENT_WORDS)
    _put(event, E_KIND, kind)
    _put(event, E_THREAD, _call0(_get(words, L_THREAD)))
    _put(event, E_BEGIN, begin)
    _put(event, E_END, end)
    _put(event, E_RUN, run)
    _put(event, E_NUMBER, number)
    _put(event, E_HOME, home)
    _put(event, E_WORKER, worker)


@cfunc(types.int64(*[types.int64] * 4), nopython=True, cache=True)
def record_part(start: int, stop: int, worker: int, frame: int) -> int:
    """Body of a part of a loop around the body that is meant."""
    words = _words()
    begin, region, home = _now(words), _get(frame, F_REGION), 0
    status = _call4(_get(frame, F_BODY), start, stop, worker, _get(frame, F_CONTEXT))
    homes, first = _get(region, R_HOMES), _get(region, R_FIRST)
    while home < homes - 1 and _get(first, home + 1) <= start:
        home += 1
    _note(words, PART, begin, _get(frame, F_RUN), start, home, worker)
    return status


@cfunc(types.int64(*[types.int64] * 3), nopython=True, cache=True)
def record_tile(tile: int, worker: int, frame: int) -> int:
    """Body of a tile around the body that is meant."""
    words = _words()
    begin, region = _now(words), _get(frame, F_REGION)
    status = _call3(_get(frame, F_BODY), tile, worker, _get(frame, F_CONTEXT))
    _note(words, PART, begin, _get(frame, F_RUN), tile, _get32(_get(region, G_HOME), tile), worker)
    return status


@njit(nogil=True, cache=True, _nrt=False)
def _run(entry: int, recorder: int, team: int, region: int, body: int, context: int, call: int) -> int:
    """A team's work for a region, with a body that writes down its parts."""
    words, frame = _words(), _stack(1)
    begin, run = _now(words), _add(words, L_RUNS, 1) + 1
    _put(frame, F_BODY, body)
    _put(frame, F_CONTEXT, context)
    _put(frame, F_REGION, region)
    _put(frame, F_RUN, run)
    status = _call5(entry, team, region, recorder, frame, call)
    _note(words, RUN, begin, run, 0, 0, 0)
    return status


@cfunc(types.int64(*[types.int64] * 5), nopython=True, cache=True)
def recorded_ranges(team: int, region: int, body: int, context: int, call: int) -> int:
    """In the place of ``run_ranges``."""
    words = _words()
    return _run(_get(words, L_RANGES), _get(words, L_PART_BODY), team, region, body, context, call)


@cfunc(types.int64(*[types.int64] * 5), nopython=True, cache=True)
def recorded_graph(team: int, region: int, body: int, context: int, call: int) -> int:
    """In the place of ``run_graph``."""
    words = _words()
    return _run(_get(words, L_GRAPH), _get(words, L_TILE_BODY), team, region, body, context, call)


@cfunc(types.int64(*[types.int64] * 7), nopython=True, cache=True)
def recorded_parts(table: int, length: int, grain: int, most: int, times: int, body: int, context: int) -> int:
    """In the place of ``run_parts``."""
    words = _words()
    begin = _now(words)
    status = _call7(_get(words, L_PARTS), table, length, grain, most, times, body, context)
    _note(words, REGION, begin, _get(context, C_NAME), length, _get(context, C_WORKERS), 0)
    return status


@cfunc(types.int64(*[types.int64] * 7), nopython=True, cache=True)
def recorded_grid(table: int, n0: int, n1: int, n2: int, most: int, body: int, context: int) -> int:
    """In the place of ``run_grid``."""
    words = _words()
    begin = _now(words)
    status = _call7(_get(words, L_GRID), table, n0, n1, n2, most, body, context)
    _note(words, GRID, begin, _get(context, C_NAME), n0 * n1 * n2, _get(context, C_WORKERS), 0)
    return status
