"""2PS, two-phase streaming (repository mayerrn/two_phase_streaming): a program built by the user."""

from __future__ import annotations

import functools
import tempfile
import time
from pathlib import Path

import numpy as np
from peers.conversions import by_appearance
from peers.edge_files import write_edge_lines
from peers.edge_program import clusters_of_pairs, required_program, run_twice
from peers.peer import Job, Outcome, Peer, find_program

from irpart.graph.types import DependenceGraph

VARIABLE = "IRPART_PEER_TWO_PS"
PHASES = {"two-ps-linear": (), "two-ps-hdrf": ("-use_hdrf",)}
FIGURES = {"replication_factor": "replication factor:", "seconds": "partitioning time:",
           "balance": r"load balance \(max_edge_load / average_edge_load\):"}


def find(given_path: str | None) -> str | None:
    """Where the program is, None when no path was given and none is on the search path."""
    found = find_program(given_path, VARIABLE, ("twophasepartitioner",))
    return None if found is None else f"program {found.name}"


def run(graph: DependenceGraph, job: Job, options: tuple[str, ...] = ()) -> Outcome:
    """Stream the edges in their order, parallel edges among them, loops left out. No weights and no seed are taken.

    It runs twice: once for its time, without output, and once more to write the assignment, which is slow.

    Raises
    ------
    PeerError
        It failed, or its time was over.
    """
    began = time.perf_counter()
    program = required_program(find_program(job.binary, VARIABLE, ("twophasepartitioner",)), "two-ps")
    ends = np.stack([graph.source.astype(np.int64), graph.destinations().astype(np.int64)], 1)
    apart = ends[:, 0] != ends[:, 1]
    pair_of = np.where(apart, np.cumsum(apart) - 1, -1)
    ends = by_appearance(ends[apart])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_edge_lines(folder / "graph.txt", ends)
        converted = time.perf_counter() - began
        command = [str(program), "-filename", "graph.txt", "-p", str(job.k), "-prepartitioner_type", "streamcom",
                   "-balance_ratio", str(job.balance), *options]
        own, silent, notes = run_twice(command, ["-write_parts", "-parts_filename", "parts"], FIGURES, folder, job.timeout)
        edge_cluster, odd = clusters_of_pairs(graph, ends, pair_of, folder / "parts.txt", job.k)
    return Outcome(edge_cluster, own.pop("seconds", silent.seconds), converted + silent.seconds, silent.peak_bytes, own,
                   (*notes, *odd))


PEERS = tuple(Peer(name, "repository mayerrn/two_phase_streaming, then --binary two-ps=PATH", find,
                   functools.partial(run, options=options)) for name, options in PHASES.items())
