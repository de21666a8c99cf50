"""The contract of every registered mapping method; a new method is tested by being there."""

from __future__ import annotations

import inspect
import shutil

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irpart.base.errors import InputError
from irpart.base.registry import is_installed
from irpart.mapping import METHODS, measure_cost, solve
from irpart.mapping.placing import first_violation
from tests.mapping.reference import grid_distance, make_problem, problems


def lacking(name: str) -> str:
    """What a method needs and is not here, or ""."""
    package = METHODS.get(name).requires
    if name == "scotch" and not (shutil.which("gmap") or shutil.which("scotch_gmap")):
        return "Scotch"
    return "" if is_installed(package) else package


NAMES = [pytest.param(name, marks=pytest.mark.skipif(bool(lacking(name)), reason=f"{lacking(name)} is not installed"))
         for name in METHODS.names()]
PARTIAL = {"sharedmap": ("regular trees",), "scotch": ("regular trees, meshes",),
           "exact": ("at most 16 clusters", "without a proof")}
"""Methods that take some machines or sizes only, and what they say."""
LIGHT = {"tabu": {"budget": 0.02}, "exact": {"nodes": 20_000}}


def test_the_methods_of_the_issue_are_there() -> None:
    """The list of docs/mapping.md."""
    assert {"greedy", "bisection", "swap", "tabu", "space-filling", "exact", "random", "identity", "scotch",
            "sharedmap"} <= set(METHODS.names())


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=12, deadline=None)
@given(problem=problems(), seed=st.integers(0, 3))
def test_random_problems(name, problem, seed):
    """Caps, pins and groups are kept, the same seed gives the same placement, refusals are sentences."""
    options = LIGHT.get(name, {})
    refusal = ""
    try:
        placed = solve(problem, name, seed, **options)
    except InputError as refused:
        refusal = str(refused)
    if refusal:
        assert any(words in refusal for words in (*PARTIAL.get(name, ()), "groups do not fit"))
        return
    assert placed.dtype == np.int32
    assert first_violation(problem, placed) == ""
    assert np.isfinite(measure_cost(problem, placed).total)
    if "budget" not in options:
        assert np.array_equal(solve(problem, name, seed, **options), placed)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("k", [1, 3, 16, 40])
def test_fewer_as_many_and_more_clusters(name, k):
    """On a mesh of 16 processors, and nothing at all communicates."""
    if name == "sharedmap" or (name == "exact" and k > 16):
        with pytest.raises(InputError, match=r"regular trees|at most 16 clusters"):
            solve(make_problem(np.eye(k, k=1), grid_distance((4, 4)), (4, 4)), name)
        return
    for matrix in (np.zeros((k, k)), np.eye(k, k=1)):
        problem = make_problem(matrix, grid_distance((4, 4)), (4, 4))
        assert first_violation(problem, solve(problem, name)) == ""


@pytest.mark.parametrize("name", METHODS.names())
def test_documentation(name):
    """A method cites its source and states what it chose where the source is silent."""
    described = METHODS.get(name)
    text = inspect.getdoc(described.function) or ""
    assert "References\n----------" in text
    assert "Notes\n-----" in text
    assert {"randomised", "budgeted"} <= set(described.capabilities)
