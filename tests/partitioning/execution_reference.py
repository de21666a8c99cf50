"""A slow, obvious execution model: lists, sets and whole eighths of a cycle; for graphs whose edges go forward."""

from __future__ import annotations

from dataclasses import dataclass

from irpart.graph.types import DependenceGraph
from irpart.partitioning.execution_model import ExecutionModel


@dataclass(frozen=True)
class Run:
    """What happened; all times in 1/8 cycles. ``start`` and ``master`` have an entry per vertex."""

    master: list[int]
    start: list[int]
    makespan: int
    work: int
    span: int
    messages: int
    recomputed: int
    receiving: int
    idle: int


class Blocked(Exception):
    """Every cluster waits for an instruction that its window keeps from starting."""


def eighths(cycles: float) -> int:
    """A time as whole eighths of a cycle."""
    return round(cycles * 8)


def find_masters(graph: DependenceGraph, cluster_of: list[int]) -> list[int]:
    """The cluster with most of a vertex's edge weight; among equals the one that comes first, in-edges before out-edges."""
    rows = list(zip(graph.source.tolist(), graph.destinations().tolist(), graph.edge_weights().tolist(), cluster_of,
                    strict=True))
    masters: list[int] = []
    for vertex in range(graph.n_vertices):
        touching = [(w, c) for _, v, w, c in rows if v == vertex] + [(w, c) for u, _, w, c in rows if u == vertex]
        if touching:
            held = {c: 0.0 for _, c in touching}
            for w, c in touching:
                held[c] += w
            masters.append(next(c for c in held if held[c] == max(held.values())))
        else:
            masters.append(masters[-1] if masters else 0)
    return masters


def find_bottom_levels(graph: DependenceGraph) -> list[int]:
    """Longest sum of costs from a vertex's start to the end of the graph."""
    cost = [eighths(c) for c in graph.vertex_costs().tolist()]
    rows = list(zip(graph.source.tolist(), graph.destinations().tolist(), strict=True))
    level = [0] * graph.n_vertices
    for vertex in reversed(range(graph.n_vertices)):
        level[vertex] = cost[vertex] + max((level[v] for u, v in rows if u == vertex), default=0)
    return level


def find_spine(graph: DependenceGraph) -> set[int]:
    """Vertices that are integer arithmetic all the way up."""
    rows = list(zip(graph.source.tolist(), graph.destinations().tolist(), strict=True))
    spine: set[int] = set()
    for vertex in range(graph.n_vertices):
        if graph.static_arithmetic[graph.static_id[vertex]] and all(u in spine for u, v in rows if v == vertex):
            spine.add(vertex)
    return spine


def order_vertices(graph: DependenceGraph, model: ExecutionModel, priority: list[int] | None) -> list[int]:
    """All vertices, those first that a cluster prefers to start."""
    vertices = range(graph.n_vertices)
    if model.order == "trace":
        return list(vertices)
    if model.order == "given":
        assert priority is not None
        return sorted(vertices, key=lambda v: (priority[v], v))
    level = find_bottom_levels(graph)
    return sorted(vertices, key=lambda v: (-level[v], v))


def execute(graph: DependenceGraph, cluster_of: list[int], k: int, model: ExecutionModel,
            priority: list[int] | None = None) -> Run:
    """Start one instruction after the other, always one that can start earliest of all.

    Raises
    ------
    Blocked
        No instruction can start although some are left.
    """
    n, edges = graph.n_vertices, range(graph.n_edges)
    source, destination = graph.source.tolist(), graph.destinations().tolist()
    cost = [eighths(c) for c in graph.vertex_costs().tolist()]
    latency, receive = eighths(model.latency_cycles), eighths(model.receive_cycles)
    master = find_masters(graph, cluster_of)
    spine = find_spine(graph) if model.spine == "recomputed" else set()
    order = order_vertices(graph, model, priority)
    place = {vertex: at for at, vertex in enumerate(order)}

    duration, messages, copies, receiving, copying = list(cost), set(), set(), 0, 0
    for u in range(n):
        readers = {destination[e] for e in edges if source[e] == u}
        owners = {cluster_of[e] for e in edges if source[e] == u}
        for cluster in range(k):
            here = sorted((v for v in readers if master[v] == cluster), key=lambda v: place[v])
            if cluster == master[u]:
                continue
            if u in spine:
                if here:
                    copies.add((u, cluster))
                    duration[here[0]] += cost[u]
                    copying += cost[u]
            elif here or cluster in owners:
                messages.add((u, cluster))
                if here:
                    duration[here[0]] += receive
                    receiving += receive

    needed: list[list[tuple[int, int]]] = [[] for _ in range(n)]
    for e in edges:
        u, v = source[e], destination[e]
        if master[u] == master[v]:
            needed[v].append((u, 0))
        elif u not in spine:
            needed[v].append((u, latency if cluster_of[e] in (master[u], master[v]) else 2 * latency))

    unstarted = [[v for v in order if master[v] == cluster] for cluster in range(k)]
    free, start, end = [0] * k, [-1] * n, {}
    for _ in range(n):
        choices = []
        for cluster in range(k):
            window = unstarted[cluster][:model.window] if model.window else unstarted[cluster]
            ready = {v: max((end[u] + delay for u, delay in needed[v]), default=0)
                     for v in window if all(u in end for u, _ in needed[v])}
            if ready:
                now = max(free[cluster], min(ready.values()))
                choices.append((now, cluster, next(v for v in window if v in ready and ready[v] <= now)))
        if not choices:
            raise Blocked
        now, cluster, v = min(choices)
        start[v], end[v] = now, now + duration[v]
        free[cluster] = end[v]
        unstarted[cluster].remove(v)
    makespan = max(end.values(), default=0)
    return Run(master, start, makespan, sum(cost), max(find_bottom_levels(graph), default=0), len(messages), len(copies),
               receiving, k * makespan - sum(cost) - receiving - copying)
