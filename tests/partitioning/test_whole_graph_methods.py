"""Methods that see the whole graph at once: their reductions by hand, their options, and cuts with a known answer."""

from __future__ import annotations

import numpy as np
import pytest

from irpart.base.errors import BackendError, InputError, MissingExtra
from irpart.base.registry import is_installed
from irpart.graph.construct import from_edges
from irpart.graph.types import DependenceGraph
from irpart.partitioning import METHODS, compare_methods, measure_quality, partition
from irpart.partitioning.methods import community, metis_windows, mt_kahypar, spac, spectral
from tests.partitioning.graphs import make_local_graph, make_power_law

WHOLE = ["spac", "mt-kahypar", "spectral", "community", "metis-windows"]


def needs(package: str) -> pytest.MarkDecorator:
    """Skip without an optional package."""
    return pytest.mark.skipif(not is_installed(package), reason=f"{package} is not installed")


def make_cliques(count: int, size: int = 6) -> DependenceGraph:
    """Cliques with a single edge from each to the next."""
    pairs = [(size * c + i, size * c + j) for c in range(count) for j in range(size) for i in range(j)]
    pairs += [(size * c, size * c + size) for c in range(count - 1)]
    return from_edges([u for u, _ in pairs], [v for _, v in pairs])


@pytest.mark.parametrize("name", [pytest.param(name, marks=needs(METHODS.get(name).requires)) for name in WHOLE[:-1]])
def test_cliques_stay_whole(name: str) -> None:
    """Four clusters need a replica at three ends of bridges."""
    graph = make_cliques(4)
    quality = measure_quality(graph, partition(graph, 4, method=name, balance=1.1))
    assert quality.connectivity <= 4
    assert quality.balance_by_weight <= 1.1


@pytest.mark.parametrize("name", [pytest.param(name, marks=needs(METHODS.get(name).requires)) for name in WHOLE])
def test_the_same_seed_gives_the_same_cut(name: str) -> None:
    """Libraries keep no state between calls."""
    graph = make_local_graph(1500)
    first, _, again = (partition(graph, 6, method=name, seed=seed).edge_cluster.tolist() for seed in (3, 4, 3))
    assert first == again


def test_the_split_graph_by_hand() -> None:
    """A vertex with four edges is a cycle, one with two is one edge, loops appear once."""
    found = spac.split_graph(from_edges([0, 0, 0, 1, 3], [1, 2, 3, 3, 3])).toarray()
    expected = np.zeros((5, 5))
    for a, b in ((0, 1), (1, 2), (2, 0), (0, 3), (2, 3), (3, 4), (4, 2)):
        expected[a, b] = expected[b, a] = 1
    assert np.array_equal(found, expected)


def test_the_dual_by_hand() -> None:
    """A net per vertex with two edges or more."""
    pins, bounds = mt_kahypar.dual_nets(from_edges([0, 0, 2, 1], [1, 2, 2, 3], n_vertices=5))
    assert pins.tolist() == [0, 1, 0, 3, 1, 2]
    assert bounds.tolist() == [0, 2, 4, 6]


@needs("mtkahypar")
@pytest.mark.parametrize("preset", ["default", "deterministic", "large_k"])
def test_presets(preset: str) -> None:
    """Each keeps the bound, and gives the same again."""
    graph = make_local_graph(600)
    made, again = (partition(graph, 4, method="mt-kahypar", preset=preset, seed=5) for _ in range(2))
    assert measure_quality(graph, made).balance_by_weight <= 1.035
    assert np.array_equal(made.edge_cluster, again.edge_cluster)


@needs("mtkahypar")
def test_a_process_that_fails() -> None:
    """What it said is told."""
    nothing = np.zeros(1, np.int64)
    with pytest.raises(BackendError, match=r"Mt-KaHyPar failed with code 1: (.|\n)*NO_SUCH_PRESET"):
        mt_kahypar.solve_apart(nothing, nothing, nothing, 2, 1.03, 0, "no_such_preset")


@needs("kahip")
def test_the_engine_kahip() -> None:
    """As good as METIS on a graph with locality."""
    graph = make_local_graph(800)
    ours, theirs = (measure_quality(graph, partition(graph, 4, method="spac", engine=engine)).connectivity
                    for engine in ("metis", "kahip"))
    assert theirs <= 1.2 * ours


def test_a_missing_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command that installs it is named."""
    monkeypatch.setattr("irpart.base.registry.is_installed", lambda package: False)
    with pytest.raises(MissingExtra, match=r"Engine kahip of method 'spac' needs the package kahip; .* pip install kahip"):
        partition(make_local_graph(50), 2, method="spac", engine="kahip")


def test_packing_splits_what_is_too_heavy() -> None:
    """Three units of 9, 2 and 1 on three clusters of at most 5."""
    unit, weight = np.array([0, 0, 0, 1, 1, 2]), np.array([3.0, 3.0, 3.0, 1.0, 1.0, 1.0])
    assert community.pack_in_order(unit, weight, 3, 5.0).tolist() == [0, 1, 2, 0, 0, 1]
    assert community.pack_in_order(unit, weight, 3, 6.0).tolist() == [0, 0, 1, 2, 2, 2]


def test_vertices_of_a_path_in_order() -> None:
    """Whatever their numbers."""
    names = np.random.default_rng(0).permutation(300)
    graph = from_edges(names[:-1], names[1:])
    quality = measure_quality(graph, partition(graph, 10, method="spectral"))
    assert quality.connectivity == 9


@pytest.mark.parametrize("solver", [(0, 0), (0, 10**6)])
def test_solvers_agree(monkeypatch: pytest.MonkeyPatch, solver: tuple[int, int]) -> None:
    """Approximation, factorisation and the dense one order a ladder alike."""
    i = np.arange(30)
    ladder = from_edges(np.concatenate([2 * i, 2 * i, 2 * i + 1]), np.concatenate([2 * i + 1, 2 * i + 2, 2 * i + 3]))
    exact = measure_quality(ladder, partition(ladder, 4, method="spectral")).connectivity
    monkeypatch.setattr(spectral, "DENSE", solver[0])
    monkeypatch.setattr(spectral, "DIRECT", solver[1])
    assert measure_quality(ladder, partition(ladder, 4, method="spectral")).connectivity <= exact + 3


def test_every_window_is_shared_out() -> None:
    """Layers of chains: each quarter of the time has work for each cluster, and parts keep their cluster."""
    width, depth = 40, 40
    at = np.arange(width * (depth - 1))
    graph = from_edges(at, at + width, n_vertices=width * depth)
    made = partition(graph, 4, method="metis-windows", windows=4)
    assert measure_quality(graph, made).connectivity <= width
    for quarter in np.array_split(made.edge_cluster[np.argsort(graph.source)], 4):
        assert np.bincount(quarter, minlength=4).max() <= 1.2 * len(quarter) / 4
    assert metis_windows._match(metis_windows.sparse.coo_matrix(([5.0, 7.0, 3.0], ([0, 1, 1], [1, 1, 2])), (3, 3)), 3
                                ).tolist() == [0, 1, 2]


@pytest.mark.parametrize(("arguments", "message"), [
    ({"method": "metis-windows"}, "has a cycle"),
    ({"method": "metis-windows", "windows": 0}, "windows of metis-windows must be a whole number >= 1, got 0"),
    ({"method": "spac", "engine": "scotch"}, "engine of spac is metis or kahip, got 'scotch'"),
    ({"method": "mt-kahypar", "preset": "best"}, r"preset of mt-kahypar is one of deterministic, .*, got 'best'"),
    ({"method": "community", "resolution": 0}, "resolution of community must be a number > 0, got 0"),
])
def test_wrong_requests(arguments: dict[str, object], message: str) -> None:
    """Each names the value."""
    package = METHODS.get(str(arguments["method"])).requires
    if not is_installed(package):
        pytest.skip(f"{package} is not installed")
    with pytest.raises(InputError, match=message):
        partition(make_power_law(100, 400), 2, **arguments)  # type: ignore[arg-type]


def test_methods_that_refuse_a_graph_are_not_compared() -> None:
    """``--method all`` on a graph with a cycle leaves out those that need none."""
    ring, chain = from_edges([0, 1, 2], [1, 2, 0]), from_edges([0, 1, 2], [1, 2, 3])
    of_ring, of_chain = ({made.method for made, _ in compare_methods(graph, 2)} for graph in (ring, chain))
    assert of_chain - of_ring == {"metis-windows"}
    assert of_chain == set(METHODS.available())
