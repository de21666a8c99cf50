"""Slow, obvious references for the objective, and random problems."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import strategies as st

from irpart.base.errors import InputError
from irpart.mapping.problem import MappingProblem, hierarchy_of, pairs_of


def slow_cost(problem, placed):
    """The cost by the book: loops over pairs, processors and regions."""
    total = 0.0
    for p in range(problem.n_clusters):
        for pairs, share in ((problem.communication, 1.0), (problem.affinity, 0.5)):
            if len(pairs.start) > 1:
                for e in range(pairs.start[p], pairs.start[p + 1]):
                    total += share * pairs.value[e] * float(problem.distance[placed[p], placed[pairs.target[e]]])
    work = sum(problem.load)
    if work > 0:
        for region, weight in ((np.arange(problem.n_processors), problem.load_weight),
                               (problem.region if len(problem.region) else np.zeros(problem.n_processors, int),
                                problem.region_weight)):
            for r in set(region.tolist()):
                fair = work * problem.speed[region == r].sum() / problem.speed.sum()
                has = sum(problem.load[i] for i in range(problem.n_clusters) if region[placed[i]] == r)
                total += weight * (has - fair) ** 2 / fair / work
    return total


def all_placements(problem):
    """Every placement that keeps caps and pins (no groups)."""
    sizes, pins = problem.sizes(), problem.pins()
    for chosen in itertools.product(range(problem.n_processors), repeat=problem.n_clusters):
        placed = np.array(chosen, np.int32)
        if np.all(np.bincount(placed, sizes, problem.n_processors) <= problem.cap) and np.all((pins < 0) | (pins == placed)):
            yield placed


def grid_distance(sides, wraps=False):
    """Hops between the points of a mesh or torus in row-major order."""
    at = np.stack(np.unravel_index(np.arange(int(np.prod(sides))), sides), axis=1)
    apart = np.abs(at[:, None] - at[None])
    return (np.minimum(apart, np.array(sides) - apart) if wraps else apart).sum(-1).astype(np.float32)


def tree_distance(arities, levels):
    """Distances of a regular tree, arities from the root down, distances from the leaves up."""
    count = int(np.prod(arities))
    index, result = np.arange(count), np.full((count, count), levels[-1], np.float32)
    for size, far in reversed(list(zip(np.cumprod(arities[::-1])[:-1], levels, strict=False))):
        result[(index // size)[:, None] == index // size] = far
    np.fill_diagonal(result, 0)
    return result


def make_problem(matrix, distance, grid=(), **fields):
    """A problem of equal clusters on equal processors; caps as large as needed."""
    k, count = len(matrix), len(distance)
    given = {"load": np.ones(k), "speed": np.ones(count), "cap": np.full(count, max(1, -(-k // count)), np.int32)} | fields
    return MappingProblem(pairs_of(matrix), distance, grid=grid, hierarchy=hierarchy_of(distance), **given)


@st.composite
def problems(draw, most_clusters=14, grouped=True):
    """Random problems: directed, k below, at and above P, unequal loads and speeds, pins, groups, affinity, regions."""
    rng = np.random.default_rng(draw(st.integers(0, 2**31)))
    k, kind = draw(st.integers(1, most_clusters)), draw(st.sampled_from(["mesh", "torus", "tree", "any"]))
    grid = (3, 2) if kind == "mesh" else (4, 2) if kind == "torus" else ()
    distance = {"mesh": lambda: grid_distance(grid), "torus": lambda: grid_distance(grid, True),
                "tree": lambda: tree_distance((2, 2, 2), (1, 10, 100)), "any": lambda: rng.integers(1, 20, (5, 5))}[kind]()
    distance = np.array(distance, np.float32)
    np.fill_diagonal(distance, 0)
    count = len(distance)
    cap = np.full(count, -(-k // count) + draw(st.integers(0, 2)), np.int32)
    density = draw(st.sampled_from([0.0, 0.2, 0.7]))
    matrix = np.where(rng.random((k, k)) < density, rng.integers(1, 9, (k, k)), 0)
    near = np.where(rng.random((k, k)) < 0.1, 3, 0)
    fields = {"load": rng.integers(0, 5, k).astype(float), "speed": rng.choice([1.0, 2.5], count), "cap": cap,
              "region": (np.arange(count) // 3).astype(np.int32), "load_weight": draw(st.sampled_from([0.0, 30.0])),
              "region_weight": draw(st.sampled_from([0.0, 20.0])), "affinity": pairs_of(near + near.T)}
    if draw(st.booleans()):
        fields["pinned"] = np.where(rng.random(k) < 0.2, rng.integers(0, count, k), -1).astype(np.int32)
    if grouped and draw(st.booleans()):
        fields["group"] = np.where(rng.random(k) < 0.4, rng.integers(0, 3, k), -1).astype(np.int32)
    try:
        return make_problem(matrix, distance, grid, **fields)
    except InputError:
        return make_problem(matrix, distance, grid, **{**fields, "pinned": np.full(k, -1, np.int32),
                                                      "group": np.full(k, -1, np.int32)})
