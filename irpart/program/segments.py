"""Segments: straight-line pieces of blocks, the unit that the trace records and the graph builder replays.

A block is cut after every call that can run more of the module (calls to its own functions, calls through
pointers, externals that may call back), so that the records of the callee lie between those of the caller's
pieces. For each segment the tables say how many vertices one execution adds, where every operand of every
vertex comes from, and which memory it touches at which of the addresses logged with it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from irpart.program.ir_types import argument_operand, split_top_level
from irpart.program.opcodes import effects_of, may_call_back
from irpart.program.parse import Instruction, Module
from irpart.program.types import Program

VALUE, BOUND, PHI, LOAD, STORE, COPY, WRITE, READ, FRESH, MOVE, NOTHING = range(11)
"""Kinds of operation. VALUE: operand at offset ``b`` of the latest execution of slot ``a`` in this frame (its own segment
included). BOUND: operand is parameter or call result ``a``
of this frame (results are numbered after the parameters).
PHI: phi number ``a`` of the segment. The memory kinds use the addresses logged from ``a`` on: LOAD and STORE
touch ``b`` bytes at [a]; COPY [a+2] bytes to [a] from [a+1]; WRITE, READ and FRESH ``b`` bytes at [a], or [a+1]
bytes when ``b`` < 0; MOVE reallocates [a+1], usable size [a], to [a+2] with [a+3] bytes. ``c`` is the latency class of
the value an operand names, ``d`` the number of its vertex within a frame."""

Operation = tuple[int, int, int, int, int]
"""kind, a, b, c, d."""


@dataclass(slots=True)
class LogItem:
    """One word to log: an operand or the "result" of the instruction, or as ``combine`` says their product
    (``mul``) or sum (``add``), the usable size of a heap block (``usable``), or an access's cycles (``ticks``)."""

    row: int
    after: bool
    combine: str
    operands: tuple[str, ...]


@dataclass(slots=True)
class Segment:
    """A piece of a block: instruction rows, whether it starts the block, the call that ends it, what it logs."""

    function: int
    block: int
    starts_block: bool
    rows: list[int] = field(default_factory=list)
    call: int = -1
    ends_block: bool = False
    log: list[LogItem] = field(default_factory=list)


@dataclass(frozen=True, slots=True, eq=False)
class SegmentTables:
    """Segments as arrays for compiled kernels (see the kinds above).

    ``segment_*`` columns have one row per segment, ``vertex_*`` one per executed static instruction, grouped by
    segment from ``vertex_start``. ``operation`` is int32 (operations, 5): kind, a, b, c, d; those of a vertex are
    ``operation_start[v]:operation_start[v + 1]``. ``phi_source`` is int32 (rows, 5), one row per (predecessor,
    phi) from ``phi_start``; ``predecessors`` lists the segments control can come from. ``argument`` rows
    (int32, 5) from ``argument_start`` are what the segment's final call passes when ``segment_passes`` (else an
    external is called that may call back); ``segment_result`` numbers that call in its function; ``returned``
    (int32, 5) is what a returning segment returns. ``function_*`` columns size a frame.
    """

    segments: tuple[Segment, ...]
    segment_function: NDArray[np.int32]
    segment_slot: NDArray[np.int32]
    segment_first: NDArray[np.int32]
    segment_entry: NDArray[np.uint8]
    segment_returns: NDArray[np.uint8]
    segment_result: NDArray[np.int32]
    segment_passes: NDArray[np.uint8]
    segment_words: NDArray[np.int32]
    segment_ranges: NDArray[np.uint8]
    vertex_start: NDArray[np.int64]
    vertex_row: NDArray[np.int32]
    vertex_class: NDArray[np.uint8]
    vertex_memory: NDArray[np.int32]
    operation_start: NDArray[np.int64]
    operation: NDArray[np.int32]
    predecessor_start: NDArray[np.int64]
    predecessors: NDArray[np.int32]
    phi_start: NDArray[np.int64]
    phi_count: NDArray[np.int32]
    phi_source: NDArray[np.int32]
    argument_start: NDArray[np.int64]
    argument: NDArray[np.int32]
    returned: NDArray[np.int32]
    function_slots: NDArray[np.int32]
    function_vertices: NDArray[np.int32]
    function_parameters: NDArray[np.int32]
    function_results: NDArray[np.int32]
    memory_rows: NDArray[np.int32]

    @property
    def n_segments(self) -> int:
        """Number of segments."""
        return len(self.segment_function)


def cut_segments(program: Program, module: Module, ticks: bool = False) -> SegmentTables:
    """Cut the traced functions into segments and tabulate them.

    With ``ticks`` each load and store logs a second word behind its address: the cycles the access took.
    """
    return _Cutter(program, module, ticks).tables()


class _Cutter:
    def __init__(self, program: Program, module: Module, ticks: bool) -> None:
        self.program, self.module, self.ticks = program, module, ticks
        self.defined = {name for name, traced in zip(program.function_names, program.traced, strict=True) if traced}
        self.instructions = [i for f in module.functions for b in f.blocks for i in b.instructions]
        self.segments: list[Segment] = []
        self.place: dict[int, tuple[int, int]] = {}
        self.slot: list[int] = []
        self.first_vertex: list[int] = []
        self.function_sizes: list[tuple[int, int, int, int]] = []
        self.results: dict[int, int] = {}
        self.values: list[dict[str, int]] = []
        self.last_of_block: dict[tuple[int, str], int] = {}
        self._cut()

    def _cut(self) -> None:
        row = block_number = 0
        for number, function in enumerate(self.module.functions):
            first_segment, vertices, results = len(self.segments), 0, 0
            values = {name: -1 - i for i, name in enumerate(function.parameters)}
            for block in function.blocks:
                segment = Segment(number, block_number, True)
                block_number += 1
                rows = range(row, row + len(block.instructions))
                row += len(block.instructions)
                if not self.program.traced[number]:
                    continue
                self._open(segment, first_segment, vertices)
                for r, instruction in zip(rows, block.instructions, strict=True):
                    if instruction.name:
                        values[instruction.name] = r
                    self.place[r] = (len(self.segments) - 1, len(segment.rows))
                    segment.rows.append(r)
                    vertices += 1
                    if self._is_barrier(instruction):
                        segment.call, self.results[r] = r, results
                        results += 1
                        if instruction.opcode != "invoke":
                            segment = Segment(number, segment.block, False)
                            self._open(segment, first_segment, vertices)
                segment.ends_block = True
                self.last_of_block[number, block.label] = len(self.segments) - 1
            self.values.append(values)
            sizes = (len(self.segments) - first_segment, vertices, len(function.parameters), results)
            self.function_sizes.append(sizes)

    def _open(self, segment: Segment, first_segment: int, vertices: int) -> None:
        self.segments.append(segment)
        self.slot.append(len(self.segments) - 1 - first_segment)
        self.first_vertex.append(vertices)

    def _is_barrier(self, instruction: Instruction) -> bool:
        if instruction.opcode == "invoke":
            return True
        if instruction.opcode != "call" or instruction.callee == "asm":
            return False
        callee = instruction.callee
        return callee == "" or callee in self.defined or (
            callee not in self.program.function_names and may_call_back(callee))

    def _source(self, function: int, value: str) -> Operation:
        """Where a value comes from when it is read in a function."""
        defined = self.values[function].get(value)
        if defined is None:
            return NOTHING, 0, 0, 0, 0
        if defined < 0:
            return BOUND, -1 - defined, 0, 0, 0
        if defined in self.results:
            return BOUND, len(self.module.functions[function].parameters) + self.results[defined], 0, 0, 0
        if defined not in self.place:
            return NOTHING, 0, 0, 0, 0
        home, offset = self.place[defined]
        latency = int(self.program.latency_class[defined])
        return VALUE, self.slot[home], offset, latency, self.first_vertex[home] + offset

    def _operations(self, number: int, row: int, phis: int) -> list[Operation]:
        segment, instruction = self.segments[number], self.instructions[row]
        if instruction.opcode == "phi":
            return [(PHI, phis, 0, 0, 0)]
        found = [self._source(segment.function, name) for name in instruction.operands]
        return [f for f in found if f[0] != NOTHING] + self._memory(segment, row, instruction)

    def _memory(self, segment: Segment, row: int, instruction: Instruction) -> list[Operation]:
        word, size = len(segment.log), instruction.access_bytes
        if instruction.opcode in ("load", "store", "atomicrmw", "cmpxchg") and size:
            segment.log.append(LogItem(row, False, "", (f"ptr {instruction.pointer}",)))
            if self.ticks:
                segment.log.append(LogItem(row, False, "ticks", (f"ptr {instruction.pointer}",)))
            kinds = {"load": (LOAD,), "store": (STORE,)}.get(instruction.opcode, (LOAD, STORE))
            return [(kind, word, size, 0, 0) for kind in kinds]
        if instruction.opcode == "alloca":
            segment.log.append(LogItem(row, True, "", ("result",)))
            if instruction.arguments and not instruction.arguments[0].startswith("1"):
                count = split_top_level(instruction.text.split(" = alloca ", 1)[1])[1]
                segment.log.append(LogItem(row, False, "mul", (count, f"i64 {size}")))
                size = -1
            return [(FRESH, word, size, 0, 0)]
        external = instruction.callee not in self.program.function_names
        if instruction.opcode == "call" and external and row != segment.call:
            return self._call_effects(segment, row, instruction)
        return []

    def _call_effects(self, segment: Segment, row: int, call: Instruction) -> list[Operation]:
        operations = []
        for effect in effects_of(call.callee):
            word, constant = len(segment.log), -1
            if effect.kind == "move":
                segment.log.append(LogItem(row, False, "usable", (call.arguments[int(effect.values[0])],)))
            for value in effect.values:
                if value.startswith("="):
                    constant = int(value[1:])
                elif value == "result":
                    segment.log.append(LogItem(row, True, "", ("result",)))
                else:
                    combine = "mul" if "*" in value else "add" if "+" in value else ""
                    picked = tuple(_typed(call, int(n)) for n in value.replace("*", "+").split("+"))
                    segment.log.append(LogItem(row, False, combine, picked))
            kind = {"copy": COPY, "write": WRITE, "read": READ, "fresh": FRESH, "move": MOVE}[effect.kind]
            operations.append((kind, word, constant, 0, 0))
        return operations

    def tables(self) -> SegmentTables:
        """All tables as arrays."""
        operations: list[Operation] = []
        operation_start = [0]
        vertex_row: list[int] = []
        memory_rows: list[int] = []
        vertex_memory: list[int] = []
        phi_rows: list[Operation] = []
        phi_start, phi_count, predecessors, predecessor_start = [], [], [], [0]
        arguments: list[Operation] = []
        argument_start, returned, ranges = [0], [], []
        for number, segment in enumerate(self.segments):
            phis, before = 0, len(operations)
            for row in segment.rows:
                operations += self._operations(number, row, phis)
                phis += self.instructions[row].opcode == "phi"
                mine = operations[operation_start[-1]:]
                is_memory = any(LOAD <= o[0] <= MOVE and o[0] != FRESH for o in mine)
                vertex_memory.append(len(memory_rows) if is_memory else -1)
                if is_memory:
                    memory_rows.append(row)
                operation_start.append(len(operations))
                vertex_row.append(row)
            came_from = self._predecessors(segment) if phis else []
            phi_start.append(len(phi_rows))
            phi_count.append(phis)
            phi_rows += self._phi_rows(segment, came_from, phis)
            predecessors += [self.last_of_block[segment.function, label] for label in came_from]
            predecessor_start.append(len(predecessors))
            arguments += self._arguments(segment)
            argument_start.append(len(arguments))
            returned.append(self._returned(segment))
            ranges.append(any(o[0] >= COPY for o in operations[before:]))
        sizes = np.array(self.function_sizes, np.int32).reshape(-1, 4).T
        count = [len(s.rows) for s in self.segments]
        return SegmentTables(
            segments=tuple(self.segments), segment_function=_column([s.function for s in self.segments]),
            segment_slot=_column(self.slot), segment_first=_column(self.first_vertex),
            segment_entry=_column([slot == 0 for slot in self.slot]).astype(np.uint8),
            segment_returns=_column([self._leaves(s) for s in self.segments]).astype(np.uint8),
            segment_result=_column([self.results.get(s.call, -1) for s in self.segments]),
            segment_passes=_column([self._passes(s) for s in self.segments]).astype(np.uint8),
            segment_words=_column([len(s.log) for s in self.segments]),
            segment_ranges=np.array(ranges, np.uint8),
            vertex_start=np.concatenate([[0], np.cumsum(count, dtype=np.int64)]).astype(np.int64),
            vertex_row=_column(vertex_row), vertex_class=self.program.latency_class[_column(vertex_row)],
            vertex_memory=_column(vertex_memory), operation_start=np.array(operation_start, np.int64),
            operation=_rows(operations), predecessor_start=np.array(predecessor_start, np.int64),
            predecessors=_column(predecessors), phi_start=np.array(phi_start, np.int64),
            phi_count=_column(phi_count), phi_source=_rows(phi_rows),
            argument_start=np.array(argument_start, np.int64), argument=_rows(arguments),
            returned=_rows(returned), function_slots=sizes[0].copy(), function_vertices=sizes[1].copy(),
            function_parameters=sizes[2].copy(), function_results=sizes[3].copy(),
            memory_rows=_column(memory_rows))

    def _predecessors(self, segment: Segment) -> list[str]:
        phi = self.instructions[segment.rows[0]]
        return list(dict.fromkeys(label for _, label in phi.incoming))

    def _phi_rows(self, segment: Segment, came_from: list[str], phis: int) -> list[Operation]:
        rows = []
        for label in came_from:
            for row in segment.rows[:phis]:
                value = next(v for v, b in self.instructions[row].incoming if b == label)
                rows.append(self._source(segment.function, value))
        return rows

    def _arguments(self, segment: Segment) -> list[Operation]:
        if segment.call < 0:
            return []
        names = [a[1:].strip('"') if a.startswith("%") else "" for a in self.instructions[segment.call].arguments]
        return [self._source(segment.function, name) for name in names]

    def _returned(self, segment: Segment) -> Operation:
        last = self.instructions[segment.rows[-1]] if segment.rows else None
        if last is None or last.opcode != "ret" or not last.operands:
            return NOTHING, 0, 0, 0, 0
        return self._source(segment.function, last.operands[0])

    def _passes(self, segment: Segment) -> bool:
        """Whether the call that ends a segment hands its arguments to a function of the module."""
        if segment.call < 0:
            return False
        callee = self.instructions[segment.call].callee
        return callee == "" or callee in self.defined

    def _leaves(self, segment: Segment) -> bool:
        return bool(segment.rows) and self.instructions[segment.rows[-1]].opcode in ("ret", "resume")


def _typed(call: Instruction, number: int) -> str:
    """Argument ``number`` of a call with its type and without attributes, as an IR operand."""
    opening = call.text.index("(", call.text.index(call.callee))
    argument = split_top_level(call.text[opening + 1 : call.text.rindex(")")])[number]
    return " ".join(argument_operand(argument))


def _column(values: list[int] | list[bool]) -> NDArray[np.int32]:
    return np.array(values, np.int32)


def _rows(values: list[Operation]) -> NDArray[np.int32]:
    return np.array(values, np.int32).reshape(-1, 5)

