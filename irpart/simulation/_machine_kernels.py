"""The simulated machine as compiled code: links, caches, the directory, cores, in order of time.

All state lives in arrays that the caller holds (``irpart.simulation.machine`` makes them), so that a run can be left and
resumed. Times are ticks of 1/16 cycle. Arrays come in four tuples: ``net`` (wire, link, gap, credit, route, node, option),
``private`` (core, l1, l2), ``memory`` (bank, l3, domain) and ``directory`` (line, page, sharer, free_row).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

TICKS = 16
"""Ticks per cycle."""
CONTROL, VALUE, LINE = range(3)
"""Sizes of network messages: a request or answer without data, one value, one cache line."""
W_HEAD, W_LATENCY, W_TIME, W_CREDIT, W_CREDITS, W_COLUMNS = 0, 1, 2, 5, 6, 8
"""Columns of ``wire`` (int32): inner node at a link's end, latency, time per message of each size (3), first credit, number
of credits. Memory channels are links behind the others."""
L_FREE, L_NEXT, L_WAIT, L_GAP, L_COUNT, L_COLUMNS = 0, 1, 2, 3, 4, 8
"""Columns of ``link``: free from, next credit, waiting time, next gap, messages of each size (3)."""
GAPS, SPAN = 16, 20
"""Idle intervals that a link remembers, so that a message that comes late in the simulation can use them: begin << SPAN |
length, of long ones the last 2^SPAN - 1 ticks."""
N_INNER, N_UP, N_DOWN, N_COLUMNS = range(4)
"""Columns of ``node``: inner node it is or hangs on; links to and from that, or -1."""
(C_CLOCK, C_AT, C_WAITS, C_NODE, C_DOMAIN, C_L1, C_MASK1, C_WAYS1, C_TIME1, C_L2, C_MASK2, C_WAYS2, C_TIME2, C_WINDOW,
 C_STEP, C_FINE, C_READY, C_MEMORY, C_RETIRED, C_NUMBER, C_LAST, C_RING, C_LAUNCH, C_STORE, C_BUSY, C_STALL, C_WAIT,
 C_OVERHEAD, C_READS, C_WRITES, C_HITS1, C_HITS2, C_HITS3, C_LOCAL, C_REMOTE, C_FORWARDED, C_INVALIDATED, C_SENT,
 C_RECEIVED, C_COLUMNS) = range(40)
"""Columns of ``core``: time, next operation, transfer it waits for (-1: none); node, memory domain, place, sets - 1, ways
and hit time of its two caches; window and 1/1024 ticks per instruction (out of order); state of the instruction under way;
place of its ring, time to start on something that came (GPUs), next store; then what is counted."""
S_NODE, S_FIRST, S_SETS, S_WAYS, S_TIME, S_COLUMNS = range(6)
"""Columns of ``bank`` (a slice of shared cache): node, place of its tags, sets, ways, hit time."""
D_NODE, D_BANK, D_BANKS, D_LINK, D_TIME, D_COLUMNS = range(6)
"""Columns of ``domain`` (memory): node, first bank, banks, its channel as a link, access time."""
OWNER, BUSY = range(2)
"""Columns of ``line``: owner (-1 none, p: exclusive or modified in core p, -2 - r: shared, sharers in row r), busy until."""
SHARED, EXCLUSIVE, MODIFIED = 1, 2, 3
EMPTY = -1
"""States of a line in a private cache; its tag is 4 x line + state. The tag of a way without a line."""
COMPUTE, READ, WRITE, RECEIVE, AGAIN, SEND, DEPEND, EXECUTE, MAIL = range(9)
"""Operations: the low four bits of a word; the rest are ticks, a line, a transfer, a group of transfers, or a distance.
MAIL writes a value for other cores to memory."""
(O_SEND, O_RECEIVE, O_FORWARD, O_CREDIT, O_QUANTUM, O_POLICY, O_SHARED, O_STORES, O_FREE_ROWS, O_LIVE, O_WIDTH,
 O_COLUMNS) = range(12)
"""Columns of ``option``: overheads of a message, credit latency, how far a core may run ahead, page policy (0 first touch, 1
interleaved), whether values go through shared memory, stores under way per core, free rows, cores in the heap, base-2
logarithm of the ticks per interval of the timeline."""
DONE, NEED_ROWS = range(2)
YIELD, BLOCKED, FINISHED, NO_ROWS = range(4)
RUNNING = -1
"""Time in the heap of the core that runs. It stays on top: a core that it wakes may be behind it, since out of order a value
can be sent from before the clock of its sender."""
SLOTS = 256
"""Intervals of the timeline; it holds busy, stalled and overhead time per core and interval."""
BUSY_TIME, STALL_TIME, OVERHEAD_TIME = range(3)


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _at(i: Any) -> Any:
    """An index that cannot be negative, which spares the check for wrapping."""
    return np.uint64(i)


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _reserve(wire: Any, link: Any, gap: Any, which: int, t: int, length: int) -> int:
    """Occupy a link for ``length`` from ``t`` on or as soon after as it is idle; when that begins.

    ``gap`` holds the latest idle intervals in order of time, from L_GAP on around; messages are reserved in the order in
    which they are simulated, which for answers is long before their time.
    """
    w = _at(which)
    free, least, first = link[w, L_FREE], wire[w, W_TIME], link[w, L_GAP]
    if t >= free:
        if t - free >= least:
            idle = min(t - free, (1 << SPAN) - 1)
            gap[w, _at(first)] = (t - idle) << SPAN | idle
            link[w, L_GAP] = (first + 1) & (GAPS - 1)
        link[w, L_FREE] = t + length
        return t
    best, found = free, -1
    for i in range(GAPS - 1, -1, -1):
        idle = gap[w, _at((first + i) & (GAPS - 1))]
        end = (idle >> SPAN) + (idle & ((1 << SPAN) - 1))
        if end < t + length:
            break
        begin = max(idle >> SPAN, t)
        if begin + length <= end:
            best, found = begin, i
    if found < 0:
        link[w, L_FREE] = free + length
    else:
        g = _at((first + found) & (GAPS - 1))
        begin = gap[w, g] >> SPAN
        before = best - begin
        after = (gap[w, g] & ((1 << SPAN) - 1)) - before - length
        if before >= least and after >= least and found > 0:
            for i in range(found):
                gap[w, _at((first + i) & (GAPS - 1))] = gap[w, _at((first + i + 1) & (GAPS - 1))]
            gap[w, _at((first + found - 1) & (GAPS - 1))] = begin << SPAN | before
        if after >= least or before < least:
            gap[w, g] = (best + length) << SPAN | after
        else:
            gap[w, g] = begin << SPAN | before
    link[w, L_WAIT] += best - t
    return best


@njit(nogil=True, cache=True, _nrt=False)
def _carry(net: Any, a: int, b: int, size: int, t: int) -> int:
    """Carry a message from node a to node b (cut through, links and buffers reserved on the way); when its end arrives.

    A place in a buffer is ``credit`` (time from which it is taken, time when it is free again); a message that comes before
    its place is taken, though it is simulated after, goes ahead of the buffer's queue.
    """
    wire, link, gap, credit, route, node, option = net
    if a == b:
        return t
    at, goal, next_link = node[_at(a), N_INNER], node[_at(b), N_INNER], node[_at(a), N_UP]
    before, left, length = -1, node[_at(b), N_DOWN] >= 0, 0
    while True:
        if next_link < 0:
            if at != goal:
                next_link = np.int64(route[_at(goal), _at(at)])
            elif left:
                next_link, left = node[_at(b), N_DOWN], False
            else:
                break
        w = _at(next_link)
        length = np.int64(wire[w, W_TIME + size])
        slot = -1
        if wire[w, W_CREDITS] > 0:
            slot = wire[w, W_CREDIT] + link[w, L_NEXT]
            if t < credit[_at(slot), 0]:
                slot = -1
            else:
                link[w, L_NEXT] = link[w, L_NEXT] + 1 if link[w, L_NEXT] + 1 < wire[w, W_CREDITS] else 0
                granted = max(t, credit[_at(slot), 1])
                link[w, L_WAIT] += granted - t
                t = credit[_at(slot), 0] = granted
        start = _reserve(wire, link, gap, next_link, t, length)
        link[w, L_COUNT + size] += 1
        if before >= 0:
            credit[_at(before), 1] = start + option[O_CREDIT]
        before, at = slot, np.int64(wire[w, W_HEAD])
        t, next_link = start + wire[w, W_LATENCY], -1
    t += length
    if before >= 0:
        credit[_at(before), 1] = t + option[O_CREDIT]
    return t


@njit(nogil=True, cache=True, _nrt=False)
def carry_all(time: Any, origin: Any, goal: Any, size: int, net: Any, arrival: Any) -> None:
    """Carry many messages, given in order of their times; when each arrives."""
    for i in range(len(time)):
        arrival[i] = _carry(net, origin[i], goal[i], size, time[i])


@njit(nogil=True, cache=True, _nrt=False)
def _lookup(tags: Any, first: int, ways: int, line: int) -> int:
    """State of a line in a set of a private cache, which becomes its most recent; 0 when it is not there."""
    for way in range(ways):
        tag = tags[_at(first + way)]
        if tag >> 2 == line:
            for other in range(way, 0, -1):
                tags[_at(first + other)] = tags[_at(first + other - 1)]
            tags[_at(first)] = tag
            return tag & 3
    return 0


@njit(nogil=True, cache=True, _nrt=False)
def _insert(tags: Any, first: int, ways: int, tag: int) -> int:
    """Put a tag in front of a set; the tag that falls out, or EMPTY."""
    victim = tags[_at(first + ways - 1)]
    for other in range(ways - 1, 0, -1):
        tags[_at(first + other)] = tags[_at(first + other - 1)]
    tags[_at(first)] = tag
    return victim


@njit(nogil=True, cache=True, _nrt=False)
def _change(tags: Any, first: int, ways: int, line: int, state: int) -> int:
    """Give a line in a set another state (0 removes it); its state before, 0 when it is not there."""
    for way in range(ways):
        tag = tags[_at(first + way)]
        if tag >> 2 == line:
            if state == 0:
                for other in range(way, ways - 1):
                    tags[_at(first + other)] = tags[_at(first + other + 1)]
                tags[_at(first + ways - 1)] = EMPTY
            else:
                tags[_at(first + way)] = line << 2 | state
            return tag & 3
    return 0


@njit(nogil=True, cache=True, _nrt=False)
def _change_held(private: Any, c: int, line: int, state: int) -> int:
    """Give a line another state in both caches of a core; its state before."""
    core, l1, l2 = private
    p = _at(c)
    _change(l1, core[p, C_L1] + (line & core[p, C_MASK1]) * core[p, C_WAYS1], core[p, C_WAYS1], line, state)
    return _change(l2, core[p, C_L2] + (line & core[p, C_MASK2]) * core[p, C_WAYS2], core[p, C_WAYS2], line, state)


@njit(nogil=True, cache=True, _nrt=False)
def _bank_of(memory: Any, d: int, line: int) -> int:
    """The bank of a domain that keeps a line, or -1 when the domain has none."""
    domain = memory[2]
    banks = np.uint64(domain[_at(d), D_BANKS])
    if banks == np.uint64(0):
        return -1
    mixed = np.uint64(line) * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(40)
    return domain[_at(d), D_BANK] + np.int64(mixed % banks)


@njit(nogil=True, cache=True, _nrt=False)
def _keep(net: Any, memory: Any, d: int, s: int, line: int, dirty: int, t: int) -> None:
    """Put a line into its bank, or to memory when there is none; a changed line that falls out goes to memory."""
    bank, l3, domain = memory
    wire, link, gap = net[0], net[1], net[2]
    place = domain[_at(d), D_NODE]
    if s >= 0:
        b = _at(s)
        ways = bank[b, S_WAYS]
        first = bank[b, S_FIRST] + np.int64(np.uint64(line) % np.uint64(bank[b, S_SETS])) * ways
        for way in range(ways):
            tag = l3[_at(first + way)]
            if tag >> 1 == line:
                l3[_at(first + way)] = tag | dirty
                return
        victim = _insert(l3, first, ways, line << 1 | dirty)
        if victim == EMPTY or victim & 1 == 0:
            return
        t = _carry(net, bank[b, S_NODE], place, LINE, t)
    elif dirty == 0:
        return
    channel = domain[_at(d), D_LINK]
    _reserve(wire, link, gap, channel, t, np.int64(wire[_at(channel), W_TIME + LINE]))
    link[_at(channel), L_COUNT + LINE] += 1


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _supply(net: Any, core: Any, memory: Any, c: int, d: int, s: int, line: int, t: int) -> int:
    """When a line that no private cache has changed is at its home: from the bank, or from memory."""
    bank, l3, domain = memory
    wire, link, gap = net[0], net[1], net[2]
    place = domain[_at(d), D_NODE]
    home = place
    if s >= 0:
        b = _at(s)
        home, ways = bank[b, S_NODE], bank[b, S_WAYS]
        first = bank[b, S_FIRST] + np.int64(np.uint64(line) % np.uint64(bank[b, S_SETS])) * ways
        for way in range(ways):
            tag = l3[_at(first + way)]
            if tag >> 1 == line:
                for other in range(way, 0, -1):
                    l3[_at(first + other)] = l3[_at(first + other - 1)]
                l3[_at(first)] = tag
                core[_at(c), C_HITS3] += 1
                return t
    core[_at(c), C_LOCAL if core[_at(c), C_DOMAIN] == d else C_REMOTE] += 1
    t = _carry(net, home, place, CONTROL, t)
    channel = domain[_at(d), D_LINK]
    t = _reserve(wire, link, gap, channel, t, np.int64(wire[_at(channel), W_TIME + LINE])) + domain[_at(d), D_TIME]
    link[_at(channel), L_COUNT + LINE] += 1
    t = _carry(net, place, home, LINE, t)
    if s >= 0:
        _keep(net, memory, d, s, line, 0, t)
    return t


@njit(nogil=True, cache=True, _nrt=False)
def _invalidate_sharers(net: Any, private: Any, sharer: Any, row: int, c: int, home: int, line: int, t: int) -> int:
    """Take a line from all sharers but core c; when the last acknowledgement is at c."""
    core, last = private[0], t
    for word in range(sharer.shape[1]):
        bits = sharer[_at(row), _at(word)]
        p = word * 64
        while bits != np.uint64(0):
            if bits & np.uint64(1) and p != c:
                if _change_held(private, p, line, 0) > 0:
                    core[_at(p), C_INVALIDATED] += 1
                there = _carry(net, home, core[_at(p), C_NODE], CONTROL, t)
                last = max(last, _carry(net, core[_at(p), C_NODE], core[_at(c), C_NODE], CONTROL, there))
            bits >>= np.uint64(1)
            p += 1
    return last


@njit(nogil=True, cache=True, _nrt=False)
def _enter_sharers(net: Any, directory: Any, line: int, owner: int, c: int) -> None:
    """Note in the directory that core c reads a line whose entry was ``owner``."""
    line_table, _, sharer, free_row = directory
    option = net[6]
    if owner == -1:
        line_table[_at(line), OWNER] = c
        return
    row = -2 - owner
    if owner >= 0:
        option[O_FREE_ROWS] -= 1
        row = free_row[_at(option[O_FREE_ROWS])]
        for word in range(sharer.shape[1]):
            sharer[_at(row), _at(word)] = 0
        sharer[_at(row), _at(owner >> 6)] = np.uint64(1) << np.uint64(owner & 63)
        line_table[_at(line), OWNER] = -2 - row
    sharer[_at(row), _at(c >> 6)] |= np.uint64(1) << np.uint64(c & 63)


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _fetch(net: Any, private: Any, memory: Any, directory: Any, c: int, line: int, write: bool, held: int, t: int) -> int:
    """Ask the home of a line for it, to read or (``write``) to change; when the core has it. ``held`` is its state there."""
    core, bank, domain = private[0], memory[0], memory[2]
    line_table, page, sharer, free_row = directory
    option = net[6]
    p, x = _at(c), _at(line)
    d = np.int64(page[_at(line >> 6)])
    if d < 0:
        d = core[p, C_DOMAIN] if option[O_POLICY] == 0 else (line >> 6) % len(domain)
        page[_at(line >> 6)] = d
    s = _bank_of(memory, d, line)
    here, home = core[p, C_NODE], bank[_at(s), S_NODE] if s >= 0 else domain[_at(d), D_NODE]
    t = _carry(net, here, home, CONTROL, t)
    if s >= 0:
        t += bank[_at(s), S_TIME]
    t = max(t, line_table[x, BUSY])
    owner, done = line_table[x, OWNER], t
    if owner >= 0:
        core[p, C_FORWARDED] += 1
        there = core[_at(owner), C_NODE]
        t = _carry(net, home, there, CONTROL, t) + core[_at(owner), C_TIME2]
        changed = _change_held(private, owner, line, 0 if write else SHARED) == MODIFIED
        if write:
            core[_at(owner), C_INVALIDATED] += 1
        elif changed:
            _keep(net, memory, d, s, line, 1, _carry(net, there, home, LINE, t))
        done = _carry(net, there, here, LINE, t)
    else:
        if write and owner < -1:
            done = _invalidate_sharers(net, private, sharer, -2 - owner, c, home, line, t)
        if held == 0:
            t = _supply(net, core, memory, c, d, s, line, t)
        done = max(done, _carry(net, home, here, LINE if held == 0 else CONTROL, t))
    if write:
        if owner < -1:
            free_row[_at(option[O_FREE_ROWS])] = -2 - owner
            option[O_FREE_ROWS] += 1
        line_table[x, OWNER] = c
    else:
        _enter_sharers(net, directory, line, owner, c)
    line_table[x, BUSY] = done
    return done


@njit(nogil=True, cache=True, _nrt=False)
def _evict(net: Any, private: Any, memory: Any, directory: Any, c: int, tag: int, t: int) -> None:
    """A line falls out of a core's caches: its home is told when it was the core's own, and gets it when it was changed."""
    core, l1, _ = private
    p, line = _at(c), tag >> 2
    _change(l1, core[p, C_L1] + (line & core[p, C_MASK1]) * core[p, C_WAYS1], core[p, C_WAYS1], line, 0)
    if tag & 3 == SHARED:
        return
    d = np.int64(directory[1][_at(line >> 6)])
    s = _bank_of(memory, d, line)
    home, changed = memory[0][_at(s), S_NODE] if s >= 0 else memory[2][_at(d), D_NODE], tag & 3 == MODIFIED
    back = _carry(net, core[p, C_NODE], home, LINE if changed else CONTROL, t)
    directory[0][_at(line), OWNER] = -1
    if changed:
        _keep(net, memory, d, s, line, 1, back)


@njit(nogil=True, cache=True, _nrt=False)
def _access(net: Any, private: Any, memory: Any, directory: Any, c: int, line: int, write: bool, t: int) -> int:
    """One access of a core to a line; when it is done."""
    core, l1, l2 = private
    p = _at(c)
    ways1, ways2 = core[p, C_WAYS1], core[p, C_WAYS2]
    first1, first2 = core[p, C_L1] + (line & core[p, C_MASK1]) * ways1, core[p, C_L2] + (line & core[p, C_MASK2]) * ways2
    inner = _lookup(l1, first1, ways1, line)
    t += core[p, C_TIME1]
    if inner > 0:
        core[p, C_HITS1] += 1
    if inner == MODIFIED or (inner > 0 and not write):
        return t
    state = inner
    if inner == 0:
        t += core[p, C_TIME2]
        state = _lookup(l2, first2, ways2, line)
        if state > 0:
            core[p, C_HITS2] += 1
    after = MODIFIED if write else state
    if state == 0 or (write and state == SHARED):
        t = _fetch(net, private, memory, directory, c, line, write, state, t)
        if not write:
            after = EXCLUSIVE if directory[0][_at(line), OWNER] == c else SHARED
    if state == 0:
        victim = _insert(l2, first2, ways2, line << 2 | after)
        if victim != EMPTY:
            _evict(net, private, memory, directory, c, victim, t)
    elif after != state:
        _change(l2, first2, ways2, line, after)
    if ways1 > 0:
        if inner == 0:
            _insert(l1, first1, ways1, line << 2 | after)
        else:
            l1[_at(first1)] = line << 2 | after
    return t


@njit(nogil=True, cache=True, _nrt=False)
def _push(heap: Any, option: Any, time: int, c: int) -> None:
    """Enter a core into the heap of those that can go on, by time, then number."""
    i = option[O_LIVE]
    option[O_LIVE] += 1
    while i > 0:
        above = (i - 1) >> 1
        if heap[_at(above), 0] < time or (heap[_at(above), 0] == time and heap[_at(above), 1] < c):
            break
        heap[_at(i), 0], heap[_at(i), 1] = heap[_at(above), 0], heap[_at(above), 1]
        i = above
    heap[_at(i), 0], heap[_at(i), 1] = time, c


@njit(nogil=True, cache=True, _nrt=False)
def _sink(heap: Any, count: int, time: int, c: int) -> None:
    """Put a core with its time in place of the top of a heap of ``count``."""
    i = 0
    while True:
        below = 2 * i + 1
        if below >= count:
            break
        if below + 1 < count and (heap[_at(below + 1), 0] < heap[_at(below), 0] or (
                heap[_at(below + 1), 0] == heap[_at(below), 0] and heap[_at(below + 1), 1] < heap[_at(below), 1])):
            below += 1
        if heap[_at(below), 0] > time or (heap[_at(below), 0] == time and heap[_at(below), 1] > c):
            break
        heap[_at(i), 0], heap[_at(i), 1] = heap[_at(below), 0], heap[_at(below), 1]
        i = below
    heap[_at(i), 0], heap[_at(i), 1] = time, c


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _horizon(heap: Any, option: Any) -> Any:
    """How far the core on top of the heap may run: a quantum beyond the next."""
    following = np.int64(1) << 60
    if option[O_LIVE] > 1:
        following = heap[1, 0]
    if option[O_LIVE] > 2 and heap[2, 0] < following:
        following = heap[2, 0]
    return following + option[O_QUANTUM]


@njit(nogil=True, cache=True, _nrt=False)
def _send(net: Any, core: Any, transfers: Any, heap: Any, c: int, group: int, ready: int, t: int) -> int:
    """Send a value to all processors that get it, from ``ready`` on; when the core has handed it over."""
    start, to, via, arrival = transfers
    option = net[6]
    for j in range(start[_at(group)], start[_at(group + 1)]):
        q = np.int64(to[_at(j)])
        if option[O_SHARED]:
            arrival[_at(j)] = ready
        elif via[_at(j)] < 0:
            t += option[O_SEND]
            core[_at(c), C_OVERHEAD] += option[O_SEND]
            arrival[_at(j)] = _carry(net, core[_at(c), C_NODE], core[_at(q), C_NODE], VALUE, max(t, ready))
        else:
            left = arrival[_at(via[_at(j)])] + option[O_FORWARD]
            arrival[_at(j)] = _carry(net, core[_at(to[_at(via[_at(j)])]), C_NODE], core[_at(q), C_NODE], VALUE, left)
        arrival[_at(j)] += core[_at(q), C_LAUNCH]
        core[_at(c), C_SENT] += 1
        if core[_at(q), C_WAITS] == j:
            core[_at(q), C_WAITS] = -1
            _push(heap, option, max(core[_at(q), C_CLOCK], arrival[_at(j)]), q)
    return t


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _advance(net: Any, private: Any, memory: Any, directory: Any, transfers: Any, heap: Any, ops: Any, end: int, stores: Any,
             c: int, limit: int) -> int:
    """Let a core run in order until ``limit`` is passed, it has to wait, or it is done."""
    core, l1, _ = private
    arrival, option, p = transfers[3], net[6], _at(c)
    t, at, ready = core[p, C_CLOCK], core[p, C_AT], core[p, C_LAST]
    first, mask, ways, hit = core[p, C_L1], core[p, C_MASK1], core[p, C_WAYS1], core[p, C_TIME1]
    status = YIELD
    while t <= limit:
        if at == end:
            status = FINISHED
            break
        word = ops[_at(at)]
        what, value = word & np.uint64(15), np.int64(word >> np.uint64(4))
        if what == COMPUTE:
            t += value
            core[p, C_BUSY] += value
            ready = t
        elif what == READ:
            core[p, C_READS] += 1
            core[p, C_BUSY] += hit
            if ways > 0 and l1[_at(first + (value & mask) * ways)] >> 2 == value:
                core[p, C_HITS1] += 1
                t += hit
            else:
                if option[O_FREE_ROWS] == 0:
                    core[p, C_READS] -= 1
                    core[p, C_BUSY] -= hit
                    status = NO_ROWS
                    break
                ready = _access(net, private, memory, directory, c, value, False, t)
                core[p, C_STALL] += ready - t - hit
                t = ready
            ready = t
        elif what == WRITE or what == MAIL:
            core[p, C_WRITES] += 1
            core[p, C_BUSY] += TICKS
            if ways > 0 and l1[_at(first + (value & mask) * ways)] == value << 2 | MODIFIED:
                core[p, C_HITS1] += 1
                ready = t + hit
            else:
                slot = core[p, C_STORE]
                core[p, C_STORE] = slot + 1 if slot + 1 < option[O_STORES] else 0
                if stores[p, _at(slot)] > t:
                    core[p, C_STALL] += stores[p, _at(slot)] - t
                    t = stores[p, _at(slot)]
                ready = _access(net, private, memory, directory, c, value, True, t)
                stores[p, _at(slot)] = ready
            t += TICKS
        elif what == RECEIVE:
            came = arrival[_at(value)]
            if came < 0:
                core[p, C_WAITS], status = value, BLOCKED
                break
            if came > t:
                core[p, C_WAIT] += came - t
                t = came
            t += option[O_RECEIVE]
            core[p, C_OVERHEAD] += option[O_RECEIVE]
            core[p, C_RECEIVED] += 1
        else:
            t = _send(net, core, transfers, heap, c, value, ready, t)
            limit = min(limit, _horizon(heap, option))
        at += 1
    core[p, C_CLOCK], core[p, C_AT], core[p, C_LAST] = t, at, ready
    return status


@njit(nogil=True, cache=True, _nrt=False)
def _advance_out_of_order(net: Any, private: Any, memory: Any, directory: Any, transfers: Any, heap: Any, ops: Any, end: int,
                          ring: Any, c: int, limit: int) -> int:
    """As ``_advance``: instructions enter a window in order and start when their operands are there."""
    core = private[0]
    arrival, option, p = transfers[3], net[6], _at(c)
    window, first, at = core[p, C_WINDOW], core[p, C_RING], core[p, C_AT]
    status = YIELD
    while core[p, C_CLOCK] <= limit:
        if at == end:
            core[p, C_CLOCK] = max(core[p, C_CLOCK], core[p, C_RETIRED])
            status = FINISHED
            break
        word = ops[_at(at)]
        what, value = word & np.uint64(15), np.int64(word >> np.uint64(4))
        place = _at(first + core[p, C_NUMBER] % window)
        if core[p, C_READY] < 0 and what != SEND and what != MAIL:
            core[p, C_FINE] = max(core[p, C_FINE] + core[p, C_STEP], ring[place, 1] << 10)
            core[p, C_CLOCK] = core[p, C_FINE] >> 10
            core[p, C_READY], core[p, C_MEMORY], core[p, C_LAST] = core[p, C_CLOCK], 0, 0
        if what == RECEIVE or what == AGAIN:
            if arrival[_at(value)] < 0:
                core[p, C_WAITS], status = value, BLOCKED
                break
            core[p, C_READY] = max(core[p, C_READY], arrival[_at(value)])
            if what == RECEIVE:
                core[p, C_FINE] += option[O_RECEIVE] << 10
                core[p, C_OVERHEAD] += option[O_RECEIVE]
                core[p, C_RECEIVED] += 1
        elif what == DEPEND:
            operand = _at(first + (core[p, C_NUMBER] - value) % window)
            core[p, C_READY] = max(core[p, C_READY], ring[operand, 0])
        elif what == READ or what == WRITE:
            if option[O_FREE_ROWS] == 0:
                status = NO_ROWS
                break
            core[p, C_READS if what == READ else C_WRITES] += 1
            done = _access(net, private, memory, directory, c, value, what == WRITE, core[p, C_READY])
            if what == READ:
                core[p, C_MEMORY] = max(core[p, C_MEMORY], done)
            core[p, C_LAST] = max(core[p, C_LAST], done)
        elif what == MAIL:
            core[p, C_WRITES] += 1
            core[p, C_LAST] = _access(net, private, memory, directory, c, value, True, core[p, C_LAST])
        elif what == EXECUTE:
            finish = max(core[p, C_READY] + value, core[p, C_MEMORY])
            core[p, C_RETIRED] = max(core[p, C_RETIRED], finish)
            ring[place, 0], ring[place, 1] = finish, core[p, C_RETIRED]
            core[p, C_LAST] = max(core[p, C_LAST], finish)
            core[p, C_NUMBER] += 1
            core[p, C_BUSY] = core[p, C_NUMBER] * core[p, C_STEP] >> 10
            core[p, C_READY] = -1
        else:
            t = core[p, C_FINE] >> 10
            core[p, C_FINE] += (_send(net, core, transfers, heap, c, value, core[p, C_LAST], t) - t) << 10
            limit = min(limit, _horizon(heap, option))
        at += 1
    core[p, C_AT] = at
    return status


@njit(nogil=True, cache=True, _nrt=False)
def run(net: Any, private: Any, memory: Any, directory: Any, transfers: Any, heap: Any, ops: Any, op_end: Any, stores: Any,
        ring: Any, timeline: Any) -> int:
    """Run all cores until they are done or wait for ever (DONE), or rows of sharers have run out (NEED_ROWS)."""
    core, option = private[0], net[6]
    while option[O_LIVE] > 0:
        c = heap[0, 1]
        p = _at(c)
        heap[0, 0] = RUNNING
        horizon = _horizon(heap, option)
        status = YIELD
        while status == YIELD and core[p, C_CLOCK] <= horizon:
            while core[p, C_CLOCK] >> option[O_WIDTH] >= SLOTS:
                _fold(timeline, option)
            slot = core[p, C_CLOCK] >> option[O_WIDTH]
            limit = min(horizon, (slot + 1) << option[O_WIDTH])
            busy, stall, overhead = core[p, C_BUSY], core[p, C_STALL], core[p, C_OVERHEAD]
            if core[p, C_WINDOW] > 0:
                status = _advance_out_of_order(net, private, memory, directory, transfers, heap, ops, op_end[p], ring, c,
                                               limit)
            else:
                status = _advance(net, private, memory, directory, transfers, heap, ops, op_end[p], stores, c, limit)
            timeline[p, _at(slot), BUSY_TIME] += core[p, C_BUSY] - busy
            timeline[p, _at(slot), STALL_TIME] += core[p, C_STALL] - stall
            timeline[p, _at(slot), OVERHEAD_TIME] += core[p, C_OVERHEAD] - overhead
            horizon = min(horizon, _horizon(heap, option))
        if status == NO_ROWS:
            return NEED_ROWS
        if status == YIELD:
            _sink(heap, option[O_LIVE], core[p, C_CLOCK], c)
        else:
            option[O_LIVE] -= 1
            last = option[O_LIVE]
            _sink(heap, last, heap[_at(last), 0], heap[_at(last), 1])
    return DONE


@njit(nogil=True, cache=True, _nrt=False)
def _fold(timeline: Any, option: Any) -> None:
    """Make the intervals of the timeline twice as long."""
    option[O_WIDTH] += 1
    for p in range(len(timeline)):
        for slot in range(SLOTS):
            for kind in range(3):
                both = 0
                if slot < SLOTS // 2:
                    both = timeline[p, 2 * slot, kind] + timeline[p, 2 * slot + 1, kind]
                timeline[p, slot, kind] = both
