"""The network of a simulated machine: directed links, the stops between them, and the ways."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import InputError
from irpart.simulation import _machine_kernels as kernels
from irpart.simulation.types import SimulationModel
from irpart.topology.types import Topology

MOST_STOPS = 6000
MOST_TICKS, MOST_BUFFERS = 1 << 28, 1 << 27
"""Longest latency of a link or time of a line on it, as 32 bits must hold their sums; places for messages on all links."""
MESSAGE_BYTES = (8, 16, 72)
"""Bytes of a control message, a value, and a cache line, headers of 8 bytes included."""


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Links in both directions (rows 2 i and 2 i + 1 are link i of the topology there and back), and how to go.

    Attributes
    ----------
    wire, node, route
        Tables of the kernels: see ``_machine_kernels``; ``route`` (int32, stops x stops) is the next link on the way, by
        goal and place.
    link_ends
        int32, shape (l, 2): objects that each directed link leads from and to.
    stop_of_object
        int64, shape (n,): the object whose links an object without links of its own uses (a cache: its core's, or what is
        around it).
    n_credits
        Buffers of all links.
    """

    wire: NDArray[np.int32]
    node: NDArray[np.int64]
    route: NDArray[np.int32]
    link_ends: NDArray[np.int32]
    stop_of_object: NDArray[np.int64]
    n_credits: int

    @property
    def n_links(self) -> int:
        """Number of directed links."""
        return len(self.link_ends)

    def node_of(self, rows: NDArray[np.int32]) -> NDArray[np.int64]:
        """int64: the nodes where objects of the topology meet the network."""
        return np.asarray(self.stop_of_object[rows], np.int64)

    def way(self, a: int, b: int) -> list[int]:
        """Directed links from node a to node b, in order."""
        links: list[int] = []
        at, goal = (int(self.node[end, kernels.N_INNER]) for end in (a, b))
        if a != b and self.node[a, kernels.N_UP] >= 0:
            links.append(int(self.node[a, kernels.N_UP]))
        while at != goal:
            links.append(int(self.route[goal, at]))
            at = int(self.wire[links[-1], kernels.W_HEAD])
        if a != b and self.node[b, kernels.N_DOWN] >= 0:
            links.append(int(self.node[b, kernels.N_DOWN]))
        return links

    def latency_ticks(self, a: int, b: int) -> int:
        """Sum of the latencies of the links between two nodes."""
        return int(self.wire[self.way(a, b), kernels.W_LATENCY].sum())


def build_network(topology: Topology, model: SimulationModel) -> Network:
    """Directed links and ways: dimension by dimension on a mesh or torus (the last first), else of least latency.

    Nodes with a single link hang on the node at its other end, so that ways are kept between the other nodes only.

    Raises
    ------
    InputError
        When more than 6000 nodes have two or more links.
    """
    ends = topology.link_ends.astype(np.int64)
    n, count = topology.n_objects, len(ends)
    directed = np.empty((2 * count, 2), np.int64)
    directed[0::2], directed[1::2] = ends, ends[:, ::-1]
    hangs = _hanging(n, ends)
    inner = np.flatnonzero((hangs < 0) & _is_end(n, ends)) if count else np.zeros(1, np.int64)
    if len(inner) > MOST_STOPS:
        raise InputError(f"{topology.name} has {len(inner)} stops with several links; simulated are at most {MOST_STOPS}.")
    number = np.full(n, -1, np.int64)
    number[inner] = np.arange(len(inner))
    node = np.full((n, kernels.N_COLUMNS), -1, np.int64)
    node[inner, kernels.N_INNER] = number[inner]
    for i, (a, b) in enumerate(ends):
        for leaf, up, down in ((a, 2 * i, 2 * i + 1), (b, 2 * i + 1, 2 * i)):
            if hangs[leaf] == i:
                other = int(a + b - leaf)
                node[leaf] = (number[other], up, down)
    wire, n_credits = _wires(topology, model, directed, number, node)
    route = _ways(topology, directed, number, len(inner))
    if topology.grid:
        _route_by_dimension(topology, directed, number, node, route)
    return Network(wire, node, route, directed.astype(np.int32), _stops(topology, node, inner), n_credits)


def _is_end(n: int, ends: NDArray[np.int64]) -> NDArray[np.bool_]:
    found = np.zeros(n, np.bool_)
    found[ends.ravel()] = True
    return found


def _hanging(n: int, ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """For every node with a single link that link, else -1; of two nodes that only have each other, one hangs."""
    degree = np.bincount(ends.ravel(), minlength=n)
    result = np.full(n, -1, np.int64)
    for i, (a, b) in enumerate(ends):
        if degree[b] == 1:
            result[b] = i
        elif degree[a] == 1:
            result[a] = i
    return result


def _wires(topology: Topology, model: SimulationModel, directed: NDArray[np.int64], number: NDArray[np.int64],
                node: NDArray[np.int64]) -> tuple[NDArray[np.int32], int]:
    wire: NDArray[np.int32] = np.zeros((len(directed), kernels.W_COLUMNS), np.int32)
    ghz = topology.clock_ghz * kernels.TICKS
    latency, width = np.repeat(topology.link_latency_ns, 2), np.repeat(topology.link_bandwidth_gbs, 2)
    end = directed[:, 1]
    wire[:, kernels.W_HEAD] = np.where(number[end] >= 0, number[end], node[end, kernels.N_INNER])
    _check_times(topology, np.maximum(topology.link_latency_ns, max(MESSAGE_BYTES) / topology.link_bandwidth_gbs) * ghz)
    wire[:, kernels.W_LATENCY] = np.maximum(1, np.rint(latency * ghz))
    for size, n_bytes in enumerate(MESSAGE_BYTES):
        wire[:, kernels.W_TIME + size] = np.maximum(1, np.rint(n_bytes / width * ghz))
    if model.buffers:
        credit = round(model.credit_cycles * kernels.TICKS)
        under_way = (2 * wire[:, kernels.W_LATENCY].astype(np.int64) + credit) // wire[:, kernels.W_TIME + kernels.LINE] + 2
        places = np.maximum(model.buffers, under_way)
        if int(places.sum()) > MOST_BUFFERS:
            raise InputError(f"{topology.name}: {int(places.sum()):,} messages can be under way on its links; simulated are "
                             f"at most {MOST_BUFFERS:,}. Give shorter latencies, less bandwidth, or buffers=0 for no limit.")
        wire[:, kernels.W_CREDITS] = places
        wire[:, kernels.W_CREDIT] = np.cumsum(wire[:, kernels.W_CREDITS]) - wire[:, kernels.W_CREDITS]
    return wire, int(wire[:, kernels.W_CREDITS].sum())


def _check_times(topology: Topology, ticks: NDArray[np.float64]) -> None:
    """Refuse a link whose latency, or time of a line, is beyond what the tables can hold."""
    slow = np.flatnonzero(ticks > MOST_TICKS)
    if len(slow):
        a, b = (topology.label[end] for end in topology.link_ends[slow[0]])
        raise InputError(f"{topology.name}: a line takes {ticks[slow[0]] / kernels.TICKS:,.0f} cycles on the link between "
                         f"{a} and {b}; simulated are at most {MOST_TICKS // kernels.TICKS:,}. Give it a shorter latency or "
                         "more bandwidth.")


def _ways(topology: Topology, directed: NDArray[np.int64], number: NDArray[np.int64], inner: int) -> NDArray[np.int32]:
    """int32, (stops, stops): the next link on the way of least latency to each (rows) from each."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    route = np.full((inner, inner), -1, np.int32)
    latency = np.repeat(topology.link_latency_ns, 2)
    a, b = number[directed[:, 0]], number[directed[:, 1]]
    between = np.flatnonzero((a >= 0) & (b >= 0))
    order = between[np.lexsort((between, latency[between], a[between] * inner + b[between]))]
    pair = a[order] * inner + b[order]
    first = order[np.concatenate([[True], pair[1:] != pair[:-1]])] if len(order) else order
    if not len(first):
        return route
    matrix = csr_array((latency[first], (a[first], b[first])), shape=(inner, inner))
    link_of = csr_array((first + 1, (a[first], b[first])), shape=(inner, inner))
    for start in range(0, inner, 256):
        goals = np.arange(start, min(start + 256, inner))
        before = dijkstra(matrix, indices=goals, return_predecessors=True)[1]
        row, at = np.nonzero(before >= 0)
        route[goals[row], at] = np.asarray(link_of[at, before[row, at]]).ravel() - 1
    return route


def _route_by_dimension(topology: Topology, directed: NDArray[np.int64], number: NDArray[np.int64], node: NDArray[np.int64],
                        route: NDArray[np.int32]) -> None:
    """Ways of a mesh or torus go along one dimension after the other, the last first; on a torus the shorter way round."""
    stop, sides = node[topology.processors, kernels.N_INNER], np.array(topology.grid)
    if len(np.unique(stop)) != len(stop):
        return
    place = np.stack(np.unravel_index(np.arange(len(stop)), topology.grid), axis=1)
    first, second = number[directed[:, 0]], number[directed[:, 1]]
    pair = np.where((first >= 0) & (second >= 0), first * len(route) + second, -1)
    by_pair = np.argsort(pair, kind="stable")
    for goal, there in enumerate(place):
        away = there - place
        if topology.wraps:
            away = (away + (sides - 1) // 2) % sides - (sides - 1) // 2
        moving = away != 0
        axis = sides.size - 1 - np.argmax(moving[:, ::-1], axis=1)
        following = place.copy()
        row = np.arange(len(place))
        following[row, axis] = (place[row, axis] + np.sign(away[row, axis])) % sides[axis]
        after = np.ravel_multi_index(tuple(following.T), topology.grid)
        starts = np.flatnonzero(moving.any(axis=1))
        wanted = stop[starts] * len(route) + stop[after[starts]]
        route[stop[goal], stop[starts]] = by_pair[np.searchsorted(pair[by_pair], wanted)]


def _stops(topology: Topology, node: NDArray[np.int64], inner: NDArray[np.int64]) -> NDArray[np.int64]:
    """For every object itself when it has links, else the nearest around it that has, else one in it that has."""
    result = np.full(topology.n_objects, -1, np.int64)
    linked = node[:, kernels.N_INNER] >= 0
    result[linked] = np.flatnonzero(linked)
    for row in range(1, topology.n_objects):
        if result[row] < 0:
            result[row] = result[topology.parent[row]]
    for row in range(topology.n_objects - 1, 0, -1):
        if result[topology.parent[row]] < 0:
            result[topology.parent[row]] = result[row]
    for row in range(1, topology.n_objects):
        if result[row] < 0:
            result[row] = result[topology.parent[row]]
    return result if result[0] >= 0 else np.zeros_like(result)
