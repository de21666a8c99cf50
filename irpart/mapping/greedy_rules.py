"""The paper's greedy rules for placing clusters, one cluster after the other."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from irpart.mapping.search import Search


@dataclass(slots=True)
class _Machine:
    """What is free while clusters are placed."""

    search: Search
    room: NDArray[np.int64]
    taken: NDArray[np.bool_]
    load: NDArray[np.float64]
    speed: NDArray[np.float64]
    next_free: int = 0

    def fits(self, processor: int, need: int, alone: bool) -> bool:
        """Whether there is room; ``alone``: only where nothing is yet, as long as there is such a processor."""
        return bool(self.room[processor] >= need and not (alone and self.taken[processor]))

    def take(self, processor: int, need: int, load: float) -> None:
        """Use up room."""
        self.room[processor] -= need
        self.taken[processor] = True
        self.load[self.search.region[processor]] += load


def place_by_rules(search: Search) -> NDArray[np.int32]:
    """A processor for each cluster by the rules of the method ``greedy``; O(k + pairs log d)."""
    problem = search.problem
    region_speed = np.bincount(search.region, problem.speed).astype(np.float64)
    machine = _Machine(search, problem.cap.astype(np.int64), np.zeros(problem.n_processors, bool),
                       np.zeros(len(region_speed)), region_speed)
    size, pins, placed = problem.sizes(), problem.pins(), np.full(problem.n_clusters, -1, np.int32)
    for cluster in np.flatnonzero(pins >= 0).tolist():
        placed[cluster] = pins[cluster]
        machine.take(int(pins[cluster]), int(size[cluster]), float(problem.load[cluster]))
    partners = _partners(search)
    weight = np.bincount(np.repeat(np.arange(problem.n_clusters), np.diff(search.ties.start)), search.ties.weight,
                         problem.n_clusters)
    seen, queue = np.zeros(problem.n_clusters, bool), deque(np.flatnonzero(pins >= 0).tolist())
    for root in np.argsort(-weight, kind="stable").tolist():
        queue.append(root)
        while queue:
            cluster = queue.popleft()
            if seen[cluster]:
                continue
            seen[cluster] = True
            queue.extend(q for q in partners[cluster] if not seen[q])
            if placed[cluster] < 0:
                placed[cluster] = _chosen(machine, cluster, int(size[cluster]), partners[cluster], placed)
                machine.take(int(placed[cluster]), int(size[cluster]), float(problem.load[cluster]))
    return placed


def _partners(search: Search) -> list[list[int]]:
    """For each cluster those it is tied to, heaviest first."""
    ties, result = search.ties, []
    for first, last in zip(ties.start[:-1].tolist(), ties.start[1:].tolist(), strict=True):
        order = np.argsort(-ties.weight[first:last], kind="stable")
        result.append(ties.near[first:last][order].tolist())
    return result


def _chosen(machine: _Machine, cluster: int, need: int, partners: list[int], placed: NDArray[np.int32]) -> int:
    """The processor of one cluster by the first rule that applies."""
    problem, both = machine.search.problem, machine.search.problem.affinity
    if len(both):
        own = slice(int(both.start[cluster]), int(both.start[cluster + 1]))
        for other in both.target[own][np.argsort(-both.value[own], kind="stable")].tolist():
            if placed[other] >= 0 and machine.fits(int(placed[other]), need, alone=False):
                return int(placed[other])
    alone = not bool(machine.taken[problem.cap > 0].all())
    beside = next((int(placed[other]) for other in partners if placed[other] >= 0), -1)
    if beside >= 0:
        for processor in (beside, *machine.search.close[beside].tolist()):
            if machine.fits(processor, need, alone):
                return int(processor)
    else:
        for region in np.argsort(machine.load / machine.speed, kind="stable").tolist():
            free = (machine.search.region == region) & (machine.room >= need) & ~(machine.taken & alone)
            if free.any():
                return int(np.argmax(free))
    return _first_free(machine, need, beside)


def _first_free(machine: _Machine, need: int, beside: int) -> int:
    """The first processor with room, in the order of their numbers; full ones are not looked at twice."""
    while machine.next_free < len(machine.room) - 1 and machine.room[machine.next_free] <= 0:
        machine.next_free += 1
    enough = np.flatnonzero(machine.room[machine.next_free :] >= need)
    return machine.next_free + int(enough[0]) if len(enough) else max(beside, 0)
