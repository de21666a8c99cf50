"""What is proven about the best cut of a graph, and the loads that a balance bound allows."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class KnownCut:
    """Bounds of the least connectivity km1 over all partitions that keep a balance bound.

    Attributes
    ----------
    lower
        No partition has less.
    upper
        Some partition has this; None when no cut is known that keeps the bound.
    """

    lower: int
    upper: int | None

    @property
    def is_exact(self) -> bool:
        """Whether both bounds meet: the optimum is known."""
        return self.lower == self.upper


def allowed_loads(n_edges: int, k: int, balance: float) -> tuple[NDArray[np.int64], int]:
    """Loads of clusters that keep a balance bound.

    Returns
    -------
    tuple
        int64, shape (k,): edges that the largest, the second largest, ... the smallest cluster has at least; and
        edges that the largest has at most. If b - 1 clusters have as many as they may, the b-th largest still has its
        share of the rest.
    """
    largest = min(n_edges, max(-(-n_edges // k), math.floor(min(balance, k) * n_edges / k)))
    before = np.arange(k)
    return np.maximum(0, -(-(n_edges - before * largest) // (k - before))), largest


def routed_bound(n_edges: int, largest: int, largest_in_degree: int, most_ways: int) -> int:
    """Least km1 of a graph in which all vertices can send to all others without crowding any vertex.

    Parameters
    ----------
    n_edges, largest
        Edges m of the graph, and of the largest cluster at most.
    largest_in_degree
        No vertex has more in-edges than this, D.
    most_ways
        There is a way from each vertex to each vertex (edges used in either direction) such that no vertex lies on
        more than this number of ways, g.

    Notes
    -----
    Let a cluster C have |C| edges and a boundary of x vertices: those with edges of C and of other clusters. At least
    |C| / D vertices have edges of C, so at least p - x, with p = |C| / D, have only such; in the same manner at least
    q - x, with q = (m - |C|) / D, have none. The ways between these, in both directions, pass the boundary:
    x g >= 2 (p - x) (q - x), so x is at least the smaller root. That root is concave in |C| (with p + q constant,
    it is a constant less the root of a sum of squares), so the sum over the clusters is least when as many as
    possible hold ``largest`` edges, one the rest, and others none. A vertex with replicas counts
    |A(v)| - 1 >= |A(v)| / 2, so km1 is at least half that sum.

    References
    ----------
    F. T. Leighton, S. Rao, "Multicommodity max-flow min-cut theorems and their use in designing approximation
    algorithms", Journal of the ACM 46 (1999), the introduction: cuts and uniform multicommodity flows.
    """
    def boundary(load: int) -> float:
        product = load / largest_in_degree * ((n_edges - load) / largest_in_degree)
        linear = 2 * n_edges / largest_in_degree + most_ways
        return 4 * product / (linear + math.sqrt(linear**2 - 16 * product))

    full, rest = divmod(n_edges, largest)
    return math.ceil((full * boundary(largest) + boundary(rest)) / 2 * (1 - 1e-9))


def connected_bound(least: NDArray[np.int64]) -> int:
    """Least km1 of a connected graph whose clusters, by rank, have at least so many edges (``allowed_loads``).

    The graph of clusters and replicated vertices is connected: b clusters with edges and r vertices need b + r - 1
    incidences, which are the sum of |A(v)| over the r vertices, so km1 = that sum - r >= b - 1.
    """
    return int(np.count_nonzero(least)) - 1
