"""KaHIP's kaffpa (package kahip): edge cut of the vertices, and of the split graph."""

from __future__ import annotations

import functools

import numpy as np
from peers.own_process import Arrays, answer, find_package, timed
from peers.peer import Job, Outcome, Peer
from peers.vertex_partitioner import FORMS, run_on_form

from irpart.graph.types import DependenceGraph

ECO = 1
"""Number of the preconfiguration between fast and strong."""


def find(given_path: str | None) -> str | None:
    """Which version is installed; there is no path to give."""
    return find_package("kahip", "kahip")


def run(graph: DependenceGraph, job: Job, form: str = "cut") -> Outcome:
    """Partition the vertices of a form of the graph: ``cut`` (edges follow their endpoint of lower degree) or ``spac``.

    Raises
    ------
    PeerError
        It failed, or its time was over.
    """
    return run_on_form("peers.kahip_package", graph, job, form)


def solve(problem: Arrays) -> Arrays:
    """Call the package; runs in a process of its own."""
    import kahip

    (cut, part), seconds = timed(lambda: kahip.kaffpa(
        problem["vertex_weight"], problem["bounds"], problem["edge_weight"], problem["neighbours"], int(problem["k"]),
        float(problem["balance"]) - 1, True, int(problem["seed"]) % (1 << 31), ECO))
    return {"part": np.asarray(part, np.int64), "seconds": seconds, "cut": np.asarray(cut)}


PEERS = tuple(Peer(f"kaffpa-{form}", "pip install kahip", find, functools.partial(run, form=form)) for form in FORMS)

if __name__ == "__main__":
    answer(solve)
