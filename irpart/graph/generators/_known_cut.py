"""What is proven about the best cut of a graph, and the loads that a balance bound allows."""

from __future__ import annotations

import math
from dataclasses import dataclass


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


def allowed_loads(n_edges: int, k: int, balance: float) -> tuple[int, int]:
    """Edges that the smallest cluster has at least, and the largest at most, when the balance bound is kept."""
    largest = min(n_edges, max(-(-n_edges // k), math.floor(balance * n_edges / k)))
    return max(0, n_edges - (k - 1) * largest), largest


def connected_bound(smallest: int, k: int) -> int:
    """Least km1 of a connected graph whose k clusters hold at least ``smallest`` edges each.

    The graph of clusters and replicated vertices is connected: k clusters and r vertices need k + r - 1 incidences,
    which are the sum of |A(v)| over the r vertices, so km1 = that sum - r >= k - 1. Nothing follows when clusters
    may be empty.
    """
    return k - 1 if smallest > 0 else 0
