"""The process that trials run in: requests as JSON lines on standard input, answers on what was standard output."""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
import traceback
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import BackendError, InputError, IrpartError
from irpart.comparison.memory import PeakMemory
from irpart.comparison.orders import permuted
from irpart.comparison.programs import load_program
from irpart.comparison.types import ExecutionSettings, Measured, Trial, TrialKey
from irpart.graph.types import DependenceGraph
from irpart.measurement.measure import measure
from irpart.measurement.subject import Subject
from irpart.measurement.teams import seat_clusters
from irpart.partitioning.cut import METHODS, partition, warm_up
from irpart.partitioning.execution_model import ExecutionEstimate, ExecutionModel, estimate_execution
from irpart.partitioning.messages import plan_messages
from irpart.partitioning.quality import measure_quality
from irpart.partitioning.types import Partition
from irpart.replay.dataflow import DataflowProgram

COLUMNS = ("source", "in_degree", "weight_code", "weight_table", "cost_code", "cost_table", "static_id",
           "static_arithmetic")
"""Arrays of a graph, by which it travels to the worker."""


def save_graph(graph: DependenceGraph, path: Path) -> None:
    """Write a graph's arrays for workers, uncompressed."""
    np.savez(path, timing=np.array(graph.timing), **{name: getattr(graph, name) for name in COLUMNS})


def load_graph(path: Path) -> DependenceGraph:
    """The inverse of ``save_graph``."""
    with np.load(path, allow_pickle=False) as stored:
        return DependenceGraph(timing=str(stored["timing"]), **{name: stored[name] for name in COLUMNS})


class Worker:
    """Runs trials of one graph, one after the other; executes partitions where its dataflow program is given."""

    def __init__(self, graph: DependenceGraph, program: DataflowProgram | None = None) -> None:
        self._graph, self._program = graph, program
        self._order = 0
        self._ordered: tuple[DependenceGraph, NDArray[np.int64] | None] = (graph, None)

    def run(self, key: TrialKey, balance: float, model: ExecutionModel | None,
            execution: ExecutionSettings | None = None) -> tuple[Trial, bool]:
        """One trial, and whether another may follow in this process; an exception of the method becomes a failure.

        Says on standard output when the method starts and when it is done.
        """
        try:
            graph, edge_of = self._in_order(key.order)
            warm_up(METHODS.get(key.method), graph, key.k, balance, {})
            say({"stage": "method"})
            memory = PeakMemory()
            made = partition(graph, key.k, method=key.method, balance=balance, seed=key.seed)
            peak = memory.peak_bytes()
            say({"stage": "measuring"})
            quality = measure_quality(graph, made)
            own = made if edge_of is None else in_own_order(self._graph, made, edge_of)
            estimate, note = (None, "") if model is None else self._estimate(own, model)
            measured = None if execution is None else self._execute(own, execution)
        except Exception as error:
            return Trial(key, failure=sentence_of(error), failure_kind="error"), False
        return Trial(key, quality, estimate, peak, note=note, measured=measured), memory.is_repeatable

    def _in_order(self, order: int) -> tuple[DependenceGraph, NDArray[np.int64] | None]:
        if order != self._order:
            self._ordered = (self._graph, None) if order == 0 else permuted(self._graph, order)
            self._order = order
        return self._ordered

    def _estimate(self, made: Partition, model: ExecutionModel) -> tuple[ExecutionEstimate | None, str]:
        """The estimate for the graph's own order, in which edges go forward; or None and why there is none."""
        try:
            return estimate_execution(self._graph, made, model), ""
        except InputError as error:
            return None, str(error)

    def _execute(self, made: Partition, execution: ExecutionSettings) -> Measured:
        """Execute the clusters, placed on the processors of this machine when there are more than these.

        Raises
        ------
        BackendError
            When a value is wrong.
        """
        assert self._program is not None
        subject, messages = Subject(self._graph, self._program), plan_messages(self._graph, made)
        placed = seat_clusters(self._graph, made, messages=messages) or made
        found = measure(subject, placed, backend=execution.backend, repeat=execution.repeat, check=True, predict=False,
                        timeout=execution.timeout_seconds, messages=messages)
        if found.check is not None and found.check.difference is not None:
            raise BackendError(found.check.difference.sentence())
        run = found.run
        return Measured(len(run.instructions), run.wall_seconds, float(run.repeat_seconds.min()),
                        float(run.repeat_seconds.max()), found.serial_wall_seconds, found.speedup, found.wait_share,
                        int(run.pair_messages.sum()), int(run.pair_values.sum()))


def in_own_order(graph: DependenceGraph, made: Partition, edge_of: NDArray[np.int64]) -> Partition:
    """A partition of ``permuted(graph, ...)`` as one of ``graph``: each edge keeps its cluster."""
    cluster = np.empty_like(made.edge_cluster)
    cluster[edge_of] = made.edge_cluster
    return Partition(cluster, made.n_clusters, made.method, graph.checksum(), made.options, made.seed, made.balance,
                     made.seconds)


def sentence_of(error: Exception) -> str:
    """What an exception says to people: its own sentence, or its kind, text and place."""
    if isinstance(error, IrpartError):
        return str(error)
    last = traceback.extract_tb(error.__traceback__)[-1:]
    where = f" ({Path(last[0].filename).name}, line {last[0].lineno})" if last else ""
    return f"{type(error).__name__}: {error}{where}"


_answers = sys.stdout


def say(message: dict[str, Any]) -> None:
    """One line to the parent."""
    _answers.write(json.dumps(message, allow_nan=False) + "\n")
    _answers.flush()


def take_over_output() -> None:
    """Answers go where standard output went; what a method prints goes to standard error."""
    global _answers
    _answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)


def end_with_parent() -> None:
    """On Linux a worker is killed when its parent is, even in the middle of compiled code."""
    if sys.platform == "linux":
        set_death_signal = 1
        ctypes.CDLL(None).prctl(set_death_signal, signal.SIGKILL)


def main() -> None:
    """Serve requests until standard input ends."""
    end_with_parent()
    take_over_output()
    worker = Worker(load_graph(Path(sys.argv[1])), load_program(Path(sys.argv[2])) if len(sys.argv) > 2 else None)
    say({"stage": "ready"})
    for line in sys.stdin:
        request = json.loads(line)
        model = None if request["model"] is None else ExecutionModel(**request["model"])
        execution = None if request["execution"] is None else ExecutionSettings(**request["execution"])
        trial, is_reusable = worker.run(TrialKey(*request["key"]), request["balance"], model, execution)
        say({"trial": trial.to_json(), "reusable": is_reusable})
