"""Recursive matrix graphs (``rmat``)."""

from __future__ import annotations

import numpy as np

from irpart.base.errors import InputError
from irpart.base.registry import method
from irpart.graph.generators._finish import as_graph, without_parallel
from irpart.graph.generators._options import check_size, flag, number, random_numbers, whole
from irpart.graph.types import DependenceGraph


@method(known_cut=False, acyclic=False)
def rmat(*, scale: int = 13, edge_factor: int = 8, a: float = 0.57, b: float = 0.19, c: float = 0.19, d: float = 0.05,
         shuffle: bool = True, simple: bool = False, weights: str = "one", seed: int = 0) -> DependenceGraph:
    """Recursive matrix graph: skewed degrees and communities; directed, with cycles.

    Parameters
    ----------
    scale
        There are ``2 ** scale`` vertices.
    edge_factor
        Edges per vertex.
    a, b, c, d
        Probabilities that an edge falls into the upper left, upper right, lower left and lower right quarter of the
        adjacency matrix, at each of ``scale`` halvings; they sum to 1.
    shuffle
        Number the vertices at random; otherwise vertex 0 has the largest expected degree.
    simple
        Remove parallel edges and self-loops, after which there are fewer edges.
    weights
        ``one``, or ``random``: whole numbers from 1 to 10.
    seed
        Whole number >= 0.

    Returns
    -------
    DependenceGraph
        Rows of the matrix are sources, columns destinations. O(m * scale) time, O(m) memory.

    Raises
    ------
    InputError
        An option out of its range, probabilities that do not sum to 1, or more than 2**28 vertices or edges.

    Notes
    -----
    The probabilities are the same at each halving; the paper's noise, which smooths the degree law, is left out.
    Defaults are those of the Graph500 benchmark. Parallel edges and self-loops stay as drawn unless ``simple``.

    References
    ----------
    D. Chakrabarti, Y. Zhan, C. Faloutsos, "R-MAT: a recursive model for graph mining", SIAM International
    Conference on Data Mining (2004), section 3.
    """
    levels = whole("scale", scale, 1, 28)
    n, m = 1 << levels, (1 << levels) * whole("edge_factor", edge_factor, 0)
    shares = [number(name, value, least=0, most=1) for name, value in zip("abcd", (a, b, c, d), strict=True)]
    if abs(sum(shares) - 1) > 1e-6:
        raise InputError(f"Options a, b, c and d must sum to 1, got {a} + {b} + {c} + {d} = {sum(shares):g}.")
    is_shuffled, alone = flag("shuffle", shuffle), flag("simple", simple)
    random = random_numbers(seed)
    check_size(n, m)
    source, destination = np.zeros(m, np.int64), np.zeros(m, np.int64)
    bounds = np.cumsum(shares[:3])
    for _ in range(levels):
        quarter = np.searchsorted(bounds, random.random(m), side="right")
        source = 2 * source + (quarter >> 1)
        destination = 2 * destination + (quarter & 1)
    if is_shuffled:
        name = random.permutation(n)
        source, destination = name[source], name[destination]
    if alone:
        source, destination = without_parallel(source, destination, n)
    return as_graph(source, destination, n, weights=weights, seed=seed)
