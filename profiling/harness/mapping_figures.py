"""Mapping methods side by side: trees and meshes of 256 and 1024 processors, and planted or dense instances on grids."""

from __future__ import annotations

import statistics
import time
from typing import Any

import numpy as np

from irpart.base.errors import IrpartError
from irpart.mapping import MappingProblem, measure_cost, pairs_of, solve
from irpart.mapping.bounds import lower_bound, random_cost
from irpart.mapping.problem import hierarchy_of

METHODS = "swap:effort=0,swap,swap:budget=2,greedy,bisection,space-filling,tabu:budget=2,scotch,sharedmap"
"""What is measured without --methods; ``swap:effort=0``, greedy construction and pair exchange, is the yardstick."""
MACHINES = {"tree 32x8x4": (32, 8, 4), "tree 4x8x32": (4, 8, 32), "mesh 16x16": (16, 16), "mesh 32x32": (32, 32)}
LEVELS = (1.0, 10.0, 100.0)
"""Distances of trees from the leaves up, as in the papers on SharedMap."""
GRAPHS = ("stencil", "geometric", "random", "power-law", "chains")
DENSE = ((5, 6), (7, 7), (10, 10), (10, 15))


def measure_mappings(methods: list[str], seeds: int) -> list[dict[str, Any]]:
    """A row for each machine, graph and method: cost, ratio, median seconds of some seeds; first calls are not timed."""
    rows = []
    for machine, sides in MACHINES.items():
        for graph in GRAPHS:
            problem = problem_on(machine, sides, communication(graph, int(np.prod(sides)), 5))
            rows += measure_problem(machine, graph, problem, methods, seeds)
    for sides in DENSE:
        name = f"mesh {sides[0]}x{sides[1]}"
        rows += measure_problem(name, "dense", problem_on(name, sides, dense_flows(int(np.prod(sides)), 3)),
                                ["swap:effort=0", "swap", "swap:budget=2", "tabu:budget=2", "swap:budget=20"], seeds)
        found = measure_problem(name, "planted", problem_on(name, sides, planted(sides, 3)),
                                ["swap:effort=0", "swap", "swap:budget=2", "tabu:budget=2"], seeds)
        rows += [{**row, "optimum": planted_optimum(sides)} for row in found]
    return rows


def measure_problem(machine: str, graph: str, problem: MappingProblem, methods: list[str],
                    seeds: int) -> list[dict[str, Any]]:
    """The rows of one problem; a method that does not take it has none."""
    rows: list[dict[str, Any]] = []
    common = {"machine": machine, "graph": graph, "clusters": problem.n_clusters, "pairs": len(problem.communication),
              "random": random_cost(problem), "bound": lower_bound(problem)}
    for method in methods:
        name, options = method.partition(":")[0], options_of(method)
        costs, seconds = [], []
        try:
            solve(problem, name, 0, **{**options, **({"budget": 0.1} if "budget" in options else {})})
            for seed in range(seeds):
                began = time.perf_counter()
                placed = solve(problem, name, seed, **options)
                seconds.append(time.perf_counter() - began)
                costs.append(measure_cost(problem, placed).total)
        except IrpartError as refused:
            print(f"{machine:12} {graph:10} {method:18} {refused}")
            continue
        rows.append({**common, "method": method, "cost": statistics.median(costs), "seconds": statistics.median(seconds)})
    plain = next((row["cost"] for row in rows if row["method"] == "swap:effort=0"), None)
    for row in rows:
        row["ratio"] = row["cost"] / plain if plain else 1.0
        print(f"{machine:12} {graph:10} {row['method']:18} {row['cost']:12.0f}  {row['ratio']:.3f} of greedy + swap  "
              f"{row['seconds']:.2f} s", flush=True)
    return rows


def options_of(method: str) -> dict[str, Any]:
    """Options after a method's name, ``swap:budget=2``, as numbers."""
    pairs = (part.partition("=") for part in method.split(":")[1:])
    return {name: int(text) if text.isdigit() and name != "budget" else float(text) for name, _, text in pairs}


def problem_on(machine: str, sides: tuple[int, ...], matrix: Any) -> MappingProblem:
    """Equal clusters, as many as processors, on a tree (arities) or a mesh (sides)."""
    count = int(np.prod(sides))
    if machine.startswith("tree"):
        index, distance = np.arange(count), np.full((count, count), LEVELS[-1], np.float32)
        for size, far in reversed(list(zip(np.cumprod(sides[::-1])[:-1], LEVELS, strict=False))):
            distance[(index // size)[:, None] == index // size] = far
        np.fill_diagonal(distance, 0)
        grid: tuple[int, ...] = ()
    else:
        at, grid = np.stack(np.unravel_index(np.arange(count), sides), axis=1), sides
        distance = np.abs(at[:, None] - at[None]).sum(-1).astype(np.float32)
    return MappingProblem(pairs_of(matrix), distance, np.ones(count), np.ones(count), np.ones(count, np.int32), grid=grid,
                          hierarchy=hierarchy_of(distance))


def communication(graph: str, count: int, seed: int) -> Any:
    """A symmetric scipy.sparse matrix of whole weights, clusters shuffled."""
    from scipy.sparse import coo_array
    from scipy.spatial import cKDTree

    rng = np.random.default_rng(seed)
    side = round(count**0.5)
    if graph == "stencil":
        index = np.arange(count).reshape(side, side)
        a = np.concatenate([index[:, :-1].ravel(), index[:-1].ravel()])
        b = np.concatenate([index[:, 1:].ravel(), index[1:].ravel()])
    elif graph == "geometric":
        pairs = cKDTree(rng.random((count, 2))).query_pairs(np.sqrt(8 / np.pi / count), output_type="ndarray")
        a, b = pairs[:, 0], pairs[:, 1]
    elif graph == "random":
        a, b = rng.integers(0, count, (2, 3 * count))
    elif graph == "power-law":
        ends = [0, 1, 0, 2, 1, 2]
        for new in range(3, count):
            for old in {ends[i] for i in rng.integers(0, len(ends), 3)}:
                ends += [new, old]
        a, b = np.array(ends[::2]), np.array(ends[1::2])
    else:
        a = np.concatenate([np.arange(count - 1), rng.integers(0, count, 2 * count)])
        b = a + 1
        b[count - 1 :] += (rng.pareto(1.1, 2 * count) * 2).astype(np.int64)
    kept = (a != b) & (b < count)
    shuffled = rng.permutation(count)
    heaviest = {"stencil": 1, "chains": 100}.get(graph, 10)
    weight = rng.integers(1, heaviest + 1, int(kept.sum()))
    made = coo_array((weight.astype(np.float64), (shuffled[a[kept]], shuffled[b[kept]])), shape=(count, count)).tocsr()
    return made + made.T


def dense_flows(count: int, seed: int) -> Any:
    """Flows as of Nugent's instances: six in ten pairs, 1 to 10."""
    rng = np.random.default_rng(seed)
    upper = np.triu((rng.random((count, count)) < 0.6) * rng.integers(1, 11, (count, count)), 1)
    return upper + upper.T


def planted(sides: tuple[int, ...], seed: int) -> Any:
    """Flows whose cheapest placement is known, after Palubeckis; it costs the ``planted_optimum``.

    Equal flows between all cost the same wherever they are. Then for triples of hidden places a, b, c, where b lies on a
    shortest way from a to c, the flows of (a, b) and (b, c) grow by w and that of (a, c) falls by w: by the triangle
    inequality that changes nothing in the hidden placement and makes no other cheaper.
    """
    rng, count = np.random.default_rng(seed), int(np.prod(sides))
    at = np.stack(np.unravel_index(np.arange(count), sides), axis=1)
    distance = np.abs(at[:, None] - at[None]).sum(-1)
    flow = np.full((count, count), 12.0)
    for a, c in zip(*np.nonzero(np.triu(distance > 1)), strict=True):
        between = np.flatnonzero((distance[a] + distance[:, c] == distance[a, c]) & (distance[a] > 0) & (distance[:, c] > 0))
        b, weight = rng.choice(between), min(float(rng.integers(4, 13)), flow[a, c])
        for one, other, sign in ((a, b, 1), (b, c, 1), (a, c, -1)):
            flow[one, other] += sign * weight
            flow[other, one] = flow[one, other]
    np.fill_diagonal(flow, 0)
    shuffled = rng.permutation(count)
    return flow[np.ix_(shuffled, shuffled)]


def planted_optimum(sides: tuple[int, ...]) -> float:
    """Cost of the hidden placement of ``planted``: 12 times the sum of all distances."""
    at = np.stack(np.unravel_index(np.arange(int(np.prod(sides))), sides), axis=1)
    return 12.0 * float(np.abs(at[:, None] - at[None]).sum())


def mapping_tables(rows: list[dict[str, Any]]) -> str:
    """Ratios of the costs by machine and graph, then median seconds by machine, as text for docs/results.md."""
    wide = [row for row in rows if row["graph"] not in ("dense", "planted")]
    methods = list(dict.fromkeys(row["method"] for row in wide))
    lines = ["| machine, graph | " + " | ".join(methods) + " |", "|---" * (len(methods) + 1) + "|"]
    for machine, graph in dict.fromkeys((row["machine"], row["graph"]) for row in wide):
        found = {row["method"]: row["ratio"] for row in wide if (row["machine"], row["graph"]) == (machine, graph)}
        shown = [f"{found[m]:.3f}" if m in found else "" for m in methods]
        lines.append(f"| {machine}, {graph} | " + " | ".join(shown) + " |")
    for machine in dict.fromkeys(row["machine"] for row in wide):
        cells = [[row["seconds"] for row in wide if (row["machine"], row["method"]) == (machine, m)] for m in methods]
        shown = [f"{statistics.median(cell):.2f}" if cell else "" for cell in cells]
        lines.append(f"| **{machine}: seconds** | " + " | ".join(shown) + " |")
    lines += ["", "| instance | best known | swap:effort=0 | swap | swap:budget=2 | tabu:budget=2 |", "|---" * 6 + "|"]
    small = [row for row in rows if row["graph"] in ("dense", "planted")]
    for machine, graph in dict.fromkeys((row["machine"], row["graph"]) for row in small):
        here = {row["method"]: row for row in small if (row["machine"], row["graph"]) == (machine, graph)}
        best = next((row["optimum"] for row in here.values() if "optimum" in row), min(row["cost"] for row in here.values()))
        cells = [f"+{100 * (here[m]['cost'] / best - 1):.2f}% ({here[m]['seconds']:.2f} s)"
                 for m in ("swap:effort=0", "swap", "swap:budget=2", "tabu:budget=2")]
        known = f"{best:.0f} ({'planted' if graph == 'planted' else 'best of all runs'})"
        lines.append(f"| {machine}, {graph} | {known} | " + " | ".join(cells) + " |")
    return "\n".join(lines)
