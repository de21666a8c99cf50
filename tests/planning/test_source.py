"""Functions from syntax trees keep their surroundings and can be read again."""

from __future__ import annotations

import ast
import inspect
import textwrap

import pytest

import irpart
from irpart.base.errors import ParallelizationWarning
from irpart.planning.source import function_of

SCALE = 3


def scaled_by(factor: int):
    """A function that closes over a value and uses a global."""
    def scaled(x: int, more: int = 2) -> int:
        return x * factor * SCALE + more

    return scaled


def test_a_function_keeps_globals_closure_and_defaults():
    """And its text can be had again, for the next step."""
    original = scaled_by(5)
    tree = ast.parse(textwrap.dedent(inspect.getsource(original))).body[0]
    made = function_of(tree, original)
    assert made(7) == original(7) == 107
    again = ast.parse(inspect.getsource(made)).body[0]
    assert ast.dump(again.body[0]) == ast.dump(tree.body[0])
    assert function_of(again, made)(7) == 107
    assert (made.__qualname__, made.__module__) == (original.__qualname__, original.__module__)


def test_more_globals_and_the_tree_is_left_alone():
    """A step can bring names of its own."""
    tree = ast.parse("def f(x: int = 4):\n    return x + helper").body[0]
    before = ast.dump(tree, include_attributes=True)
    assert function_of(tree, scaled_by, helper=10)(1) == 11
    assert ast.dump(tree, include_attributes=True) == before


def fibonacci(n):
    """Calls itself."""
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


def test_recursion_is_told(monkeypatch):
    """A function that calls its decorated self runs as it was, and the user is told why."""
    made = irpart.parallelize(fibonacci)
    monkeypatch.setitem(fibonacci.__globals__, "fibonacci", made)
    with pytest.warns(ParallelizationWarning, match="'fibonacci' calls itself; only loops"):
        assert made(12) == 144
