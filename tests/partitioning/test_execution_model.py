"""The execution model runs partitions as a slow, obvious reference does; its laws, cases by hand, and what it refuses."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from irpart.base.errors import InputError
from irpart.graph.construct import from_edges
from irpart.graph.types import DependenceGraph
from irpart.partitioning import Partition, partition
from irpart.partitioning.execution_model import (
    ORDERS,
    SPINES,
    ExecutionEstimate,
    ExecutionEstimator,
    ExecutionModel,
    estimate_execution,
)
from irpart.partitioning.multilevel.ordering import goes_forward, in_depth_first_order
from tests.partitioning.execution_reference import Blocked, Run, execute
from tests.partitioning.graphs import forward_graphs, make_local_graph


@dataclass(frozen=True)
class Case:
    """A graph, an assignment of its edges and the model's parameters."""

    graph: DependenceGraph
    clusters: list[int]
    k: int
    model: ExecutionModel
    priority: list[int]

    def estimate(self) -> ExecutionEstimate:
        """By the kernels."""
        return estimated(self.graph, self.clusters, self.k, self.model, self.priority)

    def execute(self) -> Run:
        """By the reference."""
        return execute(self.graph, self.clusters, self.k, self.model, self.priority)


@st.composite
def cases(draw: st.DrawFn, orders: tuple[str, ...] = ORDERS, spines: tuple[str, ...] = SPINES,
          windows: tuple[int, ...] = (0, 1, 2, 5)) -> Case:
    """Random graphs of a program with static instructions, assigned at random to a few of k clusters."""
    graph = draw(forward_graphs())
    n, k = graph.n_vertices, draw(st.one_of(st.integers(1, 4), st.integers(1, 70)))
    static_id = draw(st.lists(st.integers(0, 2), min_size=n, max_size=n))
    graph = replace(graph, static_id=np.array(static_id, np.uint8), static_arithmetic=np.array([False, True, True]))
    used = draw(st.lists(st.integers(0, k - 1), min_size=1, max_size=4))
    clusters = draw(st.lists(st.sampled_from(used), min_size=graph.n_edges, max_size=graph.n_edges))
    model = ExecutionModel(draw(st.integers(1, 400)) / 8, draw(st.integers(0, 240)) / 8, draw(st.sampled_from(orders)),
                           draw(st.sampled_from(windows)), draw(st.sampled_from(spines)))
    priority = draw(st.lists(st.one_of(st.integers(0, 5), st.integers(0, 2**32 - 1)), min_size=n, max_size=n))
    return Case(graph, clusters, k, model, priority)


def estimated(graph: DependenceGraph, clusters: list[int], k: int, model: ExecutionModel | None = None,
              priority: list[int] | None = None) -> ExecutionEstimate:
    """What the model says of an assignment written as plain lists."""
    return estimate_execution(graph, Partition(np.array(clusters, np.uint16), k, "given", graph.checksum(),
                                               priority=np.array(priority or [], np.uint32)), model)


def check_same(found: ExecutionEstimate, run: Run, k: int) -> None:
    """Times and counts are equal exactly, shares to the last bits."""
    assert found.makespan_cycles * 8 == run.makespan
    assert (found.messages, found.recomputed) == (run.messages, run.recomputed)
    assert (found.work_cycles * 8, found.span_cycles * 8) == (run.work, run.span)
    assert found.speedup == (run.work / run.makespan if run.makespan else 1.0)
    available = k * run.makespan or 1
    assert found.idle_fraction == pytest.approx(run.idle / available, abs=1e-12)
    assert found.receive_fraction == pytest.approx(run.receiving / available, abs=1e-12)


def shuffled(graph: DependenceGraph, number: NDArray[np.int64]) -> DependenceGraph:
    """The same graph with other vertex numbers, so that edges also go backward."""
    costs, static_id = np.empty(graph.n_vertices), np.empty(graph.n_vertices, np.uint8)
    costs[number], static_id[number] = graph.vertex_costs(), graph.static_id
    made = from_edges(number[graph.source.astype(np.int64)], number[graph.destinations().astype(np.int64)],
                      graph.edge_weights(), n_vertices=graph.n_vertices, costs=costs)
    return replace(made, static_id=static_id, static_arithmetic=graph.static_arithmetic)


@settings(max_examples=400)
@given(case=cases())
def test_any_assignment(case: Case) -> None:
    """All orders, windows and spines run as in the reference, and what blocks there is refused."""
    try:
        run = case.execute()
    except Blocked:
        assert case.model.order == "given"
        assert case.model.window
        with pytest.raises(InputError, match=f"window of {case.model.window} "):
            case.estimate()
        return
    check_same(case.estimate(), run, case.k)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("window", [0, 1, 7])
@pytest.mark.parametrize("method", ["chunks", "hdrf"])
def test_larger_graphs(order: str, window: int, method: str) -> None:
    """A graph with locality and hubs, cut well and cut badly."""
    plain = make_local_graph(250)
    costs = np.random.default_rng(3).choice([0, 0.125, 1, 4, 14], 250)
    graph = from_edges(plain.source, plain.destinations(), plain.edge_weights(), n_vertices=250, costs=costs)
    priority = ExecutionEstimator(graph).critical_order().tolist()
    for k in (3, 20):
        clusters, model = partition(graph, k, method=method).edge_cluster.tolist(), ExecutionModel(9.5, 2, order, window)
        check_same(estimated(graph, clusters, k, model, priority), execute(graph, clusters, k, model, priority), k)


@settings(max_examples=150)
@given(case=cases(), data=st.data())
def test_edges_that_go_backward(case: Case, data: st.DataObject) -> None:
    """A graph without cycles is run in the depth-first order of its vertices, whatever their numbers."""
    number = np.array(data.draw(st.permutations(range(case.graph.n_vertices))), np.int64)
    graph = shuffled(case.graph, number)
    assume(not goes_forward(graph))
    renumbered, edge_of, vertex_of = in_depth_first_order(graph)
    assert goes_forward(renumbered)
    assert np.array_equal(vertex_of[renumbered.source.astype(np.int64)], graph.source[edge_of])
    assert np.array_equal(vertex_of[renumbered.destinations().astype(np.int64)], graph.destinations()[edge_of])
    moved = Case(renumbered, [case.clusters[e] for e in edge_of], case.k, case.model, [case.priority[v] for v in vertex_of])
    try:
        run = moved.execute()
    except Blocked:
        return
    check_same(estimated(graph, case.clusters, case.k, case.model, case.priority), run, case.k)


@settings(max_examples=100)
@given(case=cases(orders=("critical-path",)), data=st.data())
def test_critical_order_as_a_given_one(case: Case, data: st.DataObject) -> None:
    """The ranks that ``critical_order`` hands out make the same run, for backward edges as well."""
    number = np.array(data.draw(st.permutations(range(case.graph.n_vertices))), np.int64)
    for graph in (case.graph, shuffled(case.graph, number)):
        rank = ExecutionEstimator(graph).critical_order().tolist()
        assert sorted(rank) == list(range(graph.n_vertices))
        expected = estimated(graph, case.clusters, case.k, case.model)
        assert estimated(graph, case.clusters, case.k, replace(case.model, order="given"), rank) == expected


@settings(max_examples=100)
@given(case=cases(orders=("critical-path", "trace")))
def test_laws(case: Case) -> None:
    """Speed-up at most k, makespan at least the span and the share of the work, shares of time within 0 and 1."""
    found = case.estimate()
    assert found.speedup <= case.k * (1 + 1e-12)
    assert found.makespan_cycles * case.k >= found.work_cycles
    if case.model.spine == "waiting":
        assert found.recomputed == 0
        assert found.makespan_cycles >= found.span_cycles
    assert -1e-12 <= found.idle_fraction <= 1
    assert -1e-12 <= found.receive_fraction <= 1


@settings(max_examples=60)
@given(case=cases(orders=("critical-path", "trace")))
def test_one_cluster_is_one_processor(case: Case) -> None:
    """Speed-up 1, no messages, nothing idle, whatever messages would cost."""
    found = estimated(case.graph, [0] * case.graph.n_edges, 1, case.model)
    assert (found.speedup, found.messages, found.recomputed, found.receive_fraction) == (1, 0, 0, 0)
    assert found.idle_fraction == pytest.approx(0)


@settings(max_examples=60)
@given(case=cases())
def test_no_limit_is_a_window_of_everything(case: Case) -> None:
    """Window 0 never refuses, and is the same as a window that holds all instructions."""
    wide = replace(case, model=replace(case.model, window=case.graph.n_vertices))
    assert replace(case, model=replace(case.model, window=0)).estimate() == wide.estimate()


@settings(max_examples=60)
@given(case=cases(), data=st.data())
def test_cluster_numbers_mean_nothing(case: Case, data: st.DataObject) -> None:
    """Other numbers for the clusters, the same run; a first vertex without edges alone is tied to cluster 0."""
    graph, case = case.graph, replace(case, model=replace(case.model, window=0))
    assume(graph.degrees()[0] > 0)
    other = data.draw(st.permutations(range(case.k)))
    assert replace(case, clusters=[other[c] for c in case.clusters]).estimate() == case.estimate()


@settings(max_examples=60)
@given(case=cases(orders=("critical-path", "trace")), latency=st.sampled_from([1e6, 1e9]))
def test_slow_networks(case: Case, latency: float) -> None:
    """Messages that take for ever arrive all the same."""
    slow = replace(case, model=replace(case.model, latency_cycles=latency, receive_cycles=latency))
    check_same(slow.estimate(), slow.execute(), case.k)


def test_a_chain_cut_in_the_middle() -> None:
    """One message, received by the reader.

    ::

        cluster 0:  (0)--(1)                      0..1  1..2
                            \\
        cluster 1:          (2)--(3)              arrives 22, received and run 22..28, then 28..29
    """
    graph = from_edges([0, 1, 2], [1, 2, 3])
    found = estimated(graph, [0, 1, 1], 2, ExecutionModel(latency_cycles=20, receive_cycles=5))
    assert (found.makespan_cycles, found.work_cycles, found.span_cycles, found.messages) == (29, 4, 4, 1)
    assert found.receive_fraction == 5 / 58
    assert found.idle_fraction == pytest.approx(49 / 58)
    assert found.speedup == 4 / 29


@pytest.mark.parametrize(("order", "makespan"), [("critical-path", 38), ("trace", 39), ("given", 38)])
def test_a_fork(order: str, makespan: float) -> None:
    """One message for two readers; which of them receives it, and runs first, depends on the order.

    ::

        cluster 0:  (0: 2)-----(1: 4)-----(4: 1)      0 and 1: 0..6
                      |  \\                /
        cluster 1:   (2: 1) (3: 3)-------'            from 12: 3 ..21, 2 ..22, or 2 ..19, 3 ..22; then 10 to arrive, 6 + 1
    """
    graph = from_edges([0, 0, 0, 1, 3], [1, 2, 3, 4, 4], [5, 1, 1, 5, 1], costs=[2, 4, 1, 3, 1])
    found = estimated(graph, [0, 1, 1, 0, 0], 2, ExecutionModel(10, 6, order), [0, 0, 9, 7, 0])
    assert (found.makespan_cycles, found.messages) == (makespan, 2)
    assert found.receive_fraction == 12 / (2 * makespan)


def test_an_edge_owned_by_a_third_cluster() -> None:
    """The owner passes the value on: two hops and two messages, of which only the reader's is received.

    ::

        cluster 0:  (0)==(1)                      0..1  1..2
                           \\
        cluster 2:          owns the edge
                             \\
        cluster 1:           (2)==(3)             arrives 2 + 2 * 10, runs 22..26, then 26..27
    """
    graph = from_edges([0, 1, 2], [1, 2, 3], [5, 1, 5])
    found = estimated(graph, [0, 2, 1], 3, ExecutionModel(10, 3))
    assert (found.makespan_cycles, found.messages, found.receive_fraction) == (27, 2, 3 / 81)


def test_an_edge_inside_a_cluster_owned_by_another() -> None:
    """The copy is a message, but the reader has the value at once.

    ::

        cluster 0:  (0)==(1)---(2)==(3)           0..4
                          |
        cluster 1:         owns the edge in the middle
    """
    graph = from_edges([0, 1, 2], [1, 2, 3], [5, 1, 5])
    found = estimated(graph, [0, 1, 0], 2)
    assert (found.makespan_cycles, found.messages, found.receive_fraction) == (4, 1, 0)


@pytest.mark.parametrize(("window", "makespan"), [(0, 13), (1, 15), (2, 13)])
def test_a_window_holds_instructions_that_have_not_started(window: int, makespan: float) -> None:
    """With a window of 2 both that wait for nothing start before the first, which waits for its operand.

    ::

        cluster 0:  (0)--(1)                      0..1  1..2
                            \\
        cluster 1:          (2)  (3)  (4)         2 from 12 on; 3 and 4 at 0..2, or after it where they may not pass
    """
    graph = from_edges([0, 1], [1, 2], n_vertices=5)
    found = estimated(graph, [0, 1], 2, ExecutionModel(10, 0, "trace", window))
    assert found.makespan_cycles == makespan


def test_a_recomputed_spine() -> None:
    """A counter that both clusters need: waiting costs a message and its latency, computing it again two cycles.

    ::

        cluster 0:  (0: 2)--(1: 7)                0..2, 2..9
                       \\
        cluster 1:     (2: 7)                     waiting 2 + 10, 12..22; recomputed 0..9
    """
    graph = replace(from_edges([0, 0], [1, 2], [5, 1], costs=[2, 7, 7]),
                    static_id=np.array([1, 0, 0], np.uint8), static_arithmetic=np.array([False, True]))
    waiting = estimated(graph, [0, 1], 2, ExecutionModel(10, 3))
    recomputed = estimated(graph, [0, 1], 2, ExecutionModel(10, 3, spine="recomputed"))
    assert (waiting.makespan_cycles, waiting.messages, waiting.recomputed) == (22, 1, 0)
    assert (recomputed.makespan_cycles, recomputed.messages, recomputed.recomputed) == (9, 0, 1)
    assert (recomputed.idle_fraction, recomputed.receive_fraction, recomputed.work_cycles) == (0, 0, 16)


def test_graphs_without_work() -> None:
    """No vertices, or none that costs anything: speed-up 1."""
    for graph in (from_edges([], [], n_vertices=0), from_edges([0], [1], costs=[0, 0])):
        found = estimated(graph, [0] * graph.n_edges, 3)
        assert (found.speedup, found.makespan_cycles, found.idle_fraction, found.messages) == (1, 0, 0, 0)


@pytest.mark.parametrize(("arguments", "message"), [
    ({"latency_cycles": float("nan")}, r"latency_cycles .* from 0.125 to 1e9, got nan"),
    ({"latency_cycles": 0}, r"latency_cycles .* from 0.125 to 1e9, got 0"),
    ({"latency_cycles": "20"}, r"latency_cycles .* got '20'"),
    ({"receive_cycles": -1}, r"receive_cycles .* from 0 to 1e9, got -1"),
    ({"receive_cycles": float("inf")}, r"receive_cycles .* got inf"),
    ({"order": "random"}, "one of critical-path, trace, given; got 'random'"),
    ({"spine": "free"}, "one of waiting, recomputed; got 'free'"),
    ({"window": -1}, "whole number >= 0, got -1"),
    ({"window": 1.5}, "whole number >= 0, got 1.5"),
])
def test_wrong_parameters(arguments: dict[str, object], message: str) -> None:
    """Each says what was wrong and what is right."""
    with pytest.raises(InputError, match=message):
        ExecutionModel(**arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize(("sources", "destinations"), [([0, 1, 2], [1, 2, 0]), ([0, 1], [1, 1])])
def test_cycles_are_refused(sources: list[int], destinations: list[int]) -> None:
    """A ring and a self-loop."""
    with pytest.raises(InputError, match="has a cycle, so it cannot be executed"):
        estimated(from_edges(sources, destinations), [0] * len(sources), 2)


def test_a_partition_of_another_graph_is_refused() -> None:
    """Of another shape, and of another content."""
    graph = from_edges([0, 1], [1, 2])
    for other in (from_edges([0], [1]), from_edges([0, 1], [1, 3])):
        with pytest.raises(InputError, match="of another graph"):
            estimate_execution(graph, partition(other, 2, method="chunks"))


def test_what_the_model_needs_must_be_there() -> None:
    """An order to be given, and static instructions for a spine to be recomputed."""
    graph = from_edges([0, 1], [1, 2])
    for priority in ([], [1, 2]):
        with pytest.raises(InputError, match="order given with the partition, but it carries none"):
            estimated(graph, [0, 1], 2, ExecutionModel(order="given"), priority)
    for unknown in (graph, replace(graph, static_arithmetic=np.array([True])),
                    replace(graph, static_id=np.zeros(3, np.uint8))):
        with pytest.raises(InputError, match="does not say which instructions are integer arithmetic"):
            estimated(unknown, [0, 1], 2, ExecutionModel(spine="recomputed"))


def test_an_order_that_blocks_its_window_is_refused() -> None:
    """In order, a reader before its producer waits for ever."""
    graph = from_edges([0], [1])
    assert estimated(graph, [0], 1, ExecutionModel(order="given", window=2), [1, 0]).makespan_cycles == 2
    with pytest.raises(InputError, match="window of 1 "):
        estimated(graph, [0], 1, ExecutionModel(order="given", window=1), [1, 0])
