"""threads: one pinned thread per worker, values stored straight into the receiver's memory."""

from __future__ import annotations

from irpart.base.registry import method
from irpart.replay.runs import ReplayRun
from irpart.replay.team import run_team
from irpart.replay.workers import ExecutionPlan


@method(parallel=True)
def threads(plan: ExecutionPlan, *, timeout: float, repeat: int) -> ReplayRun:
    """One thread of this process per worker, pinned to one processor each, around again when there are too few.

    A value is stored to its slot in the receiver's inbox, which has room for all of them, and a counter per pair is raised
    with release ordering; a WAIT reads it with acquire ordering, spins, then yields, then sleeps for up to a millisecond.

    References
    ----------
    Lamport, "Specifying concurrent program modules", ACM TOPLAS 5(2), 1983: queues with one writer and one reader need no
    locks; here they have a slot for every value, so that a writer never waits either.
    """
    return run_team(plan, "threads", timeout=timeout, repeat=repeat)
