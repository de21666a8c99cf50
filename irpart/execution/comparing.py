"""Copies of arguments that overlap as the originals do, and the comparison of two runs."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Agreement = Literal["equal", "rounding", "different"]
ROUNDING = 1e-9
"""Relative difference up to which floating point results whose order of summation changed count as rounding."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Whether two runs agree: ``equal`` bit for bit, equal up to ``rounding``, or ``different``; and where, at worst."""

    agreement: Agreement
    where: str = ""


def copied(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """Copies of arguments.

    Arrays that share memory share it in the copies as well, at the same offsets and strides. Tuples are copied item by
    item; all else (numbers, jitted functions) is handed on. O(bytes of the memory that the arrays look at).
    """
    copies: dict[int, NDArray[np.uint8]] = {}

    def one(value: Any) -> Any:
        if isinstance(value, tuple):
            items = [one(item) for item in value]
            return type(value)(*items) if hasattr(value, "_fields") else tuple(items)
        return _copied_array(value, copies) if isinstance(value, np.ndarray) else value

    return tuple(one(value) for value in values)


def _copied_array(array: NDArray[Any], copies: dict[int, NDArray[np.uint8]]) -> NDArray[Any]:
    root = array
    while isinstance(root.base, np.ndarray):
        root = root.base
    first, beyond = np.lib.array_utils.byte_bounds(root)
    if id(root) not in copies:
        memory = np.ndarray(beyond - first, np.uint8, buffer=_bytes_of(root, first, beyond))
        copies[id(root)] = memory.copy()
    offset = array.ctypes.data - first
    made: NDArray[Any] = np.ndarray(array.shape, array.dtype, copies[id(root)], offset, array.strides)
    made.flags.writeable = array.flags.writeable
    return made


def _bytes_of(root: NDArray[Any], first: int, beyond: int) -> Any:
    return (ctypes.c_uint8 * (beyond - first)).from_address(first)


def compared(expected: Any, found: Any, *, rounds: bool, where: str = "the result") -> Comparison:
    """Compare what a sequential run gave with what a parallel one gave.

    Parameters
    ----------
    expected, found
        Arrays, numbers, tuples and lists of these; other things by ``==``. NaN equals NaN.
    rounds
        Whether differences of ``ROUNDING`` times the largest value are taken as rounding.
    where
        What is compared, for the message.
    """
    if isinstance(expected, tuple | list) and isinstance(found, tuple | list) and len(expected) == len(found):
        return worst([compared(a, b, rounds=rounds, where=f"{where}[{place}]")
                      for place, (a, b) in enumerate(zip(expected, found, strict=True))])
    if type(expected) is not type(found):
        return Comparison("different", f"{where} is a {type(found).__name__}, not a {type(expected).__name__}")
    if isinstance(expected, np.ndarray | np.generic | float | complex | int):
        return _compared_arrays(np.asarray(expected), np.asarray(found), rounds, where)
    return Comparison("equal") if expected == found else Comparison("different", f"{where} is {found!r}, not {expected!r}")


def _compared_arrays(expected: NDArray[Any], found: NDArray[Any], rounds: bool, where: str) -> Comparison:
    if expected.shape != found.shape or expected.dtype != found.dtype:
        return Comparison("different", f"{where} has shape {found.shape} of {found.dtype}, not {expected.shape} of "
                                       f"{expected.dtype}")
    same = _same_bits(expected, found)
    if same.all():
        return Comparison("equal")
    at = tuple(int(i) for i in np.unravel_index(int(np.argmin(same)), same.shape))
    place = f"{where}{list(at) if at else ''}"
    told = f"{place} is {found[at]!r}, not {expected[at]!r}"
    if expected.dtype.kind not in "fc" or not rounds:
        return Comparison("different", told)
    scale = float(np.nanmax(np.abs(expected), initial=0.0, where=np.isfinite(expected)))
    with np.errstate(invalid="ignore"):
        apart = np.where(same, 0.0, np.abs(found - expected))
    is_rounding = bool(np.isfinite(apart).all()) and float(apart.max()) <= ROUNDING * scale * _coarseness(expected.dtype)
    return Comparison("rounding" if is_rounding else "different", told)


def _coarseness(dtype: np.dtype[Any]) -> float:
    """How much coarser than float64 a type is."""
    return float(np.finfo(dtype).eps / np.finfo(np.float64).eps)


def _same_bits(expected: NDArray[Any], found: NDArray[Any]) -> NDArray[np.bool_]:
    """Element by element; zeros of different signs differ, NaNs are all the same."""
    if expected.dtype.kind == "c":
        return np.asarray(_same_bits(expected.real, found.real) & _same_bits(expected.imag, found.imag))
    equal = expected == found
    if expected.dtype.kind == "f":
        equal = (equal & (np.signbit(expected) == np.signbit(found))) | (np.isnan(expected) & np.isnan(found))
    return np.asarray(equal)


def worst(comparisons: list[Comparison]) -> Comparison:
    """The first of the worst."""
    order = ("equal", "rounding", "different")
    return max(comparisons, key=lambda one: order.index(one.agreement), default=Comparison("equal"))
