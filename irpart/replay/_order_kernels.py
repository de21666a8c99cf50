"""Kernels that find by when each value of a dataflow program is needed."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

CONSTANT_BIT = 1 << 31


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _at(i: Any) -> Any:
    """An index that cannot be negative, which spares the check for wrapping."""
    return np.uint64(i)


@njit(nogil=True, cache=True, _nrt=False)
def set_deadlines(first: Any, operand: Any, worker: Any, lead: int, done: Any, deadline: Any) -> None:
    """``deadline`` (int64, n): how many instructions a worker may have executed when a vertex has to be computed.

    ``first`` (int64, n + 1) are starts of operands, ``done`` (int64, W, zeros) is workspace.
    """
    for v in range(len(worker)):
        w = _at(worker[_at(v)])
        deadline[_at(v)] = done[w]
        done[w] += 1
    for back in range(len(worker)):
        v = len(worker) - 1 - back
        own = deadline[_at(v)]
        for i in range(first[_at(v)], first[_at(v + 1)]):
            if operand[_at(i)] < CONSTANT_BIT:
                u = _at(operand[_at(i)])
                needed = own - (lead if worker[u] != worker[_at(v)] else 0)
                deadline[u] = min(deadline[u], needed)
