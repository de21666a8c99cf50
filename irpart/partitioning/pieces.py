"""Contiguous pieces of things that are in order."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def cut_by_order(weight: NDArray[np.float64], k: int) -> NDArray[np.uint16]:
    """Contiguous pieces of equal weight of things in order: each to the piece that its middle falls into.

    A piece weighs at most W / k plus the heaviest thing; weights that are all 0 count as equal.
    """
    if weight.sum() == 0:
        weight = np.ones(len(weight))
    after = np.cumsum(weight)
    middle = (after - weight / 2) * (k / after[-1])
    piece: NDArray[np.uint16] = np.minimum(middle, k - 1).astype(np.uint16)
    return piece
