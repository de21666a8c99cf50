"""Replay: the instructions of a traced program, computed again from their operands.

Takes: a ``Program`` and its parsed module (``opcodes.tabulate``).
Returns: ``StepTable``: what each static instruction computes, as actions over bit patterns.
Formats: none; the tables are rebuilt from the IR of a profile.
Add: an opcode or intrinsic as a name in ``actions``, a reader in ``opcodes`` and a branch in ``_opcode_kernels``.
Never: traps on a value; guesses what an instruction means: what it cannot compute is opaque and counted.
"""

from __future__ import annotations

from irpart.replay.types import StepTable

__all__ = ["StepTable"]
