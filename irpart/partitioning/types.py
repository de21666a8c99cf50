"""Partition: each edge of a graph in exactly one cluster (a vertex cut)."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import InputError


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Partition:
    """A vertex cut of a DependenceGraph into ``n_clusters`` clusters.

    Attributes
    ----------
    edge_cluster
        uint16, shape (m,): cluster of each edge, in the graph's edge order.
    n_clusters
        k, from 1 to 65536.
    method, options, seed, balance
        What made it: registered method name, its own options as JSON, seed, and the balance bound lambda asked
        for (max cluster weight <= lambda * total / k).
    graph_checksum
        ``DependenceGraph.checksum()`` of the graph it belongs to.
    seconds
        Wall time of the method alone.
    priority
        uint32, shape (n,) or (0,): the order of execution that comes with the partition; of its ready instructions a
        cluster starts that of lowest number. Empty: the method gives none.
    graph_file
        Where the graph was read from, as the user named it; "" when it was no file.
    """

    edge_cluster: NDArray[np.uint16]
    n_clusters: int
    method: str
    graph_checksum: str
    options: str = "{}"
    seed: int = 0
    balance: float = 1.03
    seconds: float = 0.0
    priority: NDArray[np.uint32] = field(default_factory=lambda: np.empty(0, np.uint32))
    graph_file: str = ""

    def __post_init__(self) -> None:
        if not 1 <= self.n_clusters <= 65536:
            raise InputError(f"The number of clusters must be between 1 and 65536, got {self.n_clusters}.")
        if self.edge_cluster.dtype != np.uint16 or self.edge_cluster.ndim != 1:
            raise InputError(f"edge_cluster must be a uint16 vector, got {self.edge_cluster.dtype} "
                             f"of shape {self.edge_cluster.shape}.")
        if len(self.edge_cluster) and int(self.edge_cluster.max()) >= self.n_clusters:
            raise InputError(f"An edge is in cluster {int(self.edge_cluster.max())}, "
                             f"but there are {self.n_clusters} clusters.")
        if self.priority.dtype != np.uint32 or self.priority.ndim != 1:
            raise InputError(f"priority must be a uint32 vector, got {self.priority.dtype} of shape {self.priority.shape}.")
        self.edge_cluster.setflags(write=False)
        self.priority.setflags(write=False)

    def __repr__(self) -> str:
        return f"Partition({len(self.edge_cluster)} edges, k={self.n_clusters}, method={self.method})"

    def describe_options(self) -> dict[str, Any]:
        """The method's own options as a dictionary."""
        return dict(json.loads(self.options))


@dataclass(frozen=True, slots=True)
class StreamedPartition:
    """What is known of a partition that was written without holding its graph.

    Attributes
    ----------
    path, graph_checksum, n_clusters, n_vertices, n_edges
        The partition file, and what it is a partition of.
    pieces_per_cluster
        Contiguous pieces of the order of execution that each cluster holds, 4 or 1.
    replication_factor, connectivity
        As in ``Quality``; counted on a sample of the vertices unless ``is_exact``.
    replication_error
        Standard error of ``replication_factor``; 0 where it is exact.
    balance_by_weight, balance_by_count, least_balance, empty_clusters
        As in ``Quality``; exact.
    balance_bound
        What ``balance_by_weight`` should not pass: the larger of the balance asked for and 1 plus the heaviest edge over
        the mean.
    keeps_bound
        Whether it does not. The in-edges of one instruction are never separated, so an instruction whose in-edges together
        are heavy can make a cluster heavier, up to the mean plus those edges.
    seconds
        Wall time of all passes, the reading of the trace included.
    """

    path: str
    graph_checksum: str
    n_clusters: int
    n_vertices: int
    n_edges: int
    pieces_per_cluster: int
    replication_factor: float
    replication_error: float
    connectivity: int
    is_exact: bool
    balance_by_weight: float
    balance_by_count: float
    least_balance: float
    balance_bound: float
    keeps_bound: bool
    empty_clusters: int
    seconds: float

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)
