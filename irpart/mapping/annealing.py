"""The search behind ``swap``: from the best start through annealing and tabu search to a local optimum."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from irpart.mapping.dense import DenseProblem, dense_problem, tabu_placement
from irpart.mapping.objective import measure_cost
from irpart.mapping.search import Search, anneal_placement, improve
from irpart.mapping.starting import constructed, starts

HEATS = (0.3, 1.5)
"""Heats to start annealing at, in the unit of ``heat_unit``: one that keeps what the start is good at, one that does not."""
COOLING = 20.0
"""The heat at the start of annealing over that at its end."""
TRIALS_PER_CLUSTER = 1200
FEWEST_TRIALS = 50_000
QUENCH_TRIALS_PER_CLUSTER = 100
PERTURBATIONS = 10
"""Rounds of iterated local search without a budget."""
TABU_WORK = 100_000_000
"""Exchanges looked at by tabu search in a default run: a few tenths of a second."""
MOST_ITERATIONS = 20_000
DENSE_ENOUGH = 0.2
"""Share of all pairs that are tied from which on tabu search follows annealing."""


def cost_of(search: Search, placed: NDArray[np.int32]) -> float:
    """The cost of a placement."""
    return measure_cost(search.problem, placed).total


def heat_unit(search: Search, cost: float) -> float:
    """What an exchange of two clusters changes, roughly: the root of the squared weights of a cluster, times the mean
    distance that a unit of weight goes in a placement of that cost."""
    weight = search.ties.weight
    total = float(weight.sum())
    each = float(np.sqrt(np.square(weight).sum() / max(search.problem.n_clusters, 1)))
    return each * 2 * cost / total if total > 0 else cost / max(search.problem.n_clusters, 1)


def searched(search: Search, seed: int, effort: int, budget: float) -> NDArray[np.int32]:
    """The best placement found; see the method ``swap`` for effort and budget."""
    began = time.perf_counter()
    if effort == 0:
        return improve(search, constructed(search))
    n = search.problem.n_clusters
    best, least = best_start(search, seed)
    if effort == 1 or least <= search.least:
        return improve(search, best)
    tied = len(search.ties.near) >= DENSE_ENOUGH * n * n
    dense = dense_problem(search.problem, search.ties) if tied else None
    trials = max(FEWEST_TRIALS, TRIALS_PER_CLUSTER * n)
    unit = heat_unit(search, least)
    with ThreadPoolExecutor(len(HEATS)) as pool:
        waiting = [pool.submit(anneal_placement, search, best, seed + number, trials, heat * unit, heat * unit / COOLING)
                   for number, heat in enumerate(HEATS)]
        found = [made.result() for made in waiting]
    best = improve(search, min([best, *found], key=lambda placed: cost_of(search, placed)))
    if dense is not None:
        best = tabu_placement(dense, best, seed, tabu_iterations(dense), began + budget if budget > 0 else np.inf)
    return continued(search, dense, best, seed, trials, began, budget) if budget > 0 else best


def best_start(search: Search, seed: int) -> tuple[NDArray[np.int32], float]:
    """The start that is cheapest after a short cooled descent, and its cost then."""
    best, least = None, np.inf
    for number, placed in enumerate(starts(search, seed)):
        cold = max(search.least, 1e-9)
        quenched = anneal_placement(search, placed, seed + number, QUENCH_TRIALS_PER_CLUSTER * len(placed), cold, cold, 1)
        cost = cost_of(search, quenched)
        if best is None or cost < least:
            best, least = quenched, cost
    assert best is not None
    return best, least


def continued(search: Search, dense: DenseProblem | None, best: NDArray[np.int32], seed: int, trials: int, began: float,
              budget: float) -> NDArray[np.int32]:
    """Anneal again and again from the best placement, each time twice as long, until the seconds are over.

    The last time is as long as the rate so far says is left; only there does the result depend on the machine's speed.
    """
    least, rate, number = cost_of(search, best), 0.0, 0
    while (left := began + budget - time.perf_counter()) > 0.02 * budget:
        number += 1
        wanted = trials * 2 ** ((number + 1) // 2)
        count = wanted if rate == 0 or wanted * 2 < rate * left else int(rate * left * 0.9)
        if rate == 0 and left < budget / 3:
            count = trials
        start, unit = time.perf_counter(), heat_unit(search, least)
        heat = HEATS[number % len(HEATS)] * unit
        made = improve(search, anneal_placement(search, best, seed + 1000 + number, max(count, 64), heat, heat / COOLING))
        rate = max(count, 64) / (time.perf_counter() - start)
        if dense is not None:
            made = tabu_placement(dense, made, seed + number, tabu_iterations(dense), began + budget)
        cost = cost_of(search, made)
        if cost < least - search.least:
            best, least = made, cost
    return best


def tabu_iterations(dense: DenseProblem) -> int:
    """Iterations of tabu search in a default run."""
    return min(MOST_ITERATIONS, max(1000, TABU_WORK // len(dense.processor) ** 2))


def iterated_or_tabu(search: Search, seed: int, budget: float) -> NDArray[np.int32]:
    """Tabu search from a greedy construction where the problem has a dense form, else iterated local search."""
    deadline = time.perf_counter() + budget if budget > 0 else np.inf
    best, dense = improve(search, constructed(search)), dense_problem(search.problem, search.ties)
    if dense is not None:
        iterations = 2**62 if budget > 0 else 3 * tabu_iterations(dense)
        return tabu_placement(dense, best, seed, iterations, deadline)
    least, n = cost_of(search, best), search.problem.n_clusters
    number, rounds = 0, 2**62 if budget > 0 else PERTURBATIONS
    while number < rounds and least > search.least and time.perf_counter() < deadline:
        heat = HEATS[0] * heat_unit(search, least)
        made = improve(search, anneal_placement(search, best, seed + number, 20 * n, heat, heat / COOLING, 8))
        cost, number = cost_of(search, made), number + 1
        if cost < least - search.least:
            best, least = made, cost
    return best
