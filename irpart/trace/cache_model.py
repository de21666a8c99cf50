"""Cache model: the level of the memory hierarchy that each access of a trace hits.

Set-associative, inclusive of what passes through, least recently used, write-allocate, without prefetching. Sets
are indexed by canonical addresses: memory is renumbered page by page in order of first touch, and known objects
(array arguments, globals) each start on a page of their own, so that the levels do not depend on where the
operating system put things. They are therefore the same on every machine for the same run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

LINE_BITS = 6
DEFAULT_SIZES = ((48 << 10, 12), (2 << 20, 16), (32 << 20, 16))
"""(bytes, ways) of the three levels: a current server core with its share of the last level."""


@dataclass(frozen=True, slots=True)
class MemoryObject:
    """A known piece of memory: name, first address, bytes."""

    name: str
    address: int
    n_bytes: int


class CacheModel:
    """Classifies the accesses of a trace, chunk by chunk, in order.

    Parameters
    ----------
    starts, is_access
        First word place of each segment, and whether a place holds the address of a load or store
        (``irpart.trace.levels``).
    objects
        Known objects; each gets canonical pages of its own, in the order given.
    sizes
        (bytes, ways) of three levels; bytes / ways / 64 is rounded down to a power of two sets.
    """

    def __init__(self, starts: NDArray[np.int64], is_access: NDArray[np.bool_], objects: Sequence[MemoryObject] = (),
                 sizes: Sequence[tuple[int, int]] = DEFAULT_SIZES) -> None:
        self._word_start, self._is_access = starts, is_access
        known = sorted((o for o in objects if o.n_bytes > 0), key=lambda o: o.address)
        numbered, page = {}, 1
        for item in objects:
            if item.n_bytes > 0 and id(item) not in numbered:
                numbered[id(item)] = page
                page += -(-(item.n_bytes + 64) // 4096)
        self._objects = np.array([(o.address, o.address + o.n_bytes, numbered[id(o)] << 12) for o in known],
                                 np.int64).reshape(-1, 3)
        self._pages = np.full((1 << 12, 2), -1, np.int64)
        self._next_page = np.array([page, 0], np.int64)
        shapes = []
        for n_bytes, ways in sizes:
            sets = 1 << max(0, (n_bytes // ways >> LINE_BITS).bit_length() - 1)
            shapes.append((sets, ways))
        self._caches = tuple(np.full(shape, -1, np.int64) for shape in shapes)
        self._recent = np.full((int(self._word_start[-1]) + 1, 3), -1, np.int64)

    def levels(self, ids: NDArray[np.unsignedinteger], words: NDArray[np.uint64]) -> NDArray[np.uint8]:
        """uint8, one per word: 0 to 2 for a hit in that level, 3 for memory, 0 for words that are no access."""
        result = np.zeros(len(words), np.uint8)
        record = word = 0
        while record < len(ids):
            if 2 * int(self._next_page[1]) > len(self._pages):
                self._pages = _rehash(self._pages)
            record, word = _classify(ids, words, record, word, self._word_start, self._is_access, self._objects,
                                     self._pages, self._next_page, self._recent, *self._caches, result)
        return result


def _rehash(pages: NDArray[np.int64]) -> NDArray[np.int64]:
    grown = np.full((4 * len(pages), 2), -1, np.int64)
    _insert(pages[pages[:, 0] >= 0], grown)
    return grown


@njit(nogil=True, cache=True)
def _insert(known: Any, pages: Any) -> None:
    """Enter known pages into an empty, larger table."""
    mask = len(pages) - 1
    for i in range(len(known)):
        at = (known[i, 0] * 0x1E3779B97F4A7C15 >> 20) & mask
        while pages[at, 0] != -1:
            at = (at + 1) & mask
        pages[at, 0], pages[at, 1] = known[i, 0], known[i, 1]


@njit(nogil=True, cache=True, _nrt=False)
def _canonical(address: int, place: int, objects: Any, pages: Any, next_page: Any, recent: Any) -> int:
    """Canonical address; ``recent`` remembers per word place the last range and what to add there."""
    low, high = 0, len(objects)
    while low < high:
        middle = (low + high) // 2
        if objects[middle, 1] <= address:
            low = middle + 1
        else:
            high = middle
    if low < len(objects) and objects[low, 0] <= address:
        recent[place, 0], recent[place, 1] = objects[low, 0], objects[low, 1]
        recent[place, 2] = objects[low, 2] - objects[low, 0]
        return address + recent[place, 2]
    page, mask = address >> 12, len(pages) - 1
    at = (page * 0x1E3779B97F4A7C15 >> 20) & mask
    while pages[at, 0] != page:
        if pages[at, 0] == -1:
            pages[at, 0], pages[at, 1] = page, next_page[0]
            next_page[0] += 1
            next_page[1] += 1
            break
        at = (at + 1) & mask
    return (pages[at, 1] << 12) | (address & 4095)


@njit(nogil=True, cache=True, _nrt=False)
def _touch(cache: Any, line: int) -> bool:
    """Look a line up and make it the most recently used of its set; whether it was there."""
    row = line & (len(cache) - 1)
    ways = cache.shape[1]
    found = ways - 1
    hit = False
    for way in range(ways):
        if cache[row, way] == line:
            found, hit = way, True
            break
    for way in range(found, 0, -1):
        cache[row, way] = cache[row, way - 1]
    cache[row, 0] = line
    return hit


@njit(nogil=True, cache=True, _nrt=False)
def _classify(ids: Any, words: Any, record: int, word: int, word_start: Any, is_access: Any, objects: Any, pages: Any,
              next_page: Any, recent: Any, first: Any, second: Any, third: Any, result: Any) -> tuple[int, int]:
    """Classify records until all are done or the page table is half full; (record, word) reached."""
    while record < len(ids):
        segment = ids[record]
        if 2 * (next_page[1] + word_start[segment + 1] - word_start[segment]) > len(pages) and 2 * next_page[1] > len(pages):
            return record, word
        for place in range(word_start[segment], word_start[segment + 1]):
            if is_access[place]:
                address = np.int64(words[word])
                if recent[place, 0] <= address < recent[place, 1]:
                    address += recent[place, 2]
                else:
                    address = _canonical(address, place, objects, pages, next_page, recent)
                line = address >> LINE_BITS
                if first[line & (len(first) - 1), 0] != line and not _touch(first, line):
                    result[word] = 1 if _touch(second, line) else (2 if _touch(third, line) else 3)
            word += 1
        record += 1
    return record, word
