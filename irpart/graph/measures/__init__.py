"""What can be said of a graph as a whole: its degrees, its work and the longest path through it."""

from __future__ import annotations

from irpart.graph.measures.degrees import degree_histogram, hubs
from irpart.graph.measures.paths import critical_path, finish_times, has_cycle, parallelism, span, work

__all__ = ["critical_path", "degree_histogram", "finish_times", "has_cycle", "hubs", "parallelism", "span", "work"]
