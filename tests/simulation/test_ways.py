"""Ways through the network: dimension by dimension on grids, shortest on trees; what is sent is counted on every link."""

from __future__ import annotations

import numpy as np
import pytest

from irpart.simulation import _machine_kernels as kernels
from irpart.simulation.machine import MachineState, build_machine
from irpart.topology.reading import read_topology
from irpart.topology.types import ROUTER


def places_of(machine, a, b):
    """Routers on the way from processor a to processor b, by their number in the grid."""
    nodes = machine.core[:, kernels.C_NODE]
    number = {int(row): i for i, row in enumerate(machine.topology.of_kind(ROUTER))}
    links = machine.network.way(int(nodes[a]), int(nodes[b]))
    ends = machine.network.link_ends[links]
    assert ends[0, 0] == nodes[a]
    assert ends[-1, 1] == nodes[b]
    assert np.array_equal(ends[1:, 0], ends[:-1, 1])
    return [number[int(row)] for row in ends[:-1, 1]]


def by_hand(sides, wraps, a, b):
    """The last dimension first, the shorter way round (up when both are as long)."""
    at, goal = list(np.unravel_index(a, sides)), np.unravel_index(b, sides)
    places = [a]
    for axis in reversed(range(len(sides))):
        ahead = (goal[axis] - at[axis]) % sides[axis]
        step = (1 if 2 * ahead <= sides[axis] else -1) if wraps else (1 if goal[axis] > at[axis] else -1)
        while at[axis] != goal[axis]:
            at[axis] = (at[axis] + step) % sides[axis]
            places.append(int(np.ravel_multi_index(at, sides)))
    return places


@pytest.mark.parametrize("source", ["mesh:4x4", "mesh:3x5", "mesh:2x3x4", "mesh:7", "torus:5x4", "torus:4x4", "torus:3x3x3"])
def test_ways_on_grids_go_by_dimension(source):
    """All pairs, to the last tile as well, router by router."""
    machine = build_machine(read_topology(source))
    sides, wraps = machine.topology.grid, machine.topology.wraps
    for a in range(machine.n_processors):
        for b in range(machine.n_processors):
            if a != b:
                assert places_of(machine, a, b) == by_hand(sides, wraps, a, b)


@pytest.mark.parametrize("source", ["pack:2 numa:2 core:3", "pack:2 l3:2 core:2", "fat-tree:8", "dragonfly:5x2x2"])
def test_ways_elsewhere_are_shortest(source):
    """The latency of each way is that of the shortest path."""
    import networkx as nx

    machine = build_machine(read_topology(source))
    topology, network = machine.topology, machine.network
    graph = nx.Graph()
    for (a, b), latency in zip(topology.link_ends.tolist(), topology.link_latency_ns.tolist(), strict=True):
        graph.add_edge(a, b, weight=min(latency, graph.edges[a, b]["weight"] if graph.has_edge(a, b) else latency))
    nodes = machine.core[:, kernels.C_NODE].tolist()
    for a in nodes[:4]:
        length = nx.single_source_dijkstra_path_length(graph, a)
        for b in nodes:
            expected = length[b] * topology.clock_ghz * kernels.TICKS
            assert network.latency_ticks(a, b) == pytest.approx(expected, abs=len(network.way(a, b)))


def test_links_count_the_messages_that_cross_them():
    """The sum over links is the sum over messages of the links on their ways, link by link."""
    machine = build_machine(read_topology("torus:4x4"))
    state = MachineState(machine, 1, np.full(1, -1, np.int16))
    random, nodes = np.random.default_rng(0), machine.core[:, kernels.C_NODE]
    a, b = random.integers(0, 16, (2, 1000))
    times = np.sort(random.integers(0, 100_000, 1000))
    kernels.carry_all(times, nodes[a], nodes[b], kernels.VALUE, state.net, np.zeros(1000, np.int64))
    expected = np.zeros(len(state.net[1]), np.int64)
    for source, goal in zip(nodes[a].tolist(), nodes[b].tolist(), strict=True):
        np.add.at(expected, machine.network.way(source, goal), 1)
    assert np.array_equal(state.net[1][:, kernels.L_COUNT + kernels.VALUE], expected)
