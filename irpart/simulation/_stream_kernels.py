"""Kernels that turn a placed graph into transfers and into one stream of operations per processor."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

COMPUTE, READ, WRITE, RECEIVE, AGAIN, SEND, DEPEND, EXECUTE = range(8)
"""Operations as in ``_machine_kernels``."""
MAILS_PER_LINE = 8


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
def is_order(rank: Any, source: Any, in_degree: Any) -> bool:
    """Whether every edge goes from a lower to a higher rank."""
    at = np.uint64(0)
    for v in range(len(in_degree)):
        for _ in range(in_degree[_at(v)]):
            if rank[_at(source[at])] >= rank[_at(v)]:
                return False
            at += np.uint64(1)
    return True


@njit(nogil=True, cache=True, _nrt=False)
def write_streams(sequence: Any, home: Any, first_edge: Any, source: Any, code: Any, ticks: Any, window: Any, shared: bool,
                  access_start: Any, line: Any, is_write: Any, group_of: Any, group_start: Any, to: Any, came: Any, mail: Any,
                  mail_line: Any, local: Any, counted: Any, pending: Any, cursor: Any, ops: Any, fill: bool) -> None:
    """Operations of every processor, counted into ``cursor`` (int64, P), or written to ``ops`` from ``cursor`` on (``fill``).

    ``sequence`` (uint32, n) are the vertices in order of execution, ``home`` (int32, n) the processor of each, ``ticks`` (int64,
    (P, costs)) what each cost code takes there. A vertex first receives the values from other processors (``came``, one byte per
    transfer: whether an earlier one did), then, on processors with a ``window``, names its operands by how many instructions
    ago they were computed; then come its memory accesses, or else its cost; then its value is sent. With ``shared`` memory
    a value that is not in memory anyhow is first written to the next free place (``mail``, one per group) of the lines from
    ``mail_line[p]`` on, and loaded from there. ``counted`` (int64, (P, 2)) are instructions and mails, ``local`` (uint32, n)
    the number of a vertex on its processor, ``pending`` the cost not yet written.
    """
    for index in range(len(sequence)):
        v = _at(sequence[_at(index)])
        p = _at(home[v])
        begin, end = access_start[v], access_start[v + np.uint64(1)]
        wide = window[p]
        number = counted[p, 0]
        counted[p, 0] = number + 1
        local[v] = number
        for e in range(first_edge[v], first_edge[v + np.uint64(1)]):
            u = _at(source[_at(e)])
            if home[u] == home[v]:
                distance = number - np.int64(local[u])
                if wide > 0 and distance < wide:
                    if fill:
                        ops[_at(cursor[p])] = np.uint64(distance) << np.uint64(4) | np.uint64(DEPEND)
                    cursor[p] += 1
                continue
            group = group_of[u]
            j = group_start[_at(group)]
            while to[_at(j)] != home[v]:
                j += 1
            if came[_at(j)] and wide == 0:
                continue
            if pending[p] > 0:
                if fill:
                    ops[_at(cursor[p])] = np.uint64(pending[p]) << np.uint64(4) | np.uint64(COMPUTE)
                cursor[p] += 1
                pending[p] = 0
            if fill:
                ops[_at(cursor[p])] = np.uint64(j) << np.uint64(4) | np.uint64(AGAIN if came[_at(j)] else RECEIVE)
            cursor[p] += 1
            if shared and not came[_at(j)] and mail[_at(group)] >= 0:
                if fill:
                    place = mail_line[_at(home[u])] + mail[_at(group)] // MAILS_PER_LINE
                    ops[_at(cursor[p])] = np.uint64(place) << np.uint64(4) | np.uint64(READ)
                cursor[p] += 1
            came[_at(j)] = True
        cost = ticks[p, _at(code[v])] if begin == end else 0
        if wide == 0:
            pending[p] += cost
        sends = group_of[v] >= 0
        if pending[p] > 0 and (begin < end or sends):
            if fill:
                ops[_at(cursor[p])] = np.uint64(pending[p]) << np.uint64(4) | np.uint64(COMPUTE)
            cursor[p] += 1
            pending[p] = 0
        writes = False
        for i in range(begin, end):
            writes = writes or is_write[_at(i)]
            if fill:
                ops[_at(cursor[p])] = np.uint64(line[_at(i)]) << np.uint64(4) | np.uint64(WRITE if is_write[_at(i)] else READ)
            cursor[p] += 1
        if wide > 0:
            if fill:
                ops[_at(cursor[p])] = np.uint64(cost) << np.uint64(4) | np.uint64(EXECUTE)
            cursor[p] += 1
        if sends:
            group = _at(group_of[v])
            if shared:
                mail[group] = -1 if writes else counted[p, 1]
                if not writes:
                    if fill:
                        place = mail_line[p] + counted[p, 1] // MAILS_PER_LINE
                        ops[_at(cursor[p])] = np.uint64(place) << np.uint64(4) | np.uint64(WRITE)
                    cursor[p] += 1
                    counted[p, 1] += 1
            if fill:
                ops[_at(cursor[p])] = group << np.uint64(4) | np.uint64(SEND)
            cursor[p] += 1
    for p in range(len(pending)):
        if pending[p] > 0:
            if fill:
                ops[_at(cursor[p])] = np.uint64(pending[p]) << np.uint64(4) | np.uint64(COMPUTE)
            cursor[p] += 1
            pending[p] = 0
