"""Execution model: how fast a partition would run, estimated by list scheduling; the cheap stand-in for a simulation."""

from __future__ import annotations

import copy
import math
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.base.arrays import readonly
from irpart.base.errors import InputError
from irpart.graph.types import DependenceGraph
from irpart.partitioning.types import Partition

_TICKS = 8
_DE_BRUIJN = 0x03F79D71B4CB0A89
_LOWEST_BIT = np.zeros(64, np.uint8)
_LOWEST_BIT[[((1 << bit) * _DE_BRUIJN % (1 << 64)) >> 58 for bit in range(64)]] = np.arange(64)
ORDERS = ("critical-path", "trace", "given")
SPINES = ("waiting", "recomputed")


@dataclass(frozen=True, slots=True)
class ExecutionModel:
    """Parameters of the execution model.

    Attributes
    ----------
    latency_cycles
        From the end of an instruction until its value can be used in another cluster; at least 1/8 cycle.
    receive_cycles
        Time that a cluster spends on each message it receives.
    order
        Which of its ready instructions a cluster starts: ``critical-path`` (the largest bottom level, the longest
        way by vertex costs to the end of the graph), ``trace`` (the earliest in the trace), or ``given`` (the lowest
        number in the partition's ``priority``).
    window
        How many of a cluster's unstarted instructions, in that order, may start out of turn: 1 is in order, 0 no limit.
    spine
        ``waiting``: loop control and induction values are sent like others; ``recomputed``: a cluster computes those that
        it needs itself.
    """

    latency_cycles: float = 20.0
    receive_cycles: float = 20.0
    order: str = "critical-path"
    window: int = 0
    spine: str = "waiting"

    def __post_init__(self) -> None:
        for name, least in (("latency_cycles", 1 / _TICKS), ("receive_cycles", 0.0)):
            value = getattr(self, name)
            if not isinstance(value, int | float) or not math.isfinite(value) or not least <= value <= 1e9:
                raise InputError(f"{name} of the execution model must be a number from {least:g} to 1e9, got {value!r}.")
        if self.order not in ORDERS:
            raise InputError(f"The order of the execution model is one of {', '.join(ORDERS)}; got '{self.order}'.")
        if self.spine not in SPINES:
            raise InputError(f"The spine of the execution model is one of {', '.join(SPINES)}; got '{self.spine}'.")
        if not isinstance(self.window, int) or self.window < 0:
            raise InputError(f"The window of the execution model must be a whole number >= 0, got {self.window!r}.")


@dataclass(frozen=True, slots=True)
class ExecutionEstimate:
    """What the execution model says of a partition.

    Attributes
    ----------
    speedup
        Time of one processor without messages (the sum of vertex costs) over ``makespan_cycles``.
    makespan_cycles, work_cycles, span_cycles
        Time of the clusters; sum of vertex costs; longest path by vertex costs.
    idle_fraction
        Share of the clusters' time in which nothing runs and nothing is received.
    messages
        Values sent: pairs of a value and a cluster that gets it.
    receive_fraction
        Share of the clusters' time spent receiving.
    recomputed
        Instances of spine instructions that clusters compute again; 0 when they wait.
    """

    speedup: float
    makespan_cycles: float
    work_cycles: float
    span_cycles: float
    idle_fraction: float
    messages: int
    receive_fraction: float
    recomputed: int

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)


def estimate_execution(graph: DependenceGraph, partition: Partition, model: ExecutionModel | None = None,
                       ) -> ExecutionEstimate:
    """Run a partition through the execution model.

    An instruction runs on its vertex's master, the cluster with most of the vertex's edge weight (among equals one that
    owns an in-edge, then the first in edge order). A cluster runs one instruction at a time. A value is sent once to
    each other cluster that owns one of its out-edges or runs one of its readers; it arrives ``latency_cycles`` after the
    instruction's end, and twice that where an edge is owned by neither end's master, as the owner passes it on.
    Receiving costs the cluster ``receive_cycles``, spent by the reader that comes first in the cluster's order. A vertex
    without edges runs where the vertex before it runs.

    Parameters
    ----------
    model
        Its parameters; None: those of ``ExecutionModel()``.

    Raises
    ------
    InputError
        The partition is of another graph; the graph has a cycle; the order is ``given`` and the partition has none, or one
        in which the window keeps instructions from ever starting; the spine is to be recomputed and the graph does not
        say which instructions touch memory.

    Notes
    -----
    Times are rounded to 1/8 cycle. O((n + m) log n) at most; about 45 bytes per vertex and 9 per edge beside the graph.
    Recomputing costs the instruction once in each cluster, as though its operands were known: exact for closed-form
    induction, too cheap for other chains of integer arithmetic.
    """
    if len(partition.edge_cluster) != graph.n_edges or partition.graph_checksum != graph.checksum():
        raise InputError("The partition is of another graph than the one its execution is asked for.")
    return ExecutionEstimator(graph, model).estimate(partition.edge_cluster, partition.n_clusters, partition.priority)


def estimator_or_reason(graph: DependenceGraph, model: ExecutionModel | None = None) -> tuple[ExecutionEstimator | None,
                                                                                              str]:
    """An estimator for a graph, or None and the sentence that says why it cannot be executed."""
    try:
        return ExecutionEstimator(graph, model), ""
    except InputError as error:
        return None, str(error)


class ExecutionEstimator:
    """The execution model made ready for one graph, to estimate many partitions of it; see ``estimate_execution``."""

    def __init__(self, graph: DependenceGraph, model: ExecutionModel | None = None) -> None:
        from irpart.partitioning import _execution_kernels, _planning_kernels
        from irpart.partitioning.multilevel.ordering import goes_forward, in_depth_first_order

        self._run, kernels = _execution_kernels.run_clusters, _planning_kernels
        self._kernels, self.model = kernels, model or ExecutionModel()
        if graph.source.dtype != np.uint32 or graph.n_edges >= 1 << 32:
            raise InputError("The execution model takes graphs of fewer than 2**32 vertices and edges.")
        self._edge_of: NDArray[np.int64] | None = None
        self._vertex_of: NDArray[np.int64] | None = None
        if not goes_forward(graph):
            graph, self._edge_of, self._vertex_of = in_depth_first_order(graph)
            if not goes_forward(graph):
                raise InputError("The graph has a cycle, so it cannot be executed: the execution model needs a graph "
                                 "without cycles, such as that of a program.")
        self.graph, n = graph, graph.n_vertices
        self._source, self._in_degree = readonly(graph.source), readonly(graph.in_degree)
        position = np.zeros(n + 2, np.int64)
        kernels.count_readers(self._source, position)
        np.cumsum(position, out=position)
        self._reader, self._edge = np.empty(graph.n_edges, np.uint32), np.empty(graph.n_edges, np.uint32)
        kernels.group_out_edges(self._source, self._in_degree, position, self._reader, self._edge)
        self._position, cost = position[:-1], graph.vertex_costs()
        self._ticks, self._weight = np.rint(cost * _TICKS).astype(np.int64), graph.edge_weights()
        self._level = np.zeros(n, np.float32)
        kernels.bottom_levels(cost, self._position, self._reader, self._level)
        self._by_level: NDArray[np.uint32] | None = None
        self._spine = np.zeros(n, np.bool_)
        if self.model.spine == "recomputed":
            self._mark_spine()

    def critical_order(self) -> NDArray[np.uint32]:
        """uint32, shape (n,): rank of each vertex by descending bottom level; earlier vertices first among equals."""
        rank = np.empty(len(self._level), np.uint32)
        rank[self._sorted_by_level()] = np.arange(len(rank), dtype=np.uint32)
        return rank if self._vertex_of is None else _moved_back(rank, self._vertex_of)

    def estimate(self, edge_cluster: NDArray[np.uint16], k: int, priority: NDArray[np.uint32] | None = None,
                 ) -> ExecutionEstimate:
        """Estimate one assignment (uint16, shape (m,)) of the edges to k clusters."""
        kernels, model, n = self._kernels, self.model, len(self._level)
        assigned = readonly(edge_cluster if self._edge_of is None else edge_cluster[self._edge_of])
        master, seat = np.zeros(n, np.uint16), np.empty(n, np.uint32)
        kernels.choose_masters(self._in_degree, self._weight, assigned, self._position, self._edge, np.zeros(k), master)
        start = np.zeros(k + 1, np.int64)
        np.cumsum(np.bincount(master, minlength=k), out=start[1:])
        kernels.seat_vertices(self._order_of(priority), master, start[:-1].copy(), seat)
        state, duration, cluster = np.empty((n, 2), np.int64), np.empty(n, np.int64), np.empty(n, np.uint16)
        first = np.zeros(n + 1, np.int64)
        kernels.lay_out(seat, master, self._in_degree, self._ticks, self._position, first, state, duration, cluster)
        target, hops = np.empty(len(self._reader), np.uint32), np.empty(len(self._reader), np.uint8)
        counted, copied = np.zeros(2, np.int64), np.zeros(k, np.int64)
        kernels.plan_messages(
            seat, master, assigned, self._position, self._reader, self._edge, self._spine, self._ticks,
            round(model.receive_cycles * _TICKS), np.full(k, -1), np.zeros(k, np.int64), np.zeros(k, np.int64), first,
            target, hops, duration, state, copied, counted)
        busy, started = np.zeros(k, np.int64), np.zeros(k, np.int64)
        words = tuple(np.zeros((n >> shift) + k + 1, np.uint64) for shift in (6, 12, 18))
        last = self._run(
            model.window, duration, cluster, first, target, hops, state, start, round(model.latency_cycles * _TICKS),
            *words, _LOWEST_BIT, np.zeros(n, np.int64), np.zeros(n, np.uint32), np.zeros(k, np.int64),
            np.full(k, -1), np.zeros(k, np.int64), np.zeros(k, np.int64), started, np.zeros(k, np.int64),
            np.zeros(k, np.int64), busy)
        if started.sum() < n:
            raise InputError(f"In the order given with the partition {n - started.sum()} instructions never start: they "
                             f"wait for ones that a window of {model.window} keeps back; widen it, or set it to 0 (no "
                             "limit).")
        work, makespan, occupied = float(self._ticks.sum()) / _TICKS, last / _TICKS, float(busy.sum()) / _TICKS
        received = occupied - work - float(copied.sum()) / _TICKS
        available = makespan * k if makespan else 1.0
        return ExecutionEstimate(
            speedup=work / makespan if makespan else 1.0, makespan_cycles=makespan, work_cycles=work,
            span_cycles=float(self._level.max(initial=0.0)), idle_fraction=1 - occupied / available if makespan else 0.0,
            messages=int(counted[0]), receive_fraction=received / available, recomputed=int(counted[1]))

    def estimate_spines(self, edge_cluster: NDArray[np.uint16], k: int) -> dict[str, ExecutionEstimate]:
        """Estimates by what becomes of the spine: ``waiting``, and ``recomputed`` where the graph tells what the spine
        is."""
        estimates = {self.model.spine: self.estimate(edge_cluster, k)}
        if self.model.spine == "waiting" and len(self.graph.static_arithmetic) and len(self.graph.static_id):
            other = copy.copy(self)
            other.model = replace(self.model, spine="recomputed")
            other._spine = np.zeros(len(self._level), np.bool_)
            other._mark_spine()
            estimates["recomputed"] = other.estimate(edge_cluster, k)
        return estimates

    def _mark_spine(self) -> None:
        graph = self.graph
        if not len(graph.static_arithmetic) or len(graph.static_id) != len(self._level):
            raise InputError("The graph does not say which instructions are integer arithmetic, so its spine cannot be "
                             "recomputed; give the profile of a program, or let the spine wait.")
        self._kernels.mark_spine(self._source, self._in_degree, readonly(graph.static_arithmetic), readonly(graph.static_id),
                                 self._spine)

    def _order_of(self, priority: NDArray[np.uint32] | None) -> NDArray[np.uint32]:
        """uint32, shape (n,): all vertices in the order in which clusters prefer them."""
        n = len(self._level)
        if self.model.order == "given":
            if priority is None or len(priority) != n:
                raise InputError("The execution model is to use the order given with the partition, but it carries none.")
            return self._sorted(priority if self._vertex_of is None else priority[self._vertex_of])
        if self.model.order == "trace":
            return np.arange(n, dtype=np.uint32)
        if self._by_level is None:
            self._by_level = self._sorted_by_level()
        return self._by_level

    def _sorted_by_level(self) -> NDArray[np.uint32]:
        """Bits of floats >= 0 order as the floats do."""
        return self._sorted(~self._level.view(np.uint32))

    def _sorted(self, key: NDArray[np.uint32]) -> NDArray[np.uint32]:
        """Vertices by key; the earlier first among equals. O(n)."""
        order, other, count = np.arange(len(key), dtype=np.uint32), np.empty(len(key), np.uint32), np.zeros(2049, np.int64)
        for digit in (0, 11, 22):
            self._kernels.sort_by_key(key, digit, count, order, other)
            order, other = other, order
        return order


def _moved_back(value: NDArray[np.uint32], vertex_of: NDArray[np.int64]) -> NDArray[np.uint32]:
    back = np.empty_like(value)
    back[vertex_of] = value
    return back
