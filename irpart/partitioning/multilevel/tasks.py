"""Tasks: contiguous runs of items, cut where the fewest values are alive."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from irpart.partitioning.multilevel.hypergraph import Hypergraph


def live_values(hypergraph: Hypergraph) -> NDArray[np.int32]:
    """int32, shape (items,): nets that have a pin up to item i and another after it. O(pins)."""
    change = np.zeros(hypergraph.n_nodes + 1, np.int32)
    _mark_lifetimes(hypergraph.net_start, hypergraph.net_pins, change)
    return np.cumsum(change[:-1], dtype=np.int32)


def cut_tasks(live: NDArray[np.int32], weight: NDArray[np.int64], least: float, most: float,
              ) -> tuple[NDArray[np.int32], int]:
    """Cut the items into tasks; int32 task of each item, and their number.

    From where a task begins, it ends after the item with the fewest live values among those at which it weighs between
    ``least`` and ``most``; a single item may weigh more. O(items * most / least).
    """
    task = np.empty(len(live), np.int32)
    return task, int(_cut(live, weight, float(least), float(most), task))


@njit(nogil=True, cache=True, inline="always")
def _at(i: Any) -> Any:
    return np.uint64(i)


@njit(nogil=True, cache=True, _nrt=False)
def _mark_lifetimes(net_start: Any, net_pins: Any, change: Any) -> None:
    """Add 1 at the first pin of each net and -1 at its last; pins of a net ascend but for their first one."""
    for net in range(len(net_start) - 1):
        low, high = _at(net_start[_at(net)]), _at(net_start[_at(net + 1)])
        if high - low > np.uint64(1):
            first, last = net_pins[low], net_pins[low]
            for pin in range(low, high):
                first, last = min(first, net_pins[pin]), max(last, net_pins[pin])
            change[_at(first)] += np.int32(1)
            change[_at(last)] -= np.int32(1)


@njit(nogil=True, cache=True, _nrt=False)
def _cut(live: Any, weight: Any, least: Any, most: Any, task: Any) -> int:
    tasks, begin, n = 0, 0, len(live)
    while begin < n:
        held, i, best, fewest = 0.0, begin, -1, np.int32(0x7FFFFFFF)
        while i < n:
            held += weight[_at(i)]
            if held > most and i > begin:
                break
            if held >= least and live[_at(i)] < fewest:
                fewest, best = live[_at(i)], i
            i += 1
        if i >= n:
            best = n - 1
        elif best < 0:
            best = i - 1
        for j in range(begin, best + 1):
            task[_at(j)] = tasks
        tasks += 1
        begin = best + 1
    return tasks
