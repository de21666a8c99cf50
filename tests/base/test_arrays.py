"""Arrays for kernels: contiguous, read-only, and the same memory where that is possible."""

from __future__ import annotations

import numpy as np
import pytest

from irpart.base.arrays import readonly


def test_a_view_that_cannot_be_written():
    """The array itself stays as it was."""
    array = np.arange(6)
    view = readonly(array)
    assert np.shares_memory(view, array)
    assert array.flags.writeable
    with pytest.raises(ValueError, match="read-only"):
        view[0] = 1


def test_strided_arrays_become_contiguous():
    """With a copy, as kernels are compiled for contiguous arrays only."""
    view = readonly(np.arange(12)[::2])
    assert view.flags.c_contiguous
    assert not view.flags.writeable
    assert view.tolist() == [0, 2, 4, 6, 8, 10]
