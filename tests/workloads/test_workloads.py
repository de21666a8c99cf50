"""Every workload: its check, the same result traced and untraced, and its graph against the reference on a prefix."""

from __future__ import annotations

import importlib.util
import inspect
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

import irpart
from irpart.program import numba_adapter
from irpart.program.hints import parse_hint
from irpart.program.parse import parse_module
from tests.graph.reference import build_reference

FOLDER = Path(__file__).parents[2] / "profiling" / "workloads"
NAMES = sorted(path.stem for path in FOLDER.glob("[a-z]*.py"))
PREFIX = 1500


def load(name: str) -> ModuleType:
    """A workload's module, loaded from its file; ``polybench/lu`` lies in a folder below."""
    path = FOLDER / f"{name}.py"
    if str(path.parent) not in sys.path:
        sys.path.append(str(path.parent))
    spec = importlib.util.spec_from_file_location(f"workload_{name.replace('/', '_')}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def copies(arguments: tuple[object, ...]) -> tuple[object, ...]:
    """Arguments with their arrays copied."""
    return tuple(a.copy() if isinstance(a, np.ndarray) else a for a in arguments)


def test_there_are_twenty_one() -> None:
    """The set of programs that results are quoted for."""
    assert len(NAMES) == 21


@pytest.mark.parametrize("name", NAMES)
def test_traced_results_are_right_and_the_graph_is_exact(name: str) -> None:
    """Check of the result, bit-identity with the untraced function, and the graph of the first records."""
    workload = load(name)
    assert set(workload.SIZES) == {"S", "M", "L"}
    kernel = getattr(workload, name)
    before = workload.initialize(**workload.SIZES["S"])
    untraced, traced = copies(before), copies(before)
    expected = numba_adapter.jit_with_callees(kernel, error_model="numpy")(*untraced)
    with irpart.profile(kernel, *traced, timing="none") as profile:
        assert profile.result == expected
        for a, b in zip(untraced, traced, strict=True):
            assert np.array_equal(a, b)
        workload.check(before, traced, profile.result)
        graph = profile.graph
        assert graph.n_vertices == profile.summary.instructions
        ids, words = next(profile.chunks())
        ids = ids[:PREFIX]
        words = words[: int(profile.tables.segment_words[ids].sum())]
        reference = build_reference(profile.program, parse_module(profile.program.text), profile.tables,
                                    ids.tolist(), words.tolist())
    bounds = graph.indptr()
    for vertex, row in enumerate(reference.rows):
        assert graph.static_id[vertex] == row
        into = graph.source[bounds[vertex] : bounds[vertex + 1]]
        assert sorted(into.tolist()) == reference.edges_into(vertex)


@pytest.mark.parametrize("name", NAMES)
def test_kernels_are_hinted(name: str) -> None:
    """Every parameter of a kernel and of the functions it calls has a hint that irpart reads."""
    workload = load(name)
    kernels = [value for value in vars(workload).values() if inspect.isfunction(value)
               and value.__module__ == workload.__name__ and value.__name__ not in ("initialize", "check")]
    unhinted = [f"{kernel.__name__}.{parameter.name}" for kernel in kernels
                for parameter in inspect.signature(kernel).parameters.values() if parse_hint(parameter.annotation) is None]
    assert unhinted == []


@pytest.mark.parametrize("name", ["fft", "quicksort", "jacobi_2d"])
def test_scripts_run_by_themselves(name: str) -> None:
    """As a user types it: plain Python, with the check."""
    run = subprocess.run([sys.executable, f"{name}.py", "--size", "S", "--check"], cwd=FOLDER, capture_output=True,
                         text=True, check=True)
    assert run.stdout.startswith(f"{name} S: ")


def test_molecular_dynamics_with_more_cells_than_neighbours() -> None:
    """At size S the box is one cell; here there are four a side, so most pairs of cells are left out."""
    workload = load("molecular_dynamics")
    before = workload.initialize(side=9, steps=3)
    assert before[6] == 4
    after = copies(before)
    energy = numba_adapter.jit_with_callees(workload.molecular_dynamics)(*after)
    workload.check(before, after, energy)
