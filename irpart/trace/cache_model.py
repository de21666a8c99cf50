"""Cache model: the level of the memory hierarchy that each access of a trace hits.

Set-associative, inclusive of what passes through, least recently used, write-allocate, without prefetching. Sets
are indexed by canonical addresses, so that the levels do not depend on where the operating system and the allocator
put things: known objects (array arguments, globals) each start on a page of their own; every block that the program
allocates gets new addresses in the order of allocation, on the heap one after the other (those of a page or more on
pages of their own), on the stack as deep as its function is called. A block of the heap that comes again after it was
freed counts as new memory, since whether it comes at the same place is the allocator's business. Memory of which neither
is known is numbered in order of first touch by pieces of a page that begin around the touched address. The levels are
therefore the same on every machine for the same run, but for such unknown memory (blocks that untraced code allocates),
where they depend on the distances between the things in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.trace import _cache_kernels as kernels

DEFAULT_SIZES = ((48 << 10, 12), (2 << 20, 16), (32 << 20, 16))
"""(bytes, ways) of the three levels: a current server core with its share of the last level."""

_STACK_ADDRESS, _STACK_DEPTH = 1 << 46, 1 << 17


@dataclass(frozen=True, slots=True)
class MemoryObject:
    """A known piece of memory: name, first address, bytes."""

    name: str
    address: int
    n_bytes: int


@dataclass(frozen=True, slots=True, eq=False)
class MemoryEvents:
    """What the words of a trace mean for the model (``irpart.trace.levels.memory_events``).

    ``segments`` is int64, shape (segments + 1, ``S_COLUMNS``), and ``places`` int64, shape (word places, ``W_COLUMNS``),
    as ``irpart.trace._cache_kernels`` describes them.
    """

    segments: NDArray[np.int64]
    places: NDArray[np.int64]


class CacheModel:
    """Classifies the accesses of a trace, chunk by chunk, in order.

    Parameters
    ----------
    events
        Which words are addresses of loads, stores and blocks.
    objects
        Known objects; each gets canonical pages of its own, in the order given.
    sizes
        (bytes, ways) of three levels; bytes / ways / 64 is rounded down to a power of two sets.
    """

    def __init__(self, events: MemoryEvents, objects: Sequence[MemoryObject] = (),
                 sizes: Sequence[tuple[int, int]] = DEFAULT_SIZES) -> None:
        self._events = events
        rows, page = [], 1
        for item in objects:
            if item.n_bytes > 0:
                rows.append((item.address, item.address + item.n_bytes, page * kernels.PAGE_BYTES))
                page += -(-(item.n_bytes + kernels.LINE_BYTES) // kernels.PAGE_BYTES)
        self._objects = np.array(sorted(rows, key=lambda row: row[0]), np.int64).reshape(-1, 3)
        self._pages: NDArray[np.int64] = np.full((1 << 12, kernels.P_COLUMNS), -1, np.int64)
        self._granules = _new_granules(1 << 6)
        self._cursor: NDArray[np.int64] = np.zeros(kernels.CURSORS, np.int64)
        self._cursor[kernels.NEXT], self._cursor[kernels.STACK] = page * kernels.PAGE_BYTES, _STACK_ADDRESS
        self._frames: NDArray[np.int64] = np.zeros(_STACK_DEPTH, np.int64)
        shapes = []
        for n_bytes, ways in sizes:
            sets = 1 << max(0, (n_bytes // ways >> kernels.LINE_BITS).bit_length() - 1)
            shapes.append((sets, ways))
        self._caches = tuple(np.full(shape, -1, np.int64) for shape in shapes)
        self._recent = np.full((len(events.places) + 1, 3), -1, np.int64)

    def levels(self, ids: NDArray[np.unsignedinteger], words: NDArray[np.uint64]) -> NDArray[np.uint8]:
        """uint8, one per word: 0 to 2 for a hit in that level, 3 for memory, 0 for words that are no access."""
        result = np.zeros(len(words), np.uint8)
        self._cursor[kernels.AT_RECORD] = self._cursor[kernels.AT_WORD] = 0
        while not kernels.classify(ids, words, self._events.segments, self._events.places, self._objects, self._pages,
                                   self._granules, self._frames, self._recent, *self._caches, self._cursor, result):
            self._grow()
        return result

    def _grow(self) -> None:
        """Make room for the pages that the next record may need."""
        wanted, size = int(self._cursor[kernels.WANTED]), len(self._pages)
        while size < 2 * (int(self._cursor[kernels.USED_PAGES]) + wanted):
            size *= 4
        if size > len(self._pages):
            known, self._pages = self._pages[self._pages[:, 0] >= 0], np.full((size, kernels.P_COLUMNS), -1, np.int64)
            kernels.insert_pages(known, self._pages)
        used = int(self._cursor[kernels.USED_ROWS])
        if used + wanted > len(self._granules):
            grown = _new_granules(2 * (used + wanted))
            grown[:used] = self._granules[:used]
            self._granules = grown


def _new_granules(rows: int) -> NDArray[Any]:
    return np.full((rows, kernels.GRANULES), -1, np.int64)
