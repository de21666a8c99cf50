"""Mapping: the clusters of a partition on the processors of a machine.

Takes: a ``Partition``, its graph, and a ``Topology``.
Returns: ``Placement``, and figures that say how good it is.
Formats: ``.irpl`` (docs/formats.md).
Add: a method as one file in ``methods/`` whose function has the file's name.
Never: loads llvmlite or ray; changes the partition.
"""

from __future__ import annotations

from irpart.mapping.objective import Objective, measure_cost
from irpart.mapping.placing import METHODS, solve
from irpart.mapping.problem import MappingProblem, pairs_of, problem_of
from irpart.mapping.types import Placement

__all__ = ["METHODS", "MappingProblem", "Objective", "Placement", "measure_cost", "pairs_of", "problem_of", "solve"]
