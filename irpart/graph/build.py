"""Build a dependence graph from a trace, chunk by chunk; memory stays bounded unless edges are kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.base.arrays import readonly
from irpart.base.errors import BackendError, InputError
from irpart.graph import _build_kernels as kernels
from irpart.graph.types import DependenceGraph, smallest_unsigned
from irpart.program.segments import LOAD, VALUE, SegmentTables
from irpart.trace.buffers import reserve
from irpart.trace.weights import Weights

Feed = Callable[[NDArray[np.unsignedinteger], NDArray[np.uint64], NDArray[np.uint8]], None]


@dataclass(frozen=True, slots=True, eq=False)
class EdgeChunk:
    """Consecutive vertices with their in-edges: int64 sources, the other columns as in ``DependenceGraph``.

    The arrays are views that the next chunk overwrites.
    """

    first_vertex: int
    source: NDArray[np.int64]
    weight_code: NDArray[np.uint16]
    in_degree: NDArray[np.uint32]
    cost_code: NDArray[np.uint16]
    static_row: NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class GraphStatistics:
    """What one pass learns about a graph without keeping it.

    ``work`` and ``span`` are cycles (span: the dearest path by vertex costs). ``degree`` (int64 values,
    int64 counts) is the distribution of in- plus out-degree. ``segment_count`` says how often each segment ran,
    ``level_count`` (memory operations, levels) how many accesses hit each level.
    """

    n_vertices: int
    n_edges: int
    work: float
    span: float
    degree: tuple[NDArray[np.int64], NDArray[np.int64]]
    segment_count: NDArray[np.int64]
    level_count: NDArray[np.int64]

    @property
    def parallelism(self) -> float:
        """Work divided by span; 1 for an empty graph."""
        return self.work / self.span if self.span > 0 else 1.0


class GraphBuilder:
    """Feeds a trace, chunk by chunk, through the compiled kernels.

    Parameters
    ----------
    tables, weights
        Static tables of the program and its weights.
    degrees_for
        Count degrees for at most this many vertices (one byte each, committed as needed); 0: do not count.
    consume
        Called with each ``EdgeChunk``; without it edges are counted and forgotten.
    """

    def __init__(self, tables: SegmentTables, weights: Weights, degrees_for: int = 0,
                 consume: Callable[[EdgeChunk], None] | None = None) -> None:
        self._static = (*_matrices(tables), readonly(tables.predecessors), readonly(weights.memory_code),
                        readonly(np.rint(weights.table.astype(np.float64) * kernels.TIME_UNITS).astype(np.int64)))
        self._tables, self._weights = tables, weights
        self._consume, self._degrees_for = consume, degrees_for
        frames = self._static[0][:, kernels.S_FRAME_SLOTS : kernels.S_FRAME_BINDINGS + 1].max(axis=0, initial=1)
        n_memory, n_levels = weights.memory_code.shape
        phis, room = int(tables.phi_count.max(initial=0)) + 1, 4 * int(frames.max()) + 1024
        self._cursor: NDArray[np.int64] = np.zeros(kernels.CURSORS, np.int64)
        self._frame: NDArray[np.int64] = np.zeros((64, kernels.F_COLUMNS), np.int64)
        self._slot_base, self._value_time = np.zeros(room, np.int64), np.zeros(room, np.int64)
        self._binding, self._binding_time = np.zeros((room, 2), np.int64), np.zeros(room, np.int64)
        self._page_table: NDArray[np.int64] = np.full((1 << 14, 2), -1, np.int64)
        self._page_info: NDArray[np.int64] = np.zeros((1 << 13, 2), np.int64)
        self._shadow_vertex: NDArray[np.int64] = np.empty(1 << 22, np.int64)
        self._shadow_time: NDArray[np.int64] = np.empty(1 << 22, np.int64)
        self._cache = np.full((len(tables.operation) + 1, 3), -1, np.int64)
        self._segment_count = np.zeros(tables.n_segments, np.int64)
        self._level_count = np.zeros((max(1, n_memory), n_levels), np.int64)
        self._scratch = (np.zeros((phis, 2), np.int64), np.zeros(phis, np.int64))
        self._totals = np.zeros(1, np.int64)
        self._degree, self._carry = reserve(degrees_for), np.zeros(1 << 16, np.int64).reshape(-1)
        self._output = _new_output(1 << 15, 1 << 16)

    def feed(self, ids: NDArray[np.unsignedinteger], words: NDArray[np.uint64], levels: NDArray[np.uint8]) -> None:
        """Add the records of one chunk.

        Raises
        ------
        BackendError
            When the records cannot follow each other (a damaged trace).
        """
        self._cursor[kernels.AT_RECORD] = self._cursor[kernels.AT_WORD] = 0
        chunk = (readonly(ids), readonly(words), readonly(levels))
        while True:
            status = kernels.build_chunk(
                *chunk, *self._static, self._cursor, self._frame, self._slot_base, self._value_time, self._binding,
                self._binding_time, self._page_table, self._page_info, self._shadow_vertex, self._shadow_time,
                self._cache, self._segment_count, self._level_count, *self._scratch, self._totals, *self._output)
            self._hand_over()
            if status == kernels.DONE:
                return
            if status == kernels.BROKEN:
                raise BackendError(f"The trace does not follow the program at record {int(self._cursor[0])}; "
                                   "it is damaged, or the program unwound its stack in a way irpart cannot follow.")
            self._grow(status)

    def statistics(self) -> GraphStatistics:
        """What has been learned so far."""
        n = int(self._cursor[kernels.VERTICES])
        degree = _degree_histogram(self._degree[: min(n, self._degrees_for)],
                                   self._carry[: self._cursor[kernels.CARRIES]])
        runs = np.repeat(self._segment_count, np.diff(self._tables.vertex_start))
        work = cycles_spent(self._tables, self._weights, runs, self._level_count).sum()
        return GraphStatistics(n, int(self._cursor[kernels.EDGES]), float(work),
                               float(self._totals[0]) / kernels.TIME_UNITS, degree, self._segment_count.copy(),
                               self._level_count.copy())

    def _hand_over(self) -> None:
        cursor, (source, weight_code, in_degree, cost_code, static_row) = self._cursor, self._output
        vertices, edges = int(cursor[kernels.OUT_VERTICES]), int(cursor[kernels.OUT_EDGES])
        cursor[kernels.OUT_VERTICES] = cursor[kernels.OUT_EDGES] = 0
        first = int(cursor[kernels.VERTICES]) - vertices
        if not vertices:
            return
        if self._degrees_for:
            used = int(cursor[kernels.CARRIES])
            if used + vertices + edges > len(self._carry):
                self._carry = _extended(self._carry, 2 * (used + vertices + edges))
            kernels.count_degrees(first, source[:edges], in_degree[:vertices], cursor, self._degree, self._carry)
        if self._consume is not None:
            self._consume(EdgeChunk(first, source[:edges], weight_code[:edges], in_degree[:vertices],
                                    cost_code[:vertices], static_row[:vertices]))

    def _grow(self, status: int) -> None:
        wanted = int(self._cursor[kernels.WANTED])
        if status == kernels.NEED_OUTPUT:
            if wanted > len(self._output[0]):
                self._output = _new_output(len(self._output[2]), 2 * wanted)
        elif status == kernels.NEED_FRAME:
            for name in ("_frame", "_slot_base", "_value_time", "_binding", "_binding_time"):
                setattr(self, name, _extended(getattr(self, name), 2 * len(getattr(self, name))))
        elif status == kernels.NEED_POOL:
            size = 2 * len(self._shadow_vertex) + wanted
            self._shadow_vertex = _extended(self._shadow_vertex, size)
            self._shadow_time = _extended(self._shadow_time, size)
        else:
            size = len(self._page_table)
            while size < 4 * (int(self._cursor[kernels.PAGES]) + wanted):
                size *= 2
            known = self._page_table[self._page_table[:, 0] >= 0]
            self._page_table, self._page_info = np.full((size, 2), -1, np.int64), _extended(self._page_info, size // 2)
            kernels.insert_pages(known, self._page_table)


def cycles_spent(tables: SegmentTables, weights: Weights, runs: NDArray[np.int64],
                 level_count: NDArray[np.int64]) -> NDArray[np.float64]:
    """float64, one per executed static instruction: cycles of all its executions.

    ``runs`` says how often each ran, ``level_count`` how many accesses of each memory operation hit each level.
    """
    spent = np.multiply(runs, weights.table[tables.vertex_class], dtype=np.float64)
    memory = tables.vertex_memory
    if len(weights.memory_code):
        counted = level_count[: len(weights.memory_code)]
        of_memory = (counted * weights.table[weights.memory_code]).sum(axis=1)
        timed = (memory >= 0) & (counted.sum(axis=1)[np.maximum(memory, 0)] > 0)
        spent[timed] = of_memory[memory[timed]]
    return spent


def collect_graph(tables: SegmentTables, weights: Weights, replay: Callable[[Feed], None]) -> DependenceGraph:
    """Materialise the graph of a trace; ``replay(feed)`` must feed every chunk in order.

    Raises
    ------
    InputError
        When the trace has 2**32 vertices or more: bound it with ``--max-instructions``.
    """
    parts: list[tuple[NDArray[np.unsignedinteger], ...]] = []
    widest = 0
    code_type = smallest_unsigned(len(weights.table) - 1)
    row_type = smallest_unsigned(int(tables.vertex_row.max(initial=0)))

    def keep(chunk: EdgeChunk) -> None:
        nonlocal widest
        if chunk.first_vertex + len(chunk.in_degree) >= 1 << 32:
            raise InputError("The graph has 2^32 vertices or more, too many to hold; profile with --max-instructions.")
        widest = max(widest, int(chunk.in_degree.max(initial=0)))
        degree = chunk.in_degree.astype(smallest_unsigned(widest))
        parts.append((chunk.source.astype(np.uint32), degree, chunk.weight_code.astype(code_type),
                      chunk.cost_code.astype(code_type), chunk.static_row.astype(row_type)))

    replay(GraphBuilder(tables, weights, consume=keep).feed)
    columns = []
    for dtype in (row_type, code_type, code_type, smallest_unsigned(widest), np.dtype(np.uint32)):
        columns.append(_joined([part[-1] for part in parts], dtype))
        parts = [part[:-1] for part in parts]
    static_id, cost_code, weight_code, in_degree, source = columns
    return DependenceGraph(source, in_degree, weight_code, weights.table.copy(), cost_code, weights.table.copy(),
                           static_id, weights.timing)


def _joined(pieces: list[NDArray[np.unsignedinteger]], dtype: np.dtype[np.unsignedinteger],
            ) -> NDArray[np.unsignedinteger]:
    return np.concatenate(pieces, dtype=dtype) if pieces else np.empty(0, dtype)


def _matrices(tables: SegmentTables) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """Static tables in the form of the kernels: segments, vertices, operations."""
    operation, n_segments = tables.operation, tables.n_segments
    of_vertices, phis, arguments = len(operation), len(tables.phi_source), len(tables.argument)
    function = tables.segment_function
    most = np.where(operation[:, 0] == LOAD, np.maximum(operation[:, 2], 1), 1).astype(np.int64)
    before = np.concatenate([[0], np.cumsum(most)])
    bounds = before[tables.operation_start[tables.vertex_start]]
    parameters = tables.function_parameters[function].astype(np.int64)
    result = np.where(tables.segment_result >= 0, tables.segment_result + parameters, -1)
    columns = (
        function, tables.segment_slot, tables.segment_first, tables.segment_entry, tables.segment_returns, result,
        tables.segment_passes, tables.segment_words, tables.segment_ranges, np.diff(bounds),
        tables.vertex_start[:-1], tables.vertex_start[1:], tables.phi_count, tables.phi_start + of_vertices,
        tables.predecessor_start[:-1], tables.predecessor_start[1:], tables.argument_start[:-1] + of_vertices + phis,
        tables.argument_start[1:] + of_vertices + phis, np.arange(n_segments) + of_vertices + phis + arguments,
        tables.function_slots[function], tables.function_vertices[function], parameters,
        parameters + tables.function_results[function])
    segments = np.ascontiguousarray(np.array(columns, np.int64).reshape(kernels.S_COLUMNS, n_segments).T)
    others = np.append(np.flatnonzero(operation[:, 0] != VALUE), len(operation))
    value_stop = np.minimum(others[np.searchsorted(others, tables.operation_start[:-1])], tables.operation_start[1:])
    vertices = np.stack([tables.vertex_class, tables.vertex_memory, tables.operation_start[:-1], value_stop,
                         tables.operation_start[1:], tables.vertex_row], axis=1).astype(np.int32)
    operations = np.concatenate([operation, tables.phi_source, tables.argument, tables.returned]).astype(np.int32)
    return readonly(segments), readonly(vertices), readonly(operations)


def _new_output(vertices: int, edges: int) -> tuple[NDArray[Any], ...]:
    return (np.empty(edges, np.int64), np.empty(edges, np.uint16), np.empty(vertices, np.uint32),
            np.empty(vertices, np.uint16), np.empty(vertices, np.int32))


def _extended(array: NDArray[Any], size: int) -> NDArray[Any]:
    grown = np.empty((size, *array.shape[1:]), array.dtype)
    grown[: len(array)] = array
    return grown


def _degree_histogram(low: NDArray[np.uint8], carry: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Values and counts of degrees kept as bytes and the list of vertices whose byte wrapped."""
    counts = np.zeros(256, np.int64)
    kernels.count_bytes(readonly(low), counts)
    heavy, wraps = np.unique(carry[carry < len(low)], return_counts=True)
    np.subtract.at(counts, low[heavy], 1)
    large, large_counts = np.unique(256 * wraps.astype(np.int64) + low[heavy], return_counts=True)
    small = np.flatnonzero(counts)
    return np.concatenate([small, large]), np.concatenate([counts[small], large_counts.astype(np.int64)])
