"""``scripts/bench parallel`` with stand-ins: rows, comparisons, means, and processes that hang or crash."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.profiling_parallel import stand_ins
from tests.profiling_peers.loading import load

figures = load("harness.parallel_figures")
process = load("harness.parallel_process")
workloads = load("harness.parallel_workloads")
document = load("harness.parallel_document")
STAND_INS = "tests.profiling_parallel.stand_ins"


def job(name: str, **more: Any) -> dict[str, Any]:
    """A job of size S with few rounds."""
    return {"name": name, "size": "S", "layer": "", "repeat": 2, "workers": 2, "plan": False, "copies": False} | more


def options(stand_in: str, timeout: float = 300.0) -> Any:
    """Options of a short measurement."""
    return figures.Options(2, timeout, 2, f"{STAND_INS}:{stand_in}", False)


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rounds of short calls end soon; processes find the stand-ins."""
    monkeypatch.setattr(process, "SHORT_BUDGET", 0.05)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))


def test_groups_and_sizes_name_programs() -> None:
    """No group and no size is of a program that is not there; the sizes are those of the command line."""
    names = set(workloads.program_names())
    assert len(names) == 54
    grouped = workloads.WITHOUT_LOOP_PARALLELISM | workloads.LATENCY_BOUND | workloads.WAVEFRONTS | set(workloads.SIZES)
    assert grouped <= names
    for name, sizes in workloads.SIZES.items():
        module = load("harness.figures").load(name)
        assert all(module.SIZES[size].keys() == parameters.keys() for size, parameters in sizes.items()), name


def test_results_are_compared_bit_by_bit() -> None:
    """Equal, sums in another order, wrong; dtypes and shapes count, zeros of different sign are different."""
    a = np.array([1.0, 2.0, np.nan])
    assert process.difference(a, a.copy()) == 0.0
    assert 0 < process.difference(np.array([1.0, 0.0]), np.array([1.0, -0.0])) <= process.TOLERANCE
    assert process.difference(np.array([4.0, 1.0]), np.array([4.0, 3.0])) == 0.5
    assert process.difference(np.array([1, 2]), np.array([1, 3])) == float("inf")
    assert process.difference(np.array([1.0]), np.array([np.nan])) == float("inf")
    assert process.difference(np.array([1.0]), np.array([1.0, 2.0])) == float("inf")


def test_every_call_gets_fresh_copies() -> None:
    """A factorisation run twice on the same array would not give the same."""
    row = process.measure(job("polybench/cholesky"), stand_ins.sequential)
    assert row["agreement"] == {"sequential": 0.0, "one": 0.0, "all": 0.0}
    assert row["untouched"]
    assert row["rounds"] >= 2
    assert row["sequential_seconds"] <= row["sequential_median_seconds"]


def test_programs_that_call_others_are_compiled_first() -> None:
    """Plain functions that a kernel calls are compiled with it."""
    assert workloads.Program("quicksort", "S").calls_others
    assert not workloads.Program("n_body", "S").calls_others
    assert process.measure(job("quicksort"), stand_ins.sequential)["agreement"]["all"] == 0.0


@pytest.mark.parametrize(("stand_in", "said"), [("sequential", "same bits"), ("slightly_off", "sums differ by"),
                                                ("wrong", "WRONG")])
def test_rows_say_how_results_compare(stand_in: str, said: str) -> None:
    """Through a process of its own, as the command does."""
    row = figures.measure_program("gauss_seidel_2d", "S", ["workqueue"], options(stand_in))
    assert said in figures.row_text(row)
    assert row["groups"] == ["parallel", "latency"]


def test_writing_to_inputs_is_wrong() -> None:
    """An array that the sequential run leaves alone and a variant does not."""
    row = process.measure(job("matmul"), stand_ins.wrong)
    assert not row["untouched"]


def test_prange_is_taken_from_its_best_layer() -> None:
    """Two processes, one row; irpart's ratio beside prange is of prange's process."""
    row = figures.measure_program("polybench/gemm", "S", ["omp", "workqueue"], options("sequential"))
    assert set(row["layers"]) == {"hand, omp", "hand, workqueue"}
    assert row["prange_speedup"] == max(row["layers"].values())
    assert row["agreement"]["hand"] == 0.0
    assert "copies_ratio" not in row
    assert not row["memory_bound"]


def test_two_copies_at_once_are_timed() -> None:
    """Through processor time, so that what else runs hardly matters; a run of two is less than thrice as fast as one."""
    numba_adapter = load("irpart.program.numba_adapter")
    program = workloads.Program("matmul", "M")
    found = process.two_copies(program, numba_adapter.jit_with_callees(program.kernel, nogil=True), rounds=1)
    assert 0.2 < found["copies_ratio"] < 6
    assert found["alone_cpu_seconds"] > 0


@pytest.mark.parametrize(("stand_in", "said"), [("hanging", "took more than 5 s"), ("crashing", "ended with 11")])
def test_a_process_that_fails_is_a_row(stand_in: str, said: str) -> None:
    """The rest is measured all the same, and the means name what failed."""
    failed = figures.measure_program("gauss_seidel_2d", "S", [], options(stand_in, 5.0 if stand_in == "hanging" else 300.0))
    assert said in figures.row_text(failed)
    rows = [failed, figures.measure_program("gauss_seidel_2d", "S", [], options("sequential"))]
    found = figures.means(rows)
    assert found["failed"] == ["gauss_seidel_2d"]
    assert found["latency"]["programs"] == found["right"] == 1
    assert "failed: gauss_seidel_2d" in figures.means_text(found)


def made_row(name: str, one: float, everything: float, over: float | None = None, *, bound: bool = False) -> dict[str, Any]:
    """A row as ``combined`` makes it."""
    row = {"workload": name, "groups": workloads.groups_of(name), "one_speedup": one, "speedup": everything,
           "memory_bound": bound, "agreement": {"one": 0.0, "all": 0.0}, "right": True}
    return row if over is None else row | {"over_prange": over}


def test_means_are_geometric_and_leave_out_what_memory_holds_up() -> None:
    """Memory-bound programs and those without parallel loops are not in the first mean."""
    rows = [made_row("polybench/gemm", 1.0, 2.0, 1.0), made_row("polybench/lu", 4.0, 8.0, 0.5),
            made_row("spmv", 1.0, 1.0, 1.0, bound=True), made_row("quicksort", 1.0, 0.5)]
    found = figures.means(rows)
    assert found["parallel"] == pytest.approx({"programs": 2, "one": 2.0, "all": 4.0, "least": 2.0})
    assert found["wavefront"] == pytest.approx({"programs": 1, "one": 4.0, "all": 8.0, "least": 8.0})
    assert found["arrays"] == {"programs": 0, "one": None, "all": None, "least": None}
    assert (found["prange_met"], found["prange_programs"], found["never_below_met"]) == (2, 3, 3)
    assert found["over_prange"] == pytest.approx(0.5 ** (1 / 3))


def test_memory_bound_needs_large_arrays_and_copies_in_each_others_way() -> None:
    """A disturbed measurement of a small program does not count."""
    assert figures.is_memory_bound({"bytes": 1 << 24, "copies_ratio": 1.2})
    assert not figures.is_memory_bound({"bytes": 1 << 24, "copies_ratio": 1.9})
    assert not figures.is_memory_bound({"bytes": 1 << 14, "copies_ratio": 1.2})


def test_triad_has_a_bandwidth() -> None:
    """Bytes a second of one core and of two."""
    found = process.triad(n=10_000, rounds=2)
    assert found["bandwidth_1"] > 0
    assert found["bandwidth_2"] > 0


def test_kept_rows_become_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One with prange, one without, one that failed; every line of a table has as many cells as its head."""
    assert document.parallel_section(tmp_path) == []
    monkeypatch.setattr(figures, "available_layers", lambda: ["workqueue"])
    rows = figures.measure_parallel(["polybench/mvt", "gauss_seidel_2d"], "S", options("sequential"))
    failed = {"workload": "lu", "size": "S", "groups": ["parallel"], "errors": {"irpart": "took more than 1 s"}}
    rows = [*rows[:-1], failed, {**rows[-1], **figures.means([*rows[:-1], failed])}]
    (tmp_path / "parallel.json").write_text(json.dumps({"command": "python profiling/run.py parallel", "rows": rows}))
    text = "\n".join(document.parallel_section(tmp_path))
    assert "failed: lu" in text
    assert "(workqueue)" in text
    tables = [block for block in text.split("\n\n") if block.startswith("|")]
    assert len(tables) == 2
    for table in tables:
        assert len({line.count("|") for line in table.splitlines()}) == 1
