"""Compiled kernels of the graph builder: one pass over the trace yields every dependence edge.

Registers cost one store per executed segment: the latest execution of a segment in a frame starts at a known
vertex, so an operand's producer is that start plus a static offset. Memory is a paged shadow of last writers; a
page's granule is 8 bytes until a narrower or unaligned access halves it, so mixed widths and overlaps are exact.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit

LOCAL, CROSS, PARAMETER, RESULT, PHI, LOAD, STORE, COPY, WRITE, READ, FRESH, MOVE, NOTHING = range(13)
DONE, NEED_OUTPUT, NEED_FRAME, NEED_POOL, NEED_PAGES, NEED_CARRY, BROKEN = range(7)
(AT_RECORD, AT_WORD, VERTICES, EDGES, OUT_VERTICES, OUT_EDGES, DEPTH, POOL_USED, PAGES, CARRIES,
 WANTED) = range(11)
PAGE_BYTES = 4096


class Tables(NamedTuple):
    """Static tables, all read-only; see ``irpart.program.segments.SegmentTables``."""

    segment_function: Any
    segment_slot: Any
    segment_first: Any
    segment_entry: Any
    segment_returns: Any
    segment_result: Any
    segment_passes: Any
    segment_words: Any
    segment_ranges: Any
    segment_edges: Any
    vertex_start: Any
    vertex_row: Any
    vertex_class: Any
    vertex_memory: Any
    operation_start: Any
    operation: Any
    predecessor_start: Any
    predecessors: Any
    phi_start: Any
    phi_count: Any
    phi_source: Any
    argument_start: Any
    argument: Any
    returned: Any
    function_slots: Any
    function_vertices: Any
    function_parameters: Any
    function_results: Any
    memory_code: Any
    cost: Any


class State(NamedTuple):
    """What the builder remembers between records; arrays grow in Python when a kernel asks for it."""

    cursor: Any
    frame: Any
    slot_base: Any
    value_time: Any
    parameter_vertex: Any
    parameter_code: Any
    parameter_time: Any
    result_vertex: Any
    result_code: Any
    result_time: Any
    page_key: Any
    page_value: Any
    page_offset: Any
    page_shift: Any
    shadow_vertex: Any
    shadow_time: Any
    cache_page: Any
    cache_index: Any
    cache_stamp: Any
    degree: Any
    carry: Any
    segment_count: Any
    level_count: Any
    phi_scratch: Any
    totals: Any


class Output(NamedTuple):
    """Edges and vertices of one chunk, in order of destination."""

    source: Any
    weight_code: Any
    in_degree: Any
    cost_code: Any
    static_row: Any


@njit(nogil=True, cache=True)
def _find_page(page: int, state: Any) -> int:
    """Index of a shadow page, or -1."""
    mask = len(state.page_key) - 1
    at = (page * 0x9E3779B97F4A7C15 >> 20) & mask
    while state.page_key[at] != page:
        if state.page_key[at] == -1:
            return -1
        at = (at + 1) & mask
    return state.page_value[at]


@njit(nogil=True, cache=True)
def _make_page(page: int, state: Any) -> int:
    """Index of a shadow page, made with a granule of 8 bytes when there is none."""
    mask = len(state.page_key) - 1
    at = (page * 0x9E3779B97F4A7C15 >> 20) & mask
    while state.page_key[at] != -1:
        if state.page_key[at] == page:
            return state.page_value[at]
        at = (at + 1) & mask
    index = state.cursor[PAGES]
    state.cursor[PAGES] = index + 1
    state.page_key[at], state.page_value[at] = page, index
    start = state.cursor[POOL_USED]
    state.cursor[POOL_USED] = start + PAGE_BYTES // 8
    state.page_offset[index], state.page_shift[index] = start, 3
    for i in range(start, start + PAGE_BYTES // 8):
        state.shadow_vertex[i] = -1
        state.shadow_time[i] = 0.0
    return index


@njit(nogil=True, cache=True)
def _refine(index: int, low_bits: int, state: Any) -> None:
    """Make a page's granule small enough for an access whose address or size has these low bits set."""
    shift = state.page_shift[index]
    wanted = shift
    while low_bits & ((1 << wanted) - 1):
        wanted -= 1
    if wanted == shift:
        return
    old, start = state.page_offset[index], state.cursor[POOL_USED]
    count = PAGE_BYTES >> wanted
    state.cursor[POOL_USED] = start + count
    for i in range(count):
        state.shadow_vertex[start + i] = state.shadow_vertex[old + (i >> (shift - wanted))]
        state.shadow_time[start + i] = state.shadow_time[old + (i >> (shift - wanted))]
    state.page_offset[index], state.page_shift[index] = start, wanted


@njit(nogil=True, cache=True)
def _write_range(address: int, size: int, vertex: int, time: float, state: Any) -> None:
    """Make ``vertex`` the last writer of a byte range; -1 forgets writers and makes no pages."""
    while size > 0:
        page, offset = address >> 12, address & 4095
        part = min(size, PAGE_BYTES - offset)
        index = _make_page(page, state) if vertex >= 0 else _find_page(page, state)
        if index >= 0:
            _refine(index, (offset | part) & 7, state)
            shift, start = state.page_shift[index], state.page_offset[index]
            for i in range(start + (offset >> shift), start + ((offset + part) >> shift)):
                state.shadow_vertex[i] = vertex
                state.shadow_time[i] = time
        address += part
        size -= part


@njit(nogil=True, cache=True)
def _read_range(address: int, size: int, begin: int, source: Any, state: Any) -> tuple[int, float]:
    """Append the distinct last writers of a byte range to ``source`` from ``begin``; (end, latest time).

    Writers of long ranges are sorted to find the distinct ones; those of short ones keep their order.
    """
    end, latest = begin, 0.0
    is_long = size > 64
    while size > 0:
        page, offset = address >> 12, address & 4095
        part = min(size, PAGE_BYTES - offset)
        index = _find_page(page, state)
        if index >= 0:
            _refine(index, (offset | part) & 7, state)
            shift, start = state.page_shift[index], state.page_offset[index]
            for i in range(start + (offset >> shift), start + ((offset + part) >> shift)):
                writer = state.shadow_vertex[i]
                if writer < 0:
                    continue
                latest = max(latest, state.shadow_time[i])
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


@njit(nogil=True, cache=True)
def _distinct(source: Any, begin: int, end: int) -> int:
    """Sort ``source[begin:end]`` and drop repeats; the new end."""
    source[begin:end] = np.sort(source[begin:end])
    kept = begin
    for i in range(begin, end):
        if i == begin or source[i] != source[kept - 1]:
            source[kept] = source[i]
            kept += 1
    return kept


@njit(nogil=True, cache=True)
def _resolve(origin: Any, base: int, depth: int, state: Any) -> tuple[int, int, float]:
    """Vertex that produces a value (-1: none), its weight code and its finishing time."""
    frame = state.frame[depth]
    if origin[0] == LOCAL:
        return base + origin[1], origin[3], state.value_time[frame[2] + origin[4]]
    if origin[0] == CROSS:
        start = state.slot_base[frame[1] + origin[1]]
        return start + origin[2], origin[3], state.value_time[frame[2] + origin[4]]
    if origin[0] == PARAMETER:
        at = frame[3] + origin[1]
        return state.parameter_vertex[at], state.parameter_code[at], state.parameter_time[at]
    if origin[0] == RESULT:
        at = frame[4] + origin[1]
        return state.result_vertex[at], state.result_code[at], state.result_time[at]
    return -1, 0, 0.0


@njit(nogil=True, cache=True)
def _enter(segment: int, tables: Any, state: Any) -> bool:
    """Push a frame for the function a segment opens; False when the arrays are too small (nothing is changed)."""
    depth = state.cursor[DEPTH]
    function = tables.segment_function[segment]
    slots = vertices = parameters = results = 0
    if depth > 0:
        caller = state.frame[depth - 1]
        of = caller[0]
        slots = caller[1] + tables.function_slots[of]
        vertices = caller[2] + tables.function_vertices[of]
        parameters = caller[3] + tables.function_parameters[of]
        results = caller[4] + tables.function_results[of]
    if (depth == len(state.frame) or slots + tables.function_slots[function] > len(state.slot_base)
            or vertices + tables.function_vertices[function] > len(state.value_time)
            or parameters + tables.function_parameters[function] > len(state.parameter_vertex)
            or results + tables.function_results[function] > len(state.result_vertex)):
        return False
    for i in range(tables.function_parameters[function]):
        state.parameter_vertex[parameters + i] = -1
    if depth > 0:
        _pass_arguments(parameters, tables.function_parameters[function], tables, state)
    frame = state.frame[depth]
    frame[0], frame[1], frame[2], frame[3], frame[4] = function, slots, vertices, parameters, results
    frame[5] = -1
    state.cursor[DEPTH] = depth + 1
    return True


@njit(nogil=True, cache=True)
def _pass_arguments(parameters: int, count: int, tables: Any, state: Any) -> None:
    """Bind parameters to the producers of what the caller passes, or to an external that calls back."""
    depth = state.cursor[DEPTH] - 1
    caller = state.frame[depth]
    segment = caller[5]
    if segment < 0 or tables.segment_result[segment] < 0:
        return
    base = state.slot_base[caller[1] + tables.segment_slot[segment]]
    if tables.segment_passes[segment]:
        first = tables.argument_start[segment]
        for i in range(min(count, tables.argument_start[segment + 1] - first)):
            vertex, code, time = _resolve(tables.argument[first + i], base, depth, state)
            at = parameters + i
            state.parameter_vertex[at], state.parameter_code[at], state.parameter_time[at] = vertex, code, time
    else:
        last = tables.vertex_start[segment + 1] - tables.vertex_start[segment] - 1
        origin = state.value_time[caller[2] + tables.segment_first[segment] + last]
        code = tables.vertex_class[tables.vertex_start[segment + 1] - 1]
        for at in range(parameters, parameters + count):
            state.parameter_vertex[at], state.parameter_code[at], state.parameter_time[at] = base + last, code, origin


@njit(nogil=True, cache=True)
def _leave(segment: int, base: int, tables: Any, state: Any) -> None:
    """Pop a frame; the caller's call result becomes the producer of the returned value."""
    depth = state.cursor[DEPTH] - 1
    vertex, code, time = _resolve(tables.returned[segment], base, depth, state)
    state.cursor[DEPTH] = depth
    if depth > 0:
        caller = state.frame[depth - 1]
        waiting = caller[5]
        if waiting >= 0 and tables.segment_result[waiting] >= 0 and tables.segment_passes[waiting]:
            at = caller[4] + tables.segment_result[waiting]
            state.result_vertex[at], state.result_code[at], state.result_time[at] = vertex, code, time


@njit(nogil=True, cache=True)
def _room(segment: int, words: Any, word: int, tables: Any, state: Any, output: Any) -> int:
    """DONE when the next record fits everywhere, else what must grow; ``cursor[WANTED]`` says by how much."""
    cursor = state.cursor
    vertices = tables.vertex_start[segment + 1] - tables.vertex_start[segment]
    edges = tables.segment_edges[segment]
    entries = 4 * PAGE_BYTES * (tables.segment_words[segment] + 1)
    pages = 2 * tables.segment_words[segment] + 2
    if tables.segment_ranges[segment]:
        most = 0
        for i in range(word, word + tables.segment_words[segment]):
            if words[i] < 1 << 40:
                most += np.int64(words[i])
        edges += min(most, cursor[VERTICES])
        entries += 4 * most
        pages += most // PAGE_BYTES
    cursor[WANTED] = edges
    if cursor[OUT_VERTICES] + vertices > len(output.in_degree) or cursor[OUT_EDGES] + edges > len(output.source):
        return NEED_OUTPUT
    cursor[WANTED] = entries
    if cursor[POOL_USED] + entries > len(state.shadow_vertex):
        return NEED_POOL
    cursor[WANTED] = pages
    if 2 * (cursor[PAGES] + pages) > len(state.page_key) or cursor[PAGES] + pages > len(state.page_offset):
        return NEED_PAGES
    cursor[WANTED] = edges + vertices
    if cursor[CARRIES] + edges + vertices > len(state.carry):
        return NEED_CARRY
    return DONE


@njit(nogil=True, cache=True)
def _count_degree(vertex: int, by: int, state: Any) -> None:
    """Add to a vertex's degree, kept modulo 256; each time it wraps the vertex is noted in ``carry``."""
    total = np.int64(state.degree[vertex]) + by
    while total >= 256:
        state.carry[state.cursor[CARRIES]] = vertex
        state.cursor[CARRIES] += 1
        total -= 256
    state.degree[vertex] = total


@njit(nogil=True, cache=True)
def _load(at: int, address: int, size: int, end: int, source: Any, state: Any) -> tuple[int, float]:
    """Append the last writers of a small access; remembers the page that operation ``at`` touched last."""
    page, offset = address >> 12, address & 4095
    if state.cache_page[at] == page and (state.cache_index[at] >= 0 or state.cache_stamp[at] == state.cursor[PAGES]):
        index = state.cache_index[at]
    else:
        index = _find_page(page, state)
        state.cache_page[at], state.cache_index[at], state.cache_stamp[at] = page, index, state.cursor[PAGES]
    if offset + size > PAGE_BYTES:
        return _read_range(address, size, end, source, state)
    if index < 0:
        return end, 0.0
    shift = state.page_shift[index]
    if (offset | size) & ((1 << shift) - 1) or size >> shift != 1:
        return _read_range(address, size, end, source, state)
    entry = state.page_offset[index] + (offset >> shift)
    writer = state.shadow_vertex[entry]
    if writer < 0:
        return end, 0.0
    source[end] = writer
    return end + 1, state.shadow_time[entry]


@njit(nogil=True, cache=True)
def _store(at: int, address: int, size: int, vertex: int, time: float, state: Any) -> None:
    """Make ``vertex`` the last writer of a small access."""
    page, offset = address >> 12, address & 4095
    if state.cache_page[at] == page and state.cache_index[at] >= 0:
        index = state.cache_index[at]
    else:
        index = _make_page(page, state)
        state.cache_page[at], state.cache_index[at] = page, index
    shift = state.page_shift[index]
    if offset + size > PAGE_BYTES or (offset | size) & ((1 << shift) - 1) or size >> shift != 1:
        _write_range(address, size, vertex, time, state)
        return
    entry = state.page_offset[index] + (offset >> shift)
    state.shadow_vertex[entry], state.shadow_time[entry] = vertex, time


@njit(nogil=True, cache=True)
def _memory(at: int, words: Any, word: int, vertex: int, time: float, end: int, source: Any, tables: Any,
            state: Any) -> tuple[int, float]:
    """Range operations: the producers a vertex reads from, then what it writes or frees of writers."""
    kind, a, b = tables.operation[at, 0], tables.operation[at, 1], np.int64(tables.operation[at, 2])
    first = np.int64(words[word + a])
    size = b if b >= 0 else np.int64(words[word + a + 1])
    if kind == READ:
        return _read_range(first, size, end, source, state)
    if kind == COPY:
        return _read_range(np.int64(words[word + a + 1]), np.int64(words[word + a + 2]), end, source, state)
    if kind == MOVE and words[word + a + 1] != 0 and words[word + a + 1] != words[word + a + 2]:
        size = min(first, np.int64(words[word + a + 3]))
        return _read_range(np.int64(words[word + a + 1]), size, end, source, state)
    return end, 0.0


@njit(nogil=True, cache=True)
def _memory_after(at: int, words: Any, word: int, vertex: int, time: float, tables: Any, state: Any) -> None:
    """The writes of a range operation, once its vertex's time is known."""
    kind, a, b = tables.operation[at, 0], tables.operation[at, 1], np.int64(tables.operation[at, 2])
    first = np.int64(words[word + a])
    if kind == STORE:
        _store(at, first, b, vertex, time, state)
    elif kind == WRITE or kind == FRESH:
        size = b if b >= 0 else np.int64(words[word + a + 1])
        _write_range(first, size, vertex if kind == WRITE else -1, time, state)
    elif kind == COPY:
        _write_range(first, np.int64(words[word + a + 2]), vertex, time, state)
    elif kind == MOVE:
        old, new, size = np.int64(words[word + a + 1]), np.int64(words[word + a + 2]), np.int64(words[word + a + 3])
        if old != new:
            _write_range(new, size, -1, 0.0, state)
            if old != 0:
                _write_range(new, min(first, size), vertex, time, state)


@njit(nogil=True, cache=True)
def _phis(segment: int, previous: int, depth: int, tables: Any, state: Any) -> bool:
    """Resolve all phis of a segment before any of them changes: vertex, code, time into ``phi_scratch``."""
    first, count = tables.predecessor_start[segment], tables.phi_count[segment]
    for row in range(first, tables.predecessor_start[segment + 1]):
        if tables.predecessors[row] == previous:
            at = tables.phi_start[segment] + (row - first) * count
            for i in range(count):
                vertex, code, time = _resolve(tables.phi_source[at + i], 0, depth, state)
                state.phi_scratch[i, 0], state.phi_scratch[i, 1], state.phi_scratch[i, 2] = vertex, code, time
            return True
    return False


@njit(nogil=True, cache=True)
def build_chunk(ids: Any, words: Any, levels: Any, tables: Any, state: Any, output: Any, degrees: bool) -> int:
    """Build the edges of the records from ``cursor[AT_RECORD]`` on; DONE, or what must grow to go on.

    ``levels`` (uint8, one per word) selects the weight code of each memory access. With ``degrees`` in- plus
    out-degree of every vertex is counted in ``state.degree`` and ``state.carry``.
    """
    cursor = state.cursor
    record, word = cursor[AT_RECORD], cursor[AT_WORD]
    while record < len(ids):
        segment = np.int64(ids[record])
        cursor[AT_RECORD], cursor[AT_WORD] = record, word
        status = _room(segment, words, word, tables, state, output)
        if status != DONE:
            return status
        if tables.segment_entry[segment]:
            if not _enter(segment, tables, state):
                return NEED_FRAME
        else:
            function = tables.segment_function[segment]
            while cursor[DEPTH] > 0 and state.frame[cursor[DEPTH] - 1, 0] != function:
                cursor[DEPTH] -= 1
            if cursor[DEPTH] == 0:
                return BROKEN
        if not _execute(segment, words, word, levels, tables, state, output, degrees):
            return BROKEN
        word += tables.segment_words[segment]
        record += 1
    cursor[AT_RECORD], cursor[AT_WORD] = record, word
    return DONE


@njit(nogil=True, cache=True)
def _execute(segment: int, words: Any, word: int, levels: Any, tables: Any, state: Any, output: Any,
             degrees: bool) -> bool:
    """Add the vertices and in-edges of one executed segment; False when it cannot follow what ran before."""
    cursor, depth = state.cursor, state.cursor[DEPTH] - 1
    frame = state.frame[depth]
    base, slot = cursor[VERTICES], frame[1] + tables.segment_slot[segment]
    if tables.phi_count[segment] > 0 and not _phis(segment, frame[5], depth, tables, state):
        return False
    state.slot_base[slot] = base
    frame[5] = segment
    state.segment_count[segment] += 1
    source, end, out = output.source, cursor[OUT_EDGES], cursor[OUT_VERTICES]
    first, times = tables.vertex_start[segment], frame[2] + tables.segment_first[segment]
    work, span = state.totals[0], state.totals[1]
    for v in range(first, tables.vertex_start[segment + 1]):
        vertex, begin, ready = base + v - first, end, 0.0
        memory = tables.vertex_memory[v]
        code = np.int64(tables.vertex_class[v])
        writes = False
        for at in range(tables.operation_start[v], tables.operation_start[v + 1]):
            kind = tables.operation[at, 0]
            if kind <= RESULT:
                producer, weight, time = _resolve(tables.operation[at], base, depth, state)
                if producer >= 0:
                    source[end], output.weight_code[end] = producer, weight
                    end += 1
                    ready = max(ready, time)
            elif kind == PHI:
                producer = np.int64(state.phi_scratch[tables.operation[at, 1], 0])
                if producer >= 0:
                    source[end] = producer
                    output.weight_code[end] = np.int64(state.phi_scratch[tables.operation[at, 1], 1])
                    end += 1
                    ready = max(ready, state.phi_scratch[tables.operation[at, 1], 2])
            else:
                registers = end
                if kind <= STORE:
                    at_word = word + tables.operation[at, 1]
                    level = levels[at_word]
                    code = np.int64(tables.memory_code[memory, level])
                    if kind == LOAD:
                        end, time = _load(at, np.int64(words[at_word]), np.int64(tables.operation[at, 2]), end,
                                          source, state)
                        ready = max(ready, time)
                    else:
                        writes = True
                    state.level_count[memory, level] += 1
                else:
                    end, time = _memory(at, words, word, vertex, ready, end, source, tables, state)
                    ready, writes = max(ready, time), True
                for i in range(registers, end):
                    output.weight_code[i] = code
        finish = ready + tables.cost[code]
        state.value_time[times + v - first] = finish
        work += tables.cost[code]
        span = max(span, finish)
        if writes:
            for at in range(tables.operation_start[v], tables.operation_start[v + 1]):
                if tables.operation[at, 0] >= STORE:
                    _memory_after(at, words, word, vertex, finish, tables, state)
        output.in_degree[out], output.cost_code[out] = end - begin, code
        output.static_row[out] = tables.vertex_row[v]
        out += 1
        if degrees:
            for i in range(begin, end):
                _count_degree(source[i], 1, state)
            _count_degree(vertex, end - begin, state)
    state.totals[0], state.totals[1] = work, span
    cursor[VERTICES] = base + out - cursor[OUT_VERTICES]
    cursor[EDGES] += end - cursor[OUT_EDGES]
    cursor[OUT_EDGES], cursor[OUT_VERTICES] = end, out
    if tables.segment_result[segment] >= 0:
        at = frame[4] + tables.segment_result[segment]
        last = tables.vertex_start[segment + 1] - 1
        state.result_vertex[at] = cursor[VERTICES] - 1
        state.result_code[at] = tables.vertex_class[last]
        state.result_time[at] = state.value_time[times + last - first]
    if tables.segment_returns[segment]:
        _leave(segment, base, tables, state)
    return True
