"""The rules of mapping that a user can see: what each asks for, how it enters the problem, and how far it is kept.

They are those of the original paper: clusters that work on the same data structure on the same core; communicating clusters
near each other; independent clusters in different regions; a cap of clusters per processor. Pins are the user's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import InputError
from irpart.mapping.communication import Traffic
from irpart.mapping.problem import MappingProblem

SAME_DATA = ("soft", "hard", "off")
"""Ways to take the rule of clusters that work on the same data."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a placement should keep to.

    Attributes
    ----------
    same_data
        ``soft``: two clusters that touch the same lines of memory are drawn together, each time that a line must
        come from another cluster as much as a message;
        ``hard``: clusters whose most used data structure is the same share a processor, as far as the cap allows;
        ``off``: memory does not count.
    spread
        Weight of spreading the load over regions, relative to the mean cost of random placements; 0: none.
    balance
        Weight of equal load of the processors, likewise.
    cap
        Most clusters on a processor; None: the least with room for all.
    pinned
        Processors of the clusters that must have a certain one.

    Raises
    ------
    InputError
        A value is out of its range.
    """

    same_data: str = "soft"
    spread: float = 0.02
    balance: float = 0.1
    cap: int | None = None
    pinned: Mapping[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.same_data not in SAME_DATA:
            raise InputError(f"same_data must be one of {', '.join(SAME_DATA)}, got '{self.same_data}'.")
        for name in ("spread", "balance"):
            if not 0 <= getattr(self, name) < 1e6:
                raise InputError(f"{name} must be a number of at least 0 and below 1,000,000, got {getattr(self, name)}.")
        if self.cap is not None and not 1 <= self.cap < 1 << 31:
            raise InputError(f"The cap of clusters per processor must be at least 1 and below 2^31, got {self.cap}.")

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {**asdict(self), "pinned": {str(cluster): place for cluster, place in self.pinned.items()}}


@dataclass(frozen=True, slots=True)
class RuleReport:
    """How far a placement keeps a rule: in ``kept`` of ``of`` cases; ``mode`` is hard, soft or off, ``what`` the cases."""

    rule: str
    mode: str
    kept: int
    of: int
    what: str

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)


def pins_of(pinned: Mapping[int, int], k: int, processors: int) -> NDArray[np.int32]:
    """int32, shape (k,): processor of each pinned cluster, -1 elsewhere.

    Raises
    ------
    InputError
        When a cluster or processor does not exist.
    """
    result = np.full(k, -1, np.int32)
    for cluster, place in pinned.items():
        if not 0 <= cluster < k:
            raise InputError(f"Cluster {cluster} cannot be pinned: the partition has clusters 0 to {k - 1}.")
        if not 0 <= place < processors:
            raise InputError(f"Cluster {cluster} cannot be pinned to processor {place}: the machine has processors 0 to "
                             f"{processors - 1}.")
        result[cluster] = place
    return result


def group_by_structure(structure: NDArray[np.int32], cap: NDArray[np.int32], pinned: NDArray[np.int32]) -> NDArray[np.int32]:
    """Groups of clusters of one data structure that must share a processor, split where the caps ask for it.

    The structures with most clusters come first, each on the processor with most room (one that has a pinned cluster of the
    same structure before others), in parts where it does not fit; so a placement that keeps all groups exists.

    Parameters
    ----------
    structure
        int32, shape (k,): number of each cluster's data structure, -1 for none.
    cap, pinned
        int32, shape (P,) and (k,): as in ``MappingProblem``.

    Returns
    -------
    NDArray[np.int32]
        Shape (k,): number of the group, -1 for clusters that are in none; O(k + structures x P).
    """
    room = cap.astype(np.int64) - np.bincount(pinned[pinned >= 0], minlength=len(cap))
    group, number = np.full(len(structure), -1, np.int32), 0
    names, sizes = np.unique(structure[structure >= 0], return_counts=True)
    for name in names[np.argsort(-sizes, kind="stable")]:
        members = np.flatnonzero(structure == name)
        waiting = members[pinned[members] < 0]
        homes = np.unique(pinned[members[pinned[members] >= 0]]).tolist()
        while len(waiting) or homes:
            place = int(homes.pop(0)) if homes else int(np.argmax(room))
            taken = waiting[: max(0, int(room[place]))]
            waiting = waiting[len(taken) :]
            room[place] -= len(taken)
            together = np.concatenate([members[pinned[members] == place], taken])
            if len(together) > 1 and np.all(group[together] < 0):
                group[together] = number
                number += 1
            if not len(taken) and not homes and int(room.max()) <= 0:
                break
    return group


def report_rules(rules: Rules, traffic: Traffic, problem: MappingProblem,
                 placed: NDArray[np.int32]) -> tuple[RuleReport, ...]:
    """How far a placement keeps each rule; O(pairs + k)."""
    structure = traffic.structure
    members = np.flatnonzero(structure >= 0)
    same = _pairs_within(structure[members].astype(np.int64))
    together = _pairs_within(structure[members].astype(np.int64) * problem.n_processors + placed[members])
    first, second = _undirected(traffic)
    far = np.maximum(problem.distance[placed[first], placed[second]], problem.distance[placed[second], placed[first]])
    near = int(np.count_nonzero(far <= problem.distance.mean()))
    region = problem.region[placed] if len(problem.region) else np.zeros(len(placed), np.int32)
    k = len(placed)
    apart = k * (k - 1) // 2 - _pairs_within(region.astype(np.int64))
    apart -= int(np.count_nonzero(region[first] != region[second]))
    used = np.bincount(placed, minlength=problem.n_processors)
    pins = problem.pins()
    many = int(problem.region.max(initial=0)) > 0
    return (
        RuleReport("same data, same processor", rules.same_data if traffic.knows_memory else "off", together, same,
                   "pairs of clusters that use the same data structure most"),
        RuleReport("communicating clusters near", "soft", near, len(first),
                   "communicating pairs no farther apart than processors are on average"),
        RuleReport("independent clusters apart", "soft" if rules.spread > 0 and many else "off", apart,
                   k * (k - 1) // 2 - len(first), "pairs without messages in different regions"),
        RuleReport("cap of clusters per processor", "hard", int(np.count_nonzero(used <= problem.cap)), problem.n_processors,
                   f"processors with at most {int(problem.cap.max())} clusters"),
        RuleReport("pinned clusters", "hard", int(np.count_nonzero((pins >= 0) & (pins == placed))),
                   int(np.count_nonzero(pins >= 0)), "clusters"),
    )


def _pairs_within(key: NDArray[np.int64]) -> int:
    """Number of unordered pairs of equal keys."""
    count = np.unique(key, return_counts=True)[1]
    return int((count * (count - 1) // 2).sum())


def _undirected(traffic: Traffic) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The unordered pairs of clusters that send each other anything, each once."""
    pairs, k = traffic.pairs(), traffic.n_clusters
    a, b = pairs.sources().astype(np.int64), pairs.target.astype(np.int64)
    key = np.unique(np.minimum(a, b) * k + np.maximum(a, b))
    return key // max(k, 1), key % max(k, 1)
