"""Kernels of the message plan: which values go from which cluster to which."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _at(i: Any) -> Any:
    """An index that cannot be negative, which spares the check for wrapping."""
    return np.uint64(i)


@njit(nogil=True, cache=True, _nrt=False)
def list_messages(master: Any, assigned: Any, position: Any, reader: Any, edge: Any, stamp: Any, place: Any, touched: Any,
                  count_only: bool, start: Any, sender: Any, receiver: Any, is_read: Any) -> None:
    """The messages of every vertex: counted into ``start`` (int64, n + 1, at [u + 1]), or listed from ``start[u]`` on.

    ``assigned`` (uint16, m) is the cluster of each edge, ``reader`` and ``edge`` the out-edges from ``position[u]`` on.
    ``stamp`` (int64, k, -1), ``place`` and ``touched`` (int64, k) are workspace: a cluster met for vertex u has stamp u and
    in ``place`` 1 (an owner without readers) or 3 (with readers) when the value comes from the master, else minus 1
    minus the cluster that passes it on.
    """
    for u in range(len(master)):
        home, number = np.int64(master[_at(u)]), 0
        for slot in range(position[_at(u)], position[_at(u + 1)]):
            to, owner = np.int64(master[_at(reader[_at(slot)])]), np.int64(assigned[_at(edge[_at(slot)])])
            if owner != home:
                if stamp[_at(owner)] != u:
                    stamp[_at(owner)] = u
                    place[_at(owner)] = 1
                    touched[_at(number)] = owner
                    number += 1
                elif place[_at(owner)] < 0:
                    place[_at(owner)] = 3
            if to != home:
                direct = owner == home or owner == to
                if stamp[_at(to)] != u:
                    stamp[_at(to)] = u
                    place[_at(to)] = 3 if direct else -1 - owner
                    touched[_at(number)] = to
                    number += 1
                elif place[_at(to)] > 0 or direct:
                    place[_at(to)] = 3
        if count_only:
            start[_at(u + 1)] = number
            continue
        slot = start[_at(u)]
        for i in range(number):
            to = touched[_at(i)]
            if place[_at(to)] > 0:
                sender[_at(slot)], receiver[_at(slot)], is_read[_at(slot)] = home, to, place[_at(to)] == 3
                slot += 1
        for i in range(number):
            to = touched[_at(i)]
            if place[_at(to)] < 0:
                sender[_at(slot)], receiver[_at(slot)], is_read[_at(slot)] = -1 - place[_at(to)], to, True
                slot += 1
