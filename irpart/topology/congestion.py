"""What links carry when processors send each other data along the ways of least latency, and which link is the busiest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.topology.distances import adjacency
from irpart.topology.types import Topology

_BLOCK = 256


@dataclass(frozen=True, slots=True, eq=False)
class LinkLoads:
    """Bytes over the links, each direction by itself.

    Attributes
    ----------
    begin, end
        int32, shape (d,): rows of the objects at the ends of the directed links that carry anything, by begin, then end.
    n_bytes
        float64, shape (d,): what each carries.
    busy_ns
        float64, shape (d,): the time it needs for that alone.
    """

    begin: NDArray[np.int32]
    end: NDArray[np.int32]
    n_bytes: NDArray[np.float64]
    busy_ns: NDArray[np.float64]

    def busiest(self) -> int:
        """Number of the link that is busy longest (the first of equals), -1 when none carries anything."""
        return int(np.argmax(self.busy_ns)) if len(self.busy_ns) else -1


def measure_link_loads(topology: Topology, sender: NDArray[np.integer[Any]], receiver: NDArray[np.integer[Any]],
                       n_bytes: NDArray[np.float64]) -> LinkLoads:
    """What the links carry; O(S (l log n + n log n)) for S sending processors.

    Parameters
    ----------
    sender, receiver
        Numbers of processors, one per flow; flows within a processor use no link.
    n_bytes
        Bytes of each flow.

    Notes
    -----
    The ways are those of ``measure_distances``: of several of equal latency one is taken for all, so on a mesh traffic is
    not spread over them.
    """
    from scipy.sparse import coo_array, csr_array
    from scipy.sparse.csgraph import dijkstra

    latency, width = adjacency(topology)
    n, processors = topology.n_objects, topology.processors
    moves = sender != receiver
    flows = csr_array((n_bytes[moves], (sender[moves], processors[receiver[moves]])), shape=(len(processors), n))
    sending = np.unique(sender[moves])
    total = csr_array((n, n), dtype=np.float64)
    for start in range(0, len(sending), _BLOCK):
        rows = sending[start : start + _BLOCK]
        length, before = dijkstra(latency, indices=processors[rows], return_predecessors=True)
        through = flows[rows].toarray()
        each = np.arange(len(rows))
        for column in np.argsort(-length, axis=1, kind="stable").T:
            above = before[each, column]
            inner = above >= 0
            through[each[inner], above[inner]] += through[each[inner], column[inner]]
        carried = (before >= 0) & (through > 0)
        total = total + csr_array(coo_array((through[carried], (before[carried], np.nonzero(carried)[1])), shape=(n, n)))
    found = coo_array(total)
    order = np.lexsort((found.col, found.row))
    begin, end, loads = found.row[order].astype(np.int32), found.col[order].astype(np.int32), found.data[order]
    speed = np.asarray(csr_array(width)[begin, end]).ravel() if len(begin) else np.empty(0)
    return LinkLoads(begin, end, loads, loads / speed)
