"""Neighbouring loops become one only where each iteration needs nothing of another; results stay, to the bit."""

from __future__ import annotations

import ast

import numpy as np
import pytest
from numba import typeof

from irpart.planning.fusion import fuse, legality
from irpart.planning.source import function_of
from tests.planning.running import made, original, outcome, planned, same


def chain(x, y, z):
    """Three loops and a temporary, one with another name for its variable."""
    t = np.empty_like(x)
    for i in range(x.shape[0]):
        t[i] = x[i] * 2.0 + y[i]
    for i in range(x.shape[0]):
        z[i] = t[i] * t[i] + x[i]
    for k in range(x.shape[0]):
        y[k] = z[k] + 1.0


def plane(A, B, C):
    """Both loops of two nests."""
    for i in range(1, A.shape[0] - 1):
        for j in range(1, A.shape[1] - 1):
            B[i, j] = A[i - 1, j] + A[i + 1, j]
    for i in range(1, A.shape[0] - 1):
        for j in range(1, A.shape[1] - 1):
            C[i, j] = B[i, j] * 0.5 + A[i, j - 1]


def rows(A, B, C):
    """The outer loops only: the second reads the row beside it."""
    for i in range(A.shape[0]):
        for j in range(1, A.shape[1] - 1):
            B[i, j] = A[i, j - 1] + A[i, j + 1]
    for i in range(A.shape[0]):
        for j in range(1, A.shape[1] - 1):
            C[i, j] = B[i, j - 1] * 0.5 + A[i, j]


def scalars(x, y, z):
    """Both loops have a scalar of their own under one name."""
    for i in range(x.shape[0]):
        s = x[i] * 2.0
        y[i] = s + 1.0
    for i in range(x.shape[0]):
        s = y[i] - 3.0
        z[i] = s * s
    return s


def offset(x, y, z):
    """The second reads what the iteration before it has written: joined, it would not be parallel."""
    for i in range(1, x.shape[0]):
        y[i] = x[i] * 2.0
    for i in range(1, x.shape[0]):
        z[i] = y[i - 1] + x[i]


def ahead(x, y, z):
    """The second reads what a later iteration writes: joined, it would be wrong."""
    for i in range(x.shape[0] - 1):
        y[i + 1] = x[i] * 2.0
    for i in range(x.shape[0] - 1):
        z[i] = y[i + 1] + y[x.shape[0] - 1 - i]


def overwritten(x, y, z):
    """The second writes what a later iteration of the first reads."""
    for i in range(x.shape[0] - 2):
        y[i] = x[i + 1] * 2.0
    for i in range(x.shape[0] - 2):
        x[i + 2] = y[i] + 1.0


def longer(x, y, z):
    """Other bounds."""
    for i in range(x.shape[0]):
        y[i] = x[i] * 2.0
    for i in range(x.shape[0] - 1):
        z[i] = y[i] + 1.0


def strangers(x, y, z):
    """Nothing in common but the range."""
    n = x.shape[0]
    for i in range(n):
        y[i] = i * 2.0
    for i in range(n):
        z[i] = i + 1.0


def leftover(x, y, z):
    """The second variable is read afterwards."""
    k = 0
    for i in range(x.shape[0]):
        y[i] = x[i] * 2.0
    for k in range(x.shape[0]):
        z[k] = y[k] + 1.0
    return k


def narrow(x, y, z):
    """The elements of the temporary have less precision than what is stored."""
    t = np.empty(x.shape[0], np.float32)
    for i in range(x.shape[0]):
        t[i] = x[i] * 1.1
        t[i] += y[i]
    for i in range(x.shape[0]):
        z[i] = t[i] * x[i]


def kept(x, y, z):
    """The temporary is read again after the loops."""
    t = np.empty_like(x)
    for i in range(x.shape[0]):
        t[i] = x[i] * 1.1
    for i in range(x.shape[0]):
        z[i] = t[i] * x[i]
    return t


LINES = (chain, scalars, offset, ahead, overwritten, longer, strangers, leftover, narrow, kept)
PLANES = (plane, rows)
LOOPS = {"chain": 1, "plane": 2, "rows": 3, "scalars": 1, "offset": 2, "ahead": 2, "overwritten": 2, "longer": 2,
         "strangers": 2, "leftover": 2, "narrow": 1, "kept": 1}


def arguments(function, size=23):
    """Three arrays."""
    random = np.random.default_rng(size)
    return tuple(random.random((size,) if function in LINES else (size, size + 4)) for _ in range(3))


def fused(function):
    """The step's result."""
    return fuse(function, tuple(typeof(value) for value in arguments(function)))


@pytest.mark.parametrize("function", [*LINES, *PLANES], ids=lambda f: f.__name__)
def test_same_bits_and_as_many_loops_as_there_should_be(function):
    """In parallel, in the sequential order of the joint loops, and through the whole plan."""
    rewrite = fused(function)
    assert sum(isinstance(node, ast.For) for node in ast.walk(rewrite.tree)) == LOOPS[function.__name__]
    values = arguments(function)
    expected = outcome(original(function), values)
    assert same(outcome(original(function_of(rewrite.tree, function)), values), expected)
    assert same(outcome(made(planned(function, values), function), values), expected)


@pytest.mark.parametrize("function", [ahead, overwritten], ids=lambda f: f.__name__)
def test_without_the_check_results_would_be_wrong(function, monkeypatch):
    """What the dependences forbid is forbidden for a reason."""
    monkeypatch.setattr(legality, "is_legal", lambda *_: True)
    rewrite = fused(function)
    assert sum(isinstance(node, ast.For) for node in ast.walk(rewrite.tree)) == 1
    values = arguments(function)
    assert not same(outcome(original(function_of(rewrite.tree, function)), values), outcome(original(function), values))


@pytest.mark.parametrize(("function", "expected"), [(chain, True), (narrow, True), (kept, False)])
def test_temporaries_become_numbers(function, expected):
    """Where nothing reads them outside the joint loop."""
    text = ast.unparse(fused(function).tree)
    assert ("t[i]" not in text) == expected


def test_arguments_are_apart_and_notes_say_what_joined():
    """Loops that are joined rely on it."""
    rewrite = fused(chain)
    assert rewrite.apart == (("x", "y"), ("x", "z"), ("y", "z"))
    assert [note.line - chain.__code__.co_firstlineno for note in rewrite.notes] == [5, 7, 2]


def test_overlapping_arguments_run_as_they_were():
    """A guard fails."""
    values = arguments(chain)
    call = made(planned(chain, values), chain)

    def shared(run):
        memory = np.random.default_rng(1).random(30)
        run(memory[:20], memory[1:21], memory[5:25])
        return memory

    assert same(shared(call), shared(original(chain)))
