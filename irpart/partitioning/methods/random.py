"""Uniformly random clusters (``random``): the control that every method must beat."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from irpart.base.registry import method
from irpart.graph.types import DependenceGraph


@method(weighted=False, streaming=True, bounded=False)
def random(graph: DependenceGraph, k: int, *, seed: int, balance: float) -> NDArray[np.uint16]:
    """Each edge to a cluster drawn uniformly and independently.

    Notes
    -----
    A vertex of degree d is expected in k * (1 - (1 - 1/k)**d) clusters.

    References
    ----------
    J. E. Gonzalez et al., "PowerGraph", OSDI 2012, section 5.1 (random vertex cuts and their expected replication).
    """
    return np.random.default_rng(seed).integers(0, k, graph.n_edges, dtype=np.uint16)
