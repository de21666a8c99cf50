"""Search: several cuts of one graph, and the choice among them by replicas and by the execution model."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from irpart.graph.types import DependenceGraph
from irpart.partitioning.balance import cluster_loads, count_codes, keep_bound, most_weight
from irpart.partitioning.execution_model import ExecutionEstimator
from irpart.partitioning.multilevel.contiguous import contiguous_pieces
from irpart.partitioning.multilevel.cut import cut_multilevel
from irpart.partitioning.multilevel.items import Items, make_items
from irpart.partitioning.multilevel.ordering import goes_forward, in_depth_first_order
from irpart.partitioning.multilevel.placing import crossing_values, most_pieces, place_pieces
from irpart.partitioning.multilevel.refinement import rebalance, refine
from irpart.partitioning.replicas import balanced_table

_MOST_PIECES = 8


@dataclass(frozen=True, slots=True, eq=False)
class Request:
    """What is to be cut, and how.

    ``weight_table`` (int64) holds whole weights by weight code; ``bounds`` are those of ``most_weight``;
    ``forward`` says whether edges go forward; ``budget`` is the replication factor that may be paid for speed. The other
    fields are as in ``irpart.partitioning.methods.irpart``.
    """

    graph: DependenceGraph
    weight_table: NDArray[np.int64]
    k: int
    balance: float
    bounds: tuple[int, int]
    budget: float
    seed: int
    forward: bool

    def piece_counts(self) -> list[int]:
        """Pieces per cluster that make sense: 1, 2, 4, 8 as far as the graph has the edges and placing stays cheap."""
        most = most_pieces(self.k, self.graph.n_edges) if self.forward else 1
        return [count for count in (1, 2, 4, _MOST_PIECES) if count <= max(most, 1)]


def make_request(graph: DependenceGraph, k: int, *, balance: float, budget: float, seed: int,
                 ) -> tuple[Request, NDArray[np.int64] | None]:
    """A request for a graph as it comes, and the old edge of each edge (int64, m) where it had to be put in order first."""
    edge_of, forward = None, goes_forward(graph)
    if not forward:
        graph, edge_of, _ = in_depth_first_order(graph)
        forward = goes_forward(graph)
    counts = count_codes(graph.weight_code, len(graph.weight_table))
    table = balanced_table(graph.weight_table, counts)
    return Request(graph, table, k, balance, most_weight(table, counts, k, balance), budget, seed, forward), edge_of


def answer(request: Request, edge_of: NDArray[np.int64] | None, found: NDArray[np.uint16]) -> NDArray[np.uint16]:
    """A cut of the request's graph with the balance bound kept edge by edge, in the order of the edges as they came."""
    graph, table = request.graph, request.weight_table
    load = cluster_loads(found, graph.weight_code, table, request.k)
    if load.max(initial=0) > request.bounds[0]:
        found = keep_bound(found, table[graph.weight_code], load, request.bounds)
    if edge_of is None:
        return found
    assigned = np.empty(graph.n_edges, np.uint16)
    assigned[edge_of] = found
    return assigned


def explore(request: Request) -> Iterator[tuple[str, NDArray[np.uint16]]]:
    """Every cut that the greatest effort makes, by name: uint16, shape (m,), in the request's order of edges."""
    items = make_items(request.graph, request.weight_table[request.graph.weight_code], request.forward)
    for name, cut in _cuts(request, items, 2):
        yield name, items.spread(cut())


def search(request: Request, effort: int, threads: int = 1) -> NDArray[np.uint16]:
    """uint16, shape (m,): the cut that ``irpart.partitioning.methods.irpart`` describes, whatever the number of threads."""
    if effort == 0 and request.forward:
        return cut_contiguously(request)
    graph, k = request.graph, request.k
    items = make_items(graph, request.weight_table[graph.weight_code], request.forward)
    connected = int((np.diff(items.hypergraph.net_start.astype(np.int64)) > 0).sum())
    budget = int((request.budget - 1) * connected)
    with ThreadPoolExecutor(threads) as pool:
        parts = list(pool.map(lambda cut: cut(), [cut for _, cut in _cuts(request, items, effort)]))
    found = [(part, items.hypergraph.connectivity(part, k)) for part in parts]
    fewest = min(found, key=lambda candidate: candidate[1])
    if fewest[1] > budget:
        budget = fewest[1] + int(0.05 * connected)
    within = [part for part, connectivity in found if connectivity <= budget]
    if request.budget == 1 or not request.forward or len(within) < 2:
        return items.spread(fewest[0])
    spread = [items.spread(part) for part in within]
    del items, parts, found, within, fewest
    estimator = ExecutionEstimator(graph)
    with ThreadPoolExecutor(threads) as pool:
        speed = list(pool.map(lambda assigned: estimator.estimate(assigned, k).speedup, spread))
    return spread[int(np.argmax(speed))]


def cut_contiguously(request: Request) -> NDArray[np.uint16]:
    """uint16, shape (m,): contiguous pieces, placed; the most pieces a cluster, up to 4, that stay within the budget."""
    graph, k = request.graph, request.k
    for count in reversed(request.piece_counts()[:3]):
        first = contiguous_pieces(graph, request.weight_table, count * k, request.balance - 1)
        if count == 1:
            break
        if crossing_values(graph, _vertex_pieces(graph, first, everywhere=True)) <= (request.budget - 1) * graph.n_vertices:
            cluster = place_pieces(graph, _vertex_pieces(graph, first), _weights(request, first), k, request.bounds[0])
            return np.repeat(cluster.astype(np.uint16), _edges(graph, first))
    return np.repeat(np.arange(k, dtype=np.uint16), _edges(graph, first))


def _cuts(request: Request, items: Items, effort: int) -> list[tuple[str, Callable[[], NDArray[np.int32]]]]:
    """For each cut to try its name, with the number of pieces per cluster, and what makes int32 clusters of the items."""
    graph, h, k, bound = request.graph, items.hypergraph, request.k, request.bounds[0]

    def finished(part: NDArray[np.int32], count: int) -> NDArray[np.int32]:
        if count > 1:
            piece = np.full(graph.n_vertices, -1, np.int32)
            piece[items.item_vertex[::-1]] = part[::-1]
            weights = np.bincount(part, h.node_weight, count * k).astype(np.int64)
            part = place_pieces(graph, piece, weights, k, bound)[part]
        rebalance(h, part, k, bound)
        refine(h, part, k, bound, patience=0, passes=1)
        return part

    def multilevel(count: int, seed: int) -> NDArray[np.int32]:
        cycles, tries = ((3 if request.budget == 1 else 2) if effort == 2 else 0, 6) if count == 1 else (0, 2)
        return finished(cut_multilevel(h, count * k, request.balance, seed=seed, cycles=cycles, tries=tries), count)

    def contiguous(count: int) -> NDArray[np.int32]:
        first = contiguous_pieces(graph, request.weight_table, count * k, request.balance - 1)
        return finished(_vertex_pieces(graph, first, everywhere=True)[items.item_vertex], count)

    counts = request.piece_counts()
    if request.budget == 1:
        counts = counts[:1]
    elif effort < 2:
        counts = sorted({1, counts[min(2, len(counts) - 1)]})
    tried = [(f"multilevel, {count}", partial(multilevel, count, request.seed)) for count in counts]
    if request.budget == 1 and effort == 2:
        tried.append(("multilevel, 1, again", partial(multilevel, 1, request.seed + 1000)))
    if request.forward:
        tried += [(f"contiguous, {count}", partial(contiguous, count)) for count in (counts if effort == 2 else [1])]
    return tried


def _vertex_pieces(graph: DependenceGraph, first: NDArray[np.int64], everywhere: bool = False) -> NDArray[np.int32]:
    """int32, shape (n,): piece of each vertex; -1 for those without in-edges unless ``everywhere``."""
    piece = np.repeat(np.arange(len(first) - 1, dtype=np.int32), np.diff(first))
    if not everywhere:
        piece[graph.in_degree == 0] = -1
    return piece


def _edges(graph: DependenceGraph, first: NDArray[np.int64]) -> NDArray[np.int64]:
    """Number of edges of each piece."""
    return np.array([graph.in_degree[low:high].sum(dtype=np.int64) for low, high in pairwise(first)])


def _weights(request: Request, first: NDArray[np.int64]) -> NDArray[np.int64]:
    """Whole edge weight of each piece."""
    ends = np.cumsum(_edges(request.graph, first))
    table, code = request.weight_table, request.graph.weight_code
    return np.array([int(np.bincount(code[low:high], minlength=len(table)) @ table)
                     for low, high in zip(np.append(0, ends[:-1]), ends, strict=True)])
