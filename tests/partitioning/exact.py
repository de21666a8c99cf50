"""The least km1 of a small graph, by integer programming: what methods and lower bounds are held against."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

from irpart.graph.types import DependenceGraph
from irpart.partitioning.bounds import load_cap

Row = tuple[list[int], list[float], float, float]
"""Variables, their factors, least and largest value of the sum."""


def optimal_connectivity(graph: DependenceGraph, k: int, balance: float = 1.03) -> int:
    """Least km1 over all partitions into k clusters of weight at most C = ``load_cap(graph, k, balance)``.

    Notes
    -----
    Variables: x[e, p] = 1 when edge e is in cluster p; y[v, p] >= 0, the presence of vertex v in cluster p::

        minimise   sum of y[v, p]
        subject to sum over p of x[e, p] = 1             each edge once
                   sum over e of w(e) x[e, p] <= C       balance
                   x[e, p] <= y[v, p]                    for both ends v of e
                   x[e, p] = 0 for p > e, and            clusters in the order of their first edges:
                   x[e, p] <= sum of x[d, p - 1], d < e  numbers of clusters are interchangeable

    The y need not be declared whole: with x whole, each is 0 or 1 where the sum is least. The solver keeps the balance to
    one part in a million only: as long as a cluster of its answer weighs more than C, the edges S that are too many are
    forbidden to be together (sum over S of x[e, p] <= |S| - 1 for every p), and it is asked again.
    """
    n, m = graph.n_vertices, graph.n_edges
    if m == 0 or k == 1:
        return 0
    ends = np.stack([graph.source, graph.destinations()]).astype(np.int64)
    weight, cap = graph.edge_weights().astype(np.float64), load_cap(graph, k, balance) * (1 + 1e-9)
    x = np.arange(m * k).reshape(m, k)
    rows = _rows(ends, k, weight / cap if cap > 0 else weight)
    upper = np.ones((m + n) * k)
    upper[x[np.arange(m)[:, None] < np.arange(k)]] = 0.0
    while True:
        found = optimize.milp(np.repeat([0.0, 1.0], [m * k, n * k]), integrality=np.repeat([1, 0], [m * k, n * k]),
                              bounds=optimize.Bounds(0.0, upper), constraints=_constraint(rows, (m + n) * k))
        if found.status != 0:
            raise AssertionError(f"No optimum was found: {found.message}")
        cluster = np.argmax(found.x[x], axis=1)
        load = np.bincount(cluster, weight, k)
        if load.max() <= cap:
            return round(found.fun) - len(np.unique(ends))
        together = _too_many(np.flatnonzero(cluster == load.argmax()), weight, cap)
        rows += [(x[together, p].tolist(), [1.0] * len(together), 0.0, len(together) - 1.0) for p in range(k)]


def _rows(ends: NDArray[np.int64], k: int, load: NDArray[np.float64]) -> list[Row]:
    m = len(load)
    x, y = np.arange(m * k).reshape(m, k), m * k + np.arange((ends.max() + 1) * k).reshape(-1, k)
    rows: list[Row] = [(x[:, p].tolist(), load.tolist(), 0.0, 1.0) for p in range(k)]
    for e in range(m):
        rows.append((x[e].tolist(), [1.0] * k, 1.0, 1.0))
        for p in range(k):
            rows += [([x[e, p], y[v, p]], [1.0, -1.0], -np.inf, 0.0) for v in set(ends[:, e].tolist())]
            if 0 < p <= e:
                rows.append(([x[e, p], *x[:e, p - 1]], [1.0] + [-1.0] * e, -np.inf, 0.0))
    return rows


def _constraint(rows: list[Row], n_variables: int) -> optimize.LinearConstraint:
    matrix = sparse.csr_array((np.concatenate([row[1] for row in rows]), np.concatenate([row[0] for row in rows]),
                               np.cumsum([0] + [len(row[0]) for row in rows])), (len(rows), n_variables))
    return optimize.LinearConstraint(matrix, [row[2] for row in rows], [row[3] for row in rows])


def _too_many(edges: NDArray[np.int64], weight: NDArray[np.float64], cap: float) -> NDArray[np.int64]:
    """The heaviest of some edges, as few as weigh more than ``cap`` together."""
    heaviest = edges[np.argsort(-weight[edges], kind="stable")]
    return heaviest[: int(np.searchsorted(np.cumsum(weight[heaviest]), cap, "right")) + 1]
