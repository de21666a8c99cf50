"""Tiles of wavefronts: equal to the original bit for bit in every legal order, for every size."""

from __future__ import annotations

import numba
import numpy as np
import pytest

from tests.planning.wavefronts.nests import NESTS
from tests.planning.wavefronts.running import TileRunner, copied, same, wave_of


@pytest.mark.parametrize("nest", NESTS, ids=lambda nest: nest.function.__name__)
def test_tiles_give_the_original_result(nest):
    """Sizes from nothing to odd, tiles from single points to all, random orders."""
    wave, source = wave_of(nest.function, nest.arguments)
    assert wave is not None
    runner = TileRunner(nest.function, wave, source)
    original = numba.njit(nest.function)
    random = np.random.default_rng(1)
    for n in (0, 1, 2, 3, 7, 19, 24):
        given = nest.make(n, random)
        expected = copied(given)
        original(*expected)
        for trial in range(6):
            runner.sizes = tuple(int(s) for s in random.integers(1, max(2, n), len(wave.counts))) if trial else (1,) * len(
                wave.counts)
            if n > 7 and not trial:
                continue
            runner.random = np.random.default_rng(trial)
            made = copied(given)
            runner.call(*made)
            assert same(made, expected), (n, runner.sizes)
    assert runner.tiles > 50
