"""Guards: with one that fails the sequential result comes out, and without it a wrong one would."""

from __future__ import annotations

import dataclasses
import re

import numpy as np
import pytest
from numba import njit

from irpart.execution.overlap import no_overlap
from irpart.execution.table import compiling, counters, shuffled_schedules
from irpart.planning.plan import plan_function, standalone_text
from irpart.planning.types import PlanOptions
from tests.planning import loops
from tests.planning.running import TINY, check, copied, made, original, outcome, planned, same


def _overlapping():
    base = np.arange(40.0)
    return base[1:], base[:-1], 0.5


def _own_scratch():
    base = np.arange(60.0).reshape(20, 3)
    return base, np.zeros((20, 1)), base[19, :2]


CASES = {
    "saxpy": (lambda: (np.arange(9.0), np.arange(9.0), 0.5), _overlapping, "no_overlap(x, y)"),
    "spilled": (lambda: (np.zeros((9, 5)), 5), lambda: (np.zeros((9, 5)), 8), "m"),
    "shared_by_rows": (lambda: (np.ones((9, 2)), np.zeros((9, 1)), np.zeros(2)), _own_scratch, "no_overlap(A, s)"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_guard_that_fails_gives_the_sequential_result(name):
    """The loop runs in its order, and the failure is counted."""
    function, (fine, wrong, text) = getattr(loops, name), CASES[name]
    plan = check(function, [fine(), wrong()])
    failing = [guard.number for guard in plan.guards if text in guard.expression]
    assert failing
    call = made(plan, function, plan_number=77)
    before = counters(77).copy()
    call(*fine())
    assert not np.any((counters(77) - before)[2:])
    call(*copied(wrong()))
    assert sum((counters(77) - before)[2:][failing]) == 1


@pytest.mark.parametrize("name", CASES)
def test_without_the_guard_the_result_is_wrong(name):
    """The case above does need its guard: in some order something else comes out."""
    function, (fine, wrong, _) = getattr(loops, name), CASES[name]
    plan = planned(function, fine())
    unguarded = re.sub(r"guard_holds\((\d+), .*\)\n", r"guard_holds(\1, True)\n", plan.source)
    blind = dataclasses.replace(plan, source=unguarded)
    assert blind.source != plan.source
    expected = outcome(original(function), wrong())
    call = made(blind, function)
    found = []
    for seed in range(1, 12):
        with shuffled_schedules(seed):
            found.append(same(expected, outcome(call, wrong())))
    assert not all(found)


def test_guards_that_hold_by_types_are_left_out():
    """Nothing is checked for a loop over one array within its bounds."""
    assert planned(loops.triangle, (np.zeros((3, 3)), np.zeros((3, 3)))).guards
    assert all(guard.is_size for guard in planned(loops.parity, (np.zeros(3),)).guards)


def factorised(a):
    """LU without pivoting, whose loops get another order."""
    for i in range(a.shape[0]):
        for j in range(i):
            for k in range(j):
                a[i, j] -= a[i, k] * a[k, j]
            a[i, j] /= a[j, j]
        for j in range(i, a.shape[0]):
            for k in range(i):
                a[i, j] -= a[i, k] * a[k, j]


def test_guards_name_lines_of_the_user():
    """Also where the loops were rewritten, whose lines are others; indices look as they were written."""
    guards = planned(factorised, (np.zeros((3, 3)),)).guards
    first = factorised.__code__.co_firstlineno
    told = {int(guard.text.partition(" in line ")[2].split()[0]) for guard in guards if "stays within" in guard.text}
    assert told
    assert told <= {first + 5, first + 6, first + 9}
    assert not any("uint64" in guard.text for guard in guards)


def test_arrays_that_are_only_read_may_overlap():
    """No guard between two arrays of which none is written."""
    plan = planned(loops.gemm, (np.zeros((3, 3)), np.zeros((3, 3)), np.zeros((3, 3))))
    checked = {guard.expression for guard in plan.guards}
    assert {"no_overlap(C, A)", "no_overlap(C, B)"} <= checked
    assert "no_overlap(A, B)" not in checked


@njit
def _are_apart(one, other):
    return no_overlap(one, other)


def test_overlap_of_arrays_of_any_layout():
    """Ranges of addresses: slices, negative strides, transposes, empty arrays."""
    base = np.zeros((6, 8))
    assert _are_apart(base[:3], base[3:])
    assert _are_apart(base[::-1][:3], base[:3])
    assert not _are_apart(base[::-1][:3], base[3:])
    assert not _are_apart(base, base.T)
    assert _are_apart(base[:0], base)
    assert not _are_apart(base[:, :1], base[2])
    assert _are_apart(base[1], base[2])


def test_each_loop_is_reported():
    """Line, verdict, reason, and what becomes of it."""
    plan = planned(loops.left_early, (np.zeros(3), np.zeros(3), 0.5))
    (loop,) = plan.loops
    assert (loop.line - plan.line, loop.verdict) == (1, "sequential")
    assert "break" in loop.reason
    assert loop.treatment.startswith("stays as it is")
    assert plan.entry == plan.sequential
    assert not plan.regions


def test_options_of_the_decorator_are_kept():
    """fastmath, error model and bounds checks hold for all functions of the module."""
    fast = njit(fastmath=True, error_model="numpy")(loops.saxpy)
    plan = planned(fast, (np.zeros(3), np.zeros(3), 0.5))
    assert plan.source.count("@njit(fastmath=True, error_model='numpy')") == 1
    assert plan.source.count("@linked(fastmath=True, error_model='numpy')") == 2
    more = plan_function(loops.saxpy, (np.zeros(3), np.zeros(3), 0.5), PlanOptions(numba=(("nogil", True),)))
    assert "@njit(nogil=True)" in more.source


def test_small_loops_are_not_split():
    """With the usual share the user's own code runs where all loops have a few iterations; it is counted."""
    function, arguments = loops.saxpy, (np.zeros(50), np.zeros(50), 0.5)
    plan = planned(function, arguments, PlanOptions())
    (size,) = [guard for guard in plan.guards if guard.is_size]
    call = made(plan, function, plan_number=78)
    before = counters(78).copy()
    call(*arguments)
    assert [(counters(78) - before)[k] for k in (0, 1, 2 + size.number)] == [0, 0, 1]
    call(np.zeros(10**6), np.zeros(10**6), 0.5)
    assert [(counters(78) - before)[k] for k in (0, 1, 2 + size.number)] == [1, 0, 1]


SIZED = {
    "saxpy": ((np.zeros(3), np.zeros(3), 0.5), "max(x.shape[0], 0) > 20000.0"),
    "triangle": ((np.zeros((3, 3)), np.zeros((3, 3))), "A.shape[0]"),
    "gemm": ((np.zeros((3, 3)), np.zeros((3, 3)), np.zeros((3, 3))), "C.shape[0]"),
    "grid": ((np.zeros((5, 5)), 2), "> 10000.0"), "growing": ((np.zeros(5), np.zeros(5)), "max(x.shape[0] - 1, 0)"),
}
UNSIZED = {"by_elements": (np.zeros(3, np.int64), np.zeros(3)), "renewed": (np.zeros(3), 4), "divided": (np.zeros(3), 4, 2),
           "while_growing": (np.zeros(3),)}


@pytest.mark.parametrize("name", SIZED)
def test_sizes_that_arguments_tell(name):
    """Small calls are told by lengths and integers, in the first and the last iteration of loops around."""
    arguments, expected = SIZED[name]
    (guard,) = [g for g in planned(globals().get(name, getattr(loops, name, None)), arguments, PlanOptions()).guards
                if g.is_size]
    assert expected in guard.expression


@pytest.mark.parametrize("name", UNSIZED)
def test_sizes_that_arguments_do_not_tell(name):
    """Elements of arrays, variables that change, and what may fail are not asked for."""
    plan = planned(globals()[name], UNSIZED[name], PlanOptions())
    assert plan.regions
    assert not [guard for guard in plan.guards if guard.is_size]


def grid(A, steps):
    for _ in range(steps):
        for i in range(1, A.shape[0] - 1):
            for j in range(1, A.shape[1] - 1):
                A[i, j] = (A[i - 1, j] + A[i, j - 1] + A[i, j] + A[i, j + 1] + A[i + 1, j]) / 5.0


def growing(x, y):
    s = 0.0
    for k in range(x.shape[0]):
        for j in range(k):
            y[j] = x[j] * s
        s = y[k] * 0.5 + x[k]


def by_elements(n, x):
    for i in range(n[0]):
        x[i] = 2.0 * x[i]


def renewed(x, n):
    n += 1
    for i in range(n):
        x[i % 3] = 2.0
    for i in range(n - 2):
        x[i] = 2.0 * x[i]


def divided(x, n, m):
    for i in range(n // m):
        x[i] = 2.0 * x[i]


def while_growing(x):
    n = 1
    while n < x.shape[0]:
        for i in range(n):
            x[i] = 2.0 * x[i]
        n *= 2


def test_a_module_of_its_own(tmp_path, monkeypatch):
    """The text with imports runs without the decorator."""
    arguments = (np.linspace(0.0, 1.0, 50), np.zeros(50))
    plan = planned(loops.calls, arguments)
    (tmp_path / "made_module.py").write_text(standalone_text(plan))
    monkeypatch.syspath_prepend(tmp_path)
    import made_module

    with compiling(0, 2):
        made_module.calls(*arguments)
    expected = np.zeros(50)
    original(loops.calls)(arguments[0], expected)
    assert arguments[1].tobytes() == expected.tobytes()
    assert TINY.share < 10
