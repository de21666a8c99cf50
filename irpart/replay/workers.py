"""WorkerProgram and ExecutionPlan: what each worker computes, in which order, and which values it sends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from irpart.base.arrays import freeze_columns
from irpart.replay.dataflow import StepKinds

HOLD_BIT = 1 << 31
"""Set in the exchange entry of a SEND whose value may be published together with that of the next SEND of its pair."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class WorkerProgram:
    """The instructions of one worker in its order of execution, with SEND and WAIT steps between them.

    A worker has *slots* for values: those of its own instructions in order of execution (the i-th one writes slot i), then
    one inbox for each worker that sends to it, in the order of their numbers, then the constants it uses. Inboxes and
    constants begin at multiples of eight slots (a cache line).

    Attributes
    ----------
    step
        uint16 or uint32: a form of ``ExecutionPlan.kinds``, or ``ExecutionPlan.send_step`` or ``wait_step``.
    operand
        uint32: slots of the operands of the instructions, one after another, as many as the forms say.
    exchange
        uint32: for a SEND one entry: the pair that it sends the latest result by (its row in the plan's table of pairs), and
        ``HOLD_BIT``. For a WAIT two: the pair, and how many values must have come by it before the worker goes on.
    constants
        uint64: the values of the slots from ``constant_slot`` on.
    vertex
        uint32: the vertex of each own instruction.
    constant_slot
        First slot of the constants; a multiple of eight.
    """

    step: NDArray[np.unsignedinteger]
    operand: NDArray[np.uint32]
    exchange: NDArray[np.uint32]
    constants: NDArray[np.uint64]
    vertex: NDArray[np.uint32]
    constant_slot: int

    def __post_init__(self) -> None:
        freeze_columns(self)

    def __repr__(self) -> str:
        return f"WorkerProgram({self.n_instructions} instructions, {len(self.step)} steps, {self.n_slots} slots)"

    @property
    def n_instructions(self) -> int:
        """Instructions that this worker executes."""
        return len(self.vertex)

    @property
    def n_slots(self) -> int:
        """Slots for values, 8 bytes each."""
        return self.constant_slot + len(self.constants)

    @property
    def nbytes(self) -> int:
        """Bytes of the program: steps, operands, exchange entries and constants (not ``vertex``, which no engine reads)."""
        return self.step.nbytes + self.operand.nbytes + self.exchange.nbytes + self.constants.nbytes


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ExecutionPlan:
    """The programs of all workers, and the pairs of workers between which values go.

    Attributes
    ----------
    kinds
        Forms of instructions; ``send_step`` and ``wait_step`` are the two numbers behind them.
    workers
        One program per worker, possibly empty.
    pair_sender, pair_receiver
        uint16, shape (pairs,), ascending by sender, then receiver.
    pair_values
        int64: values that go by each pair. Value number i of a pair is the i-th that its sender sends by it, and has the
        slot ``pair_slot + i`` of the receiver.
    pair_slot
        int64: the receiver's slot where the inbox begins.
    worker, place
        uint16 and uint32, shape (n,): the worker that computes each vertex, and the slot there.
    processor
        int32, one per worker: the processor of the placement (or the cluster) that it stands for.
    """

    kinds: StepKinds
    workers: tuple[WorkerProgram, ...]
    pair_sender: NDArray[np.uint16]
    pair_receiver: NDArray[np.uint16]
    pair_values: NDArray[np.int64]
    pair_slot: NDArray[np.int64]
    worker: NDArray[np.uint16]
    place: NDArray[np.uint32]
    processor: NDArray[np.int32]

    def __post_init__(self) -> None:
        freeze_columns(self)

    def __repr__(self) -> str:
        return (f"ExecutionPlan({self.n_vertices} vertices, {self.n_workers} workers, {self.n_values} values in "
                f"{len(self.pair_sender)} pairs)")

    @property
    def n_vertices(self) -> int:
        """Executed instructions n."""
        return len(self.worker)

    @property
    def n_workers(self) -> int:
        """Workers, those without instructions included."""
        return len(self.workers)

    @property
    def n_values(self) -> int:
        """Values that go from worker to worker."""
        return int(self.pair_values.sum())

    @property
    def send_step(self) -> int:
        """The step number that means SEND."""
        return len(self.kinds.action)

    @property
    def wait_step(self) -> int:
        """The step number that means WAIT."""
        return len(self.kinds.action) + 1

    @property
    def nbytes(self) -> int:
        """Bytes of the programs of all workers."""
        return sum(program.nbytes for program in self.workers)

    @property
    def bytes_per_instruction(self) -> float:
        """Bytes of steps of instructions, operands and constants, over instructions; SEND and WAIT left out."""
        steps = self.n_vertices * (self.workers[0].step.itemsize if self.workers else 0)
        other = sum(program.operand.nbytes + program.constants.nbytes for program in self.workers)
        return (steps + other) / max(1, self.n_vertices)
