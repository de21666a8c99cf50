"""From a dataflow program and a worker for each instruction to one program per worker."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.base.arrays import readonly
from irpart.base.errors import InputError
from irpart.mapping.types import Placement
from irpart.partitioning.messages import MessagePlan
from irpart.replay.dataflow import CONSTANT_BIT, DataflowProgram
from irpart.replay.workers import ExecutionPlan, WorkerProgram

MOST_WORKERS = 4096
_LINE = 8
"""Slots per cache line."""


def workers_of(messages: MessagePlan, placement: Placement | None = None) -> tuple[NDArray[np.uint16], NDArray[np.int32]]:
    """The worker of each vertex, uint16 (n,), and the processor each worker stands for, int32 (W,).

    A vertex runs on its master cluster (``plan_messages``), a cluster on the processor that the placement gives it. Each
    processor that has clusters is one worker; they are numbered in the processors' order. Without a placement each cluster
    is one. O(n + k).

    Raises
    ------
    InputError
        When the placement is of fewer clusters than the messages.
    """
    last = int(messages.master.max()) if len(messages.master) else -1
    if placement is None:
        columns = (messages.master, messages.sender, messages.receiver)
        count = max((int(column.max()) + 1 for column in columns if len(column)), default=1)
        return messages.master, np.arange(count, dtype=np.int32)
    if last >= len(placement.cluster_processor):
        raise InputError(f"The placement has {len(placement.cluster_processor)} clusters, the partition also cluster "
                         f"{last}; map the partition that the messages are of.")
    processors, worker = np.unique(placement.cluster_processor, return_inverse=True)
    return worker.astype(np.uint16)[messages.master], processors


def plan_workers(program: DataflowProgram, worker: NDArray[Any], n_workers: int,
                 priority: NDArray[np.uint32] | None = None, processor: NDArray[np.int32] | None = None) -> ExecutionPlan:
    """One program per worker: its instructions in order of execution, a SEND behind each value that others read.

    Parameters
    ----------
    program
        Vertices in the order of the trace.
    worker
        Integers, shape (n,): the worker that computes each vertex.
    n_workers
        W, 1 to 4096; workers without vertices have empty programs.
    priority
        uint32, shape (n,): every worker executes its vertices in this order, lowest first; the trace's when None or empty.
    processor
        int32, shape (W,): what the workers stand for (see ``workers_of``); their numbers when None.

    Raises
    ------
    InputError
        When the order puts an instruction before one whose value it reads; sizes or numbers do not fit; or there are 2**31
        vertices or 2**32 operands.

    Notes
    -----
    A value goes once to each other worker that runs a reader of it, directly from the worker that computes it. Replicas that
    only own an edge whose reader runs elsewhere get nothing. A WAIT stands before an instruction only when it needs a later
    value of a pair than every WAIT before it. O(n + operands + W^2); about 42 bytes per vertex and up to 10 per operand
    while it works.
    """
    from irpart.replay import _plan_kernels as kernels

    n = program.n_vertices
    worker = _checked_workers(program, worker, n_workers)
    first: NDArray[np.int64] = np.zeros(n + 1, np.int64)
    step, operand = readonly(program.step), readonly(program.operand)
    strange = kernels.start_operands(step, program.kinds.operands(), first)
    if strange >= 0 or first[n] != len(operand):
        raise InputError(f"The {len(operand)} operands do not fit the steps of {program!r}; build the program again.")
    sequence, rank = _sequence(n, priority)
    wrong = kernels.misplaced(first, operand, readonly(rank), len(program.constants))
    if wrong >= 0:
        raise InputError(f"The order of execution puts instruction {wrong} before one whose value it reads, so that it "
                         "would wait for ever; give the partition's order for this program, or leave it out with --order "
                         "trace.")
    del rank
    worker_start = np.concatenate([[0], np.cumsum(np.bincount(worker, minlength=n_workers))]).astype(np.int64)
    vertex, place = np.empty(n, np.uint32), np.empty(n, np.uint32)
    kernels.group_by_worker(readonly(sequence), readonly(worker), worker_start, worker_start[:-1].copy(), vertex,
                            place)
    message_start, receiver, number, sent = _messages(readonly(sequence), first, operand, worker, vertex, n_workers)
    pair_sender, pair_receiver = np.nonzero(sent)
    pair_of = np.full((n_workers, n_workers), -1, np.int32)
    pair_of[pair_sender, pair_receiver] = np.arange(len(pair_sender))
    pair_values = sent[pair_sender, pair_receiver]
    pair_slot, constant_slot = _layout(pair_receiver, pair_values, np.diff(worker_start))
    programs = _programs(program, first, worker, vertex, worker_start, place, number, message_start, receiver, pair_of,
                         pair_slot, constant_slot)
    processors = np.arange(n_workers, dtype=np.int32) if processor is None else np.asarray(processor, np.int32)
    return ExecutionPlan(program.kinds, programs, pair_sender.astype(np.uint16), pair_receiver.astype(np.uint16),
                         pair_values, pair_slot, worker, place, processors)


def _checked_workers(program: DataflowProgram, worker: NDArray[Any], n_workers: int) -> NDArray[np.uint16]:
    if not 1 <= n_workers <= MOST_WORKERS:
        raise InputError(f"Plans are for 1 to {MOST_WORKERS} workers, got {n_workers}; use fewer processors.")
    if worker.shape != (program.n_vertices,):
        raise InputError(f"There must be one worker for each of {program.n_vertices} vertices, got an array of shape "
                         f"{worker.shape}; partition the graph of the same profile.")
    if len(worker) and not 0 <= int(worker.min()) <= int(worker.max()) < n_workers:
        raise InputError(f"Vertices are on workers {int(worker.min())} to {int(worker.max())}, but there are {n_workers}; "
                         "number them from 0.")
    if program.n_vertices >= CONSTANT_BIT or len(program.operand) >= 1 << 32 or len(program.constants) >= CONSTANT_BIT:
        raise InputError(f"Plans are for fewer than 2**31 vertices and 2**32 operands, got {program!r}; profile with "
                         "--max-instructions.")
    return worker.astype(np.uint16)


def _sequence(n: int, priority: NDArray[np.uint32] | None) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Vertices in order of execution, and the place of each in it."""
    from irpart.replay import _plan_kernels as kernels

    rank = np.arange(n, dtype=np.uint32)
    if priority is None or len(priority) == 0:
        return rank, rank
    if len(priority) != n:
        raise InputError(f"The order of execution is of {len(priority)} instructions, the program has {n}; partition the "
                         "graph of the same profile.")
    sequence = np.empty(n, np.uint32)
    if kernels.invert(readonly(priority), sequence):
        return sequence, priority
    sequence = np.argsort(priority, kind="stable").astype(np.uint32)
    rank[sequence] = np.arange(n, dtype=np.uint32)
    return sequence, rank


def _messages(sequence: NDArray[np.uint32], first: NDArray[np.int64], operand: NDArray[np.uint32],
              worker: NDArray[np.uint16], vertex: NDArray[np.uint32],
              n_workers: int) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Messages by row of ``vertex``: starts and receivers; the number of each operand that is sent; messages per pair."""
    from irpart.replay import _plan_kernels as kernels

    n, owner = len(worker), readonly(worker)
    start: NDArray[np.int64] = np.zeros(n + 1, np.int64)
    kernels.count_crossing(first, operand, owner, start)
    np.cumsum(start, out=start)
    total = int(start[-1])
    crossing, reader = np.empty(total, np.uint32), np.empty(total, np.uint16)
    kernels.list_crossing(sequence, first, operand, owner, start[:-1].copy(), crossing, reader)
    message_start, receiver = np.empty(n + 1, np.int64), np.empty(total, np.uint16)
    number, sent = np.empty(len(operand) if total else 0, np.uint32), np.zeros((n_workers, n_workers), np.int64)
    kernels.list_messages(vertex, owner, start, crossing, reader, np.full(n_workers, -1), np.zeros(n_workers, np.int64),
                          sent, message_start, receiver, number)
    return message_start, receiver, number, sent


def _layout(receiver: NDArray[np.int64], messages: NDArray[np.int64],
            own: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First slots of the inboxes and of the constants."""
    room = -(-messages // _LINE) * _LINE
    begin = -(-own // _LINE) * _LINE
    order = np.argsort(receiver, kind="stable")
    before = np.cumsum(room[order]) - room[order]
    received = np.bincount(receiver, weights=room, minlength=len(own)).astype(np.int64)
    slot: NDArray[np.int64] = np.empty(len(room), np.int64)
    slot[order] = before + (begin - np.cumsum(received) + received)[receiver[order]]
    return slot, begin + received


def _programs(program: DataflowProgram, first: NDArray[np.int64], worker: NDArray[np.uint16], vertex: NDArray[np.uint32],
              worker_start: NDArray[np.int64], place: NDArray[np.uint32], number: NDArray[np.uint32],
              message_start: NDArray[np.int64], receiver: NDArray[np.uint16], pair_of: NDArray[np.int32],
              pair_slot: NDArray[np.int64], constant_slot: NDArray[np.int64]) -> tuple[WorkerProgram, ...]:
    """The programs, columns of all workers behind one another."""
    from irpart.replay import _plan_kernels as kernels

    n_workers, forms = len(worker_start) - 1, len(program.kinds.action)
    kind = np.uint16 if forms + 2 <= 1 << 16 else np.uint32
    columns: list[NDArray[Any]] = [np.empty(0, dtype) for dtype in (kind, np.uint32, np.uint32, np.uint64)]
    start = end = np.zeros((n_workers, 4), np.int64)
    for count_only in (True, False):
        if not count_only:
            start = np.concatenate([np.zeros((1, 4), np.int64), np.cumsum(end, axis=0)])
            columns = [np.empty(int(size), column.dtype) for size, column in zip(start[-1], columns, strict=True)]
        end = start[:n_workers].copy()
        kernels.write_programs(vertex, worker_start, readonly(program.step), first, readonly(program.operand),
                               readonly(worker), place, number, message_start, receiver, pair_of, pair_slot,
                               constant_slot, readonly(program.constants), forms, count_only,
                               np.full((len(pair_slot), 6), -1), np.full((len(program.constants), 2), -1), end, *columns)
    programs = []
    for w in range(n_workers):
        step, operand, exchange, constants = (column[start[w, i] : start[w + 1, i]] for i, column in enumerate(columns))
        own = vertex[worker_start[w] : worker_start[w + 1]]
        programs.append(WorkerProgram(step, operand, exchange, constants, own, int(constant_slot[w])))
    return tuple(programs)
