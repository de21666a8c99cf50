"""HEP, the Hybrid Edge Partitioner (repository mayerrn/hybrid_edge_partitioner): a program built by the user."""

from __future__ import annotations

import functools
import tempfile
import time
from pathlib import Path

from peers.conversions import distinct_pairs
from peers.edge_files import printed_figures, write_edge_lines
from peers.edge_program import clusters_of_pairs, required_program
from peers.peer import Job, Outcome, Peer, PeerError, find_program, run_program

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
        command = [str(program), "-filename", "graph.txt", "-p", str(job.k), "-method", "hep", "-hdf", str(tau)]
        silent = run_program(command, folder, job.timeout)
        own = printed_figures(silent.text, FIGURES)
        if "replication_factor" not in own:
            raise PeerError(f"It ended with code {silent.code}: {silent.last_words()}")
        whole = time.perf_counter() - began
        run_program([*command, "-write_results"], folder, job.timeout)
        edge_cluster, notes = clusters_of_pairs(graph, pairs.ends, pairs.pair_of, folder / f"graph.txt.edgepart.{job.k}",
                                                job.k)
    if silent.code != 0:
        notes = (*notes, f"It ended with code {silent.code} after partitioning: {_check(silent.text)}")
    return Outcome(edge_cluster, own.pop("seconds", silent.seconds), whole, silent.peak_bytes, own, notes)


def _check(text: str) -> str:
    """The line in which a check of the program failed."""
    failed = [line.partition("] ")[2] for line in text.splitlines() if "Check failed" in line]
    return f"{failed[0].strip()}." if failed else "it does not say why."


PEERS = tuple(Peer(f"hep-{tau}", "repository mayerrn/hybrid_edge_partitioner, then --binary hep=PATH", find,
                   functools.partial(run, tau=tau)) for tau in TAUS)
