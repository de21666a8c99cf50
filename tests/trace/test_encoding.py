"""Chunks survive encoding, and damage is noticed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irpart.base.errors import FormatError
from irpart.trace.encoding import decode_chunk, encode_chunk

STARTS = np.array([0, 2, 2, 5, 6], np.int64)


@settings(max_examples=100, deadline=None)
@given(ids=st.lists(st.integers(0, 3), max_size=60), data=st.data(), dtype=st.sampled_from([np.uint16, np.uint32]))
def test_round_trip(ids: list[int], data: st.DataObject, dtype: type) -> None:
    """Any segments and any words."""
    count = sum(int(STARTS[i + 1] - STARTS[i]) for i in ids)
    words = data.draw(st.lists(st.integers(0, 2**64 - 1), min_size=count, max_size=count))
    before = np.array(ids, dtype), np.array(words, np.uint64)
    after = decode_chunk(*encode_chunk(*before, STARTS), STARTS)
    assert np.array_equal(before[0], after[0])
    assert np.array_equal(before[1], after[1])


def test_strides_become_zeros() -> None:
    """A regular loop costs one byte a word, nearly all of them zero."""
    ids = np.ones(1000, np.uint16) * 3
    words = np.arange(0, 8000, 8, dtype=np.uint64) + np.uint64(1 << 40)
    coded, data = encode_chunk(ids, words, STARTS)
    assert np.count_nonzero(coded) == 2
    assert np.count_nonzero(data) < 20


def test_damage() -> None:
    """Unknown segments, missing and superfluous bytes."""
    coded, data = encode_chunk(np.array([0, 2], np.uint16), np.arange(5, dtype=np.uint64), STARTS)
    with pytest.raises(FormatError, match="segment that the program does not have"):
        decode_chunk(coded + np.uint16(40), data, STARTS)
    for wrong in (data[:-1], np.concatenate([data, data])):
        with pytest.raises(FormatError, match="do not fit its segments"):
            decode_chunk(coded, wrong, STARTS)
