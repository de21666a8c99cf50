"""Placement: blocks of iterations and tiles with their weights as graphs, and a home worker for each.

Takes: weights (ns) of blocks or tiles, and the bytes that they share.
Returns: ``PlacementProblem`` (a ``DependenceGraph`` that any partitioner can cut), ``Homes`` with what they would cost.
Add: another way to find homes as one more entry of ``assign.CANDIDATES``.
Never: decides what may run in parallel; any homes are right, some are faster.
"""

from __future__ import annotations

from irpart.planning.placement.assign import assign
from irpart.planning.placement.graph import block_graph, tile_graph
from irpart.planning.placement.types import Homes, PlacementProblem

__all__ = ["Homes", "PlacementProblem", "assign", "block_graph", "tile_graph"]
