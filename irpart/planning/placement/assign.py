"""Homes of tasks: several candidates, of which the one with the shortest span is taken."""

from __future__ import annotations

import heapq
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import InputError
from irpart.mapping.place import place
from irpart.partitioning.cut import partition
from irpart.partitioning.messages import plan_messages
from irpart.planning.placement.types import Homes, PlacementProblem
from irpart.topology.types import Topology

BYTES_PER_NS = 10.0
"""How fast data come from the caches of another core."""
BLOCKS_EACH = 4
"""Blocks of rows of a grid for each worker, as the executor lays them out."""
MOST_SEARCHED = 20_000
"""Tasks above which the partitioner is not asked."""
_STEPS = 60

Candidate = Callable[[PlacementProblem, int, Topology | None], NDArray[np.int32] | None]


def assign(problem: PlacementProblem, workers: int, topology: Topology | None = None, *, seed: int = 0,
           methods: tuple[str, ...] = ()) -> Homes:
    """A home for each task.

    Parameters
    ----------
    problem
        Blocks or tiles.
    workers
        How many there are.
    topology
        Their machine, for the mapper: worker w is its processor w. Without one, or where it has another number of
        processors, clusters are workers as they come.
    seed
        For the partitioner.
    methods
        Names of ``CANDIDATES``; all when empty.

    Returns
    -------
    Homes
        Of all candidates the one of shortest span; among equals the one with the fewest bytes between workers.

    Raises
    ------
    InputError
        Fewer than one worker, or a method that is not known.
    """
    if workers < 1:
        raise InputError(f"Tasks need at least one worker, not {workers}.")
    unknown = [name for name in methods if name not in CANDIDATES]
    if unknown:
        raise InputError(f"There is no way '{unknown[0]}' to find homes; there are: {', '.join(CANDIDATES)}.")
    found = []
    for name in methods or CANDIDATES:
        home = CANDIDATES[name](problem, workers, topology) if name != "partitioned" else \
            partitioned_homes(problem, workers, topology, seed=seed)
        if home is not None:
            found.append(measured_homes(problem, home, workers, name))
    if not found:
        raise InputError(f"None of {', '.join(methods)} finds homes for {problem.n_tasks} tasks and {workers} workers.")
    return min(found, key=lambda homes: (homes.span_ns, homes.bytes_between))


def contiguous_homes(problem: PlacementProblem, workers: int, topology: Topology | None = None) -> NDArray[np.int32]:
    """Tasks in their order, cut into as many runs as workers so that the heaviest is as light as can be; O(tasks log).

    Notes
    -----
    The least bound on a run's weight for which the tasks fit into the workers, by bisection; within it runs are as even as
    that allows.
    """
    upto = np.concatenate([[0.0], np.cumsum(problem.weights)])
    low, high = max(upto[-1] / workers, float(problem.weights.max(initial=0.0))), float(upto[-1])
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if _fits(upto, workers, middle) else (middle, high)
    first, home = 0, np.zeros(problem.n_tasks, np.int32)
    for w in range(workers):
        goal = upto[first] + (upto[-1] - upto[first]) / (workers - w)
        most = int(np.searchsorted(upto, upto[first] + high * (1 + 1e-12), side="right")) - 1
        near = int(np.searchsorted(upto, goal, side="left"))
        near -= near > first and goal - upto[near - 1] < upto[near] - goal
        last = problem.n_tasks if w == workers - 1 else min(most, max(near, _needed(upto, workers - w - 1, high)))
        home[first:last], first = w, max(first, last)
    return home


def _fits(upto: NDArray[np.float64], workers: int, most: float) -> bool:
    """Whether runs of at most a weight hold all tasks."""
    at = 0
    for _ in range(workers):
        at = int(np.searchsorted(upto, upto[at] + most, side="right")) - 1
    return at >= len(upto) - 1


def _needed(upto: NDArray[np.float64], workers: int, most: float) -> int:
    """First task from which so many workers can run all others, at most a weight each."""
    at = len(upto) - 1
    for _ in range(workers):
        at = int(np.searchsorted(upto, upto[at] - most * (1 + 1e-12), side="left"))
    return at


def row_homes(problem: PlacementProblem, workers: int, topology: Topology | None = None) -> NDArray[np.int32] | None:
    """Blocks of rows of a grid in turn, as the executor does without weights; None for anything but a grid."""
    if len(problem.counts) < 2:
        return None
    _, n1, n2 = (1,) * (3 - len(problem.counts)) + problem.counts
    by_columns = n1 < 2 * workers and n2 > n1
    rows = n2 if by_columns else n1
    block = np.arange(rows) // max(1, -(-rows // (BLOCKS_EACH * workers))) % workers
    plane = np.broadcast_to(block[None, :] if by_columns else block[:, None], (n1, n2))
    return np.tile(plane.ravel(), problem.n_tasks // (n1 * n2)).astype(np.int32)


def partitioned_homes(problem: PlacementProblem, workers: int, topology: Topology | None = None, *,
                      seed: int = 0) -> NDArray[np.int32] | None:
    """Clusters of irpart's partitioner, placed by its mapper; None for too many tasks, or too few to cut."""
    if not workers < problem.n_tasks <= MOST_SEARCHED or workers == 1:
        return None
    cut = partition(problem.graph, workers, seed=seed)
    plan = plan_messages(problem.graph, cut)
    home = plan.master[problem.first_task:].astype(np.int32)
    if topology is None or topology.n_processors != workers:
        return home
    placed = place(problem.graph, cut, topology, seed=seed, plan=plan)
    return placed.cluster_processor[home].astype(np.int32)


def measured_homes(problem: PlacementProblem, home: NDArray[np.int32], workers: int, method: str) -> Homes:
    """What homes cost, by a run of the tasks on a model of the workers. O(tasks log + edges).

    Each worker starts its ready task of lowest number; a task takes its weight and the time of the data that it gets from
    others. Data belong to the worker that uses them first.
    """
    graph, first = problem.graph, problem.first_task
    source, destination = graph.source.astype(np.int64), graph.destinations().astype(np.int64)
    owner = np.concatenate([np.full(first, -1, np.int32), home.astype(np.int32)])
    data = np.flatnonzero(source < first)
    owner[source[data[::-1]]] = owner[destination[data[::-1]]]
    moved = np.where(owner[source] != owner[destination], problem.edge_bytes, 0.0)
    duration = graph.vertex_costs().astype(np.float64)
    np.add.at(duration, destination, moved / BYTES_PER_NS)
    load = np.bincount(home, problem.weights, workers)
    total = float(problem.weights.sum())
    kept = source >= first
    span = _span(source[kept], destination[kept], owner, duration, first, workers)
    return Homes(home.astype(np.int32), workers, method, total, span,
                 float(load.max() * workers / total) if total > 0 else 1.0, float(moved.sum()))


def _span(source: NDArray[np.int64], destination: NDArray[np.int64], owner: NDArray[np.int32],
          duration: NDArray[np.float64], first: int, workers: int) -> float:
    """End of the last task."""
    if not len(source):
        return float(np.bincount(owner[first:], duration[first:], workers).max())
    waits = np.bincount(destination, minlength=len(owner))
    order = np.argsort(source, kind="stable")
    begin, following = np.searchsorted(source[order], np.arange(len(owner) + 1)), destination[order]
    ready: list[list[int]] = [[] for _ in range(workers)]
    for task in (np.flatnonzero(waits[first:] == 0) + first).tolist():
        heapq.heappush(ready[owner[task]], task)
    running: list[tuple[float, int, int]] = []
    idle, now = set(range(workers)), 0.0
    while running or any(ready):
        for w in sorted(idle):
            if ready[w]:
                task = heapq.heappop(ready[w])
                heapq.heappush(running, (now + float(duration[task]), w, task))
                idle.remove(w)
        now, w, task = heapq.heappop(running)
        idle.add(w)
        for other in following[begin[task]:begin[task + 1]].tolist():
            waits[other] -= 1
            if waits[other] == 0:
                heapq.heappush(ready[owner[other]], other)
    return now


CANDIDATES: dict[str, Candidate] = {"contiguous": contiguous_homes, "rows": row_homes, "partitioned": partitioned_homes}
"""Ways to find homes, by name."""
