"""METIS (package pymetis): edge cut of the vertices, and of the split graph."""

from __future__ import annotations

import functools

import numpy as np
from peers.own_process import Arrays, answer, find_package, timed
from peers.peer import Job, Outcome, Peer
from peers.vertex_partitioner import FORMS, run_on_form

from irpart.graph.types import DependenceGraph


def find(given_path: str | None) -> str | None:
    """Which version is installed; there is no path to give."""
    return find_package("pymetis", "pymetis")


def run(graph: DependenceGraph, job: Job, form: str = "cut") -> Outcome:
    """Partition the vertices of a form of the graph: ``cut`` (edges follow their endpoint of lower degree) or ``spac``.

    Raises
    ------
    PeerError
        It failed, or its time was over.
    """
    return run_on_form("peers.metis_package", graph, job, form)


def solve(problem: Arrays) -> Arrays:
    """Call the package; runs in a process of its own. Recursive bisection for k <= 8, as METIS advises."""
    import pymetis

    k = int(problem["k"])
    options = pymetis.Options(seed=int(problem["seed"]) % (1 << 31),
                              ufactor=max(1, round(1000 * (float(problem["balance"]) - 1))))
    (cut, part), seconds = timed(lambda: pymetis.part_graph(
        k, pymetis.CSRAdjacency(problem["bounds"], problem["neighbours"]), eweights=problem["edge_weight"],
        vweights=problem["vertex_weight"], recursive=k <= 8, options=options))
    return {"part": np.asarray(part, np.int64), "seconds": seconds, "cut": np.asarray(cut)}


PEERS = tuple(Peer(f"metis-{form}", "pip install pymetis", find, functools.partial(run, form=form)) for form in FORMS)

if __name__ == "__main__":
    answer(solve)
