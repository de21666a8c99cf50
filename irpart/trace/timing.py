"""Time of memory operations by sampling: every 61st execution of each, later every 1021st, minus a null twin.

The time-stamp counter moves in steps of some nanoseconds, so one reading says little; the mean over many samples
at drifting phases does. A store is timed by reading the byte it is about to write: what it costs to have the line
at hand. Readings above ``OUTLIER_CYCLES`` are interrupts and page faults, and are dropped and counted.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import BackendError
from irpart.program.parse import Block, Function, Module
from irpart.program.segments import SegmentTables
from irpart.program.types import Program
from irpart.trace.buffers import reserve
from irpart.trace.instrument import FunctionRewriter

FIRST_PERIOD, LATER_PERIOD, FIRST_SAMPLES = 61, 1021, 2000
OUTLIER_CYCLES = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class SampledTimes:
    """Sums over the samples of each memory operation, int64, shape (memory operations,): cycles, samples, dropped."""

    cycles: NDArray[np.int64]
    samples: NDArray[np.int64]
    dropped: NDArray[np.int64]

    def mean_cycles(self) -> NDArray[np.float64]:
        """Mean time of each memory operation in cycles of the time-stamp counter; NaN where it was not sampled."""
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = self.cycles / self.samples
        return np.where(self.samples > 0, np.maximum(mean, 0.0), np.nan)


class SampleBuffers:
    """Memory shared with the process that runs the timed variant: counters and sums, one row per operation."""

    def __init__(self, n_memory: int) -> None:
        self._words = reserve(8 * 4 * max(1, n_memory), shared=True).view(np.int64)[: 4 * max(1, n_memory)]
        self._words = self._words.reshape(4, -1)
        self._words[0] = 1 + np.arange(self._words.shape[1]) * 7 % FIRST_PERIOD

    @property
    def address(self) -> int:
        """Address of the table: rows of countdown, cycles, samples, dropped."""
        return int(self._words.ctypes.data)

    @property
    def stride(self) -> int:
        """Bytes between two rows."""
        return int(self._words.strides[0])

    def times(self) -> SampledTimes:
        """What has been sampled."""
        return SampledTimes(self._words[1].copy(), self._words[2].copy(), self._words[3].copy())


def timed_functions(program: Program, module: Module, tables: SegmentTables, buffers: SampleBuffers) -> dict[str, str]:
    """New text of each traced function with sampled timing of its memory operations, by name."""
    number_of_row = {int(row): number for number, row in enumerate(tables.memory_rows)}
    rewritten, row = {}, 0
    for number, function in enumerate(module.functions):
        first = row
        row += sum(len(block.instructions) for block in function.blocks)
        if program.traced[number]:
            rewritten[function.name] = _SampleWriter(function, first, number_of_row, buffers).text()
    return rewritten


class _SampleWriter(FunctionRewriter):
    def __init__(self, function: Function, first_row: int, numbers: dict[int, int], buffers: SampleBuffers) -> None:
        super().__init__(function)
        self.row, self.numbers, self.buffers = first_row, numbers, buffers

    def rewrite_block(self, number: int, block: Block) -> None:
        """Count down before each memory operation; at zero, time it out of line."""
        for instruction in block.instructions:
            operation = self.numbers.get(self.row, -1)
            self.row += 1
            if operation >= 0 and instruction.pointer:
                self._count_down(block.label, operation, instruction.pointer)
            self.emit(instruction.text)

    def _count_down(self, label: str, operation: int, pointer: str) -> None:
        before, after, due = self.fresh("count"), self.fresh("count"), self.fresh("due")
        slot = f"ptr inttoptr (i64 {self.buffers.address + 8 * operation} to ptr)"
        self.emit(f"{before} = load i64, {slot}, align 8")
        self.emit(f"{after} = sub i64 {before}, 1")
        self.emit(f"store i64 {after}, {slot}, align 8")
        self.emit(f"{due} = icmp eq i64 {after}, 0")
        self.branch_rarely(due, label, [f"call void @irp.sample(ptr {pointer}, i64 {operation})"])


def sampling_function(buffers: SampleBuffers) -> str:
    """IR of ``void @irp.sample(ptr, i64)``: time one access and add it to its operation's sums."""
    rows = [f"inttoptr (i64 {buffers.address + i * buffers.stride} to ptr)" for i in range(4)]
    return f"""define internal void @irp.sample(ptr %address, i64 %operation) noinline {{
  %ticks = call i64 @irp.ticks(ptr %address)
  %outlier = icmp sgt i64 %ticks, {OUTLIER_CYCLES}
  %count.at = getelementptr i64, ptr {rows[0]}, i64 %operation
  %cycles.at = getelementptr i64, ptr {rows[1]}, i64 %operation
  %samples.at = getelementptr i64, ptr {rows[2]}, i64 %operation
  %dropped.at = getelementptr i64, ptr {rows[3]}, i64 %operation
  %cycles = load i64, ptr %cycles.at
  %samples = load i64, ptr %samples.at
  %dropped = load i64, ptr %dropped.at
  %kept.ticks = select i1 %outlier, i64 0, i64 %ticks
  %kept = select i1 %outlier, i64 0, i64 1
  %lost = select i1 %outlier, i64 1, i64 0
  %new.cycles = add i64 %cycles, %kept.ticks
  %new.samples = add i64 %samples, %kept
  %new.dropped = add i64 %dropped, %lost
  store i64 %new.cycles, ptr %cycles.at
  store i64 %new.samples, ptr %samples.at
  store i64 %new.dropped, ptr %dropped.at
  %many = icmp sgt i64 %new.samples, {FIRST_SAMPLES}
  %period = select i1 %many, i64 {LATER_PERIOD}, i64 {FIRST_PERIOD}
  store i64 %period, ptr %count.at
  ret void
}}
"""


def run_in_copy(action: Callable[[], Any]) -> None:
    """Run ``action`` in a forked copy of this process, with its output discarded, and wait for it.

    What it does to memory stays in the copy, so the real run that follows starts from the same state. Files and
    sockets are shared with the copy: what the action writes to them is written.

    Raises
    ------
    BackendError
        When the copy crashes.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        try:
            silent = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silent, 1)
            os.dup2(silent, 2)
            action()
        finally:
            os._exit(0)
    try:
        _, status = os.waitpid(child, 0)
    except KeyboardInterrupt:
        with contextlib.suppress(ProcessLookupError, ChildProcessError):  # it ended just before
            os.kill(child, 9)
            os.waitpid(child, 0)
        raise
    if os.WIFSIGNALED(status):
        raise BackendError(f"The timing run was ended by signal {os.WTERMSIG(status)}; use --timing model.")
