"""A graph in the forms peers take: dual hypergraph, simple graph, split graph; whole weights; ids by appearance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from irpart.graph.types import DependenceGraph

INFINITY = 1000
"""Weight of a split graph's dominant edges; what KaHIP takes when it is told nothing else."""


@dataclass(frozen=True, slots=True, eq=False)
class Hypergraph:
    """Nets over the edges of a graph: net i holds the edge ids ``pins[bounds[i]:bounds[i + 1]]``."""

    pins: NDArray[np.int64]
    bounds: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Adjacency:
    """A simple undirected graph with whole weights, both directions of each edge present, rows sorted."""

    bounds: NDArray[np.int64]
    neighbours: NDArray[np.int64]
    edge_weight: NDArray[np.int64]
    vertex_weight: NDArray[np.int64]

    def arrays(self) -> dict[str, NDArray[np.int64]]:
        """The columns under their names."""
        return {"bounds": self.bounds, "neighbours": self.neighbours, "edge_weight": self.edge_weight,
                "vertex_weight": self.vertex_weight}


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """The distinct pairs of vertices that edges join, loops left out, in the order in which they first appear.

    Attributes
    ----------
    ends
        int64, shape (pairs, 2): as the first edge of the pair has them, vertices numbered by first appearance.
    weight
        int64, shape (pairs,): sum of the whole weights of the pair's edges.
    pair_of
        int64, shape (m,): pair of each edge, -1 for a loop.
    """

    ends: NDArray[np.int64]
    weight: NDArray[np.int64]
    pair_of: NDArray[np.int64]


def whole_weights(graph: DependenceGraph, most: int = 1 << 29) -> NDArray[np.int64]:
    """int64, shape (m,): weights as whole numbers of at least 1, exact where they are whole and sum to at most ``most``.

    Others are scaled to that sum and rounded up; the sum is then above it by at most m.
    """
    weight = graph.edge_weights().astype(np.float64)
    total = float(weight.sum())
    is_whole = total <= most and bool(np.all(weight == np.floor(weight)))
    scale = 1.0 if is_whole or total == 0 else most / total
    return np.maximum(1, np.ceil(weight * scale)).astype(np.int64)


def dual_hypergraph(graph: DependenceGraph) -> Hypergraph:
    """The exact dual: a hypergraph vertex per edge, a net per vertex with at least two incident edges.

    A loop is in its vertex's net once. The connectivity minus one of a partition of the hypergraph's vertices, summed
    over the nets, is that of the graph's vertex cut: a vertex with one edge has one replica and needs no net.
    """
    owner, pin = _incidence(graph)
    again = np.zeros(len(owner), bool)
    again[1:] = (owner[1:] == owner[:-1]) & (pin[1:] == pin[:-1])
    owner, pin = owner[~again], pin[~again]
    sizes = np.bincount(owner, minlength=graph.n_vertices)
    pins = pin[sizes[owner] >= 2]
    return Hypergraph(pins, np.concatenate([[0], np.cumsum(sizes[sizes >= 2])]).astype(np.int64))


def simple_graph(graph: DependenceGraph) -> Adjacency:
    """Vertices as they are, parallel edges merged, loops dropped; a vertex weighs as much as the edges that follow it."""
    weight = whole_weights(graph)
    source, destination = graph.source.astype(np.int64), graph.destinations().astype(np.int64)
    apart = source != destination
    return _adjacency(source[apart], destination[apart], weight[apart], graph.n_vertices,
                      np.bincount(deciding_ends(graph), weight, graph.n_vertices).astype(np.int64))


def deciding_ends(graph: DependenceGraph) -> NDArray[np.int64]:
    """int64, shape (m,): the endpoint of lower degree of each edge, which it follows; the destination among equals."""
    source, destination = graph.source.astype(np.int64), graph.destinations().astype(np.int64)
    degrees = graph.degrees()
    return np.where(degrees[source] < degrees[destination], source, destination)


def split_graph(graph: DependenceGraph) -> Adjacency:
    """The split graph SPAC (Schlag, Schulz, Seemaier, Strash 2019): edge e has the split vertices 2 e and 2 e + 1.

    Both weigh what the edge weighs and are joined by a dominant edge of weight ``INFINITY``; the split vertices of one
    vertex are joined by a cycle of edges of weight 1 in the order of edge ids (by one edge where there are two).
    """
    m = graph.n_edges
    owner, half = _incidence(graph, halves=True)
    sizes = np.bincount(owner, minlength=graph.n_vertices)
    sizes = sizes[sizes > 0]
    first = np.cumsum(sizes) - sizes
    following = np.arange(1, 2 * m + 1)
    following[first + sizes - 1] = first
    joined = np.repeat(sizes > 2, sizes)
    joined[first[sizes == 2]] = True
    edge = np.arange(m)
    left = np.concatenate([2 * edge, half[joined]])
    right = np.concatenate([2 * edge + 1, half[following[joined]]])
    weight = np.concatenate([np.full(m, INFINITY), np.ones(int(joined.sum()), np.int64)])
    return _adjacency(left, right, weight, 2 * m, np.repeat(whole_weights(graph, 1 << 28), 2))


def edges_of_split_vertices(part: NDArray[np.int64], weight: NDArray[np.int64], k: int) -> NDArray[np.uint16]:
    """uint16, shape (m,): where the two split vertices of an edge differ, the edge goes to the lighter of their parts.

    Parameters
    ----------
    part
        int64, shape (2 m,): part of each split vertex.
    weight
        int64, shape (m,): weight of each edge.
    """
    first, second = part[0::2], part[1::2]
    result = first.copy()
    same = first == second
    load = np.bincount(first[same], weight[same], k)
    for edge in np.flatnonzero(~same).tolist():
        lighter = min(int(first[edge]), int(second[edge]), key=lambda cluster: load[cluster])
        result[edge] = lighter
        load[lighter] += weight[edge]
    return result.astype(np.uint16)


def distinct_pairs(graph: DependenceGraph) -> Pairs:
    """Parallel edges merged whatever their direction, loops left out."""
    source, destination = graph.source.astype(np.int64), graph.destinations().astype(np.int64)
    apart = np.flatnonzero(source != destination)
    key = _keys(source[apart], destination[apart], graph.n_vertices)
    _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    pair_of = np.full(graph.n_edges, -1, np.int64)
    pair_of[apart] = rank[inverse]
    weight = np.bincount(pair_of[apart], whole_weights(graph)[apart], len(order)).astype(np.int64)
    chosen = apart[first[order]]
    return Pairs(by_appearance(np.stack([source[chosen], destination[chosen]], 1)), weight, pair_of)


def by_appearance(ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """int64, shape (pairs, 2): ids replaced by 0, 1, 2, ... in the order in which they first appear, row by row."""
    _, first, inverse = np.unique(ends.reshape(-1), return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[inverse].reshape(ends.shape)


def place_loops(graph: DependenceGraph, edge_cluster: NDArray[np.int64], k: int) -> NDArray[np.uint16]:
    """uint16, shape (m,): edges in cluster -1, which are loops, put where they cost no replica.

    That is a cluster that holds another edge of the vertex; a vertex with nothing but loops goes to the cluster with
    the fewest edges.
    """
    result = edge_cluster.astype(np.int64)
    destination = graph.destinations().astype(np.int64)
    placed = result >= 0
    held = np.full(graph.n_vertices, -1, np.int64)
    held[graph.source[placed]] = result[placed]
    held[destination[placed]] = result[placed]
    load = np.bincount(result[placed], minlength=k)
    for loop in np.flatnonzero(~placed).tolist():
        vertex = int(destination[loop])
        if held[vertex] < 0:
            held[vertex] = int(load.argmin())
        result[loop] = held[vertex]
        load[held[vertex]] += 1
    return result.astype(np.uint16)


def match_lines(ends: NDArray[np.int64], lines: NDArray[np.int64]) -> tuple[NDArray[np.int64], int]:
    """Clusters of pairs of vertices from lines ``one end, other end, cluster`` in any order and direction.

    Parallel pairs take the lines of theirs in order.

    Returns
    -------
    clusters
        int64, shape (pairs,): -1 where there is no line.
    left_over
        Lines that no pair took: of pairs unknown, or more lines than a pair has edges.
    """
    n = int(max(ends.max(initial=-1), lines[:, :2].max(initial=-1))) + 1
    wanted, told = _keys(ends[:, 0], ends[:, 1], n), _keys(lines[:, 0], lines[:, 1], n)
    wanted_order, told_order = np.argsort(wanted, kind="stable"), np.argsort(told, kind="stable")
    wanted, told = wanted[wanted_order], told[told_order]
    rank = np.arange(len(wanted)) - np.searchsorted(wanted, wanted)
    at = np.searchsorted(told, wanted) + rank
    found = at < np.searchsorted(told, wanted, side="right")
    clusters = np.full(len(ends), -1, np.int64)
    clusters[wanted_order[found]] = lines[told_order[at[found]], 2]
    return clusters, len(lines) - int(found.sum())


def _keys(one: NDArray[np.int64], other: NDArray[np.int64], n: int) -> NDArray[np.int64]:
    return np.minimum(one, other) * n + np.maximum(one, other)


def _incidence(graph: DependenceGraph, halves: bool = False) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Vertices and their incident edges (or halves of edges: 2 e and 2 e + 1), sorted by both."""
    ends = np.stack([graph.source.astype(np.int64), graph.destinations().astype(np.int64)], 1).reshape(-1)
    order = np.argsort(ends, kind="stable")
    return ends[order], order if halves else order // 2


def _adjacency(left: NDArray[np.int64], right: NDArray[np.int64], weight: NDArray[np.int64], n: int,
               vertex_weight: NDArray[np.int64]) -> Adjacency:
    half = sparse.coo_matrix((weight, (left, right)), (n, n))
    both = (half + half.T).tocsr()
    both.sum_duplicates()
    return Adjacency(both.indptr.astype(np.int64), both.indices.astype(np.int64), both.data.astype(np.int64),
                     vertex_weight)
