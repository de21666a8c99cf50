"""Cut a graph with a registered method, or with all of them."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from irpart.base.errors import InputError
from irpart.base.registry import Method, Registry
from irpart.graph.measures import has_cycle
from irpart.graph.types import DependenceGraph
from irpart.partitioning.quality import Quality, measure_quality
from irpart.partitioning.types import Partition

METHODS = Registry("irpart.partitioning.methods", "irpart.partitioners", ("seed", "balance"))
"""All partitioning methods: those in ``methods/`` and entry points of third parties."""


def partition(graph: DependenceGraph, k: int, *, method: str = "irpart", balance: float = 1.03, seed: int = 0,
              **options: Any) -> Partition:
    """Cut a graph into ``k`` clusters.

    Parameters
    ----------
    graph
        Any graph; its edge order is the order in which streaming methods see the edges.
    k
        Number of clusters, 1 to 65536; may exceed the number of edges (some clusters stay empty).
    method, options
        A registered method and its own options.
    balance
        Bound on the heaviest cluster's weight, as a factor of the mean; methods that are not bounded ignore it.
    seed
        The same seed gives the same partition.

    Raises
    ------
    InputError
        When ``k``, ``balance``, the method or one of its options is wrong.
    """
    check_request(k, balance)
    found = METHODS.get(method)
    unknown = sorted(set(options) - set(found.options))
    if unknown:
        known = ", ".join(f"{name}={value}" for name, value in found.options.items()) or "none"
        raise InputError(f"Method '{found.name}' has no option '{unknown[0]}'; its own options: {known}.")
    check_seed(seed)
    warm_up(found, graph, k, balance, options)
    began = time.perf_counter()
    if k == 1 or graph.n_edges == 0:
        assignment = np.zeros(graph.n_edges, np.uint16)
    else:
        assignment = found.function(graph, k, seed=seed, balance=balance, **options)
    seconds = time.perf_counter() - began
    return Partition(assignment, k, found.name, graph.checksum(), json.dumps({**found.options, **options}), seed,
                     float(balance), seconds)


def compare_methods(graph: DependenceGraph, k: int, *, methods: Sequence[str] | None = None, balance: float = 1.03,
                    seed: int = 0) -> list[tuple[Partition, Quality]]:
    """Partitions of one graph by several methods (default: all that are available and take it), each with its quality."""
    return list(iterate_methods(graph, k, methods=methods, balance=balance, seed=seed))


def iterate_methods(graph: DependenceGraph, k: int, *, methods: Sequence[str] | None = None, balance: float = 1.03,
                    seed: int = 0) -> Iterator[tuple[Partition, Quality]]:
    """As ``compare_methods``, one after the other."""
    check_request(k, balance)
    for name in methods if methods is not None else _suitable_methods(graph):
        made = partition(graph, k, method=name, balance=balance, seed=seed)
        yield made, measure_quality(graph, made)


def _suitable_methods(graph: DependenceGraph) -> list[str]:
    """The available methods, without those that refuse the graph because it has a cycle."""
    names = METHODS.available()
    refusing = {name for name in names if METHODS.get(name).capabilities.get("acyclic")}
    return [name for name in names if name not in refusing] if refusing and has_cycle(graph) else names


def check_request(k: int, balance: float) -> None:
    """Refuse a number of clusters or a bound that makes no sense, with the value."""
    if not isinstance(k, int) or isinstance(k, bool) or not 1 <= k <= 65536:
        raise InputError(f"The number of clusters k must be a whole number from 1 to 65536, got {k!r}.")
    if not isinstance(balance, int | float) or not math.isfinite(balance) or balance < 1:
        raise InputError(f"The balance bound is a factor of the mean and at least 1, got {balance!r}.")


def check_seed(seed: int) -> None:
    """Refuse a seed that is not a whole number >= 0."""
    if not isinstance(seed, int) or isinstance(seed, bool) or seed < 0:
        raise InputError(f"The seed must be a whole number >= 0, got {seed!r}.")


_warm: set[tuple[object, ...]] = set()


def warm_up(method: Method, graph: DependenceGraph, k: int, balance: float, options: dict[str, Any]) -> None:
    """Run a method once on a small graph of the same types, so that compiling or loading its kernels is not timed.

    Only the first time in a process, for a method, its options, and k up to 64 or beyond.
    """
    columns = (graph.source, graph.in_degree, graph.weight_code, graph.cost_code)
    key = (method.name, k > 64, *(column.dtype for column in columns), json.dumps(options, sort_keys=True))
    if key in _warm:
        return
    clusters, n = (2, 300) if k <= 64 else (65, 1200)
    reader = np.repeat(np.arange(1, n), 2)
    source = np.where(np.arange(len(reader)) % 2, reader - 1, reader // 2)
    degree = np.full(n, 2)
    degree[0] = 0
    small = DependenceGraph(source.astype(graph.source.dtype), degree.astype(graph.in_degree.dtype),
                            np.zeros(len(source), graph.weight_code.dtype), np.ones(1, np.float32),
                            np.zeros(n, graph.cost_code.dtype), np.ones(1, np.float32))
    method.function(small, clusters, seed=0, balance=balance, **options)
    _warm.add(key)
