"""Program: the static side of a profile, as columns over instructions, blocks, loops and functions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import InputError


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Program:
    """Scalar IR and its static tables.

    Instructions, blocks, loops and functions are numbered in the order of the text. Only functions in
    ``traced`` produce vertices. ``-1`` means none.

    Attributes
    ----------
    text
        Normalised IR: every value named, no vectors of irpart's making.
    function_names, traced
        names of the defined functions; bool, shape (functions,).
    block_function, block_loop
        int32, shape (blocks,): owner, innermost loop.
    block_labels
        names of the blocks.
    instruction_block, opcode, line, file, latency_class, access_bytes, callee
        columns over instructions: int32 block; uint8 index into ``opcodes.OPCODES``; int32 source line (0
        unknown); int32 index into ``files`` (-1 unknown); uint8 index into ``opcodes.LATENCY_CLASSES``; int64
        bytes of a load, store or alloca; int32 index of the called function (-1: none or external).
    names
        SSA name of each instruction's value, "" where it has none.
    operand_start, operands
        CSR over instructions: operand >= 0 is an instruction, operand < 0 is parameter ``-1 - operand``.
    successor_start, successors, dominators
        CSR block graph, and each block's immediate dominator (-1 for entries).
    loop_header, loop_parent, loop_depth
        int32 columns over natural loops.
    call_caller, call_callee
        int32 columns over static calls inside the module: function numbers.
    externals
        names of functions that traced code calls and that are not defined here.
    files
        source file names as the debug information has them.
    """

    text: str
    function_names: tuple[str, ...]
    traced: NDArray[np.bool_]
    block_labels: tuple[str, ...]
    block_function: NDArray[np.int32]
    block_loop: NDArray[np.int32]
    instruction_block: NDArray[np.int32]
    opcode: NDArray[np.uint8]
    names: tuple[str, ...]
    line: NDArray[np.int32]
    file: NDArray[np.int32]
    latency_class: NDArray[np.uint8]
    access_bytes: NDArray[np.int64]
    callee: NDArray[np.int32]
    operand_start: NDArray[np.int64]
    operands: NDArray[np.int32]
    successor_start: NDArray[np.int64]
    successors: NDArray[np.int32]
    dominators: NDArray[np.int32]
    loop_header: NDArray[np.int32]
    loop_parent: NDArray[np.int32]
    loop_depth: NDArray[np.int32]
    call_caller: NDArray[np.int32]
    call_callee: NDArray[np.int32]
    externals: tuple[str, ...]
    files: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(self.block_labels) != len(self.block_function):
            raise InputError("A program needs one label for each block.")
        for name in self.__slots__:
            value = getattr(self, name)
            if isinstance(value, np.ndarray):
                value.setflags(write=False)

    def __repr__(self) -> str:
        return (f"Program({len(self.function_names)} functions, {len(self.block_labels)} blocks, "
                f"{self.n_instructions} instructions)")

    @property
    def n_instructions(self) -> int:
        """Number of static instructions."""
        return len(self.opcode)

    def source_of(self, instruction: int) -> str:
        """``file:line`` of a static instruction, or its function's name where debug lines are lost."""
        if self.line[instruction] > 0 and self.file[instruction] >= 0:
            return f"{self.files[self.file[instruction]]}:{self.line[instruction]}"
        return str(self.function_names[self.block_function[self.instruction_block[instruction]]])
