"""Graphs of families: sizes, directions, laws of degrees, and refusals."""

from __future__ import annotations

import math
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irpart.base.errors import InputError
from irpart.graph.construct import from_edges
from irpart.graph.generators import FAMILIES, family, generate, known_connectivity
from irpart.graph.types import DependenceGraph

ROOT = Path(__file__).parents[2]
SMALL = {
    "butterfly": st.fixed_dictionaries({"levels": st.integers(1, 5)}),
    "chung-lu": st.fixed_dictionaries({"vertices": st.integers(10, 200), "exponent": st.floats(1.01, 6),
                                       "mean_degree": st.floats(0.1, 9), "simple": st.booleans()}),
    "planted": st.fixed_dictionaries({"groups": st.integers(2, 6), "size": st.integers(9, 12),
                                      "shared": st.integers(1, 3), "shuffle": st.booleans()}),
    "random-dag": st.fixed_dictionaries({"vertices": st.integers(20, 200), "in_degree": st.floats(0, 4),
                                         "reach": st.sampled_from([0, 1, 3.5, 1e4]), "layers": st.integers(0, 20),
                                         "simple": st.booleans()}),
    "rmat": st.fixed_dictionaries({"scale": st.integers(1, 7), "edge_factor": st.integers(0, 4),
                                   "shuffle": st.booleans(), "simple": st.booleans()}),
    "stencil": st.fixed_dictionaries({"shape": st.sampled_from([1, 2, 7, "1x5", "3x4", "2x1x3", "3x3x3"]),
                                      "steps": st.integers(1, 4)}),
    "tree": st.fixed_dictionaries({"arity": st.integers(2, 4), "levels": st.integers(1, 4)}),
}
"""Options of each family that make small graphs."""


def pairs(graph: DependenceGraph) -> list[tuple[int, int]]:
    """Ends of all edges, in edge order."""
    return list(zip(graph.source.tolist(), graph.destinations().tolist(), strict=True))


def test_every_family_is_tested_and_described() -> None:
    """A new family joins the table above, and that of the documentation with all options and their defaults."""
    assert sorted(SMALL) == FAMILIES.names()
    rows = [row.split("|")[1:-1] for row in (ROOT / "docs/generators.md").read_text().splitlines() if row.startswith("| `")]
    described = {row[0].strip(" `"): row[2].replace("`", "").split() for row in rows if len(row) == 4}
    for name in FAMILIES.names():
        options = [f"{option}={value}" for option, value in family(name).options.items() if option != "weights"]
        assert described[name] == options


@settings(max_examples=25)
@pytest.mark.parametrize("name", SMALL)
@given(data=st.data(), seed=st.integers(0, 2**70))
def test_promises_of_every_family(name: str, data: st.DataObject, seed: int) -> None:
    """Forward edges where acyclic, one graph per seed, random weights 1 to 10 that leave the structure alone."""
    acyclic = family(name).capabilities["acyclic"]
    options = data.draw(SMALL[name])
    graph = generate(name, seed=seed, **options)
    assert graph.checksum() == generate(name, seed=seed, **options).checksum()
    assert graph.timing == "none"
    assert not acyclic or (graph.source < graph.destinations()).all()
    weighted = generate(name, seed=seed, weights="random", **options)
    assert pairs(weighted) == pairs(graph)
    assert set(weighted.edge_weights().tolist()) <= set(range(1, 11))
    if options.get("simple"):
        assert len(set(pairs(graph))) == graph.n_edges
        assert all(u != v for u, v in pairs(graph))


@pytest.mark.parametrize("name", ["chung-lu", "random-dag", "rmat"])
def test_seeds_differ_and_global_numbers_are_left_alone(name: str) -> None:
    """Random families differ between seeds and do not draw from NumPy's global generator."""
    state = np.random.get_state()[1].copy()
    assert generate(name, seed=1).checksum() != generate(name, seed=2).checksum()
    assert (np.random.get_state()[1] == state).all()


@pytest.mark.parametrize("name", ["planted", "butterfly", "tree", "stencil"])
def test_weights_differ_between_seeds(name: str) -> None:
    """Structures without randomness still have random weights that depend on the seed."""
    one, two = (generate(name, weights="random", seed=seed) for seed in (1, 2))
    assert one.checksum() != two.checksum()
    assert one.weight_table.tolist() == list(range(1, 11))


@given(st.integers(1, 6))
def test_butterfly_is_that_of_the_transform(levels: int) -> None:
    """Summing the points along the edges gives each output every input once: n (L + 1) vertices, 2 n L edges."""
    graph, n = generate("butterfly", levels=levels), 2**levels
    assert (graph.n_vertices, graph.n_edges) == (n * (levels + 1), 2 * n * levels)
    reached = np.zeros((graph.n_vertices, n))
    reached[:n] = np.eye(n)
    for u, v in pairs(graph):
        reached[v] += reached[u]
    assert (reached[-n:] == 1).all()


@pytest.mark.parametrize(("shape", "sides"), [(6, (6,)), ("3x4", (3, 4)), ("4x1", (4, 1)), ("2x3x4", (2, 3, 4))])
def test_stencil_against_its_definition(shape: int | str, sides: tuple[int, ...]) -> None:
    """Points at a distance of at most one along one axis, one step before; the number of edges in closed form."""
    steps, points = 3, math.prod(sides)
    graph = generate("stencil", shape=shape, steps=steps)
    where = list(np.ndindex(*sides))
    one_step = [(a, b) for b in range(points) for a in range(points)
                if sum(abs(p - q) for p, q in zip(where[a], where[b], strict=True)) <= 1]
    assert pairs(graph) == [(a + t * points, b + (t + 1) * points) for t in range(steps) for a, b in one_step]
    faces = sum(2 * (side - 1) * points // side for side in sides)
    assert graph.n_edges == steps * (points + faces)


@given(st.integers(2, 5), st.integers(1, 4))
def test_tree_reduces_all_leaves_to_one(arity: int, levels: int) -> None:
    """One root, the last vertex; every other vertex is read once; leaves read nothing, the others ``arity`` values."""
    graph = generate("tree", arity=arity, levels=levels)
    assert graph.n_edges == sum(arity**level for level in range(1, levels + 1)) == graph.n_vertices - 1
    assert np.bincount(graph.source, minlength=graph.n_vertices).tolist() == [1] * graph.n_edges + [0]
    assert graph.in_degree.tolist() == [0] * arity**levels + [arity] * (graph.n_vertices - arity**levels)


@settings(max_examples=20)
@given(SMALL["planted"])
def test_planted_sizes(options: dict[str, int]) -> None:
    """Numbers of vertices and edges; only joints of two groups have parallel edges."""
    g, q, s = options["groups"], options["size"], options["shared"]
    graph = generate("planted", **options)
    assert (graph.n_vertices, graph.n_edges) == (g * (q - s), g * (q * (q - 1) // 2 - s * (s - 1)))
    assert graph.n_edges - len(set(pairs(graph))) == (s * s if g == 2 else 0)


@pytest.mark.parametrize(("options", "connectivity"), [
    ({"groups": 2, "size": 3, "shared": 1}, 2), ({"groups": 2, "size": 9, "shared": 3}, 6),
    ({"groups": 3, "size": 6, "shared": 2}, 4), ({"groups": 5, "size": 3, "shared": 1}, 2),
    ({"groups": 4, "size": 9, "shared": 3}, 6)])
def test_planted_is_as_connected_as_its_proof_says(options: dict[str, int], connectivity: int) -> None:
    """2 * shared vertices have to go before the graph falls apart (complete graphs: all but one)."""
    graph = nx.Graph(pairs(generate("planted", **options)))
    assert nx.node_connectivity(graph) >= connectivity


@pytest.mark.parametrize("exponent", [1.8, 2.2, 2.5, 3.0])
def test_degrees_of_chung_lu_follow_the_power_law(exponent: float) -> None:
    """The slope of the counts beyond the mean, as the maximum of the likelihood (Hill), is within 0.2 of the exponent."""
    graph = generate("chung-lu", vertices=200_000, exponent=exponent, mean_degree=10, seed=3)
    assert graph.n_edges == 1_000_000
    degrees, least = graph.degrees(), 30
    tail = degrees[(degrees >= least) & (degrees <= 500)]
    candidates = np.arange(1.2, 4, 0.01)
    values = np.arange(least, 501)
    likelihood = [-a * np.log(tail).mean() - np.log((values**-a).sum()) for a in candidates]
    assert abs(candidates[int(np.argmax(likelihood))] - exponent) < 0.2
    assert degrees.max() < 1.3 * math.sqrt(200_000 * 10)


def test_quarters_of_rmat_have_their_shares() -> None:
    """Without shuffling, edges fall into the quarters of the matrix with probabilities a, b, c, d."""
    graph = generate("rmat", scale=10, edge_factor=40, a=0.4, b=0.3, c=0.2, d=0.1, shuffle=False, seed=5)
    quarter = 2 * (graph.source >= 512) + (graph.destinations() >= 512)
    assert graph.n_edges == 40 * 1024
    assert np.abs(np.bincount(quarter) / graph.n_edges - [0.4, 0.3, 0.2, 0.1]).max() < 0.01


@pytest.mark.parametrize("layers", [0, 500])
def test_random_dag_keeps_its_reach(layers: int) -> None:
    """Mean distance of edges and mean in-degree, in vertices or layers; edges leave their layer."""
    graph = generate("random-dag", vertices=50_000, in_degree=2.5, reach=4, layers=layers, seed=1)
    assert abs(graph.n_edges / graph.n_vertices - 2.5) < 0.1
    one, other = (ends.astype(np.int64) // (100 if layers else 1) for ends in (graph.source, graph.destinations()))
    assert (other - one).min() == 1
    assert abs((other - one).mean() - 4) < 0.3


def test_random_dag_without_reach_is_uniform() -> None:
    """Each earlier vertex is as likely: sources lie half way on average."""
    graph = generate("random-dag", vertices=20_000, reach=0, seed=2)
    assert abs((graph.source / graph.destinations()).mean() - 0.5) < 0.01


REFUSED = [
    ("chung-lu", {"vertices": 1}, "vertices must be a whole number from 2"),
    ("chung-lu", {"vertices": 2.5}, r"vertices must be .* got 2\.5"),
    ("chung-lu", {"vertices": True}, "vertices must be .* got True"),
    ("chung-lu", {"vertices": 10**12}, "vertices must be .* to 268435456"),
    ("chung-lu", {"exponent": 1}, "exponent must be a finite number above 1, got 1"),
    ("chung-lu", {"exponent": math.nan}, "exponent must be .* got nan"),
    ("chung-lu", {"exponent": "x"}, "exponent must be .* got 'x'"),
    ("chung-lu", {"mean_degree": 0}, "mean_degree must be .* above 0, got 0"),
    ("chung-lu", {"vertices": 5, "mean_degree": 5.0}, r"mean_degree must be below the number of vertices, 5, got 5\.0"),
    ("chung-lu", {"vertices": 2**27, "mean_degree": 100}, "would have 134,217,728 vertices and 6,710,886,400 edges"),
    ("chung-lu", {"simple": 1}, "simple must be true or false, got 1"),
    ("chung-lu", {"weights": "two"}, "weights must be one of one, random, got 'two'"),
    ("rmat", {"scale": 0}, "scale must be a whole number from 1 to 28, got 0"),
    ("rmat", {"edge_factor": -1}, "edge_factor must be .* got -1"),
    ("rmat", {"a": 0.9}, "a, b, c and d must sum to 1"),
    ("rmat", {"a": -0.1}, "Option a must be a finite number of at least 0 and at most 1"),
    ("rmat", {"scale": 28, "edge_factor": 8}, "at most 268,435,456 of either"),
    ("butterfly", {"levels": 0}, "levels must be a whole number from 1"),
    ("butterfly", {"levels": 28}, "The graph would have"),
    ("stencil", {"shape": 0}, "shape must be one to three numbers of points"),
    ("stencil", {"shape": -4}, "shape must be .* got -4"),
    ("stencil", {"shape": "3x00"}, "shape must be .* got '3x00'"),
    ("stencil", {"shape": "2x2x2x2"}, "shape must be"),
    ("stencil", {"shape": math.nan}, "shape must be .* got nan"),
    ("stencil", {"shape": "999999x999999x999999"}, "The graph would have"),
    ("stencil", {"steps": 0}, "steps must be a whole number from 1"),
    ("tree", {"arity": 1}, "arity must be a whole number from 2"),
    ("tree", {"levels": 28}, "The graph would have 536,870,911 vertices"),
    ("planted", {"groups": 1}, "groups must be a whole number from 2"),
    ("planted", {"shared": 0}, "shared must be a whole number from 1"),
    ("planted", {"size": 11}, "size must be at least three times shared, 12, got 11"),
    ("planted", {"size": 10**6}, "The graph would have"),
    ("random-dag", {"vertices": 0}, "vertices must be a whole number from 1"),
    ("random-dag", {"reach": 0.5}, r"reach must be 0 or a mean distance of at least 1, got 0\.5"),
    ("random-dag", {"reach": math.inf}, "reach must be a finite number"),
    ("random-dag", {"in_degree": 1e300}, "in_degree must be"),
    ("random-dag", {"vertices": 10, "layers": 11}, "layers must be at most the number of vertices, 10, got 11"),
    ("random-dag", {"nodes": 10}, "has no option 'nodes'; its own options: vertices=10000"),
    ("tree", {"seed": -1}, "The seed must be a whole number >= 0, got -1"),
    ("chung-lu", {"seed": 1.5}, r"The seed must be a whole number >= 0, got 1\.5"),
    ("star", {}, "There is no family of graphs 'star'; choose one of: butterfly, chung-lu"),
]


@pytest.mark.parametrize(("name", "options", "message"), REFUSED)
def test_refusals(name: str, options: dict[str, object], message: str) -> None:
    """One sentence with the option and the value."""
    with pytest.raises(InputError, match=message):
        generate(name, **options)


def test_refusals_of_known_cuts() -> None:
    """Families without a known cut, and requests that make no sense."""
    with pytest.raises(InputError, match=r"Nothing is proven .* 'rmat'; .*: butterfly, planted, stencil, tree"):
        known_connectivity("rmat", 2)
    with pytest.raises(InputError, match="clusters k must be a whole number from 1 to 65536, got 0"):
        known_connectivity("tree", 0)
    with pytest.raises(InputError, match="at least 1, got nan"):
        known_connectivity("tree", 2, balance=math.nan)
    with pytest.raises(InputError, match="The graph would have"):
        known_connectivity("stencil", 2, shape="999999999x999999999x999999999")
    assert known_connectivity("tree", 4, balance=1e308).lower == 0
    with pytest.raises(InputError, match="has no option 'leaves'"):
        known_connectivity("tree", 2, leaves=3)


def test_extremes_of_options() -> None:
    """Smallest graphs, and exponents at both ends."""
    assert generate("chung-lu", vertices=2, mean_degree=1, seed=4).n_edges == 1
    assert generate("random-dag", vertices=1).n_edges == 0
    assert generate("random-dag", vertices=9, reach=1e300, in_degree=1).n_edges == 8
    assert generate("rmat", scale=1, edge_factor=0).n_edges == 0
    for exponent in (1 + 1e-12, 2.0, 1e300):
        assert generate("chung-lu", exponent=exponent).n_edges == 40_000
    even = generate("chung-lu", exponent=1e300, mean_degree=20).degrees()
    assert even.max() < 60
    assert generate("rmat", a=1, b=0, c=0, d=0, shuffle=False, simple=True).n_edges == 0
    assert from_edges(*zip(*pairs(generate("tree")), strict=True)).checksum() == generate("tree").checksum()
