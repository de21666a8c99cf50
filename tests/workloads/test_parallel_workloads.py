"""Programs that are run in parallel: the PolyBench kernels and array programs, and hand-written prange variants."""

from __future__ import annotations

import inspect
import subprocess
import sys
from types import ModuleType
from typing import Any

import numba
import numpy as np
import pytest

from irpart.program import numba_adapter
from irpart.program.hints import parse_hint
from tests.workloads.test_workloads import FOLDER, copies, load

POLYBENCH = sorted(path.stem for path in (FOLDER / "polybench").glob("[a-z]*.py"))
ARRAYS = sorted(path.stem for path in (FOLDER / "arrays").glob("[a-z]*.py"))
PROGRAMS = [f"polybench/{name}" for name in POLYBENCH] + [f"arrays/{name}" for name in ARRAYS]
BESIDE = sorted(path.stem for path in (FOLDER / "prange").glob("[a-z]*.py"))
"""Workloads of the folder above whose prange variants lie in a folder of their own."""
WITHOUT_PRANGE = ["durbin", "seidel_2d", "trisolv"]
REDUCTIONS = ["polybench/atax", "polybench/bicg", "dense_network"]
"""Their prange variants add up in another order."""


def kernels(module: ModuleType) -> list[Any]:
    """Functions of a workload that are compiled."""
    return [value for value in vars(module).values() if inspect.isfunction(value)
            and value.__module__ == module.__name__ and value.__name__ not in ("initialize", "check")]


def sequential_run(name: str) -> tuple[tuple[Any, ...], tuple[Any, ...], Any]:
    """Arguments of size S, the same after a run, and what it returned; checked."""
    workload = load(name)
    before = workload.initialize(**workload.SIZES["S"])
    after = copies(before)
    returned = numba_adapter.jit_with_callees(getattr(workload, name.rpartition("/")[2]))(*after)
    workload.check(before, after, returned)
    return before, after, returned


def test_the_set_is_whole() -> None:
    """PolyBench has thirty kernels; three programs are written in array expressions."""
    assert len(POLYBENCH) == 30
    assert len(ARRAYS) == 3
    without = [name for name in POLYBENCH if not hasattr(load(f"polybench/{name}"), f"{name}_prange")]
    assert without == WITHOUT_PRANGE


@pytest.mark.parametrize("name", PROGRAMS)
def test_results_are_right(name: str) -> None:
    """The compiled kernel passes the check of its file, and has the three sizes."""
    sequential_run(name)
    assert set(load(name).SIZES) == {"S", "M", "L"}


@pytest.mark.parametrize("name", PROGRAMS)
def test_checks_see_a_wrong_result(name: str) -> None:
    """An array that the kernel changed and that is then disturbed does not pass, for one of the arrays at least."""
    workload = load(name)
    before, after, returned = sequential_run(name)
    caught = 0
    for number, array in enumerate(after):
        if isinstance(array, np.ndarray) and not np.array_equal(array, before[number]):
            disturbed = copies(after)
            disturbed[number][tuple(extent // 2 for extent in array.shape)] += 1
            try:
                workload.check(before, disturbed, returned)
            except AssertionError:
                caught += 1
    assert caught > 0


@pytest.mark.parametrize("name", [*PROGRAMS, *(f"prange/{name}" for name in BESIDE)])
def test_kernels_are_hinted(name: str) -> None:
    """Every parameter of a kernel and of its prange variant has a hint that irpart reads."""
    found = kernels(load(name))
    assert found
    assert [f"{kernel.__name__}.{parameter.name}" for kernel in found
            for parameter in inspect.signature(kernel).parameters.values() if parse_hint(parameter.annotation) is None] == []


@pytest.mark.parametrize("name", [name for name in PROGRAMS if name.rpartition("/")[2] not in WITHOUT_PRANGE] + BESIDE)
def test_prange_variants_give_the_sequential_result(name: str) -> None:
    """Bit by bit, except where sums are taken in another order."""
    before, expected, expected_result = sequential_run(name)
    last = name.rpartition("/")[2]
    variant = getattr(load(f"prange/{name}" if name in BESIDE else name), f"{last}_prange")
    after = copies(before)
    returned = numba.njit(parallel=True)(variant)(*after)
    tolerance = 1e-9 if name in REDUCTIONS else 0.0
    for a, b in zip((*after, returned), (*expected, expected_result), strict=True):
        if a is not None or b is not None:
            np.testing.assert_allclose(a, b, rtol=tolerance)


@pytest.mark.parametrize("name", ["polybench/gemm", "arrays/jacobi_slices"])
def test_scripts_run_by_themselves(name: str) -> None:
    """As a user types it: plain Python, with the check."""
    folder, _, last = name.partition("/")
    run = subprocess.run([sys.executable, f"{last}.py", "--size", "S", "--check"], cwd=FOLDER / folder, capture_output=True,
                         text=True, check=True)
    assert run.stdout.startswith(f"{last} S: ")
