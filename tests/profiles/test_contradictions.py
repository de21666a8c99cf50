"""Proof against observation: no loop that is proven parallel carries a flow dependence in a traced run."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import irpart
from irpart.profiles.evidence import LoopEvidence, contradictions, is_undecided, loops_of, observe
from irpart.regions import analyse_function, verdicts_of
from tests.regions import corpus, polybench
from tests.regions.corpus_types import Case, cases_of
from tests.regions.test_corpus import LETTERS
from tests.workloads.test_workloads import copies, load

CASES = [*cases_of(corpus), *cases_of(polybench)]
LONG = {"induction": (32, 8), "integer_prefix_sum": (8, 64)}
"""Lengths of the first array and the others, of functions for which 8 is too short."""


def values_for(case: Case, number: int, seed: int) -> tuple[Any, ...]:
    """Arguments of the types of a case: signed numbers, matrices with a large diagonal, subscripts that may repeat."""
    random = np.random.default_rng(seed)
    values: list[Any] = []
    for kind in case.arguments:
        if hasattr(kind, "ndim"):
            length = LONG.get(case.function.__name__, (8, 8))[bool(values)]
            shape = (length,) * kind.ndim
            if str(kind.dtype).startswith("int"):
                apart = random.permutation(int(np.prod(shape))).reshape(shape) % 8
                array = random.integers(0, 8, shape) if seed % 2 else apart
            elif str(kind.dtype) == "bool":
                array = random.random(shape) < 0.5
            else:
                array = random.random(shape) - 0.5 + (8 * np.eye(8) if kind.ndim == 2 else 0.0)
            values.append(np.asarray(array, str(kind.dtype), order="F" if kind.layout == "F" else "C"))
        else:
            values.append(0.5 if "float" in str(kind) else True if "bool" in str(kind) else number)
    return tuple(values)


def checked_number(case: Case, seed: int) -> int:
    """A value for integer arguments with which CPython, which checks subscripts, runs a function to its end.

    -1 when all values lead to an exception that the function itself raises.
    """
    failures: list[Exception] = []
    for number in (8, 3, 1, 0):
        try:
            with np.errstate(all="ignore"):
                case.function(*values_for(case, number, seed))
        except (ArithmeticError, LookupError, ValueError) as error:
            failures.append(error)
        else:
            return number
    assert all(isinstance(failure, ValueError) for failure in failures), failures
    return -1


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.function.__name__)
def test_known_loops_do_not_contradict_their_verdicts(case):
    """Two runs, with and without repeating subscripts."""
    tree = analyse_function(case.function, case.arguments)
    verdicts = verdicts_of(tree)
    for seed in (0, 1):
        if seed and not any("int" in str(kind) and hasattr(kind, "ndim") for kind in case.arguments):
            continue
        number = checked_number(case, seed)
        if number < 0:
            continue
        with irpart.profile(case.function, *values_for(case, number, seed), timing="none") as profile:
            assert contradictions(observe(profile, loops_of(tree)), verdicts) == ()


@pytest.mark.parametrize("name", sorted(LETTERS))
def test_workloads_do_not_contradict_their_verdicts(name):
    """Every program of profiling/workloads at size S; nearly all of its loops are found in the traced program."""
    workload = load(name)
    arguments = copies(workload.initialize(**workload.SIZES["S"]))
    function = getattr(workload, name)
    tree = analyse_function(function, arguments)
    with irpart.profile(function, *arguments, timing="none") as profile:
        evidence = observe(profile, loops_of(tree))
    assert contradictions(evidence, verdicts_of(tree)) == ()
    missing = {one.loop.line for one in evidence if not one.is_found and one.loop.kind != "implicit"}
    assert len(missing) <= {"kmeans": 1, "molecular_dynamics": 1}.get(name, 0), missing


def prefix_sums(a):
    """The inner loop is a recurrence, the outer one parallel."""
    for i in range(a.shape[0]):
        for j in range(2, a.shape[1]):
            a[i, j] = a[i, j] + a[i, j - 2]


def evidence_and_verdicts(function: Any, *arguments: Any) -> tuple[tuple[LoopEvidence, ...], list[Any]]:
    """Both for one call."""
    tree = analyse_function(function, arguments)
    return observe(irpart.profile(function, *arguments, timing="none"), loops_of(tree)), list(verdicts_of(tree))


def test_a_wrong_verdict_is_found():
    """The check itself: the recurrence called parallel, or a reduction into something else."""
    evidence, verdicts = evidence_and_verdicts(prefix_sums, np.ones((4, 9)))
    assert [verdict.kind for verdict in verdicts] == ["parallel", "sequential"]
    assert contradictions(evidence, verdicts) == ()
    line = prefix_sums.__code__.co_firstlineno
    wrong = [verdicts[0], replace(verdicts[1], kind="parallel")]
    assert contradictions(evidence, wrong) == (
        f"The loop in line {line + 3} was proven parallel, but line {line + 4} reads what line {line + 4} wrote of a, "
        "2 iterations before, 20 times.",)
    other = [verdicts[0], replace(verdicts[1], kind="reduction", reductions=(("s", "sum"),))]
    assert len(contradictions(evidence, other)) == 1
    right = [verdicts[0], replace(verdicts[1], kind="reduction", reductions=(("a", "sum"),))]
    assert contradictions(evidence, right) == ()


def mirrored(x, y, index):
    """Through an index array, backwards."""
    for i in range(x.shape[0]):
        y[index[i]] = y[index[i]] * 0.5 + x[i]
    for i in range(1, x.shape[0]):
        x[i] = x[i - 1] * 2.0


def test_suggestions_are_for_what_was_not_decided():
    """A proven dependence is not up to the user."""
    evidence, verdicts = evidence_and_verdicts(mirrored, np.ones(8), np.ones(8), np.arange(8))
    assert [verdict.kind for verdict in verdicts] == ["irregular", "sequential"]
    assert [is_undecided(verdict) for verdict in verdicts] == [True, False]
    assert "irpart.assume" in evidence[0].sentence(is_undecided(verdicts[0]))
