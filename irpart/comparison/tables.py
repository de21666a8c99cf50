"""Tables of a comparison as cells of text, one per graph and k; terminal and Markdown show the same ones."""

from __future__ import annotations

from dataclasses import dataclass

from irpart.comparison.summary import BEYOND, EXECUTED, METRICS, Metric, Row, contenders, summarize
from irpart.comparison.types import Comparison


@dataclass(frozen=True, slots=True)
class Cell:
    """A mean, its deviation (empty for one trial), and whether it is the best of its column."""

    mean: str
    deviation: str
    is_best: bool


@dataclass(frozen=True, slots=True)
class ResultTable:
    """Title, column titles (the first is the method), and a row of cells per method."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


def result_tables(comparison: Comparison) -> list[ResultTable]:
    """One table per graph and k, in the order asked, and behind it one of what was executed; columns without any value are
    left out."""
    rows = summarize(comparison)
    per_method = comparison.settings.seeds * comparison.settings.orders
    made = []
    for facts in comparison.graphs:
        for k in comparison.settings.ks:
            here = [row for row in rows if row.graph == facts.name and row.k == k]
            title = f"{facts.name}: {facts.n_vertices:,} vertices, {facts.n_edges:,} edges, k = {k}"
            made.append(_table(title, here, per_method, [metric for metric in METRICS if metric.name not in EXECUTED]))
            if any(EXECUTED[0] in row.spreads for row in here):
                chosen = [metric for metric in METRICS if metric.name in EXECUTED]
                made.append(_table(f"{title}, executed", here, per_method, chosen))
    return made


def _table(title: str, rows: list[Row], per_method: int, metrics: list[Metric]) -> ResultTable:
    shown = [metric for metric in metrics if any(metric.name in row.spreads for row in rows)]
    running = contenders(rows)
    best = {metric.name: _best(metric, running) for metric in shown}
    partly = any(0 < row.n_failed < row.n_trials for row in rows)
    titles = [f"{metric.title} [{metric.unit}]" if metric.unit else metric.title for metric in shown]
    body = []
    for row in rows:
        if row.n_failed == row.n_trials:
            continue
        name = f"{row.method} ({row.n_trials - row.n_failed} of {row.n_trials})" if partly and row.n_failed else row.method
        body.append((name, tuple(_cell(metric, row, best[metric.name] if row in running else "", per_method > 1)
                                 for metric in shown)))
    return ResultTable(title, ("method", *titles), tuple(body))


def _best(metric: Metric, rows: list[Row]) -> str:
    """The best mean as it is shown: what looks equal is equally bold."""
    means = [row.spreads[metric.name].mean for row in rows if metric.name in row.spreads]
    return metric.shown(max(means) if metric.higher_is_better else min(means)) if means else ""


def _cell(metric: Metric, row: Row, best: str, several: bool) -> Cell:
    spread = row.spreads.get(metric.name)
    if spread is None:
        return Cell("-", "", False)
    text = metric.shown(spread.mean)
    mark = BEYOND if metric.name == "balance_by_weight" and not row.keeps_bound else ""
    return Cell(text + mark, f"±{metric.shown(spread.deviation)}" if several else "", text == best)
