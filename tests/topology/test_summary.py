"""Summaries of machines: the parts that stand for them, ranges, links."""

from __future__ import annotations

import json

import numpy as np
import pytest

from irpart.topology import measure_distances
from irpart.topology.reading import read_topology
from irpart.topology.sources.dragonfly import dragonfly
from irpart.topology.sources.mesh import mesh
from irpart.topology.summary import MOST_MEASURED, summarize_topology


@pytest.mark.parametrize(("machine", "labels", "left_out"), [
    (mesh("1"), ["Core 0"], 0),
    (mesh("5"), [f"Core {core}" for core in range(5)], 0),
    (mesh("4x4,memory=3"), ["NUMA 0", "NUMA 1", "NUMA 2"], 0),
    (mesh("5x5,memory=20"), [f"NUMA {domain}" for domain in range(16)], 4),
    (dragonfly("2x1x1,gpus=1"), ["NUMA 0", "NUMA 1", "GPU 0", "GPU 1"], 0),
    (dragonfly("3x1x2,numa=4"), [f"Host {host}" for host in range(6)], 0),
    (read_topology("pack:2 l3:4 core:4 pu:2"), ["Package 0", "Package 1"], 0),
    (read_topology("pack:1 l3:3 core:8 pu:1"), ["L3 0", "L3 1", "L3 2"], 0),
    (dragonfly("9x4x2"), [f"Host {host}" for host in range(16)], 56),
])
def test_stations(machine: object, labels: list[str], left_out: int) -> None:
    """Domains and GPUs; hosts where these are too many; processors where they are too few."""
    summary = summarize_topology(machine)  # type: ignore[arg-type]
    assert list(summary.station_label) == labels
    assert summary.stations_left_out == left_out


def test_ranges_and_links() -> None:
    """Against the full matrices, and as JSON."""
    machine = mesh("4x4,memory=2")
    summary, full = summarize_topology(machine), measure_distances(machine)
    apart = full.latency_ns[~np.eye(16, dtype=bool)]
    assert summary.latency_range_ns == (apart.min(), pytest.approx(apart.mean()), apart.max())
    assert np.array_equal(summary.station_distances.latency_ns, full.latency_ns[np.ix_(summary.stations, summary.stations)])
    assert [(group.kind, group.origin, group.count) for group in summary.links] == [
        ("on-chip", "declared", 16), ("mesh", "declared", 24), ("memory", "declared", 2)]
    assert summary.counts == {"system": 1, "package": 1, "numa": 2, "cache": 48, "core": 16, "router": 16}
    assert summary.memory_bytes == (8 << 30, 0)
    data = json.loads(json.dumps(summary.to_json(), allow_nan=False))
    assert data["between"]["bandwidth_gbs"] == [[None, 64.0], [64.0, None]]
    assert data["latency_ns"]["largest"] == 13.5


def test_large_machines_are_sampled() -> None:
    """Processors spread evenly, from the first on."""
    summary = summarize_topology(mesh("48x64"))
    assert len(summary.measured) == MOST_MEASURED == len(summary.distances.latency_ns)
    assert np.all(np.diff(summary.measured) == 3)


def test_distances_among_some_processors() -> None:
    """The rows and columns of the full matrices."""
    machine, some = mesh("3x4"), np.array([7, 2, 11], np.int32)
    full, part = measure_distances(machine), measure_distances(machine, some)
    assert np.array_equal(part.latency_ns, full.latency_ns[np.ix_(some, some)])
    assert np.array_equal(part.bandwidth_gbs, full.bandwidth_gbs[np.ix_(some, some)])
