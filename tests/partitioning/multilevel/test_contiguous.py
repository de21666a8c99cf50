"""Contiguous pieces: in range, of even weight, cut after the vertex of the fewest live values near where each should end."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irpart.graph.construct import from_edges
from irpart.graph.types import DependenceGraph
from irpart.partitioning.multilevel.contiguous import contiguous_pieces
from irpart.partitioning.replicas import whole_weights
from tests.partitioning.graphs import forward_graphs, make_hub, make_local_graph

SLACKS = [0.0, 0.03, 0.1, 0.5, 1.0, 2.0]


def live_reference(graph: DependenceGraph) -> list[int]:
    """After each vertex: values up to it that a later one reads; those of vertices without in-edges do not count."""
    edges = list(zip(graph.source.tolist(), graph.destinations().tolist(), strict=True))
    computed = {v for _, v in edges}
    return [len({u for u, w in edges if u in computed and u <= v < w}) for v in range(graph.n_vertices)]


def weights_of(graph: DependenceGraph) -> tuple[np.ndarray, list[int]]:
    """The table of whole weights, and the weight of each vertex's in-edges."""
    table, _ = whole_weights(graph.weight_table, graph.weight_code)
    own = [0] * graph.n_vertices
    for v, code in zip(graph.destinations().tolist(), graph.weight_code.tolist(), strict=True):
        own[v] += int(table[code])
    return table, own


def pieces_reference(live: list[int], own: list[int], n_pieces: int, slack: float) -> list[int]:
    """First vertex of each piece: the piece before ends after the fewest live values in its window, else where it is full.

    A vertex that decides a piece (it is beyond its window) is where the window of the next one begins.
    """
    n, total, after = len(live), sum(own), np.cumsum(own, dtype=np.int64).tolist()
    half, begin, first = int(slack / 2 * total / n_pieces), 0, [0]
    for piece in range(1, n_pieces):
        end = total * piece // n_pieces
        window = [v for v in range(begin, n) if end - half <= after[v] <= end + half]
        beyond = next((v for v in range(begin, n) if after[v] > end + half), n)
        cut = min(window, key=lambda v: (live[v], v)) if window else min(beyond, n - 1)
        first.append(max(cut + 1, first[-1]))
        begin = beyond
    return [*first, n]


def check_pieces(graph: DependenceGraph, n_pieces: int, slack: float) -> list[int]:
    """Shape, order, weights and places of the cuts."""
    table, own = weights_of(graph)
    first = contiguous_pieces(graph, table, n_pieces, slack)
    assert (first.dtype, first.shape) == (np.int64, (n_pieces + 1,))
    assert first[0] == 0
    assert first[-1] == graph.n_vertices
    assert (np.diff(first) >= 0).all()
    total, after = sum(own), np.append(0, np.cumsum(own, dtype=np.int64))
    mean, half, heaviest = total / n_pieces, int(slack / 2 * total / n_pieces), max(own, default=0)
    for piece, held in enumerate(after[first[1:-1]].tolist(), 1):
        end = total * piece // n_pieces
        assert end - half <= held <= end + max(half, heaviest)
    beside = 2 * half if heaviest <= half else half + max(half, heaviest)
    assert (abs(np.diff(after[first]) - mean) <= beside + 1).all()
    return first.tolist()


@settings(max_examples=250)
@given(graph=forward_graphs(), n_pieces=st.integers(1, 20), slack=st.sampled_from(SLACKS))
def test_random_graphs(graph: DependenceGraph, n_pieces: int, slack: float) -> None:
    """As the reference cuts them, also into more pieces than there are vertices, and with weights of zero."""
    first = check_pieces(graph, n_pieces, slack)
    assert first == pieces_reference(live_reference(graph), weights_of(graph)[1], n_pieces, slack)


@pytest.mark.parametrize("n_pieces", [1, 2, 7, 64])
def test_a_local_graph(n_pieces: int) -> None:
    """A graph like a program's: as the reference, each cut of the fewest live values among all vertices of its window."""
    for seed in range(3):
        graph = make_local_graph(400, seed)
        live, own = live_reference(graph), weights_of(graph)[1]
        total, after, alive = sum(own), np.cumsum(own), []
        for slack in (0.0, 0.1, 0.5, 0.9):
            first = check_pieces(graph, n_pieces, slack)
            assert first == pieces_reference(live, own, n_pieces, slack)
            alive.append(sum(live[v - 1] for v in first[1:-1]))
            for piece, begin in enumerate(first[1:-1], 1):
                away = abs(after - total * piece // n_pieces)
                window = np.flatnonzero(away <= int(slack / 2 * total / n_pieces))
                if len(window):
                    assert begin - 1 in window
                    assert live[begin - 1] == min(live[v] for v in window)
        assert n_pieces == 1 or alive[-1] < alive[0]


def test_values_read_from_memory_are_alive_nowhere() -> None:
    """A hub that all read: without in-edges it does not hold up a cut, so that the first vertex of a window is taken."""
    graph = make_hub(100)
    assert live_reference(graph) == [0] * 101
    assert check_pieces(graph, 4, 0.0) == [0, 26, 51, 76, 101]
    assert check_pieces(graph, 4, 0.4) == [0, 21, 46, 71, 101]


def test_a_cut_between_two_chains() -> None:
    """Chains of 12 and 8 edges: a window that reaches the gap between them cuts there, a narrower one at the middle."""
    sources = np.array([v for v in range(21) if v != 12])
    graph = from_edges(sources, sources + 1)
    assert check_pieces(graph, 2, 0.0) == [0, 11, 22]
    assert check_pieces(graph, 2, 0.2) == [0, 10, 22]
    assert check_pieces(graph, 2, 0.4) == [0, 13, 22]


def test_more_pieces_than_vertices() -> None:
    """Every vertex that carries weight ends a piece, the others are empty."""
    graph = from_edges([0, 1, 2], [1, 2, 3])
    first = check_pieces(graph, 9, 0.03)
    assert set(range(2, 5)) <= set(first)
    assert check_pieces(from_edges([0], [1]), 5, 0.5)[-1] == 2


def test_vertices_without_weight() -> None:
    """Only weights count, so that pieces weigh the same beside a long run without any; where none weighs, order holds."""
    sources = np.arange(60)
    weights = np.where((sources >= 20) & (sources < 50), 0, 1)
    first = check_pieces(from_edges(sources, sources + 1, weights), 3, 0.0)
    assert np.diff(np.append(0, np.cumsum(weights))[np.maximum(np.array(first) - 1, 0)]).tolist() == [10, 10, 10]
    check_pieces(from_edges(sources, sources + 1, np.zeros(60)), 3, 0.1)
    assert check_pieces(from_edges([], [], n_vertices=4), 2, 0.1) == [0, 1, 4]


@pytest.mark.parametrize("place", [1, 20, 40])
def test_a_heavy_vertex(place: int) -> None:
    """A vertex heavier than the mean ends its piece; pieces that should end within it are empty."""
    sources = np.arange(40)
    weights = np.where(sources + 1 == place, 1000, 1)
    graph = from_edges(sources, sources + 1, weights)
    first = check_pieces(graph, 8, 0.1)
    assert first[1:-1] == [place + 1] * 7
