"""What is kept while a plan is made, and shorter ways to the same sets."""

from __future__ import annotations

from random import Random
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numba import types

from irpart.planning.plan import plan_function
from irpart.planning.source import function_of
from irpart.regions import inference
from irpart.regions.analyse import analyse_function
from irpart.regions.dependences import dependences_of
from irpart.regions.freeze import _Freezer
from irpart.regions.inference import typed_function
from irpart.regions.orders import Orders
from irpart.regions.readings import kept, kept_readings
from tests.regions.programs import function_of as program_of
from tests.regions.programs import make_program

ARGUMENTS = (types.int64[::1], types.int64[:, ::1], types.int64[::1], types.int64[::1], types.int64, types.int64)
MATRIX = types.float64[:, ::1]


def product(a, b, c):
    """Loops in an order that does not vectorise."""
    for i in range(a.shape[0]):
        for j in range(b.shape[1]):
            for k in range(a.shape[1]):
                c[i, j] += a[i, k] * b[k, j]


def test_things_are_kept_within_the_outermost_block_only():
    """Once per key; an inner block ends nothing, an exception is not kept."""
    made: list[int] = []

    def make() -> int:
        made.append(len(made))
        return made[-1]

    assert [kept("one", make), kept("one", make)] == [0, 1]
    with kept_readings():
        with kept_readings():
            assert kept("one", make) == 2
        assert [kept("one", make), kept("other", make)] == [2, 3]
        with pytest.raises(ZeroDivisionError, match="division"):
            kept("wrong", lambda: 1 // 0)
        assert kept("wrong", make) == 4
    assert kept("one", make) == 5


def test_a_function_is_read_once_in_a_plan():
    """As often as there are different texts on the way: the user's, reordered, prepared for vectors."""
    inferred: list[Any] = []
    run = inference._run_inference

    def counted(dispatcher: Any, arguments: Any) -> Any:
        inferred.append(dispatcher.py_func.__code__.co_code)
        return run(dispatcher, arguments)

    with patch.object(inference, "_run_inference", counted):
        plan = plan_function(product, (MATRIX, MATRIX, MATRIX))
    assert any("reordered" in note.text for note in plan.notes)
    assert len(inferred) == len(set(inferred)) <= 3


def test_one_function_for_other_types_or_another_text_is_another_reading():
    """Types, trees and functions are told apart."""
    flat = types.float32[:, ::1]
    with kept_readings():
        one = typed_function(product, (MATRIX, MATRIX, MATRIX))
        assert typed_function(product, (MATRIX, MATRIX, MATRIX)) is one
        other = typed_function(product, (MATRIX, MATRIX, flat))
        assert other.types["c"] == (flat,)
        assert analyse_function(product, one.arguments) is analyse_function(product, one.arguments)
        assert analyse_function(product, other.arguments).arguments[2] == ("c", str(flat))
        again = function_of(one.tree, product)
        assert function_of(one.tree, product) is again
        assert function_of(one.tree, product, helper=1) is not again
    assert typed_function(product, (MATRIX, MATRIX, MATRIX)) is not one


def _full_schedule(orders: Orders, statements: Any) -> Any:
    joint = None
    for statement in statements:
        one = statement.schedule.to_union_map()
        joint = one if joint is None else joint.union(one)
    return joint


@pytest.mark.parametrize("wild", [False, True])
def test_dependences_are_those_of_all_parameters_and_all_dimensions_of_time(wild):
    """What is left out of the relations and schedules given to isl changes no dependence, and no guard."""
    @settings(max_examples=25, deadline=None)
    @given(st.randoms(use_true_random=False))
    def check(random: Random) -> None:
        function = program_of(make_program(random, wild).lines)
        tree = analyse_function(function, ARGUMENTS)
        found = dependences_of(tree)
        with patch.object(Orders, "lean", lambda orders, relation: relation), \
                patch.object(Orders, "schedule", _full_schedule):
            expected = dependences_of(tree)
        assert [(d.kind, d.variable, d.source.name, d.sink.name, d.carried, d.exact) for d in found] == [
            (d.kind, d.variable, d.source.name, d.sink.name, d.carried, d.exact) for d in expected]
        assert all(one.relation.is_equal(other.relation) for one, other in zip(found, expected, strict=True))
        with patch.object(_Freezer, "_concerned", lambda made, _: (list(made._model.parameters), made._model.facts)):
            assert analyse_function(function, ARGUMENTS).guards == tree.guards

    check()
