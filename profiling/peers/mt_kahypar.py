"""Mt-KaHyPar (package mtkahypar) on the exact dual hypergraph, objective km1."""

from __future__ import annotations

import functools
import time

import numpy as np
from peers.conversions import dual_hypergraph, whole_weights
from peers.own_process import Arrays, answer, ask, find_package, timed
from peers.peer import Job, Outcome, Peer

from irpart.graph.types import DependenceGraph

PRESETS = ("DEFAULT", "QUALITY")


def find(given_path: str | None) -> str | None:
    """Which version is installed; there is no path to give."""
    return find_package("mtkahypar", "mtkahypar")


def run(graph: DependenceGraph, job: Job, preset: str = "DEFAULT") -> Outcome:
    """Partition the edges by their weight, with one thread.

    Raises
    ------
    PeerError
        It failed, or its time was over.
    """
    began = time.perf_counter()
    hypergraph = dual_hypergraph(graph)
    problem: Arrays = {"pins": hypergraph.pins, "bounds": hypergraph.bounds, "weight": whole_weights(graph),
               "preset": np.frombuffer(preset.encode(), np.uint8)}
    found, ran = ask("peers.mt_kahypar", problem, job)
    return Outcome(found["part"].astype(np.uint16), float(found["seconds"]), time.perf_counter() - began,
                   ran.peak_bytes, {"km1": float(found["km1"]), "balance": 1 + float(found["imbalance"])})


def solve(problem: Arrays) -> Arrays:
    """Call the package; runs in a process of its own."""
    import mtkahypar

    k, weight, bounds = int(problem["k"]), problem["weight"], problem["bounds"]
    mtkahypar.set_seed(int(problem["seed"]) % (1 << 31))
    session = mtkahypar.initialize(1, False)
    context = session.context_from_preset(getattr(mtkahypar.PresetType, problem["preset"].tobytes().decode()))
    context.set_partitioning_parameters(k, float(problem["balance"]) - 1, mtkahypar.Objective.KM1)
    context.logging = False
    nets = np.split(problem["pins"], bounds[1:-1]) if len(bounds) > 1 else []
    hypergraph = session.create_hypergraph(context, len(weight), len(nets), nets, weight, np.ones(len(nets), np.int64))
    partitioned, seconds = timed(lambda: hypergraph.partition(context))
    return {"part": np.asarray(partitioned.get_partition()), "seconds": seconds, "km1": np.asarray(partitioned.km1()),
            "imbalance": np.asarray(partitioned.imbalance(context))}


PEERS = tuple(Peer(f"mt-kahypar-{preset.lower()}", "pip install mtkahypar", find, functools.partial(run, preset=preset))
              for preset in PRESETS)

if __name__ == "__main__":
    answer(solve)
