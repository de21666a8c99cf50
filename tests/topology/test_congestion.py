"""Loads of links against walking every way, flow by flow."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irpart.topology.congestion import measure_link_loads
from irpart.topology.distances import adjacency
from irpart.topology.reading import read_topology


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(["pack:2 numa:1 core:4", "pack:2 numa:2 l3:2 core:2", "mesh:3x3"]),
       st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(1, 100)), max_size=20))
def test_loads_match_walking(machine: str, flows: list[tuple[int, int, int]]) -> None:
    """Every flow along its way of least latency."""
    from scipy.sparse.csgraph import dijkstra

    topology = read_topology(machine)
    latency, width = adjacency(topology)
    processors = topology.processors
    _, before = dijkstra(latency, indices=processors, return_predecessors=True)
    expected: dict[tuple[int, int], float] = defaultdict(float)
    for sender, receiver, n_bytes in flows:
        at = int(processors[receiver])
        while at != processors[sender]:
            above = int(before[sender, at])
            expected[above, at] += n_bytes
            at = above
    columns = np.array(flows, np.int64).reshape(-1, 3)
    found = measure_link_loads(topology, columns[:, 0], columns[:, 1], columns[:, 2].astype(np.float64))
    keys = list(zip(found.begin.tolist(), found.end.tolist(), strict=True))
    assert keys == sorted(expected)
    assert dict(zip(keys, found.n_bytes.tolist(), strict=True)) == pytest.approx(expected)
    busy = {key: value / width[key] for key, value in expected.items()}
    assert dict(zip(keys, found.busy_ns.tolist(), strict=True)) == pytest.approx(busy)
    best = found.busiest()
    assert (best == -1) == (not expected)
    assert best < 0 or found.busy_ns[best] == found.busy_ns.max()
