"""Placement: each cluster of a partition on one processor of a machine."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import InputError
from irpart.partitioning.types import Partition
from irpart.topology.types import Topology


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Placement:
    """The clusters of ``partition`` on the processors of ``topology``; both are carried, so that a placement can be run.

    Attributes
    ----------
    cluster_processor
        int32, shape (k,): number of the processor that runs each cluster (its place in ``topology.processors``).
    partition, topology
        What was placed, and where.
    method, options, seed
        What made it: registered method name, its own options as JSON, seed.
    cost
        The objective J (see ``irpart.mapping.objective``) of this placement.
    seconds
        Wall time of the method alone.
    """

    cluster_processor: NDArray[np.int32]
    partition: Partition
    topology: Topology
    method: str
    options: str = "{}"
    seed: int = 0
    cost: float = 0.0
    seconds: float = 0.0

    def __post_init__(self) -> None:
        placed, k = self.cluster_processor, self.partition.n_clusters
        if placed.dtype != np.int32 or placed.shape != (k,):
            raise InputError(f"cluster_processor must be an int32 vector of {k} clusters, got {placed.dtype} of shape "
                             f"{placed.shape}.")
        if len(placed) and not 0 <= int(placed.min()) <= int(placed.max()) < self.topology.n_processors:
            raise InputError(f"Clusters are on processors {int(placed.min())} to {int(placed.max())}, but "
                             f"{self.topology.name} has processors 0 to {self.topology.n_processors - 1}.")
        placed.setflags(write=False)

    def __repr__(self) -> str:
        return f"Placement({self.partition.n_clusters} clusters on {self.topology.name}, method={self.method})"

    def describe_options(self) -> dict[str, Any]:
        """The method's own options as a dictionary."""
        return dict(json.loads(self.options))
