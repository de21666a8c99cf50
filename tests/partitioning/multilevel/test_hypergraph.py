"""Items and hypergraphs: km1 of the dual is km1 of the graph, on every level."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irpart.graph.construct import from_edges
from irpart.graph.types import DependenceGraph
from irpart.partitioning import Partition, measure_quality
from irpart.partitioning.multilevel.hypergraph import Hypergraph, contract
from irpart.partitioning.multilevel.items import OPERANDS
from tests.partitioning.graphs import graphs, make_hub, make_local_graph, make_power_law
from tests.partitioning.multilevel.hypergraphs import draw_part, hypergraphs, items_of, km1, make_hypergraph, nets_of


def check_links(h: Hypergraph) -> None:
    """Nodes list the nets of two pins or more that list them."""
    expected: list[list[int]] = [[] for _ in range(h.n_nodes)]
    for net, pins in enumerate(nets_of(h)):
        assert len(set(pins)) == len(pins)
        for pin in pins if len(pins) > 1 else []:
            expected[pin].append(net)
    found = [h.node_nets[low:high].tolist() for low, high in zip(h.node_start[:-1], h.node_start[1:], strict=True)]
    assert found == expected
    assert len(h.node_start) == h.n_nodes + 1
    assert len(h.net_start) == len(h.net_weight) + 1


@settings(max_examples=80)
@given(graph=graphs(), together=st.booleans())
def test_items_hold_every_edge_once(graph: DependenceGraph, together: bool) -> None:
    """Contiguous in edge order, all in-edges of one vertex each; a net's pins are the items at its vertex."""
    items = items_of(graph, together)
    start, vertex = items.item_start.tolist(), items.item_vertex.tolist()
    assert (start[0], start[-1]) == (0, graph.n_edges)
    assert (np.diff(start) > 0).all()
    destination, degree = graph.destinations().tolist(), graph.in_degree.tolist()
    touched: list[set[int]] = [set() for _ in range(graph.n_vertices)]
    for item, v in enumerate(vertex):
        edges = range(start[item], start[item + 1])
        assert {destination[edge] for edge in edges} == {v}
        assert len(edges) == (degree[v] if together and degree[v] <= OPERANDS else 1)
        assert items.hypergraph.node_weight[item] == sum(int(graph.edge_weights()[edge]) for edge in edges)
        for u in (v, *(int(graph.source[edge]) for edge in edges)):
            touched[u].add(item)
    assert [set(net) for net in nets_of(items.hypergraph)] == touched
    check_links(items.hypergraph)


@settings(max_examples=80)
@given(graph=graphs(), together=st.booleans(), k=st.sampled_from([1, 2, 5, 70]), data=st.data())
def test_km1_is_that_of_the_graph(graph: DependenceGraph, together: bool, k: int, data: st.DataObject) -> None:
    """Any assignment of items, against ``measure_quality`` of the edges it stands for."""
    items = items_of(graph, together)
    part = draw_part(data, items.hypergraph.n_nodes, k)
    spread = items.spread(part)
    assert (spread.dtype, spread.shape) == (np.uint16, (graph.n_edges,))
    quality = measure_quality(graph, Partition(spread, k, "given", graph.checksum()))
    assert items.hypergraph.connectivity(part, k) == quality.connectivity == km1(items.hypergraph, part)


@pytest.mark.parametrize("together", [True, False])
def test_km1_on_larger_graphs(together: bool) -> None:
    """A hub, locality, and a power law with self-loops."""
    random = np.random.default_rng(5)
    for graph in (make_hub(300), make_local_graph(1500), make_power_law(300, 1500)):
        items = items_of(graph, together)
        part = random.integers(0, 9, items.hypergraph.n_nodes).astype(np.int32)
        made = Partition(items.spread(part), 9, "given", graph.checksum())
        assert items.hypergraph.connectivity(part, 9) == measure_quality(graph, made).connectivity


def test_a_hand_made_dual() -> None:
    """Two in-edges and a self-loop of vertex 2: one item when together, of weight 6, that is a pin of nets 0, 1 and 2."""
    graph = from_edges([0, 1, 2, 2], [2, 2, 2, 3], [1, 2, 3, 4])
    h = items_of(graph).hypergraph
    assert nets_of(h) == [[0], [0], [0, 1], [1]]
    assert h.node_weight.tolist() == [6, 4]
    assert nets_of(items_of(graph, False).hypergraph) == [[0], [1], [0, 1, 2, 3], [3]]
    assert repr(h) == "Hypergraph(2 nodes, 4 nets, 5 pins)"


@settings(max_examples=80)
@given(h=hypergraphs())
def test_link(h: Hypergraph) -> None:
    """The nets of each node, those of a single pin left out."""
    check_links(h)


@settings(max_examples=120)
@given(h=hypergraphs(), data=st.data())
def test_contract(h: Hypergraph, data: st.DataObject) -> None:
    """Each distinct set of two groups or more that a net had is one net, with the sum of their weights."""
    n_groups = data.draw(st.integers(1, h.n_nodes))
    group = draw_part(data, h.n_nodes, n_groups)
    coarse = contract(h, group, n_groups)
    wanted: Counter[frozenset[int]] = Counter()
    for net, weight in zip(nets_of(h), h.net_weight.tolist(), strict=True):
        pins = frozenset(group[net].tolist())
        if len(pins) > 1:
            wanted[pins] += weight
    found = [frozenset(net) for net in nets_of(coarse)]
    assert len(set(found)) == len(found)
    assert dict(zip(found, coarse.net_weight.tolist(), strict=True)) == wanted
    assert coarse.node_weight.tolist() == [int(h.node_weight[group == g].sum()) for g in range(n_groups)]
    check_links(coarse)


@settings(max_examples=80)
@given(graph=graphs(), together=st.booleans(), k=st.sampled_from([2, 3, 70]), data=st.data())
def test_km1_of_a_coarse_cut_is_that_of_its_projection(graph: DependenceGraph, together: bool, k: int,
                                                       data: st.DataObject) -> None:
    """Two contractions of the items of a graph, any cut of the coarsest."""
    levels, groups = [items_of(graph, together).hypergraph], []
    for _ in range(2):
        n_groups = data.draw(st.integers(1, max(1, levels[-1].n_nodes)))
        groups.append(draw_part(data, levels[-1].n_nodes, n_groups))
        levels.append(contract(levels[-1], groups[-1], n_groups))
    part = draw_part(data, levels[-1].n_nodes, k)
    value = levels[-1].connectivity(part, k)
    for fine, group in zip(reversed(levels[:-1]), reversed(groups), strict=True):
        part = part[group]
        assert fine.connectivity(part, k) == value
        assert fine.node_weight.sum() == levels[-1].node_weight.sum()


def test_contraction_to_one_group_has_no_nets() -> None:
    """Nothing can be cut any more."""
    coarse = contract(make_hypergraph([(0, 1, 2), (1, 2)], [3, 4], [1, 2, 3]), np.zeros(3, np.int32), 1)
    assert (coarse.n_nodes, len(coarse.net_weight), coarse.node_weight.tolist()) == (1, 0, [6])
    assert coarse.connectivity(np.zeros(1, np.int32), 5) == 0
