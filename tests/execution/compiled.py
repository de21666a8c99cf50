"""Bodies of tasks for the tests of this package, and graphs and contexts for them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numba import carray, njit

from irpart.execution.bodies import pointer_function, range_body, task_body
from irpart.execution.types import TaskGraph

as_pointer = pointer_function()
FAILS, SPINS, RAISES = 7, 1, 2


@njit(nogil=True)
def mix_task(task, worker, context):
    """value[task] = a hash of the task and the values of those before it; words 5 and 6 say which task fails or raises."""
    words = carray(as_pointer(context), 8, np.int64)
    n = words[0]
    value = carray(as_pointer(words[1]), n, np.uint64)
    start = carray(as_pointer(words[2]), n + 1, np.int64)
    before = carray(as_pointer(words[3]), start[n], np.int64)
    fails = carray(as_pointer(words[4]), n, np.int64)
    mixed = np.uint64(task + 1)
    for e in range(start[task], start[task + 1]):
        mixed = (mixed ^ value[before[e]]) * np.uint64(0x9E3779B97F4A7C15)
    value[task] = mixed | np.uint64(1)
    if fails[task] == RAISES:
        raise ValueError
    return FAILS + task if fails[task] == 1 else 0


@njit(nogil=True)
def add_range(start, stop, worker, context):
    """value[i] += i + 1 for a chunk; fails if an entry of it is negative before."""
    words = carray(as_pointer(context), 2, np.int64)
    value = carray(as_pointer(words[1]), words[0], np.int64)
    for i in range(start, stop):
        if value[i] < 0:
            return FAILS
        value[i] += i + 1
    return 0


@njit(nogil=True)
def count_task(task, worker, context):
    """Count tasks by worker, a cache line apart, after some work that context word 0 measures."""
    words = carray(as_pointer(context), 16 * 64, np.int64)
    x = 1.0
    for _ in range(words[15]):
        x = x * 1.0000001 + 1e-9
    words[16 * worker] += 1 if x > 0 else 2
    return 0


@cache
def mix_body():
    """``mix_task`` as a C function."""
    return task_body(mix_task)


@cache
def add_body():
    """``add_range`` as a C function."""
    return range_body(add_range)


@cache
def count_body():
    """``count_task`` as a C function."""
    return task_body(count_task)


def make_graph(n, edges, homes=1, *, home=None, rank=None):
    """A graph from pairs of tasks."""
    pairs = np.array(sorted(set(edges)), np.int64).reshape(-1, 2)
    start = np.zeros(n + 1, np.int64)
    np.add.at(start, pairs[:, 0] + 1, 1)
    return TaskGraph(np.cumsum(start), pairs[:, 1], np.arange(n) % homes if home is None else home,
                     np.arange(n) if rank is None else rank, homes)


@dataclass
class Mixing:
    """Memory of ``mix_task`` for the tasks of some edges, which may be others than those of the graph that is run."""

    words: np.ndarray
    value: np.ndarray
    start: np.ndarray
    before: np.ndarray
    fails: np.ndarray

    def expected(self):
        """Values of the sequential run, up to and with the first failure; zeros behind it."""
        result = [0] * len(self.value)
        for task in range(len(result)):
            mixed = task + 1
            for e in range(self.start[task], self.start[task + 1]):
                mixed = ((mixed ^ result[self.before[e]]) * 0x9E3779B97F4A7C15) % 2**64
            result[task] = mixed | 1
            if self.fails[task]:
                break
        return np.array(result, np.uint64)


def make_mixing(n, edges, fails=()):
    """Memory for a run; ``fails`` are tasks that return a status."""
    pairs = np.array(sorted(set(edges), key=lambda pair: (pair[1], pair[0])), np.int64).reshape(-1, 2)
    start = np.zeros(n + 1, np.int64)
    np.add.at(start, pairs[:, 1] + 1, 1)
    start = np.cumsum(start)
    value, before, failing = np.zeros(n, np.uint64), np.ascontiguousarray(pairs[:, 0]), np.zeros(n, np.int64)
    failing[list(fails)] = 1
    words = np.zeros(8, np.int64)
    words[:5] = n, value.ctypes.data, start.ctypes.data, before.ctypes.data, failing.ctypes.data
    return Mixing(words, value, start, before, failing)
