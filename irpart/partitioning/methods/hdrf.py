"""High-degree replicated first (``hdrf``)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from irpart.base.arrays import readonly
from irpart.base.errors import InputError
from irpart.base.registry import method
from irpart.graph.types import DependenceGraph
from irpart.partitioning.replicas import Loads, ReplicaSets


@method(weighted=False, streaming=True, bounded=False)
def hdrf(graph: DependenceGraph, k: int, *, seed: int, balance: float, balance_weight: float = 1.1,
         ) -> NDArray[np.uint16]:
    """Each edge to the cluster of highest score: replicas of its endpoints, low-degree ones first, and balance.

    With t(u) = d(u) / (d(u) + d(v)), cluster p scores [u in p](2 - t(u)) + [v in p](2 - t(v)) +
    ``balance_weight`` * (maxL - L(p)) / (1 + maxL - minL). The paper recommends a ``balance_weight`` (its lambda)
    slightly above 1.

    Notes
    -----
    Chosen here: total degrees instead of the partial degrees seen so far (they are known); epsilon = 1; the lowest
    cluster number among equals. Load is the number of edges. Uses no random numbers.

    Raises
    ------
    InputError
        When ``balance_weight`` is not a number >= 0.

    References
    ----------
    F. Petroni, L. Querzoni, K. Daudjee, S. Kamali, G. Iacoboni, "HDRF: Stream-based partitioning for power-law
    graphs", CIKM 2015, section 3.2, equations 3 to 5.
    """
    from irpart.partitioning import _replica_kernels as kernels

    if not isinstance(balance_weight, int | float) or not 0 <= balance_weight < 1e9:
        raise InputError(f"The option balance_weight of hdrf must be a number >= 0, got {balance_weight!r}.")
    loads, sets = Loads(k), ReplicaSets(graph.n_vertices, k)
    assigned, heaviest = np.empty(graph.n_edges, np.uint16), np.zeros(1, np.int64)
    columns = (readonly(graph.source), readonly(graph.in_degree), readonly(graph.weight_code),
               readonly(np.ones(len(graph.weight_table), np.int64)), readonly(graph.degrees()), np.empty(0, np.bool_))
    sets.run(graph.in_degree, lambda start, *replicas: kernels.hdrf_sets(
        start, *columns, 1 << 46, float(balance_weight), 1.0, loads.key, loads.least, heaviest, *replicas, assigned))
    return assigned
