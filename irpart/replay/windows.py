"""Windows of DAG time: stretches of an execution within which no worker needs what another computes in the same stretch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.base.arrays import freeze_columns, readonly
from irpart.base.errors import BackendError, InputError
from irpart.replay.dataflow import DataflowProgram
from irpart.replay.workers import HOLD_BIT, ExecutionPlan


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class WindowPlan:
    """Where the programs of an execution plan are cut, so that values go only between windows.

    A *segment* is what one worker does in one window; those of worker w are ``segment_start[w]:segment_start[w + 1]``, in
    the order of windows. A *batch* is what a segment sends by one pair; those of segment s are
    ``batch_start[s]:batch_start[s + 1]``. All inputs of a segment are sent in windows before its own.

    Attributes
    ----------
    n_windows
        Windows, numbered from 0.
    segment_start
        int64, shape (W + 1,).
    segment_window, segment_stop, segment_own, segment_awaited
        int64, one per segment: its window; the step of the worker behind its last; the instructions of the worker up to its
        end; the pair of the value that kept it from being part of the segment before, -1 for none.
    batch_start
        int64, shape (segments + 1,).
    batch_pair, batch_first, batch_until
        int32, int64, int64, one per batch: its pair, and values number ``first`` to ``until - 1`` of that pair.
    """

    n_windows: int
    segment_start: NDArray[np.int64]
    segment_window: NDArray[np.int64]
    segment_stop: NDArray[np.int64]
    segment_own: NDArray[np.int64]
    segment_awaited: NDArray[np.int64]
    batch_start: NDArray[np.int64]
    batch_pair: NDArray[np.int32]
    batch_first: NDArray[np.int64]
    batch_until: NDArray[np.int64]

    def __post_init__(self) -> None:
        freeze_columns(self)

    def __repr__(self) -> str:
        return f"WindowPlan({self.n_windows} windows, {self.n_segments} segments, {len(self.batch_pair)} batches)"

    @property
    def n_segments(self) -> int:
        """Segments of all workers."""
        return len(self.segment_window)


def find_windows(program: DataflowProgram, worker: NDArray[Any]) -> NDArray[np.uint32]:
    """The window of each vertex: the most hops from worker to worker on a path to it, uint32 (n,).

    Parameters
    ----------
    program
        Vertices in the order of the trace.
    worker
        Integers, shape (n,): the worker of each vertex.

    Raises
    ------
    InputError
        When there is not one worker for each vertex.

    Notes
    -----
    No schedule exchanges values in fewer rounds: the path with most hops needs one for each. O(n + operands).

    References
    ----------
    Valiant, "A bridging model for parallel computation", CACM 33(8), 1990, section 2: supersteps; here without a barrier.
    """
    from irpart.replay import _window_kernels as kernels

    if worker.shape != (program.n_vertices,):
        raise InputError(f"There must be one worker for each of {program.n_vertices} vertices, got an array of shape "
                         f"{worker.shape}; partition the graph of the same profile.")
    window = np.empty(program.n_vertices, np.uint32)
    kernels.window_levels(readonly(program.step), program.kinds.operands(), readonly(program.operand),
                          readonly(worker.astype(np.uint16)), window)
    return window


def order_by_windows(program: DataflowProgram, worker: NDArray[Any],
                     priority: NDArray[np.uint32] | None = None) -> NDArray[np.uint32]:
    """The rank of each vertex, uint32 (n,), by window and within a window by ``priority`` (the trace's order when None).

    For ``plan_workers``: executed in this order, a program is cut into as few windows as there can be. O(n + operands), and
    a sort of ``priority`` when it is no permutation.

    Raises
    ------
    InputError
        When sizes do not fit.
    """
    from irpart.replay import _window_kernels as kernels

    window = find_windows(program, worker)
    if priority is None or len(priority) == 0:
        sequence = np.arange(len(window), dtype=np.uint32)
    elif len(priority) != len(window):
        raise InputError(f"The order of execution is of {len(priority)} instructions, the program has {len(window)}; "
                         "partition the graph of the same profile.")
    else:
        sequence = np.argsort(priority, kind="stable").astype(np.uint32)
    begin = np.concatenate([[0], np.cumsum(np.bincount(window))]).astype(np.int64)
    rank = np.empty(len(window), np.uint32)
    kernels.rank_by_window(readonly(sequence), readonly(window), begin, rank)
    return rank


def cut_windows(plan: ExecutionPlan) -> WindowPlan:
    """Cut the programs of a plan where their workers would wait, if values went only between windows.

    In each window every worker executes its steps up to the first WAIT for a value that was not sent in an earlier one. Any
    plan can be cut; one in the order of ``order_by_windows`` gives the fewest windows. O(steps + W).

    Raises
    ------
    BackendError
        When workers wait for values that are never sent.
    """
    from irpart.replay import _window_kernels as kernels

    count, pairs = plan.n_workers, len(plan.pair_sender)
    items = [_items(plan, w) for w in range(count)]
    item_start = np.concatenate([[0], np.cumsum([len(item[0]) for item in items])]).astype(np.int64)
    item_step, item_pair, item_needed = (np.concatenate([item[i] for item in items]) for i in range(3))
    steps = np.array([len(program.step) for program in plan.workers], np.int64)
    end = np.zeros((count, 2), np.int64)
    segments = [np.empty(0, np.int64)] * 5
    batch_pair, batch_until, n_windows = np.empty(0, np.int32), np.empty(0, np.int64), 0
    starts = np.zeros((count + 1, 2), np.int64)
    for count_only in (True, False):
        if not count_only:
            starts = np.concatenate([np.zeros((1, 2), np.int64), np.cumsum(end, axis=0)])
            segments = [np.empty(int(starts[-1, 0]), np.int64) for _ in range(5)]
            batch_pair, batch_until = np.empty(int(starts[-1, 1]), np.int32), np.empty(int(starts[-1, 1]), np.int64)
        end = starts[:count].copy()
        place = np.zeros((count, 4), np.int64)
        place[:, 0] = item_start[:-1]
        n_windows = kernels.cut(
            item_start, item_step, item_pair, item_needed, steps, readonly(plan.pair_receiver), np.zeros(pairs, np.int64),
            np.zeros(pairs, np.int64), np.full(pairs, -1), np.zeros(pairs, np.int64), place, np.empty(count, np.int64),
            np.empty(count, np.int64), end, count_only, *segments, batch_pair, batch_until)
        stuck = np.flatnonzero(place[:, 3] == 0)
        if len(stuck):
            w = int(stuck[0])
            sender = int(plan.pair_sender[int(place[w, 2]) - 1])
            raise BackendError(f"Worker {w} would wait for ever at step {int(place[w, 1])} for a value that worker {sender} "
                               "never sends; plan the program again.")
    window, stop, item, awaited, batch_stop = segments
    own = stop - (item - np.repeat(item_start[:-1], np.diff(starts[:, 0])))
    return WindowPlan(int(n_windows), starts[:, 0].copy(), window, stop, own, awaited, np.concatenate([[0], batch_stop]),
                      batch_pair, _before(batch_pair, batch_until), batch_until)


def _items(plan: ExecutionPlan, w: int) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int64]]:
    """SENDs and WAITs of a worker: their steps, pairs, and how many values a WAIT needs (0: a SEND)."""
    program = plan.workers[w]
    step = np.flatnonzero(program.step >= plan.send_step)
    is_wait = program.step[step] == plan.wait_step
    entry = np.cumsum(1 + is_wait) - 1 - is_wait
    needed = np.zeros(len(step), np.int64)
    needed[is_wait] = program.exchange[entry[is_wait] + 1]
    return step.astype(np.int64), (program.exchange[entry] & np.uint32(HOLD_BIT - 1)).astype(np.int32), needed


def _before(pair: NDArray[np.int32], until: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each batch the end of the one before by its pair; batches of a pair are in order."""
    first = np.zeros(len(pair), np.int64)
    order = np.argsort(pair, kind="stable")
    same = np.flatnonzero(pair[order][1:] == pair[order][:-1])
    first[order[same + 1]] = until[order[same]]
    return first
