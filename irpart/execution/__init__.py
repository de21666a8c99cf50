"""Execution: tasks and ranges of compiled code, run by a team of threads with the result of the sequential order.

Takes: a ``TaskGraph`` or ``RangePlan`` and the address of a compiled body; how many workers (``IRPART_NUM_WORKERS``).
Returns: ``Execution``: the status of the first task that failed, as in sequential order, and what the workers did.
Formats: none.
Add: another kind of region as a flag and a ``_work_...`` in ``_team_kernels``, with its packed words in ``packing``.
Never: holds the GIL while a region runs; lets the result depend on the schedule; leaves a thread that cannot be ended.
"""

from __future__ import annotations

from irpart.execution.team import Team, default_team
from irpart.execution.timeline import recording, trace_events
from irpart.execution.types import Execution, RangePlan, TaskGraph, Timeline

__all__ = ["Execution", "RangePlan", "TaskGraph", "Team", "Timeline", "default_team", "recording", "trace_events"]
