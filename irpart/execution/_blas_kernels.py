"""The compiled part of coexistence with BLAS: entries that stand in for a team's own and leave BLAS one thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from llvmlite import binding, ir
from numba import cfunc, njit, types
from numba.extending import intrinsic
from numpy.typing import NDArray

MOST_LIBRARIES = 8
L_RANGES, L_GRAPH, L_LOCK, L_COUNT, L_LIBRARIES = 0, 1, 8, 9, 16
"""Words: the team's entries; whether a region has set limits; how many libraries; from here on those."""
Q_GET, Q_SET, Q_BEFORE, LIBRARY_WORDS = range(4)
"""Words of a library: functions that tell and set its number of threads, and what it was before the region."""
SYMBOL = "irpart_blas"
"""Name of the words for compiled code."""
WORDS: NDArray[np.int64] = np.zeros(L_LIBRARIES + MOST_LIBRARIES * LIBRARY_WORDS, np.int64)
binding.add_symbol(SYMBOL, WORDS.ctypes.data)

_I32, _I64, _VOID = ir.IntType(32), ir.IntType(64), ir.VoidType()
_SIZE = len(WORDS)
_Emit = Callable[..., Any]


def _emitted(arity: int, emit: _Emit) -> Any:
    """A compiled function of 1 to 3 or 6 int64 with an int64 result that is what ``emit`` emits."""
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return emit(builder, *arguments)

    signature = types.int64(*[types.int64] * arity)

    def one(context: Any, a: Any) -> Any:
        return signature, generate

    def two(context: Any, a: Any, b: Any) -> Any:
        return signature, generate

    def three(context: Any, a: Any, b: Any, c: Any) -> Any:
        return signature, generate

    def six(context: Any, a: Any, b: Any, c: Any, d: Any, e: Any, f: Any) -> Any:
        return signature, generate

    return intrinsic({1: one, 2: two, 3: three, 6: six}[arity])


def _place(builder: Any, address: Any, index: Any) -> Any:
    return builder.gep(builder.inttoptr(address, _I64.as_pointer()), [index])


def _emit_get(builder: Any, address: Any, index: Any) -> Any:
    return builder.load(_place(builder, address, index))


def _emit_put(builder: Any, address: Any, index: Any, value: Any) -> Any:
    builder.store(value, _place(builder, address, index))
    return value


def _emit_swap(builder: Any, address: Any, index: Any, value: Any) -> Any:
    return builder.atomic_rmw("xchg", _place(builder, address, index), value, "seq_cst")


def _emit_entry(builder: Any, address: Any, *arguments: Any) -> Any:
    function = ir.FunctionType(_I64, [_I64] * len(arguments))
    return builder.call(builder.inttoptr(address, function.as_pointer()), arguments)


def _emit_ask(builder: Any, address: Any) -> Any:
    """Call of a C function ``int f(void)``."""
    return builder.sext(builder.call(builder.inttoptr(address, ir.FunctionType(_I32, []).as_pointer()), []), _I64)


def _emit_tell(builder: Any, address: Any, number: Any) -> Any:
    """Call of a C function ``void f(int)``."""
    function = builder.inttoptr(address, ir.FunctionType(_VOID, [_I32]).as_pointer())
    builder.call(function, [builder.trunc(number, _I32)])
    return number


_get, _put, _swap = _emitted(2, _emit_get), _emitted(3, _emit_put), _emitted(3, _emit_swap)
_entry, _ask, _tell = _emitted(6, _emit_entry), _emitted(1, _emit_ask), _emitted(2, _emit_tell)


def _typed_words(context: Any) -> Any:
    """Address of the words, by their name."""
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.ptrtoint(context.get_c_value(builder, ir.ArrayType(_I64, _SIZE), SYMBOL), _I64)

    return types.int64(), generate


_words = intrinsic(_typed_words)


@njit(nogil=True, cache=True, _nrt=False)
def _limited(words: int, entry: int, team: int, region: int, body: int, context: int, call: int) -> int:
    """A region with one thread for BLAS. Who finds limits set leaves them to the region that set them."""
    if _swap(words, L_LOCK, 1) != 0:
        return _entry(entry, team, region, body, context, call)
    count = _get(words, L_COUNT)
    for k in range(count):
        library = words + 8 * (L_LIBRARIES + k * LIBRARY_WORDS)
        before = _ask(_get(library, Q_GET))
        _put(library, Q_BEFORE, before)
        if before != 1:
            _tell(_get(library, Q_SET), 1)
    status = _entry(entry, team, region, body, context, call)
    for k in range(count):
        library = words + 8 * (L_LIBRARIES + k * LIBRARY_WORDS)
        if _get(library, Q_BEFORE) != 1:
            _tell(_get(library, Q_SET), _get(library, Q_BEFORE))
    _swap(words, L_LOCK, 0)
    return status


@cfunc(types.int64(*[types.int64] * 5), nopython=True, cache=True)
def limited_ranges(team: int, region: int, body: int, context: int, call: int) -> int:
    """In the place of ``run_ranges``."""
    words = _words()
    return _limited(words, _get(words, L_RANGES), team, region, body, context, call)


@cfunc(types.int64(*[types.int64] * 5), nopython=True, cache=True)
def limited_graph(team: int, region: int, body: int, context: int, call: int) -> int:
    """In the place of ``run_graph``."""
    words = _words()
    return _limited(words, _get(words, L_GRAPH), team, region, body, context, call)
