"""From a trace and the record of its run to a dataflow program: which value each executed instruction takes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.base.arrays import readonly
from irpart.base.errors import BackendError, InputError
from irpart.program.parse import parse_module
from irpart.program.segments import SegmentTables
from irpart.program.types import Program
from irpart.replay import _dataflow_kernels as kernels
from irpart.replay.dataflow import CONSTANT_BIT, DataflowProgram, Recording
from irpart.replay.opcodes import tabulate
from irpart.replay.operands import MOST_PIECES, OperandTables
from irpart.replay.values import not_computed

MEMORY_BEFORE = "memory that the traced code had not written"
"""Reason in ``DataflowProgram.recorded`` of loads that take their value from the record."""


def build_dataflow(program: Program, tables: SegmentTables, recording: Recording,
                   chunks: Iterable[tuple[NDArray[np.unsignedinteger], NDArray[np.uint64]]],
                   segment_count: NDArray[np.int64]) -> DataflowProgram:
    """The dataflow program of a traced run; O(executed instructions).

    Parameters
    ----------
    program, tables, recording
        The program, its static tables, and what was recorded.
    chunks
        (segment numbers, words), as ``Profile.chunks()`` yields them.
    segment_count
        int64, one per segment: how often each was executed.

    Raises
    ------
    InputError
        For 2**31 executed instructions or more.
    BackendError
        When trace and record do not belong together.
    """
    total = int((segment_count * np.diff(tables.vertex_start)).sum())
    if total >= CONSTANT_BIT:
        raise InputError(f"The trace has {total} instructions; replay takes fewer than 2**31. Profile with "
                         "--max-instructions.")
    module = parse_module(program.text)
    steps = tabulate(program, module)
    builder = _Builder(OperandTables(module, tables, steps, recording.expressions), recording, segment_count)
    for ids, words in chunks:
        builder.feed(ids, words)
    return builder.result(not_computed(tables, steps, segment_count))


class _Builder:
    """Feeds a trace, chunk by chunk, through the compiled kernels."""

    def __init__(self, static: OperandTables, recording: Recording, segment_count: NDArray[np.int64]) -> None:
        tables = static.tables
        self._static, self._recording = static, recording
        self._fixed = (readonly(recording.values), readonly(np.append(recording.corrected_vertex, -1)),
                       readonly(np.append(recording.corrected_value, np.uint64(0))), *static.matrices(),
                       static.form_of_pieces)
        room = 1024 + 4 * int(max(tables.function_slots.max(initial=0),
                                  (tables.function_parameters + tables.function_results).max(initial=0)))
        memory = int((tables.vertex_memory >= 0).sum())
        widest = len(static.forms) + sum(range(MOST_PIECES + 1)) * memory
        executed = int((segment_count * np.diff(tables.vertex_start)).sum())
        self._cursor: NDArray[np.int64] = np.zeros(kernels.CURSORS, np.int64)
        self._cursor[kernels.ROWS] = len(static.forms)
        self._frame: NDArray[np.int64] = np.zeros((64, kernels.F_COLUMNS), np.int64)
        self._slot_base, self._binding = np.zeros(room, np.int64), np.zeros(room, np.uint32)
        self._page_table: NDArray[np.int64] = np.full((1 << 8, 2), -1, np.int64)
        self._shadow = np.empty(kernels.PAGE_BYTES << 7, np.uint32)
        self._shadow_byte = np.empty(len(self._shadow), np.uint8)
        self._constants = np.array(list(static.constants), np.uint64)
        self._cursor[kernels.CONSTANTS] = len(self._constants)
        self._places: NDArray[np.int32] = np.empty(0, np.int32)
        self._phi_value = np.zeros(int(tables.phi_count.max(initial=0)) + 1, np.uint32)
        self._piece: NDArray[np.int64] = np.zeros((8, 3), np.int64)
        self._piece_forms: NDArray[np.int64] = np.zeros((MOST_PIECES * memory + 1, 3), np.int64)
        self._step: NDArray[np.unsignedinteger] = np.zeros(executed, np.uint16 if widest < 1 << 16 else np.uint32)
        self._operand = np.empty(int((segment_count * static.operands_of_segment).sum()) + (1 << 12), np.uint32)
        self._returned_operand, self._returned_value = np.zeros(16, np.uint32), np.zeros(16, np.uint64)
        self._grow_constants(1 << 12)

    def feed(self, ids: NDArray[np.unsignedinteger], words: NDArray[np.uint64]) -> None:
        """Add the records of one chunk."""
        cursor, status = self._cursor, -1
        cursor[kernels.AT_RECORD] = cursor[kernels.AT_WORD] = 0
        while status != kernels.DONE:
            status = kernels.build_chunk(
                readonly(ids), readonly(words), *self._fixed, cursor, self._frame, self._slot_base, self._binding,
                self._page_table, self._shadow, self._shadow_byte, self._constants, self._places, self._phi_value,
                self._piece, self._piece_forms, self._step, self._operand, self._returned_operand, self._returned_value)
            if status == kernels.BROKEN:
                raise BackendError("Trace and record do not belong together near instruction "
                                   f"{int(cursor[kernels.AT_VERTEX])}; the profile is damaged, or the program unwound its "
                                   "stack in a way irpart cannot follow.")
            self._grow(status)

    def _grow(self, status: int) -> None:
        wanted = int(self._cursor[kernels.WANTED])
        if status == kernels.NEED_OPERANDS:
            self._operand = _extended(self._operand, len(self._operand) + len(self._operand) // 8 + wanted)
        elif status == kernels.NEED_CONSTANTS:
            self._grow_constants(wanted)
        elif status == kernels.NEED_FRAME:
            for name in ("_frame", "_slot_base", "_binding"):
                setattr(self, name, _extended(getattr(self, name), 2 * len(getattr(self, name))))
        elif status == kernels.NEED_RETURNS:
            self._returned_operand = _extended(self._returned_operand, 2 * len(self._returned_operand))
            self._returned_value = _extended(self._returned_value, 2 * len(self._returned_value))
        elif status == kernels.NEED_PAGES:
            size = len(self._page_table)
            while size < 4 * (int(self._cursor[kernels.PAGES]) + wanted):
                size *= 2
            known = self._page_table[self._page_table[:, 0] >= 0]
            self._page_table = np.full((size, 2), -1, np.int64)
            self._shadow = _extended(self._shadow, kernels.PAGE_BYTES * size // 2)
            self._shadow_byte = _extended(self._shadow_byte, kernels.PAGE_BYTES * size // 2)
            kernels.insert_pages(known, self._page_table)

    def _grow_constants(self, wanted: int) -> None:
        """Room for so many more constants, in a table that is at most a quarter full then."""
        known = self._constants[: self._cursor[kernels.CONSTANTS]]
        size = 1 << max(12, (4 * (wanted + len(known)) - 1).bit_length())
        if size > CONSTANT_BIT:
            raise InputError("The run reads more than 2**29 different values from its record; profile with "
                             "--max-instructions.")
        self._constants, self._places = _extended(known, size // 2), np.full(size, -1, np.int32)
        kernels.enter_constants(readonly(known), self._places)

    def result(self, reasons: dict[str, int]) -> DataflowProgram:
        """The finished program."""
        cursor, recording = self._cursor, self._recording
        operand = self._operand[: cursor[kernels.OUT]]
        if int(cursor[kernels.AT_VERTEX]) != len(self._step) or int(cursor[kernels.AT_VALUE]) != len(recording.values) or (
                int(cursor[kernels.AT_CORRECTED]) != len(recording.corrected_vertex)) or bool(
                np.any(operand == kernels.UNKNOWN)):
            raise BackendError("Trace and record do not belong together: the record has "
                               f"{len(recording.values)} values, of which {int(cursor[kernels.AT_VALUE])} were used.")
        if cursor[kernels.FROM_RECORD]:
            reasons = {**reasons, MEMORY_BEFORE: int(cursor[kernels.FROM_RECORD])}
        forms, returns = self._piece_forms[: cursor[kernels.FORMS]], int(cursor[kernels.RETURNS])
        address, final_operand, offset, size, value = self._final()
        return DataflowProgram(
            self._static.kinds([(int(vertex), int(count)) for vertex, count, _ in forms]), self._step, operand,
            self._constants[: cursor[kernels.CONSTANTS]].copy(), address, final_operand, offset, size, value,
            self._returned_operand[:returns].copy(), self._returned_value[:returns].copy(), reasons)

    def _final(self) -> tuple[NDArray[Any], ...]:
        recording = self._recording
        runs = (readonly(recording.final_address), readonly(recording.final_start), readonly(recording.final_byte))
        count = 0
        columns: tuple[NDArray[Any], ...] = ()
        for _ in range(2):
            columns = (np.empty(count, np.int64), np.empty(count, np.uint32), np.empty(count, np.uint8),
                       np.empty(count, np.uint8), np.empty(count, np.uint64))
            count = kernels.list_final(*runs, self._page_table, self._shadow, self._shadow_byte, self._piece, *columns)
            if count < 0:
                raise BackendError("Trace and record do not belong together: the record knows memory that no recorded "
                                   "instruction wrote.")
        return columns


def _extended(array: NDArray[Any], size: int) -> NDArray[Any]:
    grown = np.empty((size, *array.shape[1:]), array.dtype)
    grown[: len(array)] = array
    return grown
