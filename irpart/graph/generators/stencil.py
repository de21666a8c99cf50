"""Stencil computations in one to three dimensions (``stencil``)."""

from __future__ import annotations

import math
import re

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import InputError
from irpart.base.registry import method
from irpart.graph.generators._finish import as_graph
from irpart.graph.generators._known_cut import KnownCut, allowed_loads, connected_bound
from irpart.graph.generators._options import check_size, whole
from irpart.graph.types import DependenceGraph


@method(known_cut=True, acyclic=True)
def stencil(*, shape: int | str = "32x32", steps: int = 10, weights: str = "one", seed: int = 0) -> DependenceGraph:
    """Sweeps over a grid in 1 to 3 dimensions; each point reads itself and its neighbours of the step before.

    Parameters
    ----------
    shape
        Points along each axis: ``1000``, ``"64x64"`` or ``"16x16x16"``.
    steps
        Number of steps T, 1 or more.
    weights
        ``one``, or ``random``: whole numbers from 1 to 10.
    seed
        Whole number >= 0; only random weights depend on it.

    Returns
    -------
    DependenceGraph
        P (T + 1) vertices for P points: the initial values, then step by step, the last axis fastest. Each step has P
        edges from points to themselves and two for each pair of neighbours along an axis.

    Raises
    ------
    InputError
        An option out of its range, or more than 2**28 vertices or edges.

    Notes
    -----
    Stencils of 3, 5 and 7 points; points at the rim have fewer neighbours (nothing wraps around). Best cuts: see
    ``known_connectivity``.

    References
    ----------
    M. Frigo, V. Strumpen, "Cache oblivious stencil computations", International Conference on Supercomputing (2005),
    section 2: stencils as graphs of points in space and time.
    """
    sides, count = _sizes(shape, steps)
    points, per_step = math.prod(sides), _degree_sum(sides)
    check_size(points * (count + 1), per_step * count)
    source, destination = _one_step(sides)
    step = points * np.arange(count)[:, None]
    return as_graph((source + step).reshape(-1), (destination + points + step).reshape(-1), points * (count + 1),
                    weights=weights, seed=seed)


def known_connectivity(k: int, balance: float, *, shape: int | str = "32x32", steps: int = 10) -> KnownCut:
    """Bounds of the least km1; they meet, at (k - 1) 2 ceil(T / 2) Y, for grids that are long along one axis.

    Notes
    -----
    Y is the number of points across an axis of N points, d the number of axes.

    *Upper bound*: cut the axis into k slabs whose widths differ by one at most, and give each edge to the slab of its end
    at an even step. Then only values of odd steps on the two sides of a face between slabs have replicas:
    2 ceil(T / 2) Y for each face.

    *Lower bound*: between steps t and t + 1, t even, two ways for each of the Y lines zigzag along the whole axis, so
    H = 2 ceil(T / 2) Y ways have no vertex in common. If every cluster has an edge on each way, each way changes its
    cluster k - 1 times at least: km1 >= (k - 1) H. Otherwise some cluster C has no edge on some way p. The layers
    across the axis are connected, and p meets each of them. In each layer that C touches there is a vertex of C with an
    edge that is not of C: on the way, within the layer, from any vertex of C to the one on p. C touches at least
    |C| / ((2 d + 1) T Y) layers, as vertices have at most 2 d + 1 in-edges: km1 is at least that. So
    km1 >= min((k - 1) H, |C| / ((2 d + 1) T Y)) for the smallest C, for each axis of two points or more; and
    km1 >= k - 1, as the graph is connected.
    """
    sides, count = _sizes(shape, steps)
    m = count * _degree_sum(sides)
    smallest, largest = allowed_loads(m, k, balance)
    if k == 1:
        return KnownCut(0, 0)
    lower, reached = connected_bound(smallest, k), []
    for axis, length in enumerate(sides):
        across = math.prod(sides) // length
        least = (k - 1) * 2 * ((count + 1) // 2) * across
        if length > 1:
            lower = max(lower, min(least, -(-smallest // ((2 * len(sides) + 1) * count * across))))
        if k <= length and count * _largest_slab(sides, axis, k) <= largest:
            reached.append(least)
    return KnownCut(lower, min(reached, default=None))


def _sizes(shape: int | str, steps: int) -> tuple[tuple[int, ...], int]:
    """Points along each axis, and the number of steps."""
    text = str(shape)
    if isinstance(shape, bool) or not re.fullmatch(r"[1-9]\d{0,8}(x[1-9]\d{0,8}){0,2}", text, re.ASCII):
        raise InputError("Option shape must be one to three numbers of points of 1 or more, such as 1000, 64x64 or "
                         f"16x16x16, got {shape!r}.")
    return tuple(map(int, text.split("x"))), whole("steps", steps, 1)


def _degree_sum(sides: tuple[int, ...]) -> int:
    """In-edges of all points in one step."""
    points = math.prod(sides)
    return points + sum(2 * (points - points // side) for side in sides)


def _largest_slab(sides: tuple[int, ...], axis: int, k: int) -> int:
    """In-edges in one step of the slab that has most, of k along an axis; slab j starts at j * N // k."""
    length, across = sides[axis], math.prod(sides) // sides[axis]
    within = _degree_sum((*sides[:axis], 1, *sides[axis + 1:]))
    faces = np.arange(k + 1) * length // k
    width = np.diff(faces)
    neighbours = 2 * width - (faces[:-1] == 0) - (faces[1:] == length)
    return int((width * within + neighbours * across).max())


def _one_step(sides: tuple[int, ...]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Points read and the points that read them, by reader, then by what is read."""
    point = np.arange(math.prod(sides)).reshape(sides)
    pairs = [(point.reshape(-1), point.reshape(-1))]
    for axis, side in enumerate(sides):
        before, after = (np.take(point, range(start, stop), axis).reshape(-1) for start, stop in ((0, side - 1), (1, side)))
        pairs += [(before, after), (after, before)]
    source, destination = (np.concatenate(ends) for ends in zip(*pairs, strict=True))
    order = np.lexsort((source, destination))
    return source[order], destination[order]
