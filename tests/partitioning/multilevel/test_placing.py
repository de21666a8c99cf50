"""Placing: whole pieces on clusters, inside the bound, together when they share values, apart when they run at once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from irpart.graph.construct import from_edges
from irpart.graph.types import DependenceGraph
from irpart.partitioning.multilevel.cut import cut_contiguously
from irpart.partitioning.multilevel.items import Items
from irpart.partitioning.multilevel.placing import place_pieces
from tests.partitioning.graphs import graphs, make_hub, make_local_graph
from tests.partitioning.multilevel.hypergraphs import draw_part, items_of

EVERYTHING = 1 << 50


@st.composite
def forward_graphs(draw: st.DrawFn) -> DependenceGraph:
    """Random multigraphs with their edges turned forward and self-loops left out; whole costs."""
    graph = draw(graphs())
    u, v = graph.source.astype(np.int64), graph.destinations().astype(np.int64)
    kept, n = u != v, graph.n_vertices
    costs = draw(st.lists(st.sampled_from([0, 1, 4, 100]), min_size=n, max_size=n))
    return from_edges(np.minimum(u, v)[kept], np.maximum(u, v)[kept], graph.edge_weights()[kept], n_vertices=n, costs=costs)


def make_chains(*lengths: int) -> DependenceGraph:
    """Paths side by side, one after the other in vertex order; every edge weighs 1."""
    n = sum(lengths)
    sources = np.setdiff1d(np.arange(n), np.cumsum(lengths) - 1)
    return from_edges(sources, sources + 1, n_vertices=n)


def check_placed(part: NDArray[np.int32], piece: NDArray[np.int32], k: int) -> NDArray[np.int64]:
    """One cluster for all items of a piece, in range; cluster of each piece (-1: the piece has no items)."""
    assert part.dtype == np.int32
    assert part.shape == piece.shape
    home = np.full(int(piece.max(initial=-1)) + 1, -1, np.int64)
    home[piece] = part
    assert np.array_equal(home[piece], part)
    assert part.min(initial=0) >= 0
    assert part.max(initial=0) < k
    return home


def place_reference(graph: DependenceGraph, items: Items, piece: NDArray[np.int32], k: int, bound: int) -> list[int]:
    """Cluster of each item, as the docstring says it; 40 cycles between pieces, 20 for a shared value."""
    own: dict[int, int] = {}
    for item, v in enumerate(items.item_vertex.tolist()):
        own.setdefault(v, int(piece[item]))
    cost, finish = graph.vertex_costs().tolist(), [0.0] * graph.n_vertices
    edges = list(zip(graph.source.tolist(), graph.destinations().tolist(), strict=True))
    for v in range(graph.n_vertices):
        reads = [finish[u] + (40 if own[u] != own[v] else 0) for u, w in edges if w == v and u in own]
        finish[v] = max([0.0, *reads]) + cost[v]
    used = set(piece.tolist())
    work = {p: sum(cost[v] for v in own if own[v] == p) for p in used}
    middle = {p: sum(cost[v] * (finish[v] - cost[v] / 2) for v in own if own[v] == p) for p in used}
    start = {p: max(0.0, middle[p] / max(work[p], 1e-9) - work[p] / 2) for p in used}
    weight = {p: int(items.hypergraph.node_weight[piece == p].sum()) for p in used}
    reader = np.repeat(piece, np.diff(items.item_start.astype(np.int64))).tolist()
    sends = {(u, own[u], p) for (u, _), p in zip(edges, reader, strict=True) if u in own and own[u] != p}
    sends |= {(v, own[v], int(p)) for v, p in zip(items.item_vertex.tolist(), piece, strict=True) if own[v] != p}
    home: dict[int, int] = {}
    free, load = [0.0] * k, [0] * k
    for p in sorted(used, key=lambda p: (start[p], p)):
        near = [home.get(b if a == p else a, -1) for _, a, b in sends if p in (a, b)]
        room = [c for c in range(k) if load[c] + weight[p] <= bound]
        waits = [(max(0.0, free[c] - start[p]) - 20 * near.count(c), -free[c], c) for c in room]
        home[p] = min(waits)[2] if waits else load.index(min(load))
        load[home[p]] += weight[p]
        free[home[p]] = max(free[home[p]], start[p]) + work[p]
    return [home[p] for p in piece.tolist()]


@settings(max_examples=120)
@given(graph=forward_graphs(), n_pieces=st.integers(1, 12), k=st.integers(1, 6), data=st.data())
def test_random_graphs(graph: DependenceGraph, n_pieces: int, k: int, data: st.DataObject) -> None:
    """Any pieces, any bound, as the reference does it; above the bound only what came when nothing else had room."""
    items = items_of(graph)
    h = items.hypergraph
    piece = draw_part(data, h.n_nodes, n_pieces)
    total = int(h.node_weight.sum())
    weight = np.bincount(piece, h.node_weight, n_pieces)
    bound = data.draw(st.sampled_from([0, total // k, int(weight.max()), total // k + int(weight.max()), EVERYTHING]))
    part = place_pieces(graph, items, piece, n_pieces, k, bound)
    check_placed(part, piece, k)
    assert np.bincount(part, h.node_weight, k).max() <= max(bound, total // k + int(weight.max()))
    assert np.array_equal(place_pieces(graph, items, piece, n_pieces, k, bound), part)
    assert part.tolist() == place_reference(graph, items, piece, k, bound)


@settings(max_examples=60)
@given(pieces=st.integers(1, 20), k=st.integers(1, 7), length=st.integers(2, 6))
def test_equal_pieces_fill_the_bound(pieces: int, k: int, length: int) -> None:
    """Pieces of one weight, as many on each cluster as are needed: the bound is kept."""
    graph = make_chains(*[length] * pieces)
    items = items_of(graph)
    piece = np.repeat(np.arange(pieces, dtype=np.int32), length - 1)
    bound = -(-pieces // k) * (length - 1)
    part = place_pieces(graph, items, piece, pieces, k, bound)
    check_placed(part, piece, k)
    assert np.bincount(part, items.hypergraph.node_weight, k).max() <= bound


@pytest.mark.parametrize("k", [1, 3, 9])
def test_a_local_graph_against_the_reference(k: int) -> None:
    """Pieces of a graph like a program's, with and without a bound."""
    for seed in range(4):
        graph = make_local_graph(250, seed)
        items = items_of(graph)
        for count in (2, 5):
            piece = cut_contiguously(items.hypergraph, count * k, 1.1)
            for bound in (int(1.1 * items.hypergraph.node_weight.sum() / k), EVERYTHING):
                part = place_pieces(graph, items, piece, count * k, k, bound)
                assert part.tolist() == place_reference(graph, items, piece, k, bound)


def test_vertices_of_several_items_against_the_reference() -> None:
    """Vertices of many in-edges, whose items are in several pieces: the first one computes the value."""
    random = np.random.default_rng(4)
    for _ in range(30):
        v = random.integers(1, 20, 150)
        graph = from_edges((random.random(150) * v).astype(np.int64), v, random.integers(1, 6, 150),
                           costs=random.integers(1, 30, 20), n_vertices=20)
        items = items_of(graph)
        piece = random.integers(0, 9, items.hypergraph.n_nodes).astype(np.int32)
        assert place_pieces(graph, items, piece, 9, 3, EVERYTHING).tolist() == place_reference(
            graph, items, piece, 3, EVERYTHING)


@pytest.mark.parametrize("k", [2, 8, 70])
def test_larger_graphs(k: int) -> None:
    """Four pieces a cluster along the order of execution."""
    for graph in (make_local_graph(1500), make_hub(500)):
        items = items_of(graph)
        piece = cut_contiguously(items.hypergraph, 4 * k, 1.1)
        weight = np.bincount(piece, items.hypergraph.node_weight, 4 * k)
        bound = int(items.hypergraph.node_weight.sum() / k + weight.max())
        part = place_pieces(graph, items, piece, 4 * k, k, bound)
        check_placed(part, piece, k)
        assert np.bincount(part, items.hypergraph.node_weight, k).max() <= bound


def test_what_follows_stays_and_what_overlaps_is_parted() -> None:
    """Two chains, each cut in two: halves of a chain share a value and follow each other; the chains run at once."""
    graph = make_chains(21, 21)
    items = items_of(graph)
    piece = np.repeat(np.arange(4, dtype=np.int32), 10)
    home = check_placed(place_pieces(graph, items, piece, 4, 2, EVERYTHING), piece, 2)
    assert home[0] == home[1] != home[2] == home[3]
    mixed = np.array([2, 0, 3, 1], np.int32)[piece]
    home = check_placed(place_pieces(graph, items, mixed, 4, 2, EVERYTHING), mixed, 2)
    assert home[2] == home[0] != home[3] == home[1]


def test_the_bound_beats_sharing() -> None:
    """The second half of a chain goes to the other cluster when there is no room for both."""
    graph = make_chains(21)
    items = items_of(graph)
    piece = np.repeat(np.arange(2, dtype=np.int32), 10)
    together = check_placed(place_pieces(graph, items, piece, 2, 2, 20), piece, 2)
    apart = check_placed(place_pieces(graph, items, piece, 2, 2, 19), piece, 2)
    assert together[0] == together[1]
    assert apart[0] != apart[1]


def test_no_room_anywhere() -> None:
    """Pieces above the bound go to the lightest cluster: one each."""
    graph = make_chains(11, 11, 11)
    items = items_of(graph)
    piece = np.repeat(np.arange(3, dtype=np.int32), 10)
    home = check_placed(place_pieces(graph, items, piece, 3, 3, 5), piece, 3)
    assert sorted(home.tolist()) == [0, 1, 2]
