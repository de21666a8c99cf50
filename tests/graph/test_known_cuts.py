"""Bounds of the best cut that families state, against optima by integer programming and against cuts that are made."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import optimize, sparse

from irpart.graph.generators import KnownCut, generate, known_connectivity
from irpart.graph.generators._known_cut import allowed_loads
from irpart.graph.generators.stencil import _largest_block, most_ways
from irpart.graph.types import DependenceGraph
from irpart.partitioning import measure_quality, partition


def km1(graph: DependenceGraph, cluster: NDArray[np.integer]) -> int:
    """Sum over the vertices of the clusters at each, less one."""
    touched = {(v, c) for ends in (graph.source, graph.destinations())
               for v, c in zip(ends.tolist(), cluster.tolist(), strict=True)}
    return len(touched) - len({v for v, _ in touched})


def allowed(m: int, k: int, balance: float) -> int:
    """Edges of the largest cluster that the bound allows."""
    return max(-(-m // k), math.floor(balance * m / k))


def optimum(graph: DependenceGraph, k: int, balance: float) -> int:
    """Least km1 by integer programming: x[e, c] edge e in cluster c, y[v, c] vertex v in cluster c."""
    n, m = graph.n_vertices, graph.n_edges
    ends = np.stack([graph.source, graph.destinations()], axis=1).astype(np.int64)
    x, y = np.arange(m * k).reshape(m, k), m * k + np.arange(n * k).reshape(n, k)
    once = sparse.csr_array((np.ones(m * k), (np.repeat(np.arange(m), k), x.ravel())), (m, (m + n) * k))
    load = sparse.csr_array((np.ones(m * k), (np.tile(np.arange(k), m), x.ravel())), (k, (m + n) * k))
    rows = np.arange(2 * m * k)
    held = sparse.csr_array((np.repeat([1.0, -1.0], 2 * m * k), (np.tile(rows, 2), np.concatenate(
        [np.repeat(x[:, None], 2, axis=1).ravel(), y[ends].ravel()]))), (2 * m * k, (m + n) * k))
    first = np.zeros((1, (m + n) * k))
    first[0, 0] = 1  # clusters are interchangeable
    found = optimize.milp(np.repeat([0.0, 1.0], [m * k, n * k]), integrality=1, bounds=optimize.Bounds(0, 1), constraints=[
        optimize.LinearConstraint(once, 1, 1), optimize.LinearConstraint(load, 0, allowed(m, k, balance)),
        optimize.LinearConstraint(held, -np.inf, 0), optimize.LinearConstraint(first, 1, 1)])
    assert found.status == 0, found.message
    return round(found.fun) - len(np.unique(ends))


TINY = [
    ("tree", {"arity": 2, "levels": 3}, 2), ("tree", {"arity": 2, "levels": 3}, 4), ("tree", {"arity": 2, "levels": 3}, 3),
    ("tree", {"arity": 3, "levels": 2}, 3), ("tree", {"arity": 4, "levels": 2}, 4), ("tree", {"arity": 2, "levels": 2}, 4),
    ("butterfly", {"levels": 1}, 2), ("butterfly", {"levels": 2}, 2), ("butterfly", {"levels": 2}, 3),
    ("butterfly", {"levels": 2}, 4),
    ("planted", {"groups": 2, "size": 3, "shared": 1}, 2), ("planted", {"groups": 3, "size": 4, "shared": 1}, 3),
    ("planted", {"groups": 4, "size": 3, "shared": 1}, 2), ("planted", {"groups": 6, "size": 3, "shared": 1}, 3),
    ("planted", {"groups": 5, "size": 3, "shared": 1}, 2), ("planted", {"groups": 3, "size": 3, "shared": 1}, 2),
    ("stencil", {"shape": 7, "steps": 1}, 2), ("stencil", {"shape": 5, "steps": 1}, 3),
    ("stencil", {"shape": 3, "steps": 2}, 2), ("stencil", {"shape": "2x2", "steps": 1}, 2),
    ("stencil", {"shape": 2, "steps": 4}, 2), ("stencil", {"shape": 1, "steps": 9}, 3),
]


@pytest.mark.parametrize("balance", [1.0, 1.3])
@pytest.mark.parametrize(("name", "options", "k"), TINY)
def test_bounds_hold_the_optimum(name: str, options: dict[str, int], k: int, balance: float) -> None:
    """On graphs of up to 20 edges the optimum lies between the bounds."""
    graph = generate(name, **options)
    assert graph.n_edges <= 20
    cut, best = known_connectivity(name, k, balance=balance, **options), optimum(graph, k, balance)
    assert cut.lower <= best
    assert cut.upper is None or best <= cut.upper
    assert not cut.is_exact or best == cut.lower


@pytest.mark.parametrize(("options", "k"), [
    ({"groups": 2, "size": 6, "shared": 2}, 2), ({"groups": 4, "size": 6, "shared": 2}, 2),
    ({"groups": 3, "size": 6, "shared": 2}, 3)])
def test_planted_optimum_with_two_shared(options: dict[str, int], k: int) -> None:
    """Somewhat larger rings, for which the proof needs its lemma on ways."""
    cut = known_connectivity("planted", k, balance=1.1, **options)
    assert cut.is_exact
    assert optimum(generate("planted", **options), k, 1.1) == cut.lower


@pytest.mark.parametrize(("name", "options", "k"), [
    ("stencil", {"shape": 7, "steps": 3}, 2), ("stencil", {"shape": 14, "steps": 1}, 3),
    ("stencil", {"shape": 2, "steps": 14}, 2), ("stencil", {"shape": 3, "steps": 12}, 2), ("butterfly", {"levels": 3}, 2)])
def test_larger_optima(name: str, options: dict[str, int], k: int) -> None:
    """Up to 84 edges: stencils for which the bound for long grids or many steps is exact; a transform of eight points."""
    graph, cut = generate(name, **options), known_connectivity(name, k, balance=1.0, **options)
    best = optimum(graph, k, 1.0)
    assert cut.lower <= best
    assert cut.upper is None or best <= cut.upper
    assert name == "butterfly" or (best == cut.lower and best > k - 1)


@pytest.mark.parametrize(("groups", "k", "shared"), [(8, 8, 4), (8, 4, 4), (8, 2, 4), (2, 2, 3), (3, 3, 1), (6, 3, 5)])
def test_planted_cut_is_reached(groups: int, k: int, shared: int) -> None:
    """Groups as clusters: equal loads, and the connectivity that is stated as the optimum."""
    options = {"groups": groups, "size": 16, "shared": shared}
    graph = generate("planted", **options)
    source, destination = graph.source.astype(int), graph.destinations().astype(int)
    step = 16 - shared
    start, stop = source // step, destination // step
    inside = np.where(destination % step < shared, np.where(source % step < shared, start, stop - 1), stop)
    group = np.where(start == stop, start, inside)
    wraps = (start == 0) & (stop == groups - 1) & (source % step < shared) & ((groups > 2) | (destination % step >= shared))
    group = np.where(wraps, groups - 1, group)
    if groups == 2:  # pairs of both joints have two edges, one for each group
        both = np.flatnonzero((source % step < shared) & (destination % step < shared))
        order = both[np.lexsort((destination[both], source[both]))]
        group[order] = np.tile([0, 1], len(order) // 2)
    assert set(np.bincount(group).tolist()) == {graph.n_edges // groups}
    cut = known_connectivity("planted", k, balance=1.0, **options)
    assert cut.is_exact
    assert km1(graph, group // (groups // k)) == cut.upper == k * shared


@pytest.mark.parametrize(("levels", "j"), [(2, 1), (4, 1), (4, 2), (7, 3), (6, 3)])
def test_butterfly_cut_is_reached(levels: int, j: int) -> None:
    """Sub-butterflies by high bits, then by low bits: equal loads, n - n / k; the lower bound is at least a fifth of it."""
    graph, n, k = generate("butterfly", levels=levels), 2**levels, 2**j
    level, row = np.divmod(graph.source.astype(np.int64), n)
    cluster = np.where(level < levels - j, row >> (levels - j), row & (k - 1))
    assert set(np.bincount(cluster).tolist()) == {graph.n_edges // k}
    cut = known_connectivity("butterfly", k, balance=1.0, levels=levels)
    assert km1(graph, cluster) == cut.upper == n - n // k
    assert cut.upper / 5 <= cut.lower <= cut.upper


@pytest.mark.parametrize(("sides", "steps", "parts"), [
    ((100,), 3, (4,)), ((101,), 4, (3,)), ((60, 2), 2, (3, 1)), ((2, 50), 1, (1, 2)), ((3, 2, 90), 3, (1, 1, 2)),
    ((9,), 2, (9,)), ((12, 13), 4, (3, 3)), ((8, 8, 9), 3, (2, 2, 3)), ((4, 4), 2, (4, 4)), ((5, 1), 1, (2, 1))])
def test_blocks_of_stencils_are_reached(sides: tuple[int, ...], steps: int, parts: tuple[int, ...]) -> None:
    """Edges in the block of their end at an even step: the connectivity that is stated, at the load that is assumed."""
    shape, points, k = "x".join(map(str, sides)), math.prod(sides), math.prod(parts)
    graph = generate("stencil", shape=shape, steps=steps)
    block = np.zeros(points, int)
    for side, part, place in zip(sides, parts, np.unravel_index(np.arange(points), sides), strict=True):
        block = block * part + np.searchsorted(np.arange(1, part + 1) * side // part, place, "right")
    source, destination = graph.source.astype(np.int64), graph.destinations().astype(np.int64)
    cluster = block[np.where(source // points % 2 == 0, source, destination) % points]
    assert int(np.bincount(cluster).max()) == steps * _largest_block(sides, parts)
    reached = km1(graph, cluster)
    faces = sum((part - 1) * points // side for side, part in zip(sides, parts, strict=True))
    assert reached == 2 * ((steps + 1) // 2) * faces
    balance = int(np.bincount(cluster).max()) * k / graph.n_edges + 1e-9
    cut = known_connectivity("stencil", k, balance=balance, shape=shape, steps=steps)
    assert cut.upper is not None
    assert cut.lower <= cut.upper <= reached


@pytest.mark.parametrize(("shape", "steps", "k"), [("6", 40, 4), ("5", 41, 4), ("3x3", 30, 3)])
def test_spans_of_time_are_reached(shape: str, steps: int, k: int) -> None:
    """Where there are few points, steps are cut: as many replicas as points, at each cut."""
    graph, points = generate("stencil", shape=shape, steps=steps), math.prod(map(int, shape.split("x")))
    cluster = (graph.destinations().astype(np.int64) // points - 1) // -(-steps // k)
    assert km1(graph, cluster) == (k - 1) * points
    cut = known_connectivity("stencil", k, balance=1.1, shape=shape, steps=steps)
    assert cut.lower <= (k - 1) * points
    assert cut.upper == (k - 1) * points


@pytest.mark.parametrize(("shape", "steps", "k"), [
    ("1000", 9, 2), ("1000", 4, 8), ("400x2", 3, 3), ("2x2x300", 2, 2), ("8", 1000, 4), ("3x3", 301, 2)])
def test_stencil_cut_is_exact_for_long_grids(shape: str, steps: int, k: int) -> None:
    """Both bounds meet when one axis is long, or when there are many steps."""
    assert known_connectivity("stencil", k, shape=shape, steps=steps).is_exact


@pytest.mark.parametrize(("arity", "levels", "j"), [(2, 3, 1), (2, 6, 3), (3, 4, 2), (4, 3, 1), (2, 5, 5), (2, 4, 0)])
def test_tree_cut_is_reached(arity: int, levels: int, j: int) -> None:
    """Subtrees with the edges above them: k - 1, and the largest cluster as the bound on it assumes."""
    graph, k = generate("tree", arity=arity, levels=levels), arity**j
    bounds = np.cumsum([0] + [arity**level for level in range(levels, 0, -1)])
    level = levels - (np.searchsorted(bounds, graph.source, "right") - 1)
    place = graph.source - bounds[levels - level]
    cluster = np.where(level >= j, place // arity ** np.maximum(level - j, 0), place * arity ** np.maximum(j - level, 0))
    assert km1(graph, cluster) == k - 1
    largest = int(np.bincount(cluster).max())
    at = known_connectivity("tree", k, balance=max(1.0, largest * k / graph.n_edges + 1e-9), arity=arity, levels=levels)
    assert at.upper == k - 1
    below = known_connectivity("tree", k, balance=max(1.0, (largest - 0.5) * k / graph.n_edges), arity=arity, levels=levels)
    assert (below.upper is None) == (largest > allowed(graph.n_edges, k, (largest - 0.5) * k / graph.n_edges))


def butterfly_way(levels: int, u: int, w: int) -> list[int]:
    """Back along the row of u, forward to the row of w, back along it."""
    n = 2**levels
    (l0, i), (l1, j) = divmod(u, n), divmod(w, n)
    middle = [level * n + ((i & -(1 << level)) | (j & ((1 << level) - 1))) for level in range(levels + 1)]
    back = [level * n + j for level in range(levels - 1, l1 - 1, -1)]
    return [level * n + i for level in range(l0, 0, -1)] + middle + back


def stencil_way(sides: tuple[int, ...], steps: int, u: int, w: int) -> list[int]:
    """Axis after axis, zigzagging between a step and its partner, then straight in time."""
    points = math.prod(sides)
    (t, a), (end, b) = divmod(u, points), divmod(w, points)
    place, goal = list(np.unravel_index(a, sides)), np.unravel_index(b, sides)
    pair = (t - t % 2) + (t + 1 - t % 2) if t - t % 2 < steps else 2 * steps - 1
    way = [u]
    for axis in range(len(sides)):
        while place[axis] != goal[axis]:
            place[axis] += 1 if goal[axis] > place[axis] else -1
            t = pair - t
            way.append(t * points + int(np.ravel_multi_index(tuple(place), sides)))
    while t != end:
        t += 1 if end > t else -1
        way.append(t * points + b)
    return way


def crowd(graph: DependenceGraph, ways: list[list[int]]) -> int:
    """Ways on the most crowded vertex; each way must follow edges."""
    joined = {frozenset(ends) for ends in zip(graph.source.tolist(), graph.destinations().tolist(), strict=True)}
    for way in ways:
        assert all(frozenset(ends) in joined for ends in itertools.pairwise(way))
    return int(np.bincount(np.concatenate([np.unique(way) for way in ways])).max())


@pytest.mark.parametrize("levels", [1, 2, 3])
def test_ways_in_butterflies(levels: int) -> None:
    """The lower bound's premise: no vertex lies on more than n (L + 1) (2 L + 3) ways between all pairs."""
    graph = generate("butterfly", levels=levels)
    everyone = range(graph.n_vertices)
    ways = [butterfly_way(levels, u, w) for u in everyone for w in everyone]
    assert all((way[0], way[-1]) == (i // len(everyone), i % len(everyone)) for i, way in enumerate(ways))
    assert crowd(graph, ways) <= 2**levels * (levels + 1) * (2 * levels + 3)


@pytest.mark.parametrize(("sides", "steps"), [
    ((7,), 1), ((6,), 2), ((5,), 5), ((1,), 4), ((4, 3), 3), ((3, 4), 4), ((2, 2, 3), 3), ((2, 3, 1), 2)])
def test_ways_in_stencils(sides: tuple[int, ...], steps: int) -> None:
    """The lower bound's premise: no vertex lies on more ways between all pairs than ``most_ways`` says."""
    graph = generate("stencil", shape="x".join(map(str, sides)), steps=steps)
    everyone = range(graph.n_vertices)
    ways = [stencil_way(sides, steps, u, w) for u in everyone for w in everyone]
    assert all((way[0], way[-1]) == (i // len(everyone), i % len(everyone)) for i, way in enumerate(ways))
    assert crowd(graph, ways) <= most_ways(sides, steps)


@pytest.mark.parametrize("method", ["chunks", "metis", "wb-libra", "random"])
@pytest.mark.parametrize(("name", "options"), [
    ("butterfly", {"levels": 8}), ("stencil", {"shape": 400, "steps": 5}), ("stencil", {"shape": "16x16", "steps": 7}),
    ("tree", {"levels": 9}), ("planted", {"shuffle": True}), ("planted", {"groups": 2, "shared": 9})])
@pytest.mark.parametrize("k", [2, 8])
def test_no_method_beats_the_lower_bound(name: str, options: dict[str, int], k: int, method: str) -> None:
    """Cuts that irpart's methods find, at the balance that they reach."""
    graph = generate(name, **options)
    made = partition(graph, k, method=method)
    quality = measure_quality(graph, made)
    cut = known_connectivity(name, k, balance=quality.balance_by_count + 1e-9, **options)
    assert cut.lower <= quality.connectivity


def test_lower_bounds_of_known_size() -> None:
    """Figures worth keeping: the bound of wide grids and of butterflies is within a factor, and not only k - 1."""
    for name, options, k, factor in (("butterfly", {"levels": 12}, 2, 3), ("butterfly", {"levels": 20}, 8, 3),
                                     ("stencil", {"shape": "32x32", "steps": 31}, 2, 6)):
        cut = known_connectivity(name, k, balance=1.1, **options)
        assert cut.upper is not None
        assert cut.upper / factor <= cut.lower <= cut.upper


@given(st.integers(1, 40), st.integers(1, 9), st.floats(1, 3))
def test_least_loads_against_all_loads(m: int, k: int, balance: float) -> None:
    """The b-th largest cluster cannot have fewer edges, and may have as few."""
    least, largest = allowed_loads(m, k, balance)
    assert largest == min(m, allowed(m, k, balance))
    for rank in range(k):
        before, rest = rank * largest, k - rank
        assert before + rest * int(least[rank]) >= m
        assert least[rank] == 0 or before + rest * (int(least[rank]) - 1) < m


def test_many_clusters() -> None:
    """With 64 clusters at 1.03 times the mean one may be empty; the bounds say a little less, and not nothing."""
    assert known_connectivity("tree", 64) == KnownCut(62, 63)
    assert known_connectivity("planted", 64, groups=64) == KnownCut(63 * 4, 64 * 4)
    assert known_connectivity("planted", 64, groups=64, balance=1.0).is_exact
    cut = known_connectivity("stencil", 64, shape=200_000, steps=3)
    assert cut == KnownCut(61 * 4, 63 * 4)


def test_nothing_is_said_when_clusters_may_be_empty() -> None:
    """A bound of twice the mean lets one of two clusters stay empty: nothing has to be cut."""
    for name in ("tree", "butterfly", "planted", "stencil"):
        assert known_connectivity(name, 2, balance=2.0).lower == 0
        assert known_connectivity(name, 1).is_exact
