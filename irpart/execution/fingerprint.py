"""Fingerprints of jitted functions: what their machine code was made from, so that a change of any of it is noticed."""

from __future__ import annotations

import dis
import hashlib
import inspect
import math
import operator
import sys
import types
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

_PLAIN = (bool, int, float, complex, str, bytes, type(None), type(Ellipsis), np.generic)
_KNOWN = frozenset({"numpy", "numba", "math", "cmath", "operator", "builtins", "scipy", "irpart"})
"""Packages whose functions are what their names say, given the versions of Numba and irpart."""
_OWN_SOURCES = ("planning", "regions", "execution", "program", "base")
_DEPTH = 20


class Unknown(Exception):
    """A value whose changes would not be noticed; the function is not cached between processes."""


def fingerprint(function: Any) -> str:
    """What a plain or jitted function is made from, as 64 hexadecimal digits.

    Its source, place and options, and those of what it calls, values of global and closed-over names, which Numba freezes.

    Raises
    ------
    Unknown
        When a name stands for something that has no content to compare, or a function has no source.
    """
    digest = hashlib.sha256()
    for part in _function(function, set(), 0):
        digest.update(part.encode() + b"\0")
    return digest.hexdigest()


@cache
def environment() -> str:
    """What every generated module depends on: versions, processor, and the sources that plan and run it."""
    import llvmlite
    import numba
    from llvmlite import binding

    digest = hashlib.sha256()
    folder = Path(__file__).parents[1]
    for package in _OWN_SOURCES:
        for path in sorted((folder / package).rglob("*.py")):
            digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes() + b"\0")
    for word in (version("irpart"), version("islpy"), numba.__version__, llvmlite.__version__, np.__version__, sys.version,
                 binding.get_host_cpu_name(), binding.get_host_cpu_features().flatten()):
        digest.update(word.encode() + b"\0")
    return digest.hexdigest()


def _function(function: Any, seen: set[int], depth: int) -> Iterator[str]:
    plain = getattr(function, "py_func", function)
    if id(plain) in seen:
        yield f"again {plain.__qualname__}"
        return
    seen.add(id(plain))
    if depth > _DEPTH:
        raise Unknown(f"calls of {plain.__qualname__} go too deep")
    try:
        text = inspect.getsource(plain)
    except (OSError, TypeError) as error:
        raise Unknown(f"{plain.__qualname__} has no source") from error
    yield f"{plain.__module__}.{plain.__qualname__} {plain.__code__.co_filename}:{plain.__code__.co_firstlineno}"
    yield text
    yield repr(sorted(getattr(function, "targetoptions", {}).items(), key=str))
    yield repr(sorted(getattr(function, "irpart_options", {}).items()))
    yield repr(sorted((getattr(function, "locals", None) or {}).items(), key=str))
    for value in (plain.__defaults__, plain.__kwdefaults__):
        yield from _value(value, seen, depth + 1)
    for name, value in names_of(plain):
        yield name
        yield from _value(value, seen, depth + 1)


def names_of(plain: types.FunctionType) -> list[tuple[str, Any]]:
    """Global and closed-over names of a function that stand for something, with it; attributes of the user's modules."""
    found: dict[str, Any] = {}
    codes, attributes = [plain.__code__], set[str]()
    for code in codes:
        codes.extend(constant for constant in code.co_consts if isinstance(constant, types.CodeType))
        attributes.update(code.co_names)
        for instruction in dis.get_instructions(code):
            if instruction.opname in ("LOAD_GLOBAL", "LOAD_NAME") and instruction.argval in plain.__globals__:
                found[instruction.argval] = plain.__globals__[instruction.argval]
    for name, cell in zip(plain.__code__.co_freevars, plain.__closure__ or (), strict=False):
        try:
            found[name] = cell.cell_contents
        except ValueError as error:
            raise Unknown(f"{name} is not set yet") from error
    for name, value in list(found.items()):
        if isinstance(value, types.ModuleType) and value.__name__.partition(".")[0] not in _KNOWN:
            found.update((f"{name}.{attribute}", getattr(value, attribute)) for attribute in sorted(attributes)
                         if hasattr(value, attribute))
    return sorted(found.items())


def _value(value: Any, seen: set[int], depth: int) -> Iterator[str]:
    """Text that is another for another value."""
    if isinstance(value, _PLAIN):
        yield f"{type(value).__name__} {value!r}"
    elif isinstance(value, tuple):
        yield f"{type(value).__qualname__} {len(value)}"
        for item in value:
            yield from _value(item, seen, depth + 1)
    elif isinstance(value, dict) and not value:
        yield "{}"
    elif isinstance(value, np.ndarray) and not value.dtype.hasobject:
        yield f"{value.dtype.str} {value.shape} {value.flags.c_contiguous} {hashlib.sha256(value.tobytes()).hexdigest()}"
    elif isinstance(value, np.dtype):
        yield value.str
    elif isinstance(value, types.ModuleType):
        yield value.__name__
    elif hasattr(value, "py_func") or (isinstance(value, types.FunctionType) and not _is_known(value)):
        yield from _function(value, seen, depth + 1)
    elif _is_known(value):
        yield f"{value.__module__}.{getattr(value, '__qualname__', getattr(value, '__name__', ''))}"
    else:
        raise Unknown(f"a {type(value).__qualname__} has no content to compare")


def _is_known(value: Any) -> bool:
    """Whether a value is a function or class of a library that its name tells apart from all others."""
    if isinstance(value, types.BuiltinFunctionType | np.ufunc) or value in (math, operator):
        return True
    module = getattr(value, "__module__", None)
    return isinstance(module, str) and module.partition(".")[0] in _KNOWN and hasattr(value, "__name__")
