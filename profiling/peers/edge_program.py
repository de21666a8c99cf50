"""Peers that are programs which write a line per edge: where they are, and what their lines mean for a graph."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from peers.conversions import match_lines, place_loops
from peers.edge_files import printed_figures, read_numbers
from peers.peer import PeerError, Ran, run_program

from irpart.graph.types import DependenceGraph


def required_program(found: Path | None, name: str) -> Path:
    """The program as a path from the root; PeerError when there is none."""
    if found is None:
        raise PeerError(f"No program was given; build it and say --binary {name}=PATH.")
    return found


def run_twice(command: Sequence[str], writing: Sequence[str], figures: dict[str, str], folder: Path,
              timeout: float) -> tuple[dict[str, float], Ran, tuple[str, ...]]:
    """Run a program without output, for its time, then with the options that have it write its assignment.

    Returns
    -------
    own, silent
        The figures it printed without output, and that run.
    notes
        What was odd: a code other than 0 after its figures, other figures the second time.

    Raises
    ------
    PeerError
        It printed no replication factor, or its time was over.
    """
    silent = run_program(command, folder, timeout)
    own = printed_figures(silent.text, figures)
    if "replication_factor" not in own:
        raise PeerError(f"It ended with code {silent.code}: {silent.last_words()}")
    notes = () if silent.code == 0 else (f"It ended with code {silent.code} after its figures: {silent.last_words()}",)
    again = printed_figures(run_program([*command, *writing], folder, timeout).text, figures)
    if again.get("replication_factor") != own["replication_factor"]:
        notes = (*notes, f"Its second run, whose assignment is measured, printed {again.get('replication_factor')} as "
                         f"replication factor, the first {own['replication_factor']}.")
    return own, silent, notes


def clusters_of_pairs(graph: DependenceGraph, ends: NDArray[np.int64], pair_of: NDArray[np.int64], path: Path,
                      k: int) -> tuple[NDArray[np.uint16] | None, tuple[str, ...]]:
    """Clusters of all edges from a peer's file of lines ``from to cluster``.

    Parameters
    ----------
    ends
        int64, shape (pairs, 2): what the peer was given.
    pair_of
        int64, shape (m,): row of ``ends`` for each edge, -1 for loops, which follow another edge of their vertex.

    Returns
    -------
    edge_cluster
        uint16, shape (m,); None when the file is missing, damaged, or does not tell the cluster of every pair.
    notes
        Sentences on what was odd.
    """
    try:
        lines = read_numbers(path, 3)
    except PeerError as error:
        return None, (str(error),)
    if len(lines) and not (lines[:, 2].min() >= 0 and lines[:, 2].max() < k):
        return None, (f"Its assignment has clusters from {lines[:, 2].min()} to {lines[:, 2].max()} for k = {k}.",)
    clusters, left_over = match_lines(ends, lines)
    missing = int((clusters < 0).sum())
    if missing:
        return None, (f"Its assignment leaves out {missing} of {len(ends)} edges.",)
    notes = (f"Lines for edges that it had assigned before: {left_over}; the first counts.",) if left_over else ()
    if len(ends) == 0:
        return place_loops(graph, np.full(graph.n_edges, -1, np.int64), k), notes
    return place_loops(graph, np.where(pair_of < 0, -1, clusters[pair_of]), k), notes
