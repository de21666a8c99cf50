"""Comparisons whose partitions are executed: measured columns, refusals, a wrong value as a failure."""

from __future__ import annotations

import csv
import dataclasses
import io
from pathlib import Path

import numpy as np
import pytest

import irpart
from irpart.base.errors import InputError
from irpart.comparison import ComparisonSettings, TrialKey, run_comparison
from irpart.comparison.documents import summary_csv, to_markdown
from irpart.comparison.programs import load_program, save_program
from irpart.comparison.summary import EXECUTED, summarize
from irpart.comparison.tables import result_tables
from irpart.comparison.types import ExecutionSettings, trial_from_json
from irpart.comparison.worker import Worker
from irpart.measurement.teams import usable_processors
from irpart.replay.dataflow import DataflowProgram
from tests.measurement.subjects import sweep_profile, sweep_subject


def test_measured_columns(tmp_path: Path) -> None:
    """Of each trial that succeeded, another edge order included; the journal keeps them; tables and files have them."""
    execution = ExecutionSettings(repeat=3)
    asked = {"methods": ["chunks", "random"], "orders": 2, "execution": execution, "journal": tmp_path / "j"}
    made = irpart.compare({"sweep": sweep_profile()}, [2, usable_processors() + 2], **asked)
    assert made.failed() == []
    for trial in made.trials:
        found = trial.measured
        assert found is not None
        assert found.workers == min(trial.key.k, usable_processors())
        assert 0 < found.least_seconds <= found.seconds <= found.most_seconds
        assert found.speedup == pytest.approx(found.serial_seconds / found.seconds)
        assert 0 < found.messages <= found.values
        assert trial_from_json(trial.to_json()) == trial
    again = irpart.compare({"sweep": sweep_profile()}, [2, usable_processors() + 2], **asked)
    assert again.resumed == len(made.trials)
    assert again.trials == made.trials
    assert all(set(EXECUTED) <= row.spreads.keys() for row in summarize(made))
    titles = [table.title for table in result_tables(made)]
    assert len(titles) == 4
    assert [title.endswith(", executed") for title in titles] == [False, True, False, True]
    assert "measured speed-up" in to_markdown(made)
    assert "executed by threads, 3 repetitions" in to_markdown(made)
    rows = list(csv.DictReader(io.StringIO(summary_csv(made))))
    assert all(float(row["measured_speedup_mean"]) > 0 for row in rows)


def test_settings() -> None:
    """Only where asked; wrong values are refused; a journal of other settings too."""
    assert "execution" not in ComparisonSettings((2,)).to_json()
    assert ComparisonSettings((2,), execution=ExecutionSettings()).to_json()["execution"]["backend"] == "threads"
    for change, message in (({"repeat": 0}, "repetitions must be a whole number >= 1, got 0"),
                            ({"backend": "mpi"}, "There is no engine 'mpi'"),
                            ({"timeout_seconds": 0.0}, "above 0, got 0.0")):
        with pytest.raises(InputError, match=message):
            ExecutionSettings(**change)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="give a Profile made with replay=True"):
        irpart.compare({"g": sweep_subject().graph}, 2, execution=ExecutionSettings())
    with pytest.raises(InputError, match="cannot be executed without its dataflow program"):
        run_comparison({"g": sweep_subject().graph}, ComparisonSettings((2,), execution=ExecutionSettings()))


def test_programs_travel_whole(tmp_path: Path) -> None:
    """All columns, the forms too."""
    program = sweep_subject().dataflow
    save_program(program, tmp_path / "p.npz")
    back = load_program(tmp_path / "p.npz")
    for name in DataflowProgram.__slots__:
        if name not in ("kinds", "recorded"):
            assert np.array_equal(getattr(back, name), getattr(program, name)), name
    for name in type(back.kinds).__slots__:
        assert np.array_equal(getattr(back.kinds, name), getattr(program.kinds, name)), name


def test_a_wrong_result_is_a_failure() -> None:
    """A trial whose values differ from the run's has no measurement."""
    subject = sweep_subject()
    value = subject.dataflow.returned_value ^ np.uint64(1)
    worker = Worker(subject.graph, dataclasses.replace(subject.dataflow, returned_value=value))
    trial, _ = worker.run(TrialKey("sweep", 0, 0, 2, "chunks"), 1.03, None, ExecutionSettings(repeat=1))
    assert trial.measured is None
    assert trial.failure_kind == "error"
    assert "the record of the run differ" in trial.failure
