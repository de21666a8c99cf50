"""The level of the memory hierarchy of every access of a chunk, as the timing asks for it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from irpart.program.segments import LOAD, STORE, SegmentTables
from irpart.trace.cache_model import CacheModel
from irpart.trace.weights import tick_codes


def word_starts(tables: SegmentTables) -> NDArray[np.int64]:
    """int64, shape (segments + 1,): number of the first word place of each segment."""
    return np.concatenate([[0], np.cumsum(tables.segment_words, dtype=np.int64)]).astype(np.int64)


def access_places(tables: SegmentTables) -> NDArray[np.bool_]:
    """bool, shape (word places,): whether a place holds the address of a load or store."""
    start = word_starts(tables)
    places = np.zeros(int(start[-1]), np.bool_)
    owner = np.repeat(np.arange(tables.n_segments), np.diff(tables.vertex_start))
    owner = np.repeat(owner, np.diff(tables.operation_start))
    chosen = (tables.operation[:, 0] == LOAD) | (tables.operation[:, 0] == STORE)
    places[start[owner[chosen]] + tables.operation[chosen, 1]] = True
    return places


def access_levels(timing: str, model: CacheModel, tables: SegmentTables, ids: NDArray[np.unsignedinteger],
                  words: NDArray[np.uint64]) -> NDArray[np.uint8]:
    """uint8, one per word: the level an access hit (``sampled``, ``model``), the class of its measured time
    (``every``), or 0 (``none``)."""
    if timing == "none":
        return np.zeros(len(words), np.uint8)
    if timing == "every":
        levels = np.zeros(len(words), np.uint8)
        levels[:-1] = tick_codes(words[1:])
        return levels
    return model.levels(ids, words)
