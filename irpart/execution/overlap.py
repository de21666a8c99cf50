"""Whether two arrays share memory, for the guards of generated code."""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import njit, types
from numba.core import cgutils, errors
from numba.extending import intrinsic
from numba.np.arrayobj import make_array

_WORD = ir.IntType(64)


def _span(context: Any, builder: Any, kind: Any, value: Any) -> tuple[Any, Any, Any]:
    """Address of an array's first byte and of the byte behind its last, and its number of elements."""
    array = make_array(kind)(context, builder, value)
    low = builder.ptrtoint(array.data, _WORD)
    count = array.nitems
    if kind.layout in "CF":
        return low, builder.add(low, builder.mul(count, array.itemsize)), count
    high, zero = builder.add(low, array.itemsize), ir.Constant(_WORD, 0)
    lengths = cgutils.unpack_tuple(builder, array.shape, kind.ndim)
    for length, stride in zip(lengths, cgutils.unpack_tuple(builder, array.strides, kind.ndim), strict=True):
        reach = builder.mul(builder.sub(length, ir.Constant(_WORD, 1)), stride)
        is_down = builder.icmp_signed("<", reach, zero)
        low = builder.add(low, builder.select(is_down, reach, zero))
        high = builder.add(high, builder.select(is_down, zero, reach))
    return low, high, count


def _compared(typing_context: Any, one: Any, other: Any) -> Any:
    """Whether the ranges of addresses of two arrays are apart: arrays that interleave count as overlapping, empty ones not.

    For compiled code; a few nanoseconds, without counting references.
    """
    if not isinstance(one, types.Array) or not isinstance(other, types.Array):
        raise errors.TypingError(f"Overlap is a question about two arrays, not {one} and {other}.")

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        spans = [_span(context, builder, kind, value) for kind, value in zip(signature.args, values, strict=True)]
        (low, high, count), (other_low, other_high, other_count) = spans
        apart = builder.or_(builder.icmp_unsigned("<=", high, other_low), builder.icmp_unsigned("<=", other_high, low))
        zero = ir.Constant(_WORD, 0)
        empty = builder.or_(builder.icmp_signed("==", count, zero), builder.icmp_signed("==", other_count, zero))
        return builder.or_(apart, empty)

    return types.boolean(one, other), generate


no_overlap = intrinsic(_compared)


def _apart(array: Any) -> bool:
    """Whether no two elements of an array share memory, as its strides tell: those of ``as_strided`` may.

    Of any two axes one must step over all that the other one covers; views that fail this and are apart count as not.
    """
    for one in range(array.ndim):
        if array.shape[one] < 2:
            continue
        step = abs(array.strides[one])
        if step < array.itemsize:
            return False
        for other in range(one):
            below = abs(array.strides[other])
            if array.shape[other] > 1 and step < below * array.shape[other] and below < step * array.shape[one]:
                return False
    return True


elements_apart = njit(nogil=True)(_apart)
