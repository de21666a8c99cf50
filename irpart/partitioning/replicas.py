"""Replica sets as the kernels use them: arrays that grow with the number of replicas."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

_INLINE = 8


@dataclass(slots=True)
class ReplicaSets:
    """Which clusters each of ``n_vertices`` vertices is in, for ``n_clusters`` clusters.

    ``count`` is uint16: how many. ``inline`` (uint16, (n, 8)) holds up to eight cluster numbers, or the row of a bit
    set in ``pool`` (uint64, (rows, words)).
    """

    n_vertices: int
    n_clusters: int
    count: NDArray[np.uint16] = field(init=False)
    inline: NDArray[np.uint16] = field(init=False)
    pool: NDArray[np.uint64] = field(init=False)
    used: NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        self.count = np.zeros(self.n_vertices, np.uint32)
        self.inline = np.zeros((self.n_vertices, _INLINE), np.uint16)
        self.pool = np.zeros((1 << 10, -(-self.n_clusters // 64)), np.uint64)
        self.used = np.zeros(1, np.int64)

    def run(self, in_degree: NDArray[np.unsignedinteger], kernel: Callable[..., bool]) -> None:
        """Call ``kernel(start, count, inline, pool, used)`` until it is done, growing the pool as it asks."""
        start = np.zeros(2, np.int64)
        while not kernel(start, self.count, self.inline, self.pool, self.used):
            rows = 2 * len(self.pool) + 2 * int(in_degree[start[0]]) + 2
            grown = np.zeros((rows, self.pool.shape[1]), np.uint64)
            grown[: len(self.pool)] = self.pool
            self.pool = grown


@dataclass(slots=True)
class Loads:
    """Loads of clusters and the heap that yields the least loaded: float64 loads, int64 heap, float64 snapshots."""

    n_clusters: int
    load: NDArray[np.float64] = field(init=False)
    heap: NDArray[np.int64] = field(init=False)
    snapshot: NDArray[np.float64] = field(init=False)

    def __post_init__(self) -> None:
        self.load, self.snapshot = np.zeros(self.n_clusters), np.zeros(self.n_clusters)
        self.heap = np.arange(self.n_clusters, dtype=np.int64)


def readonly(array: NDArray[Any]) -> NDArray[Any]:
    """A contiguous read-only view, so that kernels are compiled for one kind of array."""
    view = np.ascontiguousarray(array).view()
    view.setflags(write=False)
    return view
