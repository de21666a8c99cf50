"""Kernels that the step changes give the same results, compiled, bit for bit."""

from __future__ import annotations

import numpy as np
import pytest
from numba import njit

from irpart.planning.restructuring import restructure
from irpart.planning.source import function_of
from tests.regions import polybench
from tests.regions.corpus_types import cases_of

CASES = {case.function.__name__: case for case in cases_of(polybench)}
CHANGED = ("gemm", "two_matrix_products", "mvt", "lu", "floyd_warshall", "correlation", "covariance", "gramschmidt", "trmm",
           "doitgen")


def values(case, n):
    """Arguments of a size; matrices are well conditioned."""
    random = np.random.default_rng(n)
    found = []
    for kind in case.arguments:
        if not hasattr(kind, "ndim"):
            found.append(2 if "int" in str(kind) else 1.25)
            continue
        array = random.random((n,) * kind.ndim) + (n * np.eye(n) if kind.ndim == 2 else 0.0)
        found.append((array * 3).astype(np.int64) if "int" in str(kind) else array)
    return found


@pytest.mark.parametrize("name", CHANGED)
def test_changed_kernels_keep_their_results(name):
    """Sizes from two to more than a block of columns, for those that are quick enough."""
    case = CASES[name]
    rewrite = restructure(case.function, case.arguments)
    original, changed = njit(case.function), njit(function_of(rewrite.tree, case.function, np=np))
    sizes = (2, 3, 9, 33) if any(getattr(kind, "ndim", 0) > 2 for kind in case.arguments) else (2, 3, 9, 33, 261)
    for n in sizes:
        one, other = values(case, n), values(case, n)
        original(*one)
        changed(*other)
        assert all(np.asarray(a).tobytes() == np.asarray(b).tobytes() for a, b in zip(one, other, strict=True)), n


@pytest.mark.parametrize("name", sorted(set(CASES) - set(CHANGED)))
def test_other_kernels_stay(name):
    """Their innermost loops walk along memory, or nothing is known that is better."""
    case = CASES[name]
    assert not [note for note in restructure(case.function, case.arguments).notes if "left" not in note.text]
