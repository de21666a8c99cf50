"""ReplayRun: the values and the measurements of an executed plan."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.base.arrays import freeze_columns
from irpart.base.errors import InputError

KEPT_WAITS = 4096
"""Waits kept per worker for a timeline, the longest."""
NOT_KEPT = 2**32 - 1
"""In ``ReplayRun.place``: the value was computed, but not kept."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ReplayRun:
    """What came out of ``execute``, and how long it took. Times are of the repetition of median wall time.

    Attributes
    ----------
    engine
        Registered name.
    wall_seconds
        From the first worker's start to the last one's end; compiling, memory and starting threads left out.
    repeat_seconds
        float64, shape (repeats,): wall time of each repetition.
    busy_seconds, wait_seconds, send_seconds, receive_seconds
        float64, one per worker: computing (all that is not one of the others); waiting for values that had not come;
        sending (sampled); looking at counters and finding that enough had come (sampled).
    finish_seconds
        float64, one per worker: when it ended, from the run's start.
    instructions
        int64, one per worker.
    pair_sender, pair_receiver, pair_values, pair_messages
        uint16, uint16, int64, int64, one per pair of workers between which values went: how many values, and in how many
        messages (batches that were published together); ``8 * pair_values`` bytes.
    wait_worker, wait_sender, wait_vertex, wait_start_seconds, wait_stop_seconds
        uint16, uint16, uint32, float64, float64: the longest waits: who waited, for whom, before which vertex, and when.
    waits
        int64, one per worker: waits in all.
    worker, place
        The plan's: worker and slot of each vertex.
    results
        uint64, one array per worker: the values that it computed, in its order of execution; where an engine was told to
        keep only some, those, and ``place`` is ``NOT_KEPT`` for the others.
    restarts
        How often workers that died were made again.
    window_overhead_seconds
        float64, one per window, of engines that exchange values in windows: its time from the end of the one before, less
        the longest that a worker computed in it.
    """

    engine: str
    wall_seconds: float
    repeat_seconds: NDArray[np.float64]
    busy_seconds: NDArray[np.float64]
    wait_seconds: NDArray[np.float64]
    send_seconds: NDArray[np.float64]
    receive_seconds: NDArray[np.float64]
    finish_seconds: NDArray[np.float64]
    instructions: NDArray[np.int64]
    pair_sender: NDArray[np.uint16]
    pair_receiver: NDArray[np.uint16]
    pair_values: NDArray[np.int64]
    pair_messages: NDArray[np.int64]
    wait_worker: NDArray[np.uint16]
    wait_sender: NDArray[np.uint16]
    wait_vertex: NDArray[np.uint32]
    wait_start_seconds: NDArray[np.float64]
    wait_stop_seconds: NDArray[np.float64]
    waits: NDArray[np.int64]
    worker: NDArray[np.uint16]
    place: NDArray[np.uint32]
    results: tuple[NDArray[np.uint64], ...]
    restarts: int = 0
    window_overhead_seconds: NDArray[np.float64] = field(default_factory=lambda: np.empty(0, np.float64))

    def __post_init__(self) -> None:
        freeze_columns(self)

    def __repr__(self) -> str:
        return (f"ReplayRun({self.engine}, {int(self.instructions.sum())} instructions on {len(self.instructions)} workers, "
                f"{self.wall_seconds:.6f} s)")

    @property
    def instructions_per_second(self) -> float:
        """Instructions of all workers over wall time; 0 for an empty run."""
        return float(self.instructions.sum()) / self.wall_seconds if self.wall_seconds > 0 else 0.0

    def values_of(self, vertices: NDArray[Any]) -> NDArray[np.uint64]:
        """The computed values of some vertices (integers, shape (v,)), as bit patterns.

        Raises
        ------
        InputError
            When a number is none of a vertex, or its value was not kept.
        """
        wanted = np.asarray(vertices, np.int64)
        if len(wanted) and not 0 <= int(wanted.min()) <= int(wanted.max()) < len(self.worker):
            raise InputError(f"Vertices {int(wanted.min())} to {int(wanted.max())} are asked for, the run has "
                             f"{len(self.worker)}; take them from the program that was run.")
        lacking = wanted[self.place[wanted] == NOT_KEPT]
        if len(lacking):
            raise InputError(f"The value of vertex {int(lacking[0])} was not kept; run again and name it among the "
                             "vertices, or keep all.")
        values: NDArray[np.uint64] = np.empty(len(wanted), np.uint64)
        owner = self.worker[wanted]
        for w in np.unique(owner):
            own = np.flatnonzero(owner == w)
            values[own] = self.results[int(w)][self.place[wanted[own]]]
        return values
