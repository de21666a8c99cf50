"""What clusters have to do with each other, against dictionaries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irpart.base.errors import InputError
from irpart.graph.generators import generate
from irpart.graph.types import DependenceGraph, MemoryAccesses
from irpart.mapping.communication import RECEIVE_CYCLES, measure_traffic
from irpart.mapping.problem import Pairs
from irpart.partitioning import partition
from irpart.partitioning.messages import plan_messages
from irpart.partitioning.types import Partition


def program(seed: int = 0, n: int = 200) -> DependenceGraph:
    """A random graph that goes forward, with costs."""
    return generate("random-dag", seed=seed, vertices=n, in_degree=2.5, reach=30.0)


def random_accesses(seed: int, n_vertices: int, count: int, n_lines: int, structures: int) -> MemoryAccesses:
    """Accesses of any vertices to any lines; structures own equal runs of lines, with gaps."""
    random = np.random.default_rng(seed)
    share = max(1, n_lines // max(1, structures))
    vertex, line = np.sort(random.integers(0, n_vertices, count)), random.integers(0, n_lines, count)
    return MemoryAccesses(
        vertex.astype(np.uint32), line.astype(np.uint32),
        random.random(count) < 0.3, n_lines, n_vertices, np.arange(structures, dtype=np.int64) * share,
        np.full(structures, max(1, share - 1), np.int64), np.arange(1, structures + 1, dtype=np.int32),
        ("unnamed memory", *(f"s{i}" for i in range(structures))))


def as_dictionary(pairs: Pairs) -> dict[tuple[int, int], float]:
    """Values by pair."""
    keys = zip(pairs.sources().tolist(), pairs.target.tolist(), strict=True)
    return dict(zip(keys, pairs.value.tolist(), strict=True))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1000), st.integers(1, 9), st.integers(0, 300), st.integers(1, 60), st.integers(0, 5))
def test_traffic_matches_dictionaries(seed: int, k: int, count: int, n_lines: int, structures: int) -> None:
    """Messages, load, shared lines and main structures."""
    graph = program(seed % 7)
    made = partition(graph, k, method="random", seed=seed)
    accesses = random_accesses(seed, graph.n_vertices, count, n_lines, structures)
    traffic = measure_traffic(graph, made, accesses)
    plan, costs = plan_messages(graph, made), graph.vertex_costs()
    sent: dict[tuple[int, int], int] = defaultdict(int)
    load = [0.0] * k
    for sender, receiver in zip(plan.sender.tolist(), plan.receiver.tolist(), strict=True):
        sent[sender, receiver] += 1
        load[receiver] += RECEIVE_CYCLES
    for vertex, cluster in enumerate(plan.master.tolist()):
        load[cluster] += float(costs[vertex])
    pairs = traffic.pairs()
    assert as_dictionary(pairs) == sent
    assert np.allclose(traffic.load, load)
    touching: dict[int, set[int]] = defaultdict(set)
    use = np.zeros((k, structures + 1), np.int64)
    for vertex, line in zip(accesses.vertex.tolist(), accesses.line.tolist(), strict=True):
        touching[line].add(int(plan.master[vertex]))
        use[plan.master[vertex], accesses.structures_of(np.array([line]))[0]] += 1
    shared: dict[tuple[int, int], float] = defaultdict(float)
    for clusters in touching.values():
        for a in clusters:
            for b in clusters - {a}:
                shared[a, b] += 2 / len(clusters)
    assert as_dictionary(traffic.shared) == pytest.approx(shared)
    for cluster in range(k):
        named = use[cluster, 1:]
        assert traffic.structure[cluster] == (1 + int(np.argmax(named)) if named.max(initial=0) > 0 else -1)


def test_lines_that_everyone_touches_draw_nobody_together() -> None:
    """They are counted, and left out."""
    graph = program()
    made = partition(graph, 100, method="random")
    every = np.arange(graph.n_vertices, dtype=np.uint32)
    accesses = replace(random_accesses(0, graph.n_vertices, 0, 3, 0), vertex=every, line=np.ones(len(every), np.uint32),
                       is_write=np.zeros(len(every), np.bool_))
    traffic = measure_traffic(graph, made, accesses)
    assert traffic.widely_shared == 1
    assert len(traffic.shared) == 0


def test_without_accesses_memory_does_not_count() -> None:
    """Graphs of files have none."""
    graph = program()
    traffic = measure_traffic(graph, partition(graph, 5, method="random"))
    assert not traffic.knows_memory
    assert len(traffic.shared) == 0
    assert set(traffic.structure.tolist()) == {-1}
    assert traffic.n_bytes == 16 * traffic.n_messages


def test_a_partition_of_another_graph_is_refused() -> None:
    """Checksums are compared."""
    made = partition(program(0), 4, method="random")
    with pytest.raises(InputError, match="another graph"):
        measure_traffic(program(1), made)
    assert isinstance(made, Partition)
