"""Types from hints: ``x: float64[:, :]``, ``n: int``, ``NDArray[np.float64]``; checked against the arguments seen.

A hint fixes the type of a scalar and the element type and rank of an array; the layout always comes from the
argument, so that a C-contiguous array gets the code for one.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, get_args

import numpy as np

from irpart.base.errors import InputError

_ARRAY = re.compile(r"^(?:\w+\.)*(\w+)\[\s*((?::|::1)(?:\s*,\s*(?::|::1))*)\s*\]$")
_SCALAR = re.compile(r"^(?:\w+\.)*(\w+)$")
_PYTHON = {"int": "int64", "float": "float64", "bool": "bool", "complex": "complex128"}
_NUMPY = {"int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float32", "float64",
          "complex64", "complex128", "bool", "bool_", "boolean", "intp", "uintp", "intc"}


@dataclass(frozen=True, slots=True)
class Hint:
    """An element type, and a rank: 0 for a scalar, -1 for an array of any rank."""

    dtype: np.dtype[Any]
    rank: int


def parse_hint(annotation: Any) -> Hint | None:
    """The type that an annotation stands for, or None when it says nothing irpart uses."""
    if annotation is inspect.Parameter.empty:
        return None
    arguments = get_args(annotation)
    if len(arguments) == 2 and getattr(annotation, "__origin__", None) is np.ndarray:
        element = get_args(arguments[1])
        known = isinstance(element[0], type) and issubclass(element[0], np.generic) if element else False
        return Hint(np.dtype(element[0]), -1) if known else None
    text = annotation.__name__ if isinstance(annotation, type) else str(annotation)
    text = text.replace("array(", "").strip("'\" ")
    numba_array = re.match(r"^(\w+), (\d)d, \w\)$", text)
    if numba_array:
        return _hint(numba_array[1], int(numba_array[2]))
    array_of = re.match(r"^(?:\w+\.)*NDArray\[(?:\w+\.)*(\w+)\]$", text)
    if array_of:
        return _hint(array_of[1], -1)
    array = _ARRAY.match(text)
    if array:
        return _hint(array[1], array[2].count(",") + 1)
    scalar = _SCALAR.match(text)
    return _hint(scalar[1], 0) if scalar else None


def _hint(name: str, rank: int) -> Hint | None:
    name = _PYTHON.get(name, name)
    if name not in _NUMPY:
        return None
    return Hint(np.dtype("bool" if name in ("bool_", "boolean") else name), rank)


def apply_hints(function: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """Positional arguments as the hints want them: scalars converted, arrays checked.

    Raises
    ------
    InputError
        When an argument contradicts its hint, with both.
    """
    parameters = list(inspect.signature(function).parameters.values())
    converted = list(arguments)
    for position, value in enumerate(arguments):
        if position >= len(parameters) or parameters[position].kind is inspect.Parameter.VAR_POSITIONAL:
            break
        hint = parse_hint(parameters[position].annotation)
        if hint is not None:
            converted[position] = _applied(function, parameters[position].name, hint, value)
    return tuple(converted)


def _applied(function: Callable[..., Any], name: str, hint: Hint, value: Any) -> Any:
    where = f"Argument '{name}' of '{function.__name__}'"
    if hint.rank == 0:
        if isinstance(value, np.ndarray) or not isinstance(value, int | float | complex | np.generic):
            raise InputError(f"{where} is hinted as the scalar {hint.dtype}, but a {type(value).__name__} was passed.")
        result = hint.dtype.type(value)
        if not (result == value or (value != value)):
            raise InputError(f"{where} is hinted as {hint.dtype}, which cannot hold the value {value!r}.")
        return result
    if not isinstance(value, np.ndarray):
        raise InputError(f"{where} is hinted as an array of {hint.dtype}, but a {type(value).__name__} was passed.")
    if value.dtype != hint.dtype or hint.rank not in (-1, value.ndim):
        rank = f"{hint.rank}-d " if hint.rank >= 0 else ""
        raise InputError(f"{where} is hinted as a {rank}array of {hint.dtype}, but the call passes a {value.ndim}-d "
                         f"array of {value.dtype}; change the hint or the argument.")
    return value
