"""Congestion: what a placement sends over each link of the machine, and the busiest one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.mapping.problem import Pairs
from irpart.topology.types import Topology


@dataclass(frozen=True, slots=True, eq=False)
class Congestion:
    """Bytes over every link.

    Attributes
    ----------
    link_bytes
        float64, shape (l, 2): bytes from the first end of each link to the second, and back.
    busiest_link, busiest_direction
        Row of the link that is busy for longest, and 0 or 1; -1 when nothing is sent.
    busiest_ns
        How long that is: bytes over bandwidth.
    """

    link_bytes: NDArray[np.float64]
    busiest_link: int
    busiest_direction: int
    busiest_ns: float


def measure_congestion(topology: Topology, communication: Pairs, placed: NDArray[np.int32],
                       unit_bytes: float = 64.0) -> Congestion:
    """Send everything along ways of least latency and add up each link; O(pairs of processors x length of their ways).

    On a mesh ways follow the last dimension first, then the one before (XY routing: along the row, then along the
    column), on a torus the shorter way round. Of parallel links the one of least latency is used.

    Parameters
    ----------
    unit_bytes
        Bytes of one unit of communication.
    """
    sources, targets = placed[communication.sources()].astype(np.int64), placed[communication.target].astype(np.int64)
    count = topology.n_processors
    pair, volume = np.unique(sources * count + targets, return_inverse=True)
    amount = np.bincount(volume, communication.value, len(pair)) * unit_bytes
    apart = pair // count != pair % count
    a, b, amount = pair[apart] // count, pair[apart] % count, amount[apart]
    link = _link_between(topology)
    loads = np.zeros((len(topology.link_ends), 2))
    steps = _grid_steps(topology, a, b) if topology.grid else _least_steps(topology, link, a, b)
    for before, after, which in steps:
        found = np.asarray(link[before, after]).ravel().astype(np.int64) - 1
        direction = (topology.link_ends[found, 0] != before).astype(np.int64)
        np.add.at(loads, (found, direction), amount[which])
    if not len(amount):
        return Congestion(loads, -1, -1, 0.0)
    busy = loads / topology.link_bandwidth_gbs[:, None]
    worst = int(np.argmax(busy))
    return Congestion(loads, worst // 2, worst % 2, float(busy.flat[worst]))


def _link_between(topology: Topology) -> Any:
    """scipy.sparse, n x n: 1 + row of the link of least latency between two objects."""
    from scipy.sparse import csr_array

    ends, n = topology.link_ends.astype(np.int64), topology.n_objects
    order = np.argsort(topology.link_latency_ns, kind="stable")
    low, high = ends.min(axis=1)[order], ends.max(axis=1)[order]
    first = order[np.unique(low * n + high, return_index=True)[1]]
    rows = np.concatenate([ends[first, 0], ends[first, 1]])
    columns = np.concatenate([ends[first, 1], ends[first, 0]])
    return csr_array((np.tile(first + 1, 2), (rows, columns)), shape=(n, n))


def _least_steps(topology: Topology, link: Any, a: NDArray[np.int64], b: NDArray[np.int64]) -> list[tuple[Any, Any, Any]]:
    """Steps (objects before, objects after, which pairs) of all ways over ``link``, from their ends backwards."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    n, processors = topology.n_objects, topology.processors.astype(np.int64)
    latency = csr_array((topology.link_latency_ns[link.data - 1], link.indices, link.indptr), shape=(n, n))
    used, row = np.unique(a, return_inverse=True)
    if not len(used):
        return []
    _, above = dijkstra(latency, indices=processors[used], return_predecessors=True)
    steps, which, now = [], np.arange(len(a)), processors[b]
    while len(which):
        before = above[row[which], now].astype(np.int64)
        steps.append((before, now, which))
        going = before != processors[a[which]]
        which, now = which[going], before[going]
    return steps


def _grid_steps(topology: Topology, a: NDArray[np.int64], b: NDArray[np.int64]) -> list[tuple[Any, Any, Any]]:
    """Steps of dimension order on a mesh: to the stop of the processor, along each dimension, and from the stop."""
    stop = _stops(topology)
    processors = topology.processors.astype(np.int64)
    steps, every = [], np.arange(len(a))
    leaving = stop[a] != processors[a]
    if leaving.any():
        steps.append((processors[a[leaving]], stop[a[leaving]], every[leaving]))
        steps.append((stop[b[leaving]], processors[b[leaving]], every[leaving]))
    at, goal = np.stack(np.unravel_index(a, topology.grid)), np.stack(np.unravel_index(b, topology.grid))
    for axis in range(len(topology.grid) - 1, -1, -1):
        side = topology.grid[axis]
        way = goal[axis] - at[axis]
        if topology.wraps:
            way = np.where(2 * np.abs(way) > side, way - np.sign(way) * side, way)
        while np.any(way):
            going = np.flatnonzero(way)
            before = stop[np.ravel_multi_index(tuple(at[:, going]), topology.grid)]
            at[axis, going] = (at[axis, going] + np.sign(way[going])) % side
            way[going] -= np.sign(way[going])
            steps.append((before, stop[np.ravel_multi_index(tuple(at[:, going]), topology.grid)], going))
    return steps


def _stops(topology: Topology) -> NDArray[np.int64]:
    """The object at each point of a mesh that its links join: the processor itself, or the router it is linked to."""
    processors, ends = topology.processors.astype(np.int64), topology.link_ends.astype(np.int64)
    owner = np.full(topology.n_objects, -1)
    owner[processors] = np.arange(len(processors))
    result = processors.copy()
    if np.any((owner[ends[:, 0]] >= 0) & (owner[ends[:, 1]] >= 0)):
        return result
    for one, other in ((0, 1), (1, 0)):
        mine = owner[ends[:, one]] >= 0
        result[owner[ends[mine, one]]] = ends[mine, other]
    return result
