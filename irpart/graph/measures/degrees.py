"""Degrees of vertices: their distribution and the largest of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import InputError
from irpart.graph.types import DependenceGraph

_COUNTED_DIRECTLY = 1 << 24


def degree_histogram(graph: DependenceGraph) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """How many vertices have each total degree (in plus out; a self-loop counts twice).

    Returns
    -------
    values, counts
        int64: the degrees that occur, 0 included, in increasing order, and the number of vertices with each.
        ``counts`` adds up to n, ``values * counts`` to 2 m. O(n + m).

    Examples
    --------
    >>> from irpart.graph.construct import from_edges
    >>> values, counts = degree_histogram(from_edges([0, 0, 0], [1, 2, 3]))
    >>> values.tolist(), counts.tolist()
    ([1, 3], [3, 1])
    """
    degrees = graph.degrees()
    if int(degrees.max(initial=0)) < _COUNTED_DIRECTLY:
        counts = np.bincount(degrees)
        values = np.flatnonzero(counts)
        return values, counts[values]
    values, counts = np.unique(degrees, return_counts=True)
    return values, counts.astype(np.int64, copy=False)


def hubs(graph: DependenceGraph, count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The vertices of largest total degree.

    Parameters
    ----------
    count
        How many, at least 0; all vertices when there are fewer.

    Returns
    -------
    vertices, degrees
        int64, shape (min(count, n),): by falling degree, equal ones by rising id. O(n + m).

    Raises
    ------
    InputError
        A negative count.
    """
    if count < 0:
        raise InputError(f"The number of hubs must be 0 or more, got {count}.")
    degrees = graph.degrees()
    wanted = min(int(count), len(degrees))
    if not wanted:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    least = np.partition(degrees, len(degrees) - wanted)[len(degrees) - wanted]
    candidates = np.flatnonzero(degrees >= least)
    vertices = candidates[np.argsort(-degrees[candidates], kind="stable")][:wanted]
    return vertices, degrees[vertices]
