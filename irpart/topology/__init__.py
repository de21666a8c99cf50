"""Topology: machines as trees of objects and graphs of links, from many kinds of description.

Takes: a description: this machine, a file, a synthetic string, a generator with sizes.
Returns: ``Topology``, and ``Distances`` between its processors.
Formats: hwloc's XML and synthetic strings, TOML and YAML (docs/topology.md).
Add: a source as one file in ``sources/`` whose function has the file's name.
Never: imports numba, ray or matplotlib; changes the machine it looks at.
"""

from __future__ import annotations

from irpart.topology.description import write_description
from irpart.topology.distances import Distances, measure_distances
from irpart.topology.reading import SOURCES, read_topology
from irpart.topology.types import Topology

__all__ = ["SOURCES", "Distances", "Topology", "measure_distances", "read_topology", "write_description"]
