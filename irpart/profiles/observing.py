"""Follow the loops of the source through a trace: what ``irpart.profiles.evidence`` tells of them, in numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from irpart.base.arrays import readonly
from irpart.base.errors import InputError
from irpart.profiles.loop_places import Place
from irpart.program.opcodes import OPCODE_NUMBER
from irpart.program.segments import COPY, FRESH, LOAD, MOVE, READ, STORE, WRITE, Segment, SegmentTables
from irpart.program.types import Program
from irpart.trace.weights import Weights

if TYPE_CHECKING:
    from irpart.profiles.types import Profile

KINDS = ("flow", "anti", "output")
MOST_CELLS = 1 << 24
"""Granules of memory that are followed at most (24 bytes each)."""


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """What was counted per place: int64 ``counts`` (executions, iterations, least and most trips, iterations that read what
    another wrote), float64 ``cycles`` (all, of the longest iteration, as if every iteration were the longest of its
    execution); int64 ``pairs``, one row per pair of accesses that a loop carries (place, kind, memory operations of source
    and sink, how often, least distance, an address); whether the whole run was followed."""

    counts: NDArray[np.int64]
    cycles: NDArray[np.float64]
    pairs: NDArray[np.int64]
    is_whole: bool


def follow(profile: Profile, places: Sequence[Place], max_instructions: int) -> Counted:
    """Follow the iterations at the given places through a trace; O(instructions), 24 bytes for 8 bytes of memory touched."""
    follower = _Follower(profile, places)
    is_whole = not profile.summary.cut
    for ids, words, levels in profile.levelled_chunks():
        if follower.instructions >= max_instructions or not follower.feed(ids, words, levels):
            is_whole = False
            break
    return follower.result(is_whole)


class _Follower:
    def __init__(self, profile: Profile, places: Sequence[Place]) -> None:
        from irpart.profiles import _evidence_kernels as kernels

        program, tables = profile.program, profile.tables
        if len(tables.memory_rows) >= 1 << kernels.SOURCE_BITS:
            raise InputError(f"The program has {len(tables.memory_rows)} memory operations, more than can be told apart; "
                             "profile a smaller function.")
        self._kernels = kernels
        segments, actions, fixed = _static(program, tables, profile.weights)
        blocks, loops = _loop_tables(program, places)
        cycles = profile.weights.table[profile.weights.memory_code].astype(np.float64)
        self._static = tuple(readonly(table) for table in (segments, actions, fixed, cycles, blocks, loops))
        self._frames = np.zeros((64, 2), np.int64)
        self._levels = np.zeros((64 + len(places), kernels.L_COLUMNS), np.int64)
        self._times = np.zeros((len(self._levels), kernels.T_COLUMNS))
        self._starts = np.zeros((len(self._levels), kernels.RING), np.int64)
        self._counts = np.zeros((len(places), kernels.N_COLUMNS), np.int64)
        self._cycles = np.zeros((len(places), kernels.C_COLUMNS))
        self._pages = np.full((1 << 10, kernels.P_COLUMNS), -1, np.int64)
        self._cells = np.empty((1 << 16, 3), np.int64)
        self._found = np.full((1 << 10, kernels.D_COLUMNS), -1, np.int64)
        self._cursor = np.zeros(kernels.CURSORS, np.int64)
        self._cursor[kernels.AT_ACTION] = -1
        self._cursor[kernels.STACK_LOW] = np.iinfo(np.int64).max
        self._cost = np.zeros(1)

    @property
    def instructions(self) -> int:
        """Executed instructions followed so far."""
        return int(self._cursor[self._kernels.VERTICES])

    def feed(self, ids: NDArray[np.unsignedinteger], words: NDArray[np.uint64], levels: NDArray[np.uint8]) -> bool:
        """Follow a chunk; False when there is too much memory to go on."""
        kernels, cursor = self._kernels, self._cursor
        cursor[kernels.AT_RECORD] = cursor[kernels.AT_WORD] = 0
        while True:
            segments, actions, fixed, memory, blocks, loops = self._static
            status = kernels.observe_chunk(
                readonly(ids), readonly(words), readonly(levels), segments, actions, fixed, memory, blocks, loops,
                self._frames, self._levels, self._times, self._starts, self._counts, self._cycles, self._pages, self._cells,
                self._found, cursor, self._cost)
            if status == kernels.DONE:
                return True
            if not self._grow(status):
                return False

    def _grow(self, status: int) -> bool:
        kernels = self._kernels
        if status == kernels.NEED_FRAMES:
            self._frames = _longer(self._frames, 2 * len(self._frames))
        elif status == kernels.NEED_LEVELS:
            size = 2 * len(self._levels)
            self._levels, self._times = _longer(self._levels, size), _longer(self._times, size)
            self._starts = _longer(self._starts, size)
        elif status == kernels.NEED_FOUND:
            known, self._found = self._found[self._found[:, 0] >= 0], np.full((4 * len(self._found), kernels.D_COLUMNS), -1,
                                                                            np.int64)
            kernels.insert_found(known, self._found)
        else:
            if len(self._cells) >= MOST_CELLS:
                return False
            self._cells = _longer(self._cells, 2 * len(self._cells))
            known, self._pages = self._pages[self._pages[:, 0] >= 0], np.full((2 * len(self._pages), kernels.P_COLUMNS), -1,
                                                                            np.int64)
            kernels.insert_pages(known, self._pages)
        return True

    def result(self, is_whole: bool) -> Counted:
        """All that was counted."""
        kernels = self._kernels
        kernels.close_all(self._levels, self._static[-1], self._counts, self._cycles, self._times, self._cursor,
                          float(self._cost[0]))
        found = self._found[self._found[:, kernels.D_KEY] >= 0]
        key, bits = found[:, kernels.D_KEY], kernels.SOURCE_BITS
        source = (1 << bits) - 1
        pairs = np.stack([key >> (2 * bits + 2), key & 3, key >> (bits + 2) & source, key >> 2 & source,
                          found[:, kernels.D_COUNT], found[:, kernels.D_DISTANCE], found[:, kernels.D_ADDRESS]], axis=1)
        return Counted(self._counts, self._cycles, pairs, is_whole)


def _longer(table: NDArray[Any], size: int) -> NDArray[Any]:
    grown = np.zeros((size, *table.shape[1:]), table.dtype)
    grown[:len(table)] = table
    return grown


def _loop_tables(program: Program, places: Sequence[Place]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Blocks and loops in the form of the kernels; inner places come after outer ones and win."""
    blocks = np.full((len(program.block_labels), 2), -1, np.int64)
    loops = np.zeros((len(places), 2), np.int64)
    for number, place in enumerate(places):
        blocks[list(place.blocks), 0] = number
        blocks[list(place.begins), 1] = number
        loops[number] = place.parent, place.tests_first
    return blocks, loops


def _static(program: Program, tables: SegmentTables,
            weights: Weights) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Segments and actions in the form of the kernels, and the cycles of each segment but those of its accesses."""
    from irpart.profiles import _evidence_kernels as kernels

    simple: dict[int, tuple[tuple[int, int], ...]] = {
        LOAD: ((kernels.READ, kernels.GIVEN),), READ: ((kernels.READ, kernels.GIVEN),),
        STORE: ((kernels.WRITE, kernels.GIVEN),), WRITE: ((kernels.WRITE, kernels.GIVEN),), FRESH: (),
        COPY: ((kernels.READ, kernels.COPY_FROM), (kernels.WRITE, kernels.COPY_TO)),
        MOVE: ((kernels.READ, kernels.MOVE_FROM), (kernels.ALLOCATE, kernels.MOVE_TO), (kernels.WRITE, kernels.MOVE_TO))}
    turn = {kernels.READ: 0, kernels.ALLOCATE: 1, kernels.ALLOCATE_STACK: 1, kernels.WRITE: 2}
    actions: list[list[int]] = []
    segments, fixed = [], np.zeros(tables.n_segments)
    for number, segment in enumerate(tables.segments):
        begin, first, stop = len(actions), int(tables.vertex_start[number]), int(tables.vertex_start[number + 1])
        for vertex in range(first, stop):
            mine: list[list[int]] = []
            source, timed = int(tables.vertex_memory[vertex]), False
            operations = slice(int(tables.operation_start[vertex]), int(tables.operation_start[vertex + 1]))
            for kind, word, size, _, _ in tables.operation[operations].tolist():
                done = list(simple.get(kind, ()))
                if kind in (FRESH, WRITE) and segment.log[word].operands == ("result",):
                    done.append(_allocation(program, segment, word))
                mine += [[action, extent, word, size, max(source, 0), -1] for action, extent in done]
                timed = timed or kind in (LOAD, STORE)
            mine.sort(key=lambda action: turn[action[kernels.A_ACTION]])
            if timed:
                mine[-1][kernels.A_MEMORY] = source
            else:
                fixed[number] += float(weights.table[tables.vertex_class[vertex]])
            actions += mine
        block = segment.block if segment.starts_block else -1
        segments.append((begin, len(actions), int(tables.segment_words[number]), block,
                         int(tables.segment_entry[number]), int(tables.segment_returns[number]), stop - first))
    return (np.array(segments, np.int64).reshape(-1, kernels.S_COLUMNS),
            np.array(actions, np.int64).reshape(-1, kernels.A_COLUMNS), fixed)


def _allocation(program: Program, segment: Segment, word: int) -> tuple[int, int]:
    """Action and extent of the allocation whose address is logged at ``word``; arrays begin behind a header."""
    from irpart.profiles import _evidence_kernels as kernels

    if int(program.opcode[segment.log[word].row]) == OPCODE_NUMBER["alloca"]:
        return kernels.ALLOCATE_STACK, kernels.GIVEN
    is_array = word + 1 < len(segment.log) and segment.log[word + 1].combine == "add"
    return kernels.ALLOCATE, kernels.WITH_HEADER if is_array else kernels.GIVEN
