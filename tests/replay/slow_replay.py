"""A slow replay of a recorded trace: registers by name in frames, memory a dictionary of bytes, one value per vertex."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from irpart.program.parse import parse_module
from irpart.program.segments import COPY, FRESH, LOAD, MOVE, STORE, WRITE
from irpart.replay import _opcode_kernels as kernels
from irpart.replay import types as kinds
from irpart.replay.dataflow import CONSTANT_BIT
from irpart.replay.opcodes import tabulate
from irpart.replay.values import PARAMETER, RESULT, RETURNED, recorded_values


@dataclass
class Frame:
    """One call: function, values by row of instruction, parameters, the segment that ran last."""

    function: int
    parameters: dict[int, int] = field(default_factory=dict)
    values: dict[int, int] = field(default_factory=dict)
    previous: int = -1


class SlowReplay:
    """Values of all vertices (0 where there is none), final memory and outermost results of a recorded trace."""

    def __init__(self, program, tables, recording, chunks):
        self.module = parse_module(program.text)
        self.tables, self.steps = tables, tabulate(program, self.module)
        self.recording, self.memory, self.values, self.returned = recording, {}, [], []
        self.corrections = dict(zip(recording.corrected_vertex.tolist(), recording.corrected_value.tolist(), strict=True))
        self.stream = iter(recording.values.tolist())
        self.kept = recorded_values(self.module, self.steps, tables)
        self.frames: list[Frame] = []
        for ids, words in chunks:
            at = 0
            for number in ids.tolist():
                n_words = int(tables.segment_words[number])
                self._segment(number, [int(word) for word in words[at : at + n_words]])
                at += n_words

    def _segment(self, number, words):
        tables, segment = self.tables, self.tables.segments[number]
        kept = {(value.kind, value.index): next(self.stream) for value in self.kept[number]}
        if tables.segment_entry[number]:
            caller = self.frames[-1] if self.frames else None
            frame = Frame(segment.function)
            frame.parameters = {index: value for (kind, index), value in kept.items() if kind == PARAMETER}
            if caller is not None and caller.previous >= 0 and tables.segment_passes[caller.previous]:
                call = tables.segments[caller.previous].call
                arguments = [i for f in self.module.functions for b in f.blocks for i in b.instructions][call].arguments
                self.check_arguments(caller, arguments, frame.parameters)
            self.frames.append(frame)
        while self.frames[-1].function != segment.function:
            self.frames.pop()
        frame = self.frames[-1]
        if not segment.starts_block:
            call = tables.segments[number - 1].call
            if (RESULT, call) in kept:
                frame.values[call] = kept[RESULT, call]
        first, stop = int(tables.vertex_start[number]), int(tables.vertex_start[number + 1])
        phis = {}
        for vertex in range(first, first + int(tables.phi_count[number])):
            row = int(tables.vertex_row[vertex])
            phis[row] = self._phi(row, frame)
        for vertex in range(first, stop):
            row = int(tables.vertex_row[vertex])
            value = self._vertex(vertex, row, frame, kept, phis, words, row == segment.call)
            frame.values[row] = value
            self.values.append(value)
        frame.previous = number
        if tables.segment_returns[number]:
            self.frames.pop()
            row = int(tables.vertex_row[stop - 1])
            if (RETURNED, row) in kept:
                assert frame.values[row] == kept[RETURNED, row]
                if self.frames:
                    waiting = self.frames[-1].previous
                    if tables.segment_passes[waiting]:
                        self.frames[-1].values[tables.segments[waiting].call] = frame.values[row]
                else:
                    self.returned.append(frame.values[row])

    def check_arguments(self, caller, arguments, parameters):
        """What a caller passes is what its callee was recorded to get."""
        instructions = [i for f in self.module.functions for b in f.blocks for i in b.instructions]
        names = {i.name: row for row, i in enumerate(instructions) if i.name and row in caller.values}
        function = self.module.functions[caller.function]
        for index, argument in enumerate(arguments):
            name = argument.removeprefix("%").strip('"')
            if index in parameters and argument.startswith("%"):
                if name in function.parameters:
                    assert caller.parameters[function.parameters.index(name)] == parameters[index]
                else:
                    assert caller.values[names[name]] == parameters[index]

    def _phi(self, row, frame):
        if self.steps.reason[row]:
            return 0
        block = self.tables.segments[frame.previous].block
        ways = range(int(self.steps.incoming_start[row]), int(self.steps.incoming_start[row + 1]))
        way = next(way for way in ways if int(self.steps.incoming_block[way]) == block)
        return self._operand(int(self.steps.incoming_kind[way]), int(self.steps.incoming_value[way]), frame, 0, 0)

    def _operand(self, kind, value, frame, previous, memory):
        return {kinds.RESULT: lambda: frame.values[value], kinds.PARAMETER: lambda: frame.parameters[value],
                kinds.CONSTANT: lambda: value, kinds.RECORDED: lambda: int(self.recording.expressions[value]),
                kinds.PREVIOUS: lambda: previous, kinds.MEMORY: lambda: memory, kinds.INCOMING: lambda: memory,
                kinds.ABSENT: lambda: 0}[kind]()

    def _vertex(self, vertex, row, frame, kept, phis, words, is_call):
        steps, tables = self.steps, self.tables
        operations = tables.operation[tables.operation_start[vertex] : tables.operation_start[vertex + 1]].tolist()
        value, first, stop = 0, int(steps.step_start[row]), int(steps.step_start[row + 1])
        known = not steps.reason[row] and kinds.RETURNED not in steps.kind[first:stop]
        if (RESULT, row) in kept and not is_call:
            value = kept[RESULT, row]
        elif known:
            memory = phis.get(row, 0)
            for kind, word, size, _, _ in operations:
                if kind == LOAD:
                    memory = self._load(words[word], size)
            for step in range(first, stop):
                operands = [self._operand(kind, int(bits), frame, value, memory)
                            for kind, bits in zip(steps.kind[step].tolist(), steps.value[step].tolist(), strict=True)]
                value = int(kernels.evaluate(steps.action[step], steps.width[step], *map(np.uint64, operands)))
        for kind, word, size, _, _ in operations:
            self._write(kind, words[word:], size, value if known else None)
        return value

    def _load(self, address, size):
        vertex = len(self.values)
        if vertex in self.corrections:
            self._put(address, self.corrections[vertex].to_bytes(8, "little")[:size])
        return int.from_bytes(bytes(self.memory[address + i] for i in range(size)), "little")

    def _put(self, address, data):
        for i, byte in enumerate(data):
            self.memory[address + i] = byte

    def _forget(self, address, size):
        for i in range(size):
            self.memory.pop(address + i, None)

    def _move(self, to, source, size):
        moved = [self.memory.get(source + i) for i in range(size)]
        for i, byte in enumerate(moved):
            self._forget(to + i, 1) if byte is None else self._put(to + i, [byte])

    def _write(self, kind, words, size, value):
        if kind == STORE and value is not None:
            self._put(words[0], value.to_bytes(8, "little")[:size])
        elif kind == STORE:
            self._forget(words[0], size)
        elif kind in (WRITE, FRESH):
            self._forget(words[0], size if size >= 0 else words[1])
        elif kind == COPY:
            self._move(words[0], words[1], words[2])
        elif kind == MOVE and words[1] != words[2]:
            self._forget(words[2], words[3])
            if words[1]:
                self._move(words[2], words[1], min(words[0], words[3]))


def evaluate_slowly(program):
    """Values of all vertices of a dataflow program, one after the other."""
    values, at, form = [], 0, program.kinds
    for step in program.step.tolist():
        value = 0
        for row in range(step, step + int(form.chained[step]) + 1):
            found = []
            for operand in program.operand[at : at + int(form.arity[row])].tolist():
                found.append(int(program.constants[operand - CONSTANT_BIT]) if operand >= CONSTANT_BIT else values[operand])
            at += int(form.arity[row])
            if form.previous[row] < 3:
                found.insert(int(form.previous[row]), value)
            found += [0] * (3 - len(found))
            value = int(kernels.evaluate(form.action[row], form.width[row], *map(np.uint64, found)))
        values.append(value)
    assert at == len(program.operand)
    return values
