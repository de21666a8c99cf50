"""Choose the weights of a profile as its timing says."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from irpart.graph.build import Feed
from irpart.profiles.options import ProfileOptions
from irpart.program.segments import LOAD, STORE, SegmentTables
from irpart.trace.calibration import calibrated_cycles
from irpart.trace.levels import access_places, word_starts
from irpart.trace.weights import (
    LEVELS,
    Weights,
    every_weights,
    model_weights,
    sampled_weights,
    unit_weights,
)


def choose_weights(options: ProfileOptions, tables: SegmentTables, mean_cycles: NDArray[np.float64],
                   replay: Callable[[Feed], None]) -> Weights:
    """Weights for all memory operations of a program.

    ``mean_cycles`` are the sampled means (NaN: none); ``replay`` feeds the trace with the level of each access and
    is called only where it is needed.
    """
    n_memory = len(tables.memory_rows)
    if options.timing == "none":
        return unit_weights(n_memory)
    if options.timing == "model":
        return model_weights(n_memory, options.latencies)
    if options.timing == "every":
        return every_weights(n_memory, options.latencies)
    level_count = count_levels(tables, replay)
    return sampled_weights(mean_cycles, level_count, calibrated_cycles(), options.latencies)


def count_levels(tables: SegmentTables, replay: Callable[[Feed], None]) -> NDArray[np.int64]:
    """int64, shape (memory operations, levels): how many accesses of each operation hit each level."""
    starts, places = word_starts(tables), access_places(tables)
    operation_of_place = _memory_of_place(tables, starts)
    counts = np.zeros((len(tables.memory_rows), len(LEVELS)), np.int64)

    def feed(ids: NDArray[np.unsignedinteger], words: NDArray[np.uint64], levels: NDArray[np.uint8]) -> None:
        runs = np.diff(starts)[ids]
        first = np.repeat(starts[ids] - np.concatenate([[0], np.cumsum(runs)[:-1]]), runs)
        place = first + np.arange(len(words))
        chosen = places[place]
        code = operation_of_place[place[chosen]] * len(LEVELS) + levels[chosen]
        counts[:] += np.bincount(code, minlength=counts.size).reshape(counts.shape)

    replay(feed)
    return counts


def _memory_of_place(tables: SegmentTables, starts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Memory operation of each word place (the last one that uses it)."""
    result = np.zeros(int(starts[-1]) + 1, np.int64)
    vertex = np.repeat(np.arange(len(tables.vertex_row)), np.diff(tables.operation_start))
    segment = np.repeat(np.arange(tables.n_segments), np.diff(tables.vertex_start))[vertex]
    memory = tables.vertex_memory[vertex]
    kind = tables.operation[:, 0]
    chosen = (kind == LOAD) | (kind == STORE)
    result[starts[segment[chosen]] + tables.operation[chosen, 1]] = memory[chosen]
    return result
