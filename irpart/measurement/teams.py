"""Who executes which cluster: a worker per processor of a placement, or a worker per cluster."""

from __future__ import annotations

import os

from irpart.base.errors import InputError
from irpart.graph.types import DependenceGraph
from irpart.mapping.place import place
from irpart.mapping.types import Placement
from irpart.partitioning.messages import MessagePlan
from irpart.partitioning.types import Partition
from irpart.topology.reading import read_topology
from irpart.topology.types import Topology

DEFAULT_METHOD = "swap"


def usable_processors() -> int:
    """Processors that this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def this_machine() -> Topology:
    """This machine with one processor for each that workers can be pinned to: as it is described where it has just these (no
    GPUs, no hardware threads), else that many equal cores."""
    machine, count = read_topology("machine"), usable_processors()
    return machine if machine.n_processors == count else read_topology(f"core:{count}")


def seat_clusters(graph: DependenceGraph, partition: Partition, *, machine: Topology | None = None,
                  method: str | None = None, per_cluster: bool = False,
                  messages: MessagePlan | None = None) -> Placement | None:
    """Where the clusters of a partition are executed; None: each by a worker of its own.

    Parameters
    ----------
    machine, method
        Place the clusters on this machine, by this mapping method. Without both, they are placed on the machine that irpart
        runs on when there are more of them than processors.
    per_cluster
        A worker per cluster, however many there are.
    messages
        Of graph and partition, where they are known.

    Raises
    ------
    InputError
        When ``per_cluster`` comes with a machine or a method, or clusters cannot be placed.
    """
    if per_cluster:
        if machine is not None or method is not None:
            raise InputError("With --per-cluster every cluster has a worker of its own, so that nothing is placed; leave "
                             "out --machine and --map.")
        return None
    if machine is None and method is None and partition.n_clusters <= usable_processors():
        return None
    chosen = this_machine() if machine is None else machine
    return place(graph, partition, chosen, method=method or DEFAULT_METHOD, plan=messages)


def labels_of(placement: Placement | None, processors: list[int]) -> tuple[str, ...]:
    """What each worker stands for."""
    if placement is None:
        return tuple(f"cluster {number}" for number in processors)
    topology = placement.topology
    rows = topology.processors
    return tuple(topology.label[rows[number]] for number in processors)
