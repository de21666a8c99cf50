"""Subject: what is executed, and what its instructions are called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from irpart.graph.types import DependenceGraph, MemoryAccesses
from irpart.program.parse import parse_module
from irpart.program.types import Program
from irpart.replay.dataflow import DataflowProgram


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """A program that can be executed: its graph, which is partitioned, and its dataflow program, vertex by vertex the same.

    Attributes
    ----------
    program
        Static side, for names of instructions; None: instructions are named by number only.
    accesses
        Makes the accesses to memory, for the simulator; None: it simulates none.
    """

    graph: DependenceGraph
    dataflow: DataflowProgram
    program: Program | None = None
    accesses: Callable[[], MemoryAccesses] | None = None

    def rows(self, vertices: NDArray[np.integer]) -> NDArray[np.int32]:
        """int32: the static instruction of each vertex."""
        found: NDArray[np.int32] = self.dataflow.kinds.instruction[self.dataflow.step[vertices]]
        return found

    def instruction_of(self, vertex: int) -> str:
        """IR text of a vertex's instruction, without its debug information; parses the program."""
        if self.program is None:
            return ""
        row = int(self.rows(np.array([vertex]))[0])
        texts = [i.text for f in parse_module(self.program.text).functions for b in f.blocks for i in b.instructions]
        return texts[row].partition(", !dbg")[0]

    def source_of(self, vertex: int) -> str:
        """``file:line`` of a vertex's instruction, or the name of its function."""
        return "" if self.program is None else self.program.source_of(int(self.rows(np.array([vertex]))[0]))
