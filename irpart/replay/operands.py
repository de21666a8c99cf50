"""Static tables of the dataflow builder: where every operand of every instruction comes from, and its form."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.base.arrays import readonly
from irpart.program.parse import Module
from irpart.program.segments import BOUND, LOAD, MOVE, STORE, VALUE, SegmentTables
from irpart.replay import types as step_types
from irpart.replay.actions import ACTION_NUMBER
from irpart.replay.dataflow import CONSTANT_BIT, StepKinds
from irpart.replay.types import StepTable
from irpart.replay.values import PARAMETER, RESULT, RETURNED, RecordedValue, recorded_values

SPEC_SLOT, SPEC_BOUND, SPEC_CONSTANT, SPEC_PHI, SPEC_MEMORY, SPEC_NOWHERE = range(6)
PLAIN, RECORDED, RETURNS, AWAITED = range(4)
"""As in ``_dataflow_kernels``."""
MOST_PIECES = 8
_NOT_PREVIOUS = 3
_NOTHING, _COPY, _PIECE = ACTION_NUMBER["nothing"], ACTION_NUMBER["copy"], ACTION_NUMBER["piece"]

Spec = tuple[int, int, int]
"""Kind, a, b."""
FormRow = tuple[int, int, int, int, int, int]
"""action, width, arity, chained, previous, instruction."""


class OperandTables:
    """Segments, vertices, specs and forms, as ``_dataflow_kernels`` takes them.

    Attributes
    ----------
    constants
        Bit patterns of literals and recorded expressions, and their numbers.
    forms
        Rows of ``StepKinds``.
    form_of_pieces
        int32, shape (executed static instructions, 9): -1; the builder enters the forms of loads that are put together.
    """

    def __init__(self, module: Module, tables: SegmentTables, steps: StepTable, expressions: NDArray[np.uint64]) -> None:
        self.tables, self.steps, self._expressions = tables, steps, expressions
        self.constants: dict[int, int] = {}
        self.forms: list[FormRow] = []
        self.form_of_pieces = np.full((max(1, len(tables.vertex_row)), MOST_PIECES + 1), -1, np.int32)
        self._place = {int(row): v for v, row in enumerate(tables.vertex_row)}
        self._segment = np.repeat(np.arange(tables.n_segments), np.diff(tables.vertex_start))
        self._specs: list[Spec] = []
        self._vertices: list[tuple[int, ...]] = []
        self._operations: list[tuple[int, int, int]] = []
        self._parameters: list[int] = []
        self.operands_of_segment: NDArray[np.int64] = np.zeros(tables.n_segments, np.int64)
        values = recorded_values(module, steps, tables)
        rows = [self._add_segment(number, values) for number in range(tables.n_segments)]
        self._finish(rows)

    def matrices(self) -> tuple[NDArray[Any], ...]:
        """``segments``, ``vertices``, ``specs``, ``operations``, ``predecessors``, ``parameters``."""
        return (self._segments, _matrix(self._vertices, 8), _matrix(self._specs, 3), _matrix(self._operations, 3),
                readonly(self.tables.predecessors), readonly(np.array([*self._parameters, 0], np.int64)))

    def kinds(self, pieces: list[tuple[int, int]]) -> StepKinds:
        """The forms, with those of put-together loads (static vertex and number of pieces) behind them."""
        rows = list(self.forms)
        for vertex, count in pieces:
            instruction = int(self.tables.vertex_row[vertex])
            width = int(self.steps.width[self.steps.step_start[instruction]])
            rows += [(_PIECE, width if left == 0 else 64, 2, left, 2 if left < count - 1 else _NOT_PREVIOUS, instruction)
                     for left in reversed(range(count))]
        columns = np.array(rows, np.int64).reshape(-1, 6).T
        action, width, arity, chained, previous = columns[:5].astype(np.uint8)
        return StepKinds(action, width, arity, chained, previous, columns[5].astype(np.int32))

    def _constant(self, bits: int) -> Spec:
        return SPEC_CONSTANT, self.constants.setdefault(bits, len(self.constants)) | CONSTANT_BIT, 0

    def _spec(self, kind: int, value: int, phi: int) -> Spec:
        """Where an operand of a ``StepTable`` comes from."""
        if kind == step_types.RESULT:
            vertex = self._place[value]
            segment = int(self._segment[vertex])
            if self.tables.segments[segment].call == value:
                parameters = int(self.tables.function_parameters[self.tables.segment_function[segment]])
                return SPEC_BOUND, parameters + int(self.tables.segment_result[segment]), 0
            return SPEC_SLOT, int(self.tables.segment_slot[segment]), vertex - int(self.tables.vertex_start[segment])
        if kind == step_types.PARAMETER:
            return SPEC_BOUND, value, 0
        if kind == step_types.RECORDED:
            return self._constant(int(self._expressions[value]))
        if kind == step_types.CONSTANT:
            return self._constant(value)
        return (SPEC_MEMORY, 0, 0) if kind == step_types.MEMORY else (SPEC_PHI, phi, 0)

    def _add_segment(self, number: int, values: list[list[RecordedValue]]) -> tuple[int, ...]:
        """Append a segment's vertices; first and end of its recorded parameters, whether it begins with the result of the
        call before it, most operands and constants."""
        tables, segment = self.tables, self.tables.segments[number]
        first_parameter, first_vertex = len(self._parameters), len(self._vertices)
        self._parameters += [value.index for value in values[number] if value.kind == PARAMETER]
        records = {value.index: value.kind for value in values[number] if value.kind != PARAMETER}
        awaits = number > 0 and not segment.starts_block and tables.segments[number - 1].call in records
        later = values[number + 1] if number + 1 < tables.n_segments and not tables.segments[number + 1].starts_block else []
        awaited = any(value.kind == RESULT and value.index == segment.call for value in later)
        phis = 0
        for vertex in range(int(tables.vertex_start[number]), int(tables.vertex_start[number + 1])):
            row = int(tables.vertex_row[vertex])
            record = {None: PLAIN, RESULT: RECORDED, RETURNED: RETURNS}[records.get(row)]
            self._add_vertex(vertex, row, AWAITED if awaited and row == segment.call else record, phis)
            phis += phis < int(tables.phi_count[number])
        mine = self._vertices[first_vertex:]
        loads = sum(self._specs[at][0] == SPEC_MEMORY for vertex in mine for at in range(vertex[1], vertex[2]))
        operands = sum(vertex[2] - vertex[1] + (vertex[3] in (RECORDED, AWAITED)) for vertex in mine)
        self.operands_of_segment[number] = operands
        kept = len(values[number]) + 1 + awaited
        return (first_parameter, len(self._parameters), awaits, operands + 2 * MOST_PIECES * loads,
                kept + (MOST_PIECES + 1) * loads)

    def _add_vertex(self, vertex: int, row: int, record: int, phi: int) -> None:
        steps, form, begin = self.steps, len(self.forms), len(self._specs)
        first, stop = int(steps.step_start[row]), int(steps.step_start[row + 1])
        returned = np.any(steps.kind[first:stop] == step_types.RETURNED)
        if record in (RECORDED, AWAITED):
            self.forms.append((_COPY, 64, 1, 0, _NOT_PREVIOUS, row))
        elif steps.reason[row] or returned:
            self.forms.append((_NOTHING, 64, 0, 0, _NOT_PREVIOUS, row))
        else:
            for step in range(first, stop):
                kinds = steps.kind[step].tolist()
                used = [i for i, kind in enumerate(kinds) if kind not in (step_types.ABSENT, step_types.PREVIOUS)]
                previous = kinds.index(step_types.PREVIOUS) if step_types.PREVIOUS in kinds else _NOT_PREVIOUS
                action, width = int(steps.action[step]), int(steps.width[step])
                self.forms.append((action, width, len(used), stop - 1 - step, previous, row))
                self._specs += [self._spec(kinds[i], int(steps.value[step, i]), phi) for i in used]
        operations = self.tables.operation[self.tables.operation_start[vertex] : self.tables.operation_start[vertex + 1]]
        at = len(self._operations)
        self._operations += [(kind, word, size) for kind, word, size, _, _ in operations.tolist() if LOAD <= kind <= MOVE]
        writes = any(kind >= STORE for kind, _, _ in self._operations[at:])
        stores = not steps.reason[row] and any(kind == STORE for kind, _, _ in self._operations[at:])
        self._vertices.append((form, begin, len(self._specs), record, at, len(self._operations), writes, stores))

    def _finish(self, rows: list[tuple[int, ...]]) -> None:
        """Specs of phis, arguments and returned values, then the matrix of segments."""
        tables, of_vertices = self.tables, len(self._specs)
        for number in range(tables.n_segments):
            self._add_phis(number)
        of_phis = len(self._specs)
        others = np.concatenate([tables.argument, tables.returned])
        self._specs += [(SPEC_SLOT, a, b) if kind == VALUE else (SPEC_BOUND, a, 0) if kind == BOUND else (SPEC_NOWHERE, 0, 0)
                        for kind, a, b, _, _ in others.tolist()]
        function = tables.segment_function
        parameters = tables.function_parameters[function].astype(np.int64)
        per_segment = np.array(rows, np.int64).reshape(-1, 5).T
        columns = (
            function, tables.segment_slot, tables.segment_entry, tables.segment_returns,
            np.where(tables.segment_result >= 0, tables.segment_result + parameters, -1), tables.segment_passes,
            tables.segment_words, tables.segment_ranges, tables.vertex_start[:-1], tables.vertex_start[1:], tables.phi_count,
            tables.phi_start + of_vertices, tables.predecessor_start[:-1], tables.predecessor_start[1:],
            tables.argument_start[:-1] + of_phis, tables.argument_start[1:] + of_phis,
            np.arange(tables.n_segments) + of_phis + len(tables.argument), tables.function_slots[function],
            parameters + tables.function_results[function], parameters, *per_segment)
        self._segments = readonly(np.ascontiguousarray(np.array(columns, np.int64).reshape(25, -1).T))

    def _add_phis(self, number: int) -> None:
        tables, steps = self.tables, self.steps
        start = int(tables.vertex_start[number])
        rows = tables.vertex_row[start : start + int(tables.phi_count[number])].tolist()
        ways_in = slice(int(tables.predecessor_start[number]), int(tables.predecessor_start[number + 1]))
        for predecessor in tables.predecessors[ways_in].tolist():
            block = tables.segments[predecessor].block
            for row in rows:
                ways = range(int(steps.incoming_start[row]), int(steps.incoming_start[row + 1]))
                way = next((way for way in ways if int(steps.incoming_block[way]) == block), -1)
                self._specs.append((SPEC_NOWHERE, 0, 0) if way < 0 else
                                   self._spec(int(steps.incoming_kind[way]), int(steps.incoming_value[way]), 0))


def _matrix(rows: list[Any], columns: int) -> NDArray[np.int64]:
    return readonly(np.array(rows, np.int64).reshape(-1, columns))
