"""Summary of a profile: what ran, what it cost, how parallel it is, and whether its degrees follow a power law."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.graph.build import GraphStatistics, cycles_spent
from irpart.graph.degree_law import DegreeLaw, fit_degree_law
from irpart.program.opcodes import effects_are_known
from irpart.program.segments import SegmentTables
from irpart.program.types import Program
from irpart.trace.weights import LEVELS, Weights

SHOWN = 8
"""How many of the hottest lines and loops a summary keeps."""


@dataclass(frozen=True, slots=True)
class HotSpot:
    """A source line or loop: where, share of the work (0 to 1), cycles, executed instructions."""

    where: str
    share: float
    cycles: float
    instructions: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What ``irpart profile`` prints and ``irpart info`` shows again.

    ``work_cycles`` and ``span_cycles`` are sums of vertex costs over all vertices and over the dearest path; their
    quotient is the parallelism available. ``levels`` is the share of memory accesses by level (empty when they
    were not modelled). ``unknown_externals`` are called functions whose effects on memory are not known to irpart.
    """

    instructions: int
    edges: int
    work_cycles: float
    span_cycles: float
    timing: str
    calls: Mapping[str, int]
    cut: bool
    static_instructions: int
    functions: int
    lines: Sequence[HotSpot]
    loops: Sequence[HotSpot]
    levels: Mapping[str, float]
    degree_law: Mapping[str, Any]
    unknown_externals: Sequence[str]
    notes: Sequence[str] = field(default_factory=list)

    @property
    def parallelism(self) -> float:
        """Work divided by span; 1 for an empty profile."""
        return self.work_cycles / self.span_cycles if self.span_cycles > 0 else 1.0

    def to_json(self) -> dict[str, Any]:
        """Plain data, with ``parallelism``."""
        return {**asdict(self), "parallelism": self.parallelism}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Summary:
        """Inverse of ``to_json``."""
        plain = {key: value for key, value in data.items() if key != "parallelism"}
        plain["lines"] = [HotSpot(**spot) for spot in data["lines"]]
        plain["loops"] = [HotSpot(**spot) for spot in data["loops"]]
        return cls(**plain)


def summarise(program: Program, tables: SegmentTables, weights: Weights, statistics: GraphStatistics, *,
              calls: Mapping[str, int], cut: bool, notes: Sequence[str] = ()) -> Summary:
    """Put together what one pass over the trace has counted; O(static instructions + distinct degrees)."""
    executed, cycles = _per_instruction(program, tables, weights, statistics)
    law: DegreeLaw = fit_degree_law(*statistics.degree)
    accesses = statistics.level_count.sum(axis=0)
    modelled = weights.timing in ("sampled", "model") and accesses.sum() > 0
    unknown = [name for name in program.externals if not effects_are_known(name)]
    return Summary(
        instructions=statistics.n_vertices, edges=statistics.n_edges, work_cycles=statistics.work,
        span_cycles=statistics.span, timing=weights.timing, calls=dict(calls), cut=cut,
        static_instructions=len(tables.vertex_row), functions=int(program.traced.sum()),
        lines=_hottest_lines(program, executed, cycles), loops=_hottest_loops(program, executed, cycles),
        levels={n: float(c) for n, c in zip(LEVELS, accesses / accesses.sum(), strict=True)} if modelled else {},
        degree_law=law.to_json(), unknown_externals=unknown, notes=list(notes))


def _per_instruction(program: Program, tables: SegmentTables, weights: Weights,
                     statistics: GraphStatistics) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Executions and cycles of every static instruction."""
    runs = np.repeat(statistics.segment_count, np.diff(tables.vertex_start))
    spent = cycles_spent(tables, weights, runs, statistics.level_count)
    executed, cycles = np.zeros(program.n_instructions, np.int64), np.zeros(program.n_instructions)
    np.add.at(executed, tables.vertex_row, runs)
    np.add.at(cycles, tables.vertex_row, spent)
    return executed, cycles


def _hottest_lines(program: Program, executed: NDArray[np.int64], cycles: NDArray[np.float64]) -> list[HotSpot]:
    known = (program.line > 0) & (program.file >= 0)
    key = program.file[known].astype(np.int64) << 32 | program.line[known]
    lines, inverse = np.unique(key, return_inverse=True)
    cost = np.bincount(inverse, cycles[known], len(lines))
    count = np.bincount(inverse, executed[known], len(lines))
    total = max(1.0, float(cycles.sum()))
    best = [int(i) for i in np.argsort(-cost, kind="stable")[:SHOWN] if cost[i] > 0]
    return [HotSpot(f"{program.files[int(lines[i]) >> 32]}:{int(lines[i]) & 0xFFFFFFFF}", float(cost[i]) / total,
                    float(cost[i]), int(count[i])) for i in best]


def _hottest_loops(program: Program, executed: NDArray[np.int64], cycles: NDArray[np.float64]) -> list[HotSpot]:
    n_loops = len(program.loop_header)
    cost, count = np.zeros(n_loops), np.zeros(n_loops, np.int64)
    loop_of = program.block_loop[program.instruction_block]
    inside = loop_of >= 0
    np.add.at(cost, loop_of[inside], cycles[inside])
    np.add.at(count, loop_of[inside], executed[inside])
    for loop in np.argsort(-program.loop_depth, kind="stable"):
        parent = program.loop_parent[loop]
        if parent >= 0:
            cost[parent] += cost[loop]
            count[parent] += count[loop]
    total = max(1.0, float(cycles.sum()))
    best = [int(i) for i in np.argsort(-cost, kind="stable")[:SHOWN] if cost[i] > 0]
    return [HotSpot(f"{_loop_place(program, loop_of, i)} (depth {program.loop_depth[i]})", float(cost[i]) / total,
                    float(cost[i]), int(count[i])) for i in best]


def _loop_place(program: Program, loop_of: NDArray[np.int32], loop: int) -> str:
    """First known source line inside a loop, with its function's file; the header's label where lines are lost."""
    inside = np.flatnonzero((loop_of == loop) & (program.line > 0) & (program.file >= 0))
    if len(inside) == 0:
        header = program.loop_header[loop]
        return f"{program.function_names[program.block_function[header]]}, block {program.block_labels[header]}"
    first = inside[np.argmin(program.line[inside])]
    return program.source_of(int(first))
