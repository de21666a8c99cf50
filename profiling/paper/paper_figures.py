"""Rows of the study: geometric means, quartiles, and ratios of simulated run times."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from irpart.experiments.tables import read_csv

Row = dict[str, Any]
OLD = ("metis", "community", "powergraph", "libra")
"""The approaches that the paper compares with; its own are w-pg, w-libra, wb-pg and wb-libra."""
GREEDY = ("powergraph", "libra")
"""Those of them that cut vertices greedily, edge by edge."""
PUBLISHED = {8: 1.56, 1024: 1.86}
"""By number of clusters: WB-Libra over the then best approaches, as published."""


class Study:
    """The cells of a table that did not fail, by workload, method and k (and order and model)."""

    def __init__(self, folder: Path) -> None:
        rows = read_csv(folder / "table.csv")
        self.rows = [row for row in rows if row["cycles"] is not None]
        self.failed = [row for row in rows if row["cycles"] is None]
        self._by_key = {self._key(row): row for row in self.rows}
        self.ks = sorted({row["k"] for row in self.rows})
        self.methods = list(dict.fromkeys(row["method"] for row in rows))
        self.n_workloads = len({row["workload"] for row in rows})

    @staticmethod
    def _key(row: Row) -> tuple[Any, ...]:
        return row["workload"], row["method"], row["k"], row["order"], row["model"]

    def settings(self) -> list[tuple[str, str]]:
        """Orders of execution and models, as they come."""
        return list(dict.fromkeys((row["order"], row["model"]) for row in self.rows))

    def of(self, method: str, k: int, setting: tuple[str, str] | None = None) -> list[Row]:
        """Rows of a method at a k in one setting (the first when None)."""
        order, model = setting or self.settings()[0]
        return [row for row in self.rows
                if (row["method"], row["k"], row["order"], row["model"]) == (method, k, order, model)]

    def n_of(self, k: int) -> int:
        """Workloads with a figure at a k."""
        return len({row["workload"] for row in self.rows if row["k"] == k})

    def ratios(self, method: str, others: Iterable[str], k: int, setting: tuple[str, str] | None = None) -> list[float]:
        """By workload: run time of the best of the others over that of a method."""
        found = []
        for row in self.of(method, k, setting):
            times = [self._by_key[key]["cycles"] for other in others
                     if (key := (row["workload"], other, *self._key(row)[2:])) in self._by_key]
            if times:
                found.append(min(times) / row["cycles"])
        return found


def mean(values: Iterable[float]) -> float:
    """Geometric mean; NaN of nothing."""
    found = list(values)
    return math.exp(statistics.fmean(map(math.log, found))) if found else math.nan


def quartiles(values: Iterable[float]) -> tuple[float, float]:
    """First and third quartile."""
    found = sorted(values)
    if len(found) < 2:
        return (found[0], found[0]) if found else (math.nan, math.nan)
    low, _, high = statistics.quantiles(found, n=4, method="inclusive")
    return low, high
