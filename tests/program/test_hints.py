"""Types from hints, and arguments that contradict them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from irpart.base.errors import InputError
from irpart.program.hints import Hint, apply_hints, parse_hint


@pytest.mark.parametrize(("annotation", "dtype", "rank"), [
    ("float64[:, :]", "float64", 2), ("nb.float32[:]", "float32", 1), ("int64[:, ::1]", "int64", 2), ("int", "int64", 0),
    (int, "int64", 0), (float, "float64", 0), ("float64", "float64", 0), (np.float32, "float32", 0),
    ("NDArray[np.float64]", "float64", -1), ("npt.NDArray[np.int32]", "int32", -1), (npt.NDArray[np.int8], "int8", -1),
    ("bool", "bool", 0), ("complex128[:]", "complex128", 1),
])
def test_what_is_understood(annotation: object, dtype: str, rank: int) -> None:
    """Numba's and NumPy's forms, as strings and as objects."""
    assert parse_hint(annotation) == Hint(np.dtype(dtype), rank)


def test_numba_types_are_understood() -> None:
    """Types of Numba itself, not as strings."""
    import numba

    assert parse_hint(numba.float64[:, :]) == Hint(np.dtype("float64"), 2)
    assert parse_hint(numba.int32) == Hint(np.dtype("int32"), 0)


@pytest.mark.parametrize("annotation", ["str", "list[int]", "Sequence", "np.ndarray", str, "float64[3]", "tuple"])
def test_what_says_nothing(annotation: object) -> None:
    """Other annotations are left to the arguments."""
    assert parse_hint(annotation) is None


def kernel(x: "float64[:]", n: "int64", y: "float") -> None:
    """A function with hints."""


def test_scalars_are_converted() -> None:
    """An int for a float hint becomes a float."""
    array = np.zeros(3)
    converted = apply_hints(kernel, (array, np.int32(3), 2))
    assert converted[0] is array
    assert isinstance(converted[2], np.float64)


@pytest.mark.parametrize(("arguments", "message"), [
    ((np.zeros(3, np.float32), 1, 1.0), "'x' of 'kernel' is hinted as a 1-d array of float64, but the call"),
    ((np.zeros((2, 2)), 1, 1.0), "passes a 2-d array of float64"),
    (([1.0], 1, 1.0), "hinted as an array of float64, but a list was passed"),
    ((np.zeros(1), 1.5, 1.0), "hinted as int64, which cannot hold the value 1.5"),
    ((np.zeros(1), np.zeros(1), 1.0), "hinted as the scalar int64, but a ndarray was passed"),
])
def test_contradictions(arguments: tuple[object, ...], message: str) -> None:
    """Both sides are named."""
    with pytest.raises(InputError, match=message):
        apply_hints(kernel, arguments)
