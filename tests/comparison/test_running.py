"""Trials in processes of their own: failures are outcomes, and an interrupted comparison goes on."""

from __future__ import annotations

import dataclasses
import time
from pathlib import Path

import numpy as np
import pytest

import irpart
from irpart.base.errors import FormatError, InputError
from irpart.comparison import ComparisonSettings, Trial, TrialKey, run_comparison
from irpart.comparison.types import trial_from_json
from irpart.comparison.worker import load_graph, save_graph
from irpart.graph.construct import from_edges
from irpart.graph.types import DependenceGraph
from irpart.partitioning.bounds import connectivity_lower_bound
from irpart.partitioning.cut import partition
from irpart.partitioning.execution_model import ExecutionModel, estimate_execution
from irpart.partitioning.quality import measure_quality
from tests.comparison.faulty import write_package
from tests.partitioning.graphs import make_local_graph

GRAPH = make_local_graph(300)
SETTINGS = ComparisonSettings((4,), ("chunks", "random"), seeds=2)


@pytest.fixture
def faulty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The faulty methods are installed; the file in which a method tells of the process it started."""
    folder = tmp_path / "packages"
    folder.mkdir()
    write_package(folder)
    monkeypatch.syspath_prepend(folder)
    monkeypatch.setenv("IRPART_TEST_CHILD", str(tmp_path / "started"))
    return tmp_path / "started"


def same(trial: Trial) -> Trial:
    """A trial without what differs from run to run."""
    quality = None if trial.quality is None else dataclasses.replace(trial.quality, seconds=0.0)
    return dataclasses.replace(trial, quality=quality, peak_bytes=None)


def is_alive(process: int) -> bool:
    """Whether a process runs (a zombie does not)."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_trials_are_what_the_functions_say() -> None:
    """Quality and estimate of a trial are those computed here."""
    made = irpart.compare({"g": GRAPH}, 4, methods=["random", "chunks"], orders=2)
    assert [trial.key for trial in made.trials] == [
        TrialKey("g", order, 0, 4, method) for order in (0, 1) for method in ("random", "chunks")]
    here = partition(GRAPH, 4, method="random")
    trial = made.trials[0]
    assert same(trial).quality == dataclasses.replace(measure_quality(GRAPH, here), seconds=0.0)
    assert trial.execution == estimate_execution(GRAPH, here)
    assert trial.peak_bytes is not None
    assert made.trials[3].execution is not None
    assert made.trials[3].execution != made.trials[1].execution
    assert [trial_from_json(trial.to_json()) for trial in made.trials] == list(made.trials)
    assert repr(made) == "Comparison(1 graphs, k=[4], 2 methods, 4 trials, 0 failed)"


def test_failures_are_outcomes(faulty: Path) -> None:
    """A crash, an exit, an exception, a wrong answer: each is a row, and those after it run."""
    methods = ("crashing", "noisy", "leaving", "raising", "short", "greedy-for-memory")
    made = run_comparison({"g": GRAPH}, ComparisonSettings((2,), methods, model=None))
    found = {trial.key.method: trial for trial in made.trials}
    assert found["crashing"].failure == "Its process was ended by SIGSEGV."
    assert found["leaving"].failure == "Its process exited with status 7; its last words: out of luck."
    assert found["raising"].failure == "ValueError: no such cluster (irpart_faulty.py, line 43)"
    assert "edges" in found["short"].failure
    assert [found[name].failure_kind for name in methods] == ["crash", "", "crash", "error", "error", ""]
    peak = found["greedy-for-memory"].peak_bytes
    assert peak is not None
    assert 190e6 < peak < 230e6
    calm = found["noisy"].peak_bytes
    assert calm is not None
    assert calm < 50e6


def test_a_timeout_kills_the_method_and_its_children(faulty: Path) -> None:
    """The trial fails, the process that the method started is gone, the next method runs."""
    began = time.monotonic()
    settings = ComparisonSettings((2,), ("sleeping", "chunks"), timeout_seconds=0.5, model=None)
    made = run_comparison({"g": GRAPH}, settings)
    assert time.monotonic() - began < 60
    assert [trial.failure_kind for trial in made.trials] == ["timeout", ""]
    assert made.trials[0].failure == "Took longer than 0.5 seconds."
    assert not is_alive(int(faulty.read_text()))


def test_trials_that_timed_out_run_again_with_more_time(faulty: Path, tmp_path: Path) -> None:
    """The journal keeps them for the same limit only."""
    journal = tmp_path / "j.jsonl"
    settings = ComparisonSettings((2,), ("sleeping",), timeout_seconds=0.3, model=None)
    run_comparison({"g": GRAPH}, settings, journal=journal)
    assert run_comparison({"g": GRAPH}, settings, journal=journal).resumed == 1
    again = run_comparison({"g": GRAPH}, dataclasses.replace(settings, timeout_seconds=0.4), journal=journal)
    assert (again.resumed, again.trials[0].limit_seconds) == (0, 0.4)


def test_an_interrupted_comparison_goes_on(tmp_path: Path) -> None:
    """After two trials and Ctrl-C, the rest runs and nothing runs twice; the result is that of one run."""
    whole = run_comparison({"g": GRAPH}, SETTINGS)

    def interrupt(done: int, total: int, key: TrialKey | None) -> None:
        if done == 2:
            raise KeyboardInterrupt

    journal = tmp_path / "a.compare.jsonl"
    with pytest.raises(KeyboardInterrupt, match=r"^$"):
        run_comparison({"g": GRAPH}, SETTINGS, journal=journal, show=interrupt)
    kept = journal.read_bytes()
    assert len(kept.splitlines()) == 3
    journal.write_bytes(kept + kept.splitlines()[2][:40])  # as though the power had failed while the next was written
    started: list[TrialKey | None] = []
    rest = run_comparison({"g": GRAPH}, SETTINGS, journal=journal, show=lambda done, total, key: started.append(key))
    assert rest.resumed == 2
    assert started == [*list(SETTINGS.keys("g"))[2:], None]
    assert [same(trial) for trial in rest.trials] == [same(trial) for trial in whole.trials]
    assert journal.read_bytes().startswith(kept)
    assert len(journal.read_bytes().splitlines()) == 5
    assert run_comparison({"g": GRAPH}, SETTINGS, journal=journal).resumed == 4


def test_a_journal_of_something_else_is_refused(tmp_path: Path) -> None:
    """Other settings, other graphs, another file; the sentence says how to start anew, and the file stays."""
    journal = tmp_path / "a.compare.jsonl"
    settings = ComparisonSettings((2,), ("chunks",), model=None)
    run_comparison({"g": GRAPH}, settings, journal=journal)
    kept = journal.read_bytes()
    with pytest.raises(InputError, match=r"settings \(ks: \[2\] there, \[3\] here, seeds: 1 there, 2 here\); start anew"):
        run_comparison({"g": GRAPH}, dataclasses.replace(settings, ks=(3,), seeds=2), journal=journal)
    with pytest.raises(InputError, match="is of a comparison of other graphs; start anew"):
        run_comparison({"g": make_local_graph(301)}, settings, journal=journal)
    assert journal.read_bytes() == kept
    journal.write_bytes(kept.replace(b'"irpart": "', b'"irpart": "9'))
    with pytest.raises(InputError, match=r"is of a comparison by irpart 9"):
        run_comparison({"g": GRAPH}, settings, journal=journal)
    for content, sentence in ((b"1 2\n3 4\n", "Line 1 of .* is not one of a journal"), (b"{}\n", "is no journal of a"),
                              (b"no line", "is no journal"), (kept + b'{"k": 1}\n' + kept, "Line 3 of .* is no trial")):
        journal.write_bytes(content)
        with pytest.raises(FormatError, match=sentence):
            run_comparison({"g": GRAPH}, settings, journal=journal)
        assert journal.read_bytes() == content
    assert run_comparison({"g": GRAPH}, settings, journal=journal, fresh=True).resumed == 0
    with pytest.raises(InputError, match=r"Cannot write .*nofolder"):
        run_comparison({"g": GRAPH}, settings, journal=tmp_path / "nofolder" / "a")


def test_a_graph_the_model_refuses_has_a_note() -> None:
    """Cycles: quality is there, the estimate is not, and the trial says why."""
    circle = from_edges([0, 1, 2], [1, 2, 0])
    made = run_comparison({"circle": circle}, ComparisonSettings((2,), ("chunks",)))
    assert made.trials[0].quality is not None
    assert made.trials[0].execution is None
    assert "cycle" in made.trials[0].note
    assert not made.failed()


def test_graphs_travel_unchanged(tmp_path: Path) -> None:
    """Every column, also the optional ones."""
    graph = DependenceGraph(GRAPH.source, GRAPH.in_degree, GRAPH.weight_code, GRAPH.weight_table, GRAPH.cost_code,
                            GRAPH.cost_table, np.zeros(GRAPH.n_vertices, np.uint16), "model", np.array([True, False]))
    save_graph(graph, tmp_path / "g.npz")
    loaded = load_graph(tmp_path / "g.npz")
    assert loaded.checksum() == graph.checksum()
    assert (loaded.timing, loaded.static_id.dtype) == ("model", np.uint16)
    assert loaded.static_arithmetic.tolist() == [True, False]


def test_a_spine_is_recomputed_in_trials() -> None:
    """The worker knows which instructions are integer arithmetic, and says what is said here."""
    graph = dataclasses.replace(GRAPH, static_id=(np.arange(GRAPH.n_vertices) % 7 > 2).astype(np.uint8),
                                static_arithmetic=np.array([False, True]))
    model = ExecutionModel(spine="recomputed")
    made = irpart.compare({"g": graph}, 4, methods=["random"], orders=2, model=model)
    expected = estimate_execution(graph, partition(graph, 4, method="random"), model)
    assert expected.recomputed > 0
    assert made.trials[0].execution == expected
    assert all(trial.execution is not None and trial.note == "" for trial in made.trials)


@pytest.mark.parametrize(("change", "sentence"), [
    ({"ks": ()}, "at least one number of clusters"), ({"ks": (0,)}, "from 1 to 65536, got 0"),
    ({"methods": ("best",)}, "no method 'best'; choose among: "), ({"seeds": 0}, "seeds must be a whole number >= 1"),
    ({"orders": -1}, "orders must be"), ({"timeout_seconds": -1.0}, "above 0, got -1.0"),
    ({"timeout_seconds": float("nan")}, "above 0, got nan"), ({"balance": 0.5}, "at least 1, got 0.5"),
    ({"model": ExecutionModel(order="given")}, "use critical-path or trace"),
])
def test_wrong_settings(change: dict[str, object], sentence: str) -> None:
    """One sentence with the value."""
    with pytest.raises(InputError, match=sentence):
        ComparisonSettings(**{"ks": (2,), **change})  # type: ignore[arg-type]


def test_nothing_to_compare() -> None:
    """No graphs, or something that is no graph."""
    with pytest.raises(InputError, match="at least one graph"):
        irpart.compare({}, 2)
    with pytest.raises(InputError, match=r"irpart.compare takes a DependenceGraph or a Profile, not a str"):
        irpart.compare({"a": "b"}, 2)  # type: ignore[dict-item]


def test_the_gap_to_the_bound_is_that_of_the_partition_command() -> None:
    """km1 over the proven bound, None where the bound does not hold."""
    graph = make_local_graph(400)
    made = run_comparison({"local": graph}, ComparisonSettings((4,), ("chunks", "random"), model=None))
    bound = connectivity_lower_bound(graph, 4)
    gaps = [bound.gap(trial.quality) for trial in made.trials if trial.quality]
    assert [trial.gap_to_bound for trial in made.trials] == gaps
