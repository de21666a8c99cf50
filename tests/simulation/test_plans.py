"""A plan of messages that is known already, and what does not belong together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from irpart.base.errors import InputError
from irpart.graph.construct import from_edges
from irpart.graph.types import MemoryAccesses
from irpart.mapping.place import place
from irpart.mapping.types import Placement
from irpart.partitioning import partition
from irpart.partitioning.messages import plan_messages
from irpart.simulation.machine import build_machine
from irpart.simulation.simulate import simulate, simulate_one_core
from irpart.simulation.streams import write_streams
from irpart.topology.reading import read_topology

TOPOLOGY = read_topology("mesh:2x2")
GRAPH = from_edges(np.arange(40), np.arange(1, 41))
CUT = partition(GRAPH, 4, method="random")


def accesses_of(vertices: int) -> MemoryAccesses:
    """One load by the first of some vertices."""
    empty = np.empty(0, np.int64)
    return MemoryAccesses(np.zeros(1, np.uint32), np.zeros(1, np.uint32), np.zeros(1, np.bool_), 64, vertices, empty, empty,
                          empty.astype(np.int32), (MemoryAccesses.UNNAMED,))


def test_a_known_plan_changes_nothing():
    """Neither the placement nor the run; and one core alone is what it is by itself."""
    plan = plan_messages(GRAPH, CUT)
    placement = place(GRAPH, CUT, TOPOLOGY, plan=plan)
    assert placement.cluster_processor.tolist() == place(GRAPH, CUT, TOPOLOGY).cluster_processor.tolist()
    run, again = simulate(GRAPH, placement, plan=plan), simulate(GRAPH, placement)
    assert replace(run, seconds=0.0).to_json() == replace(again, seconds=0.0).to_json()
    assert run.baseline_cycles == simulate_one_core(GRAPH, TOPOLOGY) > 0


def test_a_plan_of_another_graph():
    """Other vertices, or more clusters than are placed."""
    placement = Placement(np.arange(4, dtype=np.int32), CUT, TOPOLOGY, "identity")
    other = from_edges([0], [1])
    with pytest.raises(InputError, match="The plan of messages is of 2 vertices"):
        simulate(GRAPH, placement, plan=plan_messages(other, partition(other, 1, method="random")))
    with pytest.raises(InputError, match="and cluster 3, not of 41 vertices in 2 clusters"):
        write_streams(GRAPH, plan_messages(GRAPH, CUT), np.zeros(2, np.int32), build_machine(TOPOLOGY))


def test_accesses_of_another_graph():
    """Refused by the mapper and by the simulator."""
    placement = Placement(np.arange(4, dtype=np.int32), CUT, TOPOLOGY, "identity")
    assert simulate(GRAPH, placement, accesses=accesses_of(41)).total("reads") == 1
    with pytest.raises(InputError, match="The memory accesses are of a graph of 40 vertices, not 41"):
        simulate(GRAPH, placement, accesses=accesses_of(40))
    with pytest.raises(InputError, match="The accesses are of a graph of 40 vertices"):
        place(GRAPH, CUT, TOPOLOGY, accesses=accesses_of(40))
