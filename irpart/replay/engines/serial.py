"""serial: one worker, the reference that speed-up is measured against."""

from __future__ import annotations

from irpart.base.errors import InputError
from irpart.base.registry import method
from irpart.replay.runs import ReplayRun
from irpart.replay.team import run_team
from irpart.replay.workers import ExecutionPlan


@method(parallel=False)
def serial(plan: ExecutionPlan, *, timeout: float, repeat: int) -> ReplayRun:
    """The whole program in one compiled loop, on one pinned thread.

    Raises
    ------
    InputError
        When the plan has several workers.

    References
    ----------
    None: an interpreter of dataflow in an order that was fixed before (docs/replay.md, "Workers and messages").
    """
    if plan.n_workers != 1:
        raise InputError(f"The serial engine runs plans of one worker, this one has {plan.n_workers}; plan for one, or use "
                         "the engine threads.")
    return run_team(plan, "serial", timeout=timeout, repeat=repeat)
