"""Placing: whole pieces on clusters, inside the bound, together when they share values, apart when they run at once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from irpart.graph.construct import from_edges
from irpart.graph.types import DependenceGraph
from irpart.partitioning.multilevel.contiguous import contiguous_pieces
from irpart.partitioning.multilevel.placing import crossing_values, place_pieces
from irpart.partitioning.replicas import whole_weights
from tests.partitioning.graphs import forward_graphs, make_hub, make_local_graph
from tests.partitioning.multilevel.hypergraphs import draw_part

EVERYTHING = 1 << 50


def make_chains(*lengths: int) -> DependenceGraph:
    """Paths side by side, one after the other in vertex order; every edge weighs 1."""
    n = sum(lengths)
    sources = np.setdiff1d(np.arange(n), np.cumsum(lengths) - 1)
    return from_edges(sources, sources + 1, n_vertices=n)


def without_inputs(graph: DependenceGraph, piece: NDArray[np.int32]) -> NDArray[np.int32]:
    """-1 for vertices without in-edges."""
    return np.where(graph.in_degree > 0, piece, -1).astype(np.int32)


def weights_of(graph: DependenceGraph, piece: NDArray[np.int32], n_pieces: int) -> NDArray[np.int64]:
    """Weight of the edges into each piece."""
    weight = np.zeros(n_pieces, np.int64)
    np.add.at(weight, piece[graph.destinations()], graph.edge_weights().astype(np.int64))
    return weight


def along_the_order(graph: DependenceGraph, n_pieces: int) -> NDArray[np.int32]:
    """Contiguous pieces; vertices without in-edges in none."""
    first = contiguous_pieces(graph, whole_weights(graph.weight_table, graph.weight_code)[0], n_pieces, 0.1)
    return without_inputs(graph, np.repeat(np.arange(n_pieces, dtype=np.int32), np.diff(first)))


def check_placed(home: NDArray[np.int32], n_pieces: int, k: int) -> list[int]:
    """A cluster in range for each piece."""
    assert (home.dtype, home.shape) == (np.int32, (n_pieces,))
    assert home.min() >= 0
    assert home.max() < k
    return home.tolist()


def transfers(graph: DependenceGraph, piece: list[int]) -> list[tuple[int, int]]:
    """Pieces that compute and read a value; in edge order, a value anew whenever another piece reads it."""
    found, last = [], dict.fromkeys(range(graph.n_vertices), -1)
    for u, v in zip(graph.source.tolist(), graph.destinations().tolist(), strict=True):
        if piece[u] >= 0 and piece[u] != piece[v] != last[u]:
            last[u] = piece[v]
            found.append((piece[u], piece[v]))
    return found


def place_reference(graph: DependenceGraph, piece: list[int], weight: list[int], k: int, bound: int) -> list[int]:
    """Cluster of each piece, as the docstring says it; 40 cycles between pieces, 20 for a shared value."""
    n, cost, finish = graph.n_vertices, graph.vertex_costs().tolist(), [0.0] * graph.n_vertices
    edges = list(zip(graph.source.tolist(), graph.destinations().tolist(), strict=True))
    for v in range(n):
        reads = [finish[u] + (40 if piece[u] != piece[v] else 0) for u, w in edges if w == v and piece[u] >= 0]
        finish[v] = max([0.0, *reads]) + cost[v]
    pieces = range(len(weight))
    work = [sum(cost[v] for v in range(n) if piece[v] == p) for p in pieces]
    middle = [sum(cost[v] * (finish[v] - cost[v] / 2) for v in range(n) if piece[v] == p) for p in pieces]
    start = [max(0.0, middle[p] / max(work[p], 1e-9) - work[p] / 2) for p in pieces]
    sends, home, free, load = transfers(graph, piece), [-1] * len(weight), [0.0] * k, [0] * k
    for p in sorted(pieces, key=lambda p: (start[p], p)):
        near = [home[b if a == p else a] for a, b in sends if p in (a, b)]
        waits = [(max(0.0, free[c] - start[p]) - 20 * near.count(c), -free[c], c) for c in range(k)
                 if load[c] + weight[p] <= bound]
        home[p] = min(waits)[2] if waits else load.index(min(load))
        load[home[p]] += weight[p]
        free[home[p]] = max(free[home[p]], start[p]) + work[p]
    return home


@settings(max_examples=150)
@given(graph=forward_graphs(), n_pieces=st.integers(1, 12), k=st.integers(1, 6), inputs=st.booleans(), data=st.data())
def test_random_graphs(graph: DependenceGraph, n_pieces: int, k: int, inputs: bool, data: st.DataObject) -> None:
    """Any pieces, any bound, as the reference does it; above the bound only what came when nothing else had room."""
    piece = draw_part(data, graph.n_vertices, n_pieces)
    piece = piece if inputs else without_inputs(graph, piece)
    weight = np.array(data.draw(st.lists(st.integers(0, 30), min_size=n_pieces, max_size=n_pieces)), np.int64)
    fair = int(weight.sum()) // k
    bound = data.draw(st.sampled_from([0, fair, int(weight.max()), fair + int(weight.max()), EVERYTHING]))
    home = place_pieces(graph, piece, weight, k, bound)
    assert check_placed(home, n_pieces, k) == place_reference(graph, piece.tolist(), weight.tolist(), k, bound)
    assert np.bincount(home, weight, k).max() <= max(bound, fair + int(weight.max()))
    assert np.array_equal(place_pieces(graph, piece, weight, k, bound), home)


@settings(max_examples=100)
@given(graph=forward_graphs(), n_pieces=st.integers(1, 6), data=st.data())
def test_crossing_values(graph: DependenceGraph, n_pieces: int, data: st.DataObject) -> None:
    """As listed one by one; for contiguous pieces the values that go from one to another, each pair of them once."""
    piece = without_inputs(graph, draw_part(data, graph.n_vertices, n_pieces))
    assert crossing_values(graph, piece) == len(transfers(graph, piece.tolist()))
    piece = without_inputs(graph, np.sort(draw_part(data, graph.n_vertices, n_pieces)))
    pairs = {(u, piece[v]) for u, v in zip(graph.source.tolist(), graph.destinations().tolist(), strict=True)
             if piece[u] >= 0 and piece[u] != piece[v]}
    assert crossing_values(graph, piece) == len(pairs)


def test_a_value_read_in_turns_counts_anew() -> None:
    """A value that two pieces read by turns, four times in all; the same for a vertex that is there from the start is 0."""
    graph = from_edges([0, 1, 1, 1, 1], [1, 2, 3, 4, 5])
    assert crossing_values(graph, np.array([-1, 0, 1, 2, 1, 2], np.int32)) == 4
    assert crossing_values(graph, np.array([-1, 0, 1, 1, 2, 2], np.int32)) == 2
    assert crossing_values(graph, np.array([-1, -1, 1, 2, 1, 2], np.int32)) == 0


@settings(max_examples=60)
@given(pieces=st.integers(1, 20), k=st.integers(1, 7), length=st.integers(2, 6))
def test_equal_pieces_fill_the_bound(pieces: int, k: int, length: int) -> None:
    """Pieces of one weight, as many on each cluster as are needed: the bound is kept."""
    graph = make_chains(*[length] * pieces)
    piece = without_inputs(graph, np.repeat(np.arange(pieces, dtype=np.int32), length))
    weight, bound = weights_of(graph, piece, pieces), -(-pieces // k) * (length - 1)
    home = place_pieces(graph, piece, weight, k, bound)
    check_placed(home, pieces, k)
    assert np.bincount(home, weight, k).max() <= bound


@pytest.mark.parametrize("k", [1, 3, 9])
def test_a_local_graph_against_the_reference(k: int) -> None:
    """Pieces of a graph like a program's, with and without a bound."""
    for seed in range(4):
        graph = make_local_graph(250, seed)
        for count in (2, 5):
            piece = along_the_order(graph, count * k)
            weight = weights_of(graph, piece, count * k)
            for bound in (int(1.1 * weight.sum() / k), EVERYTHING):
                home = place_pieces(graph, piece, weight, k, bound)
                assert home.tolist() == place_reference(graph, piece.tolist(), weight.tolist(), k, bound)


@pytest.mark.parametrize("k", [2, 8, 70])
def test_larger_graphs(k: int) -> None:
    """Four pieces a cluster along the order of execution."""
    for graph in (make_local_graph(1500), make_hub(500)):
        piece = along_the_order(graph, 4 * k)
        weight = weights_of(graph, piece, 4 * k)
        bound = int(weight.sum() / k + weight.max())
        home = place_pieces(graph, piece, weight, k, bound)
        check_placed(home, 4 * k, k)
        assert np.bincount(home, weight, k).max() <= bound


def test_what_follows_stays_and_what_overlaps_is_parted() -> None:
    """Two chains, each cut in two: halves of a chain share a value and follow each other; the chains run at once."""
    graph = make_chains(21, 21)
    piece = without_inputs(graph, np.repeat(np.arange(4, dtype=np.int32), [11, 10, 11, 10]))
    home = check_placed(place_pieces(graph, piece, weights_of(graph, piece, 4), 2, EVERYTHING), 4, 2)
    assert home[0] == home[1] != home[2] == home[3]
    mixed = without_inputs(graph, np.array([2, 0, 3, 1], np.int32)[piece])
    home = check_placed(place_pieces(graph, mixed, weights_of(graph, mixed, 4), 2, EVERYTHING), 4, 2)
    assert home[2] == home[0] != home[3] == home[1]


def test_the_bound_beats_sharing() -> None:
    """The second half of a chain goes to the other cluster when there is no room for both."""
    graph = make_chains(21)
    piece = without_inputs(graph, np.repeat(np.arange(2, dtype=np.int32), [11, 10]))
    weight = weights_of(graph, piece, 2)
    together = check_placed(place_pieces(graph, piece, weight, 2, 20), 2, 2)
    apart = check_placed(place_pieces(graph, piece, weight, 2, 19), 2, 2)
    assert together[0] == together[1]
    assert apart[0] != apart[1]


def test_no_room_anywhere() -> None:
    """Pieces above the bound go to the lightest cluster: one each."""
    graph = make_chains(11, 11, 11)
    piece = without_inputs(graph, np.repeat(np.arange(3, dtype=np.int32), 11))
    home = check_placed(place_pieces(graph, piece, weights_of(graph, piece, 3), 3, 5), 3, 3)
    assert sorted(home) == [0, 1, 2]


def test_pieces_without_vertices() -> None:
    """They are placed too, as they may be the only ones there are."""
    graph = from_edges([], [], n_vertices=3)
    check_placed(place_pieces(graph, np.full(3, -1, np.int32), np.zeros(5, np.int64), 2, 0), 5, 2)
