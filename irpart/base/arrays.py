"""Arrays as compiled kernels and frozen types take them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def readonly(array: NDArray[Any]) -> NDArray[Any]:
    """A contiguous read-only view, so that kernels are compiled for one kind of array; a copy of what is not contiguous."""
    view = np.ascontiguousarray(array).view()
    view.setflags(write=False)
    return view


def freeze_columns(value: object) -> None:
    """Make the arrays that are attributes of a slotted value read-only, those in tuples too."""
    for name in value.__slots__:  # type: ignore[attr-defined]
        column = getattr(value, name)
        for array in column if isinstance(column, tuple) else (column,):
            if isinstance(array, np.ndarray):
                array.setflags(write=False)
