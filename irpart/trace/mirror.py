"""The mirror: the memory that a replay would know, kept while a program is traced; what it cannot know is corrected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.base.arrays import readonly
from irpart.program.segments import COPY, FRESH, LOAD, MOVE, READ, STORE, WRITE, SegmentTables
from irpart.trace.value_log import ValueLog

_FIRST_PAGES = 64
_PAGES_AT_ONCE = 256


@dataclass(frozen=True, slots=True, eq=False)
class MirrorPlan:
    """What the records of a module do to the mirror, as tables of the kernels, and where each action was last."""

    segments: NDArray[np.int64]
    actions: NDArray[np.int64]
    cache: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class MirroredChunk:
    """A chunk taken apart: the trace's words, the recorded values, corrected loads by vertex and what they loaded.

    The arrays are views that the next chunk overwrites.
    """

    words: NDArray[np.uint64]
    values: NDArray[np.uint64]
    corrected_vertex: NDArray[np.int64]
    corrected_value: NDArray[np.uint64]


def plan_mirror(tables: SegmentTables, log: ValueLog) -> MirrorPlan:
    """Tables for the records of a module that logs values; O(static instructions)."""
    from irpart.trace import _mirror_kernels as kernels

    plain = {FRESH: kernels.FORGET, WRITE: kernels.FORGET, COPY: kernels.COPY, MOVE: kernels.MOVE}
    actions: list[tuple[int, ...]] = []
    rows = []
    for number in range(tables.n_segments):
        first, words, recorded = len(actions), int(tables.segment_words[number]), len(log.recorded[number])
        places = {value.row: words + recorded + i for i, value in enumerate(log.accessed[number])}
        begin = int(tables.vertex_start[number])
        for vertex in range(begin, int(tables.vertex_start[number + 1])):
            place = places.get(int(tables.vertex_row[vertex]), -1)
            for at in range(int(tables.operation_start[vertex]), int(tables.operation_start[vertex + 1])):
                kind, word, size = (int(x) for x in tables.operation[at, :3])
                if kind in (LOAD, STORE) and place >= 0:
                    action = kernels.LOAD if kind == LOAD else kernels.STORE
                elif kind > LOAD and kind != READ and kind in (STORE, *plain):
                    action = plain.get(kind, kernels.FORGET)
                else:
                    continue
                actions.append((action, vertex - begin, word, size, place))
        ranges = any(action[0] >= kernels.COPY for action in actions[first:])
        rows.append((first, len(actions), int(tables.vertex_start[number + 1]) - begin, words, recorded,
                     recorded + len(log.accessed[number]), 2 * (len(actions) - first), int(ranges)))
    table = np.array(actions, np.int64).reshape(-1, kernels.A_COLUMNS)
    return MirrorPlan(readonly(np.array(rows, np.int64).reshape(-1, kernels.S_COLUMNS)), readonly(table),
                      np.full((len(actions) + 1, 2), -1, np.int64))


class Mirror:
    """Byte values, and whether they are known and written by traced code, for the memory of one profile.

    Its size is that of the memory the program touches, twice, however long it runs.
    """

    def __init__(self) -> None:
        from irpart.trace import _mirror_kernels as kernels

        self._kernels = kernels
        self._cursor: NDArray[np.int64] = np.zeros(kernels.CURSORS, np.int64)
        self._table: NDArray[np.int64] = np.full((4 * _FIRST_PAGES, 2), -1, np.int64)
        self._value: NDArray[np.uint64] = np.zeros(_FIRST_PAGES * kernels.PAGE_WORDS, np.uint64)
        self._state: NDArray[np.uint64] = np.zeros(_FIRST_PAGES * kernels.PAGE_WORDS, np.uint64)
        self._output: tuple[NDArray[Any], ...] = ()

    def feed(self, plan: MirrorPlan, ids: NDArray[np.unsignedinteger], words: NDArray[np.uint64]) -> MirroredChunk:
        """Take the records of one chunk, in the order of the run; vertices are counted over all chunks."""
        kernels, cursor = self._kernels, self._cursor
        if not self._output or len(words) > len(self._output[0]):
            self._output = tuple(np.empty(2 * len(words) + 1, dtype) for dtype in (
                np.uint64, np.uint64, np.int64, np.uint64))
        for name in (kernels.AT_RECORD, kernels.AT_WORD, kernels.OUT_WORDS, kernels.OUT_VALUES, kernels.OUT_CORRECTED):
            cursor[name] = 0
        chunk = readonly(ids), readonly(words)
        while kernels.mirror_chunk(*chunk, plan.segments, plan.actions, plan.cache, cursor, self._table, self._value,
                                   self._state, *self._output) != kernels.DONE:
            self._grow()
        own, values, vertex, value = self._output
        corrected = int(cursor[kernels.OUT_CORRECTED])
        return MirroredChunk(own[: int(cursor[kernels.OUT_WORDS])], values[: int(cursor[kernels.OUT_VALUES])],
                             vertex[:corrected], value[:corrected])

    def written(self) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint8]]]:
        """Runs of bytes that traced code wrote, ascending, some pages at a time: addresses, lengths, bytes.

        A run that goes on on the next pages is cut between two batches.
        """
        kernels = self._kernels
        pages = self._table[self._table[:, 0] >= 0]
        pages = pages[np.argsort(pages[:, 0])]
        size = _PAGES_AT_ONCE * kernels.PAGE_BYTES
        start, length, byte = np.empty(size, np.int64), np.empty(size, np.int64), np.empty(size, np.uint8)
        for first in range(0, len(pages), _PAGES_AT_ONCE):
            runs, used = kernels.written_runs(readonly(pages[first : first + _PAGES_AT_ONCE]), self._value, self._state,
                                              start, length, byte)
            yield start[:runs].copy(), length[:runs].copy(), byte[:used].copy()

    def _grow(self) -> None:
        kernels = self._kernels
        pages = int(self._cursor[kernels.PAGES] + self._cursor[kernels.WANTED])
        if pages * kernels.PAGE_WORDS > len(self._value):
            used = int(self._cursor[kernels.PAGES]) * kernels.PAGE_WORDS
            for name in ("_value", "_state"):
                grown = np.zeros(2 * pages * kernels.PAGE_WORDS, np.uint64)
                grown[:used] = getattr(self, name)[:used]
                setattr(self, name, grown)
        size = len(self._table)
        while size < 2 * pages:
            size *= 2
        if size > len(self._table):
            known = self._table[self._table[:, 0] >= 0]
            self._table = np.full((2 * size, 2), -1, np.int64)
            kernels.insert_pages(known, self._table)
