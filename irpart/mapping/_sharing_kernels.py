"""Compiled kernels that find which clusters touch which lines of memory and which data structures."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _at(index: int) -> int:
    """An index that is never negative, as the unsigned number that needs no check for counting from the end."""
    return np.uint64(index)


@njit(nogil=True, cache=True, _nrt=False)
def list_touches(vertex: Any, line: Any, master: Any, last: Any, touch: Any) -> int:
    """Line and cluster (line << 16 | cluster) of each access whose line was not touched last by the same cluster.

    ``last`` (int32, one per line) remembers that cluster from call to call, -1 at first; the number of touches is returned.
    """
    count = np.int64(0)
    for i in range(len(line)):
        number, cluster = np.int64(line[_at(i)]), np.int32(master[_at(vertex[_at(i)])])
        if last[_at(number)] != cluster:
            last[_at(number)] = cluster
            touch[_at(count)] = (number << 16) | np.int64(cluster)
            count += 1
    return count


@njit(nogil=True, cache=True, _nrt=False)
def count_accesses(vertex: Any, line: Any, master: Any, structure: Any, count: Any) -> None:
    """Add accesses to ``count`` (int64, (clusters, structures)), where ``structure`` is that of each line."""
    for i in range(len(line)):
        count[_at(master[_at(vertex[_at(i)])]), _at(structure[_at(line[_at(i)])])] += 1
