"""PlacementProblem: tasks with weights and the data between them; Homes: a worker for each, and what that costs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import InputError
from irpart.graph.types import DependenceGraph


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class PlacementProblem:
    """Blocks of iterations or tiles, as a graph that a partitioner can cut.

    Attributes
    ----------
    graph
        Vertices are data first, then tasks in the order of the sequential program; an edge (u, v) says that v uses what u
        is or makes. A task's vertex costs its weight (ns); the weights of its in-edges add up to that too, so that clusters
        of edges are balanced when the work is.
    edge_bytes
        float64, shape (m,): bytes that go along each edge.
    first_task
        The first vertex that is a task.
    counts
        Tiles along each dimension; one number for blocks.

    Raises
    ------
    InputError
        When the columns do not fit together.
    """

    graph: DependenceGraph
    edge_bytes: NDArray[np.float64]
    first_task: int
    counts: tuple[int, ...]

    def __post_init__(self) -> None:
        if self.edge_bytes.shape != (self.graph.n_edges,):
            raise InputError(f"edge_bytes needs {self.graph.n_edges} entries, got shape {self.edge_bytes.shape}.")
        if self.graph.n_vertices - self.first_task != int(np.prod(self.counts)):
            raise InputError(f"{self.graph.n_vertices} vertices without {self.first_task} of data are not the "
                             f"{int(np.prod(self.counts))} tasks of {self.counts}.")
        self.edge_bytes.setflags(write=False)

    def __repr__(self) -> str:
        return f"PlacementProblem({self.n_tasks} tasks, {self.graph.n_edges} edges)"

    @property
    def n_tasks(self) -> int:
        """Number of tasks."""
        return self.graph.n_vertices - self.first_task

    @property
    def weights(self) -> NDArray[np.float64]:
        """float64, shape (tasks,): ns of each task; new array."""
        return self.graph.vertex_costs()[self.first_task:].astype(np.float64)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Homes:
    """A home worker for each task.

    Attributes
    ----------
    home
        int32, shape (tasks,).
    workers, method
        How many workers, and how the homes were found: ``contiguous`` (parts of equal weight in the order of the loop),
        ``rows`` (blocks of rows in turn), ``partitioned`` (irpart's partitioner and mapper).
    work_ns, span_ns
        Weights of all tasks, and time from the first to the last when each worker runs its own tasks only, in order, and
        data come from other workers at ``assign.BYTES_PER_NS``.
    balance
        Weight of the heaviest worker over the mean.
    bytes_between
        Bytes that tasks use of data or tasks of other workers.
    """

    home: NDArray[np.int32]
    workers: int
    method: str
    work_ns: float
    span_ns: float
    balance: float
    bytes_between: float

    def __post_init__(self) -> None:
        self.home.setflags(write=False)

    def __repr__(self) -> str:
        return (f"Homes({len(self.home)} tasks, {self.workers} workers, {self.method}: balance {self.balance:.3f}, "
                f"speed-up {self.speedup:.2f})")

    @property
    def speedup(self) -> float:
        """Estimated: work over span."""
        return self.work_ns / self.span_ns if self.span_ns > 0 else 1.0
