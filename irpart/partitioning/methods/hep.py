"""Hybrid edge partitioner (``hep``)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from irpart.base.arrays import readonly
from irpart.base.errors import InputError
from irpart.base.registry import method
from irpart.graph.types import DependenceGraph
from irpart.partitioning.expansion import expand_neighbourhoods
from irpart.partitioning.replicas import Loads, ReplicaSets, balanced_weights


@method(weighted=True, streaming=False, bounded=True)
def hep(graph: DependenceGraph, k: int, *, seed: int, balance: float, tau: float = 10.0) -> NDArray[np.uint16]:
    """Neighbourhood expansion for edges that touch a low-degree vertex, then HDRF for edges between two hubs.

    A hub has a degree above ``tau`` times the mean; the paper's HEP-100, HEP-10 and HEP-1 are ``tau`` = 100, 10 and 1.
    Hubs are never expanded (NE++): their edges follow the other end. HDRF begins with the replicas and loads of phase one.

    Notes
    -----
    Chosen here: loads are by edge weight. Phase one fills every cluster to its share of the weight it assigns and the last
    cluster takes what is left, as in NE; a vertex whose cluster becomes full is finished in the next one, whose
    boundary begins as the neighbours that joined since. Expansions begin with the lowest vertex that has an unassigned
    edge. Lists of edges are cleaned while they are read, not between clusters. Phase two is HDRF with lambda = 1.1,
    degrees known, and the mean edge weight as epsilon; a cluster that would pass the bound is skipped, and when none is
    left the least loaded one is taken. The default ``tau`` is the paper's middle one. Uses no random numbers.

    Raises
    ------
    InputError
        When ``tau`` is not a number > 0.

    References
    ----------
    R. Mayer, H.-A. Jacobsen, "Hybrid edge partitioner: partitioning large power-law graphs under memory constraints",
    SIGMOD 2021, section 3 (NE++ in 3.2, the streaming phase in 3.3).
    """
    from irpart.partitioning import _replica_kernels as kernels

    if not isinstance(tau, int | float) or not 0 < tau < 1e18:
        raise InputError(f"The option tau of hep must be a number > 0, got {tau!r}.")
    degree, table = graph.degrees(), balanced_weights(graph)
    hub = degree > tau * degree.mean()
    done = hub[graph.source] & hub[graph.destinations()]
    assigned = np.zeros(graph.n_edges, np.uint16)
    if not done.all():
        expand_neighbourhoods(graph, k, table, hub=hub, order=np.arange(graph.n_vertices), alpha=1.0, spill=True,
                              done=done.copy(), assigned=assigned)
    if not done.any():
        return assigned
    np.logical_not(done, out=done)
    weight = table[graph.weight_code]
    total = int(weight.sum())
    loads, sets, load = Loads(k), ReplicaSets(graph.n_vertices, k), np.zeros(k, np.int64)
    np.add.at(load, assigned[done], weight[done])
    loads.add(load)
    heaviest, source, in_degree = loads.key[:k].max(keepdims=True) >> 16, readonly(graph.source), readonly(graph.in_degree)
    sets.run(graph.in_degree, lambda start, *replicas: kernels.add_replicas(
        start, source, in_degree, done, assigned, *replicas))
    sets.run(graph.in_degree, lambda start, *replicas: kernels.hdrf_sets(
        start, source, in_degree, readonly(graph.weight_code), readonly(table), readonly(degree), done,
        int(balance * total / k), 1.1, total / graph.n_edges, loads.key, loads.least, heaviest, *replicas, assigned))
    return assigned
