"""Cells, caches and the journal: the same table whatever happened on the way."""

from __future__ import annotations

import dataclasses
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from irpart.base.errors import BackendError, FormatError, InputError
from irpart.experiments import Experiment, ExperimentTable, read_csv, run_experiment, summarize_experiment, write_table
from irpart.experiments.types import COLUMNS, FIGURES, WHOLE
from irpart.mapping.place import place
from irpart.partitioning.cut import partition
from irpart.partitioning.execution_model import ExecutionEstimator
from irpart.partitioning.quality import measure_quality
from irpart.simulation.simulate import simulate
from irpart.simulation.types import SimulationModel
from irpart.topology.reading import read_topology
from tests.comparison.faulty import write_package
from tests.experiments.declaring import TOML, declare, lasting
from tests.partitioning.graphs import make_local_graph

SMALL = TOML.replace('["swap", "random"]', '"swap"').replace('core = ["in-order", "out-of-order"]', "")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the experiments of this file are."""
    return tmp_path_factory.mktemp("experiments")


@pytest.fixture(scope="module")
def table(folder: Path) -> ExperimentTable:
    """The whole tiny experiment, undisturbed."""
    return run_experiment(declare(folder, "whole"))


def declare_small(folder: Path, results: str, text: str = SMALL) -> Experiment:
    """A smaller experiment with the profile of the whole one: in a new profile, small blocks of memory may lie otherwise."""
    (folder / results).mkdir(exist_ok=True)
    shutil.copytree(folder / "whole" / "profiles", folder / results / "profiles", dirs_exist_ok=True)
    return declare(folder, results, text)


def test_every_cell_is_there(table: ExperimentTable, folder: Path) -> None:
    """In the order declared, none failed; profiles, partitions and times of one core were made once."""
    assert [outcome.key for outcome in table.outcomes] == [cell.key for cell in table.experiment.cells()]
    assert not table.failed()
    assert all(set(outcome.figures) == set(FIGURES) for outcome in table.outcomes)
    assert repr(table) == "ExperimentTable(tiny: 96 cells, 0 failed)"
    files = {name: len(list((folder / "whole" / name).iterdir())) for name in ("profiles", "partitions", "baselines")}
    assert files["profiles"] == 1
    assert files["partitions"] == 2 * 3 * 2
    assert files["baselines"] <= 2 * 4 * 2


def test_a_cell_is_what_the_functions_say(table: ExperimentTable) -> None:
    """Figures are those computed here, step by step."""
    graph = make_local_graph(200)
    found = next(outcome.figures for outcome in table.outcomes
                 if outcome.key == ("local", "hdrf", 5, "mesh:3x3", "swap", 0, "critical-path", "core=out-of-order"))
    made = partition(graph, 5, method="hdrf")
    quality, estimator = measure_quality(graph, made), ExecutionEstimator(graph)
    placement = place(graph, made, read_topology("mesh:3x3"))
    placement = dataclasses.replace(placement, partition=dataclasses.replace(made, priority=estimator.critical_order()))
    run = simulate(graph, placement, model=SimulationModel(core="out-of-order"))
    assert found["replication_factor"] == quality.replication_factor
    assert found["balance"] == quality.balance_by_weight
    assert (found["cycles"], found["speedup"]) == (run.cycles, run.speedup)
    assert found["mapping_cost"] == placement.cost
    assert found["model_speedup"] == estimator.estimate(made.edge_cluster, 5).speedup
    assert found["busy_fraction"] + found["stall_fraction"] + found["overhead_fraction"] + found["idle_fraction"] == (
        pytest.approx(1))


def test_nothing_runs_twice(table: ExperimentTable, folder: Path) -> None:
    """Typed again all is known; a larger grid runs only what is new."""
    told: list[str] = []
    again = run_experiment(declare(folder, "whole"), show=lambda done, total, now: told.append(now))
    assert (again.resumed, told) == (96, [""])
    assert again.outcomes == table.outcomes
    more = run_experiment(declare(folder, "whole", TOML.replace('"random"]\nk', '"random", "dbh"]\nk')))
    assert (more.resumed, len(more.outcomes)) == (96, 128)


def test_a_killed_run_goes_on(folder: Path, table: ExperimentTable) -> None:
    """The whole process group is killed in the middle; finished cells are kept and the table is that of one run."""
    whole = run_experiment(declare_small(folder, "undisturbed", SMALL))
    journal = folder / "killed" / "journal.jsonl"
    declare_small(folder, "killed", SMALL)
    command = [sys.executable, "-m", "irpart.cli.main", "experiment", "tiny.toml", "-o", "killed"]
    running = subprocess.Popen(command, cwd=folder, start_new_session=True)
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and not (journal.exists() and len(journal.read_bytes().splitlines()) > 5):
        time.sleep(0.02)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    kept = len(journal.read_bytes().splitlines()) - 1
    assert kept >= 4
    journal.write_bytes(journal.read_bytes() + b'{"cell": "cut o')
    rest = run_experiment(declare_small(folder, "killed", SMALL))
    assert rest.resumed >= kept - 1
    assert lasting(rest) == lasting(whole)


def test_ctrl_c_is_clean(folder: Path, table: ExperimentTable) -> None:
    """The exception comes out, no worker is left, what was finished is known."""
    def interrupt(done: int, total: int, now: str) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt, match=r"^$"):
        run_experiment(declare_small(folder, "interrupted", SMALL), show=interrupt)
    found = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert str(folder / "interrupted") not in found
    assert run_experiment(declare_small(folder, "interrupted", SMALL)).resumed == 3


def test_jobs_change_nothing(folder: Path, table: ExperimentTable) -> None:
    """One and two workers give the same rows, times left out."""
    one = run_experiment(declare_small(folder, "one", SMALL))
    two = run_experiment(declare_small(folder, "two", SMALL), jobs=2)
    assert lasting(one) == lasting(two)
    with pytest.raises(InputError, match="number of jobs must be a whole number from 1 to 1024, got 0"):
        run_experiment(declare_small(folder, "two", SMALL), jobs=0)


def test_ray_changes_nothing(folder: Path, table: ExperimentTable) -> None:
    """Cells as tasks of a local Ray; it is stopped afterwards."""
    import ray

    here = run_experiment(declare_small(folder, "here", SMALL.replace("k = [2, 5]", "k = 2")))
    there = run_experiment(declare_small(folder, "ray", SMALL.replace("k = [2, 5]", "k = 2")), ray="", jobs=2)
    assert lasting(there) == lasting(here)
    assert not there.failed()
    assert not ray.is_initialized()


def test_ray_that_is_not_there(folder: Path, table: ExperimentTable) -> None:
    """An address at which nothing listens: one sentence, and nothing runs."""
    with pytest.raises(BackendError, match=r"No Ray cluster answers at 127.0.0.1:1 .*start one with"):
        run_experiment(declare_small(folder, "no-ray", SMALL), ray="127.0.0.1:1")


def test_failures_are_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A crash, an exception and a timeout say why, end nothing else, and run again when asked."""
    (tmp_path / "packages").mkdir()
    write_package(tmp_path / "packages")
    monkeypatch.syspath_prepend(tmp_path / "packages")
    monkeypatch.setenv("IRPART_TEST_CHILD", str(tmp_path / "started"))
    text = '''
workloads = ["local.edgelist", {script = "failing.py", function = "total"}]
methods = ["crashing", "raising", "sleeping", "leaving", "chunks"]
k = 2
machines = ["mesh:2x1", "mesh:2x2"]
timeout_seconds = 0.5
'''
    (tmp_path / "failing.py").write_text("raise ValueError('not today')\n")
    made = run_experiment(declare(tmp_path, "r", text))
    found = {(one.key.workload, one.key.method, one.key.machine): one for one in made.outcomes}
    for machine in ("mesh:2x1", "mesh:2x2"):
        assert found["local", "crashing", machine].failure == "Its process was ended by SIGSEGV."
        assert found["local", "raising", machine].failure == "ValueError: no such cluster (irpart_faulty.py, line 43)"
        assert found["local", "sleeping", machine].failure == "Took longer than 0.5 seconds."
        assert found["local", "leaving", machine].failure_kind == "crash"
        assert found["local", "chunks", machine].figures
        assert found["failing", "chunks", machine].failure.startswith("Its profile could not be made: failing.py raised "
                                                                      "ValueError")
        assert "not today" in found["failing", "chunks", machine].failure
    assert run_experiment(declare(tmp_path, "r", text)).resumed == 20
    assert run_experiment(declare(tmp_path, "r", text.replace("0.5", "0.6"))).resumed == 18
    assert run_experiment(declare(tmp_path, "r", text.replace("0.5", "0.6")), retry=True).resumed == 2


def test_a_journal_of_something_else_is_refused(tmp_path: Path) -> None:
    """Another version, another file; the sentence says how to start anew, which is then possible."""
    text = SMALL.replace('{script = "sum.py", function = "total"}, ', "").replace("k = [2, 5]", "k = 2")
    experiment = declare(tmp_path, "r", text)
    run_experiment(experiment)
    journal = tmp_path / "r" / "journal.jsonl"
    kept = journal.read_bytes()
    for content, kind, sentence in (
            (kept.replace(b'"irpart": "', b'"irpart": "9', 1), InputError, "was written with irpart 9.*start anew with"),
            (b'{"kind": "irpart comparison"}\n', FormatError, "is no journal of an experiment; start anew"),
            (kept + b'{"cell": "a"}\n', FormatError, "is no outcome of a cell"), (b"no line", FormatError, "is no journal")):
        journal.write_bytes(content)
        with pytest.raises(kind, match=sentence):
            run_experiment(experiment)
        assert journal.read_bytes() == content
    assert run_experiment(experiment, fresh=True).resumed == 0
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="Cannot write the folder"):
        run_experiment(dataclasses.replace(experiment, results=tmp_path / "file"))


def test_damaged_caches_are_made_again(tmp_path: Path) -> None:
    """A partition or a time of one core that cannot be read is computed anew."""
    text = SMALL.replace('{script = "sum.py", function = "total"}, ', "")
    experiment = declare(tmp_path, "r", text)
    first = run_experiment(experiment)
    for name in ("partitions", "baselines"):
        for path in (tmp_path / "r" / name).iterdir():
            path.write_bytes(path.read_bytes()[:1])
    (tmp_path / "r" / "journal.jsonl").unlink()
    assert lasting(run_experiment(experiment)) == lasting(first)


def test_tables_hold_the_same(table: ExperimentTable, tmp_path: Path) -> None:
    """CSV and Parquet give back every value."""
    written = write_table(table, tmp_path)
    rows = list(table.rows())
    assert read_csv(written[0]) == rows
    assert list(rows[0]) == list(COLUMNS)
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    from pyarrow import parquet

    stored: list[dict[str, Any]] = parquet.read_table(written[1]).to_pylist()
    assert stored == rows
    assert all(isinstance(row[name], int) for row in stored for name in (*WHOLE, "k", "seed"))


def test_without_pyarrow_there_is_a_csv(table: ExperimentTable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And nothing else."""
    monkeypatch.setattr("irpart.experiments.tables.is_installed", lambda name: False)
    assert [path.name for path in write_table(table, tmp_path)] == ["table.csv"]
    assert [path.name for path in tmp_path.iterdir()] == ["table.csv"]


def test_the_summary_is_means_of_ratios(table: ExperimentTable) -> None:
    """Against the definition."""
    rows = summarize_experiment(table)
    assert all(row.faster == 1 for row in rows if row.method == "chunks")
    row = next(row for row in rows if row.method == "hdrf" and row.machine == "core:5" and row.mapping == "swap")
    cells = {(one.key.workload, one.key.method): one.figures for one in table.outcomes
             if (one.key.machine, one.key.mapping, one.key.model) == ("core:5", "swap", row.model)}
    ratios = [cells[name, "chunks"]["cycles"] / cells[name, "hdrf"]["cycles"] for name in ("sum", "local")]
    assert row.faster == pytest.approx((ratios[0] * ratios[1]) ** 0.5)
    assert (row.workloads, row.failed, row.compared) == (2, 0, 2)
    assert json.dumps(row.to_json())


def test_ray_is_loaded_only_when_asked_for() -> None:
    """Importing the package does not import Ray or pyarrow."""
    code = "import sys, irpart.experiments; print([name for name in ('ray', 'pyarrow') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert importlib.util.find_spec("irpart.experiments") is not None
