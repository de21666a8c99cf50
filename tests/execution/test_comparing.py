"""Copies keep overlaps; comparisons see every bit but the kind of a NaN."""

from __future__ import annotations

from collections import namedtuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from irpart.execution.comparing import compared, copied, worst


@given(st.sampled_from(["f8", "f4", "i8", "u1", "c16"]), st.integers(0, 9), st.integers(0, 3), st.integers(1, 3),
       st.sampled_from([1, -1]))
def test_copies_share_memory_as_the_originals_do(dtype, length, first, step, sign):
    """Writing through one copy shows in the others where it would in the originals, and never in the originals."""
    base = np.arange(24).astype(dtype).reshape(4, 6)
    views = (base, base[first:, ::step][::sign], base.T, base.reshape(-1)[:length])
    copies = copied(views)
    for one, other in zip(views, copies, strict=True):
        assert one.dtype == other.dtype
        assert one.strides == other.strides
        assert np.array_equal(one, other)
        assert not np.shares_memory(base, other)
    copies[1][...] = 99
    kept = base.copy()
    views[1][...] = 99
    assert all(np.array_equal(one, other) for one, other in zip(views, copies, strict=True))
    assert not np.array_equal(kept, base) or not views[1].size


def test_other_arguments():
    """Tuples are copied item by item, arrays of their own stay apart, read-only ones read-only, numbers as they are."""
    Pair = namedtuple("Pair", "left right")
    fixed = np.arange(3)
    fixed.flags.writeable = False
    array = np.arange(4)
    pair, number, frozen = copied((Pair(array, array), 3, fixed))
    assert isinstance(pair, Pair)
    assert np.shares_memory(pair.left, pair.right)
    assert not np.shares_memory(pair.left, array)
    assert number == 3
    assert not frozen.flags.writeable
    assert np.array_equal(copied((np.frombuffer(b"abc", np.uint8),))[0], np.frombuffer(b"abc", np.uint8))


@pytest.mark.parametrize(("expected", "found", "agreement"), [
    (1.0, 1.0, "equal"), (0.0, -0.0, "rounding"), (np.nan, -np.nan, "equal"), (1.0, 1, "different"), (3, 4, "different"),
    (True, True, "equal"), ("a", "b", "different"), (None, None, "equal"),
    (np.array([1.0, 2.0]), np.array([1.0, 2.0 + 1e-12]), "rounding"),
    (np.array([1.0, 2.0]), np.array([1.0, 2.0001]), "different"),
    (np.array([1.0, np.inf]), np.array([1.0, np.inf]), "equal"),
    (np.array([1.0, np.inf]), np.array([1.0, -np.inf]), "different"),
    (np.array([1.0, np.nan]), np.array([1.0, 2.0]), "different"),
    (np.array([1, 2]), np.array([1, 3]), "different"),
    (np.array([1, 2]), np.array([1.0, 2.0]), "different"),
    (np.array([1 + 2j]), np.array([1 - 2j]), "different"),
    (np.zeros((2, 3)), np.zeros((3, 2)), "different"), (np.zeros(0), np.zeros(0), "equal"),
    ((1, np.arange(3)), (1, np.arange(3)), "equal"), ((1, 2), (1,), "different"),
])
def test_agreement(expected, found, agreement):
    """With rounding allowed; without it, whatever is not equal is different."""
    assert compared(expected, found, rounds=True).agreement == agreement
    assert compared(expected, found, rounds=False).agreement == ("equal" if agreement == "equal" else "different")


def test_the_place_is_told():
    """And the worst of several is."""
    one = compared((1.0, np.array([[1, 2], [3, 4]])), (1.0, np.array([[1, 2], [5, 4]])), rounds=False, where="argument 'A'")
    assert one.where == "argument 'A'[1][1, 0] is np.int64(5), not np.int64(3)"
    assert worst([compared(1, 1, rounds=False), one]) is one
    assert worst([]).agreement == "equal"
