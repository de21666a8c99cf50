"""Contiguous pieces: runs of the order of execution, cut where few values are alive."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from irpart.base.arrays import readonly
from irpart.graph.types import DependenceGraph


def contiguous_pieces(graph: DependenceGraph, table: NDArray[np.int64], n_pieces: int, slack: float) -> NDArray[np.int64]:
    """First vertex of each piece and n at the end; int64, shape (pieces + 1,).

    Parameters
    ----------
    graph
        Its edges go forward.
    table
        int64: whole weight of each weight code.
    slack
        A piece begins within ``slack`` / 2 times the mean weight of where equal pieces would begin, after the vertex with
        the fewest live values there: values of vertices up to it that a later one still reads. Vertices without in-edges
        count as read from memory, alive nowhere.

    Notes
    -----
    Two passes over the graph and 4 bytes per vertex; O(n + m).
    """
    source, in_degree, code = readonly(graph.source), readonly(graph.in_degree), readonly(graph.weight_code)
    change = np.zeros(graph.n_vertices + 1, np.int32)
    total = int(_mark_lifetimes(source, in_degree, code, table, change))
    ends = np.append(total * np.arange(1, n_pieces) // n_pieces, np.iinfo(np.int64).max)
    first = np.full(n_pieces + 1, graph.n_vertices, np.int64)
    first[0] = 0
    _choose_cuts(in_degree, code, table, change, ends, int(slack / 2 * total / n_pieces), first)
    return first


@njit(nogil=True, cache=True, inline="always")
def _at(i: Any) -> Any:
    return np.uint64(i)


@njit(nogil=True, cache=True, _nrt=False)
def _mark_lifetimes(source: Any, in_degree: Any, code: Any, table: Any, change: Any) -> int:
    """Changes in the number of live values after each vertex, into ``change`` (int32, n + 1, zeros); the total weight.

    First ``change`` holds the last reader of each vertex, plus one, 0 for none; then it is turned into changes in place:
    a value born at u raises the count there, and lowers it at its last reader, which comes later in the array.
    """
    edge, total = np.uint64(0), np.int64(0)
    for v in range(len(in_degree)):
        for _ in range(in_degree[_at(v)]):
            change[_at(source[edge])] = v + 1
            total += table[_at(code[edge])]
            edge += np.uint64(1)
    for i in range(len(in_degree)):
        u = len(in_degree) - 1 - i
        last = change[_at(u)]
        change[_at(u)] = 0
        if last > 0 and in_degree[_at(u)] > 0:
            change[_at(u)] += np.int32(1)
            change[_at(last - 1)] -= np.int32(1)
    return total


@njit(nogil=True, cache=True, _nrt=False)
def _choose_cuts(in_degree: Any, code: Any, table: Any, change: Any, ends: Any, half: Any, first: Any) -> None:
    """Ends of the pieces (int64 weights, the last beyond all) to the first vertices of the next pieces."""
    edge, held, live, piece = np.uint64(0), np.int64(0), np.int32(0), np.int64(0)
    fewest, best, nearest = np.int32(0x7FFFFFFF), np.int64(-1), np.int64(-1)
    for v in range(len(in_degree)):
        for _ in range(in_degree[_at(v)]):
            held += table[_at(code[edge])]
            edge += np.uint64(1)
        live += change[_at(v)]
        while held >= ends[_at(piece)] - half:
            if held <= ends[_at(piece)] + half and live < fewest:
                fewest, best = live, np.int64(v)
            if held >= ends[_at(piece)] and nearest < 0:
                nearest = np.int64(v)
            if held <= ends[_at(piece)] + half:
                break
            piece += 1
            first[_at(piece)] = max((best if best >= 0 else nearest) + 1, first[_at(piece - 1)])
            fewest, best, nearest = np.int32(0x7FFFFFFF), np.int64(-1), np.int64(-1)
    if best >= 0:
        first[_at(piece + 1)] = max(best + 1, first[_at(piece)])
