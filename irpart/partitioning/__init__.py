"""Partition: vertex cuts of weighted graphs, and how good they are.

Takes: a ``DependenceGraph`` of any origin and a number of clusters.
Returns: ``Partition`` (each edge in one cluster), ``Quality``, and the ``LowerBound`` that no balanced cut beats.
Formats: ``.irpp`` (docs/formats.md).
Add: a method as one file in ``methods/`` whose function has the file's name; everything else finds it.
Never: loads llvmlite, numba or ray before a method runs.
"""

from __future__ import annotations

from irpart.partitioning.bounds import LowerBound, connectivity_lower_bound
from irpart.partitioning.cut import METHODS, compare_methods, partition
from irpart.partitioning.quality import Quality, measure_quality
from irpart.partitioning.types import Partition

__all__ = ["METHODS", "LowerBound", "Partition", "Quality", "compare_methods", "connectivity_lower_bound", "measure_quality",
           "partition"]
