"""The method irpart as a whole: valid with every option, true to the trade-off asked for, blind to vertex numbers."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irpart.base.errors import InputError
from irpart.graph.construct import from_edges
from irpart.graph.types import DependenceGraph
from irpart.partitioning import measure_quality, partition
from irpart.partitioning.balance import most_weight
from irpart.partitioning.multilevel.contiguous import contiguous_pieces
from irpart.partitioning.multilevel.cut import cut_multilevel
from irpart.partitioning.multilevel.ordering import goes_forward
from irpart.partitioning.multilevel.search import Request, answer, cut_contiguously, explore, make_request, search
from irpart.partitioning.replicas import whole_weights
from tests.partitioning.graphs import forward_graphs, graphs, make_hub, make_local_graph, make_power_law
from tests.partitioning.multilevel.hypergraphs import items_of


def cut(graph: DependenceGraph, k: int, **options: object) -> int:
    """km1 of the method."""
    return measure_quality(graph, partition(graph, k, method="irpart", **options)).connectivity


def shuffled(graph: DependenceGraph, seed: int) -> DependenceGraph:
    """The same graph with vertices numbered at random."""
    name = np.random.default_rng(seed).permutation(graph.n_vertices)
    return from_edges(name[graph.source], name[graph.destinations()], graph.edge_weights(), n_vertices=graph.n_vertices)


def bounds_of(graph: DependenceGraph, k: int, balance: float) -> tuple[int, int]:
    """``most_weight`` of a graph; weights that are all zero count as one each."""
    weight = graph.edge_weights().astype(np.int64)
    table, counts = np.unique(weight if weight.any() else np.ones_like(weight), return_counts=True)
    return most_weight(table, counts, k, balance)


def request_for(graph: DependenceGraph, k: int, budget: float = 1.1) -> tuple[Request, np.ndarray | None]:
    """A request with the defaults of the method."""
    return make_request(graph, k, balance=1.03, budget=budget, seed=0)


@pytest.mark.parametrize("effort", [0, 1, 2, "auto"])
@settings(max_examples=25)
@given(graph=graphs(), k=st.sampled_from([2, 3, 7, 65]), replication=st.sampled_from([1, 1.1, 3.0]),
       balance=st.sampled_from([1.0, 1.1, 2.0]))
def test_every_effort_on_random_graphs(effort: int | str, graph: DependenceGraph, k: int, replication: float,
                                       balance: float) -> None:
    """Every edge in a cluster, inside the bound that always exists; the same again."""
    made = partition(graph, k, method="irpart", effort=effort, replication=replication, balance=balance)
    assert made.edge_cluster.shape == (graph.n_edges,)
    assert made.edge_cluster.max(initial=0) < k
    again = partition(graph, k, method="irpart", effort=effort, replication=replication, balance=balance)
    assert np.array_equal(again.edge_cluster, made.edge_cluster)
    weight = graph.edge_weights().astype(np.int64)
    if not weight.any():
        weight[:] = 1
    assert np.bincount(made.edge_cluster, weight, k).max() <= bounds_of(graph, k, balance)[1]


@pytest.mark.parametrize("k", [2, 8, 70])
@pytest.mark.parametrize("effort", [0, 1, 2])
def test_fewest_replicas(k: int, effort: int) -> None:
    """replication=1 has at most the km1 of the default and of a large budget; the bound is kept."""
    for graph in (make_local_graph(2500), make_hub(400), make_power_law(300, 1500)):
        fewest = cut(graph, k, effort=effort, replication=1)
        assert fewest <= cut(graph, k, effort=effort)
        assert fewest <= cut(graph, k, effort=effort, replication=2.0)


@pytest.mark.parametrize("k", [4, 8, 24])
def test_the_budget_is_kept(k: int) -> None:
    """A budget above the fewest replicas is not passed; below, 5 % more replicas are the most."""
    for seed in range(2):
        graph = make_local_graph(3000, seed)
        fewest = measure_quality(graph, partition(graph, k, method="irpart", replication=1)).replication_factor
        for budget in (1.01, 1.1, 1.2, 1.3, 2.0):
            found = measure_quality(graph, partition(graph, k, method="irpart", replication=budget)).replication_factor
            assert fewest <= found <= max(budget, 1.05 * fewest) + 1e-9


def test_more_effort_is_not_worse() -> None:
    """In sum over graphs and k, by fewest replicas."""
    total = dict.fromkeys((0, 1, 2), 0)
    for graph in (make_local_graph(2500), make_power_law(300, 1500)):
        for k in (4, 16):
            for effort in total:
                total[effort] += cut(graph, k, effort=effort, replication=1)
    assert total[2] <= total[1] <= total[0]


def test_shuffled_vertices() -> None:
    """20,000 edges of an acyclic graph with vertex numbers at random: at most a tenth more replicas."""
    graph = make_local_graph(13500)
    assert 19000 < graph.n_edges < 21000
    mixed = shuffled(graph, 7)
    assert not goes_forward(mixed)
    given_order, other = (measure_quality(g, partition(g, 8, method="irpart", replication=1)).replication_factor
                          for g in (graph, mixed))
    assert other < 1.1 * given_order
    assert measure_quality(mixed, partition(mixed, 8, method="irpart")).replication_factor < 1.1 * max(1.1, given_order)


def test_clusters_come_back_in_the_edge_order_given() -> None:
    """Two paths whose vertices are numbered backward and alternately are parted without a replica."""
    n = 200
    sources, destinations = np.arange(2 * n - 1, 1, -1), np.arange(2 * n - 3, -1, -1)
    graph = from_edges(sources, destinations)
    for effort in (1, 2):
        made = partition(graph, 2, method="irpart", replication=1, effort=effort)
        assert measure_quality(graph, made).connectivity == 0
        assert np.array_equal(made.edge_cluster == made.edge_cluster[0], graph.source % 2 == graph.source[0] % 2)


def test_a_cyclic_graph() -> None:
    """A ring of 64 edges in 4 clusters has 4 replicas more than vertices."""
    graph = from_edges(np.arange(64), (np.arange(64) + 1) % 64)
    assert cut(graph, 4, effort=1) == cut(graph, 4) == 4


@pytest.mark.parametrize("k", [3, 8])
def test_multilevel_beats_contiguous(k: int) -> None:
    """On graphs with locality and a power law; cycles do not worsen the sum."""
    multilevel, cycled, contiguous = 0, 0, 0
    for graph in (make_local_graph(2500), make_power_law(300, 1500)):
        h = items_of(graph, goes_forward(graph)).hypergraph
        multilevel += h.connectivity(cut_multilevel(h, k, 1.03, seed=0, cycles=0), k)
        cycled += h.connectivity(cut_multilevel(h, k, 1.03, seed=0, cycles=2), k)
        first = np.arange(h.n_nodes) * k // h.n_nodes
        if goes_forward(graph):
            pieces = contiguous_pieces(graph, whole_weights(graph.weight_table, graph.weight_code)[0], k, 0.03)
            first = np.searchsorted(pieces, items_of(graph).item_vertex, side="right") - 1
        contiguous += h.connectivity(first.astype(np.int32), k)
    assert cycled <= multilevel < contiguous


@settings(max_examples=60)
@given(graph=graphs(), k=st.sampled_from([1, 2, 7]), balance=st.sampled_from([1.0, 1.03, 2.0]))
def test_requests(graph: DependenceGraph, k: int, balance: float) -> None:
    """The graph as it comes, or in depth-first order with the old edge of each edge; bounds of its weights."""
    request, edge_of = make_request(graph, k, balance=balance, budget=1.1, seed=5)
    assert request.bounds == bounds_of(graph, k, balance)
    assert (request.k, request.balance, request.budget, request.seed) == (k, balance, 1.1, 5)
    assert request.forward == goes_forward(request.graph)
    assert request.weight_table[request.graph.weight_code].any() == (graph.n_edges > 0)
    assert (edge_of is None) == goes_forward(graph)
    if edge_of is None:
        assert request.graph is graph
    else:
        assert sorted(edge_of.tolist()) == list(range(graph.n_edges))
        assert np.array_equal(graph.edge_weights()[edge_of], request.graph.edge_weights())


@settings(max_examples=60)
@given(graph=graphs(), k=st.sampled_from([2, 7]), data=st.data())
def test_answers(graph: DependenceGraph, k: int, data: st.DataObject) -> None:
    """Clusters go back to the edges they were found for; above the aim edges are moved, and what always exists is kept."""
    request, edge_of = request_for(graph, k)
    found = np.array(data.draw(st.lists(st.integers(0, k - 1), min_size=graph.n_edges, max_size=graph.n_edges)), np.uint16)
    weight = request.weight_table[request.graph.weight_code]
    given_back = answer(request, edge_of, found)
    ordered = given_back if edge_of is None else given_back[edge_of]
    assert np.bincount(ordered, weight, k).max() <= request.bounds[1]
    if np.bincount(found, weight, k).max() <= request.bounds[0]:
        assert np.array_equal(ordered, found)


def test_how_many_pieces_make_sense() -> None:
    """1, 2, 4 and 8 a cluster, with four edges each; one where edges go backward, and no more than can be placed."""
    graph = make_hub(4 * 2 * 4)
    assert request_for(graph, 1)[0].piece_counts() == [1, 2, 4, 8]
    assert request_for(graph, 2)[0].piece_counts() == [1, 2, 4]
    assert request_for(graph, 64)[0].piece_counts() == [1]
    assert request_for(make_hub(10**6), 20000)[0].piece_counts() == [1]
    ring = from_edges(np.arange(64), (np.arange(64) + 1) % 64)
    assert request_for(ring, 2)[0].piece_counts() == [1]


@pytest.mark.parametrize("k", [2, 8])
def test_everything_that_is_explored(k: int) -> None:
    """Two cuts for each number of pieces, by name, each valid; the search returns one of them."""
    graph = make_local_graph(1500)
    request, _ = request_for(graph, k)
    found = dict(explore(request))
    assert sorted(found) == sorted(f"{way}, {count}" for way in ("multilevel", "contiguous") for count in (1, 2, 4, 8))
    for assigned in found.values():
        assert (assigned.dtype, assigned.shape) == (np.uint16, (graph.n_edges,))
        assert assigned.max() < k
    for budget in (1.1, 3.0):
        chosen = search(request_for(graph, k, budget)[0], 2)
        assert any(np.array_equal(chosen, assigned) for assigned in found.values())


def test_a_ring_is_explored_in_one_way() -> None:
    """Nothing runs in order where there is none."""
    ring = from_edges(np.arange(64), (np.arange(64) + 1) % 64)
    assert [name for name, _ in explore(request_for(ring, 4)[0])] == ["multilevel, 1"]


@settings(max_examples=60)
@given(graph=forward_graphs(), k=st.sampled_from([1, 2, 5]), budget=st.sampled_from([1.0, 1.5, 10.0]))
def test_cutting_along_the_order(graph: DependenceGraph, k: int, budget: float) -> None:
    """All in-edges of a vertex in one cluster."""
    assigned = cut_contiguously(make_request(graph, k, balance=1.03, budget=budget, seed=0)[0])
    assert (assigned.dtype, assigned.shape) == (np.uint16, (graph.n_edges,))
    assert assigned.max(initial=0) < k
    destination = graph.destinations()
    assert (assigned[1:] == assigned[:-1])[destination[1:] == destination[:-1]].all()


def test_the_budget_says_how_many_pieces() -> None:
    """Without any budget k pieces in a row; with a large one four times as many, placed."""
    graph = make_local_graph(2000)
    alone, many = (cut_contiguously(request_for(graph, 4, budget)[0]) for budget in (1.0, 100.0))
    assert np.count_nonzero(np.diff(alone.astype(int))) == 3
    assert (np.diff(alone.astype(int)) >= 0).all()
    assert 3 < np.count_nonzero(np.diff(many.astype(int))) <= 15


@pytest.mark.parametrize(("options", "message"), [
    ({"replication": 0.9}, "The option replication of irpart is a replication factor, a number >= 1; got 0.9."),
    ({"replication": "2"}, "The option replication of irpart is a replication factor, a number >= 1; got '2'."),
    ({"replication": float("nan")}, "The option replication of irpart is a replication factor, a number >= 1; got nan."),
    ({"replication": float("inf")}, "The option replication of irpart is a replication factor, a number >= 1; got inf."),
    ({"effort": 3}, "The option effort of irpart is 0, 1, 2 or auto; got 3."),
    ({"effort": "all"}, "The option effort of irpart is 0, 1, 2 or auto; got 'all'."),
    ({"effort": None}, "The option effort of irpart is 0, 1, 2 or auto; got None."),
    ({"tries": 3}, "Method 'irpart' has no option 'tries'; its own options: replication=1.1, effort=auto, threads=1."),
])
def test_wrong_options(options: dict[str, object], message: str) -> None:
    """Each says what is right and what was given."""
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        partition(from_edges([0, 1], [1, 2]), 2, method="irpart", **options)


@pytest.mark.parametrize("replication", [1, 1.1])
def test_threads_change_nothing_but_time(replication: float) -> None:
    """The same cut with one thread and with three."""
    graph = make_local_graph(1500)
    one, three = (partition(graph, 8, method="irpart", replication=replication, threads=threads) for threads in (1, 3))
    assert np.array_equal(one.edge_cluster, three.edge_cluster)
