"""In which order workers execute: what a name of ``ORDERS`` means for a partition."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import InputError
from irpart.graph.types import DependenceGraph
from irpart.partitioning.execution_model import ExecutionEstimator
from irpart.partitioning.types import Partition
from irpart.replay.dataflow import DataflowProgram
from irpart.replay.order import deadline_order, schedule_order

ORDERS = ("deadline", "partition", "critical-path", "trace")
"""The first is the default: measured, it is the fastest on the whole (docs/decisions/0008). All but that of the trace are
schedules: a worker takes what comes first in the order of what is ready there."""


def check_order(order: str, partition: Partition) -> None:
    """Refuse orders that there are not.

    Raises
    ------
    InputError
        When there is none of that name, or the partition's is asked for and it has none.
    """
    if order not in ORDERS:
        raise InputError(f"The order of an execution is one of {', '.join(ORDERS)}; got '{order}'.")
    if order == "partition" and not len(partition.priority):
        raise InputError("The partition carries no order of execution; choose another: --order deadline, "
                         "critical-path or trace.")


def priority_of(order: str, graph: DependenceGraph, partition: Partition, dataflow: DataflowProgram, worker: NDArray[Any],
                n_workers: int) -> NDArray[np.uint32] | None:
    """uint32, shape (n,): lowest first; None for the order of the trace. ``order`` is one of ``ORDERS``."""
    if order == "trace":
        return None
    if order == "deadline":
        return deadline_order(dataflow, worker, n_workers)
    priority = partition.priority if order == "partition" else ExecutionEstimator(graph).critical_order()
    return schedule_order(dataflow, worker, n_workers, priority)
