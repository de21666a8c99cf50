"""Defaults that are left out at a call are known in loops, as they are in what Numba compiles alone."""

from __future__ import annotations

import numpy as np
import pytest
from numba import njit, types

import irpart
from irpart.planning.plan import plan_function

X = np.linspace(0.1, 3.0, 300_000)


def power(x, y, exponent=3, more=0.5):
    """Two numbers in a loop."""
    for i in range(x.shape[0]):
        y[i] = x[i] ** exponent + more


def total(x, y, exponent=-2, more=True):
    """A reduction; a truth value."""
    s = 0.0
    for i in range(x.shape[0]):
        s += x[i] ** exponent if more else x[i]
    return s


def changed(x, y, exponent=3, more=0.5):
    """A parameter that is assigned."""
    if x.shape[0] > 2:
        exponent = exponent + 1
    for i in range(x.shape[0]):
        y[i] = x[i] ** exponent + more
    return exponent


def only(n, factor=3):
    """No argument would be left."""
    s = 0
    for i in range(n):
        s += i * factor
    return s


def strange(x, y, exponent=None, more="text"):
    """Defaults that are no numbers."""
    for i in range(x.shape[0]):
        y[i] = x[i] if exponent is None and more == "text" else 0.0


CALLS = [(), (2,), (2, 0.25)]


@pytest.mark.parametrize("call", CALLS, ids=str)
@pytest.mark.parametrize("function", [power, total, changed], ids=lambda f: f.__name__)
def test_same_results(function, call):
    """With all, some and no defaults left out."""
    expected, found = np.zeros_like(X), np.zeros_like(X)
    right = njit(function)(X, expected, *call)
    result = irpart.parallelize(function)(X, found, *call)
    assert result == right or abs(result - right) <= 1e-12 * abs(right)
    assert expected.tobytes() == found.tobytes()


def test_a_region_keeps_an_argument():
    """And what has defaults of other types is as it was."""
    assert irpart.parallelize(only)(1_000_000) == 3 * 999_999 * 500_000
    y = np.zeros_like(X)
    irpart.parallelize(strange)(X, y)
    assert np.array_equal(X, y)


def test_bodies_have_the_defaults():
    """In the text: not handed over where they are left out; handed over where they are given, or assigned."""
    vector = types.float64[::1]

    def parameters(function, *kinds):
        source = plan_function(function, (vector, vector, *kinds)).source
        head = next(line for line in source.splitlines() if line.startswith(f"def {function.__name__}_line_"))
        return set(head.partition("(")[2].rstrip("):").split(", "))

    assert {"exponent=3", "more=0.5"} <= parameters(power, types.Omitted(3), types.Omitted(0.5))
    assert {"exponent", "more"} <= parameters(power, types.int64, types.float64)
    assert {"exponent", "more=0.5"} <= parameters(power, types.int64, types.Omitted(0.5))
    assert {"exponent", "more=0.5"} <= parameters(changed, types.Omitted(3), types.Omitted(0.5))
