"""Whether two arrays share memory, for the guards of generated code."""

from __future__ import annotations

from typing import Any

from numba import njit


@njit(nogil=True)
def _span(array: Any) -> Any:
    """Address of the first byte of an array of any layout and of the byte behind its last; 0, 0 without elements."""
    low = high = array.ctypes.data
    if array.size == 0:
        return low, low
    for axis in range(array.ndim):
        reach = (array.shape[axis] - 1) * array.strides[axis]
        if reach > 0:
            high += reach
        else:
            low += reach
    return low, high + array.itemsize


@njit(nogil=True)
def no_overlap(one: Any, other: Any) -> Any:
    """Whether the ranges of addresses of two arrays are apart (arrays that interleave count as overlapping)."""
    low, high = _span(one)
    other_low, other_high = _span(other)
    return high <= other_low or other_high <= low or low == high or other_low == other_high
