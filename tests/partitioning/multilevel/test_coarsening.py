"""Coarsening: light groups of nodes that share nets, inside clusters, level by level."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from irpart.graph.types import DependenceGraph
from irpart.partitioning.multilevel.coarsening import LARGE_NET, Hierarchy, coarsen
from irpart.partitioning.multilevel.hypergraph import Hypergraph, contract
from tests.partitioning.graphs import graphs, make_hub, make_local_graph
from tests.partitioning.multilevel.hypergraphs import draw_part, hypergraphs, items_of, make_hypergraph, make_path, nets_of


def check_hierarchy(made: Hierarchy, h: Hypergraph, nodes: int, heaviest: float, part: NDArray[np.int32] | None) -> None:
    """Each level is the contraction of the one before; groups are light, connected by nets, and of one cluster."""
    assert made.levels[0] is h
    assert len(made.levels) == len(made.groups) + 1
    for fine, coarse, group in zip(made.levels, made.levels[1:], made.groups, strict=False):
        assert group.dtype == np.int32
        assert fine.n_nodes > nodes
        assert min(nodes, fine.n_nodes) <= coarse.n_nodes <= 0.95 * fine.n_nodes
        assert coarse.n_nodes >= int(0.4 * fine.n_nodes)
        assert np.unique(group, return_index=True)[1].tolist() == sorted(np.unique(group, return_index=True)[1])
        assert set(group.tolist()) == set(range(coarse.n_nodes))
        again = contract(fine, group, coarse.n_nodes)
        for name in ("node_start", "node_nets", "net_start", "net_pins", "net_weight", "node_weight"):
            assert np.array_equal(getattr(coarse, name), getattr(again, name))
        members = np.bincount(group)
        assert (coarse.node_weight[members > 1] <= heaviest).all()
        near = {frozenset((a, b)) for net in nets_of(fine) for a in net for b in net if len(net) <= LARGE_NET}
        for g in np.flatnonzero(members > 1):
            own = np.flatnonzero(group == g).tolist()
            assert all(any(frozenset((a, b)) in near for b in own if b != a) for a in own)
        if part is not None:
            merged = np.full(coarse.n_nodes, -1, np.int32)
            merged[group] = part
            assert np.array_equal(merged[group], part)
            part = merged


@settings(max_examples=100)
@given(h=hypergraphs(20, 30), nodes=st.integers(0, 8), heaviest=st.sampled_from([0.0, 1.5, 3.0, 20.0, 1e9]),
       seed=st.integers(0, 3), k=st.sampled_from([0, 1, 2, 3]), data=st.data())
def test_random_hypergraphs(h: Hypergraph, nodes: int, heaviest: float, seed: int, k: int, data: st.DataObject) -> None:
    """With and without clusters, whose numbers stay as they are; the same seed gives the same groups."""
    part = draw_part(data, h.n_nodes, k) if k else None
    given_part = None if part is None else part.copy()
    made = coarsen([h], [], nodes=nodes, heaviest=heaviest, seed=seed, part=part)
    check_hierarchy(made, h, nodes, heaviest, part)
    assert part is None or np.array_equal(part, given_part)
    again = coarsen([h], [], nodes=nodes, heaviest=heaviest, seed=seed, part=part)
    assert [group.tolist() for group in again.groups] == [group.tolist() for group in made.groups]


@settings(max_examples=60)
@given(graph=graphs(), together=st.booleans(), k=st.integers(1, 4), data=st.data())
def test_cuts_survive(graph: DependenceGraph, together: bool, k: int, data: st.DataObject) -> None:
    """Coarsened within its clusters, a cut costs the same on every level."""
    h = items_of(graph, together).hypergraph
    part = draw_part(data, h.n_nodes, k)
    made = coarsen([h], [], nodes=2, heaviest=2e6, seed=1, part=part)
    check_hierarchy(made, h, 2, 2e6, part)
    value = h.connectivity(part, k)
    for level, group in zip(made.levels[1:], made.groups, strict=True):
        coarse = np.empty(level.n_nodes, np.int32)
        coarse[group] = part
        part = coarse
        assert level.connectivity(part, k) == value


def test_going_on_from_given_levels() -> None:
    """The levels given stay in front, and the lists given are not changed."""
    h = items_of(make_local_graph(600)).hypergraph
    group = (np.arange(h.n_nodes) // 2).astype(np.int32)
    levels, groups = [h, contract(h, group, int(group[-1]) + 1)], [group]
    made = coarsen(levels, groups, nodes=50, heaviest=1e9, seed=0)
    assert (len(levels), len(groups)) == (2, 1)
    assert made.levels[:2] == tuple(levels)
    assert made.groups[0] is group
    assert len(made.levels) > 2
    assert 50 <= made.levels[-1].n_nodes <= 60


@pytest.mark.parametrize("k", [1, 4])
def test_a_local_graph(k: int) -> None:
    """A larger graph is merged to few nodes, in few levels."""
    h = items_of(make_local_graph(1500)).hypergraph
    part = (np.arange(h.n_nodes) * k // h.n_nodes).astype(np.int32)
    heaviest = h.node_weight.sum() / 20
    made = coarsen([h], [], nodes=60, heaviest=heaviest, seed=3, part=part)
    check_hierarchy(made, h, 60, heaviest, part)
    assert made.levels[-1].n_nodes <= 90
    assert len(made.groups) <= 8


def test_what_cannot_be_merged() -> None:
    """Nodes that are too heavy, a net too large to say anything, and nodes of different clusters stop it at once."""
    path = make_path(40)
    assert coarsen([path], [], nodes=4, heaviest=1.0, seed=0).groups == ()
    assert coarsen([path], [], nodes=4, heaviest=9.0, seed=0, part=np.arange(40, dtype=np.int32)).groups == ()
    hub = items_of(make_hub(LARGE_NET + 1)).hypergraph
    assert coarsen([hub], [], nodes=4, heaviest=1e9, seed=0).groups == ()
    assert len(coarsen([items_of(make_hub(LARGE_NET)).hypergraph], [], nodes=4, heaviest=1e9, seed=0).groups) > 0


def test_the_strongest_neighbour_is_joined() -> None:
    """Four nodes in two pairs: nets of weight 9 within, of weight 1 between; rating beats order for every seed."""
    h = make_hypergraph([(0, 1), (2, 3), (1, 2), (3, 0)], [9, 9, 1, 1], [1, 1, 1, 1])
    for seed in range(8):
        made = coarsen([h], [], nodes=2, heaviest=4.0, seed=seed)
        assert made.groups[0].tolist() == [0, 0, 1, 1]
