"""What the execution model and the simulator say of the placement that is executed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from irpart.graph.types import DependenceGraph, MemoryAccesses
from irpart.mapping.types import Placement
from irpart.measurement.types import Prediction
from irpart.partitioning.execution_model import ExecutionModel, estimate_execution
from irpart.partitioning.messages import MessagePlan
from irpart.partitioning.types import Partition
from irpart.simulation.simulate import simulate
from irpart.topology.types import Topology

SIMULATED_INSTRUCTIONS = 5_000_000
"""Above so many a simulation must be asked for."""


def predict_by_model(graph: DependenceGraph, partition: Partition, cluster_worker: NDArray[np.uint16], n_workers: int,
                     priority: NDArray[np.uint32] | None) -> Prediction:
    """The execution model, of workers that execute in order: window 1, the order that is executed.

    ``cluster_worker`` (uint16, one per cluster) says which clusters one worker runs; its clusters are one to the model.
    """
    merged = Partition(cluster_worker[partition.edge_cluster], n_workers, partition.method, partition.graph_checksum,
                       priority=np.empty(0, np.uint32) if priority is None else priority)
    model = ExecutionModel(order="trace" if priority is None else "given", window=1)
    found = estimate_execution(graph, merged, model)
    machine = f"latency {model.latency_cycles:g}, receiving {model.receive_cycles:g} cycles"
    return Prediction("execution model", machine, found.speedup, found.idle_fraction, found.messages)


def predict_by_simulation(graph: DependenceGraph, placement: Placement, priority: NDArray[np.uint32] | None,
                          accesses: MemoryAccesses | None, messages: MessagePlan) -> Prediction:
    """The simulator's default model of the placement's machine, in the order that is executed."""
    order = "trace" if priority is None else "partition"
    carried = replace(placement, partition=replace(
        placement.partition, priority=np.empty(0, np.uint32) if priority is None else priority))
    run = simulate(graph, carried, accesses=accesses, order=order, plan=messages)
    return Prediction("simulation", placement.topology.name, run.speedup, run.idle_fraction, run.messages)


def one_each(partition: Partition, topology: Topology) -> Placement:
    """Each cluster on the processor of its number; the topology has at least as many."""
    return Placement(np.arange(partition.n_clusters, dtype=np.int32), partition, topology, "identity")
