"""Static tables of a module: one pass over the parsed text fills the columns of ``Program``."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from irpart.base.errors import UnsupportedProgram
from irpart.program.debug_lines import DebugLines
from irpart.program.opcodes import LATENCY_CLASSES, OPCODE_NUMBER, latency_class
from irpart.program.parse import Function, Instruction, Module, parse_module
from irpart.program.structure import immediate_dominators, natural_loops, nest
from irpart.program.types import Program


def analyse(text: str, is_traced: Callable[[str], bool]) -> tuple[Program, Module]:
    """Build the static tables of normalised IR.

    Parameters
    ----------
    text
        What ``lowering.optimise`` returns.
    is_traced
        Whether a defined function's instructions are vertices, by its name.
    """
    module = parse_module(text)
    if not any(is_traced(f.name) for f in module.functions):
        raise UnsupportedProgram("The module defines no function that can be traced.")
    return _Tables(module, is_traced).program(text), module


class _Tables:
    """Columns under construction."""

    def __init__(self, module: Module, is_traced: Callable[[str], bool]) -> None:
        self.module, self.is_traced = module, is_traced
        self.lines = DebugLines(module.metadata)
        self.function_numbers = {f.name: i for i, f in enumerate(module.functions)}
        self.block_labels: list[str] = []
        self.block_function: list[int] = []
        self.block_loop: list[int] = []
        self.dominators: list[int] = []
        self.successors: list[list[int]] = []
        self.loops: list[tuple[int, int, int]] = []
        self.rows: list[tuple[int, ...]] = []
        self.names: list[str] = []
        self.operands: list[list[int]] = []
        self.calls: list[tuple[int, int]] = []
        self.externals: dict[str, None] = {}
        for number, function in enumerate(module.functions):
            self._add_function(number, function)

    def _add_function(self, number: int, function: Function) -> None:
        first_block = len(self.block_labels)
        block_numbers = {b.label: first_block + i for i, b in enumerate(function.blocks)}
        values = {name: -1 - i for i, name in enumerate(function.parameters)}
        row = len(self.rows)
        for block in function.blocks:
            for instruction in block.instructions:
                if instruction.name:
                    values[instruction.name] = row
                row += 1
        for block in function.blocks:
            for instruction in block.instructions:
                self._add_instruction(number, block_numbers[block.label], instruction, values)
            targets = block.instructions[-1].targets
            self.successors.append([block_numbers[t] for t in targets])
            self.block_labels.append(block.label)
            self.block_function.append(number)
        self._add_loops(first_block)

    def _add_instruction(self, function: int, block: int, instruction: Instruction, values: dict[str, int]) -> None:
        file, line = self.lines.locate(instruction.debug)
        callee = -1
        if instruction.opcode in ("call", "invoke"):
            callee = self.function_numbers.get(instruction.callee, -1)
            if callee >= 0:
                self.calls.append((function, callee))
            elif instruction.callee and self.is_traced(self.module.functions[function].name):
                self.externals.setdefault(instruction.callee)
        latency = LATENCY_CLASSES.index(latency_class(instruction.opcode, instruction.callee if callee < 0 else ""))
        self.rows.append((block, OPCODE_NUMBER.get(instruction.opcode, 0), line, file, latency,
                          instruction.access_bytes, callee))
        self.names.append(instruction.name)
        read = instruction.operands or [value for value, _ in instruction.incoming if value]
        self.operands.append([values[name] for name in read])

    def _add_loops(self, first_block: int) -> None:
        dominators = immediate_dominators(self.successors, first_block)
        loops = natural_loops(self.successors, dominators, first_block)
        headers, parents, depths = nest(loops)
        first_loop = len(self.loops)
        innermost = {}
        for index, header in enumerate(headers):
            parent = parents[index] + first_loop if parents[index] >= 0 else -1
            self.loops.append((header, parent, depths[index]))
            for block in loops[header]:
                innermost[block] = first_loop + index
        for block in range(first_block, len(self.block_labels)):
            self.block_loop.append(innermost.get(block, -1))
            self.dominators.append(dominators.get(block, -1) if block != first_block else -1)

    def program(self, text: str) -> Program:
        """The finished tables."""
        columns = np.array(self.rows, np.int64).reshape(-1, 7).T
        loops = np.array(self.loops, np.int32).reshape(-1, 3).T
        calls = np.array(self.calls, np.int32).reshape(-1, 2).T
        names = tuple(f.name for f in self.module.functions)
        return Program(
            text=text, function_names=names, traced=np.array([self.is_traced(n) for n in names], np.bool_),
            block_labels=tuple(self.block_labels), block_function=np.array(self.block_function, np.int32),
            block_loop=np.array(self.block_loop, np.int32), instruction_block=columns[0].astype(np.int32),
            opcode=columns[1].astype(np.uint8), names=tuple(self.names), line=columns[2].astype(np.int32),
            file=columns[3].astype(np.int32), latency_class=columns[4].astype(np.uint8),
            access_bytes=columns[5].copy(), callee=columns[6].astype(np.int32),
            operand_start=_offsets(self.operands), operands=_flat(self.operands),
            successor_start=_offsets(self.successors), successors=_flat(self.successors),
            dominators=np.array(self.dominators, np.int32), loop_header=loops[0].copy(),
            loop_parent=loops[1].copy(), loop_depth=loops[2].copy(), call_caller=calls[0].copy(),
            call_callee=calls[1].copy(), externals=tuple(self.externals), files=tuple(self.lines.files))


def _offsets(lists: list[list[int]]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.concatenate([[0], np.cumsum([len(x) for x in lists], dtype=np.int64)]).astype(np.int64)


def _flat(lists: list[list[int]]) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    return np.array([x for row in lists for x in row], np.int32)
