"""Peers that partition vertices, on two forms of a graph from whose parts an edge partition follows."""

from __future__ import annotations

import time

import numpy as np
from peers.conversions import deciding_ends, edges_of_split_vertices, simple_graph, split_graph, whole_weights
from peers.own_process import ask
from peers.peer import Job, Outcome

from irpart.graph.types import DependenceGraph

FORMS = ("cut", "spac")


def run_on_form(module: str, graph: DependenceGraph, job: Job, form: str) -> Outcome:
    """Convert, have the module's ``solve`` partition the vertices, and make an edge partition of its answer.

    Parameters
    ----------
    form
        ``cut``: the simple graph, each edge to the part of its endpoint of lower degree; ``spac``: the split graph.

    Raises
    ------
    PeerError
        The peer failed, or its time was over.
    """
    began = time.perf_counter()
    adjacency = simple_graph(graph) if form == "cut" else split_graph(graph)
    found, ran = ask(module, dict(adjacency.arrays()), job)
    part = found["part"].astype(np.int64)
    notes: tuple[str, ...] = ()
    if form == "cut":
        edge_cluster = part[deciding_ends(graph)].astype(np.uint16)
    else:
        edge_cluster = edges_of_split_vertices(part, whole_weights(graph), job.k)
        apart = int((part[0::2] != part[1::2]).sum())
        notes = (f"Dominant edges that were cut: {apart}; these edges went to the lighter side.",) if apart else ()
    return Outcome(edge_cluster, float(found["seconds"]), time.perf_counter() - began, ran.peak_bytes,
                   {"edge_cut": float(found["cut"])}, notes)
