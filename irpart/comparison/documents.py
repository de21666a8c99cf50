"""A comparison as CSV, JSON and Markdown."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

from irpart.base.files import replacing
from irpart.base.provenance import provenance
from irpart.comparison.summary import FIELDS, METRICS, failures, notes, summarize
from irpart.comparison.tables import ResultTable, result_tables
from irpart.comparison.types import Comparison, ComparisonSettings


def to_json(comparison: Comparison) -> dict[str, Any]:
    """Everything as plain data: settings, graphs, summary rows, trials, and what made it."""
    return {"kind": "irpart comparison", "made_by": provenance(), "settings": comparison.settings.to_json(),
            "graphs": [facts.to_json() for facts in comparison.graphs],
            "rows": [row.to_json() for row in summarize(comparison)],
            "trials": [trial.to_json() for trial in comparison.trials],
            "failures": failures(comparison), "notes": notes(comparison)}


def summary_csv(comparison: Comparison) -> str:
    """A line per graph, k and method: trials, failures, and each metric's mean and spread."""
    titles = [f"{metric.name}_{field}" for metric in METRICS for field in FIELDS]
    header = ["graph", "k", "method", "trials", "failed", "keeps_bound", *titles]
    lines = []
    for row in summarize(comparison):
        spreads = [row.spreads.get(metric.name) for metric in METRICS]
        numbers = [None if spread is None else getattr(spread, field) for spread in spreads for field in FIELDS]
        kept = str(row.keeps_bound).lower() if row.spreads else None
        lines.append([row.graph, row.k, row.method, row.n_trials, row.n_failed, kept, *numbers])
    return _csv(header, lines)


def trials_csv(comparison: Comparison) -> str:
    """A line per trial: its key, each metric, and why it failed."""
    header = ["graph", "order", "seed", "k", "method", *(metric.name for metric in METRICS), "failure_kind", "failure"]
    lines = []
    for trial in comparison.trials:
        values = [metric.of(trial) for metric in METRICS]
        lines.append([*trial.key, *values, trial.failure_kind, trial.failure])
    return _csv(header, lines)


def to_markdown(comparison: Comparison) -> str:
    """The tables with the best of each column in bold, failures and notes."""
    parts = ["# Comparison of partitioning methods\n", settings_sentence(comparison.settings) + "\n"]
    parts += [_markdown_table(table) for table in result_tables(comparison)]
    for title, sentences in (("Failed", failures(comparison)), ("Notes", notes(comparison))):
        if sentences:
            parts.append(f"## {title}\n\n" + "".join(f"- {_escaped(sentence)}\n" for sentence in sentences))
    made = provenance()
    machine = made["machine"]
    assert isinstance(machine, dict)
    parts.append(f"irpart {made['irpart']}, NumPy {made['numpy']}, Numba {made['numba']}, Python {made['python']}; "
                 f"{machine['processor']}, {machine['cores']} cores.\n")
    return "\n".join(parts)


def settings_sentence(settings: ComparisonSettings) -> str:
    """What was asked, for the head of tables."""
    counts = [f"{count} {what}{'s' if count > 1 else ''}" for count, what in
              ((settings.seeds, "seed"), (settings.orders, "edge order"))]
    spread = " (mean ± standard deviation)" if settings.seeds * settings.orders > 1 else ""
    limit = f"; at most {settings.timeout_seconds:g} s per trial" if settings.timeout_seconds is not None else ""
    model = settings.model
    execution = "; no execution model" if model is None else (
        f"; execution model: latency {model.latency_cycles:g} and receiving {model.receive_cycles:g} cycles, "
        f"order {model.order}, window {model.window}, spine {model.spine}")
    if settings.execution is not None:
        execution += f"; executed by {settings.execution.backend}, {settings.execution.repeat} repetitions, values compared"
    return f"Balance bound {settings.balance:g}; {', '.join(counts)}{spread}{limit}{execution}."


def write_text(path: Path, text: str) -> None:
    """Put a text in place of a file, as a whole or not at all.

    Raises
    ------
    InputError
        The file cannot be written.
    """
    with replacing(path) as file:
        file.write(text.encode())


def json_text(comparison: Comparison) -> str:
    """``to_json`` spelled, a line each for what a person may look for."""
    return json.dumps(to_json(comparison), allow_nan=False, indent=1) + "\n"


def _csv(header: list[str], lines: list[list[Any]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(lines)
    return text.getvalue()


def _markdown_table(table: ResultTable) -> str:
    lines = [f"## {table.title}", "", f"| {' | '.join(table.columns)} |", "|---" + "|---:" * (len(table.columns) - 1) + "|"]
    for name, cells in table.rows:
        texts = [(f"**{cell.mean}**" if cell.is_best else cell.mean) + (f" {cell.deviation}" if cell.deviation else "")
                 for cell in cells]
        lines.append(f"| {_escaped(name)} | {' | '.join(texts)} |")
    if not table.rows:
        lines = [lines[0], "", "No trial succeeded."]
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("*", "\\*").replace("\n", " ")
