"""Loops of the source in a traced program: which natural loops they became, and where their iterations begin.

Numba's loops survive the lowering (it neither unrolls nor vectorises, ``irpart.program.lowering``), and the branch that
ends a loop keeps the line of its head. A natural loop that is left by a branch of that line, and all of whose lines lie
between the first and the last line of the loop in the source, is that loop. LLVM may split a loop with ``continue`` into two
nested ones, which count as one; a loop that it removed (a filled or copied array) is not found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from irpart.program.debug_lines import DebugLines
from irpart.program.opcodes import OPCODES, effects_are_known
from irpart.program.parse import Instruction, Module
from irpart.program.types import Program


@dataclass(frozen=True, slots=True)
class SourceLoop:
    """A loop of the source: its name, first and last line, the name of the loop around it ("" for none), its kind
    (``range``, ``irregular range``, ``while``, ``implicit``) and the last part of its file's path."""

    name: str
    line: int
    end_line: int
    parent: str
    kind: str
    file: str


@dataclass(frozen=True, slots=True)
class Place:
    """A loop of the source in the program: its number among the loops asked for, its blocks, the blocks in which its
    iterations begin, whether those hold its test, the number of the place around it in the same function (-1: none), and
    lines at which a value is handed to the next iteration in a register (0: unknown)."""

    loop: int
    blocks: frozenset[int]
    begins: frozenset[int]
    tests_first: bool
    parent: int
    registers: tuple[int, ...]


class Code:
    """A program with its instructions by number, and where each was written."""

    def __init__(self, program: Program, module: Module) -> None:
        self.program = program
        self.instructions: list[Instruction] = [i for f in module.functions for b in f.blocks for i in b.instructions]
        lines = DebugLines(module.metadata)
        known = {node: lines.written(node) for node in {i.debug for i in self.instructions}}
        self.written = [known[i.debug] for i in self.instructions]
        numbers = np.arange(len(program.block_labels) + 1)
        self.first: NDArray[np.int64] = np.searchsorted(program.instruction_block, numbers).astype(np.int64)

    def rows(self, block: int) -> range:
        """Numbers of the instructions of a block."""
        return range(int(self.first[block]), int(self.first[block + 1]))

    def successors(self, block: int) -> list[int]:
        """Blocks that may follow."""
        start = self.program.successor_start
        return [int(b) for b in self.program.successors[start[block]:start[block + 1]]]

    def natural_loops(self) -> list[set[int]]:
        """Blocks of each natural loop of the traced functions (empty for the others)."""
        found: list[set[int]] = [set() for _ in self.program.loop_header]
        for block, loop in enumerate(self.program.block_loop.tolist()):
            while loop >= 0 and self.program.traced[self.program.block_function[block]]:
                found[loop].add(block)
                loop = int(self.program.loop_parent[loop])
        return found


def find_places(code: Code, loops: Sequence[SourceLoop]) -> list[Place]:
    """Where loops of the source are in a program; outer places before the inner ones of the same function.

    Loops of the same file and line are found under the first of them, unless one of them is implicit: then the line does
    not tell them apart, and none is found.
    """
    natural = code.natural_loops()
    known = _distinct(loops)
    keys = [_matched(code, blocks, loops, known) if blocks else None for blocks in natural]
    groups: list[list[int]] = []
    group_of: dict[int, int] = {}
    around: list[int] = []
    for number in sorted(range(len(natural)), key=lambda n: int(code.program.loop_depth[n])):
        key = keys[number]
        outer = int(code.program.loop_parent[number])
        while outer >= 0 and outer not in group_of:
            outer = int(code.program.loop_parent[outer])
        parent = group_of.get(outer, -1)
        if key is None:
            continue
        if parent >= 0 and keys[groups[parent][0]] == key:
            groups[parent].append(number)
            group_of[number] = parent
            continue
        group_of[number] = len(groups)
        groups.append([number])
        around.append(parent)
    return [_place(code, natural, members, loops, keys, parent) for members, parent in zip(groups, around, strict=True)]


Key = tuple[int, int]
"""Number of a loop of the source, and the call it was inlined from."""


def _distinct(loops: Sequence[SourceLoop]) -> dict[tuple[str, int], int]:
    """The first loop of each line that is a loop of the source alone."""
    known: dict[tuple[str, int], int] = {}
    for number, loop in enumerate(loops):
        known.setdefault((loop.file, loop.line), number)
    for loop in loops:
        if loop.kind == "implicit":
            known.pop((loop.file, loop.line), None)
    return known


def _matched(code: Code, blocks: set[int], loops: Sequence[SourceLoop], known: dict[tuple[str, int], int]) -> Key | None:
    """The loop of the source that a natural loop is, if any."""
    for block in sorted(blocks):
        if all(successor in blocks for successor in code.successors(block)):
            continue
        file, line, call, is_own = code.written[code.rows(block)[-1]]
        number = known.get((file, line), -1)
        if number >= 0 and is_own and _is_inside(code, blocks, call, loops[number]):
            return number, call
    return None


def _is_inside(code: Code, blocks: set[int], call: int, loop: SourceLoop) -> bool:
    """Whether all that blocks do for one call of a function was written between the lines of a loop."""
    written = [code.written[row] for block in blocks for row in code.rows(block)]
    return all(loop.line <= line <= loop.end_line for _, line, inlined, _ in written if line and inlined == call)


def _place(code: Code, natural: list[set[int]], members: list[int], loops: Sequence[SourceLoop],
           keys: list[Key | None], parent: int) -> Place:
    blocks = natural[members[0]]
    headers = [int(code.program.loop_header[number]) for number in members]
    inner = [header for number, header in zip(members, headers, strict=True)
             if not any(other != number and natural[other] < natural[number] for other in members)]
    key = keys[members[0]]
    assert key is not None
    tests = all(_is_test(code, header, blocks, loops[key[0]].line) for header in inner)
    return Place(key[0], frozenset(blocks), frozenset(inner), tests, parent, _registers(code, blocks, headers))


def _is_test(code: Code, header: int, blocks: set[int], line: int) -> bool:
    """Whether an iteration begins with the loop's test, so that the last one is none."""
    following = code.successors(header)
    leaves = any(successor not in blocks for successor in following)
    return leaves and header not in following and code.written[code.rows(header)[-1]][1] == line


_STEPS = frozenset({"add", "sub", "getelementptr"})


def _registers(code: Code, blocks: set[int], headers: Sequence[int]) -> tuple[int, ...]:
    """Lines that hand a value to the next iteration in a register: header phis that are used and do not just count."""
    program = code.program
    inside = {row for block in blocks for row in code.rows(block)}
    labels = {program.block_labels[block] for block in blocks}
    users: dict[int, list[int]] = {}
    for row in inside:
        for operand in program.operands[program.operand_start[row]:program.operand_start[row + 1]].tolist():
            users.setdefault(operand, []).append(row)
    names = {code.instructions[row].name: row for row in inside if code.instructions[row].name}
    lines = set()
    for header in headers:
        for row in code.rows(header):
            if code.instructions[row].opcode == "phi" and _is_used(code, row, users):
                values = {names.get(value, -1) for value, label in code.instructions[row].incoming if label in labels}
                handed = [v for v in values - {row} if v >= 0 and not _counts(code, v, row, inside)]
                lines |= {code.written[value][1] for value in handed}
    return tuple(sorted(lines))


def _counts(code: Code, value: int, phi: int, inside: set[int]) -> bool:
    """Whether a value is a phi's plus or minus something that stays the same."""
    instruction, program = code.instructions[value], code.program
    read = program.operands[program.operand_start[value]:program.operand_start[value + 1]].tolist()
    return instruction.opcode in _STEPS and phi in read and all(r == phi or r not in inside for r in read)


def _is_used(code: Code, phi: int, users: dict[int, list[int]]) -> bool:
    """Whether anything but phis takes a phi's value in the loop."""
    seen, pending = {phi}, [phi]
    while pending:
        for row in users.get(pending.pop(), []):
            if code.instructions[row].opcode != "phi":
                return True
            if row not in seen:
                seen.add(row)
                pending.append(row)
    return False


def unknown_calls(code: Code, executed: NDArray[np.bool_]) -> list[frozenset[str]]:
    """For each block the external functions it may run, itself or by its calls, whose effects on memory are not traced.

    Parameters
    ----------
    code
        The program.
    executed
        bool, one per block: whether it was executed.
    """
    program = code.program
    own: list[set[str]] = [set() for _ in program.block_labels]
    called: list[set[int]] = [set() for _ in program.block_labels]
    of_function: list[set[str]] = [set() for _ in program.function_names]
    calls = {number for number, name in enumerate(OPCODES) if name in ("call", "invoke")}
    for row in np.flatnonzero(np.isin(program.opcode, list(calls))).tolist():
        block, callee = int(program.instruction_block[row]), int(program.callee[row])
        name = code.instructions[row].callee
        if not executed[block]:
            continue
        if callee >= 0:
            called[block].add(callee)
        elif name and name != "asm" and not effects_are_known(name):
            own[block].add(name)
    while True:
        before = sum(map(len, of_function))
        for block, function in enumerate(program.block_function.tolist()):
            own[block] |= {name for callee in called[block] for name in of_function[callee]}
            of_function[function] |= own[block]
        if sum(map(len, of_function)) == before:
            return [frozenset(names) for names in own]
