"""Work, span and critical path: how long the vertices take one after another, and at best."""

from __future__ import annotations

from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import InputError
from irpart.graph.types import DependenceGraph

_CHUNK = 1 << 20
_SHOWN = 6


def work(graph: DependenceGraph) -> float:
    """Sum of all vertex costs in cycles: the time of one processor. O(n)."""
    occurrences = np.zeros(len(graph.cost_table), np.int64)
    for start in range(0, graph.n_vertices, _CHUNK):
        occurrences += np.bincount(graph.cost_code[start:start + _CHUNK], minlength=len(occurrences))
    return float(occurrences @ graph.cost_table.astype(np.float64))


def span(graph: DependenceGraph) -> float:
    """The largest sum of vertex costs along a path, in cycles: the time of unlimitedly many processors.

    Raises
    ------
    InputError
        The graph has a cycle; the message shows it.

    Notes
    -----
    O(n + m) time and 8 bytes per vertex where every edge goes forward (source < destination), as in a program's
    graph; 32 bytes per vertex otherwise. Edge weights do not count.

    Examples
    --------
    >>> from irpart.graph.construct import from_edges
    >>> span(from_edges([0, 0, 1, 2], [1, 2, 3, 3], costs=[1, 5, 2, 1]))
    7.0
    """
    return float(finish_times(graph).max(initial=0.0))


def parallelism(graph: DependenceGraph) -> float:
    """Work divided by span: how many processors could be busy on average; 1 where nothing costs anything.

    Raises
    ------
    InputError
        The graph has a cycle.
    """
    length = span(graph)
    return work(graph) / length if length > 0 else 1.0


def critical_path(graph: DependenceGraph) -> NDArray[np.int64]:
    """A path whose vertex costs add up to the span.

    Returns
    -------
    NDArray
        int64: vertex ids from a vertex without in-edges to the one that finishes last; empty without vertices.
        Among equal paths the last vertex has the lowest id, and of a vertex's in-edges the first one decides.

    Raises
    ------
    InputError
        The graph has a cycle.
    """
    from irpart.graph.measures._path_kernels import trace_back

    finish = finish_times(graph)
    if not len(finish):
        return np.empty(0, np.int64)
    path = np.empty(graph.n_vertices, np.int64)
    length = trace_back(graph.source, graph.indptr(), finish, int(finish.argmax()), path)
    return path[:length][::-1].copy()


def has_cycle(graph: DependenceGraph) -> bool:
    """Whether some path comes back to where it began. O(n + m)."""
    try:
        finish_times(graph)
    except InputError:
        return True
    return False


def finish_times(graph: DependenceGraph) -> NDArray[np.float64]:
    """float64, shape (n,), cycles: when each vertex finishes if it starts as soon as the vertices it reads have finished.

    Raises
    ------
    InputError
        The graph has a cycle.
    """
    from irpart.graph.measures._path_kernels import finish_in_order

    if graph.source.dtype != np.uint32:
        raise InputError(f"Paths are computed for up to 2**32 vertices; this graph has {graph.n_vertices}.")
    finish = np.empty(graph.n_vertices, np.float64)
    edge = 0
    for first in range(0, graph.n_vertices, _CHUNK):
        in_degree = graph.in_degree[first:first + _CHUNK].astype(np.int64)
        costs = graph.cost_table[graph.cost_code[first:first + _CHUNK]].astype(np.float64)
        stop = edge + int(in_degree.sum())
        if not finish_in_order(graph.source[edge:stop], in_degree, costs, first, finish):
            return _finish_times_any_order(graph)
        edge = stop
    return finish


def _finish_times_any_order(graph: DependenceGraph) -> NDArray[np.float64]:
    """The same where edges may go backward: depth first along in-edges."""
    from irpart.graph.measures._path_kernels import finish_depth_first

    n = graph.n_vertices
    finish, stack, cursor = np.full(n, -1.0), np.empty(n, np.int64), np.empty(n, np.int64)
    depth = finish_depth_first(graph.source, graph.indptr(), graph.vertex_costs().astype(np.float64),
                               finish, stack, cursor)
    if depth:
        _refuse_cycle(int(graph.source[cursor[stack[depth - 1]] - 1]), stack[:depth].tolist())
    return finish


def _refuse_cycle(start: int, stack: list[int]) -> NoReturn:
    """Raise with the cycle that begins and ends at ``start``; each vertex on the stack reads the one after it."""
    cycle = [start, *stack[:stack.index(start) - 1 if stack.index(start) else None:-1]]
    shown = cycle if len(cycle) <= _SHOWN + 2 else [*cycle[:_SHOWN], "...", start]
    raise InputError(f"The graph has a cycle ({' -> '.join(map(str, shown))}), so it has no span: paths need a graph "
                     "without cycles, such as that of a program.")
