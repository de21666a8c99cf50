"""Lowered programs give the bits of the originals, for all layouts, types and small sizes."""

from __future__ import annotations

import inspect

import numpy as np
import pytest
from numba import njit

from tests.planning.lowering import programs
from tests.planning.lowering.checking import Lowered

RANKS = {"heat": "22n", "jacobi_1d": "11n", "jacobi_2d": "22n", "hdiff": "22x", "in_place": "1", "in_place_2d": "2",
         "accumulate": "11x", "chain": "111", "copied": "1n", "rows": "21", "broadcasted": "211", "transposed": "22",
         "sums": "11", "extremes": "11", "mixed": "11n", "rebound": "11", "stale": "11", "branching": "11b", "viewing": "11",
         "reversing": "11", "along_axes": "22", "products": "11", "truths": "11", "places": "11", "places_2d": "22",
         "normalised": "11", "masked": "11x"}
"""Arguments of each program: ranks of arrays, n for a number of steps, x for a real number, b for a truth value."""


def array(rank: int, size: int, dtype: str, layout: str, seed: int) -> np.ndarray:
    """Data with special values where the type has them."""
    random = np.random.default_rng(seed)
    step = 2 if layout in "SR" else 1
    values = random.integers(-9, 9, (size * step,) * rank).astype(dtype)
    if np.dtype(dtype).kind in "fc":
        values = (values + random.random(values.shape)).astype(dtype)
        spots = random.integers(0, max(values.size, 1), 3)
        if values.size > 20:
            values.reshape(-1)[spots] = [np.nan, np.inf, -0.0]
    if layout == "F":
        return np.asfortranarray(values)
    return values if layout == "C" else values[(slice(None, None, 2),) * rank] if layout == "S" else values[
        (slice(None, None, -2),) * rank]


def arguments(kinds: str, size: int, dtype: str, layout: str) -> list:
    """Arguments of one program."""
    made = []
    for place, kind in enumerate(kinds):
        if kind.isdigit():
            made.append(array(int(kind), size, dtype, layout, place))
        else:
            made.append({"n": 3, "x": np.dtype(dtype).type(2) if dtype != "bool" else 1.5, "b": True}[kind])
    return made


def test_every_program_has_arguments():
    """The table names all programs."""
    assert set(RANKS) == {name for name, _ in inspect.getmembers(programs, inspect.isfunction)}


@pytest.mark.parametrize(("name", "layout"), [
    (name, layout) for name, kinds in RANKS.items() for layout in ("CFS" if "2" in kinds else "CR")])
def test_same_bits_in_double_precision(name, layout):
    """Sizes 0 to 7 and an odd one; at the larger ones the guards hold."""
    made = [arguments(RANKS[name], size, "float64", layout) for size in (0, 1, 2, 3, 4, 5, 7, 33)]
    lowered = Lowered(getattr(programs, name), *made[-1])
    assert [lowered.check(*each) for each in made][-2:] == [True, True]


@pytest.mark.parametrize("dtype", ["float32", "int64", "int32", "uint8", "complex128"])
@pytest.mark.parametrize("name", ["accumulate", "chain", "extremes", "mixed", "sums", "transposed"])
def test_same_bits_in_other_types(name, dtype):
    """Types whose scalar arithmetic is wider than that of arrays, or has another rule for casts."""
    sized = [arguments(RANKS[name], size, dtype, "C") for size in (2, 9)]
    try:
        njit(getattr(programs, name))(*arguments(RANKS[name], 9, dtype, "C"))
    except Exception:
        pytest.skip("Numba does not compile it for this type")
    lowered = Lowered(getattr(programs, name), *sized[-1])
    for each in sized:
        lowered.check(*each)
