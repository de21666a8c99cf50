"""Figures of a placement: its cost beside random ones and a bound, how local its messages are, the load of processors."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.mapping.objective import Objective, measure_cost
from irpart.mapping.place import Posed
from irpart.mapping.placing import solve
from irpart.mapping.problem import MappingProblem, Pairs
from irpart.mapping.rules import RuleReport, report_rules
from irpart.topology.congestion import measure_link_loads
from irpart.topology.types import CACHE, HOST, NUMA, PACKAGE, Topology

RANDOM_PLACEMENTS = 20
"""Placements at random whose mean cost a placement is compared with."""
LEVELS = ("processor", "shared cache", "NUMA domain", "package", "host", "network")
"""Where both ends of a message are, from near to far: the innermost of these that holds both."""


@dataclass(frozen=True, slots=True, eq=False)
class PlacementFigures:
    """How good a placement is.

    Attributes
    ----------
    objective
        Cost, term by term.
    random_cost, random_spread
        Mean and standard deviation of the cost of random placements under the same rules.
    lower_bound
        No placement has less communication cost J than this.
    locality
        Share of the messages (0 to 1) whose ends share each of ``LEVELS``, and none nearer; levels that the machine lacks
        are left out.
    load
        float64, shape (P,): cycles of each processor, divided by its speed.
    balance
        The largest of ``load`` over what it would be if all processors finished together.
    idle
        Processors without a cluster.
    congestion_ns
        Time that the busiest direction of a link needs for all messages over it; 0 when no message leaves its processor.
    busiest_link
        What that link joins, "" when there is none.
    rules
        How far the rules are kept.
    messages, n_bytes
        Messages between clusters, and their bytes.
    """

    objective: Objective
    random_cost: float
    random_spread: float
    lower_bound: float
    locality: dict[str, float]
    load: NDArray[np.float64]
    balance: float
    idle: int
    congestion_ns: float
    busiest_link: str
    rules: tuple[RuleReport, ...]
    messages: int
    n_bytes: int

    @property
    def gain(self) -> float:
        """Mean cost of random placements over the cost of this one; 1 where both are 0."""
        return self.random_cost / self.objective.total if self.objective.total > 0 else 1.0

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {"cost": self.objective.total, "terms": asdict(self.objective), "random_cost": self.random_cost,
                "random_spread": self.random_spread, "gain": self.gain, "lower_bound": self.lower_bound,
                "locality": self.locality, "load": self.load.tolist(), "balance": self.balance, "idle": self.idle,
                "congestion_ns": self.congestion_ns, "busiest_link": self.busiest_link,
                "rules": [rule.to_json() for rule in self.rules], "messages": self.messages, "bytes": self.n_bytes}


def measure_placement(posed: Posed, placed: NDArray[np.int32], *, seed: int = 0) -> PlacementFigures:
    """The figures of a placement of a posed problem; O(20 pairs + P^2)."""
    problem = posed.problem
    costs = [measure_cost(problem, solve(problem, "random", seed + number)).total for number in range(RANDOM_PLACEMENTS)]
    load = np.bincount(placed, problem.load, problem.n_processors)
    fair = float(load.sum() / problem.speed.sum())
    busy = load / problem.speed
    congestion, link = _congestion(posed, placed)
    return PlacementFigures(
        objective=measure_cost(problem, placed), random_cost=float(np.mean(costs)), random_spread=float(np.std(costs)),
        lower_bound=communication_bound(problem), locality=measure_locality(posed.topology, problem.communication, placed),
        load=busy, balance=float(busy.max() / fair) if fair > 0 else 1.0,
        idle=int(np.count_nonzero(np.bincount(placed, minlength=problem.n_processors) == 0)),
        congestion_ns=congestion, busiest_link=link,
        rules=report_rules(posed.rules, posed.traffic, problem, placed), messages=posed.traffic.n_messages,
        n_bytes=posed.traffic.n_bytes)


def _congestion(posed: Posed, placed: NDArray[np.int32]) -> tuple[float, str]:
    """Busy time of the busiest directed link, and its ends in words."""
    topology, pairs = posed.topology, posed.problem.communication
    loads = measure_link_loads(topology, placed[pairs.sources()], placed[pairs.target], pairs.value * posed.message_bytes)
    most = loads.busiest()
    if most < 0:
        return 0.0, ""
    ends = (topology.label[loads.begin[most]], topology.label[loads.end[most]])
    return float(loads.busy_ns[most]), f"{ends[0]} to {ends[1]}"


def measure_locality(topology: Topology, pairs: Pairs, placed: NDArray[np.int32]) -> dict[str, float]:
    """Share of the communication whose ends share each level and none nearer; O(pairs + objects)."""
    total = float(pairs.value.sum())
    a, b = placed[pairs.sources()], placed[pairs.target]
    left = np.ones(len(pairs), np.bool_)
    shares: dict[str, float] = {}
    for name, owner in _levels(topology):
        if owner is None:
            continue
        here = left & (owner[a] == owner[b]) & (owner[a] >= 0)
        shares[name] = float(pairs.value[here].sum()) / total if total > 0 else 0.0
        left &= ~here
    if np.any(topology.kind == HOST) or np.any(left):
        shares["network"] = float(pairs.value[left].sum()) / total if total > 0 else 0.0
    return shares


def communication_bound(problem: MappingProblem) -> float:
    """Less communication cost than this has no placement; O(P^2 log P + pairs log pairs).

    What a cluster exchanges with its partners, the largest first, costs at least as much as if these were as near as the
    caps let partners be anywhere on the machine; each exchange is counted from both ends, half each.
    """
    from scipy.sparse import csr_array

    k, pairs = problem.n_clusters, problem.communication
    exchanged = csr_array((pairs.value, pairs.target, pairs.start), shape=(k, k))
    exchanged = csr_array(exchanged + exchanged.T)
    near = np.minimum(problem.distance, problem.distance.T).astype(np.float64)
    partners = int(np.diff(exchanged.indptr).max(initial=0))
    nearest = np.full(partners, np.inf)
    for place in range(problem.n_processors):
        room = problem.cap.astype(np.int64)
        room[place] -= 1
        order = np.argsort(near[place], kind="stable")
        reach = np.repeat(near[place][order], np.maximum(np.minimum(room[order], partners), 0))[:partners]
        if problem.cap[place] > 0:
            nearest[: len(reach)] = np.minimum(nearest[: len(reach)], reach)
    nearest[~np.isfinite(nearest)] = 0.0
    total = 0.0
    for cluster in range(k):
        volume = np.sort(exchanged.data[exchanged.indptr[cluster] : exchanged.indptr[cluster + 1]])[::-1]
        total += float(volume @ nearest[: len(volume)])
    return total / 2


def _levels(topology: Topology) -> list[tuple[str, NDArray[np.int32] | None]]:
    """For each level but the network, which object holds each processor, -1 for none; None where the machine lacks it."""
    processors = topology.processors
    outermost = np.full(topology.n_objects, -1, np.int32)
    for row in range(1, topology.n_objects):
        above = int(topology.parent[row])
        outermost[row] = outermost[above] if outermost[above] >= 0 else (row if topology.kind[row] == CACHE else -1)
    found: list[tuple[str, NDArray[np.int32] | None]] = [("processor", np.arange(len(processors), dtype=np.int32))]
    owners = [outermost, *(topology.ancestor_of_kind(kind) for kind in (NUMA, PACKAGE, HOST))]
    for name, owner in zip(LEVELS[1:5], owners, strict=True):
        held = owner[processors]
        is_shared = bool(np.any(held >= 0)) and int(np.unique(held[held >= 0], return_counts=True)[1].max()) > 1
        found.append((name, held if is_shared else None))
    if not np.any(topology.kind == HOST):
        found[-1] = ("host", np.zeros(len(processors), np.int32))
    return found
