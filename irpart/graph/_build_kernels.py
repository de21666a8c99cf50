"""Compiled kernels of the graph builder: one pass over the trace yields every dependence edge.

Registers cost one store per executed segment: the latest execution of a segment in a frame starts at a known
vertex, so an operand's producer is that start plus a static offset. Memory is a paged shadow of last writers; a
page's granule is 8 bytes until a narrower or unaligned access halves it, so mixed widths and overlaps are exact.

Static tables are matrices so that a row sits in one cache line and few arrays travel between functions:

``segments`` (int64), one row per segment, columns ``S_*``; ``vertices`` (int32), one row per executed static
instruction, columns ``V_*`` (its operations up to ``V_VALUE_STOP`` are all of kind VALUE); ``operations`` (int32,
(n, 5)): kind, a, b, c, d as in ``irpart.program.segments``, those of vertices first, then phi sources, call arguments
and returned values. A frame (int64, columns ``F_*``) points into stacks of slots, of vertex times and of bindings
(parameters, then call results).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

VALUE, BOUND, PHI, LOAD, STORE, COPY, WRITE, READ, FRESH, MOVE, NOTHING = range(11)
DONE, NEED_OUTPUT, NEED_FRAME, NEED_POOL, NEED_PAGES, BROKEN = range(6)
(AT_RECORD, AT_WORD, VERTICES, EDGES, OUT_VERTICES, OUT_EDGES, DEPTH, POOL_USED, PAGES, CARRIES, WANTED,
 CURSORS) = range(12)
(S_FUNCTION, S_SLOT, S_FIRST, S_ENTRY, S_RETURNS, S_RESULT, S_PASSES, S_WORDS, S_RANGES, S_EDGES, S_START, S_STOP,
 S_PHIS, S_PHI_START, S_PREDECESSOR, S_PREDECESSOR_STOP, S_ARGUMENT, S_ARGUMENT_STOP, S_RETURNED, S_FRAME_SLOTS,
 S_FRAME_VERTICES, S_FRAME_PARAMETERS, S_FRAME_BINDINGS, S_COLUMNS) = range(24)
V_CLASS, V_MEMORY, V_OPERATION, V_VALUE_STOP, V_OPERATION_STOP, V_ROW, V_COLUMNS = range(7)
F_FUNCTION, F_SLOTS, F_TIMES, F_BINDINGS, F_PREVIOUS, F_SLOT_STOP, F_TIME_STOP, F_BINDING_STOP, F_COLUMNS = range(9)
PAGE_BYTES = 4096
TIME_UNITS = 1024


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _at(index: int) -> int:
    """An index that is never negative, as the unsigned number that needs no check for counting from the end."""
    return np.uint64(index)


@njit(nogil=True, cache=True, _nrt=False)
def _find_page(page: int, page_table: Any) -> int:
    """Index of a shadow page, or -1."""
    mask = len(page_table) - 1
    at = (page * 0x1E3779B97F4A7C15 >> 20) & mask
    while page_table[at, 0] != page:
        if page_table[at, 0] == -1:
            return -1
        at = (at + 1) & mask
    return page_table[at, 1]


@njit(nogil=True, cache=True, _nrt=False)
def insert_pages(known: Any, page_table: Any) -> None:
    """Enter known pages (rows of key and index) into an empty, larger page table."""
    mask = len(page_table) - 1
    for i in range(len(known)):
        at = (known[i, 0] * 0x1E3779B97F4A7C15 >> 20) & mask
        while page_table[at, 0] != -1:
            at = (at + 1) & mask
        page_table[at, 0], page_table[at, 1] = known[i, 0], known[i, 1]


@njit(nogil=True, cache=True, _nrt=False)
def _make_page(page: int, cursor: Any, page_table: Any, page_info: Any, shadow_vertex: Any, shadow_time: Any) -> int:
    """Index of a shadow page, made with a granule of 8 bytes when there is none."""
    mask = len(page_table) - 1
    at = (page * 0x1E3779B97F4A7C15 >> 20) & mask
    while page_table[at, 0] != -1:
        if page_table[at, 0] == page:
            return page_table[at, 1]
        at = (at + 1) & mask
    index = cursor[PAGES]
    cursor[PAGES] = index + 1
    page_table[at, 0], page_table[at, 1] = page, index
    start = cursor[POOL_USED]
    cursor[POOL_USED] = start + PAGE_BYTES // 8
    page_info[index, 0], page_info[index, 1] = start, 3
    for i in range(start, start + PAGE_BYTES // 8):
        shadow_vertex[i] = -1
        shadow_time[i] = 0
    return index


@njit(nogil=True, cache=True, _nrt=False)
def _refine(index: int, low_bits: int, cursor: Any, page_info: Any, shadow_vertex: Any, shadow_time: Any) -> None:
    """Make a page's granule small enough for an access whose address or size has these low bits set."""
    shift = page_info[index, 1]
    wanted = shift
    while low_bits & ((1 << wanted) - 1):
        wanted -= 1
    if wanted == shift:
        return
    old, start = page_info[index, 0], cursor[POOL_USED]
    count = PAGE_BYTES >> wanted
    cursor[POOL_USED] = start + count
    for i in range(count):
        shadow_vertex[start + i] = shadow_vertex[old + (i >> (shift - wanted))]
        shadow_time[start + i] = shadow_time[old + (i >> (shift - wanted))]
    page_info[index, 0], page_info[index, 1] = start, wanted


@njit(nogil=True, cache=True, _nrt=False)
def _write_range(address: int, size: int, vertex: int, time: int, cursor: Any, page_table: Any, page_info: Any,
                 shadow_vertex: Any, shadow_time: Any) -> None:
    """Make ``vertex`` the last writer of a byte range; -1 forgets writers and makes no pages."""
    while size > 0:
        page, offset = address >> 12, address & 4095
        part = min(size, PAGE_BYTES - offset)
        if vertex >= 0:
            index = _make_page(page, cursor, page_table, page_info, shadow_vertex, shadow_time)
        else:
            index = _find_page(page, page_table)
        if index >= 0:
            _refine(index, (offset | part) & 7, cursor, page_info, shadow_vertex, shadow_time)
            start, shift = page_info[index, 0], page_info[index, 1]
            for i in range(start + (offset >> shift), start + ((offset + part) >> shift)):
                shadow_vertex[i] = vertex
                shadow_time[i] = time
        address += part
        size -= part


@njit(nogil=True, cache=True, _nrt=False)
def _read_range(address: int, size: int, begin: int, source: Any, cursor: Any, page_table: Any, page_info: Any,
                shadow_vertex: Any, shadow_time: Any) -> tuple[int, int]:
    """Append the distinct last writers of a byte range to ``source`` from ``begin``; (end, latest time).

    Writers of long ranges are sorted to find the distinct ones; those of short ones keep their order.
    """
    end, latest = begin, np.int64(0)
    is_long = size > 64
    while size > 0:
        page, offset = address >> 12, address & 4095
        part = min(size, PAGE_BYTES - offset)
        index = _find_page(page, page_table)
        if index >= 0:
            _refine(index, (offset | part) & 7, cursor, page_info, shadow_vertex, shadow_time)
            start, shift = page_info[index, 0], page_info[index, 1]
            for i in range(start + (offset >> shift), start + ((offset + part) >> shift)):
                writer = shadow_vertex[i]
                if writer < 0:
                    continue
                latest = max(latest, shadow_time[i])
                known = end > begin and source[end - 1] == writer
                if not known and not is_long:
                    for j in range(begin, end):
                        known = known or source[j] == writer
                if not known:
                    if end == len(source):
                        end = _distinct(source, begin, end)
                    source[end] = writer
                    end += 1
        address += part
        size -= part
    return (_distinct(source, begin, end) if is_long else end), latest


@njit(nogil=True, cache=True, _nrt=False)
def _distinct(source: Any, begin: int, end: int) -> int:
    """Heap-sort ``source[begin:end]`` in place and drop repeats; the new end."""
    n = end - begin
    for top in range(n // 2 - 1, -1, -1):
        _sift(source, begin, top, n)
    for last in range(n - 1, 0, -1):
        source[begin], source[begin + last] = source[begin + last], source[begin]
        _sift(source, begin, 0, last)
    kept = begin
    for i in range(begin, end):
        if kept == begin or source[i] != source[kept - 1]:
            source[kept] = source[i]
            kept += 1
    return kept


@njit(nogil=True, cache=True, _nrt=False)
def _sift(source: Any, begin: int, top: int, n: int) -> None:
    """Restore the heap order of ``source[begin:begin + n]`` below ``top``."""
    while 2 * top + 1 < n:
        child = 2 * top + 1
        if child + 1 < n and source[begin + child + 1] > source[begin + child]:
            child += 1
        if source[begin + top] >= source[begin + child]:
            return
        source[begin + top], source[begin + child] = source[begin + child], source[begin + top]
        top = child


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _resolve(at: int, slots: int, times: int, bindings: int, operations: Any, slot_base: Any,
             value_time: Any, binding: Any, binding_time: Any) -> tuple[int, int, int]:
    """Vertex that produces the value of operation ``at`` (-1: none), its weight code and its finishing time."""
    kind, a = operations[_at(at), 0], operations[_at(at), 1]
    if kind == VALUE:
        time = value_time[_at(times + operations[_at(at), 4])]
        return slot_base[_at(slots + a)] + operations[_at(at), 2], operations[_at(at), 3], time
    if kind == BOUND:
        return binding[_at(bindings + a), 0], binding[_at(bindings + a), 1], binding_time[_at(bindings + a)]
    return -1, 0, 0


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _enter(segment: int, segments: Any, operations: Any, vertices: Any, cursor: Any, frame: Any, slot_base: Any,
           value_time: Any, binding: Any, binding_time: Any) -> bool:
    """Push a frame for the function a segment opens; False when a stack is too small (nothing is changed).

    Parameters are bound to the producers of what the caller passes, or to an external call that calls back.
    """
    depth = cursor[DEPTH]
    slots = times = bound = 0
    if depth > 0:
        slots, times, bound = frame[depth - 1, F_SLOT_STOP], frame[depth - 1, F_TIME_STOP], frame[depth - 1, F_BINDING_STOP]
    slot_stop, time_stop = slots + segments[segment, S_FRAME_SLOTS], times + segments[segment, S_FRAME_VERTICES]
    bound_stop, count = bound + segments[segment, S_FRAME_BINDINGS], segments[segment, S_FRAME_PARAMETERS]
    if depth == len(frame) or slot_stop > len(slot_base) or time_stop > len(value_time) or bound_stop > len(binding):
        return False
    for i in range(count):
        binding[bound + i, 0] = -1
    caller = frame[depth - 1, F_PREVIOUS] if depth > 0 else -1
    if caller >= 0 and segments[caller, S_RESULT] >= 0:
        base = slot_base[frame[depth - 1, F_SLOTS] + segments[caller, S_SLOT]]
        first, caller_times = segments[caller, S_ARGUMENT], frame[depth - 1, F_TIMES]
        if segments[caller, S_PASSES]:
            for i in range(min(count, segments[caller, S_ARGUMENT_STOP] - first)):
                vertex, code, time = _resolve(first + i, frame[depth - 1, F_SLOTS], caller_times,
                                              frame[depth - 1, F_BINDINGS], operations, slot_base, value_time,
                                              binding, binding_time)
                binding[bound + i, 0], binding[bound + i, 1], binding_time[bound + i] = vertex, code, time
        else:
            last = segments[caller, S_STOP] - segments[caller, S_START] - 1
            time = value_time[caller_times + segments[caller, S_FIRST] + last]
            for i in range(bound, bound + count):
                binding[i, 0], binding[i, 1] = base + last, vertices[segments[caller, S_STOP] - 1, V_CLASS]
                binding_time[i] = time
    frame[depth, F_FUNCTION], frame[depth, F_PREVIOUS] = segments[segment, S_FUNCTION], -1
    frame[depth, F_SLOTS], frame[depth, F_TIMES], frame[depth, F_BINDINGS] = slots, times, bound
    frame[depth, F_SLOT_STOP], frame[depth, F_TIME_STOP], frame[depth, F_BINDING_STOP] = slot_stop, time_stop, bound_stop
    cursor[DEPTH] = depth + 1
    return True


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _leave(segment: int, segments: Any, operations: Any, cursor: Any, frame: Any, slot_base: Any,
           value_time: Any, binding: Any, binding_time: Any) -> None:
    """Pop a frame; the caller's call result becomes the producer of the returned value."""
    depth = cursor[DEPTH] - 1
    vertex, code, time = _resolve(segments[segment, S_RETURNED], frame[depth, F_SLOTS], frame[depth, F_TIMES],
                                  frame[depth, F_BINDINGS], operations, slot_base, value_time, binding, binding_time)
    cursor[DEPTH] = depth
    if depth > 0:
        waiting = frame[depth - 1, F_PREVIOUS]
        if waiting >= 0 and segments[waiting, S_RESULT] >= 0 and segments[waiting, S_PASSES]:
            at = frame[depth - 1, F_BINDINGS] + segments[waiting, S_RESULT]
            binding[at, 0], binding[at, 1], binding_time[at] = vertex, code, time


@njit(nogil=True, cache=True, _nrt=False)
def range_room(segment: int, words: Any, word: int, segments: Any, vertices: Any, operations: Any) -> tuple[int, int]:
    """Bytes that the range operations of the next record read, and bytes that they write, on new pages perhaps."""
    read = written = np.int64(0)
    last = vertices[segments[segment, S_STOP] - 1, V_OPERATION_STOP]
    for at in range(vertices[segments[segment, S_START], V_OPERATION], last):
        kind, a, b = operations[at, 0], word + operations[at, 1], np.int64(operations[at, 2])
        if kind == COPY or kind == MOVE:
            size = np.int64(words[a + 2]) if kind == COPY else min(np.int64(words[a]), np.int64(words[a + 3]))
            read, written = read + size, written + size
        elif kind == READ or kind == WRITE:
            size = b if b >= 0 else np.int64(words[a + 1])
            read, written = read + size * (kind == READ), written + size * (kind == WRITE)
    return read, written


@njit(nogil=True, cache=True, _nrt=False)
def _range_reads(at: int, words: Any, word: int, end: int, source: Any, operations: Any, cursor: Any, page_table: Any,
                 page_info: Any, shadow_vertex: Any, shadow_time: Any) -> tuple[int, int]:
    """Range operations: append the producers of what a vertex reads; (end, latest time)."""
    kind, a, b = operations[at, 0], word + operations[at, 1], np.int64(operations[at, 2])
    address, size = np.int64(words[a]), np.int64(0)
    if kind == READ:
        size = b if b >= 0 else np.int64(words[a + 1])
    elif kind == COPY:
        address, size = np.int64(words[a + 1]), np.int64(words[a + 2])
    elif kind == MOVE and words[a + 1] != 0 and words[a + 1] != words[a + 2]:
        address, size = np.int64(words[a + 1]), min(np.int64(words[a]), np.int64(words[a + 3]))
    return _read_range(address, size, end, source, cursor, page_table, page_info, shadow_vertex, shadow_time)


@njit(nogil=True, cache=True, _nrt=False)
def _range_writes(at: int, words: Any, word: int, vertex: int, time: int, operations: Any, cursor: Any,
                  page_table: Any, page_info: Any, shadow_vertex: Any, shadow_time: Any) -> None:
    """Range operations: what a vertex writes, or whose writers it makes forgotten."""
    kind, a, b = operations[at, 0], word + operations[at, 1], np.int64(operations[at, 2])
    address, size, writer = np.int64(words[a]), np.int64(0), vertex
    if kind == WRITE or kind == FRESH:
        size = np.int64(0) if address == 0 else b if b >= 0 else np.int64(words[a + 1])  # 0: an allocation that failed
        writer = vertex if kind == WRITE else -1
    elif kind == COPY:
        size = np.int64(words[a + 2])
    elif kind == MOVE and words[a + 2] != 0 and words[a + 1] != words[a + 2]:
        address, old = np.int64(words[a + 2]), words[a + 1]
        _write_range(address, np.int64(words[a + 3]), -1, 0, cursor, page_table, page_info, shadow_vertex, shadow_time)
        size = min(np.int64(words[a]), np.int64(words[a + 3])) if old != 0 else np.int64(0)
    _write_range(address, size, writer, time, cursor, page_table, page_info, shadow_vertex, shadow_time)


@njit(nogil=True, cache=True, _nrt=False)
def count_degrees(first: int, source: Any, in_degree: Any, cursor: Any, degree: Any, carry: Any) -> None:
    """Add a chunk to the degrees, kept modulo 256; each time one wraps, the vertex is noted in ``carry``."""
    carries = cursor[CARRIES]
    for i in range(len(source)):
        vertex = source[_at(i)]
        total = np.int64(degree[_at(vertex)]) + 1
        degree[_at(vertex)] = total & 255
        if total == 256:
            carry[carries] = vertex
            carries += 1
    for i in range(len(in_degree)):
        total = np.int64(degree[_at(first + i)]) + np.int64(in_degree[_at(i)])
        while total >= 256:
            carry[carries] = first + i
            carries += 1
            total -= 256
        degree[_at(first + i)] = total
    cursor[CARRIES] = carries


@njit(nogil=True, cache=True, _nrt=False)
def build_chunk(ids: Any, words: Any, levels: Any, segments: Any, vertices: Any, operations: Any, predecessors: Any,
                memory_code: Any, cost: Any, cursor: Any, frame: Any, slot_base: Any, value_time: Any, binding: Any,
                binding_time: Any, page_table: Any, page_info: Any, shadow_vertex: Any, shadow_time: Any, cache: Any,
                segment_count: Any, level_count: Any, phi_value: Any, phi_time: Any, totals: Any, source: Any,
                weight_code: Any, in_degree: Any, cost_code: Any, static_row: Any) -> int:
    """Build the edges of the records from ``cursor[AT_RECORD]`` on; DONE, or what must grow to go on.

    Times are whole numbers (``TIME_UNITS`` to the cycle), which add faster than floating-point numbers and exactly.
    ``levels`` (uint8, one per word) selects the weight code of each memory access; ``cache`` (int64, (operations,
    3)) remembers the page each operation touched last, its index and how many pages there were.
    """
    record, word, span, status = cursor[AT_RECORD], cursor[AT_WORD], totals[0], DONE
    end, out, base = np.int64(0), np.int64(0), cursor[VERTICES]
    most_vertices, most_edges = len(in_degree), len(source)
    most_entries, most_pages = len(shadow_vertex), min(len(page_info), len(page_table) // 2)
    while record < len(ids):
        segment = np.int64(ids[_at(record)])
        edges, words_here = segments[_at(segment), S_EDGES], segments[_at(segment), S_WORDS]
        entries, pages = 4 * PAGE_BYTES * (words_here + 1), 2 * words_here + 2
        if segments[_at(segment), S_RANGES]:
            read, filled = range_room(segment, words, word, segments, vertices, operations)
            edges, entries, pages = edges + min(read, base), entries + filled // 8, pages + filled // PAGE_BYTES
        stop = segments[_at(segment), S_STOP]
        if out + stop - segments[_at(segment), S_START] > most_vertices or end + edges > most_edges:
            status, cursor[WANTED] = NEED_OUTPUT, edges
        elif cursor[POOL_USED] + entries > most_entries:
            status, cursor[WANTED] = NEED_POOL, entries
        elif cursor[PAGES] + pages > most_pages:
            status, cursor[WANTED] = NEED_PAGES, pages
        if status != DONE:
            break
        if segments[_at(segment), S_ENTRY]:
            if not _enter(segment, segments, operations, vertices, cursor, frame, slot_base, value_time, binding,
                          binding_time):
                status = NEED_FRAME
                break
        else:
            while cursor[DEPTH] > 0 and frame[cursor[DEPTH] - 1, F_FUNCTION] != segments[_at(segment), S_FUNCTION]:
                cursor[DEPTH] -= 1
            if cursor[DEPTH] == 0:
                status = BROKEN
                break
        depth = cursor[DEPTH] - 1
        slots, times, bound = frame[_at(depth), F_SLOTS], frame[_at(depth), F_TIMES], frame[_at(depth), F_BINDINGS]
        phis = segments[_at(segment), S_PHIS]
        if phis > 0:
            row = segments[_at(segment), S_PREDECESSOR]
            while row < segments[_at(segment), S_PREDECESSOR_STOP] and predecessors[row] != frame[_at(depth), F_PREVIOUS]:
                row += 1
            if row == segments[_at(segment), S_PREDECESSOR_STOP]:
                status = BROKEN
                break
            at = segments[_at(segment), S_PHI_START] + (row - segments[_at(segment), S_PREDECESSOR]) * phis
            for i in range(phis):
                producer, weight, time = _resolve(at + i, slots, times, bound, operations, slot_base,
                                                  value_time, binding, binding_time)
                phi_value[i, 0], phi_value[i, 1], phi_time[i] = producer, weight, time
        slot_base[_at(slots + segments[_at(segment), S_SLOT])] = base
        frame[_at(depth), F_PREVIOUS] = segment
        segment_count[_at(segment)] += 1
        first = segments[_at(segment), S_START]
        own = times + segments[_at(segment), S_FIRST] - first
        for v in range(first, stop):
            vertex, begin, ready, written = base + v - first, end, np.int64(0), False
            code, memory = np.int64(vertices[_at(v), V_CLASS]), vertices[_at(v), V_MEMORY]
            for at in range(vertices[_at(v), V_OPERATION], vertices[_at(v), V_VALUE_STOP]):
                source[_at(end)] = slot_base[_at(slots + operations[_at(at), 1])] + operations[_at(at), 2]
                weight_code[_at(end)] = operations[_at(at), 3]
                ready = max(ready, value_time[_at(times + operations[_at(at), 4])])
                end += 1
            for at in range(vertices[_at(v), V_VALUE_STOP], vertices[_at(v), V_OPERATION_STOP]):
                kind, a = operations[_at(at), 0], np.int64(operations[_at(at), 1])
                if kind <= BOUND:
                    producer, weight, time = _resolve(at, slots, times, bound, operations, slot_base,
                                                      value_time, binding, binding_time)
                    source[_at(end)], weight_code[_at(end)] = producer, weight
                    end += producer >= 0
                    ready = max(ready, time) if producer >= 0 else ready
                elif kind == PHI:
                    source[_at(end)], weight_code[_at(end)] = phi_value[_at(a), 0], phi_value[_at(a), 1]
                    end += phi_value[_at(a), 0] >= 0
                    ready = phi_time[_at(a)] if phi_value[_at(a), 0] >= 0 else ready
                elif kind == LOAD:
                    address, level = np.int64(words[_at(word + a)]), levels[_at(word + a)]
                    size, page, offset, registers = operations[_at(at), 2], address >> 12, address & 4095, end
                    code = np.int64(memory_code[_at(memory), level])
                    level_count[_at(memory), level] += 1
                    if cache[_at(at), 0] != page or (cache[_at(at), 1] < 0 and cache[_at(at), 2] != cursor[PAGES]):
                        cache[at, 0], cache[at, 1], cache[at, 2] = page, _find_page(page, page_table), cursor[PAGES]
                    index = cache[_at(at), 1]
                    shift = page_info[_at(index), 1] if index >= 0 else 0
                    if index >= 0 and size == 1 << shift and offset & (size - 1) == 0:
                        entry = page_info[_at(index), 0] + (offset >> shift)
                        source[_at(end)] = shadow_vertex[_at(entry)]
                        end += shadow_vertex[_at(entry)] >= 0
                        ready = max(ready, shadow_time[_at(entry)])
                    elif index >= 0 or offset + size > PAGE_BYTES:
                        end, time = _read_range(address, size, end, source, cursor, page_table, page_info,
                                                shadow_vertex, shadow_time)
                        ready = max(ready, time)
                    for i in range(registers, end):
                        weight_code[i] = code
                elif kind == STORE:
                    code = np.int64(memory_code[memory, levels[word + a]])
                    level_count[memory, levels[word + a]] += 1
                elif kind != FRESH and kind != WRITE:
                    registers = end
                    end, time = _range_reads(at, words, word, end, source, operations, cursor, page_table, page_info,
                                             shadow_vertex, shadow_time)
                    ready = max(ready, time)
                    for i in range(registers, end):
                        weight_code[i] = code
                written = written or kind >= STORE
            finish = ready + cost[_at(code)]
            value_time[_at(own + v)] = finish
            span = max(span, finish)
            if written:
                _perform_writes(vertices[v, V_OPERATION], vertices[v, V_OPERATION_STOP], words, word, vertex, finish,
                                operations, cache, cursor, page_table, page_info, shadow_vertex, shadow_time)
            in_degree[_at(out)], cost_code[_at(out)], static_row[_at(out)] = end - begin, code, vertices[_at(v), V_ROW]
            out += 1
        if segments[_at(segment), S_RESULT] >= 0:
            at = bound + segments[_at(segment), S_RESULT]
            binding[at, 0], binding[at, 1] = base + stop - first - 1, vertices[stop - 1, V_CLASS]
            binding_time[at] = value_time[own + stop - 1]
        if segments[_at(segment), S_RETURNS]:
            _leave(segment, segments, operations, cursor, frame, slot_base, value_time, binding, binding_time)
        base, word, record = base + stop - first, word + words_here, record + 1
    cursor[AT_RECORD], cursor[AT_WORD], cursor[VERTICES] = record, word, base
    cursor[EDGES], cursor[OUT_EDGES], cursor[OUT_VERTICES], totals[0] = cursor[EDGES] + end, end, out, span
    return status


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _perform_writes(begin: int, stop: int, words: Any, word: int, vertex: int, time: int, operations: Any, cache: Any,
                    cursor: Any, page_table: Any, page_info: Any, shadow_vertex: Any, shadow_time: Any) -> None:
    """Perform the writes among a vertex's operations ``begin`` to ``stop``."""
    for at in range(begin, stop):
        size = operations[at, 2]
        if operations[at, 0] == STORE or (operations[at, 0] == FRESH and 0 <= size <= 8):
            address, writer = np.int64(words[word + operations[at, 1]]), vertex if operations[at, 0] == STORE else -1
            page, offset = address >> 12, address & 4095
            if cache[at, 0] != page:
                cache[at, 1] = _make_page(page, cursor, page_table, page_info, shadow_vertex, shadow_time)
                cache[at, 0] = page
            index = cache[at, 1]
            shift = page_info[index, 1]
            if size == 1 << shift and offset & (size - 1) == 0:
                entry = page_info[index, 0] + (offset >> shift)
                shadow_vertex[entry], shadow_time[entry] = writer, time
            else:
                _write_range(address, size, writer, time, cursor, page_table, page_info, shadow_vertex, shadow_time)
        elif operations[at, 0] > STORE:
            _range_writes(at, words, word, vertex, time, operations, cursor, page_table, page_info, shadow_vertex,
                          shadow_time)


@njit(nogil=True, cache=True, _nrt=False)
def count_bytes(values: Any, counts: Any) -> None:
    """Add the number of occurrences of each byte to ``counts`` (int64, 256)."""
    for i in range(len(values)):
        counts[values[i]] += 1
