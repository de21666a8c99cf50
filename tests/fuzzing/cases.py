"""Arguments for random programs, and what a run of one comes to."""

from __future__ import annotations

import linecache
import signal
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from random import Random
from types import FrameType
from typing import Any

import numpy as np

from tests.fuzzing.drawing import HELPERS, ArrayKind
from tests.fuzzing.making import Program

_NUMBERS = count()
NOT_MEANT = (IndexError, UnboundLocalError, OverflowError, ZeroDivisionError, TypeError, NameError, MemoryError)
"""What CPython raises where compiled code does something else: such a case says nothing."""


class TooLong(Exception):
    """A run that does not end, or not soon."""


@dataclass(frozen=True)
class Case:
    """Sizes and values of arguments; ``sharing``: arrays that are alike are ``apart``, the ``same`` or ``shifted`` views."""

    n: int
    m: int
    step: int
    seed: int
    sharing: str = "apart"


def make_cases(seed: int, count: int, sharing: bool) -> list[Case]:
    """Cases for a program: usual sizes first, then small and empty ones."""
    random = Random(seed)
    sizes = [(random.randrange(4, 9), random.randrange(4, 9)), (random.randrange(2, 12), random.randrange(1, 9)),
             (random.randrange(0, 3), random.randrange(0, 4))]
    kinds = ["apart", "same", "shifted"] if sharing else ["apart"]
    return [Case(*sizes[c % 3], random.randrange(1, 4), random.randrange(1000), kinds[c % len(kinds)] if c else "apart")
            for c in range(count)]


def make_arguments(program: Program, case: Case) -> tuple[tuple[Any, ...], list[np.ndarray]]:
    """Arguments, and the memory behind them."""
    random = np.random.default_rng(case.seed)
    lengths = {"n": case.n, "m": case.m}
    memory: list[np.ndarray] = []
    made: dict[Any, list[np.ndarray]] = {}
    arguments: list[Any] = []
    for array in program.arrays:
        shape = tuple(lengths[size] for size in array.sizes)
        if array.is_index:
            index = random.permutation(shape[0]) if case.seed % 2 else random.integers(0, max(1, shape[0]), shape[0])
            memory.append(index.astype(np.int64))
            arguments.append(memory[-1])
            continue
        key = array.dtype, array.sizes, array.layout
        if case.sharing == "apart" or key not in made or not made[key]:
            base, views = _views(array, shape, case.sharing)
            whole = program.exact or array.kind == "int"
            base[...] = random.integers(-4, 9, base.shape) if whole else random.normal(size=base.shape)
            memory.append(base)
            made[key] = views
        arguments.append(made[key].pop(0))
    return (*arguments, case.n, case.m, case.step), memory


def _views(array: ArrayKind, shape: tuple[int, ...], sharing: str) -> tuple[np.ndarray, list[np.ndarray]]:
    """Memory, and arrays of a layout in it for arguments that are alike."""
    if sharing == "shifted" and array.layout == "C":
        base = np.zeros((shape[0] + 2, *shape[1:]), array.dtype)
        return base, [base[1:shape[0] + 1], base[:shape[0]], base[2:]]
    if array.layout == "F":
        base = np.zeros(shape, array.dtype, order="F")
        view = base
    elif array.layout == "strided":
        base = np.zeros(tuple(2 * length + 1 for length in shape), array.dtype)
        view = base[tuple(slice(1, None, 2) for _ in shape)]
    else:
        base = np.zeros(shape, array.dtype)
        view = base[::-1] if array.layout == "reversed" else base
    return base, [view] * 3


@dataclass(frozen=True)
class Outcome:
    """What a run came to: the exception or values, and all memory afterwards."""

    error: str
    values: tuple[Any, ...]
    memory: tuple[np.ndarray, ...]
    meant: bool = True

    @property
    def is_small(self) -> bool:
        """Whether sums of these numbers are exact in any order."""
        limits = {"float64": 2.0**50, "float32": 2.0**22}
        arrays = [*self.memory, *(np.asarray(value) for value in self.values)]
        return all(bool(np.all(np.abs(array) < limits[str(array.dtype)])) for array in arrays if str(array.dtype) in limits)


def run_case(function: Callable[..., Any], program: Program, case: Case, seconds: float = 2.0) -> Outcome:
    """Run a function on new arguments."""
    arguments, memory = make_arguments(program, case)
    try:
        with limited(seconds), warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            value = function(*arguments)
    except Exception as error:
        meant = not isinstance(error, (*NOT_MEANT, TooLong))
        meant = meant and (not isinstance(error, ValueError) or "too large" in str(error))
        return Outcome(f"{type(error).__name__}: {error}", (), tuple(memory), meant)
    values = value if isinstance(value, tuple) else (value,)
    return Outcome("", values, tuple(memory))


def difference(expected: Outcome, got: Outcome, reordered: bool) -> str:
    """Where two runs differ, "" when they do not; ``reordered`` sums may differ in the sign of zero."""
    if expected.error or got.error:
        return "" if expected.error == got.error else f"{got.error or 'no exception'} instead of {expected.error or 'none'}"
    for what, one, other in (("values", expected.values, got.values), ("memory", expected.memory, got.memory)):
        if len(one) != len(other):
            return f"{len(other)} {what} instead of {len(one)}"
        for place, (left, right) in enumerate(zip(one, other, strict=True)):
            a, b = np.asarray(left), np.asarray(right)
            if a.shape != b.shape or not (np.array_equal(a, b, equal_nan=a.dtype.kind == "f") if reordered
                                          else _same_bits(a, b)):
                return f"{what} {place}: {_told(a, b)}"
    return ""


def _told(a: np.ndarray, b: np.ndarray) -> str:
    """The first elements that differ."""
    if a.shape != b.shape or a.ndim == 0:
        return f"{b} instead of {a}"
    places = [tuple(map(int, place)) for place in np.argwhere((a != b) | (np.signbit(a) != np.signbit(b)))][:3]
    return "; ".join(f"{b[place]} instead of {a[place]} at {list(place)}" for place in places)


def _same_bits(a: np.ndarray, b: np.ndarray) -> bool:
    """Equal numbers and signs of zero; CPython may have made an integer of one and a float of the other."""
    if a.dtype.kind == b.dtype.kind == "f":
        return np.array_equal(a, b, equal_nan=True) and np.array_equal(np.signbit(a), np.signbit(b))
    return np.array_equal(a, b)


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """End Python code that runs longer (in the main thread)."""
    def stop(number: int, frame: FrameType | None) -> None:
        raise TooLong(f"no end after {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)


def function_of(text: str, name: str = "program", **names: Any) -> Any:
    """The function that a text defines, with helpers as plain Python, and a source that ``inspect`` finds."""
    file = f"<random program {next(_NUMBERS)}>"
    linecache.cache[file] = (len(text), None, text.splitlines(True), file)
    scope: dict[str, Any] = {"np": np, **helpers(), **names}
    exec(compile(text, file, "exec"), scope)
    return scope[name]


_helpers: dict[str, Any] = {}


def helpers() -> dict[str, Any]:
    """Functions that programs call, jitted; CPython runs them as they are."""
    if not _helpers:
        from numba import njit

        file = "<helpers of random programs>"
        linecache.cache[file] = (len(HELPERS), None, HELPERS.splitlines(True), file)
        scope: dict[str, Any] = {}
        exec(compile(HELPERS, file, "exec"), scope)
        _helpers.update({name: njit(function) for name, function in scope.items() if not name.startswith("_")})
    return dict(_helpers)


def plain_helpers() -> dict[str, Any]:
    """The same functions for CPython."""
    return {name: function.py_func for name, function in helpers().items()}


def types_of(program: Program) -> tuple[Any, ...]:
    """Numba types of the arguments."""
    from numba import types

    kinds = {"float64": types.float64, "float32": types.float32, "int64": types.int64}
    layouts = {"C": "C", "F": "F", "strided": "A", "reversed": "A"}
    arrays = [types.Array(kinds[a.dtype], len(a.sizes), layouts[a.layout]) for a in program.arrays]
    return (*arrays, types.int64, types.int64, types.int64)
