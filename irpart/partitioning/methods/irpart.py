"""irpart's own partitioner (``irpart``): few replicas, a fast parallel run, and a hard balance bound."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import InputError
from irpart.base.registry import method
from irpart.graph.types import DependenceGraph
from irpart.partitioning.multilevel.search import answer, make_request, search

MOST_EDGES_SEARCHED, MOST_EDGES_CUT = 2_000_000, 100_000_000


@method(weighted=True, streaming=False, bounded=True)
def irpart(graph: DependenceGraph, k: int, *, seed: int, balance: float, replication: float = 1.10,
           effort: str | int = "auto", threads: int = 1) -> NDArray[np.uint16]:
    """Cut into pieces of few shared values, place the pieces by when they run, keep the fastest within a budget of replicas.

    Several cuts are made: into as many pieces as clusters, and into 2, 4 and 8 times as many, placed by list scheduling;
    by multilevel search, and along the order of execution. Of those whose replication factor stays within the budget the
    execution model (``ExecutionModel()``) picks the fastest.

    Parameters
    ----------
    replication
        The trade-off between replicas and speed: how large a replication factor may be paid for speed. 1: only cuts into as
        many pieces as clusters are made, with more rounds of refinement and, at effort 2, from two starts, and the one with
        fewest replicas is taken. Where even the fewest need more than the budget, 0.05 more are allowed.
    effort
        0: only pieces of the order of execution, placed, without asking the execution model; 1: a multilevel cut into k,
        one into four times as many pieces, and k contiguous pieces; 2: all of them, the cut into k refined twice over.
        ``auto``: 2 up to 2 million edges, 1 up to 100 million, else 0.
    threads
        How many of the cuts are made, and then estimated, at a time; the result is the same. Memory grows with it.

    Notes
    -----
    The multilevel search works on the exact dual (a node for the in-edges of an instruction, a net for a value), starts from
    contiguous tasks cut where few values are alive, and moves single instructions at the end; see
    ``irpart.partitioning.multilevel``. Graphs whose edges do not go forward are put in depth-first order first; graphs with
    cycles cannot be scheduled: their edges are nodes one by one, and the cut of fewest replicas is taken. Clusters weigh at
    most max(``balance`` * W / k, the heaviest edge) where moving edges one by one reaches that, and never above W / k plus
    the heaviest edge. Weights that are all zero count as one each.

    References
    ----------
    The steps cite theirs: coarsening, bisection, refinement and placing in ``irpart/partitioning/multilevel``. Cutting
    traces into pieces and scheduling these: V. Sarkar, "Partitioning and Scheduling Parallel Programs for Multiprocessors",
    MIT Press 1989, chapters 4 and 5 (internalization, then processor assignment), with a vertex cut for the first step.
    """
    if not isinstance(replication, int | float) or not 1 <= replication < 1e6:
        raise InputError(f"The option replication of irpart is a replication factor, a number >= 1; got {replication!r}.")
    if effort not in ("auto", 0, 1, 2):
        raise InputError(f"The option effort of irpart is 0, 1, 2 or auto; got {effort!r}.")
    if not isinstance(threads, int) or isinstance(threads, bool) or not 1 <= threads <= 1024:
        raise InputError(f"The option threads of irpart is a whole number from 1 to 1024; got {threads!r}.")
    m = graph.n_edges
    if effort == "auto":
        effort = 2 if m <= MOST_EDGES_SEARCHED else 1 if m <= MOST_EDGES_CUT else 0
    request, edge_of = make_request(graph, k, balance=balance, budget=float(replication), seed=seed)
    return answer(request, edge_of, search(request, int(effort), threads))
