"""Random nests give the same results after the step, in CPython, for sizes from nothing to odd ones."""

from __future__ import annotations

import linecache

import numpy as np
import pytest
from numba import types

from irpart.planning.restructuring import restructure
from irpart.planning.source import function_of
from tests.planning.restructuring.programs import Maker

C2, F2, C1 = types.float64[:, ::1], types.float64[::1, :], types.float64[::1]
LAYOUTS = [(C2, C2, C2), (F2, C2, F2)]


def made(text):
    """The function that a text defines, with a source that ``inspect`` finds."""
    file = f"<nest {hash(text)}>"
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
    names = {}
    exec(compile(text, file, "exec"), names)
    return names["program"]


def outcome(function, n, m):
    """Bits of all arrays and of what is returned."""
    random = np.random.default_rng(n)
    arrays = [random.integers(-8, 8, (n + 4, n + 4)) / 7.0 for _ in range(3)] + [random.random(n + 4) for _ in range(2)]
    with np.errstate(all="ignore"):
        result = function(*arrays, n, m)
    return [np.array(a, float).tobytes() for a in (*arrays, result)]


@pytest.mark.parametrize("seed", range(30))
def test_random_nests_keep_their_results(seed):
    """Bit for bit."""
    function = made(Maker(seed).text)
    matrices = LAYOUTS[seed % 2]
    rewrite = restructure(function, (*matrices, C1, C1, types.int64, types.int64))
    changed = function_of(rewrite.tree, function, np=np)
    for n, m in ((0, 0), (1, 1), (2, 1), (5, 3), (8, 8)):
        assert outcome(changed, n, m) == outcome(function, n, m), Maker(seed).text
