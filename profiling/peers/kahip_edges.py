"""KaHIP's edge_partitioning (repository KaHIP/KaHIP), the split graph method: a program built by the user."""

from __future__ import annotations

import functools
import math
import tempfile
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from peers.conversions import Pairs, distinct_pairs, place_loops
from peers.edge_files import printed_figures, read_numbers, write_metis_pairs
from peers.edge_program import required_program
from peers.peer import Job, Outcome, Peer, PeerError, find_program, run_program

from irpart.graph.types import DependenceGraph

VARIABLE = "IRPART_PEER_KAHIP_EDGES"
PRECONFIGURATIONS = ("fast", "eco")
FIGURES = {"vertex_cut": "vertex cut:", "balance": "balance:", "kahip_seconds": "kahip took",
           "split_seconds": "split graph construction took"}


def find(given_path: str | None) -> str | None:
    """Where the program is, None when no path was given and none is on the search path."""
    found = find_program(given_path, VARIABLE, ("edge_partitioning",))
    return None if found is None else f"program {found.name}"


def run(graph: DependenceGraph, job: Job, preconfiguration: str = "eco") -> Outcome:
    """Partition the distinct pairs by their weight; a parallel edge follows its pair. The bound is in whole percent.

    Raises
    ------
    PeerError
        It failed, or its time was over.
    """
    began = time.perf_counter()
    program = required_program(find_program(job.binary, VARIABLE, ("edge_partitioning",)), "kahip-edges")
    pairs = distinct_pairs(graph)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pair_of_line = write_metis_pairs(folder / "graph.metis", pairs.ends, pairs.weight)
        percent = math.floor(100 * (job.balance - 1) + 1e-9)
        ran = run_program([str(program), "graph.metis", f"--k={job.k}", f"--seed={job.seed % (1 << 31)}",
                           f"--preconfiguration={preconfiguration}", f"--imbalance={percent}",
                           "--output_filename=clusters.txt"], folder, job.timeout)
        own = printed_figures(ran.text, FIGURES)
        if ran.code != 0 or not (folder / "clusters.txt").exists():
            raise PeerError(f"It ended with code {ran.code}: {ran.last_words()}")
        clusters = read_numbers(folder / "clusters.txt", 1)[:, 0]
    seconds = own.pop("kahip_seconds", ran.seconds) + own.pop("split_seconds", 0.0)
    whole = time.perf_counter() - began
    edge_cluster, notes = clusters_of_halves(graph, pairs, pair_of_line, clusters, job.k)
    return Outcome(edge_cluster, seconds, whole, ran.peak_bytes, own, notes)


def clusters_of_halves(graph: DependenceGraph, pairs: Pairs, pair_of_line: NDArray[np.int64],
                       clusters: NDArray[np.int64], k: int) -> tuple[NDArray[np.uint16], tuple[str, ...]]:
    """Clusters of all edges from one per half edge of the file, and a note where halves of an edge differ.

    Raises
    ------
    PeerError
        There are more or fewer lines than half edges, or a cluster is not below k.
    """
    if len(clusters) != len(pair_of_line):
        raise PeerError(f"It wrote {len(clusters)} lines for {len(pair_of_line)} half edges.")
    if len(clusters) and not (clusters.min() >= 0 and clusters.max() < k):
        raise PeerError(f"It wrote clusters from {clusters.min()} to {clusters.max()} for k = {k}.")
    of_pair = np.full(len(pairs.ends), -1, np.int64)
    of_pair[pair_of_line[::-1]] = clusters[::-1]
    differing = int((of_pair[pair_of_line] != clusters).sum())
    notes = (f"Half edges in another cluster than the other half: {differing}; the first half counts.",) if differing else ()
    told = np.full(graph.n_edges, -1, np.int64)
    apart = pairs.pair_of >= 0
    told[apart] = of_pair[pairs.pair_of[apart]]
    return place_loops(graph, told, k), notes


PEERS = tuple(Peer(f"kahip-edges-{name}", "repository KaHIP/KaHIP, then --binary kahip-edges=PATH", find,
                   functools.partial(run, preconfiguration=name)) for name in PRECONFIGURATIONS)
