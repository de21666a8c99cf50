"""Stencil computations in one to three dimensions (``stencil``)."""

from __future__ import annotations

import math
import re

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import InputError
from irpart.base.registry import method
from irpart.graph.generators._finish import as_graph
from irpart.graph.generators._known_cut import KnownCut, allowed_loads, connected_bound, routed_bound
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
    M. Frigo, V. Strumpen, "Cache oblivious stencil computations", International Conference on Supercomputing (2005):
    stencils as graphs of points in space and time.
    """
    sides, count = _sizes(shape, steps)
    points, per_step = math.prod(sides), _degree_sum(sides)
    check_size(points * (count + 1), per_step * count)
    source, destination = _one_step(sides)
    step = points * np.arange(count)[:, None]
    return as_graph((source + step).reshape(-1), (destination + points + step).reshape(-1), points * (count + 1),
                    weights=weights, seed=seed)


def known_connectivity(k: int, balance: float, *, shape: int | str = "32x32", steps: int = 10) -> KnownCut:
    """Bounds of the least km1: they meet for grids that are long along one axis, and for many steps.

    Notes
    -----
    P is the number of points, Y = P / N that across an axis of N points, E the number of edges per step.

    *Upper bound*, the better of two. Blocks: cut each axis into parts whose widths differ by one at most, and give each
    edge to the block of its end at an even step. Then only values of odd steps have replicas, one for each face
    between blocks that they are at: 2 ceil(T / 2) Y for each cut across an axis. Spans of time: P for each cut.

    *Lower bound for long grids*: between steps t and t + 1, t even, two ways for each of the Y lines zigzag along the
    whole axis, so H = 2 ceil(T / 2) Y ways have no vertex in common. If every cluster has an edge on each way, each way
    changes its cluster k - 1 times at least: km1 >= (k - 1) H. Otherwise some cluster C has no edge on some way p. The
    layers across the axis are connected, and p meets each of them. In each layer that C touches there is a vertex of C
    with an edge that is not of C: on the way, within the layer, from any vertex of C to the one on p. A layer has at
    most T (e + 2 Y) in-edges, with e edges per step within it, so km1 >= min((k - 1) H, |C| / (T (e + 2 Y))) for the
    smallest C. Where it may be too small, the same holds with the b largest clusters in place of all k.

    *Lower bound for many steps*: the same with the P ways straight in time, and with pairs of steps as layers (a last
    step without partner joins the pair before): km1 >= min((k - 1) P, (|C| - E) / (2 E)), without "- E" for odd T.

    *Lower bound for all grids*: send from each vertex (t, x) to each vertex (t', x'): along one axis after the other from
    x to x', zigzagging between step t and its partner (steps 0 and 1, 2 and 3, ...; a last step without partner
    zigzags with the one before), then straight in time to t'. For given x and x', the two steps of a pair never meet
    on one vertex. So at most (T + 1) (P / N) (N + 1)^2 / 2 ways pass a vertex along an axis of N of all P points, and
    P (T + 2)^2 / 2 straight in time; with a last step alone, twice the former and P (T + 1) more. With 2 d + 1
    in-edges per vertex, ``routed_bound`` does the rest. And km1 >= k - 1, as the graph is connected.
    """
    sides, count = _sizes(shape, steps)
    points, per_step = math.prod(sides), _degree_sum(sides)
    m, rounds = count * per_step, 2 * ((count + 1) // 2)
    check_size(points * (count + 1), m)
    least, largest = allowed_loads(m, k, balance)
    others = np.arange(k)
    layers = -(-(least - per_step * (count % 2 == 0)) // (2 * per_step))
    lower = [connected_bound(least), routed_bound(m, largest, 2 * len(sides) + 1, most_ways(sides, count)),
             int(np.minimum(others * points, layers).max())]
    for axis, side in enumerate(sides):
        across, within = points // side, _degree_sum((*sides[:axis], 1, *sides[axis + 1:]))
        if side > 1:
            layers = -(-least // (count * (within + 2 * across)))
            lower.append(int(np.minimum(others * (rounds * across), layers).max()))
    upper = [sum(rounds * (part - 1) * (points // side) for part, side in zip(parts, sides, strict=True))
             for parts in _factored(k, sides) if count * _largest_block(sides, parts) <= largest]
    if k <= count and -(-count // k) * per_step <= largest:
        upper.append((k - 1) * points)
    return KnownCut(max(lower), min(upper, default=None))


def most_ways(sides: tuple[int, ...], steps: int) -> int:
    """Ways that pass a vertex at most, when each vertex sends to each as in ``known_connectivity``."""
    points, is_alone = math.prod(sides), steps % 2 == 0
    along = sum((steps + 1) * (points // side) * (side + 1) ** 2 for side in sides if side > 1)
    straight = points * (steps + 2) ** 2
    return -(-(along * (1 + is_alone) + straight) // 2) + is_alone * points * (steps + 1)


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


def _factored(k: int, sides: tuple[int, ...]) -> list[tuple[int, ...]]:
    """All ways to cut the axes into parts, at most as many as they have points, that make k blocks."""
    if not sides:
        return [()] if k == 1 else []
    return [(part, *rest) for part in range(1, min(k, sides[0]) + 1) if k % part == 0
            for rest in _factored(k // part, sides[1:])]


def _largest_block(sides: tuple[int, ...], parts: tuple[int, ...]) -> int:
    """In-edges in one step of the block that has most; part j of an axis starts at j * N // parts."""
    widths, neighbours = [], []
    for side, part in zip(sides, parts, strict=True):
        faces = np.arange(part + 1) * side // part
        widths.append(np.diff(faces))
        neighbours.append(2 * widths[-1] - (faces[:-1] == 0) - (faces[1:] == side))
    points = math.prod(np.ix_(*widths))
    edges = points + sum(points // width * beside
                         for width, beside in zip(np.ix_(*widths), np.ix_(*neighbours), strict=True))
    return int(np.max(edges))


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
