"""How far processors are from each other: latency, bandwidth, and the time of a message."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import InputError
from irpart.topology.types import Topology

MOST_PROCESSORS = 16384
"""Matrices between processors are made up to this many of them (1 GiB each)."""
_BLOCK = 512


@dataclass(frozen=True, slots=True, eq=False)
class Distances:
    """Between all pairs of P processors, along the way of least latency.

    Attributes
    ----------
    latency_ns
        float32, shape (P, P): sum of the latencies of the links; 0 on the diagonal.
    bandwidth_gbs
        float32, shape (P, P): the narrowest link of that way; infinite on the diagonal.
    """

    latency_ns: NDArray[np.float32]
    bandwidth_gbs: NDArray[np.float32]

    def message_ns(self, message_bytes: float = 64.0) -> NDArray[np.float32]:
        """float32, shape (P, P): time of a message of some bytes on an idle machine, latency + bytes / bandwidth."""
        return np.asarray(self.latency_ns + np.float32(message_bytes) / self.bandwidth_gbs, np.float32)


def measure_distances(topology: Topology, among: NDArray[np.int32] | None = None) -> Distances:
    """Latency and bandwidth between all pairs of processors, or of those whose numbers are ``among``; O(P (l log n + n)).

    Of several ways of equal latency the one that Dijkstra's algorithm of scipy finds counts.

    Raises
    ------
    InputError
        When there are more than 16384 processors.
    """
    from scipy.sparse.csgraph import dijkstra

    processors = topology.processors if among is None else topology.processors[among]
    count = len(processors)
    if count > MOST_PROCESSORS:
        raise InputError(f"{topology.name} has {count} processors; distances are kept for at most {MOST_PROCESSORS}.")
    graph, width = _adjacency(topology)
    latency, bandwidth = np.empty((count, count), np.float32), np.empty((count, count), np.float32)
    for start in range(0, count, _BLOCK):
        rows = processors[start : start + _BLOCK]
        length, before = dijkstra(graph, indices=rows, return_predecessors=True)
        narrowest = _narrowest(length, before, width)
        latency[start : start + _BLOCK] = length[:, processors]
        bandwidth[start : start + _BLOCK] = narrowest[:, processors]
    np.fill_diagonal(latency, 0)
    np.fill_diagonal(bandwidth, np.inf)
    latency.setflags(write=False)
    bandwidth.setflags(write=False)
    return Distances(latency, bandwidth)


def _adjacency(topology: Topology) -> tuple[object, object]:
    """Latencies of the links as a sparse symmetric matrix (parallel links: the fastest), and bandwidths of the same."""
    from scipy.sparse import csr_array

    n = topology.n_objects
    a, b = topology.link_ends[:, 0].astype(np.int64), topology.link_ends[:, 1].astype(np.int64)
    low, high = np.minimum(a, b), np.maximum(a, b)
    order = np.lexsort((-topology.link_bandwidth_gbs, topology.link_latency_ns, low * n + high))
    pair = (low * n + high)[order]
    first = order[np.concatenate([[True], pair[1:] != pair[:-1]])] if len(pair) else order
    rows, columns = np.concatenate([low[first], high[first]]), np.concatenate([high[first], low[first]])

    def symmetric(values: NDArray[np.float64]) -> object:
        return csr_array((np.tile(values[first], 2), (rows, columns)), shape=(n, n))

    return symmetric(topology.link_latency_ns), symmetric(topology.link_bandwidth_gbs)


def _narrowest(length: NDArray[np.float64], before: NDArray[np.int32], width: object) -> NDArray[np.float64]:
    """Least bandwidth on the way from each start to each object, objects taken by distance."""
    starts, n = length.shape
    result = np.full((starts, n), np.inf)
    step = np.full((starts, n), np.inf)
    known = before >= 0
    step[known] = np.asarray(width[before[known], np.nonzero(known)[1]]).ravel()  # type: ignore[index]
    row = np.arange(starts)
    for column in np.argsort(length, axis=1, kind="stable").T:
        above = before[row, column]
        reached = above >= 0
        result[row[reached], column[reached]] = np.minimum(result[row[reached], above[reached]],
                                                           step[row[reached], column[reached]])
    return result
