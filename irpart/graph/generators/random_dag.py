"""Random directed acyclic graphs with locality, in layers or without (``random-dag``)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import InputError
from irpart.base.registry import method
from irpart.graph.generators._finish import as_graph, without_parallel
from irpart.graph.generators._options import LARGEST, check_size, flag, number, random_numbers, whole
from irpart.graph.types import DependenceGraph


@method(known_cut=False, acyclic=True)
def random_dag(*, vertices: int = 10_000, in_degree: float = 2.0, reach: float = 100.0, layers: int = 0,
               simple: bool = False, weights: str = "one", seed: int = 0) -> DependenceGraph:
    """Random acyclic graph whose vertices read values made shortly before, in layers or without.

    Parameters
    ----------
    vertices
        Number of vertices n.
    in_degree
        In-edges of each vertex that has earlier ones to read: the whole part for all, one more for a random share
        of them that makes up the rest.
    reach
        Mean distance of an edge, 1 or more: in vertices, or in layers when there are some. 0: any earlier vertex or
        layer with equal probability.
    layers
        0 for none; else the vertices fall into so many layers of equal size (up to one), and edges go to later
        layers only.
    simple
        Remove parallel edges, after which there are fewer.
    weights
        ``one``, or ``random``: whole numbers from 1 to 10.
    seed
        Whole number >= 0.

    Returns
    -------
    DependenceGraph
        Edges go from earlier to later vertices. O(n + m) time and memory.

    Raises
    ------
    InputError
        An option out of its range, more layers than vertices, or more than 2**28 vertices or edges.

    Notes
    -----
    Distances are geometric (1, 2, ... with mean ``reach``); one that reaches before the first vertex or layer is drawn
    anew with equal probability of all that exist. Within the layer found, each vertex is as likely as any other.

    References
    ----------
    D. Cordeiro et al., "Random graph generation for scheduling simulations", SIMUTools (2010): the
    layer-by-layer method and methods with forward edges. The geometric distances are a choice of irpart, as
    values of programs are read soon after they are made.
    """
    n = whole("vertices", vertices, 1)
    per_vertex = number("in_degree", in_degree, least=0, most=LARGEST)
    mean_distance = number("reach", reach, least=0)
    if 0 < mean_distance < 1:
        raise InputError(f"Option reach must be 0 or a mean distance of at least 1, got {reach!r}.")
    n_layers = whole("layers", layers, 0)
    if n_layers > n:
        raise InputError(f"Option layers must be at most the number of vertices, {n}, got {layers}.")
    alone = flag("simple", simple)
    random = random_numbers(seed)
    check_size(n, int(n * (per_vertex + 1)))
    first = np.arange(n_layers + 1) * n // n_layers if n_layers else np.arange(n + 1)
    layer = np.repeat(np.arange(len(first) - 1), np.diff(first))
    count = int(per_vertex) + (random.random(n) < per_vertex % 1)
    count[layer == 0] = 0
    destination = np.repeat(np.arange(n), count)
    chosen = layer[destination] - _distances(random, layer[destination], mean_distance)
    source = first[chosen] + (random.random(len(chosen)) * (first[chosen + 1] - first[chosen])).astype(np.int64)
    if alone:
        source, destination = without_parallel(source, destination, n)
    return as_graph(source, destination, n, weights=weights, seed=seed)


def _distances(random: np.random.Generator, most: NDArray[np.int64], mean: float) -> NDArray[np.int64]:
    """Distances from 1 to ``most``: geometric, or all as likely when the mean is 0."""
    anywhere = random.integers(1, most + 1)
    if mean == 0:
        return anywhere
    near = random.geometric(1 / mean, len(most))
    return np.where(near <= most, near, anywhere)
