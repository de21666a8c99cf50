"""Which values of a run are recorded, and in which order: the contract of those who record and those who replay."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from irpart.program.ir_types import split_top_level, take_type
from irpart.program.parse import Module
from irpart.program.segments import SegmentTables
from irpart.replay.constants import width_of
from irpart.replay.result_types import named_types, result_type
from irpart.replay.types import StepTable

PARAMETER, RESULT, RETURNED = range(3)
"""Kinds of recorded values. PARAMETER: parameter ``index`` of the function that begins. RESULT: what the opaque
instruction ``index`` gave. RETURNED: the operand of the ``ret`` in row ``index``."""


@dataclass(frozen=True, slots=True)
class RecordedValue:
    """One value that is recorded each time a segment is executed."""

    kind: int
    index: int
    type: str


def recorded_values(module: Module, steps: StepTable, tables: SegmentTables) -> list[list[RecordedValue]]:
    """For each segment, in the order in which they are recorded.

    At the beginning of a function its scalar parameters. Behind a call that can run more of the module (which ends a
    segment), at the beginning of the next segment, that call's scalar result when it is opaque. Then, instruction by
    instruction, scalar results of opaque ones and the scalar operand of ``ret``. The result of an ``invoke`` is not
    recorded.
    """
    instructions = [i for f in module.functions for b in f.blocks for i in b.instructions]
    named = named_types(module)
    result: list[list[RecordedValue]] = []
    for number, segment in enumerate(tables.segments):
        found: list[RecordedValue] = []
        if tables.segment_entry[number]:
            types = module.functions[segment.function].parameter_types
            found += [RecordedValue(PARAMETER, i, kind) for i, kind in enumerate(types) if width_of(kind)]
        before = tables.segments[number - 1] if number and not segment.starts_block else None
        rows = ([before.call] if before is not None else []) + [row for row in segment.rows if row != segment.call]
        for row in rows:
            instruction = instructions[row]
            if instruction.opcode == "ret" and not steps.reason[row]:
                kind = instruction.text.partition("ret ")[2].partition(" ")[0]
                if width_of(kind):
                    found.append(RecordedValue(RETURNED, row, kind))
            elif steps.reason[row] and instruction.name:
                kind = result_type(instruction, named)
                if width_of(kind):
                    found.append(RecordedValue(RESULT, row, kind))
        result.append(found)
    return result


@dataclass(frozen=True, slots=True)
class AccessedValue:
    """What a scalar load gives or a scalar store writes: the row, and the value as an operand of LLVM IR."""

    row: int
    type: str
    text: str


def accessed_values(module: Module, steps: StepTable, tables: SegmentTables) -> list[list[AccessedValue]]:
    """For each segment its loads and stores that are not opaque, in order; undefined literals are zeros, as in steps."""
    instructions = [i for f in module.functions for b in f.blocks for i in b.instructions]
    result: list[list[AccessedValue]] = []
    for segment in tables.segments:
        found: list[AccessedValue] = []
        for row in segment.rows:
            instruction = instructions[row]
            if steps.reason[row]:
                continue
            if instruction.opcode == "load":
                found.append(AccessedValue(row, instruction.result_type, f'%"{instruction.name}"'))
            elif instruction.opcode == "store":
                stored = split_top_level(re.sub(r"^store (?:atomic |volatile )*", "", instruction.text))[0]
                kind, text = take_type(stored)
                found.append(AccessedValue(row, kind, "zeroinitializer" if text in ("undef", "poison") else text))
        result.append(found)
    return result


def not_computed(tables: SegmentTables, steps: StepTable, segment_count: NDArray[np.int64]) -> dict[str, int]:
    """How many executed instructions a replay takes from the record, by reason, most frequent first.

    ``segment_count`` (int64, one per segment) says how often each was executed.
    """
    runs = np.repeat(segment_count, np.diff(tables.vertex_start))
    counts: dict[str, int] = {}
    for row, times in zip(tables.vertex_row.tolist(), runs.tolist(), strict=True):
        if steps.reason[row] and times:
            counts[steps.reason[row]] = counts.get(steps.reason[row], 0) + times
    return dict(sorted(counts.items(), key=lambda item: -item[1]))
