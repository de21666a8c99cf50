"""The model of single functions: accesses, guards, calls, what is opaque, and errors."""

from __future__ import annotations

import numba
import numpy as np
import pytest
from numba import types

from irpart.base.errors import InputError, UnsupportedProgram
from irpart.regions import analyse_function, dependences_of, verdict_lines, verdicts_document, verdicts_of
from tests.regions.corpus_types import F1, F2, F, I, letters_of


@numba.njit
def scaled(a, factor):
    """Multiply in place."""
    for i in range(a.shape[0]):
        a[i] *= factor


@numba.njit
def norm(a):
    """Sum of squares."""
    total = 0.0
    for i in range(len(a)):
        total += a[i] * a[i]
    return total


def calling(a, y):
    """Calls jitted functions on rows."""
    for i in range(a.shape[0]):
        scaled(a[i], 2.0)
        y[i] = norm(a[i])


def test_jitted_functions_are_read_in_place():
    """Their loops appear where they are called, with the caller's elements."""
    tree = analyse_function(calling, (F2, F1))
    assert [loop.text for loop in tree.loops] == ["for i in range(a.shape[0])"] * 2 + ["for i in range(len(a))"]
    assert letters_of(verdicts_of(tree)) == "PPR"
    write = next(a for s in tree.statements for a in s.writes if a.variable == "a")
    assert "a[o0 = i, o1 = i_2]" in str(write.relation) or "a[i, i_2]" in str(write.relation)


def guards_of(function, arguments, kind):
    """Conditions of one kind of guard."""
    return [guard for guard in analyse_function(function, arguments).guards if guard.kind == kind]


def shifted(x, y):
    """Needs y one longer than x."""
    for i in range(x.shape[0]):
        x[i] = y[i + 1]


def test_guards_name_what_must_hold():
    """Different arguments share no memory; subscripts stay inside."""
    assert [guard.subject for guard in guards_of(shifted, (F1, F1), "no overlap")] == [("x", "y")]
    (bound,) = guards_of(shifted, (F1, F1), "bounds")
    assert bound.subject == ("y", "y[i + 1]")
    assert "x_0 < y_0" in bound.condition or "y_0 > x_0" in bound.condition


def test_arrays_only_read_need_no_guard():
    """Two arrays that nothing writes may share memory."""
    assert guards_of(norm, (F1,), "no overlap") == []


def with_unknowns(x, n):
    """A list is not modelled; the loops around it are."""
    for i in range(n):
        x[i] = 1.0
    names = [2 * i for i in range(3)]
    for i in range(n):
        x[i] += len(names)


def test_what_is_not_modelled_does_not_stop_the_rest():
    """Both loops keep their verdicts."""
    assert letters_of(verdicts_of(analyse_function(with_unknowns, (F1, I))))[0] == "P"


def caught(x):
    """try and except."""
    for i in range(x.shape[0]):
        x[i] = 0.0
    try:
        x[0] = 1.0
    except Exception:
        x[0] = 2.0


def test_opaque_statements_touch_all_they_name():
    """``try`` is opaque: it may read and write x."""
    tree = analyse_function(caught, (F1,))
    (opaque,) = [s for s in tree.statements if s.kind == "opaque"]
    assert "not modelled" in opaque.reason
    assert {(a.variable, a.is_write) for a in opaque.accesses} >= {("x", True), ("x", False)}
    assert letters_of(verdicts_of(tree)) == "P"


def halved(x, n):
    """A division that may raise."""
    for i in range(x.shape[0]):
        x[i] = x[i] / n


def test_statements_say_what_they_may_raise():
    """Numba raises for a zero divisor unless told otherwise."""
    assert [s.may_raise for s in analyse_function(halved, (F1, I)).statements] == ["ZeroDivisionError"]


def test_types_come_from_arguments_or_types():
    """Examples and types give the same tree."""
    one = analyse_function(shifted, (np.zeros(3), np.zeros(4)))
    other = analyse_function(shifted, (F1, F1))
    assert [str(s.domain) for s in one.statements] == [str(s.domain) for s in other.statements]
    assert dict(one.arguments) == {"x": "array(float64, 1d, C)", "y": "array(float64, 1d, C)"}


def test_descriptions_hold_what_explain_shows():
    """Text and document name loops, verdicts, reasons and guards."""
    tree = analyse_function(shifted, (F1, F1))
    verdicts = verdicts_of(tree, dependences_of(tree))
    text = "\n".join(verdict_lines(tree, verdicts))
    assert "for i in range(x.shape[0])" in text
    assert "parallel: no dependence between its iterations" in text
    assert "no overlap, x, y" in text
    document = verdicts_document(tree, verdicts)
    assert document["loops"][0]["verdict"] == "parallel"
    assert document["parameters"][0] == {"name": "x_0", "meaning": "x.shape[0]"}


def recursive(n):
    """Not typed without a base case."""
    return recursive(n - 1)


def untyped(x):
    """An attribute that arrays do not have."""
    return x.no_such_thing


def test_bad_input_is_refused_in_one_sentence():
    """Builtins, wrong counts, sources that are not at hand, functions Numba cannot type."""
    with pytest.raises(InputError, match="'len' is a builtin_function_or_method, not a Python function"):
        analyse_function(len, ())
    with pytest.raises(InputError, match="'shifted' takes 2 arguments, not 1; give a type or an example for each"):
        analyse_function(shifted, (F1,))
    with pytest.raises(InputError, match="is not a function defined with 'def'"):
        analyse_function(lambda x: x, (F,))
    with pytest.raises(UnsupportedProgram, match="Numba cannot compile 'untyped'"):
        analyse_function(untyped, (F1,))


def test_the_repr_is_one_line():
    """Name and counts."""
    assert repr(analyse_function(shifted, (F1, F1))) == "RegionTree(shifted: 1 loops, 1 statements, 4 guards)"


def rebinding(x, n):
    """An older array through another name."""
    previous = np.zeros(n)
    for t in range(n):
        current = np.zeros(n)
        current[0] = previous[0] + 1.0
        x[t] = current[0]
        previous = current


def test_arrays_that_outlive_their_iteration_are_not_private():
    """``previous`` is the array of the iteration before: the loop is not parallel."""
    verdicts = verdicts_of(analyse_function(rebinding, (F1, types.int64)))
    (loop,) = [v for v in verdicts if v.loop.iterator == "t"]
    assert loop.kind not in ("parallel", "reduction")
