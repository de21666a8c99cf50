"""Called functions that are not read: whether they may draw random numbers, print, or do what nobody knows."""

from __future__ import annotations

from collections.abc import Iterator
from types import BuiltinFunctionType, CodeType, FunctionType, ModuleType
from typing import Any

import numpy as np

STATES = ("random@state", "output@stream", "outside@state")
"""Hidden variables for all that calls may change besides arrays."""
_LOUD = frozenset({"random", "print", "objmode"})
_PLAIN = (bool, int, float, complex, str, type(None), np.generic, np.ndarray, np.ufunc, type)


def is_quiet(target: Any) -> bool:
    """Whether a jitted function, and all that it calls, surely leaves the hidden states alone."""
    return _is_quiet(target.py_func, set())


def _is_quiet(function: FunctionType, seen: set[FunctionType]) -> bool:
    if function in seen:
        return True
    seen.add(function)
    codes = list(_codes(function.__code__))
    if any(_LOUD & {*code.co_names} for code in codes):
        return False
    try:
        closed = {name: cell.cell_contents for name, cell in
                  zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)}
    except ValueError:
        return False
    known = {**function.__globals__, **closed}
    return all(_is_plain(known[name], seen) for code in codes for name in (*code.co_names, *code.co_freevars)
               if name in known)


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _codes(inner)


def _is_plain(value: Any, seen: set[FunctionType]) -> bool:
    """A value, a function of mathematics, or a jitted function that is quiet."""
    inner = getattr(value, "py_func", None)
    if isinstance(inner, FunctionType):
        return _is_quiet(inner, seen)
    if isinstance(value, ModuleType):
        return value.__name__ in ("numpy", "math", "cmath")
    if isinstance(value, FunctionType | BuiltinFunctionType):
        return (value.__module__ or "").partition(".")[0] in ("numpy", "math", "cmath", "builtins") \
            and "random" not in value.__module__
    return isinstance(value, _PLAIN)
