"""The worker of the Ray engine: runs the segments of one program and hands out what others need. Knows nothing of Ray."""

from __future__ import annotations

import os
import time
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.base.arrays import readonly
from irpart.replay.packing import pack_forms
from irpart.replay.windows import WindowPlan
from irpart.replay.workers import ExecutionPlan, WorkerProgram

DONE, SKIPPED, LOST, DAMAGED = range(4)
"""What became of a call: done; not done, since one before it was not; a value has not come; a batch is not what was sent."""
HEADER = 4
"""Words before the values of a batch: its pair, the numbers of its first value and behind its last, and a checksum."""
BEGIN, END, BUSY, SEND, RECEIVE = range(5)
"""Columns of the times of a segment, ns: when it began and ended; computing, making batches and taking them."""
Status = tuple[int, int, int]
"""DONE and the like; the pair, and how many values had come by it."""


@dataclass(frozen=True, slots=True, eq=False)
class ShippedProgram:
    """All that one worker needs to know, plain arrays.

    Attributes
    ----------
    number, program, table
        The worker, its program, and the forms of instructions (``pack_forms``).
    out_place, inbox
        int64, one per pair of the plan: where the pair's values begin among those that this worker sends, and the slot where
        its inbox begins; -1 for pairs of others.
    out_values
        Values that this worker sends.
    segment_window, segment_stop, batch_start, batch_pair, batch_until
        The worker's part of the ``WindowPlan``.
    """

    number: int
    program: WorkerProgram
    table: NDArray[np.uint64]
    out_place: NDArray[np.int64]
    inbox: NDArray[np.int64]
    out_values: int
    segment_window: NDArray[np.int64]
    segment_stop: NDArray[np.int64]
    batch_start: NDArray[np.int64]
    batch_pair: NDArray[np.int32]
    batch_until: NDArray[np.int64]


def ship(plan: ExecutionPlan, windows: WindowPlan, w: int) -> ShippedProgram:
    """What worker ``w`` is sent before the run; O(its program + pairs)."""
    sends, receives = plan.pair_sender == w, plan.pair_receiver == w
    sent = np.where(sends, plan.pair_values, 0)
    rows = slice(int(windows.segment_start[w]), int(windows.segment_start[w + 1]))
    start = windows.batch_start[rows.start : rows.stop + 1]
    batches = slice(int(start[0]), int(start[-1]))
    return ShippedProgram(
        w, plan.workers[w], pack_forms(plan.kinds), np.where(sends, np.cumsum(sent) - sent, -1),
        np.where(receives, plan.pair_slot, -1), int(sent.sum()), windows.segment_window[rows], windows.segment_stop[rows],
        start - start[0], windows.batch_pair[batches], windows.batch_until[batches])


def pin_process(processor: int) -> None:
    """Bind every thread of this process to one processor; a thread that ends meanwhile is passed over."""
    if not hasattr(os, "sched_setaffinity"):
        return
    for thread in Path("/proc/self/task").iterdir():
        try:
            os.sched_setaffinity(int(thread.name), {processor})
        except ProcessLookupError:
            continue


class WindowWorker:
    """Executes the segments of one worker, one call after another.

    Nothing is computed twice and nothing is lost when calls come out of turn: a segment that is not the next one is skipped,
    and a batch may repeat values that have come, but not leave any out.
    """

    def __init__(self, shipped: ShippedProgram) -> None:
        self._shipped = shipped
        program = shipped.program
        self._step, self._operand = readonly(program.step), readonly(program.operand)
        self._exchange, self._table = readonly(program.exchange), readonly(shipped.table)
        self._mine = np.flatnonzero(shipped.out_place >= 0)
        self._place = {int(pair): i for i, pair in enumerate(self._mine)}
        self._slots: NDArray[np.uint64] = np.empty(program.n_slots, np.uint64)
        self._out: NDArray[np.uint64] = np.empty(shipped.out_values, np.uint64)
        self.start()

    def prepare(self, processor: int | None) -> tuple[int, str, int]:
        """Pin this process (None: not) and compile; its number, its node, and what its clock is behind Unix time, ns."""
        if processor is not None:
            pin_process(processor)
        full, self._step = self._step, self._step[:0]
        self._run(0)
        self._step = full
        self.start()
        return os.getpid(), _node(), time.time_ns() - time.perf_counter_ns()

    def start(self) -> None:
        """To the beginning: nothing is computed, nothing has come."""
        from irpart.replay import _engine_kernels as kernels
        from irpart.replay import _opcode_kernels

        pairs, program = len(self._shipped.inbox), self._shipped.program
        self._evaluate = _opcode_kernels.compiled_evaluate()
        self._address = np.uint64(self._evaluate.address)
        kernels.start_slots(self._slots, program.constant_slot, readonly(program.constants))
        self._sent, self._seen, self._handed = (np.zeros(pairs, np.int64) for _ in range(3))
        self._counter = np.zeros(pairs * kernels.PAIR_WORDS, np.int64)
        self._state, self._control = np.zeros(kernels.S_COLUMNS, np.int64), np.zeros(24, np.int64)
        self._event = np.zeros((0, 4), np.int64)
        self._times = np.zeros((len(self._shipped.segment_stop), 5), np.int64)
        self._next, self._taking, self._failed = 0, 0, (DONE, -1, 0)

    def segment(self, number: int, *batches: NDArray[np.uint64] | None) -> Any:
        """Take batches and execute a segment; its status, and a batch for each pair that it sends by (None if not done)."""
        made = len(self._batches_of(number))
        status: Status = (SKIPPED, -1, 0) if number != self._next else self.take(*batches)
        if status[0] == DONE:
            status = self._execute()
        found = self._hand_out(number) if status[0] == DONE else [None] * made
        return (status, *found) if made else status

    def window(self, number: int) -> Any:
        """Execute what there is to do in a window; a batch or None for each of its pairs, its status without pairs."""
        found: list[NDArray[np.uint64] | None] = [None] * len(self._mine)
        if self._failed[0] == DONE and self._next < len(self._times) and self._shipped.segment_window[self._next] == number:
            segment = self._next
            self._failed = self._execute()
            if self._failed[0] == DONE:
                for batch in self._hand_out(segment):
                    found[self._place[int(batch[0])]] = batch
        return tuple(found) if len(found) > 1 else found[0] if found else self._failed

    def exchanged(self, *batches: NDArray[np.uint64] | None) -> Status:
        """Take the batches of a window; what became of it."""
        if self._failed[0] == DONE:
            self._failed = self.take(*batches)
        return self._failed

    def take(self, *batches: NDArray[np.uint64] | None) -> Status:
        """Put the values of batches into their inboxes; None stands for no values."""
        from irpart.replay import _engine_kernels as kernels

        begin = time.perf_counter_ns()
        for batch in batches:
            if batch is None:
                continue
            pair, first, until, checksum = (int(word) for word in batch[:HEADER])
            came = int(self._counter[pair * kernels.PAIR_WORDS])
            if first > came or len(batch) != HEADER + until - first:
                return (LOST, pair, came)
            if zlib.crc32(batch[HEADER:].data) != checksum:
                return (DAMAGED, pair, came)
            slot = int(self._shipped.inbox[pair])
            self._slots[slot + first : slot + until] = batch[HEADER:]
            self._counter[pair * kernels.PAIR_WORDS] = max(came, until)
        self._taking += time.perf_counter_ns() - begin
        return (DONE, -1, 0)

    def position(self) -> tuple[int, int, NDArray[np.int64]]:
        """Segments done, the window of the next one (-1: none), and the values that have come by each pair."""
        from irpart.replay import _engine_kernels as kernels

        window = int(self._shipped.segment_window[self._next]) if self._next < len(self._times) else -1
        return self._next, window, self._counter[:: kernels.PAIR_WORDS].copy()

    def restore(self, window: int, *batches: NDArray[np.uint64] | None) -> Status:
        """Take batches and execute all segments of the windows before ``window``."""
        status = self.take(*batches)
        while status[0] == DONE and self._next < len(self._times) and self._shipped.segment_window[self._next] < window:
            status = self._execute()
        return status

    def resend(self, pairs: list[int], firsts: list[int]) -> Any:
        """What was sent by some pairs from given values on, a batch each or None; the next ones begin behind them."""
        found = []
        for pair, first in zip(pairs, firsts, strict=True):
            until = int(self._sent[pair])
            found.append(self._batch(pair, first, until) if first < until else None)
            self._handed[pair] = until
        return tuple(found) if len(found) > 1 else found[0]

    def times(self) -> NDArray[np.int64]:
        """Times of the segments, shape (segments, 5), see BEGIN and the like."""
        return self._times

    def values(self, places: NDArray[np.uint32] | None) -> NDArray[np.uint64]:
        """Values of own instructions, all when ``places`` is None."""
        own = self._slots[: self._shipped.program.n_instructions]
        return own if places is None else own[places]

    def _batches_of(self, segment: int) -> range:
        return range(int(self._shipped.batch_start[segment]), int(self._shipped.batch_start[segment + 1]))

    def _execute(self) -> Status:
        """The next segment, whose inputs have come."""
        from irpart.replay import _engine_kernels as kernels

        row = self._times[self._next]
        row[RECEIVE], self._taking = self._taking, 0
        row[BEGIN] = time.perf_counter_ns()
        status = self._run(int(self._shipped.segment_stop[self._next]))
        row[END] = time.perf_counter_ns()
        row[BUSY] = row[END] - row[BEGIN]
        if status != kernels.ENDED:
            pair = int(self._state[kernels.S_BLOCKED])
            return (LOST, pair, int(self._counter[pair * kernels.PAIR_WORDS]))
        self._next += 1
        return (DONE, -1, 0)

    def _run(self, stop: int) -> int:
        """The kernel, up to a step."""
        from irpart.replay import _engine_kernels as kernels

        return int(kernels.run(self._step[:stop], self._operand, self._exchange, self._table, self._address, self._slots,
                               self._out, self._shipped.out_place, self._sent, self._counter, self._seen, self._state,
                               self._event, self._control, 1))

    def _hand_out(self, segment: int) -> list[NDArray[np.uint64]]:
        """The batches of a segment."""
        begin, found = time.perf_counter_ns(), []
        for row in self._batches_of(segment):
            pair, until = int(self._shipped.batch_pair[row]), int(self._shipped.batch_until[row])
            found.append(self._batch(pair, int(self._handed[pair]), until))
            self._handed[pair] = until
        self._times[segment, SEND] = time.perf_counter_ns() - begin
        self._times[segment, END] += self._times[segment, SEND]
        return found

    def _batch(self, pair: int, first: int, until: int) -> NDArray[np.uint64]:
        batch = np.empty(HEADER + until - first, np.uint64)
        begin = int(self._shipped.out_place[pair])
        batch[HEADER:] = self._out[begin + first : begin + until]
        batch[:HEADER] = pair, first, until, zlib.crc32(batch[HEADER:].data)
        return batch


def _node() -> str:
    """The node of the cluster that runs this process; "" outside a cluster."""
    import ray

    return str(ray.get_runtime_context().get_node_id()) if ray.is_initialized() else ""
