"""Quality of a partition: replicas, communication, balance; recomputed from scratch, whatever the method kept."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.base.arrays import readonly
from irpart.base.errors import InputError
from irpart.graph.types import DependenceGraph
from irpart.partitioning.replicas import ReplicaSets
from irpart.partitioning.types import Partition


@dataclass(frozen=True, slots=True)
class Quality:
    """How good a vertex cut is.

    With A(v) the clusters that hold an edge of v, and n the vertices that have an edge at all:

    Attributes
    ----------
    replication_factor
        (1 / n) * sum of |A(v)|; 1 for a graph without edges.
    connectivity
        km1: sum of |A(v)| - 1.
    weighted_communication
        Sum of (|A(v)| - 1) times the weight of the value v holds: its heaviest out-edge, or the heaviest in-edge of a
        vertex without out-edges. In cycles.
    balance_by_weight, balance_by_count
        Heaviest cluster over the mean, by edge weight and by number of edges; 1 for a graph without edges.
    least_balance
        What no partition can beat: k times the heaviest edge over the total weight, and at least 1.
    empty_clusters
        Clusters without an edge.
    n_edges, seconds, edges_per_second
        Size of the graph, wall time of the method alone, and their quotient.
    """

    n_clusters: int
    replication_factor: float
    connectivity: int
    weighted_communication: float
    balance_by_weight: float
    balance_by_count: float
    least_balance: float
    empty_clusters: int
    n_edges: int
    seconds: float

    @property
    def edges_per_second(self) -> float:
        """Edges assigned per second of the method's wall time."""
        return self.n_edges / self.seconds if self.seconds > 0 else 0.0

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {**asdict(self), "edges_per_second": self.edges_per_second}


def measure_quality(graph: DependenceGraph, partition: Partition) -> Quality:
    """Measure a partition of a graph; O(m) and memory in proportion to the replicas.

    Raises
    ------
    InputError
        When the partition is of another graph.
    """
    if len(partition.edge_cluster) != graph.n_edges or partition.graph_checksum != graph.checksum():
        raise InputError(f"The partition is of another graph: it has {len(partition.edge_cluster)} edges and graph "
                         f"checksum {partition.graph_checksum}, the graph has {graph.n_edges} and {graph.checksum()}.")
    k, m = partition.n_clusters, graph.n_edges
    if m == 0:
        return Quality(k, 1.0, 0, 0.0, 1.0, 1.0, 1.0, k, 0, partition.seconds)
    replicas = count_replicas(graph, partition.edge_cluster, k)
    weight = graph.edge_weights().astype(np.float64)
    load = np.bincount(partition.edge_cluster, weight, k)
    edges = np.bincount(partition.edge_cluster, minlength=k)
    connected = replicas > 0
    extra = np.where(connected, replicas - 1, 0)
    total = float(weight.sum())
    return Quality(
        n_clusters=k, replication_factor=float(replicas.sum() / connected.sum()), connectivity=int(extra.sum()),
        weighted_communication=float((extra * held_weight(graph, weight)).sum()),
        balance_by_weight=float(load.max() * k / total) if total > 0 else 1.0,
        balance_by_count=float(edges.max() * k / m),
        least_balance=max(1.0, float(weight.max()) * k / total) if total > 0 else 1.0,
        empty_clusters=int((edges == 0).sum()), n_edges=m, seconds=partition.seconds)


def count_replicas(graph: DependenceGraph, edge_cluster: NDArray[np.uint16], k: int) -> NDArray[np.int64]:
    """int64, shape (n,): |A(v)| of every vertex, 0 for a vertex without edges."""
    from irpart.partitioning import _replica_kernels as kernels

    sets = ReplicaSets(graph.n_vertices, k)
    source, in_degree, assigned = readonly(graph.source), readonly(graph.in_degree), readonly(edge_cluster)
    sets.run(graph.in_degree, lambda start, *replicas: kernels.count_replicas(
        start, source, in_degree, assigned, *replicas))
    return sets.count.astype(np.int64)


def held_weight(graph: DependenceGraph, weight: NDArray[np.float64]) -> NDArray[np.float64]:
    """float64, shape (n,): weight of the value a vertex holds (see ``Quality.weighted_communication``)."""
    heaviest_out = np.full(graph.n_vertices, -1.0)
    np.maximum.at(heaviest_out, graph.source, weight)
    heaviest_in = np.zeros(graph.n_vertices)
    np.maximum.at(heaviest_in, graph.destinations(), weight)
    return np.where(heaviest_out >= 0, heaviest_out, heaviest_in)
