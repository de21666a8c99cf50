"""Compiled code: sizes of the tiles of a wavefront, chosen at run time by generated code."""

from __future__ import annotations

from typing import Any

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
def tile_sizes(extents: Any, weight: float, workers: int) -> Any:
    """Sides of the tiles of a grid over a box.

    Parameters
    ----------
    extents
        Two or three int64: lengths of the box along the rows of the band.
    weight
        Nanoseconds of a point.
    workers
        Workers of the team.

    Returns
    -------
    Tuple of as many int64, at least 1. The innermost side is cut last: a long one keeps loops long. One tile for one worker
    and for small nests.
    """
    work = weight
    for extent in extents:
        work *= max(1, extent)
    most = int(work / LEAST_WORK) if workers > 1 and work > LEAST_WHOLE else 1
    side = SHARE * workers
    last = extents[len(extents) - 1]
    if len(extents) == 3:
        first = _pieces(extents[0], min(side, most), 1)
        second = _pieces(extents[1], min(side, most // first), UNIT)
        third = 1
        if first * second < 4 * workers * workers or first < 2 * workers:
            third = _pieces(last, min(side, most // (first * second)), UNIT * UNIT)
        return extents, first, second, third
    return extents, 1, 1, 1
