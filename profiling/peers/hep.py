"""HEP, the Hybrid Edge Partitioner (repository mayerrn/hybrid_edge_partitioner): a program built by the user."""

from __future__ import annotations

import functools
import tempfile
import time
from pathlib import Path

from peers.conversions import distinct_pairs
from peers.edge_files import write_edge_lines
from peers.edge_program import clusters_of_pairs, required_program, run_twice
from peers.peer import Job, Outcome, Peer, find_program

from irpart.graph.types import DependenceGraph

VARIABLE = "IRPART_PEER_HEP"
TAUS = (10, 100)
"""Multiples of the mean degree above which a vertex is of high degree; its own default is 100."""
FIGURES = {"replication_factor": "replication factor:", "balance": "balance:",
           "seconds": "time used for partitioning:", "input_seconds": "time used for graph input and construction:"}


def find(given_path: str | None) -> str | None:
    """Where the program is, None when no path was given."""
    found = find_program(given_path, VARIABLE)
    return None if found is None else f"program {found.name}"


def run(graph: DependenceGraph, job: Job, tau: int = 10) -> Outcome:
    """Partition the distinct pairs; a parallel edge follows the first of its pair. No weights, bound or seed is taken.

    It runs twice: once for its time, without output, and once more to write the assignment, which is slow.

    Raises
    ------
    PeerError
        It failed, or its time was over.
    """
    began = time.perf_counter()
    program = required_program(find_program(job.binary, VARIABLE), "hep")
    pairs = distinct_pairs(graph)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_edge_lines(folder / "graph.txt", pairs.ends)
        converted = time.perf_counter() - began
        command = [str(program), "-filename", "graph.txt", "-p", str(job.k), "-method", "hep", "-hdf", str(tau)]
        own, silent, notes = run_twice(command, ["-write_results"], FIGURES, folder, job.timeout)
        edge_cluster, odd = clusters_of_pairs(graph, pairs.ends, pairs.pair_of, folder / f"graph.txt.edgepart.{job.k}",
                                              job.k)
    return Outcome(edge_cluster, own.pop("seconds", silent.seconds), converted + silent.seconds, silent.peak_bytes, own,
                   (*notes, *odd))


PEERS = tuple(Peer(f"hep-{tau}", "repository mayerrn/hybrid_edge_partitioner, then --binary hep=PATH", find,
                   functools.partial(run, tau=tau)) for tau in TAUS)
