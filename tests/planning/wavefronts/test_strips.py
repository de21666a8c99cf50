"""Rows in flight: legal lags against all pairs, results bit for bit, random recurrences."""

from __future__ import annotations

import ast
from random import Random

import numba
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irpart.planning.source import function_of
from irpart.planning.wavefronts import interleave, lags
from irpart.planning.wavefronts.lags import least_lag
from irpart.planning.wavefronts.tiles import nest_of
from irpart.regions import analyse_function, dependences_of
from irpart.regions.inference import typed_function
from tests.planning.wavefronts.nests import F2, NESTS, I
from tests.planning.wavefronts.running import TileRunner, copied, same, wave_of

PLAIN = ("folding", "cholesky", "forward_substitution", "two_sweeps")
"""Nests that keep their loops even if all that is legal is done."""


def nothing():
    """Lends its globals to functions made from text."""


def made(text):
    """A function from its text."""
    (tree,) = ast.parse(text).body
    return function_of(tree, nothing)


def compared(function, arguments, given, count, monkeypatch):
    """Whether a function has strips of some rows; its results must be the original's."""
    with monkeypatch.context() as patch:
        patch.setattr(lags, "ROW_COUNTS", (count,))
        patch.setattr(lags, "LEAST_RATIO", -1.0)
        rewrite = interleave(function, arguments)
    changed = any("in flight" in note.text for note in rewrite.notes)
    if changed:
        original, other = numba.njit(function), numba.njit(function_of(rewrite.tree, function))
        for one in given:
            expected, found = copied(one), copied(one)
            original(*expected)
            other(*found)
            assert same(expected, found), ast.unparse(rewrite.tree)
    return changed


@pytest.mark.parametrize("place", range(len(NESTS)), ids=lambda place: NESTS[place].function.__name__)
def test_strips_give_the_original_result(place, monkeypatch):
    """All sizes around the number of rows."""
    nest, count = NESTS[place], (2, 4, 8)[place % 3]
    random = np.random.default_rng(3)
    sizes = [nest.make(n, random) for n in (0, 1, 2, 3, 9, 10, 17, 40)]
    assert compared(nest.function, nest.arguments, sizes, count, monkeypatch) == (nest.function.__name__ not in PLAIN)


@pytest.mark.parametrize("name", ["five_points", "nine_points", "alignment", "upwards", "triangle"])
def test_latency_bound_nests_get_strips(name):
    """Without being told to."""
    nest = next(one for one in NESTS if one.function.__name__ == name)
    assert interleave(nest.function, nest.arguments).notes


def slow_lag(distances, count):
    """The least lag by trying all pairs: time of the sink later, or the same and no value flows."""
    for lag in range(30):
        if all(lag * di + dj >= (1 if flows else 0) for di, dj, flows in distances if 0 < di < count):
            return lag
    return None


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(-3, 3), st.integers(-4, 4)).filter(any), min_size=1, max_size=4),
       st.sampled_from([2, 4, 8]))
def test_lags_are_the_least_legal_ones(offsets, count):
    """A[i, j] from A at some distances: those before it flow, those after it are overwritten later."""
    reads = " + ".join(f"A[i + {3 + a}, j + {4 + b}]" for a, b in offsets)
    function = made("def f(A):\n    for i in range(A.shape[0] - 6):\n        for j in range(A.shape[1] - 8):\n"
                    f"            A[i + 3, j + 4] = {reads}\n")
    tree = analyse_function(function, (F2,))
    loop = tree.loops[0]
    distances = [(-a, -b, True) if (a, b) < (0, 0) else (a, b, False) for a, b in offsets]
    nest = nest_of(tree, loop, typed_function(function, (F2,)).tree)
    found = least_lag(tree, nest, loop, loop.node.body, dependences_of(tree), count)
    assert found == slow_lag(distances, count)


def random_nest(random):
    """The text of a recurrence two or three deep: any distances, bounds, directions, temporaries, conditions."""
    def reads(count):
        return " + ".join(f"A[i + {2 + random.randint(-2, 2)}, j + {2 + random.randint(-2, 2)}]" for _ in range(count))

    rows = random.choice(["range(n)", "range(1, n - 1)", "range(n - 1, -1, -1)", "range(n - 2, 0, -1)"])
    columns = random.choice(["range(n)", "range(1, n)", "range(n - 1, -1, -1)", "range(i)", "range(i, n)",
                             "range(i + 1, n - 1)", "range(i - 1, -1, -1)", "range(n - 1, i, -1)",
                             "range(max(0, i - 5), min(n, i + 6))"])
    lines = ["def f(A, steps):", "    n = A.shape[0] - 4"]
    depth = 1
    if random.random() < 0.5:
        lines.append("    for t in range(steps):")
        depth += 1
    lines += ["    " * depth + f"for i in {rows}:", "    " * (depth + 1) + f"for j in {columns}:"]
    inner = "    " * (depth + 2)
    kind = random.randrange(4)
    if kind == 0:
        lines.append(f"{inner}A[i + 2, j + 2] = ({reads(2)}) / 3.0")
    elif kind == 1:
        lines += [f"{inner}s = ({reads(2)}) * 0.25", f"{inner}A[i + 2, j + 2] = s + A[i + 2, j + 2] * 0.5"]
    elif kind == 2:
        lines += [f"{inner}if A[i + 2, j + 2] > 0.4:", f"{inner}    A[i + 2, j + 2] = ({reads(2)}) * 0.4",
                  f"{inner}else:", f"{inner}    A[i + 2, j + 2] += 0.1"]
    else:
        lines += [f"{inner}A[i + 2, j + 2] = ({reads(1)}) * 0.5", f"{inner}A[i + 2, j + 3] += 0.5 * ({reads(1)})"]
    return "\n".join(lines) + "\n"


def test_random_recurrences_in_strips(monkeypatch):
    """Whatever is changed gives the original's result; enough of it is changed."""
    changed = 0
    for seed in range(20):
        random = Random(seed)
        function = made(random_nest(random))
        values = np.random.default_rng(seed)
        given = [(values.random((n + 4, n + 6)), 2) for n in (0, 1, 5, 8, 21)]
        changed += compared(function, (F2, I), given, random.choice([2, 4, 8]), monkeypatch)
    assert changed > 5


def test_random_recurrences_in_tiles():
    """The same in tiles."""
    cut = 0
    for seed in range(100, 120):
        function = made(random_nest(Random(seed)))
        wave, source = wave_of(function, (F2, I))
        if wave is None:
            continue
        cut += 1
        runner = TileRunner(function, wave, source)
        original = numba.njit(function)
        values = np.random.default_rng(seed)
        for n in (0, 1, 5, 12):
            one = (values.random((n + 4, n + 6)), 3)
            expected, found = copied(one), copied(one)
            original(*expected)
            runner.sizes = tuple(int(s) for s in values.integers(1, n + 2, len(wave.counts)))
            runner.random = np.random.default_rng(seed)
            runner.call(*found)
            assert same(expected, found), ast.unparse(wave.body)
    assert cut > 3
