"""Bodies of parallel loops with several iterations at once, with the results of one after the other."""

from __future__ import annotations

import ast
import inspect
import math

import numpy as np
import pytest
from numba import njit

from irpart.execution.table import shuffled_schedules
from irpart.planning.emission.cost import iteration_cost
from tests.planning.running import TINY, copied, made, planned


def swept(x, y, w):
    """Forwards with two recurrences, backwards with one."""
    for i in range(1, x.shape[0]):
        x[i, 0] = 1.0
        y[i, 0] = x[i, 0]
        for j in range(1, x.shape[1]):
            x[i, j] = -0.5 / (0.25 * x[i, j - 1] + 2.0)
            y[i, j] = (w[j, i - 1] + w[j, i] - y[i, j - 1]) / (0.25 * x[i, j - 1] + 2.0)
        for j in range(x.shape[1] - 2, 0, -1):
            y[i, j] = x[i, j] * y[i, j + 1] + y[i, j]


def nearest(x, y, w):
    """Sums and a choice, with variables of each iteration."""
    for i in range(x.shape[0]):
        best, least = 0, math.inf
        for j in range(w.shape[0]):
            distance = 0.0
            for k in range(x.shape[1]):
                difference = x[i, k] - w[j, i // 2]
                distance += difference * difference
            if distance < least:
                best, least = j, distance
        y[i, 0] = best + least


def ragged(x, y, w):
    """Inner loops of different lengths around ones of the same."""
    for i in range(x.shape[0]):
        total = 0.0
        for j in range(i % 3):
            total += w[j, i]
            for k in range(x.shape[1]):
                total += x[i, k] * w[j, k]
        for k in range(x.shape[1]):
            total = total * 0.5 + x[i, k]
        y[i, 0] = total


def left_early(x, y, w):
    """An inner loop ends where an iteration says."""
    for i in range(x.shape[0]):
        total = 0.0
        for k in range(x.shape[1]):
            total = total * 0.5 + x[i, k]
            if total > 1.0:
                break
        for k in range(x.shape[1]):
            total = total * 0.5 + x[i, k]
        y[i, 0] = total


def with_rows(x, y, w):
    """A row of room for each iteration."""
    for i in range(x.shape[0]):
        row = np.zeros(x.shape[1] + 1)
        for k in range(x.shape[1]):
            row[k + 1] = row[k] * 0.5 + x[i, k]
        y[i, 0] = row[-1]


def maybe_set(x, y, w):
    """A variable that some iterations set, and the same ones read."""
    scale = 3.0
    for i in range(x.shape[0]):
        if i % 3 == 0:
            scale = x[i, 0]
        total = 0.0
        for k in range(x.shape[1]):
            total += x[i, k]
        if i % 3 == 0:
            total *= scale
        y[i, 0] = total


FUNCTIONS = [swept, nearest, ragged, left_early, with_rows, maybe_set]


def arguments(rows, columns):
    """Arrays of numbers from 0 to 1."""
    random = np.random.default_rng(rows + 40 * columns)
    side = max(rows, columns, 3) + 1
    return random.random((rows, columns)), random.random((rows, columns)), random.random((side, side))


@pytest.mark.parametrize("function", FUNCTIONS)
def test_results_are_those_of_the_original(function):
    """Whatever part of the iterations a body is given."""
    plan = planned(function, arguments(9, 9), TINY)
    call, original = made(plan, function), njit(function)
    for rows, columns in [(0, 2), (1, 1), (3, 17), (4, 2), (5, 1), (8, 17), (31, 6)]:
        given = arguments(rows, columns)
        expected = copied(given)
        original(*expected)
        for seed in range(1, 4):
            found = copied(given)
            with shuffled_schedules(seed):
                call(*found)
            assert all(one.tobytes() == other.tobytes() for one, other in zip(found, expected, strict=True))


@pytest.mark.parametrize(("function", "is_jammed"), [(swept, True), (nearest, True), (ragged, True), (left_early, True),
                                                     (with_rows, False), (maybe_set, True)])
def test_where_several_iterations_are_at_once(function, is_jammed):
    """Not where each needs an array of its own."""
    assert ("i_3 = i + 3" in planned(function, arguments(9, 9), TINY).source) == is_jammed


def test_loops_of_different_lengths_are_not_shared():
    """Each iteration has its own."""
    source = planned(ragged, arguments(9, 9), TINY).source
    assert "for j_3 in range(i_3 % 3):" in source
    assert "total_3 = total_3 * 0.5 + x[i_3, k]" in source


def two_halves(x):
    """A loop that the compiler writes out, and the one around it vectorised."""
    for i in range(x.shape[0]):
        for _ in range(2):
            x[i] = x[i] * x[i] + 0.5


def test_short_loops_are_left_to_the_compiler():
    """They are written out anyway."""
    assert "i_3 = i + 3" not in planned(two_halves, (np.ones(9),), TINY).source


def seldom(v, x, w):
    """Sums under a condition."""
    for i in range(v.shape[0]):
        if v[i] > 0.5:
            for j in range(x.shape[0]):
                x[j] += w[i, j]


def always(v, x, w):
    """The same sums without it."""
    for i in range(v.shape[0]):
        for j in range(x.shape[0]):
            x[j] += w[i, j] * v[i]


def test_sums_under_a_condition_count_little():
    """Copies of arrays are made for what surely happens."""
    trees = [ast.parse(inspect.getsource(one)) for one in (seldom, always)]
    loops = [next(node for node in ast.walk(tree) if isinstance(node, ast.For)) for tree in trees]
    few, many = (iteration_cost(loop, frozenset("vxw"), "0", 0.03).terms[0][0] for loop in loops)
    assert few < 0.1 * many


def test_fast_sums_are_left_to_the_compiler():
    """It has several sums of one iteration at once then."""
    source = planned(njit(fastmath=True)(nearest), arguments(9, 9), TINY).source
    assert "i_3 = i + 3" not in source


def divided(x, y):
    """A division that may fail."""
    for i in range(x.shape[0]):
        total = 0.0
        for k in range(x.shape[1]):
            total = total * 0.5 + x[i, k] / y[i]
        x[i, 0] = total


def test_divisions_by_zero_are_told():
    """As by the original."""
    x, y = np.ones((9, 5)), np.ones(9)
    plan = planned(divided, (x, y), TINY)
    assert "i_3 = i + 3" in plan.source
    y[6] = 0.0
    with pytest.raises(ZeroDivisionError, match="division by zero"):
        made(plan, divided)(x, y)
