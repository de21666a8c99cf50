"""Lower bounds on km1: never above the optimum or any balanced cut, and as tight as hand-worked cases say."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irpart.base.errors import InputError
from irpart.graph.construct import from_edges
from irpart.graph.generators import generate, known_connectivity
from irpart.graph.types import DependenceGraph
from irpart.partitioning import METHODS, Partition, _bound_kernels, measure_quality, partition
from irpart.partitioning.bounds import connectivity_lower_bound, load_cap
from tests.partitioning.exact import optimal_connectivity
from tests.partitioning.graphs import graphs, make_hub, make_local_graph, make_power_law
from tests.partitioning.theory_page import read_table, write_table

GENERAL = [name for name in METHODS.available() if not METHODS.get(name).capabilities.get("acyclic")]
"""Methods that take any graph."""

GOOD = ("chunks", "hep", "irpart", "metis", "wb-libra")
"""Those that come near the bound on some graph."""

FAMILIES = {"tree, 12 levels": ("tree", {"levels": 12}), "planted, 8 groups": ("planted", {"groups": 8}),
            "butterfly, 10 levels": ("butterfly", {"levels": 10}), "stencil, 32 x 32, 31 steps": (
                "stencil", {"shape": "32x32", "steps": 31}), "R-MAT, 2^10 vertices": ("rmat", {"scale": 10})}


def tightness() -> list[str]:
    """The bound on several graphs, what is known of the optimum there, and the best balanced cut of irpart's methods."""
    rows = ["| graph | k | general bound | bound of the family | a known cut | best cut found |",
            "|---|---|---|---|---|---|"]
    made = {"like a program (`make_local_graph`)": make_local_graph(20000), "power law (`make_power_law`)": make_power_law(),
            **{title: generate(name, **options) for title, (name, options) in FAMILIES.items()}}
    for title, graph in made.items():
        for k in (2, 8, 32, 128):
            bound, known = connectivity_lower_bound(graph, k), None
            if title in FAMILIES and FAMILIES[title][0] != "rmat":
                known = known_connectivity(FAMILIES[title][0], k, **FAMILIES[title][1])
            cuts = [measure_quality(graph, partition(graph, k, method=name)) for name in GOOD]
            best = min(cut.connectivity for cut in cuts if bound.binds(cut))
            rows.append(f"| {title} | {k} | {bound.value} | {known.lower if known else ''} | "
                        f"{known.upper if known and known.upper is not None else ''} | {best} |")
    return rows


def test_tightness_on_the_page(request: pytest.FixtureRequest) -> None:
    """docs/theory.md shows today's bounds (--regenerate writes them); found cuts may differ from one METIS to another."""
    found = tightness()
    if request.config.getoption("--regenerate"):
        write_table("tightness", found)
    assert [line.rsplit("|", 2)[0] for line in read_table("tightness")] == [line.rsplit("|", 2)[0] for line in found]


def best_by_trying(graph: DependenceGraph, k: int, balance: float) -> int:
    """Least km1 over all k**m assignments that keep the bound."""
    cap, best = load_cap(graph, k, balance) * (1 + 1e-9), graph.n_edges * 2
    ends = np.stack([graph.source, graph.destinations()]).T.tolist()
    for clusters in itertools.product(range(k), repeat=graph.n_edges):
        if np.bincount(clusters, graph.edge_weights(), k).max() <= cap:
            held = {(v, p) for pair, p in zip(ends, clusters, strict=True) for v in pair}
            best = min(best, len(held) - len({v for v, _ in held}))
    return best


@settings(max_examples=60)
@given(graph=graphs(5, 5), k=st.sampled_from([2, 3]), balance=st.sampled_from([1.0, 1.03, 1.6]))
def test_the_program_finds_the_optimum(graph: DependenceGraph, k: int, balance: float) -> None:
    """Integer programming against trying all assignments."""
    if graph.n_edges:
        assert optimal_connectivity(graph, k, balance) == best_by_trying(graph, k, balance)


@settings(max_examples=150)
@given(graph=graphs(8, 12), k=st.sampled_from([2, 3, 5]), balance=st.sampled_from([1.0, 1.03, 1.6]))
def test_never_above_the_optimum(graph: DependenceGraph, k: int, balance: float) -> None:
    """Random multigraphs with self-loops, zero and huge weights."""
    bound = connectivity_lower_bound(graph, k, balance)
    assert bound.value == max(bound.from_components, bound.from_sets, bound.from_density)
    assert bound.from_hubs <= bound.from_sets
    assert bound.value <= optimal_connectivity(graph, k, balance)


@settings(max_examples=60)
@given(pairs=st.lists(st.integers(0, 9), min_size=1, max_size=12), k=st.sampled_from([2, 3, 4, 6]))
def test_never_above_the_optimum_of_dense_graphs(pairs: list[int], k: int) -> None:
    """Few vertices and many equal edges, where the density bound is at work."""
    one, other = np.triu_indices(5, 1)
    graph = from_edges(one[pairs], other[pairs])
    assert connectivity_lower_bound(graph, k, 1.0).value <= optimal_connectivity(graph, k, 1.0)


@pytest.mark.parametrize("name", GENERAL)
@settings(max_examples=25)
@given(graph=graphs(), k=st.sampled_from([2, 3, 7, 64, 100]), balance=st.sampled_from([1.0, 1.1, 2.0]))
def test_never_above_a_balanced_cut(name: str, graph: DependenceGraph, k: int, balance: float) -> None:
    """Whatever method made it."""
    bound = connectivity_lower_bound(graph, k, balance)
    quality = measure_quality(graph, partition(graph, k, method=name, balance=balance))
    assert not bound.binds(quality) or bound.value <= quality.connectivity


@pytest.mark.parametrize("k", [2, 8, 32, 128])
@pytest.mark.parametrize("graph", [make_local_graph(), make_power_law(), generate("planted"), generate("rmat", scale=10),
                                   generate("butterfly", levels=6)], ids=["local", "power law", "planted", "rmat", "fft"])
def test_never_above_a_balanced_cut_of_larger_graphs(graph: DependenceGraph, k: int) -> None:
    """Graphs on which each of the arguments is the best one somewhere; clusters beyond 64 too."""
    bound = connectivity_lower_bound(graph, k)
    assert bound.value >= k * 0.85 - 1
    for name in GOOD:
        quality = measure_quality(graph, partition(graph, k, method=name))
        assert bound.gap(quality) is None or bound.gap(quality) >= 1


def test_compiled_sets_are_those_of_python() -> None:
    """Kernels against their own source, interpreted."""
    graph = make_power_law(200, 500)
    columns = (graph.source, graph.in_degree, graph.weight_code, graph.weight_table.astype(np.float64))
    made = []
    for compiled in (True, False):
        def run(kernel: object, compiled: bool = compiled) -> object:
            return kernel if compiled else kernel.py_func  # type: ignore[attr-defined]
        parent, sets, seen, weight = np.arange(200), np.arange(200), np.zeros(200), np.zeros(200)
        hub = graph.degrees() > 60
        run(_bound_kernels.join_components)(graph.source, graph.in_degree, hub, parent)
        run(_bound_kernels.grow_sets)(*columns, hub, 100.0, seen, sets)
        run(_bound_kernels.weigh_sets)(*columns, sets, weight)
        run(_bound_kernels.name_roots)(sets)
        made.append((parent, sets, seen, weight))
    for one, other in zip(*made, strict=True):
        assert np.array_equal(one, other)
    assert made[0][3].sum() > graph.edge_weights().sum()


def test_sets_are_connected_and_weighed_exactly() -> None:
    """What the proof needs: a way inside each set, and each edge once per set that it touches."""
    graph = make_power_law(300, 700)
    columns = (graph.source, graph.in_degree, graph.weight_code, graph.weight_table.astype(np.float64))
    sets, weight, hub = np.arange(300), np.zeros(300), graph.degrees() > 60
    _bound_kernels.grow_sets(*columns, hub, 100.0, np.zeros(300), sets)
    _bound_kernels.weigh_sets(*columns, sets, weight)
    _bound_kernels.name_roots(sets)
    u, v, w = graph.source.astype(int), graph.destinations().astype(int), graph.edge_weights()
    assert hub.any()
    assert all((sets == sets[h]).sum() == 1 for h in np.flatnonzero(hub))
    for root in np.unique(sets):
        assert weight[root] == w[(sets[u] == root) | (sets[v] == root)].sum()
        reached, inside = {root}, (sets[u] == root) & (sets[v] == root)
        for _ in range(int(inside.sum())):
            reached |= {b for a, b in zip(u[inside], v[inside], strict=True) if a in reached}
            reached |= {a for a, b in zip(u[inside], v[inside], strict=True) if b in reached}
        assert reached == set(np.flatnonzero(sets == root).tolist())


def test_hand_worked_bounds() -> None:
    """A star, two paths, a cycle, a complete graph; each by the argument it is the example of."""
    star = connectivity_lower_bound(make_hub(100), 4)
    assert (star.value, star.from_hubs) == (3, 3)
    paths = from_edges([*range(20), *range(21, 41)], [*range(1, 21), *range(22, 42)])
    assert connectivity_lower_bound(paths, 2).value == 0
    assert connectivity_lower_bound(paths, 4, 1.0).from_components == 2
    cycle = from_edges(range(40), [*range(1, 40), 0])
    assert connectivity_lower_bound(cycle, 4).from_components == 3
    complete = connectivity_lower_bound(from_edges(*np.triu_indices(30, 1)), 10)
    assert complete.value == complete.from_density == 69
    assert "too dense" in complete.explanation
    assert connectivity_lower_bound(from_edges([0, 1], [1, 2], [0.0, 0.0]), 2).value == 0
    assert connectivity_lower_bound(from_edges([], []), 2).value == 0
    assert connectivity_lower_bound(paths, 1).value == 0


def test_exact_on_trees() -> None:
    """Where the best cut is known, the general bound finds it again."""
    for k in (2, 8, 32):
        assert connectivity_lower_bound(generate("tree", levels=10), k).value == known_connectivity("tree", k).upper == k - 1


def test_the_gap() -> None:
    """The quotient; 1 for a cut without replicas; nothing where nothing is proven."""
    graph = from_edges(range(40), range(1, 41))
    bound = connectivity_lower_bound(graph, 2)

    def gap(clusters: list[int]) -> float | None:
        made = Partition(np.array(clusters, np.uint16), 2, "given", graph.checksum())
        return bound.gap(measure_quality(graph, made))

    assert gap([0] * 20 + [1] * 20) == 1.0
    assert gap([0, 1] * 20) == 39.0
    assert gap([0] * 39 + [1]) is None
    assert gap([0] * 40) is None
    apart = from_edges([0, 2], [1, 3])
    nothing = connectivity_lower_bound(apart, 2)
    assert nothing.gap(measure_quality(apart, partition(apart, 2, method="chunks"))) == 1.0
    assert nothing.to_json()["value"] == 0


def test_wrong_requests() -> None:
    """As for a partition."""
    with pytest.raises(InputError, match="whole number from 1 to 65536, got 0"):
        connectivity_lower_bound(make_hub(3), 0)
