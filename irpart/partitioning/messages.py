"""What the clusters of a partition send each other: masters, mirrors and messages (Gather-Apply-Scatter)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from irpart.base.arrays import readonly
from irpart.base.errors import InputError
from irpart.graph.types import DependenceGraph
from irpart.partitioning.types import Partition


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class MessagePlan:
    """Where each instruction runs, and which value goes from which cluster to which.

    Attributes
    ----------
    master
        uint16, shape (n,): the cluster that runs each vertex.
    start
        int64, shape (n + 1,): the messages that carry the value of vertex u are ``start[u]:start[u + 1]``.
    sender, receiver
        uint16, shape (M,): clusters. A value comes to a cluster once; a sender other than the master passes on what it was
        sent, and comes later in the list than the message to it.
    is_read
        bool, shape (M,): whether the receiver runs a reader; else it only owns an edge whose reader runs elsewhere.
    """

    master: NDArray[np.uint16]
    start: NDArray[np.int64]
    sender: NDArray[np.uint16]
    receiver: NDArray[np.uint16]
    is_read: NDArray[np.bool_]

    def __repr__(self) -> str:
        return f"MessagePlan({len(self.master)} vertices, {self.n_messages} messages)"

    @property
    def n_messages(self) -> int:
        """Number of messages M."""
        return len(self.sender)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Communication:
    """Messages between clusters, as a sparse matrix by rows of senders.

    ``target[start[p]:start[p + 1]]`` (int32, ascending) are the clusters that p sends to, and ``messages`` (int64) how many
    values each gets.
    """

    start: NDArray[np.int64]
    target: NDArray[np.int32]
    messages: NDArray[np.int64]

    def __repr__(self) -> str:
        total = int(self.messages.sum())
        return f"Communication({len(self.start) - 1} clusters, {len(self.target)} pairs, {total} messages)"


def plan_messages(graph: DependenceGraph, partition: Partition) -> MessagePlan:
    """The masters and messages of a partition.

    A vertex runs on its master, the cluster with most of its edge weight (among equals one that owns an in-edge, then the
    first in edge order; a vertex without edges runs where the vertex before it does). Its value goes once to each other
    cluster that owns one of its out-edges or runs one of its readers: from the master, or, where all edges to readers
    there are owned by third clusters, from the first of these. The execution model counts the same messages.

    Raises
    ------
    InputError
        When the partition is of another graph, or the graph has 2**32 vertices or edges or more.

    Notes
    -----
    O(n + m); about 20 bytes per edge while it works.
    """
    from irpart.partitioning import _message_kernels, _planning_kernels

    if len(partition.edge_cluster) != graph.n_edges or partition.graph_checksum != graph.checksum():
        raise InputError("The partition is of another graph than the one given with it.")
    if graph.source.dtype != np.uint32 or graph.n_edges >= 1 << 32:
        raise InputError("Messages are planned for graphs of fewer than 2**32 vertices and edges.")
    n, k = graph.n_vertices, partition.n_clusters
    source, in_degree, assigned = readonly(graph.source), readonly(graph.in_degree), readonly(partition.edge_cluster)
    position = np.zeros(n + 2, np.int64)
    _planning_kernels.count_readers(source, position)
    np.cumsum(position, out=position)
    reader, edge = np.empty(graph.n_edges, np.uint32), np.empty(graph.n_edges, np.uint32)
    _planning_kernels.group_out_edges(source, in_degree, position, reader, edge)
    position = position[:-1]
    master = np.zeros(n, np.uint16)
    _planning_kernels.choose_masters(in_degree, graph.edge_weights(), assigned, position, edge, np.zeros(k), master)
    start: NDArray[np.int64] = np.zeros(n + 1, np.int64)
    sender, receiver, is_read = np.empty(0, np.uint16), np.empty(0, np.uint16), np.empty(0, np.bool_)
    for count_only in (True, False):
        _message_kernels.list_messages(master, assigned, position, reader, edge, np.full(k, -1), np.zeros(k, np.int64),
                                       np.zeros(k, np.int64), count_only, start, sender, receiver, is_read)
        if count_only:
            np.cumsum(start, out=start)
            total = int(start[-1])
            sender, receiver, is_read = np.empty(total, np.uint16), np.empty(total, np.uint16), np.empty(total, np.bool_)
    for array in (master, start, sender, receiver, is_read):
        array.setflags(write=False)
    return MessagePlan(master, start, sender, receiver, is_read)


def communication_between(plan: MessagePlan, k: int) -> Communication:
    """Count the messages between each pair of clusters; O(M log M)."""
    pair, messages = np.unique(plan.sender.astype(np.int64) * k + plan.receiver, return_counts=True)
    start = np.searchsorted(pair, np.arange(k + 1, dtype=np.int64) * k).astype(np.int64)
    return Communication(start, (pair % k).astype(np.int32), messages.astype(np.int64))
