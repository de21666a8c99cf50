"""Compiled kernels of the cache model: canonical addresses, and the level of every access.

``places`` (int64), one row per word place of a segment, columns ``W_*``; ``segments`` (int64), one row per segment,
columns ``S_*``. ``pages`` is an open hash table of pages (key, canonical address of the whole page or -1, row of
``granules`` or -1); ``granules`` has a row per page that is not of one piece: the canonical address of every 8 bytes, or -1.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

NOTHING, ACCESS, ALLOCATE, ALLOCATE_ARRAY, ALLOCATE_STACK = range(5)
W_KIND, W_SIZE, W_HEADER, W_COLUMNS = range(4)
S_FIRST, S_ENTERS, S_LEAVES, S_ALLOCATES, S_COLUMNS = range(5)
P_KEY, P_CANONICAL, P_ROW, P_COLUMNS = range(4)
AT_RECORD, AT_WORD, NEXT, STACK, DEPTH, USED_PAGES, USED_ROWS, WANTED, CURSORS = range(9)
PAGE_BITS, LINE_BITS, GRANULE_BITS = 12, 6, 3
PAGE_BYTES, LINE_BYTES, GRANULE_BYTES = 4096, 64, 8
GRANULES = 512
WINDOW = 2048
LARGEST_BLOCK = 1 << 30
ARRAY_HEADER, ARRAY_ALIGNMENT = 48, 32


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _at(index: int) -> int:
    """An index that is never negative, as the unsigned number that needs no check for counting from the end."""
    return np.uint64(index)


@njit(nogil=True, cache=True, _nrt=False)
def _slot(key: int, pages: Any) -> int:
    """Place of a page in the table: where it is, or where it would go."""
    mask = len(pages) - 1
    at = (key * 0x1E3779B97F4A7C15 >> 20) & mask
    while pages[_at(at), 0] != -1 and pages[_at(at), 0] != key:
        at = (at + 1) & mask
    return at


@njit(nogil=True, cache=True, _nrt=False)
def insert_pages(known: Any, pages: Any) -> None:
    """Enter known pages (rows of the table) into an empty, larger table."""
    for i in range(len(known)):
        at = _slot(known[i, 0], pages)
        for column in range(P_COLUMNS):
            pages[at, column] = known[i, column]


@njit(nogil=True, cache=True, _nrt=False)
def _known(address: int, pages: Any, granules: Any) -> int:
    """Canonical address of a byte, -1 where it has none."""
    at = _slot(address >> PAGE_BITS, pages)
    if pages[_at(at), P_KEY] == -1:
        return -1
    if pages[_at(at), P_CANONICAL] >= 0:
        return pages[_at(at), P_CANONICAL] + (address & (PAGE_BYTES - 1))
    granule = granules[_at(pages[_at(at), P_ROW]), _at((address >> GRANULE_BITS) & (GRANULES - 1))]
    return granule + (address & (GRANULE_BYTES - 1)) if granule >= 0 else -1


@njit(nogil=True, cache=True, _nrt=False)
def _assign(address: int, stop: int, target: int, pages: Any, granules: Any, cursor: Any) -> None:
    """Give the bytes from ``address`` to ``stop`` the canonical addresses from ``target`` on, whatever they had."""
    while address < stop:
        first = address & -PAGE_BYTES
        end = min(stop, first + PAGE_BYTES)
        at = _slot(first >> PAGE_BITS, pages)
        if pages[at, P_KEY] == -1:
            pages[at, P_KEY], pages[at, P_CANONICAL], pages[at, P_ROW] = first >> PAGE_BITS, -1, -1
            cursor[USED_PAGES] += 1
        if end - address == PAGE_BYTES:
            pages[at, P_CANONICAL] = target
        else:
            if pages[at, P_ROW] == -1:
                pages[at, P_ROW] = cursor[USED_ROWS]
                cursor[USED_ROWS] += 1
            row = pages[at, P_ROW]
            if pages[at, P_CANONICAL] >= 0:
                for granule in range(GRANULES):
                    granules[row, granule] = pages[at, P_CANONICAL] + (granule << GRANULE_BITS)
                pages[at, P_CANONICAL] = -1
            for granule in range((address - first) >> GRANULE_BITS, ((end - 1 - first) >> GRANULE_BITS) + 1):
                granules[row, granule] = target + (granule << GRANULE_BITS) - (address - first)
        target += end - address
        address = end


@njit(nogil=True, cache=True, _nrt=False)
def _allocate(address: int, size: int, kind: int, pages: Any, granules: Any, cursor: Any) -> None:
    """Give a block canonical addresses of its own.

    Blocks of the heap follow each other, 16 bytes apart at least, those of a page or more on pages of their own; blocks of
    the stack lie one upon the other, as deep as the functions that are active. The data of an array begin a line, behind
    its header: by how much Numba moves them behind it depends on the address.
    """
    if address <= 0 or size <= 0 or size > LARGEST_BLOCK:
        return
    if kind == ALLOCATE_STACK:
        unit = 16 if size >= 16 else GRANULE_BYTES
        target = (cursor[STACK] + unit - 1) & -unit
        cursor[STACK] = target + size
        _assign(address, address + size, target, pages, granules, cursor)
        return
    unit = PAGE_BYTES if size >= PAGE_BYTES else 16
    if kind == ALLOCATE_ARRAY:
        unit = max(unit, LINE_BYTES)
        target = (cursor[NEXT] + LINE_BYTES + unit - 1) & -unit
        data = (address + ARRAY_HEADER + ARRAY_ALIGNMENT - 1) & -ARRAY_ALIGNMENT
        _assign(address, data, target - LINE_BYTES, pages, granules, cursor)
        _assign(data, address + size, target, pages, granules, cursor)
    else:
        target = (cursor[NEXT] + 8 + unit - 1) & -unit
        _assign(address, address + size, target, pages, granules, cursor)
    cursor[NEXT] = target + size


@njit(nogil=True, cache=True, _nrt=False)
def _discover(address: int, pages: Any, granules: Any, cursor: Any) -> int:
    """Canonical address in memory of which no allocation is known.

    What lies around the address, up to half a page to both sides as far as it has none, gets canonical addresses in one
    piece in which the address begins a line: they depend on distances in memory, not on addresses.
    """
    centre = address & -GRANULE_BYTES
    low, high = centre, centre + GRANULE_BYTES
    while low > centre - WINDOW and _known(low - GRANULE_BYTES, pages, granules) < 0:
        low -= GRANULE_BYTES
    while high < centre + WINDOW and _known(high, pages, granules) < 0:
        high += GRANULE_BYTES
    target = (cursor[NEXT] + centre - low + LINE_BYTES - 1) & -LINE_BYTES
    _assign(low, high, target - (centre - low), pages, granules, cursor)
    cursor[NEXT] = target + high - centre
    return target + (address - centre)


@njit(nogil=True, cache=True, _nrt=False)
def _canonical(address: int, place: int, objects: Any, pages: Any, granules: Any, recent: Any, cursor: Any) -> int:
    """Canonical address; ``recent`` remembers per word place the last object and what to add there."""
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
    found = _known(address, pages, granules)
    return found if found >= 0 else _discover(address, pages, granules, cursor)


@njit(nogil=True, cache=True, _nrt=False)
def _touch(cache: Any, line: int) -> bool:
    """Look a line up and make it the most recently used of its set; whether it was there."""
    row = line & (len(cache) - 1)
    ways = cache.shape[1]
    found = ways - 1
    hit = False
    for way in range(ways):
        if cache[_at(row), _at(way)] == line:
            found, hit = way, True
            break
    for way in range(found, 0, -1):
        cache[_at(row), _at(way)] = cache[_at(row), _at(way - 1)]
    cache[_at(row), 0] = line
    return hit


@njit(nogil=True, cache=True, _nrt=False)
def _block_size(place: int, word: int, words: Any, places: Any) -> int:
    """Bytes of the block that is allocated at a word: a constant, or in the next word."""
    size = places[place, W_SIZE] if places[place, W_SIZE] >= 0 else np.int64(words[word + 1])
    return places[place, W_HEADER] + size if 0 <= size <= LARGEST_BLOCK else np.int64(0)


@njit(nogil=True, cache=True, _nrt=False)
def _pages_wanted(first: int, stop: int, word: int, words: Any, places: Any) -> int:
    """At most how many new pages the allocations of a record need."""
    wanted = np.int64(0)
    for place in range(first, stop):
        if places[place, W_KIND] >= ALLOCATE:
            wanted += _block_size(place, word + place - first, words, places) // PAGE_BYTES
    return wanted


@njit(nogil=True, cache=True, _nrt=False)
def classify(ids: Any, words: Any, segments: Any, places: Any, objects: Any, pages: Any, granules: Any, frames: Any,
             recent: Any, first: Any, second: Any, third: Any, cursor: Any, result: Any) -> bool:
    """Classify records from ``cursor[AT_RECORD]`` on; whether all are done, or ``cursor[WANTED]`` more pages are needed."""
    record, word = cursor[AT_RECORD], cursor[AT_WORD]
    while record < len(ids):
        segment = np.int64(ids[_at(record)])
        begin, stop = segments[_at(segment), S_FIRST], segments[_at(segment + 1), S_FIRST]
        wanted = 3 * (stop - begin)
        if segments[_at(segment), S_ALLOCATES]:
            wanted += _pages_wanted(begin, stop, word, words, places)
        if 2 * (cursor[USED_PAGES] + wanted) > len(pages) or cursor[USED_ROWS] + wanted > len(granules):
            cursor[WANTED] = wanted
            break
        if segments[_at(segment), S_ENTERS]:
            if cursor[DEPTH] < len(frames):
                frames[cursor[DEPTH]] = cursor[STACK]
            cursor[DEPTH] += 1
        for place in range(begin, stop):
            if places[_at(place), W_KIND] == ACCESS:
                address = np.int64(words[_at(word)])
                if recent[_at(place), 0] <= address < recent[_at(place), 1]:
                    address += recent[_at(place), 2]
                else:
                    address = _canonical(address, place, objects, pages, granules, recent, cursor)
                line = address >> LINE_BITS
                if first[_at(line & (len(first) - 1)), 0] != line and not _touch(first, line):
                    result[_at(word)] = 1 if _touch(second, line) else (2 if _touch(third, line) else 3)
            elif places[_at(place), W_KIND] >= ALLOCATE:
                _allocate(np.int64(words[word]), _block_size(place, word, words, places), places[place, W_KIND], pages,
                          granules, cursor)
            word += 1
        if segments[_at(segment), S_LEAVES] and cursor[DEPTH] > 0:
            cursor[DEPTH] -= 1
            if cursor[DEPTH] < len(frames):
                cursor[STACK] = frames[cursor[DEPTH]]
        record += 1
    cursor[AT_RECORD], cursor[AT_WORD] = record, word
    return record == len(ids)
