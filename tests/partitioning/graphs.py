"""Graphs for tests of partitioners."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from irpart.graph.construct import from_edges
from irpart.graph.types import DependenceGraph


@st.composite
def graphs(draw: st.DrawFn, most_vertices: int = 12, most_edges: int = 40) -> DependenceGraph:
    """Random weighted multigraphs with self-loops, parallel edges, isolated vertices, zero and huge weights."""
    n = draw(st.integers(1, most_vertices))
    pairs = draw(st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=most_edges))
    weights = draw(st.lists(st.sampled_from([0, 1, 2, 5, 14, 1000, 10**6]), min_size=len(pairs), max_size=len(pairs)))
    return from_edges(np.array([u for u, _ in pairs], np.int64), np.array([v for _, v in pairs], np.int64),
                      np.array(weights, np.float64), n_vertices=n)


def make_local_graph(n: int = 4000, seed: int = 0) -> DependenceGraph:
    """Like an instruction graph: short forward edges, some far ones, a few hubs, small whole weights."""
    random = np.random.default_rng(seed)
    degree = random.integers(0, 4, n)
    degree[0] = 0
    destination = np.repeat(np.arange(n), degree)
    source = destination - random.geometric(0.05, len(destination))
    hub = random.random(len(destination)) < 0.1
    source[hub] = source[hub] // 1000 * 100
    source = np.clip(source, 0, destination - 1)
    return from_edges(source, destination, random.choice([1, 4, 5, 14], len(destination)), n_vertices=n)


def make_hub(spokes: int) -> DependenceGraph:
    """One vertex read by all others."""
    return from_edges(np.zeros(spokes, np.int64), np.arange(1, spokes + 1))


def make_power_law(n: int = 3000, m: int = 9000, seed: int = 1) -> DependenceGraph:
    """Endpoints drawn with probability falling as a power of their number; no locality."""
    random = np.random.default_rng(seed)
    u, v = (np.floor(n * random.random(m) ** 3).astype(np.int64) for _ in range(2))
    return from_edges(u, v, random.integers(1, 6, m), n_vertices=n)


@st.composite
def forward_graphs(draw: st.DrawFn, most_vertices: int = 14, most_edges: int = 30) -> DependenceGraph:
    """Random multigraphs as of a program: forward and parallel edges, isolated vertices, costs in 1/8 cycles, also 0."""
    n = draw(st.integers(1, most_vertices))
    pairs = draw(st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda pair: pair[0] != pair[1]),
                          max_size=most_edges)) if n > 1 else []
    weights = draw(st.lists(st.sampled_from([0, 0.5, 1, 2, 5]), min_size=len(pairs), max_size=len(pairs)))
    eighths = draw(st.lists(st.one_of(st.integers(0, 16), st.integers(0, 400)), min_size=n, max_size=n))
    return from_edges(np.array([min(pair) for pair in pairs], np.int64), np.array([max(pair) for pair in pairs], np.int64),
                      np.array(weights, np.float64), n_vertices=n, costs=np.array(eighths) / 8)
