"""Message plans against a reference of sets, and against what the execution model counts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import irpart
from irpart.base.errors import InputError
from irpart.graph.construct import from_edges
from irpart.graph.types import DependenceGraph
from irpart.partitioning.execution_model import estimate_execution
from irpart.partitioning.messages import communication_between, plan_messages
from irpart.partitioning.types import Partition
from tests.partitioning.execution_reference import find_masters
from tests.partitioning.graphs import forward_graphs, graphs, make_local_graph


def assigned(graph: DependenceGraph, clusters: list[int], k: int) -> Partition:
    """A partition with given clusters."""
    return Partition(np.array(clusters, np.uint16), k, "given", graph.checksum())


def reference(graph: DependenceGraph, clusters: list[int]) -> list[list[tuple[int, int, bool]]]:
    """For every vertex its messages: sender, receiver, whether somebody reads there; in no order."""
    master = find_masters(graph, clusters)
    rows = list(zip(graph.source.tolist(), graph.destinations().tolist(), clusters, strict=True))
    result: list[list[tuple[int, int, bool]]] = []
    for u in range(graph.n_vertices):
        out = [(master[v], owner) for source, v, owner in rows if source == u]
        owners = {owner for _, owner in out if owner != master[u]}
        readers = {to for to, _ in out if to != master[u]}
        direct = owners | {to for to, owner in out if to in readers and owner == master[u]}
        passed = {to: next(owner for reader, owner in out if reader == to) for to in readers - direct}
        result.append([(master[u], to, to in readers) for to in direct] + [(via, to, True) for to, via in passed.items()])
    return result


@settings(max_examples=150)
@given(graphs(), st.integers(1, 5), st.randoms(use_true_random=False))
def test_plan_equals_the_reference(graph, k, random):
    """Also self-loops, parallel edges and vertices without edges."""
    clusters = [random.randrange(k) for _ in range(graph.n_edges)]
    plan = plan_messages(graph, assigned(graph, clusters, k))
    assert plan.master.tolist() == find_masters(graph, clusters)
    for u, expected in enumerate(reference(graph, clusters)):
        part = slice(plan.start[u], plan.start[u + 1])
        found = list(zip(plan.sender[part].tolist(), plan.receiver[part].tolist(), plan.is_read[part].tolist(), strict=True))
        assert sorted(found) == sorted(expected)
        reached = {plan.master[u]}
        for sender, receiver, _ in found:
            assert sender in reached, "a value is passed on before it came"
            reached.add(receiver)


@settings(max_examples=60)
@given(forward_graphs(), st.integers(1, 5), st.randoms(use_true_random=False))
def test_the_execution_model_counts_the_same_messages(graph, k, random):
    """The two were written apart."""
    made = assigned(graph, [random.randrange(k) for _ in range(graph.n_edges)], k)
    plan = plan_messages(graph, made)
    assert plan.n_messages == estimate_execution(graph, made).messages
    between = communication_between(plan, k)
    dense = np.zeros((k, k), np.int64)
    np.add.at(dense, (plan.sender, plan.receiver), 1)
    rows = np.repeat(np.arange(k), np.diff(between.start))
    assert dense[rows, between.target].tolist() == between.messages.tolist()
    assert dense.sum() == between.messages.sum()


def test_an_owner_between_passes_the_value_on():
    """Vertex 0 runs in cluster 0, its reader in cluster 2, the edge is cluster 1's."""
    graph = from_edges(np.array([0, 2, 1]), np.array([1, 0, 3]), np.array([1, 5, 5]), n_vertices=4)
    order = {(0, 1): 1, (2, 0): 0, (1, 3): 2}
    clusters = [order[edge] for edge in zip(graph.source.tolist(), graph.destinations().tolist(), strict=True)]
    plan = plan_messages(graph, assigned(graph, clusters, 3))
    assert plan.master.tolist() == [0, 2, 0, 2]
    assert plan.sender.tolist() == [0, 1]
    assert plan.receiver.tolist() == [1, 2]
    assert plan.is_read.tolist() == [False, True]


def test_another_graph_is_refused():
    """By checksum."""
    graph, other = make_local_graph(200), make_local_graph(200, seed=1)
    with pytest.raises(InputError, match="another graph"):
        plan_messages(other, irpart.partition(graph, 2, method="chunks"))
