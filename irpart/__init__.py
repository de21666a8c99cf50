"""irpart: graph-partitioning auto-parallelizer for LLVM IR.

The verbs: ``irpart.profile(function, *args)`` traces a call and returns its ``Profile``;
``irpart.partition(graph, k)`` cuts a graph into clusters;
``irpart.place(graph, partition, machine)`` puts them on processors;
``irpart.simulate(graph, placement)`` runs them on a simulated machine;
``irpart.execute(profile, placement)`` executes them on real processors;
``irpart.compare(graphs, k)`` runs several methods on several graphs;
``@irpart.parallelize`` runs the loops of a function on several processors, with the same results.
They load what they need when first used.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from irpart.pipeline import compare, execute, open_profile, parallelize, partition, place, profile, simulate

try:
    __version__ = version("irpart")
except PackageNotFoundError:  # a checkout that was not installed
    __version__ = "0.0.0"

__all__ = ["__version__", "compare", "execute", "open_profile", "parallelize", "partition", "place", "profile", "simulate"]


def __getattr__(name: str) -> Any:
    if name in ("compare", "execute", "open_profile", "parallelize", "partition", "place", "profile", "simulate"):
        from irpart import pipeline

        return getattr(pipeline, name)
    raise AttributeError(f"module 'irpart' has no attribute '{name}'")
