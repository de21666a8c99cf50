"""What every processor of a simulated machine has to do: streams of operations of a placed graph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.base.arrays import readonly
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
    ops, op_start, op_end
        uint64, and int64, shape (P,): processor p does ``ops[op_start[p]:op_end[p]]``.
    group_start, to, via
        int64 (groups + 1,), int32 (transfers,), int64 (transfers,): transfers of one value to processor ``to``, passed on by
        the processor of transfer ``via`` unless that is -1.
    processor_instructions
        int64, shape (P,).
    n_lines
        Lines of memory, those for values that go through shared memory included.
    mail_first_line, mail_domain
        Where the latter begin, and int16, one per page from there on: the domain of each.
    """

    ops: NDArray[np.uint64]
    op_start: NDArray[np.int64]
    op_end: NDArray[np.int64]
    group_start: NDArray[np.int64]
    to: NDArray[np.int32]
    via: NDArray[np.int64]
    processor_instructions: NDArray[np.int64]
    n_lines: int
    mail_first_line: int
    mail_domain: NDArray[np.int16]

    def __repr__(self) -> str:
        return f"OperationStreams({self.n_operations} operations, {len(self.to)} transfers, {len(self.op_start)} processors)"

    @property
    def n_operations(self) -> int:
        """Operations of all processors."""
        return int((self.op_end - self.op_start).sum())

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

    A processor runs the instructions of its clusters in the order of ``priority`` (lowest first; the trace's when None).
    What accesses memory costs what its accesses take, everything else its cost over the processor's speed. A value goes once
    to each other processor.

    Raises
    ------
    InputError
        When the order puts an instruction before one whose value it reads, or the graph has a cycle; the accesses or the
        plan are of another graph; or there are 2**32 vertices, edges or accesses.

    Notes
    -----
    O(n + m); 8 bytes per operation, and 20 per vertex while it works.
    """
    n, count = graph.n_vertices, machine.n_processors
    if graph.source.dtype != np.uint32 or graph.n_edges >= 1 << 32:
        raise InputError("Simulated are graphs of fewer than 2**32 vertices and edges.")
    last = max((int(column.max()) for column in (plan.master, plan.sender, plan.receiver) if len(column)), default=-1)
    if len(plan.master) != n or last >= len(cluster_processor):
        raise InputError(f"The plan of messages is of {len(plan.master)} vertices and cluster {last}, not of {n} vertices "
                         f"in {len(cluster_processor)} clusters; make it of this graph and this partition.")
    if accesses is not None and accesses.n_vertices != n:
        raise InputError(f"The memory accesses are of a graph of {accesses.n_vertices} vertices, not {n}; take both from "
                         "one profile.")
    if accesses is not None and len(accesses) >= 1 << 32:
        raise InputError(f"Simulated are fewer than 2**32 memory accesses, got {len(accesses)}; profile with "
                         "--max-instructions.")
    placed = np.ascontiguousarray(cluster_processor, np.int64)
    group_of, group_start, to, via = _transfers(plan, placed, count)
    access_start = _starts(np.bincount(accesses.vertex, minlength=n) if accesses is not None else np.zeros(n, np.int64))
    line = accesses.line if accesses is not None else np.empty(0, np.uint32)
    is_write = accesses.is_write if accesses is not None else np.empty(0, np.bool_)
    sequence, rank = _sequence(n, priority)
    source, window = readonly(graph.source), machine.core[:, C_WINDOW].copy()
    shared = machine.model.synchronisation == "shared-memory"
    packed, room = np.empty(n, np.uint32), np.zeros((count, 2), np.int64)
    if not kernels.pack_vertices(readonly(rank), readonly(plan.master), placed, source, readonly(graph.in_degree),
                                 readonly(graph.cost_code), window, shared, access_start, group_of, packed, room):
        raise InputError("The order of execution puts an instruction before one whose value it reads, so that it would wait "
                         "for ever; give a graph of a program, or leave the partition's order out with --order trace.")
    del rank
    speeds, speed_class = np.unique(machine.speed, return_inverse=True)
    ticks = np.rint(graph.cost_table.astype(np.float64)[None, :] * TICKS / speeds[:, None]).astype(np.int64)
    first = -(-(accesses.n_lines if accesses is not None else 1) // PAGE_LINES) * PAGE_LINES
    pages = -(-room[:, 1] // (kernels.MAILS_PER_LINE * PAGE_LINES)) * shared
    mail_line = first + (np.cumsum(pages) - pages) * PAGE_LINES
    op_start = np.cumsum(room[:, 0] + 1) - room[:, 0] - 1
    op_end, counted = op_start.copy(), np.zeros((count, 2), np.int64)
    ops = np.empty(int(room[:, 0].sum()) + count, np.uint64)
    kernels.write_streams(
        readonly(sequence), packed, _starts(graph.in_degree), source, speed_class.astype(np.int64), ticks, window, shared,
        access_start, readonly(line), readonly(is_write), group_of, group_start, to, np.zeros(len(to) + 1, np.bool_),
        np.zeros(len(group_start), np.int64), mail_line, np.empty(n if window.any() else 0, np.uint32), counted,
        np.zeros(count, np.int64), op_end, ops)
    return OperationStreams(ops, op_start, op_end, group_start, to, via, counted[:, 0].copy(),
                            first + int(pages.sum()) * PAGE_LINES, first,
                            np.repeat(machine.core[:, C_DOMAIN], pages).astype(np.int16))


def _transfers(plan: MessagePlan, placed: NDArray[np.int64], count: int) -> tuple[NDArray[Any], ...]:
    """Group of each vertex, and the tables of transfers."""
    group_of: NDArray[np.int32] = np.empty(len(plan.master), np.int32)
    group_start: NDArray[np.int64] = np.zeros(plan.n_messages + 1, np.int64)
    to, via = np.empty(plan.n_messages, np.int32), np.empty(plan.n_messages, np.int64)
    groups, transfers = kernels.list_transfers(
        readonly(plan.master), readonly(plan.start), readonly(plan.sender), readonly(plan.receiver), placed,
        np.full(count, -1), np.zeros(count, np.int64), group_of, group_start, to, via)
    return group_of, group_start[: groups + 1].copy(), to[:transfers].copy(), via[:transfers].copy()


def _starts(lengths: NDArray[Any]) -> NDArray[np.uint32]:
    """uint32, one more than lengths: where each piece begins."""
    result = np.zeros(len(lengths) + 1, np.uint32)
    np.cumsum(lengths, out=result[1:], dtype=np.uint32)
    return result


def _sequence(n: int, priority: NDArray[np.uint32] | None) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Vertices in order of execution, and the place of each in it."""
    rank = np.arange(n, dtype=np.uint32)
    if priority is None or len(priority) != n:
        return rank, rank
    sequence = np.empty(n, np.uint32)
    if kernels.invert(readonly(priority), sequence):
        return sequence, priority
    sequence = np.argsort(priority, kind="stable").astype(np.uint32)
    rank[sequence] = np.arange(n, dtype=np.uint32)
    return sequence, rank
