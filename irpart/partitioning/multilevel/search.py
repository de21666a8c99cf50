"""Search: several cuts of one graph, and the choice among them by replicas and by the execution model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from irpart.graph.types import DependenceGraph
from irpart.partitioning.balance import most_weight
from irpart.partitioning.execution_model import ExecutionEstimator
from irpart.partitioning.multilevel.cut import cut_contiguously, cut_multilevel
from irpart.partitioning.multilevel.items import Items, make_items
from irpart.partitioning.multilevel.placing import place_pieces
from irpart.partitioning.multilevel.refinement import rebalance, refine

_MOST_PIECES, _MOST_PLACINGS, _MOST_CLUSTERS = 8, 1 << 28, 65536


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A cut: its name (``multilevel-4``: four pieces a cluster), int32 cluster of each item, and km1."""

    name: str
    part: NDArray[np.int32]
    connectivity: int


def search(graph: DependenceGraph, weight: NDArray[np.int64], k: int, *, balance: float, replication: float, effort: int,
           seed: int, forward: bool) -> NDArray[np.uint16]:
    """uint16, shape (m,): the cut that ``irpart.partitioning.methods.irpart`` describes; edges in this graph's order."""
    items = make_items(graph, weight, forward)
    connected = int((np.diff(items.hypergraph.net_start.astype(np.int64)) > 0).sum())
    found = list(candidates(graph, items, weight, k, balance=balance, effort=effort, seed=seed, forward=forward,
                            budget=replication, connected=connected))
    fewest = min(found, key=lambda candidate: candidate.connectivity)
    allowed = max(int((replication - 1) * connected), int(1.05 * fewest.connectivity + 0.05 * connected)
                  if fewest.connectivity > (replication - 1) * connected else 0)
    within = [candidate for candidate in found if candidate.connectivity <= allowed]
    if effort == 0:
        return items.spread(found[-1].part)
    if replication == 1 or len(within) < 2 or not forward:
        return items.spread((within[0] if len(within) == 1 and replication > 1 else fewest).part)
    estimator = ExecutionEstimator(graph)
    spread = [items.spread(candidate.part) for candidate in within]
    speed = [estimator.estimate(assigned, k).speedup for assigned in spread]
    return spread[int(np.argmax(speed))]


def candidates(graph: DependenceGraph, items: Items, weight: NDArray[np.int64], k: int, *, balance: float, effort: int,
               seed: int, forward: bool, budget: float, connected: int) -> Iterator[Candidate]:
    """The cuts that are tried, see ``effort`` of the method."""
    h, (bound, _) = items.hypergraph, most_weight(weight, k, balance)
    most = min(_MOST_CLUSTERS // k, _MOST_PLACINGS // k**2, len(items.item_vertex) // k, _MOST_PIECES) if forward else 1
    pieces = [count for count in (1, 2, 4, _MOST_PIECES) if count <= max(most, 1)]

    def finish(name: str, part: NDArray[np.int32], count: int) -> Candidate:
        if count > 1:
            part = place_pieces(graph, items, part, count * k, k, bound)
        rebalance(h, part, k, bound)
        if effort:
            refine(h, part, k, bound, patience=0, passes=1)
        return Candidate(f"{name}-{count}", part, h.connectivity(part, k))

    if effort == 0:
        best = finish("contiguous", cut_contiguously(h, k, balance), 1)
        yield best
        for count in reversed(pieces[1:3]):
            cut = cut_contiguously(h, count * k, balance)
            if h.connectivity(cut, count * k) <= (budget - 1) * connected:
                yield finish("contiguous", cut, count)
                return
        return
    yield finish("multilevel", cut_multilevel(h, k, balance, seed=seed, cycles=2 if effort == 2 else 0), 1)
    yield finish("contiguous", cut_contiguously(h, k, balance), 1)
    for count in pieces[1:] if effort == 2 else pieces[2:3]:
        yield finish("multilevel", cut_multilevel(h, count * k, balance, seed=seed, cycles=0, tries=2), count)
        if effort == 2:
            yield finish("contiguous", cut_contiguously(h, count * k, balance), count)
