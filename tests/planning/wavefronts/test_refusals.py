"""Nests that must stay as they are: each becomes wrong when one check is left out."""

from __future__ import annotations

import ast
from dataclasses import replace

import pytest

from irpart.planning.wavefronts import interleave, lags, wave_refusal, wave_region
from irpart.planning.wavefronts.rows import band_rows
from irpart.regions import analyse_function, dependences_of, verdicts_of
from irpart.regions.inference import typed_function
from tests.planning.wavefronts.nests import F1, F2, F, I, five_points


def reversed_rows(A):
    """Row i needs all of row i - 1, from the other end."""
    n = A.shape[1]
    for i in range(1, A.shape[0]):
        for j in range(1, n):
            A[i, j] = A[i, j - 1] / 3.0 + A[i - 1, n - 1 - j]


def carried(A, x):
    """A scalar goes from point to point."""
    s = 0.0
    for i in range(1, A.shape[0]):
        for j in range(1, A.shape[1]):
            s = s / 3.0 + x[j]
            A[i, j] = A[i - 1, j] + A[i, j - 1] + s


def kept(A):
    """A scalar and an iterator are used afterwards."""
    d = 0.0
    for i in range(1, A.shape[0]):
        for j in range(1, A.shape[1]):
            d = A[i - 1, j] / 3.0
            A[i, j] = d + A[i, j - 1]
    return d


def counted(A):
    """An iterator is used afterwards."""
    i = 0
    for i in range(1, A.shape[0]):
        for j in range(1, A.shape[1]):
            A[i, j] = A[i - 1, j] / 3.0 + A[i, j - 1]
    return i


def skipped(A):
    """Points are left early."""
    for i in range(1, A.shape[0]):
        for j in range(1, A.shape[1]):
            if A[i, j] < 0.5:
                continue
            A[i, j] = A[i - 1, j] / 3.0 + A[i, j - 1]


@pytest.mark.parametrize(("function", "arguments"), [
    (reversed_rows, (F2,)), (carried, (F2, F1)), (kept, (F2,)), (counted, (F2,)), (skipped, (F2,))],
    ids=lambda one: getattr(one, "__name__", ""))
def test_these_stay(function, arguments, monkeypatch):
    """No strips even if they would always pay, no tiles."""
    monkeypatch.setattr(lags, "LEAST_RATIO", -1.0)
    rewrite = interleave(function, arguments)
    assert not [note for note in rewrite.notes if "in flight" in note.text]
    assert ast.dump(rewrite.tree) == ast.dump(typed_function(function, arguments).tree)
    tree = analyse_function(function, arguments)
    dependences = dependences_of(tree)
    source = typed_function(function, arguments).tree
    for verdict in verdicts_of(tree, dependences):
        assert wave_region(tree, verdict, dependences, source) is None
        assert wave_refusal(tree, verdict, dependences, source)


def test_a_band_is_checked_against_all_dependences():
    """A verdict whose band belongs to another nest: its rows decrease along some dependence."""
    import islpy

    tree = analyse_function(five_points, (F2, I))
    dependences = dependences_of(tree)
    source = typed_function(five_points, (F2, I)).tree
    verdict = verdicts_of(tree, dependences)[0]
    (statement,) = [s for s in tree.statements if s.loops]
    assert wave_region(tree, verdict, dependences, source) is not None
    wrong = replace(verdict.band, schedule=islpy.UnionMap(f"{{ {statement.name}[t, i, j] -> [i, j, t] }}"))
    assert len(band_rows(islpy, wrong, (statement,))) == 3
    assert wave_region(tree, replace(verdict, band=wrong), dependences, source) is None


def test_floats_are_not_added_up():
    """Constants are folded in subscripts, where all is integer, and not in values."""
    assert ast.unparse(interleave(added, (F2, F)).tree).count("+ 1 - 1 + w") > 2


def added(A, w):
    """Sums of a float with integers."""
    for i in range(1, A.shape[0]):
        for j in range(1, A.shape[1]):
            A[i, j] = A[i - 1 + 1, j - 1] / 3.0 + 1 - 1 + w + A[i - 1, j]
