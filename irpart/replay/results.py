"""What a replay computed, beside what the run left: final memory and returned values, bit for bit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from irpart.replay.dataflow import CONSTANT_BIT, DataflowProgram

Lookup = Callable[[NDArray[np.int64]], NDArray[np.uint64]]
"""Values (uint64) of vertices (int64)."""
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class ReplayCheck:
    """What was compared, and what differs.

    Attributes
    ----------
    memory_bytes, returned
        Bytes of final memory and returned values that were compared.
    wrong_bytes, wrong_returned
        How many of them differ.
    compared_vertices
        Values compared with those of another replay, vertex by vertex; 0: none were.
    wrong_vertex
        The first instruction of the trace whose value is wrong as far as that is known; -1: none.
    """

    memory_bytes: int
    returned: int
    wrong_bytes: int
    wrong_returned: int
    compared_vertices: int = 0
    wrong_vertex: int = -1

    @property
    def agrees(self) -> bool:
        """Whether nothing differs."""
        return self.wrong_bytes == 0 and self.wrong_returned == 0 and self.wrong_vertex < 0


def check_results(program: DataflowProgram, values_of: Lookup) -> ReplayCheck:
    """Compare final memory and returned values of a replay with those of the run; O(bytes written)."""
    shift, size = (bytes_.astype(np.uint64) * np.uint64(8) for bytes_ in (program.final_offset, program.final_size))
    value = _operand_values(program, program.final_operand, values_of) >> shift
    difference = (value & np.uint64(0xFFFFFFFFFFFFFFFF) >> (np.uint64(64) - size)) ^ program.final_value
    wrong = np.flatnonzero(difference)
    wrong_bytes = int(np.count_nonzero(difference[wrong].view(np.uint8)))
    returned = _operand_values(program, program.returned_operand, values_of) != program.returned_value
    suspects = np.concatenate([program.final_operand[wrong], program.returned_operand[returned]])
    suspects = suspects[suspects < CONSTANT_BIT]
    first = int(suspects.min()) if len(suspects) else -1
    return ReplayCheck(int(program.final_size.sum(dtype=np.int64)), len(returned), wrong_bytes, int(returned.sum()), 0,
                       first)


def compare_values(n_vertices: int, values_of: Lookup, expected_of: Lookup) -> int:
    """The first vertex whose value differs between two replays, or -1; O(vertices), in blocks."""
    for start in range(0, n_vertices, _BLOCK):
        vertices = np.arange(start, min(start + _BLOCK, n_vertices), dtype=np.int64)
        wrong = np.flatnonzero(values_of(vertices) != expected_of(vertices))
        if len(wrong):
            return start + int(wrong[0])
    return -1


def _operand_values(program: DataflowProgram, operand: NDArray[np.uint32], values_of: Lookup) -> NDArray[np.uint64]:
    result = np.empty(len(operand), np.uint64)
    is_constant = operand >= CONSTANT_BIT
    result[is_constant] = program.constants[operand[is_constant] & np.uint32(CONSTANT_BIT - 1)]
    result[~is_constant] = values_of(operand[~is_constant].astype(np.int64))
    return result
