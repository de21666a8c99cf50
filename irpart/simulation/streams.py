"""What every processor of a simulated machine has to do: streams of operations of a placed graph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import InputError
from irpart.graph.types import DependenceGraph, MemoryAccesses
from irpart.partitioning.messages import MessagePlan
from irpart.simulation import _stream_kernels as kernels
from irpart.simulation._machine_kernels import C_DOMAIN, C_WINDOW, TICKS
from irpart.simulation.machine import PAGE_LINES, SimulatedMachine


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class OperationStreams:
    """Operations (uint64 words, see ``_machine_kernels``) and transfers of values.

    Attributes
    ----------
    ops, op_start
        uint64, and int64, shape (P + 1,): processor p does ``ops[op_start[p]:op_start[p + 1]]``.
    group_start, to, via
        int64 (groups + 1,), int32 (transfers,), int64 (transfers,): transfers of one value to processor ``to``, passed on by the
        processor of transfer ``via`` unless that is -1.
    processor_instructions
        int64, shape (P,).
    n_lines
        Lines of memory, those for values that go through shared memory included.
    mail_first_line, mail_domain
        Where the latter begin, and int16, one per page from there on: the domain of each.
    """

    ops: NDArray[np.uint64]
    op_start: NDArray[np.int64]
    group_start: NDArray[np.int64]
    to: NDArray[np.int32]
    via: NDArray[np.int64]
    processor_instructions: NDArray[np.int64]
    n_lines: int
    mail_first_line: int
    mail_domain: NDArray[np.int16]

    def __repr__(self) -> str:
        return f"OperationStreams({len(self.ops)} operations, {len(self.to)} transfers, {len(self.op_start) - 1} processors)"

    @property
    def n_transfers(self) -> int:
        """Values sent from processor to processor."""
        return len(self.to)

    def page_domain(self) -> NDArray[np.int16]:
        """int16, one per page of 64 lines: -1 for memory of the program, the domain for that of the processors."""
        pages = np.full(self.n_lines // PAGE_LINES + 2, -1, np.int16)
        first = self.mail_first_line // PAGE_LINES
        pages[first : first + len(self.mail_domain)] = self.mail_domain
        return pages

    def transfers(self) -> tuple[NDArray[Any], ...]:
        """The tables of transfers as the kernels take them, no value sent yet."""
        return self.group_start, self.to, self.via, np.full(max(1, len(self.to)), -1, np.int64)


def write_streams(graph: DependenceGraph, plan: MessagePlan, cluster_processor: NDArray[np.int32], machine: SimulatedMachine,
                  priority: NDArray[np.uint32] | None = None, accesses: MemoryAccesses | None = None) -> OperationStreams:
    """The streams of a graph whose clusters are placed.

    A processor runs the instructions of its clusters in the order of ``priority`` (lowest first; the trace's when None). What
    accesses memory costs what its accesses take, everything else its cost over the processor's speed. A value goes once to
    each other processor.

    Raises
    ------
    InputError
        When the order puts an instruction before one whose value it reads, or the graph has a cycle; or the accesses are of
        another graph.

    Notes
    -----
    O(n + m); 8 bytes per operation, and 20 per vertex while it works.
    """
    n, count = graph.n_vertices, machine.n_processors
    source, in_degree = graph.source, graph.in_degree
    sequence = _sequence(graph, priority)
    if accesses is not None and accesses.n_vertices != n:
        raise InputError(f"The memory accesses are of a graph of {accesses.n_vertices} vertices, not {n}; make them of one profile.")
    placed = np.ascontiguousarray(cluster_processor, np.int64)
    groups_at: NDArray[np.int32] = np.empty(n, np.int32)
    group_start: NDArray[np.int64] = np.zeros(plan.n_messages + 1, np.int64)
    to, via = np.empty(plan.n_messages, np.int32), np.empty(plan.n_messages, np.int64)
    groups, transfers = kernels.list_transfers(
        _readonly(plan.master), _readonly(plan.start), _readonly(plan.sender), _readonly(plan.receiver), placed,
        np.full(count, -1), np.zeros(count, np.int64), groups_at, group_start, to, via)
    group_start, to, via = group_start[: groups + 1].copy(), to[:transfers].copy(), via[:transfers].copy()
    ticks = np.rint(graph.cost_table.astype(np.float64)[None, :] * TICKS / machine.speed[:, None]).astype(np.int64)
    line = accesses.line if accesses is not None else np.empty(0, np.uint32)
    is_write = accesses.is_write if accesses is not None else np.empty(0, np.bool_)
    access_start = np.zeros(n + 1, np.int64)
    if accesses is not None:
        np.cumsum(np.bincount(accesses.vertex, minlength=n), out=access_start[1:])
    shared = machine.model.synchronisation == "shared-memory"
    fixed = (_readonly(sequence), placed.astype(np.int32)[plan.master], graph.indptr(), _readonly(source), _readonly(graph.cost_code),
             ticks, machine.core[:, C_WINDOW].copy(), shared, access_start, _readonly(line), _readonly(is_write), groups_at,
             group_start, to)
    mail, local = np.zeros(groups + 1, np.int64), np.empty(n, np.uint32)
    cursor, counted = np.zeros(count, np.int64), np.zeros((count, 2), np.int64)
    mail_line: NDArray[np.int64] = np.zeros(count, np.int64)
    kernels.write_streams(*fixed, np.zeros(transfers + 1, np.bool_), mail, mail_line, local, counted, np.zeros(count, np.int64),
                          cursor, np.empty(0, np.uint64), False)
    op_start = np.concatenate([[0], np.cumsum(cursor)]).astype(np.int64)
    pages = -(-counted[:, 1] // (kernels.MAILS_PER_LINE * PAGE_LINES))
    first = -(-(accesses.n_lines if accesses is not None else 1) // PAGE_LINES) * PAGE_LINES
    mail_line[:] = first + (np.cumsum(pages) - pages) * PAGE_LINES
    ops, instructions = np.empty(int(op_start[-1]), np.uint64), counted[:, 0].copy()
    kernels.write_streams(*fixed, np.zeros(transfers + 1, np.bool_), mail, mail_line, local, np.zeros((count, 2), np.int64),
                          np.zeros(count, np.int64), op_start[:-1].copy(), ops, True)


    return OperationStreams(ops, op_start, group_start, to, via, instructions, first + int(pages.sum()) * PAGE_LINES, first,
                            np.repeat(machine.core[:, C_DOMAIN], pages).astype(np.int16))


def _sequence(graph: DependenceGraph, priority: NDArray[np.uint32] | None) -> NDArray[np.uint32]:
    """Vertices in order of execution; refused when a reader comes before what it reads."""
    if graph.source.dtype != np.uint32:
        raise InputError("Simulated are graphs of fewer than 2**32 vertices.")
    n = graph.n_vertices
    if priority is None or len(priority) != n:
        sequence, rank = np.arange(n, dtype=np.uint32), np.arange(n, dtype=np.uint32)
    else:
        sequence = np.argsort(priority, kind="stable").astype(np.uint32)
        rank = np.empty(n, np.uint32)
        rank[sequence] = np.arange(n, dtype=np.uint32)
    if not kernels.is_order(_readonly(rank), _readonly(graph.source), _readonly(graph.in_degree)):
        raise InputError("The order of execution puts an instruction before one whose value it reads, so that it would wait for "
                         "ever; give a graph of a program, or leave out the partition's order with --order trace.")
    return sequence


def _readonly(array: NDArray[Any]) -> NDArray[Any]:
    view = np.ascontiguousarray(array).view()
    view.setflags(write=False)
    return view
