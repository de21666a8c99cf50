"""Figures of a placement: its cost beside random ones and a bound, how local its messages are, the load of processors."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.mapping.bounds import lower_bound
from irpart.mapping.congestion import measure_congestion
from irpart.mapping.objective import Objective, measure_cost
from irpart.mapping.place import Posed
from irpart.mapping.placing import solve
from irpart.mapping.problem import Pairs
from irpart.mapping.rules import RuleReport, report_rules
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
        No placement has communication and affinity that together cost less than this.
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
        lower_bound=lower_bound(problem), locality=measure_locality(posed.topology, problem.communication, placed),
        load=busy, balance=float(busy.max() / fair) if fair > 0 else 1.0,
        idle=int(np.count_nonzero(np.bincount(placed, minlength=problem.n_processors) == 0)),
        congestion_ns=congestion, busiest_link=link,
        rules=report_rules(posed.rules, posed.traffic, problem, placed), messages=posed.traffic.n_messages,
        n_bytes=posed.traffic.n_bytes)


def _congestion(posed: Posed, placed: NDArray[np.int32]) -> tuple[float, str]:
    """Busy time of the busiest directed link, and its ends in words."""
    topology = posed.topology
    found = measure_congestion(topology, posed.problem.communication, placed, posed.message_bytes)
    if found.busiest_link < 0:
        return 0.0, ""
    ends = topology.link_ends[found.busiest_link]
    first, second = (topology.label[end] for end in (ends if found.busiest_direction == 0 else ends[::-1]))
    return found.busiest_ns, f"{first} to {second}"


def measure_locality(topology: Topology, pairs: Pairs, placed: NDArray[np.int32]) -> dict[str, float]:
    """Share of the communication whose ends share each level and none nearer; O(pairs + objects)."""
    total = float(pairs.value.sum())
    a, b = placed[pairs.sources()], placed[pairs.target]
    left = np.ones(len(pairs), np.bool_)
    shares: dict[str, float] = {}
    for name, owner in _levels(topology):
        here = left & (owner[a] == owner[b]) & (owner[a] >= 0)
        shares[name] = float(pairs.value[here].sum()) / total if total > 0 else 0.0
        left &= ~here
    if np.any(topology.kind == HOST) or np.any(left):
        shares["network"] = float(pairs.value[left].sum()) / total if total > 0 else 0.0
    return shares


def _levels(topology: Topology) -> list[tuple[str, NDArray[np.int32]]]:
    """The levels that the machine has but the network, near ones first: which object holds each processor, -1 for none.

    A level counts when one of its objects holds several processors; a NUMA domain can hold packages or be within one.
    """
    processors = topology.processors
    owners = [topology.outermost_of_kind(CACHE), *(topology.ancestor_of_kind(kind) for kind in (NUMA, PACKAGE, HOST))]
    found: list[tuple[int, str, NDArray[np.int32]]] = []
    for name, owner in zip(LEVELS[1:5], owners, strict=True):
        held = owner[processors]
        size = int(np.unique(held[held >= 0], return_counts=True)[1].max(initial=0))
        if size > 1:
            found.append((size, name, held))
    if not np.any(topology.kind == HOST):
        found.append((len(processors), "host", np.zeros(len(processors), np.int32)))
    found.sort(key=lambda level: level[0])
    return [("processor", np.arange(len(processors), dtype=np.int32)), *((name, held) for _, name, held in found)]
