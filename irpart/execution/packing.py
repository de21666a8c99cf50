"""Task graphs and ranges as the words that compiled code reads."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from irpart.execution.types import RangePlan, TaskGraph

_LINE = 16
"""Words between things that different workers write, as in ``_team_kernels``."""
_BITS = 64


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class PackedRegion:
    """A graph or ranges with its memory for compiled code; used by one region at a time.

    Attributes
    ----------
    source
        What was packed.
    address
        Where ``words`` lie; valid as long as this object lives.
    words
        int64: what the kernels call a packed graph or packed ranges.
    columns
        The arrays whose addresses are among ``words``.
    """

    source: TaskGraph | RangePlan
    address: int
    words: NDArray[np.int64]
    columns: tuple[NDArray[np.integer], ...]

    def __repr__(self) -> str:
        return f"PackedRegion({self.source!r})"


def aligned(words: int) -> NDArray[np.int64]:
    """Zeros that share no cache line with anything else: what others write beside them would slow every reader down."""
    room = np.zeros((words // _LINE + 2) * _LINE, np.int64)
    first = -(room.ctypes.data // 8) % _LINE
    return room[first : first + words]


def _apart(column: NDArray[np.integer]) -> NDArray[np.integer]:
    """A copy on cache lines of its own."""
    copy = aligned(-(-column.nbytes // 8)).view(column.dtype)[: len(column)]
    copy[:] = column
    return copy


def pack_graph(graph: TaskGraph) -> PackedRegion:
    """Memory for a graph: counters as they are before a run, and ready tasks as bits.

    Each home has whole words of 64 bits, a bit for each of its tasks in the order of their ranks, and one summary word, of
    which each bit stands for an equal group of these words. O(n log n + edges) time; 42 bytes a task and 4 an edge.
    """
    from irpart.execution import _team_kernels as kernels

    n, homes = graph.n_tasks, graph.n_homes
    order = np.lexsort((np.arange(n), graph.rank, graph.home))
    count = np.bincount(graph.home, minlength=homes)
    word = np.zeros(homes + 1, np.int64)
    word[1:] = np.cumsum(-(-count // _BITS))
    stride = np.maximum(1, -(-np.diff(word) // _BITS))
    owner = graph.home[order]
    place = np.empty(n, np.int64)
    place[order] = _BITS * word[owner] + np.arange(n) - (np.cumsum(count) - count)[owner]
    task = np.zeros(_BITS * int(word[-1]), np.int32)
    task[place] = np.arange(n, dtype=np.int32)
    needed = np.bincount(graph.successor, minlength=n).astype(np.int32)
    ready, summary = np.zeros(int(word[-1]), np.uint64), np.zeros(homes, np.uint64)
    sources = np.flatnonzero(needed == 0)
    np.bitwise_or.at(ready, place[sources] // _BITS, np.uint64(1) << (place[sources] % _BITS).astype(np.uint64))
    group = (place[sources] // _BITS - word[graph.home[sources]]) // stride[graph.home[sources]]
    np.bitwise_or.at(summary, graph.home[sources], np.uint64(1) << group.astype(np.uint64))
    columns = (*map(_apart, (graph.successor_start, graph.successor, needed, needed, graph.home, place, task, word, stride)),
               aligned(int(word[-1])), aligned(_LINE * homes), _apart(ready), _apart(summary))
    words = aligned(kernels.GRAPH_WORDS)
    words[[kernels.G_TASKS, kernels.G_HOMES]] = n, homes
    words[kernels.G_START :] = [column.ctypes.data for column in columns]
    return PackedRegion(graph, words.ctypes.data, words, columns)


def pack_ranges(plan: RangePlan) -> PackedRegion:
    """Memory for ranges; 16 bytes a chunk. O(chunks)."""
    from irpart.execution import _team_kernels as kernels

    columns = tuple(map(_apart, (plan.first, plan.start, plan.stop)))
    words = aligned(kernels.RANGE_WORDS)
    words[[kernels.R_CHUNKS, kernels.R_HOMES]] = plan.n_chunks, plan.n_homes
    words[kernels.R_FIRST :] = [column.ctypes.data for column in columns]
    return PackedRegion(plan, words.ctypes.data, words, columns)
