"""The table in memory through which generated code, cached on disk and loaded anywhere, finds team, entries, counters."""

from __future__ import annotations

import ctypes
import os
import threading
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import BackendError, InputError
from irpart.execution import pthreads
from irpart.execution.interrupts import heed_interrupts
from irpart.execution.packing import aligned
from irpart.execution.team import default_team, entry_address
from irpart.execution.types import MOST_WORKERS

SYMBOL = "irpart_region_table"
"""Name of the table for generated code."""
COUNTERS = 256
"""Counters of a plan: regions that ran in parallel, regions that ran in the calling thread, then failed guards by number."""
_START, _GIVE = ctypes.CFUNCTYPE(ctypes.c_int64), ctypes.CFUNCTYPE(ctypes.c_int64, ctypes.c_int64)
_lock = threading.Lock()
_counters: dict[int, NDArray[np.int64]] = {}


@dataclass(frozen=True, slots=True)
class Compiling:
    """What holds for the generated code that is compiled now: number of its plan (0: nothing is counted), most workers."""

    plan: int = 0
    most_workers: int = MOST_WORKERS


_AT_FIRST = Compiling()
COMPILING: ContextVar[Compiling] = ContextVar("irpart_compiling", default=_AT_FIRST)


@contextmanager
def compiling(plan: int, most_workers: int) -> Iterator[None]:
    """What is compiled meanwhile in this thread counts for a plan and uses at most so many workers."""
    token = COMPILING.set(Compiling(plan, most_workers))
    try:
        yield
    finally:
        COMPILING.reset(token)


@cache
def table() -> NDArray[np.int64]:
    """The words of ``_region_kernels``; made, and known to LLVM by ``SYMBOL``, when first asked for. It never moves."""
    from llvmlite import binding

    from irpart.execution import _region_kernels as kernels
    from irpart.execution import _weight_kernels as weights

    words, numbers = aligned(kernels.TABLE_WORDS), aligned(kernels.MOST_PARTS + 1)
    numbers[:] = np.arange(len(numbers))
    for word, address in ((kernels.B_START, _address(_start)), (kernels.B_COUNTERS, _address(_give)),
                          (kernels.B_RANGES, entry_address("run_ranges")), (kernels.B_GRAPH, entry_address("run_graph")),
                          (kernels.B_PARTS, kernels.run_parts.address),
                          (kernels.B_PLACED, kernels.run_placed.address),
                          (kernels.B_WEIGHED, weights.share_by_weight.address),
                          (kernels.B_TIMED, weights.timed_part.address), (kernels.B_FLOW, kernels.run_placed_grid.address),
                          (kernels.B_TILES, weights.record_of_grid.address),
                          (kernels.B_TIMED_TILE, weights.timed_tile.address),
                          (kernels.B_GRID, kernels.run_grid.address),
                          (kernels.B_SIZE, kernels.count_workers.address), (kernels.B_NUMBERS, numbers.ctypes.data),
                          (kernels.B_MALLOC, pthreads.address_of("malloc")), (kernels.B_FREE, pthreads.address_of("free")),
                          (kernels.B_CLOCK, pthreads.address_of("clock_gettime"))):
        words[word] = address
    _kept.append(numbers)
    binding.add_symbol(SYMBOL, words.ctypes.data)
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=_forget_team)
    return words


def start_team() -> int:
    """See to it that generated code has the default team; its workers, 1 where the system gives no threads."""
    from irpart.execution import _region_kernels as kernels

    with _lock:
        words = table()
        try:
            team = default_team()
            words[kernels.B_TEAM] = team.handle()
        except (BackendError, InputError):
            words[kernels.B_TEAM] = -1
            return 1
        heed_interrupts()
        return team.size


def counters(plan: int) -> NDArray[np.int64]:
    """Counters of a plan: regions in parallel, regions in the calling thread, failures of guard 0, 1, ..."""
    return _counters.setdefault(plan, np.zeros(COUNTERS, np.int64))


def region_number(name: str) -> int:
    """Number in its plan of the region whose body has this name."""
    return zlib.crc32(name.encode())


def name_number(plan: int, name: str) -> int:
    """What timelines know a region by; ``region_names`` gives the name again."""
    number = (plan & 0x7FFFFFFF) << 32 | region_number(name)
    _names[number] = name
    return number


def region_names() -> Mapping[int, str]:
    """Names of the bodies of all regions whose code was made or loaded in this process."""
    return _names


@contextmanager
def shuffled_schedules(seed: int) -> Iterator[None]:
    """Meanwhile regions of generated code run in other legal orders that ``seed`` (not 0) chooses, with delays.

    Parts of loops get other bounds, tiles other homes; what depends on the schedule then shows, after a few seeds.
    """
    from irpart.execution import _region_kernels as kernels

    table()[kernels.B_SEED] = 2 * seed + 1 if seed % 2 else 2 * seed
    try:
        yield
    finally:
        table()[kernels.B_SEED] = 0


def _forget_team() -> None:
    """In a forked child: no workers yet, nobody holds a lock. What other threads had packed is left where it is."""
    global _lock
    from irpart.execution import _region_kernels as kernels

    _lock = threading.Lock()
    words = table()
    words[kernels.B_TEAM] = 0
    words[[kernels.B_LOCK, kernels.B_TURN]] = 0
    words[kernels.B_SLOTS :] = 0


def _start_for_code() -> int:
    from irpart.execution import _region_kernels as kernels

    start_team()
    return max(0, int(table()[kernels.B_TEAM]))


def _counters_for_code(plan: int) -> int:
    return int(counters(plan).ctypes.data)


def _address(function: ctypes._CFuncPtr) -> int:  # type: ignore[name-defined]
    return ctypes.cast(function, ctypes.c_void_p).value or 0


_start, _give = _START(_start_for_code), _GIVE(_counters_for_code)
_kept: list[NDArray[np.int64]] = []
_names: dict[int, str] = {}
