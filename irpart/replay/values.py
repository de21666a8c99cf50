"""Which values of a run are recorded, and in which order: the contract of those who record and those who replay."""

from __future__ import annotations

from dataclasses import dataclass

from irpart.program.parse import Module
from irpart.program.segments import SegmentTables
from irpart.replay.constants import width_of
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
            elif steps.reason[row] and instruction.name and width_of(instruction.result_type):
                found.append(RecordedValue(RESULT, row, instruction.result_type))
        result.append(found)
    return result
