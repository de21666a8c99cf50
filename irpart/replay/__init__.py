"""Replay: the instructions of a traced program, computed again from their operands, cluster by cluster.

Takes: a ``Program``, its trace and what was recorded of its run (``build_dataflow``); a worker for each instruction.
Returns: ``DataflowProgram``; ``ExecutionPlan``: one program per worker; ``ReplayRun``: values and times of an executed plan.
Formats: none; everything is rebuilt from a replayable profile.
Add: an opcode or intrinsic as a name in ``actions``, a reader in ``opcodes`` and a branch in ``_opcode_kernels``; an engine
as a file in ``engines/``.
Never: traps on a value; guesses what an instruction means: what it cannot compute is taken from the record and counted.
"""

from __future__ import annotations

from irpart.replay.dataflow import DataflowProgram, Recording
from irpart.replay.runs import ReplayRun
from irpart.replay.types import StepTable
from irpart.replay.workers import ExecutionPlan

__all__ = ["DataflowProgram", "ExecutionPlan", "Recording", "ReplayRun", "StepTable"]
