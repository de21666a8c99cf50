"""Runs a function and its lowered form on the same data and compares all bits."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
from numba import njit, typeof

from irpart.planning.lowering import lower
from irpart.planning.source import function_of


def bits(value: Any) -> Any:
    """What a value is, to the bit; NaNs are all alike."""
    if isinstance(value, tuple):
        return tuple(bits(part) for part in value)
    array = np.asarray(value)
    if array.dtype.kind in "fc":
        array = np.where(np.isnan(array), np.array(np.nan, array.dtype), array)
    return array.dtype.str, array.shape, np.ascontiguousarray(array).tobytes()


def like(value: Any) -> Any:
    """A copy of an argument with its layout and strides."""
    if not isinstance(value, np.ndarray):
        return copy.copy(value)
    base = value if value.base is None else value.base
    twin = base.copy(order="K")
    if value.base is None:
        return twin
    offset = value.__array_interface__["data"][0] - base.__array_interface__["data"][0]
    return np.ndarray(value.shape, value.dtype, twin.data if twin.flags.c_contiguous else twin.T.data, offset, value.strides)


class Lowered:
    """A function for given arguments, before and after lowering."""

    def __init__(self, function: Any, *arguments: Any) -> None:
        self.rewrite = lower(function, tuple(typeof(argument) for argument in arguments))
        self.names = function.__code__.co_varnames[:function.__code__.co_argcount]
        self.plain = njit(function)
        self.loops = njit(function_of(self.rewrite.tree, function))

    def applies(self, *arguments: Any) -> bool:
        """Whether the guards hold."""
        values = dict(zip(self.names, arguments, strict=True))
        return (all(eval(guard.expression, {}, dict(values)) for guard in self.rewrite.guards)
                and not any(np.may_share_memory(values[a], values[b]) for a, b in self.rewrite.apart))

    def check(self, *arguments: Any) -> bool:
        """Compare both forms on copies of the arguments, when the guards hold; whether they do."""
        if not self.applies(*arguments):
            return False
        first, second = [like(a) for a in arguments], [like(a) for a in arguments]
        expected, found = self.plain(*first), self.loops(*second)
        assert bits(tuple(first)) == bits(tuple(second))
        assert (expected is None) == (found is None)
        assert expected is None or bits(expected) == bits(found)
        return True
