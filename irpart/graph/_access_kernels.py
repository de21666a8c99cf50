"""Compiled kernels that list the lines of memory each vertex of a trace reads and writes, by canonical addresses.

``segments`` (int64), one row per segment, columns ``S_*``; ``actions`` (int64), one row per read, write or allocation of a
static instruction, columns ``A_*``, in the order in which a vertex performs them (reads, allocations, writes). ``pages`` is
an open hash table of pages (key, canonical page), ``regions`` the blocks given canonical pages of their own.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

READ, WRITE, ALLOCATE, ALLOCATE_STACK, ALLOCATE_ARRAY = range(5)
GIVEN, COPY_FROM, COPY_TO, MOVE_FROM, MOVE_TO = range(5)
S_FIRST, S_STOP, S_VERTICES, S_WORDS, S_ROOM, S_RANGES, S_COLUMNS = range(7)
A_VERTEX, A_ACTION, A_EXTENT, A_WORD, A_SIZE, A_ROW, A_COLUMNS = range(7)
R_START, R_SIZE, R_PAGE, R_PAGES, R_ROW, R_KIND, R_SHIFT, R_COLUMNS = range(8)
(AT_RECORD, AT_WORD, AT_VERTEX, NEXT_PAGE, USED_PAGES, REGIONS, OUT, WANTED, STACK_LOW, STACK_HIGH, STACK_SHIFT,
 CURSORS) = range(12)
P_KEY, P_PAGE, P_HEAD, P_TAIL, P_FIRST, P_COLUMNS = range(6)
DONE, NEED_OUTPUT, NEED_PAGES, NEED_REGIONS = range(4)
PAGE_BYTES = 4096
STACK_KEY = 1 << 60
STACK_BELOW, STACK_ABOVE = 8 << 20, 1 << 20
LARGEST_BLOCK = 1 << 30
ARRAY_HEADER, ARRAY_ALIGNMENT, LINE_BYTES = 48, 32, 64


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _at(index: int) -> int:
    """An index that is never negative, as the unsigned number that needs no check for counting from the end."""
    return np.uint64(index)


@njit(nogil=True, cache=True, _nrt=False)
def _slot(key: int, pages: Any) -> int:
    """Place of a page in the table: where it is, or where it would go."""
    mask = len(pages) - 1
    at = (key * 0x1E3779B97F4A7C15 >> 20) & mask
    while pages[at, 0] != -1 and pages[at, 0] != key:
        at = (at + 1) & mask
    return at


@njit(nogil=True, cache=True, _nrt=False)
def insert_pages(known: Any, pages: Any) -> None:
    """Enter known pages (rows of the table) into an empty, larger table."""
    for i in range(len(known)):
        at = _slot(known[i, 0], pages)
        for column in range(known.shape[1]):
            pages[at, column] = known[i, column]


@njit(nogil=True, cache=True, _nrt=False)
def _page(address: int, cursor: Any) -> tuple[int, int]:
    """Key of the page that holds an address, and the first address of that page; the stack has pages counted from its
    first allocation."""
    if cursor[STACK_LOW] <= address < cursor[STACK_HIGH]:
        shifted = address + cursor[STACK_SHIFT]
        return (shifted >> 12) | STACK_KEY, (shifted & -PAGE_BYTES) - cursor[STACK_SHIFT]
    return address >> 12, address & -PAGE_BYTES


@njit(nogil=True, cache=True, _nrt=False)
def _canonical(address: int, objects: Any, pages: Any, regions: Any, cursor: Any) -> tuple[int, int, int]:
    """Bounds of the range around an address whose canonical addresses differ by one number, and that number."""
    low, high = 0, len(objects)
    while low < high:
        middle = (low + high) // 2
        if objects[middle, 1] <= address:
            low = middle + 1
        else:
            high = middle
    if low < len(objects) and objects[low, 0] <= address:
        return objects[low, 0], objects[low, 1], objects[low, 2] - objects[low, 0]
    key, first = _page(address, cursor)
    at = _slot(key, pages)
    if pages[at, P_KEY] == -1:
        pages[at, P_KEY], pages[at, P_PAGE], pages[at, P_HEAD], pages[at, P_TAIL] = key, -1, -1, -1
        cursor[USED_PAGES] += 1
    begin, stop, region = first, first + PAGE_BYTES, np.int64(-1)
    for column in (P_HEAD, P_TAIL):
        found = pages[at, column]
        if found >= 0:
            start, end = regions[found, R_START], regions[found, R_START] + regions[found, R_SIZE]
            begin, stop = _clip(begin, stop, start, address)
            begin, stop = _clip(begin, stop, end, address)
            if start <= address < end:
                region = max(region, found)
    begin, stop = _clip(begin, stop, cursor[STACK_LOW], address)
    begin, stop = _clip(begin, stop, cursor[STACK_HIGH], address)
    if low < len(objects):
        stop = min(stop, objects[low, 0])
    if low > 0:
        begin = max(begin, objects[low - 1, 1])
    if region >= 0:
        return begin, stop, regions[region, R_SHIFT]
    if pages[at, P_PAGE] == -1:
        pages[at, P_PAGE] = cursor[NEXT_PAGE]
        cursor[NEXT_PAGE] += 1
        pages[at, P_FIRST] = first if key & STACK_KEY else address & -LINE_BYTES
    turned = pages[at, P_FIRST]
    begin, stop = _clip(begin, stop, turned, address)
    return begin, stop, (pages[at, P_PAGE] << 12) - turned + (PAGE_BYTES if address < turned else 0)


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _clip(begin: int, stop: int, edge: int, address: int) -> tuple[int, int]:
    """The part of a range on the side of an edge where an address is."""
    if begin < edge <= address:
        begin = edge
    if address < edge < stop:
        stop = edge
    return begin, stop


@njit(nogil=True, cache=True, _nrt=False)
def _allocate(address: int, size: int, row: int, kind: int, pages: Any, regions: Any, recent: Any, cursor: Any) -> None:
    """Give a block of at least a page a run of canonical pages of its own.

    A page knows the block that it begins in or that fills it (``P_HEAD``) and the one that begins in it (``P_TAIL``). A
    block that comes again, at the same place and of the same size, keeps its pages. Numba aligns the data of an array behind
    its header by the address of the block, so there the data begin a line and the header is in the one before.
    """
    if kind == ALLOCATE_STACK and cursor[STACK_HIGH] == 0:
        cursor[STACK_LOW], cursor[STACK_HIGH] = address - STACK_BELOW, address + STACK_ABOVE
        cursor[STACK_SHIFT] = -address & (PAGE_BYTES - 1)
        for i in range(len(recent)):
            recent[i, 0] = recent[i, 1] = 0
    if kind == ALLOCATE_ARRAY:
        size += ARRAY_HEADER
    if address <= 0 or size < PAGE_BYTES or size > LARGEST_BLOCK:
        return
    key, first = _page(address, cursor)
    at = _slot(key, pages)
    if pages[at, P_KEY] != -1:
        for column in (P_HEAD, P_TAIL):
            known = pages[at, column]
            if known >= 0 and regions[known, R_START] == address and regions[known, R_SIZE] == size:
                return
    region, renamed = cursor[REGIONS], False
    regions[region, R_START], regions[region, R_SIZE], regions[region, R_ROW] = address, size, row
    regions[region, R_PAGE], regions[region, R_PAGES] = cursor[NEXT_PAGE], (size + PAGE_BYTES - 1) // PAGE_BYTES
    regions[region, R_KIND], regions[region, R_SHIFT] = kind, (cursor[NEXT_PAGE] << 12) - address
    if kind == ALLOCATE_ARRAY:
        data = (address + ARRAY_HEADER + ARRAY_ALIGNMENT - 1) & -ARRAY_ALIGNMENT
        regions[region, R_SHIFT] = (cursor[NEXT_PAGE] << 12) + 2 * LINE_BYTES - data
        regions[region, R_PAGES] = (size + LINE_BYTES + PAGE_BYTES - 1) // PAGE_BYTES
    at_byte = address
    while at_byte < address + size:
        key, first = _page(at_byte, cursor)
        at = _slot(key, pages)
        if pages[at, P_KEY] == -1:
            pages[at, P_KEY], pages[at, P_PAGE], pages[at, P_HEAD], pages[at, P_TAIL] = key, -1, -1, -1
            cursor[USED_PAGES] += 1
        else:
            renamed = True
        if first < address:
            pages[at, P_TAIL] = region
        else:
            pages[at, P_HEAD] = region
            if first + PAGE_BYTES <= address + size:
                pages[at, P_TAIL] = -1
        at_byte = first + PAGE_BYTES
    cursor[REGIONS] += 1
    cursor[NEXT_PAGE] += regions[region, R_PAGES]
    if renamed:
        for i in range(len(recent)):
            recent[i, 0] = recent[i, 1] = 0


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _extent(extent: int, size: int, at: int, words: Any) -> tuple[int, int]:
    """First byte and number of bytes of an action whose words begin at ``at``."""
    if extent == GIVEN:
        return np.int64(words[_at(at)]), size if size >= 0 else np.int64(words[_at(at + 1)])
    if extent == COPY_FROM:
        return np.int64(words[at + 1]), np.int64(words[at + 2])
    if extent == COPY_TO:
        return np.int64(words[at]), np.int64(words[at + 2])
    usable, old, new, wanted = np.int64(words[at]), np.int64(words[at + 1]), np.int64(words[at + 2]), np.int64(words[at + 3])
    moved = min(usable, wanted) if old != 0 and old != new else np.int64(0)
    return (old if extent == MOVE_FROM else new), moved


@njit(nogil=True, cache=True, _nrt=False)
def _list_lines(address: int, size: int, action: int, out: int, objects: Any, pages: Any, regions: Any, recent: Any,
                cursor: Any, line: Any) -> int:
    """Append the lines of a byte range to ``line`` from ``out``; the new end."""
    begin = out
    while size > 0:
        low, high, shift = _canonical(address, objects, pages, regions, cursor)
        recent[action, 0], recent[action, 1], recent[action, 2] = low, high, shift
        part = min(size, high - address)
        for number in range((address + shift) >> 6, ((address + part - 1 + shift) >> 6) + 1):
            if out == begin or line[out - 1] != number:
                line[out] = number
                out += 1
        address += part
        size -= part
    return out


@njit(nogil=True, cache=True, _nrt=False)
def _range_bytes(segment: int, words: Any, word: int, segments: Any, actions: Any) -> tuple[int, int]:
    """Bytes that the accesses of variable size of the next record cover, and bytes that it allocates."""
    touched = allocated = np.int64(0)
    for i in range(segments[segment, S_FIRST], segments[segment, S_STOP]):
        if actions[i, A_ACTION] >= ALLOCATE:
            size = actions[i, A_SIZE] if actions[i, A_SIZE] >= 0 else np.int64(words[word + actions[i, A_WORD] + 1])
            if actions[i, A_EXTENT] == MOVE_TO:
                size = np.int64(words[word + actions[i, A_WORD] + 3])
            allocated += size if 0 <= size <= LARGEST_BLOCK else 0
        elif actions[i, A_EXTENT] != GIVEN or actions[i, A_SIZE] < 0:
            size = _extent(actions[i, A_EXTENT], actions[i, A_SIZE], word + actions[i, A_WORD], words)[1]
            touched += max(np.int64(0), size)
    return touched, allocated


@njit(nogil=True, cache=True, _nrt=False)
def collect_chunk(ids: Any, words: Any, segments: Any, actions: Any, objects: Any, pages: Any, regions: Any, recent: Any,
                  cursor: Any, vertex: Any, line: Any, is_write: Any) -> int:
    """List the accesses of the records from ``cursor[AT_RECORD]`` on; DONE, or what must grow to go on."""
    record, word, base, out, status = cursor[AT_RECORD], cursor[AT_WORD], cursor[AT_VERTEX], np.int64(0), DONE
    most = len(line)
    while record < len(ids):
        segment = np.int64(ids[_at(record)])
        room = segments[_at(segment), S_ROOM]
        fresh_pages = room
        if segments[_at(segment), S_RANGES]:
            touched, allocated = _range_bytes(segment, words, word, segments, actions)
            fresh_pages += (touched + allocated) // PAGE_BYTES
            room += touched // 32 + 4 * len(objects)
        if out + room > most:
            status, cursor[WANTED] = NEED_OUTPUT, room
            break
        if 2 * (cursor[USED_PAGES] + fresh_pages) > len(pages):
            status, cursor[WANTED] = NEED_PAGES, fresh_pages
            break
        if cursor[REGIONS] + fresh_pages > len(regions):
            status, cursor[WANTED] = NEED_REGIONS, fresh_pages
            break
        for i in range(segments[_at(segment), S_FIRST], segments[_at(segment), S_STOP]):
            at, size, action = word + actions[_at(i), A_WORD], actions[_at(i), A_SIZE], actions[_at(i), A_ACTION]
            if action >= ALLOCATE:
                if actions[i, A_EXTENT] == GIVEN:
                    address, n_bytes = _extent(GIVEN, size, at, words)
                else:
                    address, n_bytes = np.int64(words[at + 2]), np.int64(words[at + 3])
                    if words[at + 1] == words[at + 2]:
                        address, n_bytes = address + np.int64(words[at]), n_bytes - np.int64(words[at])
                _allocate(address, n_bytes, actions[i, A_ROW], action, pages, regions, recent, cursor)
                continue
            address, n_bytes = _extent(actions[_at(i), A_EXTENT], size, at, words)
            begin = out
            if recent[_at(i), 0] <= address and address + n_bytes <= recent[_at(i), 1] and n_bytes > 0:
                address += recent[_at(i), 2]
                for number in range(address >> 6, ((address + n_bytes - 1) >> 6) + 1):
                    line[_at(out)] = number
                    out += 1
            else:
                out = _list_lines(address, n_bytes, i, out, objects, pages, regions, recent, cursor, line)
            for row in range(begin, out):
                vertex[_at(row)], is_write[_at(row)] = base + actions[_at(i), A_VERTEX], action == WRITE
        base, word, record = base + segments[_at(segment), S_VERTICES], word + segments[_at(segment), S_WORDS], record + 1
    cursor[AT_RECORD], cursor[AT_WORD], cursor[AT_VERTEX], cursor[OUT] = record, word, base, out
    return status
