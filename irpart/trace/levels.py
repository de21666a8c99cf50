"""The level of the memory hierarchy of every access of a chunk, as the timing asks for it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from irpart.program.opcodes import OPCODE_NUMBER
from irpart.program.segments import FRESH, LOAD, MOVE, STORE, WRITE, SegmentTables
from irpart.program.types import Program
from irpart.trace import _cache_kernels as kernels
from irpart.trace.cache_model import CacheModel, MemoryEvents
from irpart.trace.weights import tick_codes


def word_starts(tables: SegmentTables) -> NDArray[np.int64]:
    """int64, shape (segments + 1,): number of the first word place of each segment."""
    return np.concatenate([[0], np.cumsum(tables.segment_words, dtype=np.int64)]).astype(np.int64)


def access_places(tables: SegmentTables) -> NDArray[np.bool_]:
    """bool, shape (word places,): whether a place holds the address of a load or store."""
    start = word_starts(tables)
    places = np.zeros(int(start[-1]), np.bool_)
    owner = np.repeat(np.arange(tables.n_segments), np.diff(tables.vertex_start))
    owner = np.repeat(owner, np.diff(tables.operation_start))
    chosen = (tables.operation[:, 0] == LOAD) | (tables.operation[:, 0] == STORE)
    places[start[owner[chosen]] + tables.operation[chosen, 1]] = True
    return places


def memory_events(program: Program, tables: SegmentTables) -> MemoryEvents:
    """What the cache model must know of every word: addresses of loads and stores, of new blocks and their sizes."""
    start = word_starts(tables)
    places = np.zeros((int(start[-1]), kernels.W_COLUMNS), np.int64)
    places[access_places(tables), kernels.W_KIND] = kernels.ACCESS
    segments = np.zeros((tables.n_segments + 1, kernels.S_COLUMNS), np.int64)
    segments[:, kernels.S_FIRST] = start
    segments[:-1, kernels.S_ENTERS], segments[:-1, kernels.S_LEAVES] = tables.segment_entry, tables.segment_returns
    for number, segment in enumerate(tables.segments):
        for vertex in range(int(tables.vertex_start[number]), int(tables.vertex_start[number + 1])):
            operations = tables.operation[tables.operation_start[vertex] : tables.operation_start[vertex + 1]]
            made = [(int(kind), int(word), int(size)) for kind, word, size, _, _ in operations if kind == MOVE or (
                kind in (FRESH, WRITE) and segment.log[word].operands == ("result",))]
            if not made:
                continue
            kind, word, size = made[0]
            is_stack = int(program.opcode[tables.vertex_row[vertex]]) == OPCODE_NUMBER["alloca"]
            is_array = kind == FRESH and not is_stack and size < 0 and segment.log[word + 1].combine == "add"
            places[start[number] + word + (2 if kind == MOVE else 0)] = (
                kernels.ALLOCATE_STACK if is_stack else kernels.ALLOCATE_ARRAY if is_array else kernels.ALLOCATE,
                size if kind != MOVE else -1, made[1][2] if len(made) > 1 else 0)
            segments[number, kernels.S_ALLOCATES] = 1
    return MemoryEvents(segments, places)


def access_levels(timing: str, model: CacheModel, tables: SegmentTables, ids: NDArray[np.unsignedinteger],
                  words: NDArray[np.uint64]) -> NDArray[np.uint8]:
    """uint8, one per word: the level an access hit (``sampled``, ``model``), the class of its measured time
    (``every``), or 0 (``none``)."""
    if timing == "none":
        return np.zeros(len(words), np.uint8)
    if timing == "every":
        levels = np.zeros(len(words), np.uint8)
        levels[:-1] = tick_codes(words[1:])
        return levels
    return model.levels(ids, words)
