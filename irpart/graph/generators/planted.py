"""Groups that share few vertices: the best cut is known (``planted``)."""

from __future__ import annotations

import numpy as np

from irpart.base.errors import InputError
from irpart.base.registry import method
from irpart.graph.generators._finish import as_graph, forward
from irpart.graph.generators._known_cut import KnownCut, allowed_loads, connected_bound
from irpart.graph.generators._options import check_size, flag, random_numbers, whole
from irpart.graph.types import DependenceGraph


@method(known_cut=True, acyclic=True)
def planted(*, groups: int = 8, size: int = 40, shared: int = 4, shuffle: bool = False, weights: str = "one",
            seed: int = 0) -> DependenceGraph:
    """Ring of dense groups that share few vertices: the cut between the groups is the best one.

    Parameters
    ----------
    groups
        Number of groups g, 2 or more.
    size
        Vertices q of each group, those it shares included; at least ``3 * shared``.
    shared
        Vertices s that each group shares with the next, 1 or more; the last shares as many with the first.
    shuffle
        Number the vertices at random, so that neither the order of vertices nor that of edges shows the groups.
    weights
        ``one``, or ``random``: whole numbers from 1 to 10.
    seed
        Whole number >= 0.

    Returns
    -------
    DependenceGraph
        g (q - s) vertices; g (q (q - 1) / 2 - s (s - 1)) edges, from smaller to larger vertices: all pairs within a
        group, except pairs that share both their groups. With two groups, pairs that are in both (one vertex shared
        here, the other there) have two edges.

    Raises
    ------
    InputError
        An option out of its range, groups too small for what they share, or more than 2**28 vertices or edges.

    Notes
    -----
    Why this cut is the best: see ``known_connectivity``.

    References
    ----------
    A. Condon, R. M. Karp, "Algorithms for graph partitioning on the planted partition model", Random Structures and
    Algorithms 18 (2001), for the idea; the ring and its proof are irpart's, to have an optimum and not a likely one.
    """
    g, q, s, m = _sizes(groups, size, shared)
    is_shuffled = flag("shuffle", shuffle)
    random = random_numbers(seed)
    n = g * (q - s)
    check_size(n, m)
    one, other = np.triu_indices(q, 1)
    kept = (other >= s) & (one < q - s)  # neither both in the first joint nor both in the last
    first = (q - s) * np.arange(g)[:, None]
    source, destination = (((first + ends[kept]) % n).reshape(-1) for ends in (one, other))
    if is_shuffled:
        name = random.permutation(n)
        source, destination = name[source], name[destination]
    return as_graph(*forward(source, destination), n, weights=weights, seed=seed)


def known_connectivity(k: int, balance: float, *, groups: int = 8, size: int = 40, shared: int = 4) -> KnownCut:
    """Least km1: exactly k * shared where k divides the number of groups; a lower bound for other k.

    Notes
    -----
    *Upper bound*: clusters of g / k consecutive groups hold m / k edges each, and the s vertices at each of the k places
    where two of them meet have one replica each.

    *Lower bound*: two vertices that are not adjacent are joined by 2 s ways without a common inner vertex. If no group
    holds both, s ways go round the ring in each direction, through one shared vertex at each joint. If they are
    shared by the same two groups, all other vertices of these are common neighbours: 2 (q - s) of them, or
    2 q - 3 s when g = 2, and q >= 3 s. So let a cluster C have a boundary (vertices with edges of C and of others) of
    fewer than 2 s vertices. By Menger's theorem there is not both a vertex wholly in C and one wholly outside; so
    either all edges of C or all other edges join boundary vertices, of which there are at most (2 s - 1) (s - 1) pairs,
    joined by one edge (two if g = 2). So each cluster with more edges than that, and with more outside it, has a boundary
    of 2 s vertices or more. As |A(v)| - 1 >= |A(v)| / 2 for a vertex with replicas, km1 >= b (2 s) / 2 for the b clusters
    that the balance bound forces to be that large: all k, unless k or ``balance`` is so large that one may be nearly
    empty.

    References
    ----------
    K. Menger, "Zur allgemeinen Kurventheorie", Fundamenta Mathematicae 10 (1927).
    """
    g, q, s, m = _sizes(groups, size, shared)
    check_size(g * (q - s), m)
    least, largest = allowed_loads(m, k, balance)
    within_boundary = (2 * s - 1) * (s - 1) * (2 if g == 2 else 1)
    bounded = int(np.count_nonzero(least > within_boundary)) if m - largest > within_boundary else 0
    return KnownCut(max(connected_bound(least), bounded * s), (k * s if k > 1 else 0) if g % k == 0 else None)


def _sizes(groups: int, size: int, shared: int) -> tuple[int, int, int, int]:
    """Numbers of groups, of vertices in each, of vertices shared, and of edges."""
    g, q, s = whole("groups", groups, 2), whole("size", size, 1), whole("shared", shared, 1)
    if q < 3 * s:
        raise InputError(f"Option size must be at least three times shared, {3 * s}, got {size}.")
    return g, q, s, g * (q * (q - 1) // 2 - s * (s - 1))
