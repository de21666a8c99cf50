"""TaskGraph and RangePlan: what a team of workers runs, and who is meant to; Execution, Timeline: how that went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import InputError
from irpart.planning.types import ParallelPlan

MOST_TASKS = 2**31 - 1
"""Tasks or chunks of one region."""
MOST_WORKERS = 1024
"""Workers of a team, and homes of a graph."""


def _frozen(column: NDArray[np.integer], dtype: type[np.integer], what: str) -> NDArray[np.integer]:
    """A read-only contiguous copy of one dimension."""
    given = np.asarray(column)
    if given.ndim != 1 or (given.size and given.dtype.kind not in "iu"):
        raise InputError(f"{what} must be one row of integers, not {given.ndim} dimensions of {given.dtype}.")
    copy = np.array(given, dtype, order="C")
    copy.setflags(write=False)
    return copy


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class TaskGraph:
    """Tasks 0 to n - 1, numbered as the sequential program runs them, and which of them must wait for which.

    Attributes
    ----------
    successor_start
        int64, shape (n + 1,): where the successors of each task begin in ``successor``.
    successor
        int32: tasks that must wait for a task, all with greater numbers.
    home
        int32, shape (n,): the worker that is meant to run each task.
    rank
        int64, shape (n,): among ready tasks with the same home the one with the lowest rank comes first, of equal ranks the
        one with the lowest number.
    n_homes
        Homes, 1 to 1024; a team of P workers runs home h on worker h % P.

    Raises
    ------
    InputError
        When columns do not fit together, or an edge does not go to a greater number. O(tasks + edges).
    """

    successor_start: NDArray[np.int64]
    successor: NDArray[np.int32]
    home: NDArray[np.int32]
    rank: NDArray[np.int64]
    n_homes: int

    def __post_init__(self) -> None:
        for name, dtype in (("successor_start", np.int64), ("successor", np.int32), ("home", np.int32), ("rank", np.int64)):
            object.__setattr__(self, name, _frozen(getattr(self, name), dtype, f"Column {name} of a task graph"))
        start, n = self.successor_start, len(self.home)
        if len(start) != n + 1 or len(self.rank) != n:
            raise InputError(f"A graph of {n} tasks needs {n + 1} entries in successor_start and {n} in rank, "
                             f"not {len(start)} and {len(self.rank)}.")
        if start[0] != 0 or start[-1] != len(self.successor) or np.any(np.diff(start) < 0):
            raise InputError(f"successor_start must rise from 0 to the number of edges, {len(self.successor)}.")
        if not 1 <= self.n_homes <= MOST_WORKERS or (n and not 0 <= self.home.min() <= self.home.max() < self.n_homes):
            raise InputError(f"Homes must be 0 to {self.n_homes - 1}, and at most {MOST_WORKERS}.")
        source = np.repeat(np.arange(n), np.diff(start))
        wrong = np.flatnonzero((self.successor <= source) | (self.successor >= n))
        if len(wrong):
            e = int(wrong[0])
            raise InputError(f"Edge {e} goes from task {int(source[e])} to {int(self.successor[e])}; number the {n} tasks "
                             "in sequential order, so that every edge goes to a greater number.")

    def __repr__(self) -> str:
        return f"TaskGraph({self.n_tasks} tasks, {len(self.successor)} edges, {self.n_homes} homes)"

    @property
    def n_tasks(self) -> int:
        """Tasks n."""
        return len(self.home)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class RangePlan:
    """Chunks of a loop without dependences, in the order of the loop, and how they are shared out.

    Attributes
    ----------
    start, stop
        int64, shape (c,): the iterations of each chunk, ``stop`` not among them.
    first
        int64, shape (homes + 1,): home h has the chunks ``first[h]`` to ``first[h + 1] - 1``.

    Raises
    ------
    InputError
        When columns do not fit together. O(chunks).
    """

    start: NDArray[np.int64]
    stop: NDArray[np.int64]
    first: NDArray[np.int64]

    def __post_init__(self) -> None:
        for name in ("start", "stop", "first"):
            object.__setattr__(self, name, _frozen(getattr(self, name), np.int64, f"Column {name} of a range plan"))
        if len(self.start) != len(self.stop) or len(self.start) > MOST_TASKS:
            raise InputError(f"Each chunk needs a start and a stop, at most {MOST_TASKS}; there are {len(self.start)} and "
                             f"{len(self.stop)}.")
        if not 2 <= len(self.first) <= MOST_WORKERS + 1:
            raise InputError(f"A range plan has 1 to {MOST_WORKERS} homes, not {len(self.first) - 1}.")
        if self.first[0] != 0 or self.first[-1] != len(self.start) or np.any(np.diff(self.first) < 0):
            raise InputError(f"first must rise from 0 to the number of chunks, {len(self.start)}.")

    def __repr__(self) -> str:
        return f"RangePlan({self.n_chunks} chunks, {self.n_homes} homes)"

    @property
    def n_chunks(self) -> int:
        """Chunks c."""
        return len(self.start)

    @property
    def n_homes(self) -> int:
        """Homes, for which chunks are meant."""
        return len(self.first) - 1


@dataclass(frozen=True, slots=True, repr=False)
class Execution:
    """How a region went.

    Attributes
    ----------
    status
        0, or what the first failed task or chunk returned: the first in sequential order, whatever the schedule was.
    failed
        Number of that task or chunk; -1 when all went well.
    workers
        Workers that were invited; 1 when the calling thread did everything in sequential order.
    stolen
        Tasks or chunks that another than the home's worker ran.
    slept
        Times that a worker found nothing to do within the region and blocked.
    """

    status: int
    failed: int
    workers: int
    stolen: int
    slept: int

    def __repr__(self) -> str:
        outcome = "all well" if self.status == 0 else f"status {self.status} of number {self.failed}"
        return f"Execution({outcome}, {self.workers} workers, {self.stolen} stolen, {self.slept} sleeps)"


@dataclass(frozen=True, slots=True)
class RegionPlacement:
    """Who ran what of a region, and why.

    Attributes
    ----------
    line, kind
        Where the region stands in the user's file; ``range``, ``reduction`` or ``tiles``.
    runs, workers
        How often several workers ran it, and how many were there the last time.
    stolen
        Share of its parts or tiles that another than their home's worker ran.
    tasks
        Blocks of iterations or tiles with known weights; 0: nothing is known, and what follows says nothing.
    lightest, heaviest
        Their least and greatest weight over the mean.
    method
        How homes are found.
    balance_before, balance
        Weight of the heaviest home over the mean: with parts of equal length, and as it is now.
    bytes_between
        Bytes that tasks use of other workers, as far as they are known.
    speedup
        Estimated from weights, homes and what waits for what, without stealing.
    """

    line: int
    kind: str
    runs: int
    workers: int
    stolen: float
    tasks: int = 0
    lightest: float = 1.0
    heaviest: float = 1.0
    method: str = ""
    balance_before: float = 1.0
    balance: float = 1.0
    bytes_between: float = 0.0
    speedup: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class FunctionReport:
    """A function of a script that ran in parallel, and how its calls went.

    Attributes
    ----------
    name, file, line
        Qualified name, file and first line.
    calls, seconds
        Calls, and the time in them with planning and compiling, s.
    checked, agreement, where
        Calls that were compared with a sequential run; the worst outcome (``equal`` bit for bit, ``rounding``,
        ``different``) and where that was.
    sequential_seconds, parallel_seconds
        Of single runs of each version, without planning and compiling, s; None when they were not measured.
    plans
        Pairs of argument types and plan.
    failed_guards
        Pairs of the sentence of a guard and how often it failed.
    evidence
        Pairs of a line and what a profile of the first call shows of the loop there; never a reason to run in parallel.
    unplanned
        Why the function runs as it was, "" when it was planned.
    placements
        For each plan, the regions that several workers ran.
    """

    name: str
    file: str
    line: int
    calls: int
    seconds: float
    checked: int
    agreement: str
    where: str
    sequential_seconds: float | None
    parallel_seconds: float | None
    plans: tuple[tuple[str, ParallelPlan], ...]
    failed_guards: tuple[tuple[str, int], ...]
    evidence: tuple[tuple[int, str], ...]
    unplanned: str
    placements: tuple[tuple[RegionPlacement, ...], ...] = ()

    @property
    def gain(self) -> float | None:
        """How many times faster the parallel runs were."""
        if self.sequential_seconds is None or not self.parallel_seconds:
            return None
        return self.sequential_seconds / self.parallel_seconds

    def to_json(self) -> dict[str, Any]:
        """Everything but the modules' texts."""
        plans = [{"types": types, "regions": [asdict(region) for region in plan.regions],
                  "loops": [asdict(loop) for loop in plan.loops], "guards": [asdict(guard) for guard in plan.guards],
                  "notes": [asdict(note) for note in plan.notes], "placements": [asdict(one) for one in placed]}
                 for (types, plan), placed in zip(self.plans, (*self.placements, *[()] * len(self.plans)), strict=False)]
        return {"function": self.name, "file": self.file, "line": self.line, "calls": self.calls, "seconds": self.seconds,
                "checked": self.checked, "agreement": self.agreement, "where": self.where,
                "sequential_seconds": self.sequential_seconds, "parallel_seconds": self.parallel_seconds,
                "gain": self.gain, "plans": plans, "failed_guards": dict(self.failed_guards),
                "evidence": [{"line": line, "text": text} for line, text in self.evidence], "unplanned": self.unplanned}


def _joined(stretches: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Stretches that neither overlap nor touch, with the same points in them."""
    joined: list[tuple[float, float]] = []
    for begin, end in sorted(stretches):
        if joined and begin <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((begin, end))
    return joined


@dataclass(frozen=True, slots=True)
class Slice:
    """A stretch of time in which a thread was at work.

    Attributes
    ----------
    kind
        ``region`` (a whole region, in the thread that called it), or ``part`` (a part of a loop, or a tile).
    thread
        Number of the thread: workers have theirs, further callers those behind.
    begin, end
        Seconds since recording began.
    region
        Name of the region's body in its module, "" if it is not known.
    number
        Number of the part or tile; for regions how many iterations or tiles.
    workers
        For regions, workers that were invited; 1 for those that the calling thread ran alone.
    home, worker
        For parts, who was meant to run it and who did.
    """

    kind: str
    thread: int
    begin: float
    end: float
    region: str
    number: int
    workers: int
    home: int
    worker: int

    @property
    def is_stolen(self) -> bool:
        """Whether another worker than the one that was meant ran it."""
        return self.kind == "part" and self.home != self.worker


class Timeline:
    """What ``recording`` gives; complete when its ``with`` is left.

    Attributes
    ----------
    slices
        Everything that was seen, in the order of the beginnings.
    workers
        Workers of the team.
    callers
        Threads that called regions beyond the first, each with a number from ``workers`` on.
    seconds
        How long was recorded.
    lost
        Older records that newer ones replaced.
    """

    def __init__(self) -> None:
        self.slices: tuple[Slice, ...] = ()
        self.workers, self.callers, self.seconds, self.lost = 1, 0, 0.0, 0

    def __repr__(self) -> str:
        return f"Timeline({len(self.slices)} slices, {self.workers} workers, {self.seconds:.3g} s)"

    def busy_shares(self) -> list[float]:
        """For each worker, the share of the time with a region under way in which it ran parts.

        That is from the beginning of a region to its end, in any thread; what runs in the calling thread alone counts for
        worker 0. Empty when no region was seen.
        """
        regions = [(s.begin, s.end) for s in self.slices if s.kind == "region"]
        total = sum(end - begin for begin, end in _joined(regions))
        if total <= 0:
            return []
        parts: list[list[tuple[float, float]]] = [[] for _ in range(self.workers)]
        for s in self.slices:
            if s.kind == "part" or s.workers == 1:
                parts[s.worker].append((s.begin, s.end))
        return [min(1.0, sum(end - begin for begin, end in _joined(own)) / total) for own in parts]
