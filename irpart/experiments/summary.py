"""Geometric means over workloads, and each method beside the reference."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from irpart.experiments.types import ExperimentTable, Outcome

MEANS = ("replication_factor", "messages", "speedup", "model_speedup", "energy_microjoules")
"""Figures whose geometric means are shown."""
Place = tuple[int, str, str, str, str]
"""k, machine, mapping, order, model: within these methods are compared."""


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One method at one place of the grid.

    Attributes
    ----------
    method, k, machine, mapping, order, model
        Which.
    workloads, failed
        Workloads with a figure, and cells that failed.
    means
        Geometric means over workloads (of those over seeds) of ``MEANS``; messages count one more, as there may be none.
    faster, fewer_messages
        Geometric means of the reference's cycles over this method's, and of its messages (plus one) over this method's, on
        the workloads that both have; None without a reference.
    compared
        How many these are.
    """

    method: str
    k: int
    machine: str
    mapping: str
    order: str
    model: str
    workloads: int
    failed: int
    means: dict[str, float]
    faster: float | None
    fewer_messages: float | None
    compared: int

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)


def summarize_experiment(table: ExperimentTable) -> list[SummaryRow]:
    """A row per method and place of the grid, in the order of the table."""
    grouped: dict[tuple[Place, str], list[Outcome]] = defaultdict(list)
    for outcome in table.outcomes:
        key = outcome.key
        grouped[(key.k, key.machine, key.mapping, key.order, key.model), key.method].append(outcome)
    reference = table.experiment.reference
    rows = []
    for (place, method), outcomes in grouped.items():
        own = _by_workload(outcomes)
        other = _by_workload(grouped.get((place, reference), [])) if reference else {}
        both = [name for name in own if name in other]
        means = {name: geometric_mean(values[name] for values in own.values()) for name in MEANS} if own else {}
        k, machine, mapping, order, model = place
        rows.append(SummaryRow(
            method, k, machine, mapping, order, model, len(own), sum(1 for one in outcomes if one.failure_kind), means,
            geometric_mean(other[name]["cycles"] / own[name]["cycles"] for name in both) if both else None,
            geometric_mean(other[name]["messages"] / own[name]["messages"] for name in both) if both else None, len(both)))
    return rows


def geometric_mean(values: Iterable[float]) -> float:
    """exp of the mean of logarithms; NaN of nothing, 0 when a value is not positive."""
    found = list(values)
    if not found:
        return math.nan
    return math.exp(sum(map(math.log, found)) / len(found)) if min(found) > 0 else 0.0


def _by_workload(outcomes: list[Outcome]) -> dict[str, dict[str, float]]:
    """Geometric means over seeds, by workload."""
    found: dict[str, list[dict[str, float]]] = defaultdict(list)
    for outcome in outcomes:
        if not outcome.failure_kind:
            figures = outcome.figures
            found[outcome.key.workload].append({**figures, "messages": figures["messages"] + 1})
    return {name: {figure: geometric_mean(one[figure] for one in several) for figure in (*MEANS, "cycles")}
            for name, several in found.items()}
