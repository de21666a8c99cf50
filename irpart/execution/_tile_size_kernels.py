"""Compiled code: sizes of the tiles of a wavefront, chosen at run time by generated code."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

LEAST_WORK = 40_000.0
"""Nanoseconds of a tile below which waiting and dispatch would show."""
LEAST_WHOLE = 200_000.0
"""Nanoseconds of a nest below which it is one tile."""
SHARE = 10
"""Tiles per worker along a side of the grid."""
UNIT = 8
"""Sides are multiples of this: the rows in flight at once."""


@njit(nogil=True, cache=True, _nrt=False)
def tile_sizes_2d(rows: int, columns: int, weight: float, workers: int) -> Any:
    """Sides of the tiles of a grid over a rectangle.

    Parameters
    ----------
    rows, columns
        Lengths of the rectangle along the rows of the band, int64.
    weight
        Nanoseconds of a point, float64.
    workers
        Workers of the team, int64.

    Returns
    -------
    Two int64, at least 1: one tile for one worker and for small nests, else some ``SHARE`` tiles per worker along each side.
    Columns are cut last, because loops over them are better long.
    """
    work = weight * max(1, rows) * max(1, columns)
    most = int(work / LEAST_WORK) if workers > 1 and work > LEAST_WHOLE else 1
    second = _pieces(columns, min(SHARE * workers, int(np.sqrt(most))), UNIT)
    first = _pieces(rows, min(SHARE * workers, most // second), UNIT)
    return _side(rows, first), _side(columns, second)


@njit(nogil=True, cache=True, _nrt=False)
def tile_sizes_3d(steps: int, rows: int, columns: int, weight: float, workers: int) -> Any:
    """As ``tile_sizes_2d``, over a box; columns are cut only where steps and rows give too few tiles."""
    work = weight * max(1, steps) * max(1, rows) * max(1, columns)
    most = int(work / LEAST_WORK) if workers > 1 and work > LEAST_WHOLE else 1
    first = _pieces(steps, min(SHARE * workers, int(np.sqrt(most))), 1)
    second = _pieces(rows, min(SHARE * workers, most // first), UNIT)
    third = 1
    if min(first, second) < 4 * workers:
        third = _pieces(columns, min(SHARE * workers, most // (first * second)), UNIT)
    return _side(steps, first), _side(rows, second), _side(columns, third)


@njit(nogil=True, cache=True, _nrt=False)
def _pieces(extent: int, wanted: int, least: int) -> int:
    """Pieces of a side: as many as wanted, none shorter than ``least``."""
    return max(1, min(wanted, extent // least))


@njit(nogil=True, cache=True, _nrt=False)
def _side(extent: int, pieces: int) -> int:
    """Length of a piece; a multiple of the unit where it is longer than one."""
    side = -(-max(1, extent) // pieces)
    return side if side <= UNIT or pieces == 1 else -(-side // UNIT) * UNIT
