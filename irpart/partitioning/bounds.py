"""Lower bounds on km1: what no balanced partition of a graph can beat (proofs: docs/theory.md)."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.base.arrays import readonly
from irpart.graph.types import DependenceGraph
from irpart.partitioning.cut import check_request
from irpart.partitioning.quality import Quality

_SLACK = 1e-9
_ROUNDS = 64


@dataclass(frozen=True, slots=True)
class LowerBound:
    """The least km1 that any partition within a balance bound can have, as far as it is proven.

    It binds partitions whose heaviest cluster weighs at most C = max(balance * W / k, W / k + heaviest edge), with W the
    weight of all edges: what a bounded method (WB-*) promises. Heavier clusters may have less km1.

    Attributes
    ----------
    value
        The largest of the bounds below.
    from_hubs
        Sum over the vertices of ceil(weight of its edges / C) - 1.
    from_components
        Sum over the connected components of ceil(weight / C) - 1.
    from_sets
        Sum over disjoint connected sets of vertices of ceil(weight of the edges that touch the set / C) - 1; hubs are
        sets of their own. Never less than ``from_hubs``.
    from_density
        How often a dense part of the graph must be covered by clusters, each too small to hold more than so many edges.
    greatest_balance
        C in the terms of ``Quality.balance_by_weight``: k * C / W.
    explanation
        One sentence: which argument gave the value.
    """

    value: int
    from_hubs: int
    from_components: int
    from_sets: int
    from_density: int
    greatest_balance: float
    explanation: str

    def binds(self, quality: Quality) -> bool:
        """Whether a partition of that quality keeps the balance that the bound assumes."""
        return quality.balance_by_weight <= self.greatest_balance * (1 + _SLACK)

    def gap(self, quality: Quality) -> float | None:
        """km1 of a partition over the bound: it has at most this many times the least km1.

        Returns
        -------
        1 when km1 is 0, which nothing beats; None when nothing is proven: the bound is 0 and km1 is not, or a cluster is
        heavier than the bound assumes.
        """
        if quality.connectivity == 0 and self.binds(quality):
            return 1.0
        return quality.connectivity / self.value if self.value > 0 and self.binds(quality) else None

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)


def load_cap(graph: DependenceGraph, k: int, balance: float) -> float:
    """C = max(balance * W / k, W / k + heaviest edge): what a cluster of a bounded method weighs at most, in cycles."""
    weight, edges = _weights(graph)
    total = float(weight @ edges)
    return max(balance * total / k, total / k + float(weight.max(initial=0.0)))


def connectivity_lower_bound(graph: DependenceGraph, k: int, balance: float = 1.03) -> LowerBound:
    """The least km1 of a graph's partitions into k clusters that weigh at most ``load_cap`` each, as far as it is proven.

    Parameters
    ----------
    graph, k, balance
        As for ``irpart.partitioning.partition``.

    Raises
    ------
    InputError
        When ``k`` or ``balance`` is wrong.

    Notes
    -----
    Near linear in the edges. The arguments, with proofs, are in docs/theory.md. All but the last count how often C is
    exceeded and cannot pass 2 W / C, about 2 k, however well connected the graph is.

    Examples
    --------
    >>> from irpart.graph.generators import generate
    >>> connectivity_lower_bound(generate("tree", levels=10), 8).value
    7
    """
    check_request(k, balance)
    cap = load_cap(graph, k, balance)
    total = float(np.dot(*_weights(graph)))
    greatest = cap * k / total if total > 0 else float(k)
    if k == 1 or total == 0:
        return LowerBound(0, 0, 0, 0, 0, greatest, "One cluster may hold all edges.")
    hubs, components, sets = _bounds_from_sets(graph, cap)
    density = _bound_from_density(graph, cap)
    best = max(components, sets, density)
    reasons = {0: "No part of the graph is proven to need two clusters.",
               density: "A part of the graph is too dense for clusters of the allowed weight.",
               sets: "Connected sets of vertices, hubs among them, have more weight at them than one cluster may hold.",
               hubs: "Edges of hubs weigh more than one cluster may hold.",
               components: "Connected components weigh more than one cluster may hold."}
    return LowerBound(best, hubs, components, sets, density, greatest, reasons[best] if best else reasons[0])


def _clusters_needed(weight: NDArray[np.float64], cap: float) -> NDArray[np.int64]:
    """int64: clusters beyond the first that edges of some weight need."""
    return np.maximum(np.ceil(weight / cap * (1 - _SLACK)).astype(np.int64) - 1, 0)


def _bounds_from_sets(graph: DependenceGraph, cap: float) -> tuple[int, int, int]:
    """The bounds from hubs, from components, and from disjoint connected sets."""
    from irpart.partitioning import _bound_kernels as kernels

    source, in_degree = readonly(graph.source), readonly(graph.in_degree)
    columns = (source, in_degree, readonly(graph.weight_code), readonly(graph.weight_table.astype(np.float64)))

    def needed(parent: NDArray[np.int64]) -> NDArray[np.int64]:
        weight = np.zeros(graph.n_vertices)
        kernels.weigh_sets(*columns, parent, weight)
        return _clusters_needed(weight, cap)

    single = needed(np.arange(graph.n_vertices))
    none, hub = np.zeros(graph.n_vertices, np.bool_), single > 0
    component, between = np.arange(graph.n_vertices), np.arange(graph.n_vertices)
    kernels.join_components(source, in_degree, none, component)
    kernels.join_components(source, in_degree, hub, between)
    kernels.name_roots(between)
    grown = np.arange(graph.n_vertices)
    kernels.grow_sets(*columns, hub, cap, np.zeros(graph.n_vertices), grown)
    best = np.maximum(needed(between), np.bincount(between, needed(grown), graph.n_vertices).astype(np.int64))
    return int(single.sum()), int(needed(component).sum()), int(best.sum())


def _bound_from_density(graph: DependenceGraph, cap: float) -> int:
    """The bound from clusters that must cover the pairs of neighbours in the densest part.

    A cluster with s pairs has x vertices, x (x - 1) / 2 >= s. Vertices with few pairs are taken away, as they add
    more to the vertices than to what must be covered.
    """
    weight, edges = _weights(graph)
    filled = np.cumsum(weight * edges)
    whole = int(np.searchsorted(filled, cap * (1 + _SLACK), "right"))  # the kinds of weight that fit, lightest first
    most = int(edges[:whole].sum())
    if whole < len(weight):
        most += int((cap * (1 + _SLACK) - (filled[whole - 1] if whole else 0.0)) / weight[whole])
    least_degree = most / _vertices_of(most)
    enough = graph.degrees() > least_degree
    kept = enough[graph.source] & np.repeat(enough, graph.in_degree)
    one, other = graph.source[kept].astype(np.int64), graph.destinations()[kept].astype(np.int64)
    low, high = np.divmod(np.unique((np.minimum(one, other) * graph.n_vertices + np.maximum(one, other))[one != other]),
                          graph.n_vertices)
    for _ in range(_ROUNDS):
        enough = np.bincount(low, minlength=graph.n_vertices) + np.bincount(high, minlength=graph.n_vertices) > least_degree
        kept = enough[low] & enough[high]
        if kept.all():
            break
        low, high = low[kept], high[kept]
    full, rest = divmod(len(low), most)
    covered = full * _vertices_of(most) + (_vertices_of(rest) if rest else 0.0)
    return max(0, math.ceil(covered * (1 - _SLACK)) - len(np.unique(np.concatenate([low, high]))))


def _weights(graph: DependenceGraph) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The weights that edges have, ascending, and how many edges have each."""
    edges = np.bincount(graph.weight_code, minlength=len(graph.weight_table))
    order = np.argsort(graph.weight_table)
    order = order[edges[order] > 0]
    return graph.weight_table[order].astype(np.float64), edges[order]


def _vertices_of(pairs: int) -> float:
    """Vertices between which there can be so many pairs, as a real number."""
    return (1 + math.sqrt(1 + 8 * pairs)) / 2
