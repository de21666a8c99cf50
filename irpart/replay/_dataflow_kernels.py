"""Compiled kernels that turn a trace and the record of its run into a dataflow program.

Registers are followed as in the graph builder: the latest execution of a segment in a frame starts at a known vertex.
Memory is a paged shadow that knows for each byte which operand it comes from (an earlier vertex, or a constant), and which
byte of that value it is.

``segments`` (int64), one row per segment, columns ``S_*``; ``vertices`` (int64), one row per executed static instruction,
columns ``V_*``; ``specs`` (int64), where an operand comes from: columns ``O_*``; those of instructions come first, then
those of phis, arguments and returned values. ``operations`` (int64, (n, 3)): kind, word and size as in
``irpart.program.segments``, those that touch memory. Operands are uint32, as in ``DataflowProgram``.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

SLOT, BOUND, CONSTANT, PHI, MEMORY, NOWHERE = range(6)
"""Kinds of specs: offset ``b`` of the latest execution of slot ``a``; binding ``a``; operand ``a`` itself; phi ``a`` of the
segment; the bytes that are loaded; not known here."""
LOAD, STORE, COPY, WRITE, READ, FRESH, MOVE = 3, 4, 5, 6, 7, 8, 9
PLAIN, RECORDED, RETURNED, AWAITED = range(4)
"""Columns ``V_RECORD``: no value of the record; the instruction's value; the value it returns, beside its operand; the
instruction's value, which is recorded when the segment behind it begins."""
DONE, NEED_OPERANDS, NEED_CONSTANTS, NEED_FRAME, NEED_PAGES, NEED_RETURNS, BROKEN = range(7)
(AT_RECORD, AT_WORD, AT_VERTEX, AT_VALUE, AT_CORRECTED, OUT, DEPTH, PAGES, CONSTANTS, RETURNS, WANTED, FROM_RECORD,
 ROWS, FORMS, CURSORS) = range(15)
(S_FUNCTION, S_SLOT, S_ENTRY, S_RETURNS, S_RESULT, S_PASSES, S_WORDS, S_RANGES, S_START, S_STOP, S_PHIS, S_PHI_START,
 S_PREDECESSOR, S_PREDECESSOR_STOP, S_ARGUMENT, S_ARGUMENT_STOP, S_RETURNED, S_FRAME_SLOTS, S_FRAME_BINDINGS,
 S_FRAME_PARAMETERS, S_PARAMETER, S_PARAMETER_STOP, S_AWAITS, S_OPERANDS, S_CONSTANTS, S_COLUMNS) = range(26)
V_FORM, V_SPEC, V_SPEC_STOP, V_RECORD, V_OPERATION, V_OPERATION_STOP, V_WRITES, V_STORES, V_COLUMNS = range(9)
O_KIND, O_A, O_B, O_COLUMNS = range(4)
F_FUNCTION, F_SLOTS, F_BINDINGS, F_PREVIOUS, F_SLOT_STOP, F_BINDING_STOP, F_AWAITED, F_COLUMNS = range(8)
PAGE_BYTES = 4096
UNKNOWN = 0xFFFFFFFF
CONSTANT_BIT = 1 << 31
FIRST_PIECE = 1 << 24


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _at(index: int) -> int:
    """An index that is never negative, as the unsigned number that needs no check for counting from the end."""
    return np.uint64(index)


@njit(nogil=True, cache=True, _nrt=False)
def enter_constants(known: Any, places: Any) -> None:
    """Enter the numbers of known constants (uint64) into an empty, larger hash table (int32, -1)."""
    mask = len(places) - 1
    for number in range(len(known)):
        at = np.int64(known[number] * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(32)) & mask
        while places[at] != -1:
            at = (at + 1) & mask
        places[at] = number


@njit(nogil=True, cache=True, _nrt=False)
def _constant(value: Any, cursor: Any, constants: Any, places: Any) -> Any:
    """The operand that is a constant of these bits, which is entered when it is new."""
    mask = len(places) - 1
    at = np.int64(value * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(32)) & mask
    while places[at] != -1:
        if constants[places[at]] == value:
            return np.uint32(places[at] | CONSTANT_BIT)
        at = (at + 1) & mask
    number = cursor[CONSTANTS]
    places[at], constants[number] = number, value
    cursor[CONSTANTS] = number + 1
    return np.uint32(number | CONSTANT_BIT)


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
def _make_page(page: int, cursor: Any, page_table: Any, shadow: Any) -> int:
    """Index of a shadow page, made when there is none."""
    mask = len(page_table) - 1
    at = (page * 0x1E3779B97F4A7C15 >> 20) & mask
    while page_table[at, 0] != -1:
        if page_table[at, 0] == page:
            return page_table[at, 1]
        at = (at + 1) & mask
    index = cursor[PAGES]
    cursor[PAGES] = index + 1
    page_table[at, 0], page_table[at, 1] = page, index
    for i in range(index * PAGE_BYTES, (index + 1) * PAGE_BYTES):
        shadow[i] = UNKNOWN
    return index


@njit(nogil=True, cache=True, _nrt=False)
def _write(address: int, size: int, operand: Any, cursor: Any, page_table: Any, shadow: Any, shadow_byte: Any) -> None:
    """The bytes come from ``operand``, its lowest first; UNKNOWN: they are forgotten."""
    byte = np.int64(0)
    while size > 0:
        page, offset = address >> 12, address & 4095
        part = min(size, PAGE_BYTES - offset)
        index = _make_page(page, cursor, page_table, shadow) if operand != UNKNOWN else _find_page(page, page_table)
        if index >= 0:
            start = index * PAGE_BYTES + offset
            for i in range(part):
                shadow[_at(start + i)] = operand
                shadow_byte[_at(start + i)] = byte + i
        address, size, byte = address + part, size - part, byte + part


@njit(nogil=True, cache=True, _nrt=False)
def _copy(to: int, source: int, size: int, cursor: Any, page_table: Any, shadow: Any, shadow_byte: Any) -> None:
    """Bytes come from where those of another range, which may overlap, came from."""
    for number in range(size):
        i = number if to <= source else size - 1 - number
        index, operand, byte = _find_page((source + i) >> 12, page_table), np.uint32(UNKNOWN), np.uint8(0)
        if index >= 0:
            at = index * PAGE_BYTES + ((source + i) & 4095)
            operand, byte = shadow[at], shadow_byte[at]
        if operand == UNKNOWN:
            index = _find_page((to + i) >> 12, page_table)
        else:
            index = _make_page((to + i) >> 12, cursor, page_table, shadow)
        if index >= 0:
            at = index * PAGE_BYTES + ((to + i) & 4095)
            shadow[at], shadow_byte[at] = operand, byte


@njit(nogil=True, cache=True, _nrt=False)
def trace_bytes(address: int, size: int, page_table: Any, shadow: Any, shadow_byte: Any, piece: Any) -> int:
    """Pieces of a range of at most 8 bytes: rows of ``piece`` (int64, (8, 3)): operand, its first byte, bytes; how many, or
    -1 when a byte is unknown."""
    count = 0
    for i in range(size):
        index = _find_page((address + i) >> 12, page_table)
        if index < 0:
            return -1
        at = index * PAGE_BYTES + ((address + i) & 4095)
        operand, byte = np.int64(shadow[at]), np.int64(shadow_byte[at])
        if operand == UNKNOWN:
            return -1
        if count and piece[count - 1, 0] == operand and piece[count - 1, 1] + piece[count - 1, 2] == byte:
            piece[count - 1, 2] += 1
        else:
            piece[count, 0], piece[count, 1], piece[count, 2] = operand, byte, 1
            count += 1
    return count


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _loaded(address: int, size: int, page_table: Any, shadow: Any, shadow_byte: Any) -> int:
    """The one operand whose first bytes are a range, or -1."""
    offset = address & 4095
    index = _find_page(address >> 12, page_table)
    if index < 0 or offset + size > PAGE_BYTES:
        return -1
    start = index * PAGE_BYTES + offset
    operand = shadow[_at(start)]
    same = True
    for i in range(size):
        same = same and shadow[_at(start + i)] == operand and np.int64(shadow_byte[_at(start + i)]) == i
    return np.int64(operand) if same and operand != UNKNOWN else np.int64(-1)


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _resolve(at: int, slots: int, bindings: int, specs: Any, slot_base: Any, binding: Any) -> Any:
    """The operand that a spec of a register or constant names; UNKNOWN where there is none."""
    kind, a = specs[_at(at), O_KIND], specs[_at(at), O_A]
    if kind == SLOT:
        return np.uint32(slot_base[_at(slots + a)] + specs[_at(at), O_B])
    if kind == BOUND:
        return binding[_at(bindings + a)]
    return np.uint32(a if kind == CONSTANT else UNKNOWN)


@njit(nogil=True, cache=True, _nrt=False)
def _enter(segment: int, values: Any, segments: Any, parameters: Any, specs: Any, cursor: Any, frame: Any, slot_base: Any,
           binding: Any, constants: Any, places: Any) -> bool:
    """Push a frame for the function a segment opens; False when a stack is too small (nothing is changed)."""
    depth = cursor[DEPTH]
    slots = bound = 0
    if depth > 0:
        slots, bound = frame[depth - 1, F_SLOT_STOP], frame[depth - 1, F_BINDING_STOP]
    slot_stop, bound_stop = slots + segments[segment, S_FRAME_SLOTS], bound + segments[segment, S_FRAME_BINDINGS]
    if depth == len(frame) or slot_stop > len(slot_base) or bound_stop > len(binding):
        return False
    for i in range(bound, bound_stop):
        binding[i] = UNKNOWN
    caller = frame[depth - 1, F_PREVIOUS] if depth > 0 else -1
    if caller >= 0 and segments[caller, S_RESULT] >= 0 and segments[caller, S_PASSES]:
        first = segments[caller, S_ARGUMENT]
        for i in range(min(segments[caller, S_ARGUMENT_STOP] - first, segments[segment, S_FRAME_PARAMETERS])):
            binding[bound + i] = _resolve(first + i, frame[depth - 1, F_SLOTS], frame[depth - 1, F_BINDINGS], specs,
                                          slot_base, binding)
    for at in range(segments[segment, S_PARAMETER], segments[segment, S_PARAMETER_STOP]):
        if binding[bound + parameters[at]] == UNKNOWN:
            binding[bound + parameters[at]] = _constant(values[cursor[AT_VALUE]], cursor, constants, places)
        cursor[AT_VALUE] += 1
    frame[depth, F_FUNCTION], frame[depth, F_PREVIOUS], frame[depth, F_AWAITED] = segments[segment, S_FUNCTION], -1, -1
    frame[depth, F_SLOTS], frame[depth, F_BINDINGS] = slots, bound
    frame[depth, F_SLOT_STOP], frame[depth, F_BINDING_STOP] = slot_stop, bound_stop
    cursor[DEPTH] = depth + 1
    return True


@njit(nogil=True, cache=True, _nrt=False)
def _leave(segment: int, recorded: Any, values: Any, segments: Any, specs: Any, cursor: Any, frame: Any, slot_base: Any,
           binding: Any, returned_operand: Any, returned_value: Any) -> None:
    """Pop a frame; the caller's call result becomes what is returned. ``recorded`` is that as a constant, or UNKNOWN."""
    depth = cursor[DEPTH] - 1
    operand = _resolve(segments[segment, S_RETURNED], frame[depth, F_SLOTS], frame[depth, F_BINDINGS], specs, slot_base,
                       binding)
    if operand == UNKNOWN:
        operand = recorded
    cursor[DEPTH] = depth
    if depth > 0:
        waiting = frame[depth - 1, F_PREVIOUS]
        if waiting >= 0 and segments[waiting, S_RESULT] >= 0 and segments[waiting, S_PASSES]:
            binding[frame[depth - 1, F_BINDINGS] + segments[waiting, S_RESULT]] = operand
    elif recorded != UNKNOWN:
        returned_operand[cursor[RETURNS]], returned_value[cursor[RETURNS]] = operand, values[cursor[AT_VALUE] - 1]
        cursor[RETURNS] += 1


@njit(nogil=True, cache=True, _nrt=False)
def _moved(segment: int, words: Any, word: int, segments: Any, vertices: Any, operations: Any) -> int:
    """Bytes that the next record copies and moves, to new pages perhaps; all other ranges only forget."""
    moved = np.int64(0)
    for at in range(vertices[segments[segment, S_START], V_OPERATION],
                    vertices[segments[segment, S_STOP] - 1, V_OPERATION_STOP]):
        kind, a = operations[at, 0], word + operations[at, 1]
        if kind == COPY:
            moved += np.int64(words[a + 2])
        elif kind == MOVE and words[a + 1] != 0 and words[a + 1] != words[a + 2]:
            moved += min(np.int64(words[a]), np.int64(words[a + 3]))
    return moved


@njit(nogil=True, cache=True, _nrt=False)
def _perform_writes(v: int, vertex: int, word: int, words: Any, vertices: Any, operations: Any, cursor: Any,
                    page_table: Any, shadow: Any, shadow_byte: Any) -> None:
    """What an instruction writes, allocates or moves."""
    for at in range(vertices[v, V_OPERATION], vertices[v, V_OPERATION_STOP]):
        kind, a, size = operations[at, 0], word + operations[at, 1], operations[at, 2]
        address = np.int64(words[a])
        if kind == STORE:
            operand = np.uint32(vertex if vertices[v, V_STORES] else UNKNOWN)
            _write(address, size, operand, cursor, page_table, shadow, shadow_byte)
        elif (kind == WRITE or kind == FRESH) and address != 0:  # 0: an allocation that failed
            size = size if size >= 0 else np.int64(words[a + 1])
            _write(address, size, np.uint32(UNKNOWN), cursor, page_table, shadow, shadow_byte)
        elif kind == COPY:
            _copy(address, np.int64(words[a + 1]), np.int64(words[a + 2]), cursor, page_table, shadow, shadow_byte)
        elif kind == MOVE and words[a + 2] != 0 and words[a + 1] != words[a + 2]:
            old, new, wanted = np.int64(words[a + 1]), np.int64(words[a + 2]), np.int64(words[a + 3])
            moved = min(np.int64(words[a]), wanted) if old != 0 else np.int64(0)
            _copy(new, old, moved, cursor, page_table, shadow, shadow_byte)
            _write(new + moved, wanted - moved, np.uint32(UNKNOWN), cursor, page_table, shadow, shadow_byte)


@njit(nogil=True, cache=True, _nrt=False)
def _put_pieces(count: int, piece: Any, out: int, cursor: Any, constants: Any, places: Any, operand: Any) -> int:
    """Operands of a load that is put together: source and place of each piece; the new end."""
    shift = np.int64(0)
    for i in range(count):
        place = 8 * piece[i, 1] | shift << 8 | piece[i, 2] << 16 | (FIRST_PIECE if i == 0 else 0)
        operand[out], operand[out + 1] = piece[i, 0], _constant(np.uint64(place), cursor, constants, places)
        out, shift = out + 2, shift + 8 * piece[i, 2]
    return out


@njit(nogil=True, cache=True, _nrt=False)
def _form_of_pieces(v: int, count: int, form_of_pieces: Any, cursor: Any, piece_forms: Any) -> int:
    """The form of a load that is put together from ``count`` pieces."""
    if form_of_pieces[v, count] < 0:
        form_of_pieces[v, count] = cursor[ROWS]
        number = cursor[FORMS]
        piece_forms[number, 0], piece_forms[number, 1], piece_forms[number, 2] = v, count, cursor[ROWS]
        cursor[ROWS] += count
        cursor[FORMS] = number + 1
    return np.int64(form_of_pieces[v, count])


@njit(nogil=True, cache=True, _nrt=False)
def build_chunk(ids: Any, words: Any, values: Any, corrected_vertex: Any, corrected_value: Any, segments: Any, vertices: Any,
                specs: Any, operations: Any, predecessors: Any, parameters: Any, form_of_pieces: Any, cursor: Any,
                frame: Any, slot_base: Any, binding: Any, page_table: Any, shadow: Any, shadow_byte: Any, constants: Any,
                places: Any, phi_value: Any, piece: Any, piece_forms: Any, step: Any, operand: Any, returned_operand: Any,
                returned_value: Any) -> int:
    """Append the records from ``cursor[AT_RECORD]`` on to ``step`` and ``operand``; DONE, or what must grow to go on.

    ``form_of_pieces`` (int32, (vertices, 9)) numbers the forms of loads that are put together from 1 to 8 pieces; new ones
    are numbered from ``cursor[ROWS]`` on, a row per piece, and listed in ``piece_forms`` (int64, (forms, 3)): static vertex,
    pieces, form.
    """
    record, word, base, status = cursor[AT_RECORD], cursor[AT_WORD], cursor[AT_VERTEX], DONE
    while record < len(ids) and status == DONE:
        segment, out = np.int64(ids[_at(record)]), cursor[OUT]
        pages = 2 * segments[_at(segment), S_WORDS] + 2
        if segments[_at(segment), S_RANGES]:
            pages += _moved(segment, words, word, segments, vertices, operations) // PAGE_BYTES
        if out + segments[_at(segment), S_OPERANDS] > len(operand):
            status, cursor[WANTED] = NEED_OPERANDS, segments[segment, S_OPERANDS]
        elif 2 * (cursor[CONSTANTS] + segments[_at(segment), S_CONSTANTS]) > len(places):
            status, cursor[WANTED] = NEED_CONSTANTS, segments[segment, S_CONSTANTS]
        elif 2 * (cursor[PAGES] + pages) > len(page_table):
            status, cursor[WANTED] = NEED_PAGES, pages
        elif cursor[RETURNS] == len(returned_operand):
            status = NEED_RETURNS
        if status != DONE:
            break
        if segments[_at(segment), S_ENTRY]:
            if not _enter(segment, values, segments, parameters, specs, cursor, frame, slot_base, binding, constants,
                          places):
                status = NEED_FRAME
                break
        else:
            while cursor[DEPTH] > 0 and frame[cursor[DEPTH] - 1, F_FUNCTION] != segments[_at(segment), S_FUNCTION]:
                cursor[DEPTH] -= 1
            if cursor[DEPTH] == 0:
                status = BROKEN
                break
        depth = cursor[DEPTH] - 1
        slots, bound = frame[_at(depth), F_SLOTS], frame[_at(depth), F_BINDINGS]
        if segments[_at(segment), S_AWAITS]:
            value = _constant(values[cursor[AT_VALUE]], cursor, constants, places)
            cursor[AT_VALUE] += 1
            if frame[depth, F_AWAITED] >= 0:
                operand[frame[depth, F_AWAITED]] = value
        frame[_at(depth), F_AWAITED] = -1
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
                phi_value[_at(i)] = _resolve(at + i, slots, bound, specs, slot_base, binding)
        slot_base[_at(slots + segments[_at(segment), S_SLOT])] = base
        frame[_at(depth), F_PREVIOUS] = segment
        first, stop, returned = segments[_at(segment), S_START], segments[_at(segment), S_STOP], np.uint32(UNKNOWN)
        for v in range(first, stop):
            vertex, form, kept = base + v - first, vertices[_at(v), V_FORM], vertices[_at(v), V_RECORD]
            if kept == RECORDED:
                operand[_at(out)] = _constant(values[cursor[AT_VALUE]], cursor, constants, places)
                cursor[AT_VALUE] += 1
                out += 1
            elif kept == AWAITED:
                operand[out] = _constant(np.uint64(0), cursor, constants, places)
                frame[depth, F_AWAITED] = out
                out += 1
            elif kept == RETURNED:
                returned = _constant(values[cursor[AT_VALUE]], cursor, constants, places)
                cursor[AT_VALUE] += 1
            for at in range(vertices[_at(v), V_SPEC], vertices[_at(v), V_SPEC_STOP]):
                if specs[_at(at), O_KIND] == SLOT:
                    operand[_at(out)] = slot_base[_at(slots + specs[_at(at), O_A])] + specs[_at(at), O_B]
                    out += 1
                elif specs[_at(at), O_KIND] == PHI:
                    operand[_at(out)] = phi_value[_at(specs[_at(at), O_A])]
                    out += 1
                elif specs[_at(at), O_KIND] != MEMORY:
                    operand[_at(out)] = _resolve(at, slots, bound, specs, slot_base, binding)
                    out += 1
                else:
                    row = vertices[_at(v), V_OPERATION]
                    address, size = np.int64(words[_at(word + operations[_at(row), 1])]), operations[_at(row), 2]
                    if corrected_vertex[_at(cursor[AT_CORRECTED])] == vertex:
                        value = _constant(corrected_value[_at(cursor[AT_CORRECTED])], cursor, constants, places)
                        _write(address, size, value, cursor, page_table, shadow, shadow_byte)
                        cursor[AT_CORRECTED] += 1
                    loaded = _loaded(address, size, page_table, shadow, shadow_byte)
                    if loaded >= 0:
                        operand[_at(out)] = loaded
                        out += 1
                        cursor[FROM_RECORD] += loaded >= CONSTANT_BIT
                    else:
                        count = trace_bytes(address, size, page_table, shadow, shadow_byte, piece)
                        if count < 0:
                            return BROKEN
                        out = _put_pieces(count, piece, out, cursor, constants, places, operand)
                        form = _form_of_pieces(v, count, form_of_pieces, cursor, piece_forms)
                        break
            step[_at(vertex)] = form
            if vertices[_at(v), V_WRITES]:
                _perform_writes(v, vertex, word, words, vertices, operations, cursor, page_table, shadow, shadow_byte)
        if segments[_at(segment), S_RESULT] >= 0:
            binding[bound + segments[_at(segment), S_RESULT]] = base + stop - first - 1
        if segments[_at(segment), S_RETURNS]:
            _leave(segment, returned, values, segments, specs, cursor, frame, slot_base, binding, returned_operand,
                   returned_value)
        base, word, record = base + stop - first, word + segments[_at(segment), S_WORDS], record + 1
        cursor[OUT] = out
    cursor[AT_RECORD], cursor[AT_WORD], cursor[AT_VERTEX] = record, word, base
    return status


@njit(nogil=True, cache=True, _nrt=False)
def list_final(run_address: Any, run_start: Any, run_byte: Any, page_table: Any, shadow: Any, shadow_byte: Any, piece: Any,
               address: Any, operand: Any, offset: Any, size: Any, value: Any) -> int:
    """Pieces of the final memory: how many, or -1 when no operand is known for a byte. Empty columns: they are counted."""
    count = 0
    for run in range(len(run_address)):
        at, stop = run_start[run], run_start[run + 1]
        where = run_address[run]
        while at < stop:
            part = min(stop - at, 8 - (where & 7))
            pieces = trace_bytes(where, part, page_table, shadow, shadow_byte, piece)
            if pieces < 0:
                return -1
            for i in range(pieces):
                if len(address):
                    bits = np.uint64(0)
                    for byte in range(piece[i, 2]):
                        bits |= np.uint64(run_byte[at + byte]) << np.uint64(8 * byte)
                    address[count], operand[count], offset[count] = where, piece[i, 0], piece[i, 1]
                    size[count], value[count] = piece[i, 2], bits
                count, at, where = count + 1, at + piece[i, 2], where + piece[i, 2]
    return count
