"""Reduction trees (``tree``)."""

from __future__ import annotations

import numpy as np

from irpart.base.registry import method
from irpart.graph.generators._finish import as_graph
from irpart.graph.generators._known_cut import KnownCut, allowed_loads, connected_bound
from irpart.graph.generators._options import check_size, whole
from irpart.graph.types import DependenceGraph


@method(known_cut=True, acyclic=True)
def tree(*, arity: int = 2, levels: int = 13, weights: str = "one", seed: int = 0) -> DependenceGraph:
    """Reduction of ``arity ** levels`` values to one, ``arity`` of them at a time.

    Parameters
    ----------
    arity
        Values that a vertex reads, a >= 2.
    levels
        Number of levels L, 1 or more: a^L leaves, a + a^2 + ... + a^L edges and one vertex more.
    weights
        ``one``, or ``random``: whole numbers from 1 to 10.
    seed
        Whole number >= 0; only random weights depend on it.

    Returns
    -------
    DependenceGraph
        Leaves first, then level by level; the root is the last vertex.

    Raises
    ------
    InputError
        An option out of its range, or more than 2**28 vertices or edges.

    Notes
    -----
    Each vertex reads neighbours of the level before. Best cuts: see ``known_connectivity``.

    References
    ----------
    G. E. Blelloch, "Prefix sums and their applications", Technical report CMU-CS-90-190 (1990): the up-sweep of
    a scan.
    """
    n_children, m = _sizes(arity, levels)
    check_size(m + 1, m)
    source = np.arange(m)
    destination = n_children**levels + source // n_children
    return as_graph(source, destination, m + 1, weights=weights, seed=seed)


def known_connectivity(k: int, balance: float, *, arity: int = 2, levels: int = 13) -> KnownCut:
    """Least km1: exactly k - 1 for k = a^j, as long as the balance bound leaves room for j - 1 edges.

    Notes
    -----
    A tree is connected, so k clusters that are not empty have km1 >= k - 1 (one may be empty where k or ``balance`` is
    large: beyond k = 34 at 1.03). For k = a^j, j <= L, each of the a^j subtrees
    whose root is j below the top is a cluster, with the edge above it. The edges further up join the cluster
    of the leftmost subtree below them. Each cluster is connected, so km1 = (sum of components) - 1 = k - 1, and the
    largest has 1 + a + ... + a^(L - j) edges and j - 1 more.
    """
    n_children, m = _sizes(arity, levels)
    check_size(m + 1, m)
    least, largest = allowed_loads(m, k, balance)
    splits = 0
    while n_children**splits < k:
        splits += 1
    if n_children**splits != k or splits > levels:
        return KnownCut(connected_bound(least), None)
    needed = m if k == 1 else sum(n_children**i for i in range(levels - splits + 1)) + splits - 1
    return KnownCut(connected_bound(least), k - 1 if needed <= largest else None)


def _sizes(arity: int, levels: int) -> tuple[int, int]:
    """Children of a vertex, and the number of edges."""
    n_children, count = whole("arity", arity, 2), whole("levels", levels, 1, 28)
    return n_children, (n_children ** (count + 1) - n_children) // (n_children - 1)
