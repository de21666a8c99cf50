"""What is worth telling about a machine: counts, links by kind, and distances between its parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.topology.distances import Distances, measure_distances
from irpart.topology.types import CACHE, CORE, GPU, HOST, KINDS, NUMA, ORIGINS, PACKAGE, Topology

MOST_STATIONS = 16
"""Parts between which distances are told one by one."""
MOST_MEASURED = 1024
"""Processors between which distances are measured; of larger machines, as many spread evenly."""


@dataclass(frozen=True, slots=True)
class LinkGroup:
    """Links of one kind whose values come from one place.

    Attributes
    ----------
    kind, origin
        As in ``Topology``; the origin as a word.
    count
        How many.
    latency_ns, bandwidth_gbs
        Least and largest.
    """

    kind: str
    origin: str
    count: int
    latency_ns: tuple[float, float]
    bandwidth_gbs: tuple[float, float]


@dataclass(frozen=True, slots=True, eq=False)
class TopologySummary:
    """What is worth telling about a machine.

    Attributes
    ----------
    counts
        Number of objects by kind, those that there are.
    memory_bytes
        Sum of the memories of NUMA domains, and of GPUs.
    links
        By kind and origin, in the order of first appearance.
    stations, station_label
        Numbers of up to 16 processors that stand for parts of the machine, and the names of these parts: NUMA domains (their
        first cores) and GPUs; hosts, where there would be more than 16; packages, outermost caches or processors, where
        there would be fewer than two.
    stations_left_out
        Parts beyond the first 16.
    station_distances
        Between the stations.
    measured, distances
        Numbers of the processors that were measured (all, up to 1024), and distances between them.
    latency_range_ns
        Least, mean and largest latency between different measured processors; zeros when there is only one.
    """

    counts: dict[str, int]
    memory_bytes: tuple[int, int]
    links: tuple[LinkGroup, ...]
    stations: NDArray[np.int32]
    station_label: tuple[str, ...]
    stations_left_out: int
    station_distances: Distances
    measured: NDArray[np.int32]
    distances: Distances
    latency_range_ns: tuple[float, float, float]

    def to_json(self) -> dict[str, Any]:
        """As JSON can hold it: bandwidth of a part to itself is None."""
        latency, bandwidth = self.station_distances.latency_ns, self.station_distances.bandwidth_gbs
        return {
            "objects": self.counts, "memory_bytes": self.memory_bytes[0], "gpu_memory_bytes": self.memory_bytes[1],
            "links": [{"kind": group.kind, "origin": group.origin, "count": group.count,
                       "latency_ns": list(group.latency_ns), "bandwidth_gbs": list(group.bandwidth_gbs)}
                      for group in self.links],
            "latency_ns": dict(zip(("least", "mean", "largest"), self.latency_range_ns, strict=True)),
            "between": {"parts": list(self.station_label), "processors": self.stations.tolist(),
                        "left_out": self.stations_left_out, "latency_ns": _rounded(latency),
                        "bandwidth_gbs": _rounded(bandwidth)}}


def summarize_topology(topology: Topology) -> TopologySummary:
    """Summary of a machine; O(n) and the distances between at most 1024 processors."""
    numbers = np.bincount(topology.kind, minlength=len(KINDS))
    total, shown = topology.n_processors, min(topology.n_processors, MOST_MEASURED)
    measured = (np.arange(shown, dtype=np.int64) * total // shown).astype(np.int32)
    distances = measure_distances(topology, measured)
    stations, labels = _stations(topology)
    kept = stations[:MOST_STATIONS]
    apart = distances.latency_ns[~np.eye(shown, dtype=bool)]
    bounds = (float(apart.min()), float(apart.mean(dtype=np.float64)), float(apart.max())) if len(apart) else (0.0, 0.0, 0.0)
    return TopologySummary(
        {KINDS[kind]: int(count) for kind, count in enumerate(numbers) if count},
        (int(topology.size_bytes[topology.kind == NUMA].sum()), int(topology.size_bytes[topology.kind == GPU].sum())),
        _link_groups(topology), kept, tuple(labels[:MOST_STATIONS]), len(stations) - len(kept),
        measure_distances(topology, kept), measured, distances, bounds)


def _link_groups(topology: Topology) -> tuple[LinkGroup, ...]:
    places: dict[tuple[str, int], list[int]] = {}
    for place, key in enumerate(zip(topology.link_kind, topology.link_origin.tolist(), strict=True)):
        places.setdefault(key, []).append(place)
    groups = []
    for (kind, origin), found in places.items():
        latency, bandwidth = topology.link_latency_ns[found], topology.link_bandwidth_gbs[found]
        groups.append(LinkGroup(kind, ORIGINS[origin], len(found), (float(latency.min()), float(latency.max())),
                                (float(bandwidth.min()), float(bandwidth.max()))))
    return tuple(groups)


def _stations(topology: Topology) -> tuple[NDArray[np.int32], list[str]]:
    """Numbers of the processors that stand for parts, and the labels of the parts."""
    processors = topology.processors
    gpus = np.flatnonzero(topology.kind[processors] == GPU)
    domains, first = _firsts(topology.ancestor_of_kind(NUMA)[processors], topology.kind[processors] == CORE)
    rows, numbers = np.concatenate([domains, processors[gpus]]), np.concatenate([first, gpus])
    hosts, first_on_host = _firsts(topology.ancestor_of_kind(HOST)[processors], np.ones(len(processors), bool))
    if len(rows) > MOST_STATIONS and len(hosts) > 1:
        rows, numbers = hosts, first_on_host
    if len(rows) < 2 and len(processors) > MOST_STATIONS:
        for above in (topology.ancestor_of_kind(PACKAGE), topology.outermost_of_kind(CACHE)):
            parts, first = _firsts(above[processors], np.ones(len(processors), bool))
            if 1 < len(parts) < len(processors):
                rows, numbers = parts, first
                break
    if len(rows) < 2:
        rows, numbers = processors, np.arange(len(processors))
    return numbers.astype(np.int32), [topology.label[row] for row in rows]


def _firsts(above: NDArray[np.int32], counts: NDArray[np.bool_]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Distinct containing objects in row order, and the first processor that counts in each."""
    numbers = np.flatnonzero(counts & (above >= 0))
    rows, first = np.unique(above[numbers], return_index=True)
    return rows, numbers[first]


def _rounded(matrix: NDArray[np.float32]) -> list[list[float | None]]:
    return [[round(float(value), 3) if np.isfinite(value) else None for value in row] for row in matrix]
