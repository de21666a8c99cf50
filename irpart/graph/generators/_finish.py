"""The last steps of every generator: parallel edges, direction, order and weights."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.graph.construct import from_edges
from irpart.graph.generators._options import choice, random_numbers
from irpart.graph.types import DependenceGraph

WEIGHTS = ("one", "random")
HEAVIEST = 10


def as_graph(source: NDArray[np.int64], destination: NDArray[np.int64], n_vertices: int, *, weights: Any,
             seed: Any) -> DependenceGraph:
    """A graph of generated edges; option ``weights`` is ``one``, or ``random``: whole numbers from 1 to 10.

    Random weights come from a stream of their own, so the structure is the same with and without them.

    Raises
    ------
    InputError
        When the seed is no whole number >= 0, or ``weights`` is neither word.
    """
    random_numbers(seed)
    if choice("weights", weights, WEIGHTS) == "one":
        return from_edges(source, destination, n_vertices=n_vertices)
    drawn = np.random.default_rng([int(seed), 1]).integers(1, HEAVIEST + 1, len(source))
    return from_edges(source, destination, drawn, n_vertices=n_vertices)


def without_parallel(source: NDArray[np.int64], destination: NDArray[np.int64],
                     n_vertices: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Edges with distinct ends and no parallel ones, by destination and source."""
    distinct = np.unique((destination * n_vertices + source)[source != destination])
    return distinct % n_vertices, distinct // n_vertices


def forward(source: NDArray[np.int64], destination: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Edges turned so that they go from the smaller vertex to the larger one."""
    return np.minimum(source, destination), np.maximum(source, destination)
