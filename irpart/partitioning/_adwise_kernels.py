"""Compiled kernels of ADWISE: a window over the stream of edges, from which the edge of highest score is assigned.

The clusters of vertex v are a linked list: ``first[v]`` is its first entry or -1, entry i is ``cluster[i]`` and is followed
by ``following[i]``. Kernels are compiled without reference counting (docs/decisions/0003), so they allocate nothing.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

LOWEST, HIGHEST = 0.4, 5.0
"""Between them is the weight of balance in a score."""


@njit(nogil=True, cache=True, _nrt=False)
def _put(vertex: int, wanted: int, first: Any, following: Any, cluster: Any, used: int) -> int:
    """Put a vertex into a cluster, once; returns how many entries are used afterwards."""
    i = first[vertex]
    while i >= 0:
        if cluster[i] == wanted:
            return used
        i = following[i]
    cluster[used], following[used], first[vertex] = wanted, first[vertex], used
    return used + 1


@njit(nogil=True, cache=True, _nrt=False)
def _mark(vertex: int, sign: int, first: Any, following: Any, cluster: Any, marks: Any) -> None:
    """Add a sign to the marks of the clusters of a vertex."""
    i = first[vertex]
    while i >= 0:
        marks[cluster[i]] += sign
        i = following[i]


@njit(nogil=True, cache=True, _nrt=False)
def _best(e: int, size: int, window: Any, source: Any, destination: Any, share: Any, balance: float, load: Any, first: Any,
          following: Any, cluster: Any, marks: Any, scores: Any) -> int:
    """The cluster that scores highest for an edge, the lowest number among equals; its score goes to ``scores[0]``.

    A mark holds 1 for the source, 2 for the destination, and 4 for every end of a neighbouring edge in the window.
    """
    u, v, neighbours = np.int64(source[e]), np.int64(destination[e]), 0
    _mark(u, 1, first, following, cluster, marks)
    if u != v:
        _mark(v, 2, first, following, cluster, marks)
    for i in range(size):
        a, b = np.int64(source[window[i]]), np.int64(destination[window[i]])
        if (a == u or a == v) != (b == u or b == v):
            neighbours += 1
            _mark(b if a == u or a == v else a, 4, first, following, cluster, marks)
    most, fewest = load[0], load[0]
    for c in range(len(load)):
        most, fewest = max(most, load[c]), min(fewest, load[c])
    slope, best, top = balance / (1.0 + np.float64(most - fewest)), 0, -1.0
    for c in range(len(load)):
        score, mark = slope * np.float64(most - load[c]), marks[c]
        if mark != 0:
            if mark & 1:
                score += 2.0 - share[u]
            if mark & 2 or (mark & 1 and u == v):
                score += 2.0 - share[v]
            if neighbours > 0:
                score += np.float64(mark >> 2) / np.float64(neighbours)
            marks[c] = 0
        if score > top:
            best, top = c, score
    scores[0] = top
    return best


@njit(nogil=True, cache=True, _nrt=False)
def assign_windowed(source: Any, destination: Any, share: Any, window: Any, cached: Any, load: Any, first: Any,
                    following: Any, cluster: Any, marks: Any, scores: Any, assigned: Any) -> None:
    """Assign every edge; the window is filled up before each assignment, and balance is weighed anew after it.

    Parameters
    ----------
    share
        float64, per vertex: its degree over twice the largest.
    window, cached
        int64 and float64, of the window's length: edges in the order of the stream, and their scores as last computed.
    following, cluster
        int64 and uint16, two per edge.
    marks, scores
        int64, per cluster, all 0; float64, one: working space.
    """
    size, entered, used, balance = 0, 0, 0, 1.0
    for count in range(len(assigned)):
        while size < len(window) and entered < len(assigned):
            window[size] = entered
            size += 1
            _best(entered, size, window, source, destination, share, balance, load, first, following, cluster, marks, scores)
            cached[size - 1] = scores[0]
            entered += 1
        chosen = 0
        for i in range(size):
            if cached[i] > cached[chosen]:
                chosen = i
        e = window[chosen]
        u, v = np.int64(source[e]), np.int64(destination[e])
        best = _best(e, size, window, source, destination, share, balance, load, first, following, cluster, marks, scores)
        assigned[e] = best
        load[best] += 1
        used = _put(u, best, first, following, cluster, used)
        used = _put(v, best, first, following, cluster, used)
        most, fewest = load[0], load[0]
        for c in range(len(load)):
            most, fewest = max(most, load[c]), min(fewest, load[c])
        tolerated = 1.0 - np.float64(count + 1) / np.float64(len(assigned))
        balance = min(HIGHEST, max(LOWEST, balance + (np.float64(most - fewest) / np.float64(most) - tolerated)))
        size -= 1
        for i in range(chosen, size):
            window[i], cached[i] = window[i + 1], cached[i + 1]
        for i in range(size):
            a, b = np.int64(source[window[i]]), np.int64(destination[window[i]])
            if a == u or a == v or b == u or b == v:
                _best(window[i], size, window, source, destination, share, balance, load, first, following, cluster, marks,
                      scores)
                cached[i] = scores[0]
