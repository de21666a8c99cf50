"""Functions that use the names of generated code for something of their own."""

from __future__ import annotations

import linecache

import numpy as np
import pytest
from numba import njit

from irpart.base.errors import UnsupportedProgram
from tests.planning.running import check, planned

SIZE = 60


@njit
def abs(x):
    """Not the absolute value."""
    return x + 1.0


@njit
def caller_sequential(a, i):
    """Has the name that the original of ``caller`` gets."""
    return a[i] * 3.0


def own_builtin(a, b):
    for i in range(a.shape[0]):
        b[i] = abs(a[i])


def caller(a, b):
    for i in range(a.shape[0]):
        b[i] = caller_sequential(a, i)


def greatest(a, b):
    max = a[0]
    for i in range(a.shape[0]):
        b[i] = a[i] - max


def counted(a, workers):
    s = 0
    for i in range(a.shape[0]):
        s += int(a[i])
    return s + workers


def guarded(a, b, holds, c):
    for i in range(a.shape[0]):
        for j in range(3):
            c[j] = a[i] + j
        b[i] = c[0] + c[2]
    return c[1] + holds


def unused(a, b, holds):
    for i in range(1, a.shape[0]):
        b[i] = a[i - 1]
        a[i] += 1.0


def pair(start):
    """Two halves of an array, apart or not."""
    base = np.arange(2.0 * SIZE)
    return base[:SIZE], base[start:start + SIZE]


def test_functions_with_the_name_of_a_builtin_are_those_of_the_user():
    """The module of the plan gets them, too."""
    check(own_builtin, [pair(SIZE)], regions=(1,))


@pytest.mark.parametrize(("function", "arguments", "name"), [
    (caller, pair(SIZE), "caller_sequential"), (greatest, pair(SIZE), "max"), (counted, (np.arange(9.0), 3), "workers")],
    ids=["original", "builtin", "helper"])
def test_names_that_generated_code_needs_are_refused(function, arguments, name):
    """With a sentence that says which."""
    with pytest.raises(UnsupportedProgram, match=f"'{name}' in '{function.__name__}'"):
        planned(function, arguments)


def test_a_variable_may_have_the_name_of_the_flag_for_guards():
    """Whether it is used or not, true or false."""
    check(guarded, [(*pair(start), holds, np.zeros(3)) for holds in (1, 0) for start in (SIZE, 1)], regions=(1,))
    check(unused, [(*pair(start), np.ones(3)) for start in (SIZE, 1)])


def test_decorators_are_no_uses():
    """They are not in the module, whatever stands for ``njit`` in a script that ``irpart run`` executes."""
    scope = {"njit": lambda function: function}
    source = "@njit\ndef shifted(a, b):\n    for i in range(a.shape[0]):\n        b[i] = a[i] + 1.0\n"
    linecache.cache["<decorated>"] = (len(source), None, source.splitlines(keepends=True), "<decorated>")
    exec(compile(source, "<decorated>", "exec"), scope)
    assert planned(scope["shifted"], pair(SIZE)).regions
