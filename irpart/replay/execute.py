"""Running an execution plan on an engine."""

from __future__ import annotations

from typing import Any

from irpart.base.errors import InputError
from irpart.base.registry import Registry
from irpart.replay.runs import ReplayRun
from irpart.replay.workers import ExecutionPlan

ENGINES = Registry("irpart.replay.engines", "irpart.engines", ("timeout", "repeat"), "engine")


def execute(plan: ExecutionPlan, engine: str = "threads", *, timeout: float = 30.0, repeat: int = 1,
            **options: Any) -> ReplayRun:
    """Run all workers of a plan to their ends.

    Parameters
    ----------
    plan
        What ``plan_workers`` made.
    engine
        A name of ``ENGINES``: ``serial`` for plans of one worker, ``threads``, ``ray``.
    timeout
        Seconds without any progress after which the run is given up.
    repeat
        Repetitions; the times are those of the one of median wall time.
    options
        The engine's own.

    Raises
    ------
    InputError
        When there is no such engine or option, ``repeat`` is below 1 or ``timeout`` not above 0.
    BackendError
        When a worker waits for a value that is not sent, or nothing happens until the time-out.
    """
    if repeat < 1 or not timeout > 0:
        raise InputError(f"A run needs a repetition and some time, got repeat={repeat} and timeout={timeout:g}; give at "
                         "least 1 and more than 0 seconds.")
    found = ENGINES.get(engine)
    unknown = sorted(set(options) - set(found.options))
    if unknown:
        known = ", ".join(found.options) or "none"
        raise InputError(f"The engine {found.name} has no option {unknown[0]}; it has: {known}.")
    run: ReplayRun = found.function(plan, timeout=timeout, repeat=repeat, **options)
    return run
