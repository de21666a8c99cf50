"""Loops cut in two: independent work first, then what takes up its results; and what must stay one loop."""

from __future__ import annotations

import ast
import math

import numpy as np
import pytest
from numba import njit, types

from irpart.planning.restructuring import restructure
from irpart.planning.source import function_of

M, V, W, N = types.float64[:, ::1], types.float64[::1], types.int64[::1], types.int64


def changed(function, *arguments):
    """The function after the step; None when nothing was cut."""
    rewrite = restructure(function, arguments)
    if not any("two loops" in note.text for note in rewrite.notes):
        return None
    return function_of(rewrite.tree, function, np=np)


def assign(points, label, sums, low):
    """Which column is largest, then sums by it."""
    for i in range(low, points.shape[0]):
        best, most = 0, -math.inf
        for c in range(points.shape[1]):
            if points[i, c] > most:
                best, most = c, points[i, c]
        label[i] = best
        sums[best] += points[i, 0]


def last_used(points, label, sums, low):
    """The same; the last one is returned."""
    best = -1
    for i in range(max(low, 0), points.shape[0]):
        best, total = 0, 0.0
        for c in range(points.shape[1]):
            total += points[i, c]
            if total > 1.0:
                best = c
        label[i] = best
        sums[best] = sums[best] * 0.5 + points[i, 0]
    return best


def natural(points, label, sums):
    """From the first row on."""
    for i in range(points.shape[0]):
        best, most = 0, -math.inf
        for c in range(points.shape[1]):
            if points[i, c] > most:
                best, most = c, points[i, c]
        label[i] = best
        sums[best] += points[i, 0]


def fed_back(points, label, sums):
    """The work reads the sums."""
    for i in range(points.shape[0]):
        best, most = 0, -math.inf
        for c in range(points.shape[1]):
            if points[i, c] + sums[c] > most:
                best, most = c, points[i, c]
        label[i] = best
        sums[best] += points[i, 0]


def not_stored(points, label, sums):
    """What is taken up is stored nowhere."""
    for i in range(points.shape[0]):
        best, most = 0, -math.inf
        for c in range(points.shape[1]):
            if points[i, c] > most:
                best, most = c, points[i, c]
        label[i] = 1
        sums[best] += points[i, 0]


def one_place(points, label, sums):
    """What is taken up is stored over and over in one place."""
    for i in range(points.shape[0]):
        best, most = 0, -math.inf
        for c in range(points.shape[1]):
            if points[i, c] > most:
                best, most = c, points[i, c]
        label[0] = best
        sums[best] += points[i, 0]


def changed_after(points, label, sums):
    """It changes after it was stored."""
    for i in range(points.shape[0]):
        best, most = 0, -math.inf
        for c in range(points.shape[1]):
            if points[i, c] > most:
                best, most = c, points[i, c]
        label[i] = best
        best = best // 2
        sums[best] += points[i, 0]


def scratch(points, label, sums):
    """A row of room that each iteration fills anew."""
    for i in range(points.shape[0]):
        for c in range(points.shape[1]):
            label[c] = int(points[i, c] * 2.0)
        sums[label[0]] += points[i, 0]


def skipped(points, label, sums):
    """Some iterations end early."""
    for i in range(points.shape[0]):
        best, most = 0, -math.inf
        for c in range(points.shape[1]):
            if points[i, c] > most:
                best, most = c, points[i, c]
        label[i] = best
        if best == 1:
            continue
        sums[best] += points[i, 0]


def counted(points, label, sums):
    """A variable that the second part changes and the first one reads."""
    shift = 0
    for i in range(points.shape[0]):
        best, most = 0, -math.inf
        for c in range(points.shape[1]):
            if points[i, c] * shift > most:
                best, most = c, points[i, c]
        label[i] = best
        sums[best] += points[i, 0]
        shift = shift + best % 2


def narrow(points, label, sums):
    """The place it is stored to holds numbers of another type."""
    for i in range(points.shape[0]):
        most = -math.inf
        for c in range(points.shape[1]):
            most = max(points[i, c], most)
        label[i] = most
        sums[0] += most


@pytest.mark.parametrize("function", [natural, last_used])
@pytest.mark.parametrize("rows", [0, 1, 2, 7, 40])
@pytest.mark.parametrize("columns", [1, 3])
def test_results_are_those_of_one_loop(function, rows, columns):
    """Bit for bit, sums and what is used after the loop included."""
    more = (N,) if function is last_used else ()
    new = changed(function, M, W, V, *more)
    assert new is not None
    random = np.random.default_rng(rows)
    given = random.random((rows, columns)), np.zeros(rows, np.int64), random.random(columns), *((1,) if more else ())
    expected, found = ([a.copy() if isinstance(a, np.ndarray) else a for a in given] for _ in range(2))
    assert njit(function)(*expected) == njit(new)(*found)
    assert [a.tobytes() for a in expected[:3]] == [a.tobytes() for a in found[:3]]


@pytest.mark.parametrize("function", [fed_back, not_stored, one_place, changed_after, scratch, skipped, counted, narrow])
def test_one_loop_stays_one(function):
    """Where the second part hands anything back, or takes what is not kept."""
    assert changed(function, M, W, V) is None


def test_rows_before_the_first_are_not_taken_for_others():
    """From a negative row on two iterations may store to the same place."""
    assert changed(assign, M, W, V, N) is None


def test_the_second_loop_reads_what_the_first_one_stored():
    """As text."""
    lines = ast.unparse(restructure(natural, (M, W, V)).tree).splitlines()
    assert lines[-3:] == ["    for i in range(points.shape[0]):", "        best = label[i]",
                          "        sums[best] += points[i, 0]"]
