"""Quality against a slow, obvious recomputation, hand-worked cases, and a table that must not get worse."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irpart.base.artifact import ArtifactReader, ArtifactWriter
from irpart.base.errors import FormatError, InputError
from irpart.graph.construct import from_edges
from irpart.graph.types import DependenceGraph
from irpart.partitioning import METHODS, Partition, measure_quality, partition
from irpart.partitioning.storage import load_partition, save_partition
from tests.partitioning.graphs import graphs, make_local_graph, make_power_law

LIBRARIES = {"metis", "metis-windows", "spac", "mt-kahypar", "spectral", "community"}
"""Methods whose quality follows the version of a library."""

STORED = Path(__file__).with_name("quality_table.json")


@settings(max_examples=60, deadline=None)
@given(graph=graphs(), k=st.sampled_from([1, 2, 9, 64, 70, 300]), data=st.data())
def test_any_assignment(graph: DependenceGraph, k: int, data: st.DataObject) -> None:
    """Replicas, communication and balance by sets."""
    clusters = data.draw(st.lists(st.integers(0, k - 1), min_size=graph.n_edges, max_size=graph.n_edges))
    made = Partition(np.array(clusters, np.uint16), k, "given", graph.checksum())
    quality = measure_quality(graph, made)
    holds: dict[int, set[int]] = {}
    out: dict[int, float] = {}
    into: dict[int, float] = {}
    rows = zip(graph.source.tolist(), graph.destinations().tolist(), graph.edge_weights().tolist(), clusters, strict=True)
    for u, v, w, c in rows:
        holds.setdefault(u, set()).add(c)
        holds.setdefault(v, set()).add(c)
        out[u], into[v] = max(out.get(u, 0.0), w), max(into.get(v, 0.0), w)
    assert quality.connectivity == sum(len(s) - 1 for s in holds.values())
    if holds:
        assert quality.replication_factor == pytest.approx(sum(map(len, holds.values())) / len(holds))
    expected = sum((len(s) - 1) * out.get(x, into.get(x, 0.0)) for x, s in holds.items())
    assert quality.weighted_communication == pytest.approx(expected)
    assert quality.empty_clusters == k - len(set(clusters))


def test_a_hand_worked_cut() -> None:
    """A path 0 -> 1 -> 2 cut at vertex 1, which then has two replicas."""
    graph = from_edges([0, 1], [1, 2], [3.0, 5.0])
    quality = measure_quality(graph, Partition(np.array([0, 1], np.uint16), 2, "given", graph.checksum()))
    assert quality.replication_factor == pytest.approx(4 / 3)
    assert quality.connectivity == 1
    assert quality.weighted_communication == 5.0
    assert quality.balance_by_weight == pytest.approx(5 / 4)
    assert quality.least_balance == pytest.approx(5 / 4)


def test_quality_does_not_get_worse(request: pytest.FixtureRequest) -> None:
    """km1 of every deterministic method on two graphs; --regenerate writes the table anew."""
    found = {}
    for graph_name, graph in (("local", make_local_graph(20000)), ("power law", make_power_law())):
        for name in METHODS.available():
            for k in (8, 128):
                cyclic = graph_name == "power law"
                if cyclic and (name == "metis" or METHODS.get(name).capabilities.get("acyclic")):
                    continue
                made = partition(graph, k, method=name)
                found[f"{graph_name} {name} {k}"] = measure_quality(graph, made).connectivity
    if request.config.getoption("--regenerate"):
        STORED.write_text(json.dumps(found, indent=1) + "\n")
    stored = json.loads(STORED.read_text())
    absent = set(METHODS.names()) - set(METHODS.available())
    assert {key for key in stored if key.split()[-2] not in absent} == set(found)
    worse = {key: (stored[key], value) for key, value in found.items()
             if value > stored[key] * (1.05 if key.split()[-2] in LIBRARIES else 1.01)}
    assert not worse


@pytest.mark.parametrize(("arguments", "message"), [
    ({"k": 0}, "k must be a whole number from 1 to 65536, got 0"),
    ({"k": 2.5}, "whole number from 1 to 65536, got 2.5"),
    ({"k": 2, "balance": 0.5}, "at least 1, got 0.5"),
    ({"k": 2, "balance": float("nan")}, "at least 1, got nan"),
    ({"k": 2, "method": "best"}, "no method 'best'; choose one of: adwise, chunks"),
    ({"k": 2, "method": "hdrf", "wrong": 1}, "no option 'wrong'; its own options: balance_weight=1.1"),
    ({"k": 2, "method": "hdrf", "balance_weight": -1}, "balance_weight of hdrf must be a number >= 0, got -1"),
    ({"k": 2, "seed": -1}, "seed must be a whole number >= 0, got -1"),
])
def test_wrong_requests(arguments: dict[str, object], message: str) -> None:
    """Each says what was wrong and what is right."""
    with pytest.raises(InputError, match=message):
        partition(from_edges([0, 1], [1, 2]), **arguments)  # type: ignore[arg-type]


def test_a_partition_of_another_graph_is_refused() -> None:
    """Checksums are compared."""
    graph, other = from_edges([0, 1], [1, 2]), from_edges([0, 1], [1, 3])
    with pytest.raises(InputError, match="of another graph"):
        measure_quality(other, partition(graph, 2, method="chunks"))


def test_saving_and_loading_is_the_identity(tmp_path: Path) -> None:
    """Every field comes back."""
    made = partition(make_local_graph(300), 5, method="hdrf", seed=3, balance_weight=2.0)
    save_partition(made, tmp_path / "a.irpp")
    loaded = load_partition(tmp_path / "a.irpp")
    assert np.array_equal(loaded.edge_cluster, made.edge_cluster)
    assert loaded.priority.dtype == np.uint32
    assert len(loaded.priority) == 0
    for name in ("n_clusters", "method", "graph_checksum", "options", "seed", "balance", "seconds"):
        assert getattr(loaded, name) == getattr(made, name)
    assert loaded.describe_options() == {"balance_weight": 2.0}
    (tmp_path / "b.irpp").write_bytes((tmp_path / "a.irpp").read_bytes()[:200])
    with pytest.raises(FormatError, match=r"b\.irpp"):
        load_partition(tmp_path / "b.irpp")


def test_saving_and_loading_keeps_the_order_of_execution(tmp_path: Path) -> None:
    """Priorities come back to the bit, and cannot be changed."""
    graph = make_local_graph(300)
    priority = np.random.default_rng(2).integers(0, 2**32, graph.n_vertices, dtype=np.uint32)
    priority[:2] = 0, 2**32 - 1
    save_partition(replace(partition(graph, 5, method="chunks"), priority=priority), tmp_path / "a.irpp")
    loaded = load_partition(tmp_path / "a.irpp").priority
    assert loaded.dtype == np.uint32
    assert np.array_equal(loaded, priority)
    assert not loaded.flags.writeable
    with pytest.raises(InputError, match="priority must be a uint32 vector, got int64"):
        replace(partition(graph, 5, method="chunks"), priority=priority.astype(np.int64))


def test_partitions_know_the_file_of_their_graph(tmp_path: Path) -> None:
    """As seen from their folder; files that do not say it are still read."""
    made = replace(partition(from_edges([0, 1], [1, 2]), 2, method="chunks"), graph_file=str(tmp_path / "g.el"))
    (tmp_path / "deep").mkdir()
    save_partition(made, tmp_path / "deep" / "a.irpp")
    with ArtifactReader(tmp_path / "deep" / "a.irpp", "partition", 2) as reader:
        assert reader.attributes["graph_file"] == "../g.el"
        stored = dict(reader.attributes)
    assert load_partition(tmp_path / "deep" / "a.irpp").graph_file == str(tmp_path / "g.el")
    with ArtifactWriter(tmp_path / "old.irpp", "partition", 2) as writer:
        writer.write("edge_cluster", made.edge_cluster)
        writer.write("priority", made.priority)
        for name, value in stored.items():
            if name != "graph_file":
                writer.set(name, value)
    assert load_partition(tmp_path / "old.irpp").graph_file == ""
