"""Modules of the folder profiling, which is no package, and graphs that have everything peers stumble over."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

import numpy as np

from irpart.graph.construct import from_edges
from irpart.graph.types import DependenceGraph
from irpart.partitioning import Partition, measure_quality

PROFILING = Path(__file__).parents[2] / "profiling"


def load(name: str) -> ModuleType:
    """A module below the folder profiling, by its name from there."""
    if str(PROFILING) not in sys.path:
        sys.path.append(str(PROFILING))
    return importlib.import_module(name)


def random_graph(seed: int, n: int = 30, m: int = 120) -> DependenceGraph:
    """Hubs, loops, parallel and opposite edges, isolated vertices, weights that are not all whole."""
    rng = np.random.default_rng(seed)
    source = np.minimum(rng.zipf(1.5, m), n) - 1
    destination = np.where(rng.random(m) < 0.05, source, rng.integers(0, n, m))
    return from_edges(source, destination, rng.integers(0, 9, m) / (1 + seed % 2), n_vertices=n + 3)


def connectivity(graph: DependenceGraph, edge_cluster: np.ndarray, k: int) -> int:
    """km1 by irpart's own measure."""
    made = Partition(edge_cluster.astype(np.uint16), k, "test", graph.checksum())
    return measure_quality(graph, made).connectivity
