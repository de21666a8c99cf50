"""Put a topology together object by object; links that a description leaves out get the table's values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from irpart.topology.types import (
    CACHE,
    CORE,
    GPU,
    GROUP,
    HOST,
    KINDS,
    NIC,
    NUMA,
    ORIGINS,
    PACKAGE,
    PU,
    ROUTER,
    SWITCH,
    SYSTEM,
    Topology,
)

DEFAULT_LINKS = {
    "core": (8.0, 100.0), "cache": (10.0, 100.0), "numa": (4.0, 80.0), "group": (6.0, 60.0), "package": (15.0, 40.0),
    "gpu": (500.0, 25.0), "nic": (300.0, 25.0), "host": (1000.0, 12.5), "router": (1.5, 64.0), "switch": (100.0, 25.0)}
"""Latency (ns, one way) and bandwidth (GB/s) of the link from an object of a kind up to the next stop around it, where a
description has none: of the order of current servers. A message takes 16 ns between two cores under one last-level cache,
36 to 44 between two caches of one package, 66 to 74 between packages, 2 microseconds between hosts. A line that another
core has changed takes three messages and two lookups, about 50, 120 and 210 ns. ``docs/topology.md`` names the sources."""

LOCAL_DISTANCE = 10.0
"""Distance of a NUMA domain to itself in the tables of firmware (ACPI's SLIT)."""
LOCAL_MEMORY_NS = 80.0
"""Time of an access to the local memory, both ways counted, that NUMA distances are multiples of."""


@dataclass(slots=True)
class TopologyBuilder:
    """Collects objects and links; ``build`` checks them and freezes them into a ``Topology``.

    Attributes
    ----------
    name, source
        As in ``Topology``.
    """

    name: str
    source: str
    _objects: list[tuple[int, int, str, int, int, int, float, float, float, int]] = field(default_factory=list)
    _links: list[tuple[int, int, float, float, str, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._objects.append((SYSTEM, -1, self.name, 0, 0, 0, 0.0, 0.0, 0.0, 0))

    def __len__(self) -> int:
        return len(self._objects)

    def add(self, kind: int, parent: int = 0, label: str = "", *, size_bytes: int = 0, cache_level: int = 0, ways: int = 0,
            latency_ns: float = 0.0, bandwidth_gbs: float = 0.0, speed: float | None = None,
            lanes: int | None = None) -> int:
        """Add an object; its row.

        Without ``label`` it is named by its kind and number; cores and GPUs have speed 1, and 1 and 2048 lanes, unless
        given.
        """
        computes = kind in (CORE, GPU)
        if not label:
            number = sum(1 for item in self._objects if item[0] == kind and item[4] == cache_level)
            label = f"L{cache_level} {number}" if kind == CACHE else f"{KINDS[kind]} {number}"
        self._objects.append((kind, parent, label, size_bytes, cache_level, ways, latency_ns, bandwidth_gbs,
                              float(computes) if speed is None else speed,
                              ({CORE: 1, GPU: 2048}.get(kind, 0)) if lanes is None else lanes))
        return len(self._objects) - 1

    def link(self, a: int, b: int, latency_ns: float, bandwidth_gbs: float, kind: str, origin: str = "declared") -> None:
        """Add a link between two objects."""
        self._links.append((a, b, latency_ns, bandwidth_gbs, kind, ORIGINS.index(origin)))

    def link_tree(self, distance: NDArray[np.float64] | None = None,
                  upward_gbs: Mapping[int, float] | None = None) -> None:
        """Link every stop that has no link yet to the next stop around it, with the table's values.

        Stops are cores, GPUs, NUMA domains, hosts, switches, NICs and routers, and all other objects that contain two or
        more processors; private caches and hardware threads are none. Parts of a host that are only joined to others of
        their kind, or GPUs to switches, get their link upward too, of more than half the latency of those links.
        ``upward_gbs`` has the bandwidth of objects of which it is known.

        With a matrix of NUMA ``distance`` (row order of the domains) the domains are also joined to each other: one at
        distance D adds (D / 10 - 1) times the local access time, there and back, and the ways through what contains
        them are made no shorter.
        """
        linked, aside = self._linked()
        stop, known, lifted = self._stops(), upward_gbs or {}, 0.0
        if distance is not None and len(distance) > 1:
            self._link_domains(distance)
            lifted = max(item[2] for item in self._links[-len(distance) * (len(distance) - 1) // 2 :]) / 2
        for row in range(1, len(self._objects)):
            if not stop[row] or row in linked:
                continue
            kind, parent = self._objects[row][:2]
            while not stop[parent]:
                parent = self._objects[parent][1]
            latency, bandwidth = DEFAULT_LINKS[KINDS[kind]]
            words = {GPU: "pcie", NIC: "pcie", HOST: "network", NUMA: "memory", PACKAGE: "socket"}
            latency = max(latency, 0.51 * aside.get(row, 0.0), lifted if kind == NUMA else 0.0)
            self.link(row, parent, latency, known.get(row, bandwidth), words.get(kind, "on-chip"),
                      "declared" if row in known else "default")

    def build(self, *, numa_distance: NDArray[np.float64] | None = None, clock_ghz: float = 2.0, grid: tuple[int, ...] = (),
              wraps: bool = False) -> Topology:
        """The topology.

        Raises
        ------
        InputError
            When what was collected is no machine; see ``Topology``.
        """
        kind, parent, label, size, level, ways, latency, bandwidth, speed, lanes = zip(*self._objects, strict=True)
        ends = np.array([item[:2] for item in self._links], np.int32).reshape(-1, 2)
        return Topology(
            self.name, self.source, np.array(kind, np.uint8), np.array(parent, np.int32), tuple(label),
            np.array(size, np.int64), np.array(level, np.uint8), np.array(ways, np.uint16), np.array(latency, np.float64),
            np.array(bandwidth, np.float64), np.array(speed, np.float64), np.array(lanes, np.int32), ends,
            np.array([item[2] for item in self._links], np.float64), np.array([item[3] for item in self._links], np.float64),
            tuple(item[4] for item in self._links), np.array([item[5] for item in self._links], np.uint8),
            np.empty((0, 0)) if numa_distance is None else np.array(numa_distance, np.float64), float(clock_ghz), grid,
            wraps)

    def _linked(self) -> tuple[set[int], dict[int, float]]:
        """Objects that links join to the rest, and the greatest latency of links that only join equals."""
        linked: set[int] = set()
        aside: dict[int, float] = {}
        for a, b, latency in (item[:3] for item in self._links):
            kinds = {self._objects[a][0], self._objects[b][0]}
            equals = len(kinds) == 1 and kinds < {CORE, CACHE, GROUP, NUMA, GPU}
            for end in (a, b):
                if equals or (kinds == {GPU, SWITCH} and self._objects[end][0] == GPU):
                    aside[end] = max(aside.get(end, 0.0), latency)
                else:
                    linked.add(end)
        return linked, aside

    def _stops(self) -> list[bool]:
        """For every object whether links end there."""
        below = [int(item[0] in (CORE, GPU)) for item in self._objects]
        for row in range(len(self._objects) - 1, 0, -1):
            below[self._objects[row][1]] += below[row]
        always = (SYSTEM, CORE, GPU, NUMA, HOST, SWITCH, NIC, ROUTER)
        return [item[0] in always or (item[0] != PU and below[row] > 1) for row, item in enumerate(self._objects)]

    def _link_domains(self, distance: NDArray[np.float64]) -> None:
        domains = [row for row, item in enumerate(self._objects) if item[0] == NUMA]
        bandwidth = DEFAULT_LINKS["package"][1]
        for i, a in enumerate(domains):
            for j, b in enumerate(domains[:i]):
                beyond = max(float(distance[i, j] + distance[j, i]) / 2 / LOCAL_DISTANCE - 1, 0.05)
                self.link(a, b, beyond * LOCAL_MEMORY_NS / 2, bandwidth, "socket", "declared")
