"""One compiled function that computes any scalar LLVM instruction on 64-bit patterns; it never traps.

Values are canonical: integers zero-extended to 64 bits, float as its 32 bits, double and pointers as 64 bits. Where
LLVM leaves a result undefined, docs/replay.md says what is returned. The floating-point operations are LLVM's own
instructions and intrinsics, emitted between bit casts that cost nothing, and never contracted.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from llvmlite import ir
from numba import cfunc, njit, types
from numba.core import cgutils
from numba.extending import intrinsic

NOTHING, OPAQUE, COPY, LOAD, STORE, ADDRESS, SELECT, ADD, SUB, MUL, SHL, LSHR, ASHR, AND, OR, XOR, TRUNC, SEXT = range(18)
UDIV, SDIV, UREM, SREM = range(18, 22)
ICMP = 22
FADD, FSUB, FMUL, FDIV, FNEG = range(32, 37)
FCMP = 37
FMA, FMULADD, SQRT, FABS, COPYSIGN, FLOOR, CEIL, FTRUNC, RINT, NEARBYINT, ROUND, ROUNDEVEN = range(53, 65)
MINNUM, MAXNUM, MINIMUM, MAXIMUM, CANONICALIZE, FREM, POWI = range(65, 72)
(FPTRUNC, FPEXT, FPTOSI_FLOAT, FPTOSI_DOUBLE, FPTOUI_FLOAT, FPTOUI_DOUBLE, SITOFP_FLOAT, SITOFP_DOUBLE, UITOFP_FLOAT,
 UITOFP_DOUBLE) = range(72, 82)
SMIN, SMAX, UMIN, UMAX, ABS, CTPOP, CTLZ, CTTZ, BSWAP, BITREVERSE, FSHL, FSHR = range(82, 94)
SADD_OVERFLOW, UADD_OVERFLOW, SSUB_OVERFLOW, USUB_OVERFLOW, SMUL_OVERFLOW, UMUL_OVERFLOW = range(94, 100)
SADD_SAT, UADD_SAT, SSUB_SAT, USUB_SAT, SSHL_SAT, USHL_SAT, SCMP, UCMP = range(100, 108)
FPTOSI_SAT_FLOAT, FPTOSI_SAT_DOUBLE, FPTOUI_SAT_FLOAT, FPTOUI_SAT_DOUBLE = range(108, 112)
LIBRARY, PIECE = 112, 146
"""Actions as in ``actions.ACTIONS``; the ten, sixteen and thirty-four of ICMP, FCMP and LIBRARY are ranges."""

LIBRARY_ONE = ("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "exp", "exp2",
               "expm1", "log", "log2", "log10", "log1p", "cbrt", "erf", "erfc", "tgamma", "lgamma", "sqrt")
LIBRARY_TWO = ("atan2", "pow", "hypot", "fmod", "remainder", "fdim", "fmin", "fmax", "nextafter")

_ZERO, _ONE, _FULL, _LOW = np.uint64(0), np.uint64(1), np.uint64(0xFFFFFFFFFFFFFFFF), np.uint64(0xFFFFFFFF)
_B64, _B63, _B32 = np.uint64(64), np.uint64(63), np.uint64(32)

_I32, _I64, _I128 = ir.IntType(32), ir.IntType(64), ir.IntType(128)
_SINGLE, _DOUBLE = ir.FloatType(), ir.DoubleType()
_Emit = Callable[..., Any]


def _on_bits(arity: int, emit: _Emit) -> Any:
    """A compiled function of ``arity`` uint64 that is what ``emit(builder, *values)`` emits."""
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return emit(builder, *arguments)

    def one(context: Any, a: Any) -> Any:
        return types.uint64(types.uint64), generate

    def two(context: Any, a: Any, b: Any) -> Any:
        return types.uint64(types.uint64, types.uint64), generate

    def three(context: Any, a: Any, b: Any, c: Any) -> Any:
        return types.uint64(types.uint64, types.uint64, types.uint64), generate

    return intrinsic((one, two, three)[arity - 1])


def _as_float(builder: Any, bits: Any, kind: Any) -> Any:
    return builder.bitcast(builder.trunc(bits, _I32) if kind == _SINGLE else bits, kind)


def _as_bits(builder: Any, value: Any) -> Any:
    if value.type == _DOUBLE:
        return builder.bitcast(value, _I64)
    if value.type == _SINGLE:
        value = builder.bitcast(value, _I32)
    return value if value.type == _I64 else builder.zext(value, _I64)


def _floats(kind: Any, arity: int, emit: _Emit) -> Any:
    """Like ``_on_bits`` for what is emitted on float or double values."""
    return _on_bits(arity, lambda builder, *bits: _as_bits(
        builder, emit(builder, *(_as_float(builder, value, kind) for value in bits))))


def _both(arity: int, emit: _Emit) -> tuple[Any, Any]:
    return _floats(_SINGLE, arity, emit), _floats(_DOUBLE, arity, emit)


def _named(name: str) -> _Emit:
    """Emits a call of an LLVM intrinsic whose overload is its first argument's type."""
    suffix = {_SINGLE: "f32", _DOUBLE: "f64", _I64: "i64"}

    def emit(builder: Any, *values: Any) -> Any:
        kind = values[0].type
        function = ir.FunctionType(kind, [value.type for value in values])
        return builder.call(cgutils.get_or_insert_function(builder.module, function, f"{name}.{suffix[kind]}"), values)

    return emit


def _library(kind: Any) -> Any:
    """A compiled function (number, a, b) that calls the C library's function of that number."""
    names = [(name, 1) for name in LIBRARY_ONE] + [(name, 2) for name in LIBRARY_TWO]

    def emit(builder: Any, number: Any, *bits: Any) -> Any:
        values = [_as_float(builder, value, kind) for value in bits]
        before, done = builder.block, builder.append_basic_block("done")
        results = []
        choice = builder.switch(number, done)
        for index, (name, arity) in enumerate(names):
            block = builder.append_basic_block(name)
            choice.add_case(ir.Constant(_I64, index), block)
            builder.position_at_end(block)
            symbol = name + ("f" if kind == _SINGLE else "")
            function = cgutils.get_or_insert_function(builder.module, ir.FunctionType(kind, [kind] * arity), symbol)
            function.attributes.add("nobuiltin")  # LLVM would put intrinsics that treat zeros otherwise in its place
            results.append((builder.call(function, values[:arity]), block))
            builder.branch(done)
        builder.position_at_end(done)
        result = builder.phi(kind)
        result.add_incoming(ir.Constant(kind, 0.0), before)
        for value, block in results:
            result.add_incoming(value, block)
        return _as_bits(builder, result)

    return _on_bits(3, emit)


def _count(name: str) -> Any:
    return _on_bits(1, lambda builder, a: builder.call(cgutils.get_or_insert_function(
        builder.module, ir.FunctionType(_I64, [_I64, ir.IntType(1)]), name), [a, ir.Constant(ir.IntType(1), 0)]))


def _high(extend: str) -> Any:
    """The upper half of a 128-bit product."""
    return _on_bits(2, lambda builder, a, b: builder.trunc(builder.lshr(builder.mul(
        getattr(builder, extend)(a, _I128), getattr(builder, extend)(b, _I128)), ir.Constant(_I128, 64)), _I64))


def _predicates(builder: Any, x: Any, y: Any) -> Any:
    """Bits 0 to 3: equal, greater, less, unordered."""
    bits = [_as_bits(builder, found) for found in (
        builder.fcmp_ordered("==", x, y), builder.fcmp_ordered(">", x, y), builder.fcmp_ordered("<", x, y),
        builder.fcmp_unordered("uno", x, y))]
    for place in (1, 2, 3):
        bits[0] = builder.or_(bits[0], builder.shl(bits[place], ir.Constant(_I64, place)))
    return bits[0]


_udiv = _on_bits(2, lambda builder, a, b: builder.udiv(a, b))
_urem = _on_bits(2, lambda builder, a, b: builder.urem(a, b))
_high_signed, _high_unsigned = _high("sext"), _high("zext")
_ctpop, _bswap, _bitreverse = (_on_bits(1, _named(f"llvm.{name}")) for name in ("ctpop", "bswap", "bitreverse"))
_ctlz, _cttz = _count("llvm.ctlz.i64"), _count("llvm.cttz.i64")
_fadd32, _fadd64 = _both(2, lambda builder, x, y: builder.fadd(x, y))
_fsub32, _fsub64 = _both(2, lambda builder, x, y: builder.fsub(x, y))
_fmul32, _fmul64 = _both(2, lambda builder, x, y: builder.fmul(x, y))
_fdiv32, _fdiv64 = _both(2, lambda builder, x, y: builder.fdiv(x, y))
_frem32, _frem64 = _both(2, lambda builder, x, y: builder.frem(x, y))
_fcmp32, _fcmp64 = _both(2, _predicates)
_fma32, _fma64 = _both(3, _named("llvm.fma"))
_fmuladd32, _fmuladd64 = _both(3, _named("llvm.fmuladd"))
_sqrt32, _sqrt64 = _both(1, _named("llvm.sqrt"))
_floor32, _floor64 = _both(1, _named("llvm.floor"))
_ceil32, _ceil64 = _both(1, _named("llvm.ceil"))
_trunc32, _trunc64 = _both(1, _named("llvm.trunc"))
_rint32, _rint64 = _both(1, _named("llvm.rint"))
_nearbyint32, _nearbyint64 = _both(1, _named("llvm.nearbyint"))
_round32, _round64 = _both(1, _named("llvm.round"))
_roundeven32, _roundeven64 = _both(1, _named("llvm.roundeven"))
_canonicalize32, _canonicalize64 = _both(1, _named("llvm.canonicalize"))
_minnum32, _minnum64 = _both(2, _named("llvm.minnum"))
_maxnum32, _maxnum64 = _both(2, _named("llvm.maxnum"))
_minimum32, _minimum64 = _both(2, _named("llvm.minimum"))
_maximum32, _maximum64 = _both(2, _named("llvm.maximum"))
_library32, _library64 = _library(_SINGLE), _library(_DOUBLE)
_fptrunc = _floats(_DOUBLE, 1, lambda builder, x: builder.fptrunc(x, _SINGLE))
_fpext = _floats(_SINGLE, 1, lambda builder, x: builder.fpext(x, _DOUBLE))
_float_to_i32, _double_to_i32 = _both(1, lambda builder, x: builder.fptosi(x, _I32))
_float_to_i64, _double_to_i64 = _both(1, lambda builder, x: builder.fptosi(x, _I64))
_float_to_u32, _double_to_u32 = _both(1, lambda builder, x: builder.fptoui(x, _I32))
_float_to_u64, _double_to_u64 = _both(1, lambda builder, x: builder.fptoui(x, _I64))
_signed_to_float = _on_bits(1, lambda builder, a: _as_bits(builder, builder.sitofp(a, _SINGLE)))
_signed_to_double = _on_bits(1, lambda builder, a: _as_bits(builder, builder.sitofp(a, _DOUBLE)))
_unsigned_to_float = _on_bits(1, lambda builder, a: _as_bits(builder, builder.uitofp(a, _SINGLE)))
_unsigned_to_double = _on_bits(1, lambda builder, a: _as_bits(builder, builder.uitofp(a, _DOUBLE)))


@njit(nogil=True, cache=True, _nrt=False)
def _mask(width: Any) -> Any:
    """The ``width`` low bits; 1 to 64."""
    return _FULL >> (_B64 - width)


@njit(nogil=True, cache=True, _nrt=False)
def _signed(a: Any, width: Any) -> Any:
    """A canonical integer with its sign, int64."""
    unused = _B64 - width
    return np.int64(a << unused) >> np.int64(unused)


@njit(nogil=True, cache=True, _nrt=False)
def _magnitude(a: Any) -> Any:
    """|a| of an int64 as uint64; 2**63 for the least."""
    return np.uint64(a) if a >= 0 else _ZERO - np.uint64(a)


@njit(nogil=True, cache=True, _nrt=False)
def _divide(action: Any, width: Any, a: Any, b: Any) -> Any:
    """Quotients and remainders; by zero both are 0, and the least divided by -1 wraps."""
    if b & _mask(width) == _ZERO:
        return _ZERO
    if action == UDIV:
        return _udiv(a, b)
    if action == UREM:
        return _urem(a, b)
    x, y = _signed(a, width), _signed(b, width)
    if action == SDIV:
        q = _udiv(_magnitude(x), _magnitude(y))
        return (q if (x < 0) == (y < 0) else _ZERO - q) & _mask(width)
    r = _urem(_magnitude(x), _magnitude(y))
    return (r if x >= 0 else _ZERO - r) & _mask(width)


@njit(nogil=True, cache=True, _nrt=False)
def _compare(predicate: Any, width: Any, a: Any, b: Any) -> Any:
    """icmp; ``predicate`` counts eq, ne, ugt, uge, ult, ule, sgt, sge, slt, sle from 0."""
    if predicate == 0:
        return np.uint64(a == b)
    if predicate == 1:
        return np.uint64(a != b)
    if predicate >= 6:
        a, b = a ^ (_ONE << (width - _ONE)), b ^ (_ONE << (width - _ONE))
        predicate -= 4
    if predicate == 2:
        return np.uint64(a > b)
    if predicate == 3:
        return np.uint64(a >= b)
    if predicate == 4:
        return np.uint64(a < b)
    return np.uint64(a <= b)


@njit(nogil=True, cache=True, _nrt=False)
def _power(a: Any, b: Any, width: Any) -> Any:
    """llvm.powi: squarings and products in the order of LLVM's expansion and of its run-time library."""
    single = width == _B32
    one = np.uint64(0x3F800000) if single else np.uint64(0x3FF0000000000000)
    left, result = _magnitude(_signed(b & _LOW, _B32)), one
    while left != _ZERO:
        if left & _ONE != _ZERO:
            result = _fmul32(result, a) if single else _fmul64(result, a)
        a = _fmul32(a, a) if single else _fmul64(a, a)
        left >>= _ONE
    if _signed(b & _LOW, _B32) < 0:
        result = _fdiv32(one, result) if single else _fdiv64(one, result)
    return result


@njit(nogil=True, cache=True, _nrt=False)
def _single(action: Any, a: Any, b: Any, c: Any) -> Any:
    """Arithmetic on float."""
    if action == FADD:
        return _fadd32(a, b)
    if action == FSUB:
        return _fsub32(a, b)
    if action == FMUL:
        return _fmul32(a, b)
    if action == FDIV:
        return _fdiv32(a, b)
    if action == FNEG:
        return a ^ (_ONE << np.uint64(31))
    if action == FMA:
        return _fma32(a, b, c)
    if action == FMULADD:
        return _fmuladd32(a, b, c)
    if action == SQRT:
        return _sqrt32(a)
    if action == FABS:
        return a & np.uint64(0x7FFFFFFF)
    if action == COPYSIGN:
        return (a & np.uint64(0x7FFFFFFF)) | (b & np.uint64(0x80000000))
    if action == FLOOR:
        return _floor32(a)
    if action == CEIL:
        return _ceil32(a)
    if action == FTRUNC:
        return _trunc32(a)
    if action == RINT:
        return _rint32(a)
    if action == NEARBYINT:
        return _nearbyint32(a)
    if action == ROUND:
        return _round32(a)
    if action == ROUNDEVEN:
        return _roundeven32(a)
    if action == MINNUM:
        return _minnum32(a, b)
    if action == MAXNUM:
        return _maxnum32(a, b)
    if action == MINIMUM:
        return _minimum32(a, b)
    if action == MAXIMUM:
        return _maximum32(a, b)
    if action == CANONICALIZE:
        return _canonicalize32(a)
    if action == FREM:
        return _frem32(a, b)
    return _power(a, b, _B32)


@njit(nogil=True, cache=True, _nrt=False)
def _double(action: Any, a: Any, b: Any, c: Any) -> Any:
    """Arithmetic on double."""
    if action == FADD:
        return _fadd64(a, b)
    if action == FSUB:
        return _fsub64(a, b)
    if action == FMUL:
        return _fmul64(a, b)
    if action == FDIV:
        return _fdiv64(a, b)
    if action == FNEG:
        return a ^ (_ONE << _B63)
    if action == FMA:
        return _fma64(a, b, c)
    if action == FMULADD:
        return _fmuladd64(a, b, c)
    if action == SQRT:
        return _sqrt64(a)
    if action == FABS:
        return a & (_FULL >> _ONE)
    if action == COPYSIGN:
        return (a & (_FULL >> _ONE)) | (b & (_ONE << _B63))
    if action == FLOOR:
        return _floor64(a)
    if action == CEIL:
        return _ceil64(a)
    if action == FTRUNC:
        return _trunc64(a)
    if action == RINT:
        return _rint64(a)
    if action == NEARBYINT:
        return _nearbyint64(a)
    if action == ROUND:
        return _round64(a)
    if action == ROUNDEVEN:
        return _roundeven64(a)
    if action == MINNUM:
        return _minnum64(a, b)
    if action == MAXNUM:
        return _maxnum64(a, b)
    if action == MINIMUM:
        return _minimum64(a, b)
    if action == MAXIMUM:
        return _maximum64(a, b)
    if action == CANONICALIZE:
        return _canonicalize64(a)
    if action == FREM:
        return _frem64(a, b)
    return _power(a, b, _B64)


@njit(nogil=True, cache=True, _nrt=False)
def _to_integer(action: Any, width: Any, a: Any) -> Any:
    """fptosi and fptoui; out of range as this processor's instructions for the width have it."""
    if action == FPTOSI_DOUBLE or (action == FPTOUI_DOUBLE and width < _B32):
        return (_double_to_i32(a) if width <= _B32 else _double_to_i64(a)) & _mask(width)
    if action == FPTOSI_FLOAT or (action == FPTOUI_FLOAT and width < _B32):
        return (_float_to_i32(a) if width <= _B32 else _float_to_i64(a)) & _mask(width)
    if action == FPTOUI_DOUBLE:
        return (_double_to_u32(a) if width == _B32 else _double_to_u64(a)) & _mask(width)
    return (_float_to_u32(a) if width == _B32 else _float_to_u64(a)) & _mask(width)


@njit(nogil=True, cache=True, _nrt=False)
def _convert(action: Any, width: Any, a: Any) -> Any:
    """Conversions from, to and between float and double; ``width`` is the integer's."""
    if action == SITOFP_DOUBLE:
        return _signed_to_double(np.uint64(_signed(a, width)))
    if action == SITOFP_FLOAT:
        return _signed_to_float(np.uint64(_signed(a, width)))
    if action == UITOFP_DOUBLE:
        return _unsigned_to_double(a)
    if action == UITOFP_FLOAT:
        return _unsigned_to_float(a)
    if action == FPEXT:
        return _fpext(a)
    if action == FPTRUNC:
        return _fptrunc(a)
    return _to_integer(action, width, a)


@njit(nogil=True, cache=True, _nrt=False)
def _overflows(action: Any, width: Any, a: Any, b: Any) -> Any:
    """The second member of what the with.overflow intrinsics return; bool."""
    if action == UADD_OVERFLOW:
        return a + b < a or a + b > _mask(width)
    if action == USUB_OVERFLOW:
        return a < b
    if action == UMUL_OVERFLOW:
        return _high_unsigned(a, b) != _ZERO or a * b > _mask(width)
    x, y = np.uint64(_signed(a, width)), np.uint64(_signed(b, width))
    if action == SMUL_OVERFLOW:
        low, lost = x * y, np.int64(_high_signed(x, y)) != np.int64(x * y) >> np.int64(63)
    elif action == SADD_OVERFLOW:
        low = x + y
        lost = ((x ^ low) & (y ^ low)) >> _B63 != _ZERO
    else:
        low = x - y
        lost = ((x ^ y) & (x ^ low)) >> _B63 != _ZERO
    return lost or np.uint64(_signed(low & _mask(width), width)) != low


@njit(nogil=True, cache=True, _nrt=False)
def _saturated(action: Any, width: Any, a: Any, b: Any) -> Any:
    """The .sat intrinsics."""
    if action == UADD_SAT:
        return _mask(width) if _overflows(UADD_OVERFLOW, width, a, b) else a + b
    if action == USUB_SAT:
        return _ZERO if a < b else a - b
    if action == USHL_SAT:
        if b >= width:
            return _ZERO
        kept = (a << b) & _mask(width)
        return kept if kept >> b == a else _mask(width)
    bound = _ONE << (width - _ONE)
    limit = bound if a >= bound else bound - _ONE
    if action == SADD_SAT:
        return limit if _overflows(SADD_OVERFLOW, width, a, b) else (a + b) & _mask(width)
    if action == SSUB_SAT:
        return limit if _overflows(SSUB_OVERFLOW, width, a, b) else (a - b) & _mask(width)
    if b >= width:
        return _ZERO
    kept = (a << b) & _mask(width)
    return kept if (_signed(kept, width) >> np.int64(b)) == _signed(a, width) else limit


@njit(nogil=True, cache=True, _nrt=False)
def _bit_function(action: Any, width: Any, a: Any, b: Any, c: Any) -> Any:
    """Integer intrinsics without overflow."""
    if action == SMIN or action == SMAX:
        return a if (_signed(a, width) < _signed(b, width)) == (action == SMIN) else b
    if action == UMIN or action == UMAX:
        return a if (a < b) == (action == UMIN) else b
    if action == ABS:
        return (_ZERO - a) & _mask(width) if _signed(a, width) < 0 else a
    if action == CTPOP:
        return _ctpop(a)
    if action == CTLZ:
        return _ctlz(a) - (_B64 - width)
    if action == CTTZ:
        return width if a == _ZERO else _cttz(a)
    if action == BSWAP:
        return _bswap(a) >> (_B64 - width)
    if action == BITREVERSE:
        return _bitreverse(a) >> (_B64 - width)
    if action == SCMP or action == UCMP:
        if a == b:
            return _ZERO
        below = a < b if action == UCMP else _signed(a, width) < _signed(b, width)
        return c if below else _ONE
    by = _urem(c, width)
    if by == _ZERO:
        return a if action == FSHL else b
    if action == FSHL:
        return ((a << by) | (b >> (width - by))) & _mask(width)
    return ((a << (width - by)) | (b >> by)) & _mask(width)


@njit(nogil=True, cache=True, _nrt=False)
def _to_nearest(action: Any, width: Any, a: Any) -> Any:
    """llvm.fptosi.sat and llvm.fptoui.sat: the nearest value the integer has; NaN is 0."""
    if action == FPTOSI_SAT_FLOAT or action == FPTOUI_SAT_FLOAT:
        a = _fpext(a)
    signed = action <= FPTOSI_SAT_DOUBLE
    bits = width - _ONE if signed else width
    beyond = (np.uint64(1023) + bits) << np.uint64(52)
    against = _fcmp64(a, beyond)
    if against == np.uint64(8):
        return _ZERO
    if against != np.uint64(4):
        return _mask(width) >> _ONE if signed else _mask(width)
    if not signed:
        return _double_to_u64(a) if _fcmp64(a, _ZERO) == np.uint64(2) else _ZERO
    if _fcmp64(a, beyond | (_ONE << _B63)) != np.uint64(2):
        return _ONE << bits
    return _double_to_i64(a) & _mask(width)


@njit(nogil=True, cache=True, _nrt=False)
def _evaluate_rare(action: Any, width: Any, a: Any, b: Any, c: Any) -> Any:
    """Everything behind the comparisons of floats."""
    if action <= POWI:
        return _single(action, a, b, c) if width == _B32 else _double(action, a, b, c)
    if action <= UITOFP_DOUBLE:
        return _convert(action, width, a)
    if action <= FSHR or action == SCMP or action == UCMP:
        return _bit_function(action, width, a, b, c)
    if action <= UMUL_OVERFLOW:
        return np.uint64(_overflows(action, width, a, b))
    if action <= USHL_SAT:
        return _saturated(action, width, a, b)
    if action < LIBRARY:
        return _to_nearest(action, width, a)
    if action == PIECE:
        taken = a >> (b & _B63) & _mask(min(max(b >> np.uint64(13) & np.uint64(0x78), _ONE), _B64))
        return (taken << (b >> np.uint64(8) & _B63) | (c if b >> np.uint64(24) == _ZERO else _ZERO)) & _mask(width)
    number = np.uint64(action - LIBRARY)
    return _library32(number, a, b) if width == _B32 else _library64(number, a, b)


@njit(nogil=True, cache=True, _nrt=False)
def evaluate(action: Any, width: Any, a: Any, b: Any, c: Any) -> Any:
    """The value of one instruction (or step of one) from its operands; O(1), never traps.

    ``action`` is any integer below ``len(actions.ACTIONS)``; ``width`` (1 to 64), ``a``, ``b`` and ``c`` are uint64;
    operands an action does not use may hold anything. ``NOTHING`` and ``OPAQUE`` return 0: the engine has the value.
    """
    width = np.uint64(width)
    if action <= STORE:
        return a & _mask(width) if action >= COPY else _ZERO
    if action == ADDRESS:
        return a + np.uint64(_signed(b, width)) * (c & _LOW) + np.uint64(np.int64(c) >> np.int64(32))
    if action == SELECT:
        return b if a & _ONE != _ZERO else c
    if action == ADD:
        return (a + b) & _mask(width)
    if action == SUB:
        return (a - b) & _mask(width)
    if action == MUL:
        return (a * b) & _mask(width)
    if action == SHL:
        return (a << b) & _mask(width) if b < width else _ZERO
    if action == LSHR:
        return a >> b if b < width else _ZERO
    if action == ASHR:
        return np.uint64(_signed(a, width) >> np.int64(min(b, width - _ONE))) & _mask(width)
    if action == AND:
        return a & b
    if action == OR:
        return a | b
    if action == XOR:
        return a ^ b
    if action == TRUNC:
        return a & _mask(width)
    if action == SEXT:
        return np.uint64(_signed(a, width)) & b
    if action < ICMP:
        return _divide(action, width, a, b)
    if action < FADD:
        return _compare(action - ICMP, width, a, b)
    if action < FCMP:
        return _single(action, a, b, c) if width == _B32 else _double(action, a, b, c)
    if action < FMA:
        found = _fcmp32(a, b) if width == _B32 else _fcmp64(a, b)
        return np.uint64(found & np.uint64(action - FCMP) != _ZERO)
    return _evaluate_rare(action, width, a, b, c)


@njit(nogil=True, cache=True, _nrt=False)
def evaluate_each(action: Any, width: Any, a: Any, b: Any, c: Any, result: Any) -> None:
    """``evaluate`` over arrays of one length: uint8, uint8, three of uint64; ``result`` is uint64."""
    for i in range(len(action)):
        at = np.uint64(i)
        result[at] = evaluate(action[at], width[at], a[at], b[at], c[at])


def _evaluate(action: Any, width: Any, a: Any, b: Any, c: Any) -> Any:
    return evaluate(action, width, a, b, c)


@cache
def compiled_evaluate() -> Any:
    """``evaluate`` as a C function of five uint64; its ``address`` is for kernels of other files."""
    return cfunc(types.uint64(*[types.uint64] * 5), nopython=True, cache=True)(_evaluate)
