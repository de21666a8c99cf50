"""A slow, obvious construction of the dependence graph: dictionaries, one instruction at a time."""

from __future__ import annotations

from dataclasses import dataclass, field

from irpart.program.opcodes import effects_of
from irpart.program.parse import Instruction, Module
from irpart.program.segments import SegmentTables
from irpart.program.types import Program


@dataclass
class Frame:
    """Values by name (the vertex that produced them, or None), and where control came from."""

    function: int
    values: dict[str, int | None]
    block: int = -1
    call: Instruction | None = None
    arguments: list[int | None] = field(default_factory=list)


@dataclass
class ReferenceGraph:
    """Rows and in-edges by vertex: register producers and memory producers, each in order of first mention."""

    rows: list[int]
    registers: list[list[int]]
    memory: list[list[int]]

    def edges_into(self, vertex: int) -> list[int]:
        """Sorted sources of a vertex's in-edges."""
        return sorted(self.registers[vertex] + self.memory[vertex])


def build_reference(program: Program, module: Module, tables: SegmentTables, ids: list[int],
                    words: list[int]) -> ReferenceGraph:
    """The graph of a recorded trace."""
    instructions = [i for f in module.functions for b in f.blocks for i in b.instructions]
    writers: dict[int, int] = {}
    frames: list[Frame] = []
    graph = ReferenceGraph([], [], [])
    position = 0
    for number in ids:
        segment = tables.segments[number]
        log: dict[int, list[int]] = {}
        for item in segment.log:
            log.setdefault(item.row, []).append(words[position])
            position += 1
        if tables.segment_slot[number] == 0:
            frames.append(_opened(frames, segment.function, module))
        while frames[-1].function != segment.function:
            frames.pop()
        frame = frames[-1]
        phis = [r for r in segment.rows if instructions[r].opcode == "phi"]
        came_from = program.block_labels[frame.block] if frame.block >= 0 else ""
        taken = {r: next(v for v, b in instructions[r].incoming if b == came_from) for r in phis}
        before = {r: frame.values.get(value) if value else None for r, value in taken.items()}
        for row in segment.rows:
            instruction = instructions[row]
            vertex = len(graph.rows)
            read = [before[row]] if row in before else [frame.values.get(name) for name in instruction.operands]
            graph.rows.append(row)
            graph.registers.append([u for u in read if u is not None])
            graph.memory.append(_touch_memory(program, instruction, row, segment.call, log.get(row, []), vertex, writers))
            if instruction.name:
                frame.values[instruction.name] = vertex
        last = instructions[segment.rows[-1]]
        frame.call = None
        if segment.call >= 0:
            frame.call = instructions[segment.call]
            frame.arguments = [frame.values.get(a[1:].strip('"')) if a.startswith("%") else None
                               for a in frame.call.arguments]
            frame.values["call itself"] = len(graph.rows) - 1
        if segment.ends_block:
            frame.block = segment.block
        if last.opcode in ("ret", "resume"):
            returned = frame.values.get(last.operands[0]) if last.operands else None
            frames.pop()
            caller = frames[-1] if frames else None
            if caller is not None and caller.call is not None and caller.call.name and _is_own(caller.call, program):
                caller.values[caller.call.name] = returned
    return graph


def _is_own(call: Instruction, program: Program) -> bool:
    return call.callee == "" or call.callee in program.function_names


def _opened(frames: list[Frame], function: int, module: Module) -> Frame:
    names = module.functions[function].parameters
    values: dict[str, int | None] = dict.fromkeys(names)
    caller = frames[-1] if frames else None
    if caller is not None and caller.call is not None:
        if caller.call.callee == "" or any(f.name == caller.call.callee for f in module.functions):
            values.update(zip(names, caller.arguments, strict=False))
        else:
            values.update(dict.fromkeys(names, caller.values["call itself"]))
    return Frame(function, values)


def _touch_memory(program: Program, instruction: Instruction, row: int, segment_call: int, logged: list[int], vertex: int,
                  writers: dict[int, int]) -> list[int]:
    """Distinct last writers that a vertex reads, in order of address; updates the writers."""
    size, opcode = instruction.access_bytes, instruction.opcode

    def read(address: int, n: int) -> list[int]:
        return list(dict.fromkeys(writers[b] for b in range(address, address + n) if b in writers))

    def write(address: int, n: int, writer: int | None) -> None:
        for b in range(address, address + n):
            if writer is None:
                writers.pop(b, None)
            else:
                writers[b] = writer

    if opcode == "load":
        return read(logged[0], size)
    if opcode == "store":
        write(logged[0], size, vertex)
        return []
    if opcode in ("atomicrmw", "cmpxchg"):
        found = read(logged[0], size)
        write(logged[0], size, vertex)
        return found
    if opcode == "alloca":
        write(logged[0], logged[1] if len(logged) > 1 else size, None)
        return []
    found: list[int] = []
    if opcode != "call" or row == segment_call or instruction.callee in program.function_names:
        return found
    pending = []
    for effect in effects_of(instruction.callee):
        constant = [int(v[1:]) for v in effect.values if v.startswith("=")]
        count = len(effect.values) - len(constant) + (effect.kind == "move")
        values, logged = logged[:count], logged[count:]
        pending.append((effect.kind, values + constant))
        if effect.kind == "copy":
            found += read(values[1], values[2])
        elif effect.kind == "read":
            found += read(*(values + constant))
        elif effect.kind == "move" and values[1] not in (0, values[2]):
            found += read(values[1], min(values[0], values[3]))
    for kind, values in pending:
        if kind == "copy":
            write(values[0], values[2], vertex)
        elif kind in ("write", "fresh"):
            write(values[0], values[1], vertex if kind == "write" else None)
        elif kind == "move" and values[1] != values[2]:
            write(values[2], values[3], None)
            write(values[2], min(values[0], values[3]) if values[1] else 0, vertex)
    return found
