"""What lowering relies on is stated, and what it cannot prove stays as it was."""

from __future__ import annotations

import ast

import numba
import numpy as np
import pytest

from irpart.planning.lowering import lower
from tests.planning.lowering.checking import Lowered, bits

LINE = numba.float64[::1]
PLANE = numba.float64[:, ::1]


def shifted_up(a):
    """Reads ahead of what it writes."""
    a[:-1] = a[1:] + 1.0


def shifted_down(a):
    """Reads behind what it writes."""
    a[1:] = a[:-1] + 1.0


def diagonal(a):
    """Reads the row before, one element further."""
    a[1:, :-1] = a[:-1, 1:] * 2.0


def rows_of_one(a, k):
    """Two rows that are one and the same when k is 0 and there is one row."""
    a[k, 1:] = a[k - 1, :-1] + 1.0


def two(a, b):
    """Writes one array while another is read."""
    t = a * 2
    b[1:] = a[:-1] + t[1:]
    return t + b


def late(a, b):
    """A temporary is read after an array that it does not name has changed."""
    t = a * 2
    b[0] = 7.0
    return t + b


def sized(a, b, n):
    """Slices that may be clipped, shapes that may differ."""
    a[1:n] = b[:n - 1] + 1.0


def counted(a, b):
    """Slices that move with a loop."""
    for k in range(2, b.shape[0]):
        a[k - 2:k] = b[k - 2:k] * 2.0


def unknown(a, n):
    """Bounds that a loop changes."""
    k = 0
    while k < n:
        a[k:k + 2] = a[k:k + 2] * 2.0
        k = k + 2


def divided(a, k):
    """Division by zero gives infinity in an array expression and raises in a loop."""
    return a / k + 1 / a


def floored(a, k):
    """A divisor that may be zero."""
    return a // k


def loops(tree: ast.AST) -> int:
    """How many for loops a function has."""
    return sum(isinstance(node, ast.For) for node in ast.walk(tree))


@pytest.mark.parametrize(("function", "rank", "temporaries"), [
    (shifted_up, 1, 0), (shifted_down, 1, 1), (diagonal, 2, 1)])
def test_overlaps_go_through_a_temporary_where_they_must(function, rank, temporaries):
    """Only where an element is written before it is read."""
    values = np.arange(6.0) if rank == 1 else np.arange(36.0).reshape(6, 6)
    lowered = Lowered(function, values)
    assert ast.unparse(lowered.rewrite.tree).count("np.empty") == temporaries
    assert lowered.check(values)


@pytest.mark.parametrize("rows", [1, 2])
def test_an_index_that_may_wrap_is_no_other_row(rows):
    """``k - 1`` is the last row for k = 0, which may be row k."""
    values = np.arange(6.0 * rows).reshape(rows, 6)
    lowered = Lowered(rows_of_one, values, 0)
    assert lowered.check(values, 0) or any("k" in guard.expression for guard in lowered.rewrite.guards)


@pytest.mark.parametrize("function", [two, late])
def test_arguments_that_must_not_overlap_are_named(function):
    """Also when only a deferred temporary reads the other one."""
    assert lower(function, (LINE, LINE)).apart == (("a", "b"),)


def test_sizes_are_guarded():
    """Guards hold exactly when no slice is clipped and shapes agree."""
    data = np.arange(8.0), np.arange(8.0)
    lowered = Lowered(sized, *data, 8)
    assert [n for n in range(-3, 12) if lowered.applies(*data, n)] == list(range(1, 9))
    assert all(lowered.check(*data, n) == (1 <= n <= 8) for n in range(-3, 12))
    assert not lowered.applies(data[0][:3], data[1], 8)


def test_slices_that_move_are_proven_from_the_bounds_of_loops():
    """The extremes of the loop, not the variable, are in the guards."""
    lowered = Lowered(counted, np.zeros(6), np.arange(6.0))
    assert loops(lowered.rewrite.tree) == 2
    assert not any("k" in guard.expression for guard in lowered.rewrite.guards)
    assert lowered.check(np.zeros(6), np.arange(6.0))
    assert lowered.check(np.zeros(6), np.arange(7.0))
    assert not lowered.applies(np.zeros(5), np.arange(9.0))


def test_what_is_not_known_stays():
    """Nothing is lowered without a proof or a guard, and a note says so."""
    rewrite = lower(unknown, (LINE, numba.int64))
    assert loops(rewrite.tree) == 0
    assert any("it is not known that k >= 0" in note.text for note in rewrite.notes)
    assert [note.line for note in rewrite.notes] == [unknown.__code__.co_firstlineno + 4]


@pytest.mark.parametrize("dtype", ["float64", "float32", "int64", "int32"])
def test_division_by_zero_does_not_raise(dtype):
    """``np.divide`` on elements treats zero as the array expression does."""
    values = np.array([0, 1, -2, 3], dtype)
    lowered = Lowered(divided, values, 0)
    assert loops(lowered.rewrite.tree) == 1
    assert lowered.check(values, 0)
    assert lowered.check(values, 3)


def test_floor_division_by_a_variable_stays():
    """It would raise in a loop."""
    assert loops(lower(floored, (LINE, numba.int64)).tree) == 0


def test_notes_have_the_lines_of_the_source():
    """Loops too."""
    rewrite = lower(two, (LINE, LINE))
    first = two.__code__.co_firstlineno
    assert {note.line for note in rewrite.notes} == {first + 2, first + 3, first + 4}
    assert {node.lineno for node in ast.walk(rewrite.tree) if isinstance(node, ast.For)} <= {first + 2, first + 3, first + 4}


def test_bits_tell_minus_zero_from_zero():
    """The comparison itself."""
    assert bits(0.0) != bits(-0.0)
    assert bits(np.array([np.nan])) == bits(np.array([-np.nan]))
