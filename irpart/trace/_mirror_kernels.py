"""Compiled kernels of the mirror: the memory that replay knows, kept beside a traced run, and where the run differs from it.

The mirror is a paged shadow of 64-bit words: ``value`` holds eight bytes of memory each, ``state`` eight bytes of flags
(``KNOWN``, ``WRITTEN``: written implies known). ``segments`` (int64), one row per segment, columns ``S_*``; ``actions``
(int64), one row per scalar load, scalar store or range operation of a static instruction, in their order, columns ``A_*``.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

LOAD, STORE, FORGET, COPY, MOVE = range(5)
S_FIRST, S_STOP, S_VERTICES, S_WORDS, S_RECORDED, S_VALUES, S_ROOM, S_RANGES, S_COLUMNS = range(9)
A_KIND, A_VERTEX, A_WORD, A_SIZE, A_VALUE, A_COLUMNS = range(6)
AT_RECORD, AT_WORD, VERTEX, PAGES, WANTED, OUT_WORDS, OUT_VALUES, OUT_CORRECTED, CURSORS = range(9)
DONE, NEED_PAGES = range(2)
PAGE_BYTES, PAGE_WORDS = 4096, 512

_KNOWN, _WRITTEN = np.uint64(0x0101010101010101), np.uint64(0x0202020202020202)
_BOTH, _FULL, _ZERO, _BYTE = np.uint64(0x0303030303030303), np.uint64(0xFFFFFFFFFFFFFFFF), np.uint64(0), np.uint64(255)
_B8, _B64 = np.uint64(8), np.uint64(64)


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _at(index: int) -> int:
    """An index that is never negative, as the unsigned number that needs no check for counting from the end."""
    return np.uint64(index)


@njit(nogil=True, cache=True, _nrt=False)
def _find(page: int, table: Any) -> int:
    """Index of a page of the mirror, or -1."""
    mask = len(table) - 1
    at = (page * 0x1E3779B97F4A7C15 >> 20) & mask
    while table[at, 0] != page:
        if table[at, 0] == -1:
            return -1
        at = (at + 1) & mask
    return table[at, 1]


@njit(nogil=True, cache=True, _nrt=False)
def _make(page: int, cursor: Any, table: Any) -> int:
    """Index of a page of the mirror; a new one is unknown."""
    mask = len(table) - 1
    at = (page * 0x1E3779B97F4A7C15 >> 20) & mask
    while table[at, 0] != -1:
        if table[at, 0] == page:
            return table[at, 1]
        at = (at + 1) & mask
    index = cursor[PAGES]
    cursor[PAGES] = index + 1
    table[at, 0], table[at, 1] = page, index
    return index


@njit(nogil=True, cache=True, _nrt=False)
def insert_pages(known: Any, table: Any) -> None:
    """Enter known pages (rows of key and index) into an empty, larger table."""
    mask = len(table) - 1
    for i in range(len(known)):
        at = (known[i, 0] * 0x1E3779B97F4A7C15 >> 20) & mask
        while table[at, 0] != -1:
            at = (at + 1) & mask
        table[at, 0], table[at, 1] = known[i, 0], known[i, 1]


@njit(nogil=True, cache=True, _nrt=False)
def _low(size: int) -> int:
    """The bits of the first ``size`` bytes of a word; 1 to 8."""
    return _FULL >> (_B64 - (np.uint64(size) << np.uint64(3)))


@njit(nogil=True, cache=True, _nrt=False)
def _read(address: int, size: int, table: Any, value: Any, state: Any) -> tuple[int, int]:
    """The 1 to 8 bytes at an address and their flags, as two numbers."""
    bits, flags, done = _ZERO, _ZERO, 0
    while done < size:
        offset = address & 7
        part = min(size - done, 8 - offset)
        index = _find(address >> 12, table)
        if index >= 0:
            word, shift = index * PAGE_WORDS + ((address & 4095) >> 3), np.uint64(offset << 3)
            low, place = _low(part), np.uint64(done << 3)
            bits |= ((value[word] >> shift) & low) << place
            flags |= ((state[word] >> shift) & low) << place
        address += part
        done += part
    return bits, flags


@njit(nogil=True, cache=True, _nrt=False)
def _write(address: int, size: int, bits: int, flags: int, cursor: Any, table: Any, value: Any, state: Any) -> None:
    """Put 1 to 8 bytes and their flags at an address; unknown ones make no pages."""
    while size > 0:
        offset = address & 7
        part = min(size, 8 - offset)
        low = _low(part)
        index = _make(address >> 12, cursor, table) if flags & low != _ZERO else _find(address >> 12, table)
        if index >= 0:
            word, shift = index * PAGE_WORDS + ((address & 4095) >> 3), np.uint64(offset << 3)
            value[word] = (value[word] & ~(low << shift)) | ((bits & low) << shift)
            state[word] = (state[word] & ~(low << shift)) | ((flags & low) << shift)
        if part < 8:
            bits, flags = bits >> np.uint64(part << 3), flags >> np.uint64(part << 3)
        address += part
        size -= part


@njit(nogil=True, cache=True, _nrt=False)
def _load(address: int, size: int, logged: int, cursor: Any, table: Any, value: Any, state: Any) -> bool:
    """Whether the mirror knows the bytes as they were loaded; if not, it does afterwards.

    A byte that traced code wrote counts as written by it only as long as it is what was loaded.
    """
    bits, flags = _read(address, size, table, value, state)
    low = _low(size)
    if flags & _KNOWN & low == _KNOWN & low and bits == logged:
        return True
    kept, differs = _ZERO, bits ^ logged
    for i in range(size):
        byte = _BYTE << np.uint64(i << 3)
        if differs & byte == _ZERO:
            kept |= flags & byte
    _write(address, size, logged, (_KNOWN & low) | (kept & _WRITTEN), cursor, table, value, state)
    return False


@njit(nogil=True, cache=True, _nrt=False)
def _clear(index: int, offset: int, part: int, state: Any) -> None:
    """Make ``part`` bytes of a page from ``offset`` on unknown."""
    first, last = offset >> 3, (offset + part - 1) >> 3
    for word in range(first, last + 1):
        mask = _FULL
        if word == first:
            mask &= _FULL << np.uint64((offset & 7) << 3)
        if word == last:
            mask &= _FULL >> np.uint64((7 - ((offset + part - 1) & 7)) << 3)
        state[index * PAGE_WORDS + word] &= ~mask


@njit(nogil=True, cache=True, _nrt=False)
def _forget(address: int, size: int, table: Any, state: Any) -> None:
    """Make a byte range unknown; a failed allocation (address 0) is none."""
    if address == 0 or size <= 0:
        return
    if size >> 12 > len(table):
        for at in range(len(table)):
            first = table[at, 0] << 12
            low, high = max(first, address), min(first + PAGE_BYTES, address + size)
            if table[at, 0] != -1 and low < high:
                _clear(table[at, 1], low - first, high - low, state)
        return
    while size > 0:
        offset = address & 4095
        part = min(size, PAGE_BYTES - offset)
        index = _find(address >> 12, table)
        if index >= 0:
            _clear(index, offset, part, state)
        address += part
        size -= part


@njit(nogil=True, cache=True, _nrt=False)
def _copy(target: int, source: int, size: int, cursor: Any, table: Any, value: Any, state: Any) -> None:
    """Copy bytes, which may overlap; known ones are written by traced code from now on."""
    if target == source:
        return
    done = 0
    while done < size:
        if target < source:
            part = min(size - done, 8 - ((target + done) & 7))
            at = done
        else:
            part = min(size - done, ((target + size - done - 1) & 7) + 1)
            at = size - done - part
        bits, flags = _read(source + at, part, table, value, state)
        flags = flags & _KNOWN
        _write(target + at, part, bits, flags | (flags << np.uint64(1)), cursor, table, value, state)
        done += part


@njit(nogil=True, cache=True, _nrt=False)
def _range_room(first: int, stop: int, words: Any, word: int, actions: Any) -> int:
    """Pages that the copies of a record may make."""
    room = 0
    for i in range(first, stop):
        if actions[i, A_KIND] >= COPY:
            at = word + actions[i, A_WORD]
            size = np.int64(words[at + 2] if actions[i, A_KIND] == COPY else min(words[at], words[at + 3]))
            room += (max(np.int64(0), size) >> 12) + 2
    return room


@njit(nogil=True, cache=True, _nrt=False)
def _range(kind: int, at: int, size: int, words: Any, cursor: Any, table: Any, value: Any, state: Any) -> None:
    """What an action on a byte range, whose words begin at ``at``, does to the mirror."""
    if kind == FORGET:
        _forget(np.int64(words[at]), size if size >= 0 else np.int64(words[at + 1]), table, state)
    elif kind == COPY:
        _copy(np.int64(words[at]), np.int64(words[at + 1]), np.int64(words[at + 2]), cursor, table, value, state)
    else:
        usable, old, new, wanted = (np.int64(words[at]), np.int64(words[at + 1]), np.int64(words[at + 2]),
                                    np.int64(words[at + 3]))
        moved = min(usable, wanted) if old != 0 else np.int64(0)
        if new != 0:
            if new != old:
                _copy(new, old, moved, cursor, table, value, state)
            _forget(new + moved, wanted - moved, table, state)


@njit(nogil=True, cache=True, _nrt=False)
def mirror_chunk(ids: Any, words: Any, segments: Any, actions: Any, cache: Any, cursor: Any, table: Any, value: Any,
                 state: Any, own_words: Any, recorded: Any, corrected_vertex: Any, corrected_value: Any) -> int:
    """Take records from ``cursor[AT_RECORD]`` on: words of the trace apart, recorded values apart, loads compared with the
    mirror; DONE, or what must grow to go on. ``cache`` (int64, (actions, 2)) is each action's latest page and its index."""
    record, word, base, status = cursor[AT_RECORD], cursor[AT_WORD], cursor[VERTEX], DONE
    out_words, out_values, out = cursor[OUT_WORDS], cursor[OUT_VALUES], cursor[OUT_CORRECTED]
    while record < len(ids):
        segment = np.int64(ids[_at(record)])
        first, stop = segments[_at(segment), S_FIRST], segments[_at(segment), S_STOP]
        room = segments[_at(segment), S_ROOM]
        if segments[_at(segment), S_RANGES]:
            room += _range_room(first, stop, words, word, actions)
        if 2 * (cursor[PAGES] + room) > len(table) or (cursor[PAGES] + room) * PAGE_WORDS > len(value):
            status, cursor[WANTED] = NEED_PAGES, room
            break
        following = word + segments[_at(segment), S_WORDS]
        for at in range(word, following):
            own_words[_at(out_words)] = words[_at(at)]
            out_words += 1
        for at in range(following, following + segments[_at(segment), S_RECORDED]):
            recorded[_at(out_values)] = words[_at(at)]
            out_values += 1
        for i in range(first, stop):
            kind, at, size = actions[_at(i), A_KIND], word + actions[_at(i), A_WORD], actions[_at(i), A_SIZE]
            if kind > STORE:
                _range(kind, at, size, words, cursor, table, value, state)
                continue
            address, logged = np.int64(words[_at(at)]), words[_at(word + actions[_at(i), A_VALUE])]
            page, offset = address >> 12, address & 7
            if cache[_at(i), 0] != page:
                cache[_at(i), 0], cache[_at(i), 1] = page, _make(page, cursor, table)
            place = cache[_at(i), 1] * PAGE_WORDS + ((address & 4095) >> 3)
            low, shift = _low(size), np.uint64(offset << 3)
            if kind == STORE:
                if offset + size > 8:
                    _write(address, size, logged, _BOTH, cursor, table, value, state)
                else:
                    value[_at(place)] = (value[_at(place)] & ~(low << shift)) | (logged << shift)
                    state[_at(place)] |= (_BOTH & low) << shift
                continue
            known = _KNOWN & low
            if (offset + size <= 8 and (state[_at(place)] >> shift) & known == known
                    and (value[_at(place)] >> shift) & low == logged):
                continue
            if not _load(address, size, logged, cursor, table, value, state):
                corrected_vertex[_at(out)], corrected_value[_at(out)] = base + actions[_at(i), A_VERTEX], logged
                out += 1
        base, record = base + segments[_at(segment), S_VERTICES], record + 1
        word = following + segments[_at(segment), S_VALUES]
    cursor[AT_RECORD], cursor[AT_WORD], cursor[VERTEX] = record, word, base
    cursor[OUT_WORDS], cursor[OUT_VALUES], cursor[OUT_CORRECTED] = out_words, out_values, out
    return status


@njit(nogil=True, cache=True, _nrt=False)
def written_runs(pages: Any, value: Any, state: Any, start: Any, length: Any, byte: Any) -> tuple[int, int]:
    """Runs of bytes that traced code wrote on pages (rows of key and index, ascending); numbers of runs and of bytes."""
    runs, used, end = 0, 0, np.int64(-1)
    for i in range(len(pages)):
        for word in range(PAGE_WORDS):
            flags, bits = state[pages[i, 1] * PAGE_WORDS + word], value[pages[i, 1] * PAGE_WORDS + word]
            if flags & _WRITTEN == _ZERO:
                continue
            for place in range(8):
                shift = np.uint64(place << 3)
                if (flags >> shift) & np.uint64(2) == _ZERO:
                    continue
                address = (pages[i, 0] << 12) + (word << 3) + place
                if runs == 0 or address != end:
                    start[runs], length[runs] = address, 0
                    runs += 1
                length[runs - 1] += 1
                byte[used] = np.uint8((bits >> shift) & _BYTE)
                used, end = used + 1, address + 1
    return runs, used
