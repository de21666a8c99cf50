"""Means, spreads, tables, files and pictures of a comparison made by hand."""

from __future__ import annotations

import csv
import io
import json
import math
from pathlib import Path

import pytest

from irpart.base.errors import InputError
from irpart.comparison import Comparison, ComparisonSettings, Trial, TrialKey, summarize
from irpart.comparison.documents import summary_csv, to_json, to_markdown, trials_csv
from irpart.comparison.summary import EXECUTED, METRICS, contenders, failures, keeps_bound, notes, spread_of
from irpart.comparison.types import GraphFacts
from irpart.partitioning.execution_model import ExecutionEstimate
from irpart.partitioning.quality import Quality
from irpart.reporting.comparison import print_results
from irpart.reporting.comparison_plots import plot_comparison


def make_trial(method: str, replicas: float, *, order: int = 0, seed: int = 0, speedup: float = 2.0) -> Trial:
    """A trial that succeeded."""
    quality = Quality(2, replicas, round(100 * replicas), 1000 * replicas, 1.02, 1.01, 1.0, 0, 500, 0.25)
    execution = ExecutionEstimate(speedup, 100.0, 200.0, 50.0, 0.25, 10, 0.1, 0)
    return Trial(TrialKey("g|1", order, seed, 2, method), quality, execution, 3_000_000, gap_to_bound=12.5)


def make_comparison() -> Comparison:
    """Two seeds and two orders of three methods, of which one failed everywhere and one once."""
    settings = ComparisonSettings((2,), ("chunks", "hdrf", "random"), seeds=2, orders=2)
    trials = []
    for key in settings.keys("g|1"):
        if key.method == "random" or (key.method == "hdrf" and key.order == 1 and key.seed == 1):
            trials.append(Trial(key, failure="Took longer than 5 seconds.", failure_kind="timeout", limit_seconds=5.0))
        else:
            value = 1.0 + key.order + 0.5 * key.seed + (0.25 if key.method == "chunks" else 0)
            trials.append(make_trial(key.method, value, order=key.order, seed=key.seed, speedup=4 - value))
    return Comparison(settings, (GraphFacts("g|1", 40, 500, "c"),), tuple(trials), 3)


def test_spread_by_hand() -> None:
    """Four values in two orders."""
    spread = spread_of([(0, 1.0), (0, 3.0), (1, 5.0), (1, 7.0)])
    assert (spread.mean, spread.least, spread.most) == (4.0, 1.0, 7.0)
    assert spread.deviation == pytest.approx(math.sqrt(20 / 3))
    assert spread.deviation_by_seed == pytest.approx(math.sqrt(2))
    assert spread.deviation_by_order == pytest.approx(math.sqrt(8))
    assert spread_of([(0, 5.0)]).deviation == 0


def test_rows() -> None:
    """By replication factor, failed methods last; means leave failed trials out."""
    rows = summarize(make_comparison())
    assert [(row.method, row.n_trials, row.n_failed) for row in rows] == [
        ("hdrf", 4, 1), ("chunks", 4, 0), ("random", 4, 4)]
    assert rows[0].spreads["replication_factor"].mean == pytest.approx(1.5)
    assert rows[1].spreads["replication_factor"].mean == pytest.approx(2.0)
    assert rows[1].spreads["edges_per_second"].mean == pytest.approx(0.002)
    assert rows[2].spreads == {}
    assert failures(make_comparison()) == [
        "random on g|1, k = 2 (4 of 4 trials): Took longer than 5 seconds.",
        "hdrf on g|1, k = 2 (1 of 4 trials): Took longer than 5 seconds."]
    noted = Trial(TrialKey("a", 0, 0, 2, "hdrf"), note="Because.")
    cyclic = Comparison(ComparisonSettings((2,)), (GraphFacts("a", 1, 0, ""),), (noted, noted))
    assert notes(cyclic) == ["No speed-up for a: Because."]


def test_the_best_keeps_the_bound() -> None:
    """Beyond the bound by weight and by edges: marked, and the best only where all are."""
    def quality(by_weight: float, by_count: float, least: float = 1.0, m: int = 500) -> Quality:
        return Quality(2, 1.0, 0, 0.0, by_weight, by_count, least, 0, m, 0.1)

    assert keeps_bound(quality(1.03, 1.9), 1.03)
    assert keeps_bound(quality(1.9, 1.03), 1.03)
    assert not keeps_bound(quality(1.04, 1.04), 1.03)
    assert keeps_bound(quality(1.5, 1.9, least=1.5), 1.03)
    assert keeps_bound(quality(1.9, 4 / 3, m=3), 1.03)
    settings = ComparisonSettings((2,), ("chunks", "hdrf"))
    trials = tuple(Trial(TrialKey("g", 0, 0, 2, method), quality(balance, balance))
                   for method, balance in (("chunks", 1.0), ("hdrf", 2.0)))
    both = Comparison(settings, (GraphFacts("g", 4, 500, ""),), trials)
    assert [row.method for row in contenders(summarize(both))] == ["chunks"]
    assert "2.000*" in to_markdown(both)
    assert "| **1.0000** |" in next(line for line in to_markdown(both).splitlines() if line.startswith("| chunks"))
    assert "**" not in next(line for line in to_markdown(both).splitlines() if line.startswith("| hdrf"))
    assert notes(both)[0].startswith("* beyond the balance bound")
    assert "- \\* beyond the balance bound" in to_markdown(both)
    alone = Comparison(settings, both.graphs, trials[1:])
    assert [row.method for row in contenders(summarize(alone))] == ["hdrf"]


def test_csv() -> None:
    """A line per row and per trial; numbers in full, empty where there is none."""
    lines = list(csv.DictReader(io.StringIO(summary_csv(make_comparison()))))
    assert [line["method"] for line in lines] == ["hdrf", "chunks", "random"]
    assert float(lines[1]["replication_factor_mean"]) == 2.0
    assert float(lines[1]["replication_factor_deviation_by_order"]) == pytest.approx(math.sqrt(0.5))
    assert lines[2]["replication_factor_mean"] == ""
    trials = list(csv.DictReader(io.StringIO(trials_csv(make_comparison()))))
    assert len(trials) == 12
    assert trials[0]["graph"] == "g|1"
    assert float(trials[0]["peak_megabytes"]) == 3.0
    assert {line["failure_kind"] for line in trials if line["method"] == "random"} == {"timeout"}


def test_json() -> None:
    """Plain data that JSON takes, without infinities."""
    data = json.loads(json.dumps(to_json(make_comparison()), allow_nan=False))
    assert data["settings"]["methods"] == ["chunks", "hdrf", "random"]
    assert data["rows"][0]["metrics"].keys() == {metric.name for metric in METRICS} - set(EXECUTED)
    assert len(data["trials"]) == 12


def test_markdown_and_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """Bold for the best, mean and deviation, failures in words; the same cells on the terminal."""
    text = to_markdown(make_comparison())
    assert "## g|1: 40 vertices, 500 edges, k = 2" in text
    row = next(line for line in text.splitlines() if line.startswith("| hdrf (3 of 4)"))
    assert "**1.5000** ±0.5000" in row
    assert "**2.50** ±0.50" in row
    assert "| 2.0000 ±0.6455" in text
    assert "- random on g\\|1, k = 2 (4 of 4 trials): Took longer than 5 seconds." in text
    assert "2 seeds, 2 edge orders (mean ± standard deviation)" in text
    print_results(make_comparison())
    shown = capsys.readouterr().out
    assert "hdrf (3 of 4)" in shown
    assert "±0.6455" in shown
    assert max(map(len, shown.splitlines())) <= 120
    none = Comparison(ComparisonSettings((2,), ("hdrf",)), (GraphFacts("g", 1, 0, ""),), (
        Trial(TrialKey("g", 0, 0, 2, "hdrf"), failure="No.", failure_kind="error"),))
    assert "No trial succeeded." in to_markdown(none)
    print_results(none)
    assert "no trial succeeded" in capsys.readouterr().out


def test_pictures(tmp_path: Path) -> None:
    """Two files per graph; no front without a model; none without a success; names are safe; a bad folder is refused."""
    made = make_comparison()
    base = str(tmp_path / "a")
    assert plot_comparison(made, base) == [tmp_path / "a.png", tmp_path / "a.pareto.png"]
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    two = Comparison(made.settings, (*made.graphs, GraphFacts("h", 1, 0, "")), made.trials)
    assert [path.name for path in plot_comparison(two, base)] == ["a.g_1.png", "a.g_1.pareto.png"]
    unmodelled = tuple(Trial(t.key, t.quality, None, t.peak_bytes, t.failure, t.failure_kind) for t in made.trials)
    assert len(plot_comparison(Comparison(made.settings, made.graphs, unmodelled), base)) == 1
    with pytest.raises(InputError, match="Cannot write "):
        plot_comparison(made, str(tmp_path / "nofolder" / "a"))
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]
