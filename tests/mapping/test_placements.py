"""Placements as files, and their figures against slow ones."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

import irpart
from irpart.base.errors import FormatError
from irpart.mapping.figures import measure_locality, measure_placement
from irpart.mapping.place import place, pose, solve_posed
from irpart.mapping.placing import solve
from irpart.mapping.rules import Rules
from irpart.mapping.storage import load_placement, save_placement
from irpart.partitioning import partition
from irpart.partitioning.storage import save_partition
from irpart.topology.reading import read_topology
from irpart.topology.types import Topology
from tests.mapping.test_traffic import program, random_accesses

MACHINES = ("pack:2 numa:1 core:4", "pack:2 numa:2 l3:2 core:2 pu:2", "pack:1 numa:1 core:3", "pack:2 core:4",
            "numa:2 pack:2 l3:1 core:2")


@pytest.mark.parametrize("machine", MACHINES)
def test_save_and_load_are_inverse(machine: str, tmp_path: Path) -> None:
    """Every column of the placement, its partition and its machine."""
    graph = program()
    cut = partition(graph, 7, method="random", seed=3)
    made = place(graph, replace(cut, priority=np.arange(graph.n_vertices, dtype=np.uint32)), read_topology(machine),
                 method="random", seed=5, rules=Rules("off", pinned={2: 1}))
    save_placement(made, tmp_path / "a.irpl")
    loaded = load_placement(tmp_path / "a.irpl")
    for one, other in ((made, loaded), (made.partition, loaded.partition), (made.topology, loaded.topology)):
        for field in fields(one):
            first, second = getattr(one, field.name), getattr(other, field.name)
            if isinstance(first, np.ndarray):
                assert first.dtype == second.dtype
                assert np.array_equal(first, second), field.name
            elif field.name not in ("partition", "topology"):
                assert first == second, field.name
    assert loaded.describe_options()["pinned"] == {"2": 1}


def test_files_can_be_moved_with_their_graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The graph's name is kept as seen from the file's folder."""
    graph = program()
    (tmp_path / "here" / "deep").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    cut = replace(partition(graph, 3, method="random"), graph_file="here/g.irpg")
    made = place(graph, cut, read_topology(MACHINES[0]), method="identity")
    save_placement(made, "here/deep/a.irpl")
    (tmp_path / "here").rename(tmp_path / "there")
    assert load_placement("there/deep/a.irpl").partition.graph_file == "there/g.irpg"
    monkeypatch.chdir(tmp_path / "there")
    assert load_placement("deep/a.irpl").partition.graph_file == "g.irpg"


def test_other_files_are_refused(tmp_path: Path) -> None:
    """A partition is no placement; a damaged one neither."""
    graph = program()
    cut = partition(graph, 3, method="random")
    save_partition(cut, tmp_path / "p.irpp")
    with pytest.raises(FormatError, match="holds a partition, not a placement"):
        load_placement(tmp_path / "p.irpp")
    save_placement(place(graph, cut, read_topology(MACHINES[0]), method="identity"), tmp_path / "a.irpl")
    data = (tmp_path / "a.irpl").read_bytes()
    (tmp_path / "b.irpl").write_bytes(data[: len(data) // 2])
    with pytest.raises(FormatError, match=r"b\.irpl"):
        load_placement(tmp_path / "b.irpl")


@pytest.mark.parametrize("machine", MACHINES)
def test_locality_matches_the_tree(machine: str) -> None:
    """The innermost object that holds both ends, found by walking up."""
    topology, graph = read_topology(machine), program()
    posed = pose(graph, partition(graph, 9, method="random"), topology)
    placed = solve(posed.problem, "random", 2)
    pairs = posed.problem.communication
    shares = measure_locality(topology, pairs, placed)
    expected = dict.fromkeys(shares, 0.0)
    for a, b, value in zip(placed[pairs.sources()], placed[pairs.target], pairs.value, strict=True):
        expected[slow_level(topology, int(a), int(b), set(shares))] += value / pairs.value.sum()
    assert shares == pytest.approx(expected)
    assert sum(shares.values()) == pytest.approx(1)


def slow_level(topology: Topology, a: int, b: int, known: set[str]) -> str:
    """Name of the level of the innermost common object of two processors."""
    if a == b:
        return "processor"
    above = []
    for processor in (a, b):
        row, path = int(topology.processors[processor]), []
        while row >= 0:
            path.append(row)
            row = int(topology.parent[row])
        above.append(path)
    common = [row for row in above[0] if row in above[1]]
    names = {5: "shared cache", 4: "NUMA domain", 2: "package", 1: "host", 0: "host"}
    return next(names[int(topology.kind[row])] for row in common
                if int(topology.kind[row]) in names and names[int(topology.kind[row])] in known)


def test_figures_add_up() -> None:
    """Load, balance, idle processors and the gain over random placements."""
    topology, graph = read_topology("pack:2 numa:1 core:4"), program()
    cut = partition(graph, 5, method="random")
    posed = pose(graph, cut, topology, accesses=random_accesses(0, graph.n_vertices, 99, 9, 2))
    made = solve_posed(posed, method="identity")
    figures = measure_placement(posed, made.cluster_processor)
    assert figures.load.sum() == pytest.approx(posed.traffic.load.sum())
    assert figures.idle == 3
    assert figures.balance == pytest.approx(figures.load.max() / figures.load.mean())
    assert figures.objective.total == made.cost
    assert figures.lower_bound <= figures.objective.communication + figures.objective.affinity
    assert figures.gain == pytest.approx(figures.random_cost / made.cost)
    assert figures.congestion_ns > 0
    assert " to " in figures.busiest_link
    assert figures.to_json()["rules"][0]["mode"] == "soft"


def test_the_verb_takes_a_description() -> None:
    """``irpart.place`` with a graph and a synthetic string."""
    graph = program()
    made = irpart.place(graph, irpart.partition(graph, 4, method="random"), "pack:2 numa:1 core:2", method="identity")
    assert made.cluster_processor.tolist() == [0, 1, 2, 3]
