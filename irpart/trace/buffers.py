"""Address space that is committed only where it is touched."""

from __future__ import annotations

import mmap

import numpy as np
from numpy.typing import NDArray

_NO_RESERVE = getattr(mmap, "MAP_NORESERVE", 0x4000)


def reserve(n_bytes: int, shared: bool = False) -> NDArray[np.uint8]:
    """Zeroed anonymous memory, uint8, of at least ``n_bytes`` (a whole number of pages).

    Shared memory is the same memory in forked copies of this process.
    """
    size = max(1, -(-n_bytes // mmap.PAGESIZE)) * mmap.PAGESIZE
    sharing = mmap.MAP_SHARED if shared else mmap.MAP_PRIVATE
    flags = sharing | mmap.MAP_ANONYMOUS | _NO_RESERVE
    return np.frombuffer(mmap.mmap(-1, size, flags=flags), np.uint8)
