"""Random graphs whose expected degrees follow a power law (``chung-lu``)."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import InputError
from irpart.base.registry import method
from irpart.graph.generators._finish import as_graph, forward, without_parallel
from irpart.graph.generators._options import check_size, flag, number, random_numbers, whole
from irpart.graph.types import DependenceGraph


@method(known_cut=False, acyclic=True)
def chung_lu(*, vertices: int = 10_000, exponent: float = 2.5, mean_degree: float = 8.0, simple: bool = False,
             weights: str = "one", seed: int = 0) -> DependenceGraph:
    """Random graph whose expected degrees follow a power law, edges from earlier to later vertices.

    Parameters
    ----------
    vertices
        Number of vertices n, 2 or more.
    exponent
        The number of vertices of degree d falls as ``d ** -exponent``; above 1.
    mean_degree
        In-degree plus out-degree on average, above 0 and below n; there are ``round(n * mean_degree / 2)`` edges.
    simple
        Remove parallel edges, after which there are fewer.
    weights
        ``one``, or ``random``: whole numbers from 1 to 10.
    seed
        Whole number >= 0.

    Returns
    -------
    DependenceGraph
        Without self-loops. O(m) time and memory.

    Raises
    ------
    InputError
        An option out of its range, or more than 2**28 vertices or edges.

    Notes
    -----
    Vertex i of n has the expected degree c (i + i0)^(-1 / (exponent - 1)); i0 is chosen so that the largest is
    sqrt(n * mean_degree), the most for which the probabilities of the model stay below 1. Rather than a coin for
    each pair, each of a fixed number of edges draws both ends independently in proportion to those degrees
    (continuous positions, rounded down), and ends that are equal are drawn anew: the same law up to that rounding
    and up to parallel edges. Vertices are then numbered at random, so that the order says nothing about degrees.

    References
    ----------
    F. Chung, L. Lu, "The average distances in random graphs with given expected degrees", Proceedings of the
    National Academy of Sciences 99 (2002), the section on power law graphs (expected degrees with i0).
    A. Pinar, C. Seshadhri, T. G. Kolda, "The similarity between stochastic Kronecker and Chung-Lu graph models",
    SIAM International Conference on Data Mining (2012): drawing the ends of each edge.
    """
    n = whole("vertices", vertices, 2)
    gamma = number("exponent", exponent, above=1)
    degree = number("mean_degree", mean_degree, above=0)
    if degree >= n:
        raise InputError(f"Option mean_degree must be below the number of vertices, {n}, got {mean_degree!r}.")
    alone = flag("simple", simple)
    random = random_numbers(seed)
    m = round(n * degree / 2)
    check_size(n, m)
    power = 1 / (gamma - 1)
    offset = _offset(n, power, math.sqrt(degree / n))
    source = _drawn(random, m, n, power, offset)
    destination = _drawn(random, m, n, power, offset)
    while len(same := np.flatnonzero(source == destination)):
        source[same] = _drawn(random, len(same), n, power, offset)
        destination[same] = _drawn(random, len(same), n, power, offset)
    name = random.permutation(n)
    source, destination = forward(name[source], name[destination])
    if alone:
        source, destination = without_parallel(source, destination, n)
    return as_graph(source, destination, n, weights=weights, seed=seed)


def _offset(n: int, power: float, mean_over_largest: float) -> float:
    """The i0 with which the mean of (1 + x / i0)^-power over 0 <= x < n is a given share of the largest value, 1."""
    low, high = -20.0, 40.0 + math.log(n)
    for _ in range(100):
        middle = (low + high) / 2
        offset = math.exp(middle)
        mean = offset / n * _grown(1 - power, math.log1p(n / offset))
        low, high = (middle, high) if mean < mean_over_largest else (low, middle)
    return math.exp(high)


def _grown(rest: float, log_ratio: float) -> float:
    """(e^(rest * log_ratio) - 1) / rest, also at rest = 0."""
    return math.expm1(rest * log_ratio) / rest if abs(rest) > 1e-12 else log_ratio


def _drawn(random: np.random.Generator, count: int, n: int, power: float, offset: float) -> NDArray[np.int64]:
    """Positions 0 to n - 1 with probability in proportion to (x + offset)^-power, by inversion of the integral."""
    rest, log_ratio = 1 - power, math.log1p(n / offset)
    share = random.random(count)
    logs = np.log1p(share * math.expm1(rest * log_ratio)) / rest if abs(rest) > 1e-12 else share * log_ratio
    return np.minimum(offset * np.expm1(logs), n - 1).astype(np.int64)
