"""Topology: a machine, from a laptop to a cluster, as a tree of objects and a graph of links between them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import InputError

KINDS = ("system", "host", "package", "group", "numa", "cache", "core", "pu", "gpu", "switch", "nic", "router")
"""Kinds of objects; ``system`` is the root. A ``host`` is one machine of a cluster, a ``group`` any level between that has
no name of its own, a ``pu`` a hardware thread, a ``switch`` joins links (network, NVLink), a ``router`` is a stop of a
mesh."""
(SYSTEM, HOST, PACKAGE, GROUP, NUMA, CACHE, CORE, PU, GPU, SWITCH, NIC, ROUTER) = range(len(KINDS))

ORIGINS = ("default", "declared", "measured")
"""Where a link's latency and bandwidth come from: irpart's table, the description of the machine, or a measurement."""


def _no_float() -> NDArray[np.float64]:
    return np.empty((0, 0), np.float64)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Topology:
    """Objects of a machine (rows, parents before children) and the links that carry data between them.

    Containment is the tree ``parent``; distance is the graph of links. Processors, what clusters are mapped to, are the
    cores and the GPUs, in the order of their rows, cores first.

    Attributes
    ----------
    name, source
        Short name, and what described the machine (a synthetic string, a file, ``this machine``).
    kind
        uint8, shape (n,): index into ``KINDS``.
    parent
        int32, shape (n,): row of the containing object, less than the own row; -1 for the root, row 0.
    label
        n short texts for people: ``Package 0``, ``L3 0``.
    size_bytes
        int64, shape (n,): capacity of caches, and local memory of NUMA domains and GPUs; 0 elsewhere or unknown.
    cache_level, ways
        uint8 and uint16, shape (n,): level (1, 2, 3 ...) and associativity of caches; 0 elsewhere or unknown.
    latency_ns
        float64, shape (n,): time of a hit in a cache, or of an access to a NUMA domain's or GPU's own memory; 0: the default
        of its kind.
    bandwidth_gbs
        float64, shape (n,): GB/s of a NUMA domain's or GPU's memory; 0: the default.
    speed
        float64, shape (n,): speed of a core or GPU lane relative to a usual core; 0 elsewhere.
    lanes
        int32, shape (n,): 1 for a core, threads that a GPU runs at a time; 0 elsewhere.
    link_ends
        int32, shape (l, 2): the two objects that a link joins; both directions exist, each with the bandwidth.
    link_latency_ns, link_bandwidth_gbs
        float64, shape (l,): both positive and finite.
    link_kind
        l words: ``on-chip``, ``socket``, ``memory``, ``pcie``, ``nvlink``, ``network``, ``mesh`` ...
    link_origin
        uint8, shape (l,): index into ``ORIGINS``.
    numa_distance
        float64, shape (d, d) or (0, 0): relative distances of the d NUMA domains with processors or memory, in row order
        (SLIT: 10 is local).
    clock_ghz
        Cycles per nanosecond of the cores.
    grid, wraps
        Side lengths when the processors are the points of a mesh in row-major order (then ``wraps`` tells a torus), else ().

    Raises
    ------
    InputError
        When rows do not fit together, a link has no bandwidth, nothing can compute, or processors cannot reach each other.
    """

    name: str
    source: str
    kind: NDArray[np.uint8]
    parent: NDArray[np.int32]
    label: tuple[str, ...]
    size_bytes: NDArray[np.int64]
    cache_level: NDArray[np.uint8]
    ways: NDArray[np.uint16]
    latency_ns: NDArray[np.float64]
    bandwidth_gbs: NDArray[np.float64]
    speed: NDArray[np.float64]
    lanes: NDArray[np.int32]
    link_ends: NDArray[np.int32]
    link_latency_ns: NDArray[np.float64]
    link_bandwidth_gbs: NDArray[np.float64]
    link_kind: tuple[str, ...]
    link_origin: NDArray[np.uint8]
    numa_distance: NDArray[np.float64] = field(default_factory=_no_float)
    clock_ghz: float = 2.0
    grid: tuple[int, ...] = ()
    wraps: bool = False

    def __post_init__(self) -> None:
        _check_objects(self)
        _check_links(self)
        if not 0 < self.clock_ghz < 1000:
            raise InputError(f"{self.name}: the clock must be between 0 and 1000 GHz, got {self.clock_ghz}.")
        if self.grid and int(np.prod(self.grid)) != self.n_processors:
            raise InputError(f"{self.name}: a grid of {'x'.join(map(str, self.grid))} does not have {self.n_processors} "
                             "points.")
        for array in (self.kind, self.parent, self.size_bytes, self.cache_level, self.ways, self.latency_ns,
                      self.bandwidth_gbs, self.speed, self.lanes, self.link_ends, self.link_latency_ns,
                      self.link_bandwidth_gbs, self.link_origin, self.numa_distance):
            array.setflags(write=False)

    def __repr__(self) -> str:
        return (f"Topology({self.name}: {self.n_processors} processors, {self.n_objects} objects, "
                f"{len(self.link_ends)} links)")

    @property
    def n_objects(self) -> int:
        """Number of objects n."""
        return len(self.kind)

    @property
    def processors(self) -> NDArray[np.int32]:
        """int32, shape (P,): rows of the cores, then of the GPUs; a processor's number is its place in this array."""
        return np.concatenate([self.of_kind(CORE), self.of_kind(GPU)])

    @property
    def memories(self) -> NDArray[np.int32]:
        """int32: rows of the objects that have memory: NUMA domains, then GPUs."""
        return np.concatenate([self.of_kind(NUMA), self.of_kind(GPU)])

    @property
    def n_processors(self) -> int:
        """Number of processors P."""
        return int(np.count_nonzero((self.kind == CORE) | (self.kind == GPU)))

    def of_kind(self, kind: int) -> NDArray[np.int32]:
        """int32: rows of the objects of a kind, ascending."""
        return np.flatnonzero(self.kind == kind).astype(np.int32)

    def depth(self) -> NDArray[np.int32]:
        """int32, shape (n,): number of containing objects; O(n)."""
        result = np.zeros(self.n_objects, np.int32)
        for row in range(1, self.n_objects):
            result[row] = result[self.parent[row]] + 1
        return result

    def ancestor_of_kind(self, kind: int) -> NDArray[np.int32]:
        """int32, shape (n,): row of the nearest object of a kind that contains each object (or is it), or -1; O(n)."""
        result = np.full(self.n_objects, -1, np.int32)
        for row in range(self.n_objects):
            above = self.parent[row]
            result[row] = row if self.kind[row] == kind else (result[above] if above >= 0 else -1)
        return result

    def outermost_of_kind(self, kind: int) -> NDArray[np.int32]:
        """int32, shape (n,): row of the outermost object of a kind that contains each object (or is it), or -1; O(n)."""
        result = np.full(self.n_objects, -1, np.int32)
        for row in range(self.n_objects):
            above = result[self.parent[row]] if row else -1
            result[row] = above if above >= 0 else (row if self.kind[row] == kind else -1)
        return result


def _check_objects(topology: Topology) -> None:
    n, name = topology.n_objects, topology.name
    columns = (topology.parent, topology.label, topology.size_bytes, topology.cache_level, topology.ways,
               topology.latency_ns, topology.bandwidth_gbs, topology.speed, topology.lanes)
    if n == 0 or any(len(column) != n for column in columns):
        raise InputError(f"{name}: every object needs an entry in every column, got {n} kinds and lengths "
                         f"{sorted({len(column) for column in columns})}.")
    if int(topology.kind.max()) >= len(KINDS) or topology.kind[0] != SYSTEM or topology.parent[0] != -1:
        raise InputError(f"{name}: the first object must be the system, and kinds at most {len(KINDS) - 1}.")
    if n > 1 and bool(np.any((topology.parent[1:] < 0) | (topology.parent[1:] >= np.arange(1, n)))):
        raise InputError(f"{name}: an object must come after the one that contains it.")
    if topology.n_processors == 0:
        raise InputError(f"{name} has no cores and no GPUs, so nothing can run on it.")
    if not np.any((topology.kind == NUMA) | (topology.kind == GPU)):
        raise InputError(f"{name} has no memory; describe at least one NUMA domain.")
    able = topology.processors
    if np.any(topology.speed[able] <= 0) or np.any(topology.lanes[able] < 1):
        raise InputError(f"{name}: every core and GPU needs a positive speed and at least one lane.")
    domains = int(np.count_nonzero(topology.kind == NUMA))
    if topology.numa_distance.shape not in ((0, 0), (domains, domains)):
        raise InputError(f"{name}: numa_distance must be {domains} x {domains}, got "
                         f"{' x '.join(map(str, topology.numa_distance.shape))}.")
    distance = topology.numa_distance
    if distance.size and not (np.all(np.isfinite(distance)) and distance.min() > 0):
        raise InputError(f"{name}: NUMA distances must be positive numbers.")


def _check_links(topology: Topology) -> None:
    ends, n, name = topology.link_ends, topology.n_objects, topology.name
    columns = (topology.link_latency_ns, topology.link_bandwidth_gbs, topology.link_kind, topology.link_origin)
    if ends.ndim != 2 or ends.shape[1] != 2 or any(len(column) != len(ends) for column in columns):
        raise InputError(f"{name}: every link needs two ends, a latency, a bandwidth, a kind and an origin.")
    if len(ends) and (ends.min() < 0 or ends.max() >= n):
        raise InputError(f"{name}: a link ends at object {int(ends.max())}, but there are {n} objects.")
    for what, values in (("latency", topology.link_latency_ns), ("bandwidth", topology.link_bandwidth_gbs)):
        wrong = np.flatnonzero(~(np.isfinite(values) & (values > 0)))
        if len(wrong):
            a, b = (topology.label[end] for end in ends[wrong[0]])
            raise InputError(f"{name}: the link between {a} and {b} has a {what} of {values[wrong[0]]:g}; "
                             "it must be positive.")
    reached, processors = _components(n, ends), topology.processors
    apart = np.flatnonzero(reached[processors] != reached[processors[0]])
    if len(apart):
        first, other = topology.label[processors[0]], topology.label[processors[apart[0]]]
        raise InputError(f"{name}: no links lead from {first} to {other}; the machine is in disconnected parts.")


def _components(n: int, ends: NDArray[np.int32]) -> NDArray[np.int32]:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    links = coo_array((np.ones(len(ends), np.int8), (ends[:, 0], ends[:, 1])), shape=(n, n))
    found = connected_components(links, directed=False)
    return np.asarray(found[1], np.int32)
