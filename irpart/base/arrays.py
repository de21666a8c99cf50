"""Arrays as compiled kernels take them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def readonly(array: NDArray[Any]) -> NDArray[Any]:
    """A contiguous read-only view, so that kernels are compiled for one kind of array; a copy of what is not contiguous."""
    view = np.ascontiguousarray(array).view()
    view.setflags(write=False)
    return view
