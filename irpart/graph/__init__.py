"""DependenceGraph: executed instructions and the data dependencies between them, or any weighted graph.

Takes: a trace (``build``), edges, NetworkX and SciPy graphs (``construct``), files (``formats``).
Returns: ``DependenceGraph`` and measures of it.
Formats: METIS, hMETIS, edge lists, GraphML (docs/formats.md).
Add: a file format as one module under ``formats``; a measure in ``measures``.
Never: loads llvmlite by itself: ``build`` is imported only where a program is traced.
"""

from __future__ import annotations

from irpart.graph.construct import from_edges, from_networkx, from_scipy, to_networkx, to_scipy
from irpart.graph.types import DependenceGraph

__all__ = ["DependenceGraph", "from_edges", "from_networkx", "from_scipy", "to_networkx", "to_scipy"]
