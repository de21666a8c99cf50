"""Measurement: an executed placement, and its parts: the check of its results, and what models predicted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.replay.runs import ReplayRun


@dataclass(frozen=True, slots=True)
class Difference:
    """The first vertex of the trace whose value is wrong.

    Attributes
    ----------
    where
        What differs from what, as the beginning of a sentence.
    vertex
        Its number in the trace; -1: a byte of final memory or a returned value that no instruction computed.
    instruction, source
        IR text and ``file:line``; "" where they are not known.
    cluster, worker
        Where it ran; -1 for the serial replay.
    expected, found
        Bit patterns.
    """

    where: str
    vertex: int
    instruction: str
    source: str
    cluster: int
    worker: int
    expected: int
    found: int

    def sentence(self) -> str:
        """For people."""
        ran = f", of cluster {self.cluster} on worker {self.worker}" if self.worker >= 0 else ""
        what = f"'{self.instruction}'" if self.instruction else "an instruction"
        at = f" ({self.source})" if self.source else ""
        who = f"instruction {self.vertex}, {what}{at}{ran}" if self.vertex >= 0 else "a value that no instruction computed"
        return (f"{self.where}, first at {who}: expected {self.expected:#018x}, found {self.found:#018x}.")


@dataclass(frozen=True, slots=True)
class Check:
    """What was compared, bit for bit, with the run's record and with the serial replay.

    Attributes
    ----------
    memory_bytes, returned, vertices
        Bytes of final memory, returned values, and values of vertices that were compared.
    wrong_bytes, wrong_returned
        How many of the first two differ, in the serial replay or in the clusters, whichever has more.
    difference
        The first wrong vertex; None: everything agrees.
    """

    memory_bytes: int
    returned: int
    vertices: int
    wrong_bytes: int
    wrong_returned: int
    difference: Difference | None

    @property
    def agrees(self) -> bool:
        """Whether nothing differs."""
        return self.difference is None

    def to_json(self) -> dict[str, Any]:
        """Plain data; bit patterns as hexadecimal text."""
        found = None
        if self.difference is not None:
            found = {name: getattr(self.difference, name) for name in Difference.__slots__}
            found |= {name: f"{found[name]:#018x}" for name in ("expected", "found")}
        return {"agrees": self.agrees, "memory_bytes": self.memory_bytes, "returned": self.returned,
                "vertices": self.vertices, "wrong_bytes": self.wrong_bytes, "wrong_returned": self.wrong_returned,
                "difference": found}


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a model says of the placement that was executed.

    Attributes
    ----------
    source
        ``execution model`` or ``simulation``.
    machine
        What it takes the workers to be.
    speedup
        Over one processor.
    idle_fraction
        Share of the workers' time in which they wait.
    values_sent
        Values sent from worker to worker.
    """

    source: str
    machine: str
    speedup: float
    idle_fraction: float
    values_sent: int

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {name: getattr(self, name) for name in Prediction.__slots__}


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Measurement:
    """An executed placement.

    Attributes
    ----------
    run
        What the engine measured; times are of the repetition of median wall time.
    serial_seconds
        float64, shape (repeats,): wall time of each repetition of the serial replay.
    order
        Order of execution: ``partition``, ``deadline``, ``critical-path`` or ``trace``.
    clusters
        k of the partition.
    labels
        What each worker stands for: a processor of the placement, or a cluster.
    bytes_per_instruction
        Steps, operands and constants of the workers' programs, over instructions.
    recorded
        Executed instructions that took their value from the record, by reason.
    check
        None when none was asked for.
    predictions
        What models say of the same placement.
    notes
        Sentences: that workers share processors, that there is no simulation, and the like.
    """

    run: ReplayRun
    serial_seconds: NDArray[np.float64]
    order: str
    clusters: int
    labels: tuple[str, ...]
    bytes_per_instruction: float
    recorded: Mapping[str, int]
    check: Check | None
    predictions: tuple[Prediction, ...]
    notes: tuple[str, ...]

    def __repr__(self) -> str:
        return f"Measurement({self.run!r}, speed-up {self.speedup:.2f})"

    @property
    def serial_wall_seconds(self) -> float:
        """Wall time of the serial replay: the median, the lower one of two."""
        return float(np.sort(self.serial_seconds)[(len(self.serial_seconds) - 1) // 2])

    @property
    def speedup(self) -> float:
        """Serial wall time over wall time; 0 for an empty run."""
        return self.serial_wall_seconds / self.run.wall_seconds if self.run.wall_seconds > 0 else 0.0

    @property
    def wait_share(self) -> float:
        """Share of all workers' time in which they waited for values, or had ended before the last one."""
        run = self.run
        total = run.wall_seconds * len(run.instructions)
        spent = float((run.busy_seconds + run.send_seconds + run.receive_seconds).sum())
        return min(1.0, max(0.0, 1 - spent / total)) if total > 0 else 0.0

    def to_json(self) -> dict[str, Any]:
        """Plain data; not the values nor the timeline."""
        run = self.run
        workers = [{"worker": w, "stands_for": self.labels[w], "instructions": int(run.instructions[w]),
                    **{f"{name}_seconds": float(getattr(run, f"{name}_seconds")[w])
                       for name in ("busy", "wait", "send", "receive", "finish")}, "waits": int(run.waits[w])}
                   for w in range(len(run.instructions))]
        columns = (run.pair_sender, run.pair_receiver, run.pair_messages, run.pair_values)
        pairs = [{"from": a, "to": b, "messages": messages, "values": values, "bytes": 8 * values}
                 for a, b, messages, values in zip(*(column.tolist() for column in columns), strict=True)]
        return {"engine": run.engine, "order": self.order, "k": self.clusters, "instructions": int(run.instructions.sum()),
                "wall_seconds": run.wall_seconds, "repeat_seconds": run.repeat_seconds.tolist(),
                "serial_wall_seconds": self.serial_wall_seconds, "serial_repeat_seconds": self.serial_seconds.tolist(),
                "speedup": self.speedup, "wait_share": self.wait_share,
                "instructions_per_second": run.instructions_per_second,
                "bytes_per_instruction": self.bytes_per_instruction, "values_sent": int(run.pair_values.sum()),
                "messages": int(run.pair_messages.sum()), "windows": len(run.window_overhead_seconds),
                "window_overhead_seconds": float(run.window_overhead_seconds.sum()), "restarts": run.restarts,
                "workers": workers, "pairs": pairs,
                "recorded": dict(self.recorded), "check": None if self.check is None else self.check.to_json(),
                "predictions": [prediction.to_json() for prediction in self.predictions], "notes": list(self.notes)}
