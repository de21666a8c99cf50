"""The memory accesses of a trace, vertex by vertex, by lines of canonical addresses.

Addresses are renumbered, so that they do not depend on where the operating system put things: known objects (array
arguments, globals) come first, each on pages of its own; other memory is numbered page by page in order of first touch,
and a page begins with the line that is touched first. Beyond that, a block of a page or more that the program allocates
(heap or stack) gets a run of pages of its own, named after the line that allocates it, and the pages of the stack are
counted from its first allocation. What still depends on addresses: which smaller blocks share a line, and whether a freed
block comes again at its place (``irpart.trace.cache_model`` counts each block as new).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.base.arrays import readonly
from irpart.base.errors import InputError
from irpart.graph import _access_kernels as kernels
from irpart.graph.types import MemoryAccesses
from irpart.program.opcodes import OPCODE_NUMBER
from irpart.program.segments import COPY, FRESH, LOAD, MOVE, READ, STORE, WRITE, Segment, SegmentTables
from irpart.program.types import Program
from irpart.trace.cache_model import MemoryObject

LINE_BYTES = 64
_LINES_PER_PAGE = kernels.PAGE_BYTES // LINE_BYTES
_OUTPUT_ROWS = 1 << 20


def collect_accesses(program: Program, tables: SegmentTables,
                     chunks: Iterable[tuple[NDArray[np.unsignedinteger], NDArray[np.uint64]]],
                     objects: Sequence[MemoryObject] = ()) -> MemoryAccesses:
    """Every access of a trace, in order; O(accesses), 9 bytes for each.

    Vertices are numbered as ``irpart.graph.build.collect_graph`` numbers them.

    Parameters
    ----------
    program, tables
        The program and its static tables.
    chunks
        (segment numbers, words), as ``Profile.chunks()`` yields them.
    objects
        Known pieces of memory; their names become names of data structures.

    Raises
    ------
    InputError
        When there are 2**32 vertices or lines, or more: bound the profile with ``--max-instructions``.
    """
    collector = _Collector(program, tables, objects)
    for ids, words in chunks:
        collector.feed(ids, words)
    return collector.result()


class _Collector:
    def __init__(self, program: Program, tables: SegmentTables, objects: Sequence[MemoryObject]) -> None:
        self._program = program
        self._segments, self._actions = _matrices(program, tables)
        self._objects, self._spans, page = _place_objects(objects)
        self._cursor: NDArray[np.int64] = np.zeros(kernels.CURSORS, np.int64)
        self._cursor[kernels.NEXT_PAGE] = page
        self._pages: NDArray[np.int64] = np.full((1 << 12, kernels.P_COLUMNS), -1, np.int64)
        self._regions: NDArray[np.int64] = np.zeros((1 << 8, kernels.R_COLUMNS), np.int64)
        self._recent = np.zeros((len(self._actions) + 1, 3), np.int64)
        self._output = _new_output(_OUTPUT_ROWS)
        self._parts: list[tuple[NDArray[Any], ...]] = []

    def feed(self, ids: NDArray[np.unsignedinteger], words: NDArray[np.uint64]) -> None:
        """Add the records of one chunk."""
        cursor, status = self._cursor, -1
        cursor[kernels.AT_RECORD] = cursor[kernels.AT_WORD] = 0
        while status != kernels.DONE:
            status = kernels.collect_chunk(readonly(ids), readonly(words), self._segments, self._actions, self._objects,
                                           self._pages, self._regions, self._recent, cursor, *self._output)
            self._parts.append(tuple(column[: cursor[kernels.OUT]].copy() for column in self._output))
            if cursor[kernels.AT_VERTEX] >= 1 << 32 or cursor[kernels.NEXT_PAGE] * _LINES_PER_PAGE >= 1 << 32:
                raise InputError("The trace has 2^32 vertices or lines of memory, too many to list; profile with "
                                 "--max-instructions.")
            self._grow(status)

    def _grow(self, status: int) -> None:
        wanted = int(self._cursor[kernels.WANTED])
        if status == kernels.NEED_OUTPUT and wanted > len(self._output[0]):
            self._output = _new_output(2 * wanted)
        elif status == kernels.NEED_PAGES:
            size = len(self._pages)
            while size < 4 * (int(self._cursor[kernels.USED_PAGES]) + wanted):
                size *= 2
            known, self._pages = self._pages[self._pages[:, 0] >= 0], np.full((size, kernels.P_COLUMNS), -1, np.int64)
            kernels.insert_pages(known, self._pages)
        elif status == kernels.NEED_REGIONS:
            grown = np.zeros((2 * (len(self._regions) + wanted), kernels.R_COLUMNS), np.int64)
            grown[: len(self._regions)] = self._regions
            self._regions = grown

    def result(self) -> MemoryAccesses:
        """Everything listed so far."""
        columns = []
        for number, dtype in enumerate((np.uint32, np.uint32, np.bool_)):
            pieces = [part[number] for part in self._parts]
            columns.append(np.concatenate(pieces) if pieces else np.empty(0, dtype))
        first, count, structure, names = self._structures()
        return MemoryAccesses(columns[0], columns[1], columns[2], int(self._cursor[kernels.NEXT_PAGE]) * _LINES_PER_PAGE,
                              int(self._cursor[kernels.AT_VERTEX]), first, count, structure, names)

    def _structures(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int32], tuple[str, ...]]:
        """First lines, numbers of lines and structures of the regions, and the names of the structures."""
        blocks = self._regions[: self._cursor[kernels.REGIONS]]
        numbers: dict[str, int] = {}
        owner = [number + 1 for number in range(len(self._spans))]
        names = [MemoryAccesses.UNNAMED, *_distinct([name for name, _, _ in self._spans])]
        for row, kind in zip(blocks[:, kernels.R_ROW].tolist(), blocks[:, kernels.R_KIND].tolist(), strict=True):
            name = f"{'stack array' if kind == kernels.ALLOCATE_STACK else 'heap block'} of {self._program.source_of(row)}"
            if name not in numbers:
                numbers[name] = len(names)
                names.append(name)
            owner.append(numbers[name])
        first = np.concatenate([[page for _, page, _ in self._spans], blocks[:, kernels.R_PAGE]]).astype(np.int64)
        count = np.concatenate([[pages for _, _, pages in self._spans], blocks[:, kernels.R_PAGES]]).astype(np.int64)
        return first * _LINES_PER_PAGE, count * _LINES_PER_PAGE, np.array(owner, np.int32), tuple(names)


def _distinct(names: list[str]) -> list[str]:
    """Names of objects; those that occur again get a number."""
    seen: dict[str, int] = {}
    result = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return result


def _place_objects(objects: Sequence[MemoryObject]) -> tuple[NDArray[np.int64], list[tuple[str, int, int]], int]:
    """Objects by address (first byte, end, canonical address), their (name, first page, pages), and the next free page."""
    spans, rows, page = [], [], 1
    for item in objects:
        if item.n_bytes > 0:
            pages = -(-(item.n_bytes + LINE_BYTES) // kernels.PAGE_BYTES)
            spans.append((item.name, page, pages))
            rows.append((item.address, item.address + item.n_bytes, page * kernels.PAGE_BYTES))
            page += pages
    return readonly(np.array(sorted(rows), np.int64).reshape(-1, 3)), spans, page


_ACTIONS = {
    LOAD: ((kernels.READ, kernels.GIVEN),), READ: ((kernels.READ, kernels.GIVEN),),
    STORE: ((kernels.WRITE, kernels.GIVEN),), WRITE: ((kernels.WRITE, kernels.GIVEN),),
    COPY: ((kernels.READ, kernels.COPY_FROM), (kernels.WRITE, kernels.COPY_TO)), FRESH: (),
    MOVE: ((kernels.READ, kernels.MOVE_FROM), (kernels.ALLOCATE, kernels.MOVE_TO), (kernels.WRITE, kernels.MOVE_TO)),
}
"""What an operation does, as (action, extent)."""
_TURN = {kernels.READ: 0, kernels.ALLOCATE: 1, kernels.ALLOCATE_STACK: 1, kernels.ALLOCATE_ARRAY: 1, kernels.WRITE: 2}


def _matrices(program: Program, tables: SegmentTables) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Static tables in the form of the kernels: segments and actions."""
    actions: list[tuple[int, ...]] = []
    segments = []
    for number, segment in enumerate(tables.segments):
        begin, room, ranges = len(actions), 1, False
        first, stop = int(tables.vertex_start[number]), int(tables.vertex_start[number + 1])
        for vertex in range(first, stop):
            row = int(tables.vertex_row[vertex])
            mine: list[tuple[int, ...]] = []
            operations = slice(int(tables.operation_start[vertex]), int(tables.operation_start[vertex + 1]))
            for kind, word, size, _, _ in tables.operation[operations]:
                if kind not in _ACTIONS:
                    continue
                done = list(_ACTIONS[int(kind)])
                if kind in (FRESH, WRITE) and segment.log[word].operands == ("result",):
                    done.append((_allocation(program, row, segment, int(word)), kernels.GIVEN))
                for action, extent in done:
                    mine.append((vertex - first, action, extent, int(word), int(size), row))
                    ranges = ranges or extent != kernels.GIVEN or size < 0 or action >= kernels.ALLOCATE
                    room += 8 + max(0, int(size))
            actions += sorted(mine, key=lambda action: _TURN[action[kernels.A_ACTION]])
        segments.append((begin, len(actions), stop - first, int(tables.segment_words[number]), room, ranges))
    return (readonly(np.array(segments, np.int64).reshape(-1, kernels.S_COLUMNS)),
            readonly(np.array(actions, np.int64).reshape(-1, kernels.A_COLUMNS)))


def _allocation(program: Program, row: int, segment: Segment, word: int) -> int:
    """What kind of block an instruction allocates whose address is logged at ``word``."""
    if int(program.opcode[row]) == OPCODE_NUMBER["alloca"]:
        return kernels.ALLOCATE_STACK
    is_array = word + 1 < len(segment.log) and segment.log[word + 1].combine == "add"
    return kernels.ALLOCATE_ARRAY if is_array else kernels.ALLOCATE


def _new_output(rows: int) -> tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.bool_]]:
    return np.empty(rows, np.uint32), np.empty(rows, np.uint32), np.empty(rows, np.bool_)
