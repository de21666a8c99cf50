"""Means and spreads of metrics over the trials of one method."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from irpart.comparison.types import Comparison, Trial
from irpart.partitioning.quality import Quality


@dataclass(frozen=True, slots=True)
class Metric:
    """One number of a trial.

    Attributes
    ----------
    name, title, unit
        In files, in tables, and on axes (empty: a pure number).
    higher_is_better
        Which end is the best.
    of
        The number; None when the trial has none.
    shown
        A mean or a standard deviation as text.
    """

    name: str
    title: str
    unit: str
    higher_is_better: bool
    of: Callable[[Trial], float | None]
    shown: Callable[[float], str]


def _quality(name: str, factor: float = 1.0) -> Callable[[Trial], float | None]:
    return lambda trial: None if trial.quality is None else getattr(trial.quality, name) * factor


def _execution(name: str) -> Callable[[Trial], float | None]:
    return lambda trial: None if trial.execution is None else getattr(trial.execution, name)


def _measured(name: str, factor: float = 1.0) -> Callable[[Trial], float | None]:
    return lambda trial: None if trial.measured is None else getattr(trial.measured, name) * factor


def _number(value: float) -> str:
    """Whole where large, three digits where small."""
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.3g}"


def _seconds(value: float) -> str:
    return f"{value:.{2 if value >= 1 else 3 if value >= 0.1 else 5}f}"


METRICS: tuple[Metric, ...] = (
    Metric("replication_factor", "RF", "", False, _quality("replication_factor"), "{:.4f}".format),
    Metric("connectivity", "km1", "", False, _quality("connectivity"), _number),
    Metric("gap_to_bound", "gap to bound", "", False, lambda trial: trial.gap_to_bound, "{:.3g}".format),
    Metric("weighted_communication", "weighted comm.", "cycles", False, _quality("weighted_communication"), _number),
    Metric("balance_by_weight", "balance", "", False, _quality("balance_by_weight"), "{:.3f}".format),
    Metric("speedup", "speed-up", "", True, _execution("speedup"), "{:.2f}".format),
    Metric("idle_fraction", "idle", "", False, _execution("idle_fraction"), "{:.1%}".format),
    Metric("measured_speedup", "measured speed-up", "", True, _measured("speedup"), "{:.2f}".format),
    Metric("measured_seconds", "measured time", "ms", False, _measured("seconds", 1e3), "{:.3g}".format),
    Metric("measured_spread", "range / median", "", False, _measured("spread"), "{:.0%}".format),
    Metric("wait_share", "waiting", "", False, _measured("wait_share"), "{:.1%}".format),
    Metric("workers", "workers", "", False, _measured("workers"), _number),
    Metric("messages", "messages", "", False, _measured("messages"), _number),
    Metric("seconds", "time", "s", False, _quality("seconds"), _seconds),
    Metric("edges_per_second", "M edges/s", "", True, _quality("edges_per_second", 1e-6), "{:.3g}".format),
    Metric("peak_megabytes", "peak memory", "MB", False,
           lambda trial: None if trial.peak_bytes is None else trial.peak_bytes / 1e6, "{:.1f}".format),
)
"""What tables, files and plots show, in this order; the first one sorts."""

EXECUTED = ("measured_speedup", "measured_seconds", "measured_spread", "wait_share", "workers", "messages")
"""Metrics of executed partitions; they have a table of their own."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Mean and spread of a metric over trials.

    Attributes
    ----------
    mean, deviation, least, most
        Over all trials; ``deviation`` is the sample standard deviation, 0 for one trial.
    deviation_by_seed
        Over seeds at one edge order: root of the mean variance; 0 with one seed.
    deviation_by_order
        Over edge orders: of the means of each; 0 with one order.
    """

    mean: float
    deviation: float
    least: float
    most: float
    deviation_by_seed: float
    deviation_by_order: float


@dataclass(frozen=True, slots=True)
class Row:
    """One method on one graph at one k.

    Attributes
    ----------
    n_trials, n_failed
        How many there were, and how many of them failed.
    spreads
        Of each metric, over the trials that succeeded; metrics without a value are left out.
    keeps_bound
        Whether each of those kept the balance bound, by weight or by number of edges, as far as any partition can.
    """

    graph: str
    k: int
    method: str
    n_trials: int
    n_failed: int
    spreads: dict[str, Spread]
    keeps_bound: bool

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        metrics = {name: {field: getattr(spread, field) for field in FIELDS} for name, spread in self.spreads.items()}
        return {"graph": self.graph, "k": self.k, "method": self.method, "trials": self.n_trials,
                "failed": self.n_failed, "keeps_bound": self.keeps_bound, "metrics": metrics}


BEYOND = "*"
"""Marks what is beyond the balance bound in tables."""

_ROUNDING = 1 + 1e-9

FIELDS: tuple[str, ...] = Spread.__slots__
"""Names of a spread's numbers."""


def spread_of(trials: Iterable[tuple[int, float]]) -> Spread:
    """The spread of (edge order, value) pairs, of which there is at least one.

    Examples
    --------
    >>> spread_of([(0, 1.0), (0, 3.0), (1, 5.0), (1, 7.0)]).deviation_by_seed ** 2
    2.0000000000000004
    """
    by_order: dict[int, list[float]] = defaultdict(list)
    for order, value in trials:
        by_order[order].append(value)
    values = [value for group in by_order.values() for value in group]
    repeated = [statistics.variance(group) for group in by_order.values() if len(group) > 1]
    return Spread(statistics.fmean(values), _deviation(values), min(values), max(values),
                  statistics.fmean(repeated) ** 0.5 if repeated else 0.0,
                  _deviation([statistics.fmean(group) for group in by_order.values()]))


def _deviation(values: Sequence[float]) -> float:
    return statistics.stdev(values) if len(values) > 1 else 0.0


def summarize(comparison: Comparison) -> list[Row]:
    """A row per graph, k and method, in that order; methods by replication factor, those without success last."""
    groups: dict[tuple[str, int, str], list[Trial]] = defaultdict(list)
    for trial in comparison.trials:
        groups[trial.key.graph, trial.key.k, trial.key.method].append(trial)
    rows = [_row(*group, trials, comparison.settings.balance) for group, trials in groups.items()]
    graphs = {facts.name: place for place, facts in enumerate(comparison.graphs)}
    ks = {k: place for place, k in enumerate(comparison.settings.ks)}

    def place(row: Row) -> tuple[int, int, float, str]:
        first = row.spreads.get(METRICS[0].name)
        return graphs[row.graph], ks[row.k], float("inf") if first is None else first.mean, row.method

    return sorted(rows, key=place)


def _row(graph: str, k: int, method: str, trials: list[Trial], bound: float) -> Row:
    succeeded = [trial for trial in trials if not trial.failure_kind]
    spreads = {}
    for metric in METRICS:
        values = [(trial.key.order, value) for trial in succeeded if (value := metric.of(trial)) is not None]
        if values:
            spreads[metric.name] = spread_of(values)
    keeps = all(keeps_bound(trial.quality, bound) for trial in succeeded if trial.quality is not None)
    return Row(graph, k, method, len(trials), len(trials) - len(succeeded), spreads, keeps)


def keeps_bound(quality: Quality, bound: float) -> bool:
    """Whether a partition is balanced, by weight or by number of edges, as asked or as well as any partition could be."""
    k, m = quality.n_clusters, quality.n_edges
    by_weight, by_count = max(bound, quality.least_balance), max(bound, -(-m // k) * k / m if m else 1.0)
    return quality.balance_by_weight <= by_weight * _ROUNDING or quality.balance_by_count <= by_count * _ROUNDING


def contenders(rows: Sequence[Row]) -> list[Row]:
    """Among which the best is sought: rows that keep the balance bound, or all where none does."""
    succeeded = [row for row in rows if row.spreads]
    return [row for row in succeeded if row.keeps_bound] or succeeded


def failures(comparison: Comparison) -> list[str]:
    """A sentence for each method, graph and k that failed in the same way, with how often."""
    counts: dict[tuple[str, int, str, str], int] = defaultdict(int)
    for trial in comparison.failed():
        counts[trial.key.graph, trial.key.k, trial.key.method, trial.failure] += 1
    of = comparison.settings.seeds * comparison.settings.orders
    return [f"{method} on {graph}, k = {k}{f' ({count} of {of} trials)' if of > 1 else ''}: {failure}"
            for (graph, k, method, failure), count in counts.items()]


def notes(comparison: Comparison) -> list[str]:
    """What else a reader should know: marks in the tables, and graphs that the execution model refused, and why."""
    found = {(trial.key.graph, trial.note): None for trial in comparison.trials if trial.note}
    refused = [f"No speed-up for {graph}: {note}" for graph, note in found]
    if all(row.keeps_bound for row in summarize(comparison)):
        return refused
    return [f"{BEYOND} beyond the balance bound in a trial, both by weight and by number of edges; where a method keeps it, "
            "the best is one of those that do.", *refused]
