"""From a partition and a machine to a placement: pose the problem, solve it by a method, say what came of it."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any

import numpy as np

from irpart.base.errors import InputError
from irpart.graph.types import DependenceGraph, MemoryAccesses
from irpart.mapping.communication import Traffic, measure_traffic
from irpart.mapping.objective import measure_cost
from irpart.mapping.placing import METHODS, solve
from irpart.mapping.problem import MappingProblem, problem_of
from irpart.mapping.rules import Rules, group_by_structure, pins_of
from irpart.mapping.types import Placement
from irpart.partitioning.messages import MessagePlan
from irpart.partitioning.types import Partition
from irpart.topology.types import Topology


@dataclass(frozen=True, slots=True, eq=False)
class Posed:
    """A mapping problem and what it was made of."""

    problem: MappingProblem
    traffic: Traffic
    partition: Partition
    topology: Topology
    rules: Rules
    message_bytes: float


def place(graph: DependenceGraph, partition: Partition, topology: Topology, *, method: str = "swap", seed: int = 0,
          message_bytes: float = 64.0, rules: Rules | None = None, accesses: MemoryAccesses | None = None,
          plan: MessagePlan | None = None, **options: Any) -> Placement:
    """Place the clusters of a partition on the processors of a machine.

    Parameters
    ----------
    graph, partition
        A graph and a partition of it.
    topology
        The machine.
    method, seed, options
        Registered mapping method, its seed and its own options.
    message_bytes
        The distance of two processors is the time of a message of so many bytes.
    rules
        What the placement should keep to; by default as ``Rules()``.
    accesses
        The memory accesses of the graph (``Profile.accesses``), for the rule of clusters that work on the same data.
    plan
        What ``plan_messages`` makes of graph and partition, where it is known already.

    Returns
    -------
    The placement; its ``cost`` is the total of ``irpart.mapping.objective``.

    Raises
    ------
    InputError
        When the partition is of another graph, a value is out of its range, or no placement can keep the rules.
    """
    posed = pose(graph, partition, topology, message_bytes=message_bytes, rules=rules, accesses=accesses, plan=plan)
    return solve_posed(posed, method=method, seed=seed, **options)


def pose(graph: DependenceGraph, partition: Partition, topology: Topology, *, message_bytes: float = 64.0,
         rules: Rules | None = None, accesses: MemoryAccesses | None = None, plan: MessagePlan | None = None) -> Posed:
    """The mapping problem of a partition on a machine; parameters and errors as of ``place``."""
    from scipy.sparse import csr_array

    chosen = rules or Rules()
    if not 0 < message_bytes < 1e12:
        raise InputError(f"A message must have a positive number of bytes below 10^12, got {message_bytes}.")
    if accesses is not None and accesses.n_vertices != graph.n_vertices:
        raise InputError(f"The accesses are of a graph of {accesses.n_vertices} vertices, not of this one of "
                         f"{graph.n_vertices}.")
    k, processors = partition.n_clusters, topology.n_processors
    traffic = measure_traffic(graph, partition, accesses if chosen.same_data != "off" else None, plan)
    pinned = pins_of(chosen.pinned, k, processors)
    cap = chosen.cap if chosen.cap is not None else max(1, -(-k // processors))
    between, shared = traffic.communication, traffic.shared
    group = None
    if chosen.same_data == "hard":
        group = group_by_structure(traffic.structure, np.full(processors, cap, np.int32), pinned)
    affinity = None
    if chosen.same_data == "soft" and len(shared):
        affinity = csr_array((shared.value, shared.target, shared.start), shape=(k, k))
    problem = problem_of(
        topology, csr_array((between.messages, between.target, between.start), shape=(k, k)), load=traffic.load, cap=cap,
        pinned=pinned, group=group, affinity=affinity, load_weight=chosen.balance, region_weight=chosen.spread,
        message_bytes=message_bytes)
    return Posed(problem, traffic, partition, topology, chosen, message_bytes)


def solve_posed(posed: Posed, *, method: str = "swap", seed: int = 0, **options: Any) -> Placement:
    """Place the clusters of a posed problem by a registered method; the rules go into the placement's options.

    Raises
    ------
    InputError
        Unknown method or option, or a value out of its range.
    """
    if not 0 <= seed < 1 << 63:
        raise InputError(f"The seed must be a whole number from 0 to 2^63 - 1, got {seed}.")
    began = time.perf_counter()
    placed = solve(posed.problem, method, seed, **options)
    seconds = time.perf_counter() - began
    stated = {**posed.rules.to_json(), "message_bytes": posed.message_bytes, **options}
    return Placement(placed, posed.partition, posed.topology, METHODS.get(method).name,
                     json.dumps(stated, sort_keys=True), seed, measure_cost(posed.problem, placed).total, seconds)
