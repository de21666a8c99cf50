"""Replica sets as the kernels use them: arrays that grow with the number of replicas."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from irpart.graph.types import DependenceGraph
from irpart.partitioning.balance import count_codes

_INLINE, _BLOCK = 8, 32


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
    """Loads of clusters, all 0, as int64 keys: load * 2**16 + cluster, and the least key of each block of 32."""

    n_clusters: int
    key: NDArray[np.int64] = field(init=False)
    least: NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        blocks = -(-self.n_clusters // _BLOCK)
        self.key = np.full(blocks * _BLOCK, np.iinfo(np.int64).max, np.int64)
        self.key[: self.n_clusters] = np.arange(self.n_clusters)
        self.least = self.key.reshape(blocks, _BLOCK).min(axis=1)

    def add(self, load: NDArray[np.int64]) -> None:
        """Add to the load of every cluster."""
        self.key[: self.n_clusters] += load << 16
        self.least[:] = self.key.reshape(len(self.least), _BLOCK).min(axis=1)


def whole_weights(table: NDArray[np.float32], code: NDArray[np.unsignedinteger]) -> tuple[NDArray[np.int64], float]:
    """A weight table as whole numbers whose sum over all edges stays below 2**46, and the factor they were scaled by.

    Tables of whole numbers that fit are taken as they are (factor 1), so that loads are exact.
    """
    return scaled_weights(table, count_codes(code, len(table)))


def scaled_weights(table: NDArray[np.float32], counts: NDArray[np.int64]) -> tuple[NDArray[np.int64], float]:
    """As ``whole_weights``, from how many edges have each weight code (int64)."""
    exact = table.astype(np.float64)
    total = float(exact @ counts)
    if total < 1 << 46 and np.array_equal(exact, np.rint(exact)):
        return exact.astype(np.int64), 1.0
    factor = (1 << 45) / total if total > 0 else 1.0
    return np.rint(exact * factor).astype(np.int64), factor


def balanced_weights(graph: DependenceGraph) -> NDArray[np.int64]:
    """A graph's weight table as ``whole_weights``; all 1 when every edge weighs 0, so that there is a load to balance."""
    return balanced_table(graph.weight_table, count_codes(graph.weight_code, len(graph.weight_table)))


def balanced_table(table: NDArray[np.float32], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """As ``balanced_weights``, from how many edges have each weight code (int64)."""
    whole, _ = scaled_weights(table, counts)
    return whole if whole @ counts else np.ones_like(whole)
