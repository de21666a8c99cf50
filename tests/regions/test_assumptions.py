"""``irpart.assume``: dependences of a loop that its author rules out, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from numba import njit, types

import irpart
from irpart.base.errors import InputError
from irpart.regions.analyse import analyse_function
from irpart.regions.verdicts import verdicts_of

FLOATS, INTEGERS = types.float64[::1], types.int64[::1]


def kinds(function, *arguments):
    """Verdicts of a function's loops."""
    return [verdict.kind for verdict in verdicts_of(analyse_function(function, arguments))]


def scattered(y, index, x):
    for i in range(len(index)):
        irpart.assume("independent", y)
        y[index[i]] = y[index[i]] * 2.0 + x[i]


def of_all(y, index, x):
    for i in range(len(index)):
        irpart.assume("independent")
        y[index[i]] = x[i]
        x[index[i]] = 1.0


def of_one(y, index, x):
    for i in range(len(index)):
        irpart.assume("independent", y)
        y[index[i]] = x[i]
        x[index[i]] = 1.0


def with_scalar(y, index, x):
    s = 0.0
    for i in range(len(index)):
        irpart.assume("independent")
        s = s * 0.5 + x[i]
        y[index[i]] = s


def inner_only(y, index, x):
    for _ in range(3):
        for i in range(len(index)):
            irpart.assume("independent", y)
            y[index[i]] = y[index[i]] + y[0] * x[i]


def accumulated(y, index, x):
    for i in range(len(index)):
        irpart.assume("independent", y)
        y[index[i]] += x[i]


@pytest.mark.parametrize(("function", "expected"), [
    (scattered, ["parallel"]), (of_all, ["parallel"]), (of_one, ["irregular"]), (with_scalar, ["sequential"]),
    (inner_only, ["irregular", "parallel"]), (accumulated, ["parallel"])])
def test_verdicts(function, expected):
    """What is said holds for the loop and the arrays it is said of; scalars keep their dependences."""
    assert kinds(function, FLOATS, INTEGERS, FLOATS) == expected


def test_the_reason_names_the_assumption():
    """Whoever reads the verdict sees that it rests on a word and not on a proof."""
    verdict = verdicts_of(analyse_function(scattered, (FLOATS, INTEGERS, FLOATS)))[0]
    assert verdict.reason.startswith("irpart.assume says that no two iterations share an element of y;")


def outside(y):
    irpart.assume("independent")
    for i in range(len(y)):
        y[i] = 1.0


def unknown(y):
    for i in range(len(y)):
        irpart.assume("parallel")
        y[i] = 1.0


def no_array(y):
    for i in range(len(y)):
        irpart.assume("independent", i)
        y[i] = 1.0


@pytest.mark.parametrize(("function", "message"), [
    (outside, "stands outside of loops"), (unknown, 'the one thing that can be assumed is "independent"'),
    (no_array, "names i, which is no array")])
def test_wrong_assumptions(function, message):
    """Are refused with their line."""
    with pytest.raises(InputError, match=message):
        analyse_function(function, (FLOATS,))


def test_it_does_nothing():
    """In Python and in compiled code."""
    index, x = np.array([2, 0, 1]), np.arange(3.0)
    one, other = np.ones(3), np.ones(3)
    scattered(one, index, x)
    njit(scattered)(other, index, x)
    assert np.array_equal(one, other)
    assert one.tolist() == [3.0, 4.0, 2.0]
