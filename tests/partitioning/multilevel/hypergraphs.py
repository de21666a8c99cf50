"""Hypergraphs for tests, and slow, obvious versions of what kernels compute."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from irpart.graph.types import DependenceGraph
from irpart.partitioning.multilevel.hypergraph import Hypergraph, link
from irpart.partitioning.multilevel.items import Items, make_items


def make_hypergraph(nets: Sequence[Iterable[int]], net_weight: Sequence[int], node_weight: Sequence[int]) -> Hypergraph:
    """From lists of pins."""
    pins = [list(net) for net in nets]
    start = np.zeros(len(pins) + 1, np.uint32)
    start[1:] = np.cumsum([len(net) for net in pins])
    return link(start, np.array([pin for net in pins for pin in net], np.uint32), np.array(net_weight, np.int64),
                np.array(node_weight, np.int64))


def make_path(nodes: int) -> Hypergraph:
    """Unit nodes in a row, a net between neighbours."""
    return make_hypergraph([(i, i + 1) for i in range(nodes - 1)], [1] * (nodes - 1), [1] * nodes)


@st.composite
def hypergraphs(draw: st.DrawFn, most_nodes: int = 12, most_nets: int = 16, unit: bool = False) -> Hypergraph:
    """Nets of any size (also empty, of one pin, and all nodes), node weights from zero to huge; ``unit``: all 1."""
    n = draw(st.integers(1, most_nodes))
    nets = draw(st.lists(st.lists(st.integers(0, n - 1), unique=True), max_size=most_nets))
    weights = draw(st.lists(st.integers(1, 9), min_size=len(nets), max_size=len(nets)))
    heavy = st.just(1) if unit else st.sampled_from([0, 1, 2, 5, 14, 1000, 10**6])
    return make_hypergraph(nets, weights, draw(st.lists(heavy, min_size=n, max_size=n)))


def draw_part(data: st.DataObject, nodes: int, k: int) -> NDArray[np.int32]:
    """Any cluster for each node."""
    return np.array(data.draw(st.lists(st.integers(0, k - 1), min_size=nodes, max_size=nodes)), np.int32)


def items_of(graph: DependenceGraph, together: bool = True) -> Items:
    """Items with the graph's own weights."""
    return make_items(graph, graph.edge_weights().astype(np.int64), together)


def nets_of(h: Hypergraph) -> list[list[int]]:
    """Pins of each net."""
    return [h.net_pins[low:high].tolist() for low, high in zip(h.net_start[:-1], h.net_start[1:], strict=True)]


def km1(h: Hypergraph, part: NDArray[np.int32], inside: Iterable[int] | None = None) -> int:
    """Net weight times clusters beyond the first, with sets; ``inside``: only pins among these nodes count."""
    allowed = set(range(h.n_nodes) if inside is None else inside)
    clusters = [{int(part[pin]) for pin in net if pin in allowed} for net in nets_of(h)]
    return sum(max(0, len(found) - 1) * weight for found, weight in zip(clusters, h.net_weight.tolist(), strict=True))


def loads_of(h: Hypergraph, part: NDArray[np.int32], k: int) -> NDArray[np.int64]:
    """Weight of each cluster."""
    load = np.zeros(k, np.int64)
    np.add.at(load, part, h.node_weight)
    return load
