"""Objective, deltas, local search, tabu search, exact placement, bounds: against slow references."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irpart.base.errors import InputError
from irpart.mapping import measure_cost, solve
from irpart.mapping._local_kernels import change_of
from irpart.mapping._tabu_kernels import all_changes
from irpart.mapping.annealing import heat_unit
from irpart.mapping.bounds import lower_bound, random_cost
from irpart.mapping.dense import dense_problem, places_of, tabu_placement
from irpart.mapping.problem import hierarchy_of, without_groups
from irpart.mapping.search import anneal_placement, improve, search_of
from tests.mapping.reference import all_placements, grid_distance, make_problem, problems, slow_cost, tree_distance


def make_planted(side, seed):
    """Communication along the edges of a grid, clusters shuffled: its cost on that grid cannot be below one per edge."""
    count, rng = side * side, np.random.default_rng(seed)
    shuffled = rng.permutation(count)
    apart = grid_distance((side, side))
    return np.where(apart == 1, 3.0, 0.0)[np.ix_(shuffled, shuffled)]


@settings(max_examples=60, deadline=None)
@given(problem=problems(grouped=False), seed=st.integers(0, 99))
def test_cost_and_changes(problem, seed):
    """The cost is the slow one's, and the change of every exchange and move is the difference of two costs."""
    placed, search = solve(problem, "random", seed), search_of(problem)
    before = slow_cost(problem, placed)
    assert measure_cost(problem, placed).total == pytest.approx(before, rel=1e-9, abs=1e-9)
    (start, near, shift, weight, far, where, _, load, _, _, _, _, _, _, busy, price, region, busy_region,
     price_region) = search.arrays(placed.copy())
    rng = np.random.default_rng(seed)
    for _ in range(8):
        i, j = rng.integers(0, problem.n_clusters, 2)
        moved = placed.copy()
        if placed[i] == placed[j]:
            goal, partner = int(rng.integers(0, problem.n_processors)), -1
            if goal == placed[i]:
                continue
        else:
            goal, partner = int(placed[j]), int(j)
            moved[j] = placed[i]
        moved[i] = goal
        found = change_of(int(i), partner, goal, start, near, shift, weight, far, where, load, busy, price, region,
                          busy_region, price_region)
        assert found == pytest.approx(slow_cost(problem, moved) - before, rel=1e-7, abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(problem=problems(grouped=False), seed=st.integers(0, 9))
def test_descent_ends_in_a_local_optimum(problem, seed):
    """Not dearer than the start, and no exchange or move into room is cheaper; annealing keeps the rules."""
    search, start = search_of(problem), solve(problem, "random", seed)
    placed = improve(search, anneal_placement(search, start, seed, 500, 5.0, 0.5))
    placed = improve(search, placed)
    assert measure_cost(problem, improve(search, start)).total <= measure_cost(problem, start).total + 1e-9
    least, sizes, pins = slow_cost(problem, placed), problem.sizes(), problem.pins()
    room = problem.cap - np.bincount(placed, sizes, problem.n_processors)
    assert room.min() >= 0
    for i in np.flatnonzero(pins < 0):
        for b in np.flatnonzero(room >= sizes[i]):
            other = placed.copy()
            other[i] = b
            assert slow_cost(problem, other) >= least - 1e-6
        for j in np.flatnonzero(pins < 0):
            other = placed.copy()
            other[[i, j]] = other[[j, i]]
            assert slow_cost(problem, other) >= least - 1e-6


@settings(max_examples=25, deadline=None)
@given(problem=problems(most_clusters=5, grouped=False))
def test_exact_is_exact(problem):
    """The cheapest of all placements; the lower bound is below it, every method not below it."""
    least = min(slow_cost(problem, placed) for placed in all_placements(problem))
    found = measure_cost(problem, solve(problem, "exact"))
    assert found.total == pytest.approx(least, rel=1e-7, abs=1e-7)
    assert lower_bound(problem) <= found.communication + found.affinity + 1e-7
    for name in ("swap", "tabu", "greedy", "bisection"):
        options = {"budget": 0.01} if name == "tabu" else {}
        assert measure_cost(problem, solve(problem, name, **options)).total >= least - 1e-7


@settings(max_examples=30, deadline=None)
@given(problem=problems())
def test_groups_as_one(problem):
    """Taking groups as clusters changes no cost, and what is solved keeps them together."""
    whole, number = without_groups(problem)
    placed = solve(problem, "random", 1)
    small = np.zeros(whole.n_clusters, np.int32)
    small[number] = placed
    assert measure_cost(whole, small).total == pytest.approx(slow_cost(problem, placed), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("side", [3, 4, 5])
def test_planted_optimum_is_found(side):
    """A grid on itself costs one per edge and direction; a consistent renaming of processors changes nothing."""
    matrix = make_planted(side, side)
    problem = make_problem(matrix, grid_distance((side, side)), (side, side))
    assert measure_cost(problem, solve(problem)).total == matrix.sum()
    renamed = np.random.default_rng(1).permutation(side * side)
    other = make_problem(matrix, np.ascontiguousarray(grid_distance((side, side))[np.ix_(renamed, renamed)]))
    assert measure_cost(other, solve(other)).total == matrix.sum()


def test_dense_changes_and_tabu():
    """All changes are differences of costs; tabu search is not dearer than its start, and keeps pins."""
    rng = np.random.default_rng(4)
    problem = make_problem(rng.integers(0, 5, (10, 10)), grid_distance((3, 4)), (3, 4),
                           pinned=np.array([3, *[-1] * 8, 7], np.int32))
    dense, placed = dense_problem(problem, search_of(problem).ties), solve(problem, "random")
    place = places_of(dense, placed)
    assert np.array_equal(dense.processor[place[dense.item]], placed)
    apart, change = dense.distance[np.ix_(place, place)].copy(), np.zeros((12, 12))
    all_changes(dense.flow, apart, dense.free, change)
    cost = measure_cost(problem, placed).total
    for i in range(dense.free):
        for j in range(i + 1, dense.free):
            other = place.copy()
            other[[i, j]] = other[[j, i]]
            moved = dense.processor[other[dense.item]]
            assert measure_cost(problem, moved).total - cost == pytest.approx(change[i, j])
    found = tabu_placement(dense, placed, 0, 500)
    assert measure_cost(problem, found).total <= cost
    assert (found[0], found[9]) == (3, 7)


def test_hierarchies_are_recognised():
    """Arities from the root down; meshes have none."""
    assert hierarchy_of(tree_distance((4, 2, 3), (1, 10, 100))) == (4, 2, 3)
    assert hierarchy_of(tree_distance((5,), (7,))) == (5,)
    assert hierarchy_of(grid_distance((3, 3))) == ()


def test_random_cost_is_the_mean():
    """The closed form and the mean of many draws; the bound is below, the unit of heat positive."""
    problem = make_problem(np.random.default_rng(0).integers(0, 5, (12, 12)), grid_distance((3, 4)), (3, 4))
    drawn = [measure_cost(problem, solve(problem, "random", seed)).total for seed in range(400)]
    assert np.mean(drawn) == pytest.approx(random_cost(problem), rel=0.02)
    assert lower_bound(problem) < min(drawn)
    assert heat_unit(search_of(problem), drawn[0]) > 0


def test_wrong_problems_are_refused():
    """What does not fit is said in one sentence."""
    distance, matrix = grid_distance((2, 2)), np.ones((4, 4))
    with pytest.raises(InputError, match="5 clusters do not fit on 4 processors that take 4 together; raise the cap"):
        make_problem(np.ones((5, 5)), distance, cap=np.ones(4, np.int32))
    with pytest.raises(InputError, match="2 clusters are pinned to processor 1, which takes 1; raise its cap or pin fewer"):
        make_problem(matrix, distance, pinned=np.array([1, 1, -1, -1], np.int32))
    with pytest.raises(InputError, match="Cluster 0 is pinned to processor 4, but processors are 0 to 3"):
        make_problem(matrix, distance, pinned=np.array([4, -1, -1, -1], np.int32))
    with pytest.raises(InputError, match="Group 0 has 2 clusters, but no processor takes"):
        make_problem(matrix, distance, group=np.array([0, 0, -1, -1], np.int32))
    with pytest.raises(InputError, match=r"from cluster 0 to 1 is -1\.0; it must be a number of at least 0"):
        make_problem(np.array([[0, -1.0], [0, 0]]), distance)
    with pytest.raises(InputError, match="Method 'swap' has no option 'speed'; it has: effort, budget"):
        solve(make_problem(matrix, distance), speed=3)
    with pytest.raises(InputError, match="There is no method 'best'; choose one of: bisection, exact"):
        solve(make_problem(matrix, distance), "best")
    with pytest.raises(InputError, match="'effort' of swap must be 0, 1 or 2, got 7"):
        solve(make_problem(matrix, distance), effort=7)
