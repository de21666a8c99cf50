"""Compiled kernels that follow the iterations of chosen loops through a trace and find what memory carries between them.

Time is the number of a record of the trace. ``levels`` is the stack of loops being executed (int64, columns ``L_*``), over
all calls; ``starts`` holds for each of them the times at which its last ``RING`` iterations began. The shadow keeps for
each granule of memory the last write, and the first and the last read since then, each as time and instruction; a page's
granule is 8 bytes until a narrower or unaligned access halves it. An earlier access was made in another iteration of the
outermost loop whose present execution had begun, and whose present iteration had not, when it was made.

``segments`` (int64): columns ``S_*``; ``actions`` (int64): one row per read, write or allocation, columns ``A_*``;
``blocks`` (int64): innermost chosen loop of a block, and the loop whose iteration begins there, -1 for none; ``loops``
(int64): enclosing chosen loop in the same function, whether the iterations begin with the loop's test.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

READ, WRITE, ALLOCATE, ALLOCATE_STACK = range(4)
GIVEN, COPY_FROM, COPY_TO, MOVE_FROM, MOVE_TO, WITH_HEADER = range(6)
FLOW, ANTI, OUTPUT = range(3)
S_FIRST, S_STOP, S_WORDS, S_BLOCK, S_ENTRY, S_RETURNS, S_VERTICES, S_COLUMNS = range(8)
A_ACTION, A_EXTENT, A_WORD, A_SIZE, A_SOURCE, A_MEMORY, A_COLUMNS = range(7)
L_LOOP, L_EXECUTION, L_ITERATION, L_TRIPS, L_FLOWS, L_FLOWED, L_COLUMNS = range(7)
T_EXECUTION, T_ITERATION, T_LONGEST, T_COLUMNS = range(4)
N_EXECUTIONS, N_ITERATIONS, N_LEAST, N_MOST, N_FLOWS, N_COLUMNS = range(6)
C_TOTAL, C_LONGEST, C_EVEN, C_COLUMNS = range(4)
D_KEY, D_COUNT, D_DISTANCE, D_ADDRESS, D_COLUMNS = range(5)
P_KEY, P_START, P_SHIFT, P_COLUMNS = range(4)
(AT_RECORD, AT_WORD, AT_ACTION, TIME, VERTICES, DEPTH, FRAMES, PAGES, CELLS, FOUND, STACK_LOW, STACK_HIGH, LOST,
 CURSORS) = range(14)
DONE, NEED_LEVELS, NEED_FRAMES, NEED_CELLS, NEED_FOUND = range(5)
PAGE_BYTES = 4096
RING = 1024
SOURCE_BITS = 20
ARRAY_HEADER = 48


@njit(nogil=True, cache=True, _nrt=False)
def _close(levels: Any, level: int, is_cut: bool, cost: float, loops: Any, counts: Any, cycles: Any, times: Any,
           ended_by_test: bool) -> None:
    """Account for the execution of a loop that ends (or, when the trace is cut, for its finished iterations)."""
    loop, trips = levels[level, L_LOOP], levels[level, L_TRIPS]
    flows = levels[level, L_FLOWS] - (is_cut and levels[level, L_FLOWED] == trips)
    if is_cut or (ended_by_test and loops[loop, 1]):
        trips -= 1
    elif trips > 0:
        times[level, T_LONGEST] = max(times[level, T_LONGEST], cost - times[level, T_ITERATION])
        times[level, T_ITERATION] = cost
    if trips <= 0:
        return
    total = times[level, T_ITERATION] - times[level, T_EXECUTION]
    counts[loop, N_ITERATIONS] += trips
    counts[loop, N_FLOWS] += flows
    cycles[loop, C_TOTAL] += total
    cycles[loop, C_LONGEST] = max(cycles[loop, C_LONGEST], times[level, T_LONGEST])
    cycles[loop, C_EVEN] += times[level, T_LONGEST] * trips
    if not is_cut:
        least = counts[loop, N_LEAST]
        counts[loop, N_LEAST] = trips if counts[loop, N_EXECUTIONS] == 0 else min(least, trips)
        counts[loop, N_MOST] = max(counts[loop, N_MOST], trips)
        counts[loop, N_EXECUTIONS] += 1


@njit(nogil=True, cache=True, _nrt=False)
def close_all(levels: Any, loops: Any, counts: Any, cycles: Any, times: Any, cursor: Any, cost: float) -> None:
    """The trace ends: loops still being executed count with their finished iterations."""
    for level in range(cursor[DEPTH]):
        _close(levels, level, True, cost, loops, counts, cycles, times, False)
    cursor[DEPTH] = 0


@njit(nogil=True, cache=True, _nrt=False)
def _is_within(loop: int, outer: int, loops: Any) -> bool:
    """Whether a loop is another one, or lies inside it."""
    while loop >= 0 and loop != outer:
        loop = loops[loop, 0]
    return loop >= 0


@njit(nogil=True, cache=True, _nrt=False)
def _enter_block(block: int, previous: int, base: int, blocks: Any, loops: Any, levels: Any, times: Any, starts: Any,
                 counts: Any, cycles: Any, cursor: Any, cost: float) -> None:
    """Leave the loops that do not contain a block, enter those that do, and begin an iteration where one begins."""
    loop, depth, now = blocks[block, 0], cursor[DEPTH], cursor[TIME]
    while depth > base and not _is_within(loop, levels[depth - 1, L_LOOP], loops):
        depth -= 1
        by_test = previous >= 0 and blocks[previous, 1] == levels[depth, L_LOOP]
        _close(levels, depth, False, cost, loops, counts, cycles, times, by_test)
    present = levels[depth - 1, L_LOOP] if depth > base else -1
    missing, at = 0, loop
    while at != present:
        missing, at = missing + 1, loops[at, 0]
    at = loop
    for level in range(depth + missing - 1, depth - 1, -1):
        levels[level, L_LOOP], levels[level, L_EXECUTION], levels[level, L_ITERATION] = at, now, now
        levels[level, L_TRIPS], levels[level, L_FLOWS], levels[level, L_FLOWED] = 0, 0, 0
        times[level, T_EXECUTION], times[level, T_ITERATION], times[level, T_LONGEST] = cost, cost, 0.0
        at = loops[at, 0]
    depth += missing
    cursor[DEPTH] = depth
    begun = blocks[block, 1]
    if begun < 0:
        return
    level = depth - 1
    while levels[level, L_LOOP] != begun:
        level -= 1
    if levels[level, L_TRIPS] > 0:
        times[level, T_LONGEST] = max(times[level, T_LONGEST], cost - times[level, T_ITERATION])
    times[level, T_ITERATION] = cost
    starts[level, levels[level, L_TRIPS] % RING] = now
    levels[level, L_ITERATION] = now
    levels[level, L_TRIPS] += 1


@njit(nogil=True, cache=True, _nrt=False)
def _distance(level: int, time: int, levels: Any, starts: Any) -> int:
    """Iterations between the present one and the one of the same execution at a time; at most ``RING``."""
    trips = levels[level, L_TRIPS]
    low, high = max(trips - RING, 0), trips - 1
    if trips == 0 or starts[level, low % RING] > time:
        return trips - low
    while high - low > 1:
        middle = (low + high) // 2
        if starts[level, middle % RING] <= time:
            low = middle
        else:
            high = middle
    return trips - 1 - low


@njit(nogil=True, cache=True, _nrt=False)
def _note(kind: int, earlier: int, source: int, address: int, levels: Any, starts: Any, found: Any, cursor: Any) -> None:
    """Note a pair of accesses (``earlier`` as in the shadow) when a loop carries it."""
    time, depth = (earlier >> SOURCE_BITS), cursor[DEPTH]
    if depth == 0 or time >= levels[depth - 1, L_ITERATION]:
        return
    for level in range(depth):
        if time < levels[level, L_EXECUTION]:
            return
        if time < levels[level, L_ITERATION]:
            break
    else:
        return
    mask, first = len(found) - 1, earlier & ((1 << SOURCE_BITS) - 1)
    key = (((levels[level, L_LOOP] << SOURCE_BITS | first) << SOURCE_BITS) | source) << 2 | kind
    at = (key * 0x1E3779B97F4A7C15 >> 20) & mask
    while found[at, D_KEY] != -1 and found[at, D_KEY] != key:
        at = (at + 1) & mask
    if found[at, D_KEY] == -1:
        if cursor[FOUND] + 1 >= len(found):
            cursor[LOST] += 1
            return
        found[at, D_KEY], found[at, D_COUNT], found[at, D_DISTANCE], found[at, D_ADDRESS] = key, 0, RING + 1, address
        cursor[FOUND] += 1
    found[at, D_COUNT] += 1
    if found[at, D_DISTANCE] > 1:
        found[at, D_DISTANCE] = min(found[at, D_DISTANCE], _distance(level, time, levels, starts))
    if kind == FLOW and levels[level, L_FLOWED] != levels[level, L_TRIPS]:
        levels[level, L_FLOWED] = levels[level, L_TRIPS]
        levels[level, L_FLOWS] += 1


@njit(nogil=True, cache=True, _nrt=False)
def _page_at(page: int, pages: Any) -> int:
    """Place of a page in the table: where it is, or where it would go."""
    mask = len(pages) - 1
    at = (page * 0x1E3779B97F4A7C15 >> 20) & mask
    while pages[at, P_KEY] != -1 and pages[at, P_KEY] != page:
        at = (at + 1) & mask
    return at


@njit(nogil=True, cache=True, _nrt=False)
def insert_pages(known: Any, pages: Any) -> None:
    """Enter known pages into an empty, larger table."""
    for i in range(len(known)):
        at = _page_at(known[i, P_KEY], pages)
        for column in range(P_COLUMNS):
            pages[at, column] = known[i, column]


@njit(nogil=True, cache=True, _nrt=False)
def insert_found(known: Any, found: Any) -> None:
    """Enter known pairs into an empty, larger table."""
    mask = len(found) - 1
    for i in range(len(known)):
        at = (known[i, D_KEY] * 0x1E3779B97F4A7C15 >> 20) & mask
        while found[at, D_KEY] != -1:
            at = (at + 1) & mask
        for column in range(D_COLUMNS):
            found[at, column] = known[i, column]


@njit(nogil=True, cache=True, _nrt=False)
def _provide(first: int, size: int, pages: Any, cells: Any, cursor: Any) -> bool:
    """Have pages with a fine enough granule for a range; False when there is no room (it may be tried again)."""
    shift = 3
    while (first | size) & ((1 << shift) - 1):
        shift -= 1
    for page in range(first >> 12, ((first + size - 1) >> 12) + 1):
        at = _page_at(page, pages)
        if pages[at, P_KEY] != -1 and pages[at, P_SHIFT] <= shift:
            continue
        count, start = PAGE_BYTES >> shift, cursor[CELLS]
        if start + count > len(cells) or 2 * cursor[PAGES] >= len(pages):
            return False
        if pages[at, P_KEY] == -1:
            cells[start : start + count] = -1
            pages[at, P_KEY] = page
            cursor[PAGES] += 1
        else:
            finer = pages[at, P_SHIFT] - shift
            for i in range(count):
                for column in range(3):
                    cells[start + i, column] = cells[pages[at, P_START] + (i >> finer), column]
        pages[at, P_START], pages[at, P_SHIFT] = start, shift
        cursor[CELLS] = start + count
    return True


@njit(nogil=True, cache=True, _nrt=False)
def _read(first: int, size: int, source: int, levels: Any, starts: Any, pages: Any, cells: Any, found: Any,
          cursor: Any) -> None:
    """Note what a read takes from other iterations; once per access, from each instruction that wrote it."""
    now, noted = cursor[TIME] << SOURCE_BITS | source, np.int64(-1)
    address, stop = first, first + size
    while address < stop:
        at = _page_at(address >> 12, pages)
        shift = pages[at, P_SHIFT]
        cell = pages[at, P_START] + ((address & (PAGE_BYTES - 1)) >> shift)
        writer = cells[cell, 0]
        if writer >= 0 and writer != noted:
            noted = writer
            _note(FLOW, writer, source, address, levels, starts, found, cursor)
        if cells[cell, 1] < 0:
            cells[cell, 1] = now
        cells[cell, 2] = now
        address = ((address >> shift) + 1) << shift


@njit(nogil=True, cache=True, _nrt=False)
def _write(first: int, size: int, source: int, levels: Any, starts: Any, pages: Any, cells: Any, found: Any,
           cursor: Any) -> None:
    """Note what a write must come after (not on the stack, which compilers reuse), and remember it."""
    now, noted = cursor[TIME] << SOURCE_BITS | source, np.int64(-1)
    is_stack = cursor[STACK_LOW] <= first < cursor[STACK_HIGH]
    address, stop = first, first + size
    while address < stop:
        at = _page_at(address >> 12, pages)
        shift = pages[at, P_SHIFT]
        cell = pages[at, P_START] + ((address & (PAGE_BYTES - 1)) >> shift)
        if not is_stack:
            writer, early, late = cells[cell, 0], cells[cell, 1], cells[cell, 2]
            if writer >= 0 and writer != noted:
                noted = writer
                _note(OUTPUT, writer, source, address, levels, starts, found, cursor)
            if late >= 0 and late != noted:
                noted = late
                _note(ANTI, late, source, address, levels, starts, found, cursor)
            if early >= 0 and early != late:
                _note(ANTI, early, source, address, levels, starts, found, cursor)
        cells[cell, 0], cells[cell, 1], cells[cell, 2] = now, -1, -1
        address = ((address >> shift) + 1) << shift


@njit(nogil=True, cache=True, _nrt=False)
def _forget(first: int, size: int, pages: Any, cells: Any) -> None:
    """New memory: nothing was written there or read from it."""
    address, stop = first, first + size
    while address < stop:
        at = _page_at(address >> 12, pages)
        end = min(stop, ((address >> 12) + 1) << 12)
        if pages[at, P_KEY] != -1:
            shift, offset = pages[at, P_SHIFT], pages[at, P_START]
            low = offset + ((address & (PAGE_BYTES - 1)) >> shift)
            high = offset + ((((end - 1) & (PAGE_BYTES - 1)) >> shift) + 1)
            cells[low:high] = -1
        address = end


@njit(nogil=True, cache=True, _nrt=False)
def _extent(action: int, word: int, actions: Any, words: Any) -> tuple[int, int]:
    """First byte and size of what an action touches."""
    extent, at = actions[action, A_EXTENT], word + actions[action, A_WORD]
    if extent == GIVEN:
        size = actions[action, A_SIZE]
        return np.int64(words[at]), size if size >= 0 else np.int64(words[at + 1])
    if extent == WITH_HEADER:
        return np.int64(words[at]), np.int64(words[at + 1]) + ARRAY_HEADER
    if extent == COPY_TO:
        return np.int64(words[at]), np.int64(words[at + 2])
    if extent == COPY_FROM:
        return np.int64(words[at + 1]), np.int64(words[at + 2])
    old, new = np.int64(words[at + 1]), np.int64(words[at + 2])
    if old == 0 or old == new:
        return new, 0
    return (old if extent == MOVE_FROM else new), min(np.int64(words[at]), np.int64(words[at + 3]))


@njit(nogil=True, cache=True, _nrt=False)
def _act(action: int, first: int, size: int, actions: Any, levels: Any, starts: Any, pages: Any, cells: Any, found: Any,
         cursor: Any) -> int:
    """Perform one action on the shadow; DONE, or what is lacking."""
    kind, source = actions[action, A_ACTION], actions[action, A_SOURCE]
    if kind >= ALLOCATE:
        _forget(first, size, pages, cells)
        if kind == ALLOCATE_STACK:
            cursor[STACK_LOW] = min(cursor[STACK_LOW], first)
            cursor[STACK_HIGH] = max(cursor[STACK_HIGH], first + size)
        return DONE
    if cursor[DEPTH] == 0 or size <= 0:
        return DONE
    if 2 * cursor[FOUND] >= len(found):
        return NEED_FOUND
    if not _provide(first, size, pages, cells, cursor):
        return NEED_CELLS
    if kind == READ:
        _read(first, size, source, levels, starts, pages, cells, found, cursor)
    else:
        _write(first, size, source, levels, starts, pages, cells, found, cursor)
    return DONE


@njit(nogil=True, cache=True, _nrt=False)
def observe_chunk(ids: Any, words: Any, weights: Any, segments: Any, actions: Any, fixed: Any, memory_cycles: Any,
                  blocks: Any, loops: Any, frames: Any, levels: Any, times: Any, starts: Any, counts: Any, cycles: Any,
                  pages: Any, cells: Any, found: Any, cursor: Any, cost: Any) -> int:
    """Follow the records of a chunk from where the cursor stands.

    ``weights`` (uint8, one per word) says what an access costs, by ``memory_cycles`` (float64, (memory operations, levels));
    ``fixed`` (float64, one per segment) what all else of a segment costs; ``cost`` (float64, 1) is what was spent so far.
    ``frames`` (int64): per call under way its present block and the height of ``levels`` when it began. Returns DONE or what
    must grow before the same record is tried again.
    """
    record, word = cursor[AT_RECORD], cursor[AT_WORD]
    status = DONE
    while record < len(ids) and status == DONE:
        segment = ids[record]
        if cursor[AT_ACTION] < 0:
            if cursor[FRAMES] + 1 >= len(frames):
                status = NEED_FRAMES
                break
            if cursor[DEPTH] + len(loops) >= len(levels):
                status = NEED_LEVELS
                break
            if segments[segment, S_ENTRY] or cursor[FRAMES] == 0:
                frames[cursor[FRAMES], 0], frames[cursor[FRAMES], 1] = -1, cursor[DEPTH]
                cursor[FRAMES] += 1
            block, frame = segments[segment, S_BLOCK], cursor[FRAMES] - 1
            if block >= 0:
                _enter_block(block, frames[frame, 0], frames[frame, 1], blocks, loops, levels, times, starts, counts, cycles,
                             cursor, cost[0])
                frames[frame, 0] = block
            cursor[AT_ACTION] = segments[segment, S_FIRST]
            cost[0] += fixed[segment]
        while cursor[AT_ACTION] < segments[segment, S_STOP]:
            action = cursor[AT_ACTION]
            first, size = _extent(action, word, actions, words)
            status = _act(action, first, size, actions, levels, starts, pages, cells, found, cursor)
            if status != DONE:
                break
            memory = actions[action, A_MEMORY]
            if memory >= 0:
                cost[0] += memory_cycles[memory, weights[word + actions[action, A_WORD]]]
            cursor[AT_ACTION] = action + 1
        if status != DONE:
            break
        if segments[segment, S_RETURNS]:
            cursor[FRAMES] -= 1
            base = frames[cursor[FRAMES], 1]
            for level in range(cursor[DEPTH] - 1, base - 1, -1):
                _close(levels, level, False, cost[0], loops, counts, cycles, times, False)
            cursor[DEPTH] = base
        cursor[AT_ACTION] = -1
        cursor[TIME] += 1
        cursor[VERTICES] += segments[segment, S_VERTICES]
        word, record = word + segments[segment, S_WORDS], record + 1
    cursor[AT_RECORD], cursor[AT_WORD] = record, word
    return status
