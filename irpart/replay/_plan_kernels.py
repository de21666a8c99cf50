"""Kernels that turn a dataflow program and a worker for each vertex into one program per worker."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

CONSTANT_BIT, HOLD_BIT = 1 << 31, 1 << 31
"""As in ``dataflow`` and ``workers``."""
NEAR, MOST_HELD = 16, 7
"""A value is held back for the next SEND of its pair when that is at most so many steps away, and so often in a row."""
STEPS, OPERANDS, EXCHANGES, CONSTANTS = range(4)
"""Columns of ``cursor``: entries of a worker written so far."""


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _at(i: Any) -> Any:
    """An index that cannot be negative, which spares the check for wrapping."""
    return np.uint64(i)


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
def start_operands(step: Any, form_operands: Any, first: Any) -> int:
    """Where the operands of each vertex begin, into ``first`` (int64, n + 1); the first vertex of no form, or -1."""
    total = 0
    for v in range(len(step)):
        first[_at(v)] = total
        if step[_at(v)] >= len(form_operands):
            return v
        total += form_operands[_at(step[_at(v)])]
    first[_at(len(step))] = total
    return -1


@njit(nogil=True, cache=True, _nrt=False)
def misplaced(first: Any, operand: Any, rank: Any, n_constants: int) -> int:
    """The first vertex that reads a constant or vertex that does not exist or one not before it in ``rank``, or -1."""
    n = len(rank)
    for v in range(n):
        for e in range(first[_at(v)], first[_at(v + 1)]):
            name = np.int64(operand[_at(e)])
            if name & CONSTANT_BIT:
                if name - CONSTANT_BIT >= n_constants:
                    return v
            elif name >= n or rank[_at(name)] >= rank[_at(v)]:
                return v
    return -1


@njit(nogil=True, cache=True, _nrt=False)
def group_by_worker(sequence: Any, worker: Any, start: Any, cursor: Any, vertex: Any, place: Any) -> None:
    """Vertices of worker w, in order of execution, into ``vertex`` from ``start[w]`` on, and the place of each there.

    ``cursor`` (int64, W) is a copy of ``start``, moved.
    """
    for i in range(len(sequence)):
        v = _at(sequence[_at(i)])
        w = _at(worker[v])
        vertex[_at(cursor[w])] = v
        place[v] = cursor[w] - start[w]
        cursor[w] += 1


@njit(nogil=True, cache=True, _nrt=False)
def count_crossing(first: Any, operand: Any, worker: Any, count: Any) -> None:
    """For each vertex u, operands of other workers that are its value: added to ``count[u + 1]`` (int64, n + 1)."""
    for v in range(len(worker)):
        for e in range(first[_at(v)], first[_at(v + 1)]):
            u = np.int64(operand[_at(e)])
            if not u & CONSTANT_BIT and worker[_at(u)] != worker[_at(v)]:
                count[_at(u + 1)] += 1


@njit(nogil=True, cache=True, _nrt=False)
def list_crossing(sequence: Any, first: Any, operand: Any, worker: Any, cursor: Any, crossing: Any, reader: Any) -> None:
    """These operands by the vertex whose value they are, in their readers' order of execution, with the readers' workers.

    ``cursor`` (int64, n) says where those of each vertex begin, and is moved to their end.
    """
    for i in range(len(sequence)):
        v = _at(sequence[_at(i)])
        for e in range(first[v], first[v + np.uint64(1)]):
            u = np.int64(operand[_at(e)])
            if not u & CONSTANT_BIT and worker[_at(u)] != worker[v]:
                at = _at(cursor[_at(u)])
                crossing[at] = e
                reader[at] = worker[v]
                cursor[_at(u)] += 1


@njit(nogil=True, cache=True, _nrt=False)
def list_messages(vertex: Any, worker: Any, crossing_start: Any, crossing: Any, reader: Any, stamp: Any, latest: Any,
                  sent: Any, message_start: Any, receiver: Any, number: Any) -> int:
    """One message for each vertex and other worker that reads it; their number.

    Those of the vertex in row i of ``vertex`` are ``message_start[i]:message_start[i + 1]`` of ``receiver`` (uint16).
    ``sent`` (int64, (W, W)) is raised by the messages of each pair, ``number`` (uint32, one per operand) receives, for
    operands that come from another worker, the number of the message in its pair. ``stamp`` (int64, W, -1) and ``latest``
    (int64, W) are workspace.
    """
    total = 0
    for i in range(len(vertex)):
        u = _at(vertex[_at(i)])
        message_start[_at(i)] = total
        p = _at(worker[u])
        for j in range(crossing_start[u], crossing_start[u + np.uint64(1)]):
            q = _at(reader[_at(j)])
            if stamp[q] != np.int64(u):
                stamp[q] = np.int64(u)
                latest[q] = sent[p, q]
                sent[p, q] += 1
                receiver[_at(total)] = q
                total += 1
            number[_at(crossing[_at(j)])] = latest[q]
    message_start[_at(len(vertex))] = total
    return total


@njit(nogil=True, cache=True, _nrt=False)
def write_programs(vertex: Any, worker_start: Any, step: Any, first: Any, operand: Any, worker: Any, place: Any, number: Any,
                   message_start: Any, receiver: Any, pair_of: Any, pair_slot: Any, constant_slot: Any, constants: Any,
                   n_forms: int, count_only: bool, pair_state: Any, constant_state: Any, cursor: Any, out_step: Any,
                   out_operand: Any, out_exchange: Any, out_constants: Any) -> None:
    """Write the programs of all workers, worker w from ``cursor[w]`` on (int64, (W, 4)), or only move the cursors.

    ``pair_state`` (int64, (pairs, 6)) and ``constant_state`` (int64, (constants, 2)), all -1, are workspace: values waited
    for, the vertex that did so last and the exchange entry; step, exchange entry and values held of the last SEND; the last
    worker that used a constant and the slot.
    """
    for w in range(len(worker_start) - 1):
        steps, operands = cursor[_at(w), STEPS], cursor[_at(w), OPERANDS]
        exchanges, used = cursor[_at(w), EXCHANGES], cursor[_at(w), CONSTANTS]
        first_constant, last_wait = used, np.int64(-1)
        for i in range(worker_start[_at(w)], worker_start[_at(w + 1)]):
            v = _at(vertex[_at(i)])
            for e in range(first[v], first[v + np.uint64(1)]):
                u = np.int64(operand[_at(e)])
                if u & CONSTANT_BIT:
                    c = _at(u - CONSTANT_BIT)
                    if constant_state[c, 0] != w:
                        constant_state[c, 0] = w
                        constant_state[c, 1] = constant_slot[_at(w)] + used - first_constant
                        if not count_only:
                            out_constants[_at(used)] = constants[c]
                        used += 1
                    slot = constant_state[c, 1]
                elif worker[_at(u)] == w:
                    slot = np.int64(place[_at(u)])
                else:
                    p = _at(pair_of[_at(worker[_at(u)]), _at(w)])
                    needed = np.int64(number[_at(e)]) + 1
                    slot = pair_slot[p] + needed - 1
                    if needed > pair_state[p, 0]:
                        pair_state[p, 0] = needed
                        if pair_state[p, 1] != i:
                            pair_state[p, 1], pair_state[p, 2] = i, exchanges
                            if not count_only:
                                out_step[_at(steps)] = n_forms + 1
                                out_exchange[_at(exchanges)] = p
                            last_wait = steps
                            steps += 1
                            exchanges += 2
                        if not count_only:
                            out_exchange[_at(pair_state[p, 2] + 1)] = needed
                if not count_only:
                    out_operand[_at(operands)] = slot
                operands += 1
            if not count_only:
                out_step[_at(steps)] = step[v]
            steps += 1
            for j in range(message_start[_at(i)], message_start[_at(i + 1)]):
                p = _at(pair_of[_at(w), _at(receiver[_at(j)])])
                if not count_only:
                    out_step[_at(steps)] = n_forms
                    out_exchange[_at(exchanges)] = p
                    near = pair_state[p, 3] > last_wait and steps - pair_state[p, 3] <= NEAR
                    if near and pair_state[p, 3] >= 0 and pair_state[p, 5] < MOST_HELD:
                        out_exchange[_at(pair_state[p, 4])] |= np.uint32(HOLD_BIT)
                        pair_state[p, 5] += 1
                    else:
                        pair_state[p, 5] = 0
                    pair_state[p, 3], pair_state[p, 4] = steps, exchanges
                steps += 1
                exchanges += 1
        cursor[_at(w), STEPS], cursor[_at(w), OPERANDS] = steps, operands
        cursor[_at(w), EXCHANGES], cursor[_at(w), CONSTANTS] = exchanges, used
