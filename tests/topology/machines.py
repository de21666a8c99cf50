"""Counting what a topology has, and small hwloc files."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from irpart.topology.types import KINDS, Topology

FOLDER = Path(__file__).parents[2] / "data" / "topologies"


def count(topology: Topology, kind: str, level: int = 0) -> int:
    """Objects of a kind (and cache level)."""
    return int(np.count_nonzero((topology.kind == KINDS.index(kind)) & (topology.cache_level == level)))


def rows_of(topology: Topology, kind: str) -> list[int]:
    """Rows of a kind."""
    return topology.of_kind(KINDS.index(kind)).tolist()


def assert_same(a: Topology, b: Topology) -> None:
    """All attributes are equal, to the last bit."""
    for name in Topology.__dataclass_fields__:
        left, right = getattr(a, name), getattr(b, name)
        if isinstance(left, np.ndarray):
            assert left.dtype == right.dtype, name
            np.testing.assert_array_equal(left, right, name)
        else:
            assert left == right, name


def make_xml(inside: str, version: str = ' version="3.0"', head: str = "") -> bytes:
    """An hwloc file with objects in a machine of one domain."""
    return (f'<?xml version="1.0"?>\n{head}<topology{version}>\n<object type="Machine" os_index="0" gp_index="1">\n'
            f"{inside}\n</object></topology>").encode()


CORES = ('<object type="NUMANode" os_index="0" gp_index="2" local_memory="1024"/>'
         '<object type="Core" os_index="0" gp_index="3"><object type="PU" os_index="0" gp_index="4"/></object>'
         '<object type="Core" os_index="1" gp_index="5"><object type="PU" os_index="1" gp_index="6"/></object>')
