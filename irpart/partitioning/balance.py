"""The balance bound, kept at last edge by edge whatever the weights are."""

from __future__ import annotations

import heapq

import numpy as np
from numpy.typing import NDArray

_STEP = 1 << 18


def count_codes(code: NDArray[np.unsignedinteger], n_codes: int) -> NDArray[np.int64]:
    """int64, shape (codes,): how many edges have each weight code; O(m), no copy of the codes."""
    counts = np.zeros(n_codes, np.int64)
    for start in range(0, len(code), _STEP):
        counts += np.bincount(code[start:start + _STEP], minlength=n_codes)
    return counts


def cluster_loads(assigned: NDArray[np.uint16], code: NDArray[np.unsignedinteger], table: NDArray[np.int64], k: int,
                  ) -> NDArray[np.int64]:
    """int64, shape (k,): whole edge weight of each cluster; O(m)."""
    load = np.zeros(k)
    for start in range(0, len(code), _STEP):
        load += np.bincount(assigned[start:start + _STEP], table[code[start:start + _STEP]], k)
    return load.astype(np.int64)


def most_weight(table: NDArray[np.int64], counts: NDArray[np.int64], k: int, balance: float) -> tuple[int, int]:
    """Whole weights that a cluster may hold, for ``counts`` edges of each weight in ``table``.

    Returns
    -------
    What is aimed at: the larger of ``balance`` * W / k, the mean rounded up, and the heaviest edge, below which no
    partition gets; and what always exists: where it is more, the mean plus the heaviest edge.
    """
    total, heaviest = int(table @ counts), int(table[counts > 0].max(initial=0))
    aim = max(int(balance * total / k), -(-total // k), heaviest)
    return aim, max(aim, total // k + heaviest)


def keep_bound(assigned: NDArray[np.uint16], weight: NDArray[np.int64], load: NDArray[np.int64], bounds: tuple[int, int],
               ) -> NDArray[np.uint16]:
    """Move edges, heaviest first, out of clusters above the bounds into the lightest; the assignment if none is.

    The first bound (see ``most_weight``) is kept where such moves reach it, the second always: an edge fits on the lightest
    cluster, which is below the mean. O(edges of clusters above the bound * log). ``load`` is updated.
    """
    aim, most = bounds
    if load.max(initial=0) <= aim:
        return assigned
    result = assigned.copy()
    lightest = [(int(held), cluster) for cluster, held in enumerate(load)]
    heapq.heapify(lightest)
    for cluster in np.flatnonzero(load > aim):
        edges = np.flatnonzero(assigned == cluster)
        for edge in edges[np.argsort(-weight[edges], kind="stable")]:
            if load[cluster] <= aim:
                break
            while lightest[0][0] != load[lightest[0][1]]:
                _, other = heapq.heappop(lightest)
                heapq.heappush(lightest, (int(load[other]), other))
            other, moved = lightest[0][1], int(weight[edge])
            room = aim if load[cluster] <= most else most
            if other == cluster or moved == 0 or load[other] + moved > room:
                continue
            result[edge] = other
            load[cluster] -= moved
            load[other] += moved
            heapq.heapreplace(lightest, (int(load[other]), other))
        heapq.heappush(lightest, (int(load[cluster]), int(cluster)))
    return result
