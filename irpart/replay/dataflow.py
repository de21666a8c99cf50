"""Recording and DataflowProgram: what a run did that its code does not say, and the run as values computed from values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from irpart.base.arrays import freeze_columns
from irpart.base.errors import InputError

CONSTANT_BIT = 1 << 31
"""Set in an operand that names a constant; the other bits are its number. Else the operand is a vertex number."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Recording:
    """What replay needs of a run besides its trace.

    The *mirror* is the memory that replay knows: bytes become known when a scalar store of traced code writes them (with
    the stored value), when a copy or move of known bytes writes them, or by a correction. Everything else that writes memory
    (opaque stores, ``memset``, fresh memory) makes bytes unknown.

    Attributes
    ----------
    corrected_vertex, corrected_value
        int64 ascending and uint64, shape (c,): the loads whose bytes the mirror did not know, or knew otherwise (memory
        that was there before, that untraced code wrote), by vertex, and what they loaded. Just before such a load its
        value is written to the mirror at the loaded address.
    values
        uint64, shape (v,): in order of execution, what ``values.recorded_values`` lists for each executed segment:
        parameters of a function that begins, results of opaque instructions, returned values.
    expressions
        uint64, one per ``StepTable.recorded``: globals and expressions of them, as the run had them.
    final_address, final_start, final_byte
        int64 ascending (r,), int64 (r + 1,), uint8: runs of bytes that traced code wrote and the mirror knows at the end:
        ``final_byte[final_start[i]:final_start[i + 1]]`` from ``final_address[i]`` on.
    """

    corrected_vertex: NDArray[np.int64]
    corrected_value: NDArray[np.uint64]
    values: NDArray[np.uint64]
    expressions: NDArray[np.uint64]
    final_address: NDArray[np.int64]
    final_start: NDArray[np.int64]
    final_byte: NDArray[np.uint8]

    def __post_init__(self) -> None:
        if len(self.corrected_vertex) != len(self.corrected_value):
            raise InputError(f"A recording needs one value for each of its {len(self.corrected_vertex)} corrected loads, "
                             f"got {len(self.corrected_value)}.")
        if len(self.final_start) != len(self.final_address) + 1 or self.final_start[-1] != len(self.final_byte):
            raise InputError(f"The {len(self.final_address)} runs of final memory do not fit its "
                             f"{len(self.final_byte)} bytes.")
        freeze_columns(self)

    def __repr__(self) -> str:
        return (f"Recording({len(self.corrected_vertex)} corrected loads, {len(self.values)} values, "
                f"{len(self.final_byte)} bytes written)")

    @property
    def nbytes(self) -> int:
        """Bytes of all columns."""
        return sum(getattr(self, name).nbytes for name in self.__slots__)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class StepKinds:
    """The forms that executed instructions take: rows that ``DataflowProgram.step`` numbers.

    A form is one row, or a chain of rows: ``chained[r]`` more rows follow row r and belong to it; each takes the value of
    the row before it as operand number ``previous[r]`` (0 to 2; 3: not) and the value of the last one is the instruction's.

    Attributes
    ----------
    action, width
        uint8: number in ``actions.ACTIONS``, width in bits (see ``_opcode_kernels.evaluate``).
    arity
        uint8: operands taken from the program's operand column, in the order a, b, c, without ``previous``.
    chained, previous
        uint8, see above.
    instruction
        int32: row of the static instruction.
    """

    action: NDArray[np.uint8]
    width: NDArray[np.uint8]
    arity: NDArray[np.uint8]
    chained: NDArray[np.uint8]
    previous: NDArray[np.uint8]
    instruction: NDArray[np.int32]

    def __post_init__(self) -> None:
        freeze_columns(self)

    def __repr__(self) -> str:
        return f"StepKinds({len(self.action)} rows)"

    def operands(self) -> NDArray[np.int64]:
        """int64, one per row: operands of the form that begins there, its chained rows included."""
        total = self.arity.astype(np.int64)
        for row in np.flatnonzero(self.chained):
            total[row] = self.arity[row : row + int(self.chained[row]) + 1].sum(dtype=np.int64)
        return total


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class DataflowProgram:
    """An executed program without control flow and memory: values computed from earlier ones and from constants.

    Attributes
    ----------
    kinds
        The forms of instructions.
    step
        uint16 or uint32, shape (n,): form of each vertex, in the order of the trace.
    operand
        uint32: the operands of vertex 0, then of vertex 1 and so on: an earlier vertex, or ``CONSTANT_BIT`` and the number
        of a constant.
    constants
        uint64: literals, recorded values and memory that was there before, each once.
    final_address, final_operand, final_offset, final_size, final_value
        int64 ascending, uint32, uint8, uint8, uint64: pieces of the memory that the program wrote: ``final_size`` bytes (1
        to 8) at the address are those of the operand's value from byte ``final_offset`` on; the run left ``final_value``
        there.
    returned_operand, returned_value
        uint32, uint64: what the outermost traced functions returned, and what that was in the run.
    recorded
        How many executed instructions took their value from the record, by reason ("the type <2 x double>", "memory
        before the traced call", ...).
    """

    kinds: StepKinds
    step: NDArray[np.unsignedinteger]
    operand: NDArray[np.uint32]
    constants: NDArray[np.uint64]
    final_address: NDArray[np.int64]
    final_operand: NDArray[np.uint32]
    final_offset: NDArray[np.uint8]
    final_size: NDArray[np.uint8]
    final_value: NDArray[np.uint64]
    returned_operand: NDArray[np.uint32]
    returned_value: NDArray[np.uint64]
    recorded: Mapping[str, int]

    def __post_init__(self) -> None:
        freeze_columns(self)

    def __repr__(self) -> str:
        return f"DataflowProgram({self.n_vertices} vertices, {len(self.operand)} operands, {len(self.constants)} constants)"

    @property
    def n_vertices(self) -> int:
        """Executed instructions n."""
        return len(self.step)

    @property
    def nbytes(self) -> int:
        """Bytes of steps, operands and constants."""
        return self.step.nbytes + self.operand.nbytes + self.constants.nbytes
