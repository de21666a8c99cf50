"""The two closed files of kernels speak of the same operations."""

from __future__ import annotations

import pytest

from irpart.simulation import _machine_kernels, _stream_kernels

OPERATIONS = ("COMPUTE", "READ", "WRITE", "RECEIVE", "AGAIN", "SEND", "DEPEND", "EXECUTE", "MAIL")


@pytest.mark.parametrize("name", OPERATIONS)
def test_operations_have_one_number(name: str) -> None:
    """Kernels may not share constants across files, so the numbers are written twice."""
    assert getattr(_machine_kernels, name) == getattr(_stream_kernels, name)


def test_processors_fit_the_word_of_a_vertex() -> None:
    """Processor, cost code and flags do not overlap."""
    assert _stream_kernels.MASK == (1 << _stream_kernels.CODE) - 1
    assert _stream_kernels.RECEIVES == 1 << _stream_kernels.CODE + 16
