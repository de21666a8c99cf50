"""What the clusters of a partition have to do with each other: messages, work, and memory that several of them touch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from irpart.graph.types import DependenceGraph, MemoryAccesses
from irpart.mapping.problem import Pairs, no_pairs
from irpart.partitioning.messages import Communication, MessagePlan, communication_between, plan_messages
from irpart.partitioning.types import Partition

VALUE_BYTES, HEADER_BYTES = 8, 8
"""Bytes of a message: the value, and which value it is."""
RECEIVE_CYCLES = 20.0
"""Work of a cluster for each message that it receives, as in the execution model."""
MOST_SHARING = 64
"""A line that more clusters touch says nothing about which of them belong together, and is only counted."""
_BLOCK = 1 << 22
_MOST_COUNTS = 1 << 26


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Traffic:
    """Communication, work and shared memory of k clusters.

    Attributes
    ----------
    communication
        Messages between ordered pairs of clusters.
    load
        float64, shape (k,): cycles of the instructions that a cluster runs, and 20 for each message that it receives.
    shared
        Lines (64 bytes) of memory that both clusters of a pair touch, symmetric. A line that c clusters touch counts 2 / c
        for each of their pairs, c - 1 in all: as often as it must be brought from one of them to another. Lines of more
        than 64 clusters are left out. No rows when accesses are not known.
    structure
        int32, shape (k,): the named data structure that the cluster accesses most often, -1 where there is none.
    structure_names
        Names of the data structures by number.
    widely_shared
        Lines that more than 64 clusters touch.
    knows_memory
        Whether the accesses were given.
    """

    communication: Communication
    load: NDArray[np.float64]
    shared: Pairs
    structure: NDArray[np.int32]
    structure_names: tuple[str, ...] = ()
    widely_shared: int = 0
    knows_memory: bool = False

    def __post_init__(self) -> None:
        self.load.setflags(write=False)
        self.structure.setflags(write=False)

    def __repr__(self) -> str:
        return f"Traffic({self.n_clusters} clusters, {self.n_messages} messages, {len(self.shared) // 2} pairs share lines)"

    @property
    def n_clusters(self) -> int:
        """Number of clusters k."""
        return len(self.load)

    @property
    def n_messages(self) -> int:
        """Messages of all pairs."""
        return int(self.communication.messages.sum())

    @property
    def n_bytes(self) -> int:
        """Bytes of all messages, 16 each."""
        return self.n_messages * (VALUE_BYTES + HEADER_BYTES)

    def pairs(self) -> Pairs:
        """The messages as pairs of a mapping problem."""
        return Pairs(self.communication.start.copy(), self.communication.target.copy(),
                     self.communication.messages.astype(np.float64))


def measure_traffic(graph: DependenceGraph, partition: Partition, accesses: MemoryAccesses | None = None,
                    plan: MessagePlan | None = None) -> Traffic:
    """Messages, work and shared memory of a partition's clusters; ``plan``: its messages, where they are known already.

    Raises
    ------
    InputError
        When the partition is of another graph.

    Notes
    -----
    O(n + m + a + s log s) for a accesses, where s counts those whose line another cluster touched before (or none).
    """
    k = partition.n_clusters
    if plan is None:
        plan = plan_messages(graph, partition)
    between = communication_between(plan, k)
    work, received = np.bincount(plan.master, graph.vertex_costs(), k), np.bincount(between.target, between.messages, k)
    load: NDArray[np.float64] = np.asarray(work + RECEIVE_CYCLES * received, np.float64)
    if accesses is None:
        return Traffic(between, load, no_pairs(), np.full(k, -1, np.int32))
    shared, widely = _shared_lines(plan, accesses, k)
    return Traffic(between, load, shared, _main_structures(plan, accesses, k), accesses.structure, widely, True)


def _shared_lines(plan: MessagePlan, accesses: MemoryAccesses, k: int) -> tuple[Pairs, int]:
    """Lines that pairs of clusters both touch, counted as in ``Traffic``, and how many lines too many clusters touch."""
    from scipy.sparse import csr_array

    from irpart.mapping import _sharing_kernels as kernels

    last = np.full(accesses.n_lines, -1, np.int32)
    touch, parts = np.empty(min(_BLOCK, len(accesses)), np.int64), []
    for start in range(0, len(accesses), _BLOCK):
        part = slice(start, start + _BLOCK)
        count = kernels.list_touches(accesses.vertex[part], accesses.line[part], plan.master, last, touch)
        parts.append(np.unique(touch[:count]))
    touched = np.unique(np.concatenate(parts)) if parts else np.empty(0, np.int64)
    line, cluster = touched >> 16, touched & 0xFFFF
    sharing = np.bincount(np.cumsum(np.diff(line, prepend=-1) > 0) - 1) if len(line) else np.empty(0, np.int64)
    kept = np.repeat((sharing > 1) & (sharing <= MOST_SHARING), sharing)
    number = np.repeat(np.arange(len(sharing)), sharing)[kept]
    touches = csr_array((np.ones(len(number)), (cluster[kept], number)), shape=(k, len(sharing)))
    counted = csr_array((2.0 / sharing[number], (cluster[kept], number)), shape=(k, len(sharing)))
    both = csr_array(counted @ touches.T).tocoo()
    off = both.row != both.col
    made = csr_array((both.data[off], (both.row[off], both.col[off])), shape=(k, k))
    made.sort_indices()
    return (Pairs(made.indptr.astype(np.int64), made.indices.astype(np.int32), made.data),
            int(np.count_nonzero(sharing > MOST_SHARING)))


def _main_structures(plan: MessagePlan, accesses: MemoryAccesses, k: int) -> NDArray[np.int32]:
    """The named data structure that each cluster accesses most; the first one among equals."""
    from irpart.mapping import _sharing_kernels as kernels

    structures = len(accesses.structure)
    if structures < 2 or k * structures > _MOST_COUNTS:
        return np.full(k, -1, np.int32)
    count: NDArray[np.int64] = np.zeros((k, structures), np.int64)
    of_line = accesses.structures_of(np.arange(accesses.n_lines))
    kernels.count_accesses(accesses.vertex, accesses.line, plan.master, of_line, count)
    most = np.argmax(count[:, 1:], axis=1) + 1
    return np.where(count[np.arange(k), most] > 0, most, -1).astype(np.int32)
