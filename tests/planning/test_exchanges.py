"""Double buffering: arrays that change places in a time loop, in plans and in lowering, to the bit."""

from __future__ import annotations

import numpy as np
import pytest

from irpart.planning.emission.guards import with_exchanged
from irpart.regions.analyse import analyse_function
from irpart.regions.dependences import dependences_of
from irpart.regions.verdicts import verdicts_of
from tests.planning.running import made, original, outcome, planned, same


def nest(A, B, steps):
    """Explicit loops, two arguments."""
    for _ in range(steps):
        for i in range(1, A.shape[0] - 1):
            for j in range(1, A.shape[1] - 1):
                B[i, j] = 0.25 * (A[i - 1, j] + A[i + 1, j] + A[i, j - 1] + A[i, j + 1])
        A, B = B, A
    return A


def local(A, steps):
    """An array expression, one local array."""
    B = A.copy()
    for _ in range(steps):
        B[1:-1, 1:-1] = 0.25 * (A[:-2, 1:-1] + A[2:, 1:-1] + A[1:-1, :-2] + A[1:-1, 2:])
        A, B = B, A
    return A, B


def through_a_name(A, steps):
    """The exchange in three statements."""
    B = np.zeros_like(A)
    for _ in range(steps):
        for i in range(1, A.shape[0] - 1):
            for j in range(A.shape[1]):
                B[i, j] = A[i - 1, j] * 0.5 + A[i + 1, j]
        spare = A
        A = B
        B = spare
    return A


def three(A, B, steps):
    """A wave equation: three arrays change places."""
    C = np.zeros_like(A)
    for _ in range(steps):
        for i in range(1, A.shape[0] - 1):
            for j in range(1, A.shape[1] - 1):
                C[i, j] = 2.0 * B[i, j] - A[i, j] + 0.1 * (B[i - 1, j] + B[i + 1, j] + B[i, j - 1] + B[i, j + 1])
        A, B, C = B, C, A
    return A + B


def until(A, B, steps):
    """A while loop, an extreme, and an exchange under a condition."""
    error, step = 1.0, 0
    while error > 1e-9 and step < steps:
        B[1:-1, 1:-1] = 0.25 * (A[:-2, 1:-1] + A[2:, 1:-1] + A[1:-1, :-2] + A[1:-1, 2:])
        error = np.max(np.abs(B - A))
        if step % 3 != 1:
            A, B = B, A
        step += 1
    return A, error


def between(A, B, C, steps):
    """A third array is read beside one of the two."""
    for _ in range(steps):
        for i in range(A.shape[0]):
            for j in range(A.shape[1]):
                B[i, j] = A[i, j] * 0.5 + C[i, j]
        A, B = B, A
    return A


def with_a_view(A, B, steps):
    """A row keeps its array when the names change places."""
    row = A[1]
    for _ in range(steps):
        for j in range(A.shape[1]):
            row[j] = row[j] + 1.0
            B[0, j] = A[1, j]
        A, B = B, A
    return A


def with_another_name(A, B, steps):
    """A second name for one of the two."""
    other = A
    for _ in range(steps):
        for i in range(1, A.shape[0]):
            for j in range(A.shape[1]):
                B[i, j] = A[i, j] + other[i - 1, j]
        A, B = B, A
    return A


def outer(A, B, x, steps):
    """The loop around is never parallel, although each iteration writes all of both arrays."""
    for k in range(steps):
        for i in range(A.shape[0]):
            for j in range(A.shape[1]):
                A[i, j] = x[k] + i
                B[i, j] = x[k] - j
        A, B = B, A
    return A


PROGRAMS = (nest, local, through_a_name, three, until, between, with_a_view, with_another_name, outer)
COUNTS = {"nest": 2, "local": 1, "through_a_name": 1, "three": 2, "until": 2, "between": 3, "with_a_view": 2,
          "with_another_name": 2, "outer": 2}


def arguments(function, shape=(9, 7), steps=5):
    """Random arrays, for ``outer`` a line of numbers too, and a number of steps."""
    random = np.random.default_rng(7)
    arrays = [random.random(shape) for _ in range(COUNTS[function.__name__])]
    return (*arrays, *([random.random(max(steps, 1))] if function is outer else []), steps)


def letters(function, values):
    """First letters of the verdicts."""
    from numba import typeof

    tree = analyse_function(function, tuple(typeof(value) for value in values))
    return "".join(verdict.kind[0] for verdict in verdicts_of(tree, dependences_of(tree)))


@pytest.mark.parametrize("function", PROGRAMS, ids=lambda f: f.__name__)
@pytest.mark.parametrize("steps", [0, 1, 4, 5])
def test_same_bits(function, steps):
    """Odd and even numbers of steps: the arrays of the caller hold what they hold after the sequential run."""
    values = arguments(function, steps=steps)
    call = made(planned(function, values), function)
    assert same(outcome(call, values), outcome(original(function), values))


@pytest.mark.parametrize(("function", "expected"), [
    (nest, "spp"), (through_a_name, "ppspp"), (three, "ppspp"), (between, "spp"), (outer, "spp")])
def test_nests_between_exchanges_are_parallel_and_the_time_loop_is_not(function, expected):
    """The loops of the source and those of its array expressions."""
    assert letters(function, arguments(function)) == expected


@pytest.mark.parametrize("function", [with_a_view, with_another_name])
def test_arrays_with_other_names_are_not_known(function):
    """A view taken before keeps its array: the exchange cannot be one of elements."""
    assert set(letters(function, arguments(function))) == {"s"}


def test_guards_hold_for_all_arrays_that_a_name_may_stand_for():
    """Shapes are equal, and no pair of the three overlaps though the nest names two of them at a time."""
    values = arguments(between)
    plan = planned(between, values)
    found = {guard.expression for guard in plan.guards}
    assert {"no_overlap(A, B)", "no_overlap(A, C)", "no_overlap(B, C)"} <= found
    assert any("B.shape[0]" in text and "A.shape[0]" in text for text in found)


def test_a_local_array_may_come_to_be_an_argument():
    """It is apart from other arguments only if the argument that changes places with it is."""
    from numba import typeof

    def beside(A, C, steps):
        B = np.zeros_like(A)
        for _ in range(steps):
            for i in range(A.shape[0]):
                B[i] = C[i] + 1.0
            A, B = B, A
        return A

    data = np.arange(8.0)
    plan = planned(beside, (data, data.copy(), 3))
    assert "no_overlap(A, C)" in {guard.expression for guard in plan.guards}
    tree = analyse_function(beside, (typeof(data), typeof(data), typeof(3)))
    assert with_exchanged(tree, {"B": True, "C": False}) == {"A": True, "B": True, "C": False}


@pytest.mark.parametrize("function", [nest, between, until])
def test_arrays_that_overlap_or_differ_in_size(function):
    """A guard fails, the original runs."""
    values = list(arguments(function))
    base = np.random.default_rng(3).random((10, 7))
    call = made(planned(function, tuple(values)), function)

    def shared(run):
        memory = base.copy()
        return run(memory[:9], memory[1:], *values[2:]), memory

    assert same(shared(call), shared(original(function)))
    longer = (values[0], np.random.default_rng(5).random((12, 7)), *values[2:])
    if function is nest:
        assert same(outcome(call, longer), outcome(original(function), longer))
