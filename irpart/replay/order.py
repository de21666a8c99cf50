"""In which order workers execute their instructions: what others wait for first, else close to the trace."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.base.arrays import readonly
from irpart.graph.types import DependenceGraph
from irpart.replay.dataflow import DataflowProgram

LEAD = 2000
"""Instructions by which a value for another worker should be early: some microseconds."""
LATENCY = 400
"""Instructions that a worker executes while a value is on its way from another one."""
QUANTUM = 1024
"""Deadlines that differ by less are taken as equal, so that runs of the trace stay together."""


def deadline_order(program: DataflowProgram, worker: NDArray[Any], n_workers: int, lead: int = LEAD,
                   latency: int = LATENCY, quantum: int = QUANTUM) -> NDArray[np.uint32]:
    """List scheduling by earliest deadline: uint32, shape (n,), lowest executed first; always an order of the dataflow.

    Deadlines: workers are taken to get on equally fast. A vertex is due when its worker would come to it in the order of
    the trace; a value that another worker reads, ``lead`` instructions before the reader is due; and everything before what
    reads it. Schedule: every instruction takes one unit of time, a value reaches another worker ``latency`` units after it
    is computed, and a free worker takes what is due first (in multiples of ``quantum``, then by trace) of what is ready. So
    workers stay close to the order of the trace, which keeps values in the caches and branches predictable, compute early
    what others (loop counters above all) would wait for, and have something else to do while they wait. The critical-path
    order instead goes through the whole program in breadth.

    Parameters
    ----------
    program
        Vertices in the order of the trace.
    worker, n_workers
        Integers, shape (n,): the worker of each vertex, below ``n_workers``.

    Notes
    -----
    O(n log n + n W); about 60 bytes per vertex and 12 per operand while it works.

    References
    ----------
    Graham: Bounds on multiprocessing timing anomalies, SIAM J. Appl. Math. 17 (1969): list scheduling. Chetto, Silly,
    Bouchentouf: Dynamic scheduling of real-time tasks under precedence constraints, Real-Time Systems 2 (1990): deadlines
    passed back along dependences.
    """
    from irpart.replay import _order_kernels as kernels

    first, owner = _first_operands(program), readonly(worker.astype(np.int64))
    deadline: NDArray[np.int64] = np.empty(program.n_vertices, np.int64)
    kernels.set_deadlines(first, readonly(program.operand), owner, lead, np.zeros(n_workers, np.int64), deadline)
    return schedule_order(program, worker, n_workers, deadline // quantum, latency)


def schedule_order(program: DataflowProgram, worker: NDArray[Any], n_workers: int, priority: NDArray[Any],
                   latency: int = LATENCY) -> NDArray[np.uint32]:
    """List scheduling by any priority: what a worker executes next is, of what is ready there, what has the least.

    As ``deadline_order``, but for the deadlines: integers ``priority``, shape (n,), earlier vertices first among equals. The
    result, uint32 (n,), is an order of the dataflow whatever the priority is.
    """
    from irpart.replay import _order_kernels as kernels

    n, owner, operand = program.n_vertices, readonly(worker.astype(np.int64)), readonly(program.operand)
    first, key = _first_operands(program), np.empty(n, np.int64)
    key[np.argsort(priority, kind="stable")] = np.arange(n)
    position: NDArray[np.int64] = np.zeros(n + 2, np.int64)
    missing = np.empty(n, np.uint32)
    kernels.count_readers(first, operand, position, missing)
    np.cumsum(position, out=position)
    reader = np.empty(int(position[-1]), np.uint32)
    kernels.group_readers(first, operand, position, reader)
    start = np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=n_workers))])[:-1].astype(np.int64)
    sizes: NDArray[np.int64] = np.zeros((3, n_workers), np.int64)
    rank = np.empty(n, np.uint32)
    kernels.schedule(owner, key, latency, position[:-1], reader, missing, start, np.empty(n, np.uint32),
                     np.empty(n, np.uint32), *sizes, np.zeros(n, np.int64), rank)
    return rank


def _first_operands(program: DataflowProgram) -> NDArray[np.int64]:
    """int64, shape (n + 1,): where the operands of each vertex begin; read-only."""
    from irpart.replay import _plan_kernels

    first: NDArray[np.int64] = np.zeros(program.n_vertices + 1, np.int64)
    _plan_kernels.start_operands(readonly(program.step), program.kinds.operands(), first)
    return readonly(first)


def order_of_graph(graph: DependenceGraph, priority: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """An order of execution of the dataflow (uint32, shape (n,)) as one of the graph, which has more edges.

    A branch, for one, reads its condition in the graph but nothing in the dataflow. What comes too early is moved to just
    behind the last of what it reads. O(n log n + m).
    """
    from irpart.replay import _order_kernels as kernels

    key = priority.astype(np.int64)
    kernels.delay_readers(readonly(graph.source), readonly(graph.in_degree), key)
    rank = np.empty(len(key), np.uint32)
    rank[np.argsort(key, kind="stable")] = np.arange(len(key), dtype=np.uint32)
    return rank
