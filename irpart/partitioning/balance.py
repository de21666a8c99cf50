"""The balance bound, kept at last edge by edge whatever the weights are."""

from __future__ import annotations

import heapq

import numpy as np
from numpy.typing import NDArray


def most_weight(weight: NDArray[np.int64], k: int, balance: float) -> tuple[int, int]:
    """Whole weights that a cluster may hold: what is aimed at, and what always exists.

    The first is the larger of ``balance`` * W / k, the mean rounded up, and the heaviest edge, below which no partition
    gets; the second adds the heaviest edge to the mean where that is more.
    """
    total, heaviest = int(weight.sum()), int(weight.max(initial=0))
    aim = max(int(balance * total / k), -(-total // k), heaviest)
    return aim, max(aim, total // k + heaviest)


def keep_bound(assigned: NDArray[np.uint16], weight: NDArray[np.int64], k: int, balance: float) -> NDArray[np.uint16]:
    """Move edges, heaviest first, out of clusters above the bound into the lightest; the assignment if none is.

    What is aimed at by ``most_weight`` is kept where some order of such moves reaches it, the second bound always: an
    edge fits on the lightest cluster, which is below the mean. O(m + moved * log k).
    """
    load = np.bincount(assigned, weight, k).astype(np.int64)
    aim, most = most_weight(weight, k, balance)
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
