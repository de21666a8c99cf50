"""A slow interpreter of IR functions that decides branches itself and computes values by their step tables."""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass, field

import numpy as np

from irpart.program.analysis import analyse
from irpart.program.parse import Function, Instruction
from irpart.replay import _opcode_kernels as kernels
from irpart.replay.actions import ACTION_NUMBER
from irpart.replay.opcodes import tabulate
from irpart.replay.types import ABSENT, CONSTANT, INCOMING, MEMORY, PARAMETER, PREVIOUS, RECORDED, RESULT, RETURNED


@dataclass
class Frame:
    """One call: its function, parameters, values by row of instruction, rows by name, and the block it came from."""

    function: Function
    parameters: list[int]
    values: dict[int, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    came_from: int = -1

    def read(self, text: str) -> int:
        """The value of a local name or of an integer literal."""
        name = text.removeprefix("%")
        if name in self.rows:
            return self.values[self.rows[name]]
        return self.parameters[self.function.parameters.index(name)] if text.startswith("%") else int(text)


class Interpreter:
    """Runs functions of normalised IR on the memory of this process; ``addresses`` are those of globals with their @."""

    def __init__(self, text: str, addresses: dict[str, int]) -> None:
        self.program, self.module = analyse(text, lambda name: True)
        self.table = tabulate(self.program, self.module)
        assert not any(self.table.reason), [reason for reason in self.table.reason if reason]
        self.addresses = addresses
        self.block_rows: list[range] = []
        for function in self.module.functions:
            for block in function.blocks:
                first = self.block_rows[-1].stop if self.block_rows else 0
                self.block_rows.append(range(first, first + len(block.instructions)))

    def call(self, name: str, parameters: list[int]) -> int:
        """The bits that a function returns."""
        number = self.program.function_names.index(name)
        first_block = int(np.flatnonzero(self.program.block_function == number)[0])
        frame = Frame(self.module.functions[number], parameters)
        labels = {block.label: i for i, block in enumerate(frame.function.blocks)}
        for i, block in enumerate(frame.function.blocks):
            rows = self.block_rows[first_block + i]
            frame.rows.update({x.name: row for x, row in zip(block.instructions, rows, strict=True) if x.name})
        at = 0
        while True:
            block = frame.function.blocks[at]
            pairs = list(zip(self.block_rows[first_block + at], block.instructions, strict=True))
            frame.values.update({row: self._run(row, x, frame) for row, x in pairs if x.opcode == "phi"})
            for row, x in pairs:
                if x.opcode != "phi":
                    frame.values[row] = self._run(row, x, frame)
            if block.instructions[-1].opcode == "ret":
                return frame.values[pairs[-1][0]]
            frame.came_from, at = first_block + at, labels[self._target(block.instructions[-1], frame)]

    def _target(self, branch: Instruction, frame: Frame) -> str:
        labels = re.findall(r"label %([\w.]+)", branch.text)
        if branch.opcode == "br":
            condition = re.search(r"br i1 (%?[\w.]+)", branch.text)
            return labels[0] if condition is None or frame.read(condition[1]) else labels[1]
        value, cases = re.search(r"switch i\d+ (%[\w.]+)", branch.text), re.findall(r"i\d+ (-?\d+), label", branch.text)
        assert value is not None
        read = frame.read(value[1])
        return next((label for case, label in zip(cases, labels[1:], strict=True) if int(case) == read), labels[0])

    def _run(self, row: int, x: Instruction, frame: Frame) -> int:
        value = 0
        for step in range(self.table.step_start[row], self.table.step_start[row + 1]):
            kinds, numbers = self.table.kind[step].tolist(), self.table.value[step].tolist()
            b = self._operand(kinds[1], numbers[1], row, x, frame, value, 0)
            operands = [self._operand(kinds[0], numbers[0], row, x, frame, value, b), b,
                        self._operand(kinds[2], numbers[2], row, x, frame, value, 0)]
            value = int(kernels.evaluate(self.table.action[step], self.table.width[step], *map(np.uint64, operands)))
            if self.table.action[step] == ACTION_NUMBER["store"]:
                ctypes.memmove(b, value.to_bytes(8, "little"), x.access_bytes)
        return value

    def _operand(self, kind: int, number: int, row: int, x: Instruction, frame: Frame, previous: int, address: int) -> int:
        if kind == INCOMING:
            ways = slice(*self.table.incoming_start[row : row + 2])
            way = ways.start + self.table.incoming_block[ways].tolist().index(frame.came_from)
            kind, number = int(self.table.incoming_kind[way]), int(self.table.incoming_value[way])
        if kind == MEMORY:
            return int.from_bytes(ctypes.string_at(address, x.access_bytes), "little")
        if kind == RETURNED:
            return self.call(x.callee, [frame.read(text) for text in x.arguments])
        return {ABSENT: lambda: 0, RESULT: lambda: frame.values[number], PARAMETER: lambda: frame.parameters[number],
                CONSTANT: lambda: number, RECORDED: lambda: self.addresses[self.table.recorded[number]],
                PREVIOUS: lambda: previous}[kind]()
