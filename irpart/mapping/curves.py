"""Orders of the points of a mesh along space-filling curves."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def curve_order(grid: tuple[int, ...], count: int) -> NDArray[np.int64]:
    """int64, shape (count,): processors along Hilbert's curve (two dimensions) or in Z-order (others).

    Without a grid the order of their numbers; O(points of the enclosing cube with sides a power of two).
    """
    if not grid:
        return np.arange(count)
    bits = max(1, int(max(grid) - 1).bit_length())
    at = np.stack(np.unravel_index(np.arange(count), grid))
    key = hilbert_key(at[0], at[1], bits) if len(grid) == 2 else morton_key(at, bits)
    return np.argsort(key, kind="stable")


def hilbert_key(x: NDArray[np.int64], y: NDArray[np.int64], bits: int) -> NDArray[np.int64]:
    """Position of points on Hilbert's curve through a square of side 2^bits; neighbours on it are one step apart."""
    x, y, key = x.copy(), y.copy(), np.zeros(len(x), np.int64)
    for bit in range(bits - 1, -1, -1):
        right, up = (x >> bit) & 1, (y >> bit) & 1
        key += ((3 * right) ^ up) << (2 * bit)
        mirrored = (up == 0) & (right == 1)
        full = (1 << bits) - 1
        x, y = np.where(mirrored, full - x, x), np.where(mirrored, full - y, y)
        turned = up == 0
        x, y = np.where(turned, y, x), np.where(turned, x, y)
    return key


def morton_key(at: NDArray[np.int64], bits: int) -> NDArray[np.int64]:
    """Position of points (d, n) in Z-order: the bits of their coordinates taken in turn."""
    key = np.zeros(at.shape[1], np.int64)
    for bit in range(bits - 1, -1, -1):
        for coordinate in at:
            key = 2 * key + ((coordinate >> bit) & 1)
    return key
