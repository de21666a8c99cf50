"""Sizes of tiles: a slow reading of what they promise."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from irpart.execution._tile_size_kernels import LEAST_WORK, SHARE, tile_sizes_2d, tile_sizes_3d

LENGTH = st.integers(-3, 5000)
WEIGHT = st.sampled_from([0.5, 3.0, 200.0])


@settings(max_examples=60, deadline=None)
@given(st.tuples(LENGTH, LENGTH), WEIGHT, st.integers(1, 16))
def test_sides_of_rectangles(extents, weight, workers):
    """Positive; one tile for one worker; never more tiles than the shares of the workers; tiles worth their dispatch."""
    check(extents, tile_sizes_2d(*extents, weight, workers), weight, workers)


@settings(max_examples=60, deadline=None)
@given(st.tuples(LENGTH, LENGTH, LENGTH), WEIGHT, st.integers(1, 16))
def test_sides_of_boxes(extents, weight, workers):
    """The same in three dimensions."""
    check(extents, tile_sizes_3d(*extents, weight, workers), weight, workers)


def check(extents, sides, weight, workers):
    """What sides promise."""
    assert all(side >= 1 for side in sides)
    counts = [-(-max(0, extent) // side) for extent, side in zip(extents, sides, strict=True)]
    assert all(count <= SHARE * workers for count in counts)
    if workers == 1:
        assert all(count <= 1 for count in counts)
    work = weight
    pieces = 1
    for extent, count in zip(extents, counts, strict=True):
        work *= max(1, extent)
        pieces *= max(1, count)
    assert pieces == 1 or work / pieces >= LEAST_WORK
