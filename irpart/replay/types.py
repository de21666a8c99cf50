"""StepTable: what every static instruction of a program computes, as columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from irpart.base.arrays import freeze_columns
from irpart.base.errors import InputError

OPERAND_KINDS = ("absent", "result", "parameter", "constant", "recorded", "previous", "memory", "incoming", "returned")
ABSENT, RESULT, PARAMETER, CONSTANT, RECORDED, PREVIOUS, MEMORY, INCOMING, RETURNED = range(9)
"""Where an operand comes from. ABSENT: not used, 0. RESULT: the latest execution, in this frame, of instruction ``value``.
PARAMETER: parameter ``value`` of this frame. CONSTANT: the bits ``value``. RECORDED: the address or expression
``recorded[value]``, known only when the program runs. PREVIOUS: the step before, of the same instruction. MEMORY: the
bytes that are loaded. INCOMING: a phi's, by the block control came from. RETURNED: what the called function returned."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class StepTable:
    """Actions and operands of the static instructions of a ``Program``.

    An instruction is one step, or (rare addresses with several variable indices) a chain of them whose last value is
    the instruction's.

    Attributes
    ----------
    step_start
        int64, shape (instructions + 1,): steps of instruction i are ``step_start[i]:step_start[i + 1]``.
    action, width
        uint8, shape (steps,): number in ``actions.ACTIONS``; width in bits (1 to 64) as that action means it.
    kind, value
        uint8 and uint64, shape (steps, 3): operands a, b, c.
    borrowed
        bool, shape (instructions,): some operand is not read by the instruction itself but by the
        ``with.overflow`` or ``insertvalue`` it takes a member of.
    relaxed
        bool, shape (instructions,): fast-math flags let compiled code round otherwise than the step does.
    incoming_start, incoming_block, incoming_kind, incoming_value
        CSR over instructions: for each way into a phi the number of the block and the operand.
    recorded
        Texts of operands that only the running program knows: globals and expressions of them.
    reason
        For each instruction "", or why it is opaque.
    """

    step_start: NDArray[np.int64]
    action: NDArray[np.uint8]
    width: NDArray[np.uint8]
    kind: NDArray[np.uint8]
    value: NDArray[np.uint64]
    borrowed: NDArray[np.bool_]
    relaxed: NDArray[np.bool_]
    incoming_start: NDArray[np.int64]
    incoming_block: NDArray[np.int32]
    incoming_kind: NDArray[np.uint8]
    incoming_value: NDArray[np.uint64]
    recorded: tuple[str, ...]
    reason: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(self.step_start) != len(self.reason) + 1 or self.step_start[-1] != len(self.action):
            raise InputError(f"A step table needs one start for each of its {len(self.reason)} instructions, and one more "
                             f"that is the number of its {len(self.action)} steps; tabulate the program again.")
        freeze_columns(self)

    def __repr__(self) -> str:
        return (f"StepTable({self.n_instructions} instructions, {len(self.action)} steps, "
                f"{sum(map(bool, self.reason))} opaque)")

    @property
    def n_instructions(self) -> int:
        """Number of static instructions."""
        return len(self.reason)
