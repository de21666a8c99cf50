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
from irpart.replay.order import deadline_order

ORDERS = ("auto", "partition", "deadline", "critical-path", "trace")
"""``auto`` is that of the partition where it has one, else ``deadline``."""


def check_order(order: str, partition: Partition) -> str:
    """The order that is meant, never ``auto``.

    Raises
    ------
    InputError
        When there is none of that name, or the partition's is asked for and it has none.
    """
    if order not in ORDERS:
        raise InputError(f"The order of an execution is one of {', '.join(ORDERS)}; got '{order}'.")
    if order == "partition" and not len(partition.priority):
        raise InputError("The partition carries no order of execution; choose another: --order auto, deadline, "
                         "critical-path or trace.")
    if order == "auto":
        return "partition" if len(partition.priority) else "deadline"
    return order


def priority_of(order: str, graph: DependenceGraph, partition: Partition, dataflow: DataflowProgram, worker: NDArray[Any],
                n_workers: int) -> NDArray[np.uint32] | None:
    """uint32, shape (n,): lowest first; None for the order of the trace. ``order`` is what ``check_order`` returned."""
    if order == "partition":
        return partition.priority
    if order == "deadline":
        return deadline_order(dataflow, worker, n_workers)
    return ExecutionEstimator(graph).critical_order() if order == "critical-path" else None
