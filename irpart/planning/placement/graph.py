"""Blocks and tiles with weights as graphs."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from irpart.base.errors import InputError
from irpart.graph.types import DependenceGraph, smallest_unsigned
from irpart.planning.placement.types import PlacementProblem

Edges = list[tuple[int, int, float]]


def block_graph(weights: ArrayLike, shared_bytes: float = 0.0, own_bytes: float = 0.0) -> PlacementProblem:
    """Blocks of a loop without dependences, in order.

    Parameters
    ----------
    weights
        ns of each block, shape (b,).
    shared_bytes
        What two neighbouring blocks both read (the halo of a stencil).
    own_bytes
        What a block alone reads or writes, and another loop over the same rows reads or writes again.

    Returns
    -------
    PlacementProblem
        Data vertices (b of the blocks' own, b - 1 shared ones), then b blocks. O(b).

    Raises
    ------
    InputError
        No blocks, or weights that are no finite numbers of at least 0.
    """
    cost = _weights(weights, None)
    b = len(cost)
    edges: Edges = [(block, 2 * b - 1 + block, own_bytes) for block in range(b)]
    edges += [(b + border, 2 * b - 1 + border + side, shared_bytes) for border in range(b - 1) for side in (0, 1)]
    return _problem(edges, cost, 2 * b - 1, (b,))


def tile_graph(counts: tuple[int, ...], weights: ArrayLike | None = None,
               face_bytes: tuple[float, ...] = ()) -> PlacementProblem:
    """A grid of tiles, each of which waits for its neighbours before it, as ``run_tiles`` runs it.

    Parameters
    ----------
    counts
        Tiles along each of one to three dimensions.
    weights
        ns of each tile, row by row, any shape of as many entries; all 1 when not given.
    face_bytes
        What a tile takes over from its neighbour before it along each dimension; a line of 64 bytes when not given.

    Returns
    -------
    PlacementProblem
        Its ``graph`` is a ``DependenceGraph`` (vertex 0 is what the first tile reads, then tiles row by row) to compare
        partitioners on. O(tiles).

    Raises
    ------
    InputError
        Counts that are no grid, or weights or bytes that do not fit to it.
    """
    if not 1 <= len(counts) <= 3 or min(counts) < 1:
        raise InputError(f"A grid of tiles has 1 to 3 counts of at least 1, not {counts}.")
    faces = face_bytes or (64.0,) * len(counts)
    if len(faces) != len(counts):
        raise InputError(f"face_bytes needs {len(counts)} numbers, one a dimension, not {len(faces)}.")
    n = int(np.prod(counts))
    cost = _weights(np.ones(n) if weights is None else weights, n)
    number = np.arange(n).reshape(counts)
    edges: Edges = [(0, 1, 0.0)]
    for dimension, volume in enumerate(faces):
        before = number[tuple(slice(None, -1 if d == dimension else None) for d in range(len(counts)))]
        after = number[tuple(slice(1 if d == dimension else 0, None) for d in range(len(counts)))]
        edges += [(u + 1, v + 1, volume) for u, v in zip(before.ravel().tolist(), after.ravel().tolist(), strict=True)]
    return _problem(edges, cost, 1, tuple(counts))


def _weights(given: ArrayLike, count: int | None) -> NDArray[np.float64]:
    cost = np.asarray(given, np.float64).ravel()
    if not len(cost) or (count is not None and len(cost) != count):
        raise InputError(f"{'At least one' if count is None else count} weights are needed, got {len(cost)}.")
    if not np.all(np.isfinite(cost)) or cost.min() < 0:
        raise InputError(f"Weights are finite numbers of at least 0, got {cost[~(np.isfinite(cost) & (cost >= 0))][0]}.")
    return cost


def _problem(edges: Edges, cost: NDArray[np.float64], first_task: int, counts: tuple[int, ...]) -> PlacementProblem:
    ends = np.array([(u, v) for u, v, _ in edges], np.int64)
    volume = np.array([bytes_ for _, _, bytes_ in edges], np.float64)
    order = np.lexsort((ends[:, 0], ends[:, 1]))
    source, destination = ends[order, 0], ends[order, 1]
    n = first_task + len(cost)
    degree = np.bincount(destination, minlength=n)
    costs = np.concatenate([np.zeros(first_task), cost])
    weight = (costs / np.maximum(degree, 1))[destination]
    weight_table, weight_code = np.unique(weight.astype(np.float32), return_inverse=True)
    cost_table, cost_code = np.unique(costs.astype(np.float32), return_inverse=True)
    graph = DependenceGraph(
        source.astype(np.uint32), degree.astype(smallest_unsigned(int(degree.max()))),
        weight_code.astype(smallest_unsigned(len(weight_table))), weight_table,
        cost_code.astype(smallest_unsigned(len(cost_table))), cost_table)
    return PlacementProblem(graph, volume[order], first_task, counts)
