"""Compiled code: a worker leaves the processor that the caller of a region is on."""

from __future__ import annotations

from typing import Any

from numba import carray, cfunc, types

P_SPARE, P_WORKERS, P_MASK_ADDRESS, P_MASK = range(4)
"""Words of what is known of pinned threads: a processor that none is pinned to, how many there are, where the mask lies."""
MASK_WORDS = 16
P_FIRST = P_MASK + MASK_WORDS
"""First of two words for each thread: its handle, and the processor it is pinned to."""

_pin = types.ExternalFunction("pthread_setaffinity_np", types.int32(types.int64, types.int64, types.int64))


@cfunc(types.int32(types.CPointer(types.int64), types.int64), nopython=True, cache=True)
def make_way(address: Any, here: int) -> int:
    """Pin the thread that has processor ``here`` to the spare one, which ``here`` becomes; how many there were (0 or 1)."""
    words = carray(address, (P_FIRST,))
    workers, spare, moved = words[P_WORKERS], words[P_SPARE], 0
    pairs = carray(address, (P_FIRST + 2 * workers,))[P_FIRST:]
    for w in range(workers):
        if moved == 0 and pairs[2 * w + 1] == here:
            for word in range(MASK_WORDS):
                words[P_MASK + word] = 0
            words[P_MASK + (spare >> 6)] = 1 << (spare & 63)
            _pin(pairs[2 * w], 8 * MASK_WORDS, words[P_MASK_ADDRESS])
            pairs[2 * w + 1] = spare
            words[P_SPARE] = here
            moved = 1
    return moved
