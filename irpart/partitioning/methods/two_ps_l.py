"""Two-phase streaming with linear run-time (``two-ps-l``)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from irpart.base.arrays import readonly
from irpart.base.registry import method
from irpart.graph.types import DependenceGraph
from irpart.partitioning.replicas import balanced_weights


@method(weighted=True, streaming=True, bounded=True)
def two_ps_l(graph: DependenceGraph, k: int, *, seed: int, balance: float) -> NDArray[np.uint16]:
    """2PS-L: vertices are clustered in one pass over the edges, then an edge chooses between its ends' two clusters.

    Groups of vertices up to a volume of 2 W / k form first and are packed on the k clusters, the largest first. Edges inside
    a cluster go there; others score the two homes of their ends: replicas there, low-degree ones first, and the
    volume of the group that lives there.

    Notes
    -----
    Chosen here: volumes and loads are by edge weight, degrees by number of edges; one clustering pass; the volume bound is
    that of the authors' program. An edge inside a cluster that is full waits for the last pass. A full home is passed
    over; when both are full the edge goes to a hash (of the number and the seed) of its end of higher degree, and when
    that is full too, to the least loaded cluster: only this last resort depends on k. Among equal scores the
    destination's home is taken, and its group moves last.

    References
    ----------
    R. Mayer, K. Orujzade, H.-A. Jacobsen, "Out-of-core edge partitioning at linear run-time", ICDE 2022, section 3,
    algorithms 1 and 2. The clustering: A. Hollocou, J. Maudet, T. Bonald, M. Lelarge, "A streaming algorithm for
    graph clustering", 2017.
    """
    from irpart.partitioning import _replica_kernels, _two_ps_kernels

    n, table, degree = graph.n_vertices, readonly(balanced_weights(graph)), readonly(graph.degrees())
    columns = (readonly(graph.source), readonly(graph.in_degree), readonly(graph.weight_code), table)
    volume, group = np.zeros(n, np.int64), np.arange(n)
    _replica_kernels.incident_weight(*columns, volume)
    total = int(volume.sum()) // 2
    _two_ps_kernels.gather(*columns[:2], readonly(volume.copy()), 2 * total / k, group, volume)
    order = np.argsort(-volume, kind="stable")
    of_group = np.zeros(n, np.uint16)
    _two_ps_kernels.pack(order[volume[order] > 0], volume, np.arange(k), of_group)
    home, cap, load = of_group[group], int(balance * total / k), np.zeros(k, np.int64)
    at_home, done, assigned = np.zeros(n, np.bool_), np.zeros(graph.n_edges, np.bool_), np.empty(graph.n_edges, np.uint16)
    _two_ps_kernels.assign_inside(*columns, home, cap, load, at_home, done, assigned)
    left = graph.n_edges - int(done.sum())
    away = np.full(1 << (4 * left + 1).bit_length(), -1, np.int64)
    _two_ps_kernels.assign_between(*columns, degree, group, volume, home, cap, seed % (1 << 31), load, at_home, away, done,
                                   assigned)
    return assigned
