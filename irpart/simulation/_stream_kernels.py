"""Kernels that turn a placed graph into transfers and into one stream of operations per processor."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

COMPUTE, READ, WRITE, RECEIVE, AGAIN, SEND, DEPEND, EXECUTE, MAIL = range(9)
"""Operations as in ``_machine_kernels``."""
MAILS_PER_LINE = 8
CODE, MASK = 12, 4095
RECEIVES, ACCESSES, SENDS = 1 << 28, 1 << 29, 1 << 30
"""A vertex in one word: its processor in the low 12 bits, 16 bits of cost code, and flags."""


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _at(i: Any) -> Any:
    """An index that cannot be negative, which spares the check for wrapping."""
    return np.uint64(i)


@njit(nogil=True, cache=True, _nrt=False)
def list_transfers(master: Any, message_start: Any, sender: Any, receiver: Any, placed: Any, stamp: Any, place: Any,
                   group_of: Any, group_start: Any, to: Any, via: Any) -> tuple[int, int]:
    """Messages between clusters as transfers between processors, one per value and processor; (groups, transfers).

    The transfers of a vertex with any are a group: ``group_of`` (int32, n) is its number, or -1; they are
    ``group_start[g]:group_start[g + 1]`` of ``to`` (int32) and ``via`` (int64: the transfer of the processor that passes the
    value on, or -1). ``stamp`` (int64, P, -1) and ``place`` (int64, P) are workspace.
    """
    groups, number = 0, 0
    for u in range(len(master)):
        group_of[_at(u)] = -1
        home, before = placed[_at(master[_at(u)])], number
        for i in range(message_start[_at(u)], message_start[_at(u + 1)]):
            q = placed[_at(receiver[_at(i)])]
            if q == home or stamp[_at(q)] == u:
                continue
            stamp[_at(q)] = u
            place[_at(q)] = number
            to[_at(number)] = q
            passer = placed[_at(sender[_at(i)])]
            via[_at(number)] = -1 if passer == home else place[_at(passer)]
            number += 1
        if number > before:
            group_of[_at(u)] = groups
            group_start[_at(groups)] = before
            groups += 1
    group_start[_at(groups)] = number
    return groups, number


@njit(nogil=True, cache=True, _nrt=False)
def invert(rank: Any, sequence: Any) -> bool:
    """Vertices by rank into ``sequence`` (uint32, n); whether the ranks are the numbers below n, each once."""
    n = len(rank)
    for i in range(n):
        sequence[_at(i)] = n
    for v in range(n):
        if rank[_at(v)] >= n or sequence[_at(rank[_at(v)])] != n:
            return False
        sequence[_at(rank[_at(v)])] = v
    return True


@njit(nogil=True, cache=True, _nrt=False)
def pack_vertices(rank: Any, master: Any, placed: Any, source: Any, in_degree: Any, code: Any, window: Any, shared: bool,
                  access_start: Any, group_of: Any, packed: Any, room: Any) -> bool:
    """What the pass in order of execution needs of each vertex, in one word; whether ``rank`` is an order of the graph.

    ``packed`` (uint32, n) receives processor, cost code and flags. ``room`` (int64, (P, 2)) is raised by
    the operations that a processor needs at most, and by the values it sends.
    """
    for v in range(len(master)):
        packed[_at(v)] = placed[_at(master[_at(v)])]
    at, ordered = np.uint64(0), True
    for v in range(len(master)):
        own = packed[_at(v)] & np.uint64(MASK)
        needs, flags = 0, np.uint64(0)
        for _ in range(in_degree[_at(v)]):
            u = _at(source[at])
            ordered = ordered and rank[u] < rank[_at(v)]
            if packed[u] & np.uint64(MASK) != own:
                needs += 2 if shared else 1
                flags |= np.uint64(RECEIVES)
            elif window[own] > 0:
                needs += 1
            at += np.uint64(1)
        if access_start[_at(v)] != access_start[_at(v + 1)]:
            needs += np.int64(access_start[_at(v + 1)]) - np.int64(access_start[_at(v)])
            flags |= np.uint64(ACCESSES)
        if group_of[_at(v)] >= 0:
            needs += 2 if shared else 1
            room[own, 1] += 1
            flags |= np.uint64(SENDS)
        if needs > 0 or window[own] > 0:
            room[own, 0] += needs + 2
        packed[_at(v)] = own | np.uint64(code[_at(v)]) << np.uint64(CODE) | flags
    return ordered


@njit(nogil=True, cache=True, _nrt=False)
def write_streams(sequence: Any, packed: Any, first_edge: Any, source: Any, speed_class: Any, ticks: Any, window: Any,
                  shared: bool, access_start: Any, line: Any, is_write: Any, group_of: Any, group_start: Any, to: Any,
                  came: Any, mail: Any, mail_line: Any, local: Any, counted: Any, pending: Any, cursor: Any,
                  ops: Any) -> None:
    """Write the operations of every processor p to ``ops`` from ``cursor[p]`` on.

    ``sequence`` (uint32, n) are the vertices in order of execution, ``ticks`` (int64, (classes, costs)) what each cost
    code takes on a processor of a class. A vertex first receives the values from other processors (``came``, one byte per
    transfer: whether an earlier one did), then, on processors with a ``window``, names its operands by how many instructions
    ago they were computed; then come its memory accesses, or else its cost; then its value is sent. With ``shared`` memory
    a value that is not in memory anyhow is first written to the next free place (``mail``, one per group) of the lines from
    ``mail_line[p]`` on, and loaded from there. ``counted`` (int64, (P, 2)) are instructions and mails, ``local`` (uint32, n)
    the number of a vertex on its processor where there is a window, ``pending`` the cost not yet written.
    """
    for index in range(len(sequence)):
        v = _at(sequence[_at(index)])
        word = packed[v]
        p = word & np.uint64(MASK)
        wide, number = window[p], counted[p, 0]
        counted[p, 0] = number + 1
        cost = ticks[speed_class[p], (word >> np.uint64(CODE)) & np.uint64(0xFFFF)]
        if word & np.uint64(RECEIVES | ACCESSES | SENDS) == np.uint64(0) and wide == 0:
            pending[p] += cost
            continue
        if wide > 0:
            local[v] = number
        elif pending[p] > 0:
            ops[_at(cursor[p])] = np.uint64(pending[p]) << np.uint64(4) | np.uint64(COMPUTE)
            cursor[p] += 1
            pending[p] = 0
        if word & np.uint64(RECEIVES) or wide > 0:
            for e in range(first_edge[v], first_edge[v + np.uint64(1)]):
                u = _at(source[_at(e)])
                if packed[u] & np.uint64(MASK) == p:
                    distance = number - np.int64(local[u]) if wide > 0 else 0
                    if distance < wide:
                        ops[_at(cursor[p])] = np.uint64(distance) << np.uint64(4) | np.uint64(DEPEND)
                        cursor[p] += 1
                    continue
                group = group_of[u]
                j = group_start[_at(group)]
                while to[_at(j)] != np.int64(p):
                    j += 1
                if came[_at(j)] and wide == 0:
                    continue
                ops[_at(cursor[p])] = np.uint64(j) << np.uint64(4) | np.uint64(AGAIN if came[_at(j)] else RECEIVE)
                cursor[p] += 1
                if shared and not came[_at(j)] and mail[_at(group)] >= 0:
                    place = mail_line[packed[u] & np.uint64(MASK)] + mail[_at(group)] // MAILS_PER_LINE
                    ops[_at(cursor[p])] = np.uint64(place) << np.uint64(4) | np.uint64(READ)
                    cursor[p] += 1
                came[_at(j)] = True
        writes = False
        if word & np.uint64(ACCESSES):
            cost = 0
            for i in range(access_start[v], access_start[v + np.uint64(1)]):
                what = READ
                if is_write[_at(i)]:
                    what, writes = WRITE, True
                ops[_at(cursor[p])] = np.uint64(line[_at(i)]) << np.uint64(4) | np.uint64(what)
                cursor[p] += 1
        if wide > 0 or (cost > 0 and word & np.uint64(SENDS)):
            ops[_at(cursor[p])] = np.uint64(cost) << np.uint64(4) | np.uint64(EXECUTE if wide > 0 else COMPUTE)
            cursor[p] += 1
        else:
            pending[p] += cost
        if word & np.uint64(SENDS):
            group = group_of[v]
            if shared:
                mail[_at(group)] = -1 if writes else counted[p, 1]
                if not writes:
                    place = mail_line[p] + counted[p, 1] // MAILS_PER_LINE
                    ops[_at(cursor[p])] = np.uint64(place) << np.uint64(4) | np.uint64(MAIL)
                    cursor[p] += 1
                    counted[p, 1] += 1
            ops[_at(cursor[p])] = np.uint64(group) << np.uint64(4) | np.uint64(SEND)
            cursor[p] += 1
    for p in range(len(pending)):
        if pending[p] > 0:
            ops[_at(cursor[p])] = np.uint64(pending[p]) << np.uint64(4) | np.uint64(COMPUTE)
            cursor[p] += 1
            pending[p] = 0
