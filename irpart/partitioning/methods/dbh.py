"""Degree-based hashing (``dbh``)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from irpart.base.registry import method
from irpart.graph.types import DependenceGraph


@method(weighted=False, streaming=True, bounded=False)
def dbh(graph: DependenceGraph, k: int, *, seed: int, balance: float) -> NDArray[np.uint16]:
    """Each edge to the hash of its endpoint of lower degree.

    Notes
    -----
    Chosen here: degrees are known in advance; among equals the destination is hashed; the hash is a 64-bit
    multiply-xorshift (the finaliser of MurmurHash3) of the vertex number and the seed. O(n + m), vectorised.

    References
    ----------
    C. Xie, L. Yan, W.-J. Li, Z. Zhang, "Distributed power-law graph computing: theoretical and empirical analysis",
    NIPS 2014, algorithm 1.
    """
    degrees = graph.degrees()
    destination = graph.destinations()
    deciding = np.where(degrees[graph.source] < degrees[destination], graph.source, destination)
    return (_hashed(np.arange(graph.n_vertices, dtype=np.uint64), seed) % np.uint64(k)).astype(np.uint16)[deciding]


def _hashed(values: NDArray[np.uint64], seed: int) -> NDArray[np.uint64]:
    """Well-mixed 64-bit hashes of whole numbers."""
    mixed = values + np.uint64((seed * 0x9E3779B97F4A7C15 + 0x632BE59BD9B4E019) % (1 << 64))
    for shift, factor in ((33, 0xFF51AFD7ED558CCD), (33, 0xC4CEB9FE1A85EC53), (33, 1)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return mixed
