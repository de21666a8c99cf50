"""Dependences that isl would need minutes for."""

from __future__ import annotations

from unittest.mock import patch

import numpy as np
from numba import typeof

from irpart.regions import dependences
from irpart.regions.analyse import analyse_function
from irpart.regions.dependences import dependences_of


def shortest(d, m):
    for k in range(d.shape[0]):
        for i in range(m):
            for j in range(d.shape[1]):
                d[i, j] = min(d[i, j], d[i, k] * d[k, j])


def found(operations):
    """Dependences where isl may make so many steps."""
    with patch.object(dependences, "MOST_OPERATIONS", operations):
        return dependences_of(analyse_function(shortest, (typeof(np.zeros((4, 4))), typeof(4))))


def test_last_writes_are_given_up_for_pairs_that_touch_the_same_element():
    """They hold more pairs, never fewer."""
    exact, rough = found(5_000_000), found(1000)
    assert {one.variable for one in rough} == {one.variable for one in exact}
    ends = {(one.source.name, one.sink.name, one.kind) for one in rough}
    assert all((one.source.name, one.sink.name, one.kind) in ends for one in exact)
    assert not any(one.exact for one in rough if one.variable == "d")
