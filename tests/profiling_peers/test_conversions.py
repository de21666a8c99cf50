"""Graphs in the forms peers take are exact, and files have the layout that is documented."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from irpart.graph.construct import from_edges
from irpart.graph.formats import read_graph
from tests.profiling_peers.loading import connectivity, load, random_graph

conversions, edge_files, peer = load("peers.conversions"), load("peers.edge_files"), load("peers.peer")


@pytest.mark.parametrize("seed", range(6))
def test_the_dual_hypergraph_is_exact(seed: int) -> None:
    """km1 of any assignment, counted net by net, is irpart's connectivity; every net has two edges at least."""
    graph = random_graph(seed)
    hypergraph = conversions.dual_hypergraph(graph)
    nets = np.split(hypergraph.pins, hypergraph.bounds[1:-1])
    assert all(len(set(net.tolist())) == len(net) >= 2 for net in nets)
    for k in (2, 5, 60):
        clusters = np.random.default_rng(k).integers(0, k, graph.n_edges)
        assert sum(len(set(clusters[net].tolist())) - 1 for net in nets) == connectivity(graph, clusters, k)


def test_nets_are_vertices_with_two_edges() -> None:
    """A vertex with one edge, one with a loop alone and one with none have no net."""
    hypergraph = conversions.dual_hypergraph(from_edges([0, 1, 3], [1, 2, 3], n_vertices=5))
    assert hypergraph.pins.tolist() == [0, 1]
    assert hypergraph.bounds.tolist() == [0, 2]
    empty = conversions.dual_hypergraph(from_edges([], [], n_vertices=2))
    assert empty.bounds.tolist() == [0]


def test_whole_weights() -> None:
    """Whole weights stay as they are, zeros become 1; others are scaled so that their ratios stay."""
    assert conversions.whole_weights(from_edges([0, 0, 0], [1, 1, 1], [0, 3, 7])).tolist() == [1, 3, 7]
    scaled = conversions.whole_weights(from_edges([0, 0], [1, 1], [0.25, 0.5]), 3000)
    assert scaled.tolist() == [1000, 2000]
    assert conversions.whole_weights(from_edges([0, 0], [1, 1], [1e9, 3e9]), 1000).tolist() == [250, 750]


@pytest.mark.parametrize("seed", range(4))
def test_the_split_graph_has_a_cycle_per_vertex(seed: int) -> None:
    """Edge for edge against a slow construction; both halves of an edge weigh what it weighs."""
    graph = random_graph(seed)
    adjacency = conversions.split_graph(graph)
    expected: dict[tuple[int, int], int] = {}

    def join(one: int, other: int, weight: int) -> None:
        for pair in ((one, other), (other, one)):
            expected[pair] = expected.get(pair, 0) + weight

    halves: list[list[int]] = [[] for _ in range(graph.n_vertices)]
    for edge, ends in enumerate(zip(graph.source.tolist(), graph.destinations().tolist(), strict=True)):
        join(2 * edge, 2 * edge + 1, conversions.INFINITY)
        for side, vertex in enumerate(ends):
            halves[vertex].append(2 * edge + side)
    for around in halves:
        for one, other in zip(around, around[1:] + around[:1], strict=True):
            if len(around) > 2 or (len(around) == 2 and one < other):
                join(one, other, 1)
    rows = np.repeat(np.arange(2 * graph.n_edges), np.diff(adjacency.bounds))
    found = dict(zip(zip(rows.tolist(), adjacency.neighbours.tolist(), strict=True), adjacency.edge_weight.tolist(),
                     strict=True))
    assert found == expected
    assert np.array_equal(adjacency.vertex_weight[0::2], adjacency.vertex_weight[1::2])


def test_cut_dominant_edges_go_to_the_lighter_side() -> None:
    """Edges whose halves agree stay; the others are decided one after the other by weight so far."""
    part = np.array([0, 0, 1, 1, 0, 1, 1, 0])
    assert conversions.edges_of_split_vertices(part, np.array([5, 9, 3, 3]), 2).tolist() == [0, 1, 0, 0]


@pytest.mark.parametrize("seed", range(4))
def test_the_simple_graph(seed: int) -> None:
    """Parallel edges merged, no loops, symmetric, and a vertex weighs the edges that follow it."""
    graph = random_graph(seed)
    adjacency, weight = conversions.simple_graph(graph), conversions.whole_weights(graph)
    expected: dict[tuple[int, int], int] = {}
    for one, other, heavy in zip(graph.source.tolist(), graph.destinations().tolist(), weight.tolist(), strict=True):
        for pair in ((one, other), (other, one)) if one != other else ():
            expected[pair] = expected.get(pair, 0) + heavy
    rows = np.repeat(np.arange(graph.n_vertices), np.diff(adjacency.bounds))
    assert expected == dict(zip(zip(rows.tolist(), adjacency.neighbours.tolist(), strict=True),
                                adjacency.edge_weight.tolist(), strict=True))
    assert adjacency.vertex_weight.sum() == weight.sum()


@pytest.mark.parametrize("seed", range(4))
def test_metis_files_read_back(seed: int, tmp_path: Path) -> None:
    """irpart reads the same pairs and weights; every pair has two half edges, in the order of the file."""
    pairs = conversions.distinct_pairs(random_graph(seed))
    of_line = edge_files.write_metis_pairs(tmp_path / "a.metis", pairs.ends, pairs.weight)
    read = read_graph(tmp_path / "a.metis")
    found = {(min(ends), max(ends)): weight for *ends, weight in zip(
        read.source.tolist(), read.destinations().tolist(), read.edge_weights().tolist(), strict=True)}
    assert found == {(min(ends), max(ends)): np.float32(weight) for ends, weight in
                     zip(pairs.ends.tolist(), pairs.weight.tolist(), strict=True)}
    lines = (tmp_path / "a.metis").read_text().splitlines()[1:]
    told = [{vertex, int(target) - 1} for vertex, line in enumerate(lines) for target in line.split()[::2]]
    assert told == [set(pairs.ends[pair].tolist()) for pair in of_line]


def test_edge_lists_and_numbers(tmp_path: Path) -> None:
    """Two ids a line, from 0; what is missing, damaged or of another width is refused."""
    ends = conversions.by_appearance(np.array([[7, 3], [3, 9], [7, 9]]))
    edge_files.write_edge_lines(tmp_path / "graph.txt", ends)
    assert (tmp_path / "graph.txt").read_text() == "0 1\n1 2\n0 2\n"
    assert np.array_equal(edge_files.read_numbers(tmp_path / "graph.txt", 2), ends)
    with pytest.raises(peer.PeerError, match="2 numbers a line, not 3"):
        edge_files.read_numbers(tmp_path / "graph.txt", 3)
    with pytest.raises(peer.PeerError, match=r"none\.txt cannot be read"):
        edge_files.read_numbers(tmp_path / "none.txt", 3)
    (tmp_path / "odd.txt").write_text("0 1 x\n")
    with pytest.raises(peer.PeerError, match=r"odd\.txt cannot be read"):
        edge_files.read_numbers(tmp_path / "odd.txt", 3)
    (tmp_path / "empty.txt").write_text("")
    assert edge_files.read_numbers(tmp_path / "empty.txt", 3).shape == (0, 3)


def test_printed_figures() -> None:
    """The last number behind the words; names without one are left out."""
    text = "x.cpp:3] balance: 9\nx.cpp:4] balance: 1.5\ntime: 2e-05\n"
    assert edge_files.printed_figures(text, {"balance": "balance:", "seconds": "time:", "none": "none:"}) == {
        "balance": 1.5, "seconds": 2e-05}


@pytest.mark.parametrize("seed", range(4))
def test_lines_are_matched_in_any_order(seed: int) -> None:
    """Shuffled and turned lines of a multigraph give each pair one of its clusters, each line once."""
    rng = np.random.default_rng(seed)
    ends = rng.integers(0, 6, (60, 2))
    lines = np.column_stack([ends, np.arange(60)])[rng.permutation(60)]
    lines[::2] = lines[::2, [1, 0, 2]]
    clusters, left_over = conversions.match_lines(ends, lines)
    assert left_over == 0
    assert sorted(clusters.tolist()) == list(range(60))
    assert np.array_equal(np.sort(ends[clusters], 1), np.sort(ends, 1))


def test_lines_missing_and_left_over() -> None:
    """A pair without a line gets -1; a second line of a pair, and one of no pair, are left over."""
    clusters, left_over = conversions.match_lines(np.array([[0, 1], [1, 2]]), np.array([[1, 0, 4], [0, 1, 5], [2, 3, 6]]))
    assert clusters.tolist() == [4, -1]
    assert left_over == 2
    assert conversions.match_lines(np.empty((0, 2), np.int64), np.empty((0, 3), np.int64))[1] == 0


def test_loops_cost_no_replica() -> None:
    """A loop joins an edge of its vertex; a vertex of loops alone takes the cluster with the fewest edges."""
    graph = from_edges([0, 1, 2, 2, 2], [1, 1, 2, 2, 1])
    told = np.where(graph.source == graph.destinations(), -1, 1)
    placed = conversions.place_loops(graph, told, 2)
    assert connectivity(graph, placed, 2) == 0
    alone = from_edges([0, 1, 1], [0, 1, 1])
    assert conversions.place_loops(alone, np.full(3, -1), 2).tolist() == [0, 1, 1]
