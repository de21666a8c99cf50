"""The Pareto front of replicas and speed: what irpart's partitioner can trade for one graph."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

from irpart.graph.types import DependenceGraph
from irpart.partitioning.cut import check_request, check_seed
from irpart.partitioning.execution_model import ExecutionEstimator, ExecutionModel
from irpart.partitioning.multilevel.search import answer, explore, make_request
from irpart.partitioning.quality import Quality, measure_quality
from irpart.partitioning.types import Partition


@dataclass(frozen=True, slots=True, eq=False)
class FrontPoint:
    """One cut: how it was made (``multilevel, 4``: four pieces a cluster), the partition, its quality, its speed-up.

    ``speedup`` is that of the execution model, NaN for a graph with a cycle; ``efficient`` says that no other point has both
    a smaller or equal km1 and a larger or equal speed-up, one of them strictly.
    """

    name: str
    partition: Partition
    quality: Quality
    speedup: float
    efficient: bool

    def to_json(self) -> dict[str, Any]:
        """Plain data, without the assignment."""
        speed = None if math.isnan(self.speedup) else self.speedup
        return {"cut": self.name, "speedup": speed, "efficient": self.efficient, **asdict(self.quality)}


def pareto_front(graph: DependenceGraph, k: int, *, balance: float = 1.03, seed: int = 0,
                 model: ExecutionModel | None = None) -> list[FrontPoint]:
    """All cuts that the method ``irpart`` tries at its greatest effort, fewest replicas first; ``efficient`` marks the
    front.

    Raises
    ------
    InputError
        When ``k``, ``balance`` or ``seed`` is wrong.
    """
    check_request(k, balance)
    check_seed(seed)
    request, edge_of = make_request(graph, k, balance=balance, budget=1.0, seed=seed)
    estimator = ExecutionEstimator(graph, model) if request.forward else None
    checksum, found = graph.checksum(), []
    for name, cut in explore(request):
        made = Partition(answer(request, edge_of, cut), k, "irpart", checksum, seed=seed, balance=float(balance))
        speed = estimator.estimate(made.edge_cluster, k).speedup if estimator else math.nan
        found.append((name, made, measure_quality(graph, made), speed))
    found.sort(key=lambda row: (row[2].connectivity, -row[3]))
    points: list[FrontPoint] = []
    last: FrontPoint | None = None
    for name, made, quality, speed in found:
        equal = last is not None and (quality.connectivity, speed) == (last.quality.connectivity, last.speedup)
        points.append(FrontPoint(name, made, quality, speed, last is None or speed > last.speedup or equal))
        last = points[-1] if points[-1].efficient else last
    return points
