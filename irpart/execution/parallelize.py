"""The decorator: a function, plain or jitted, becomes one that plans, compiles and runs its loops in parallel."""

from __future__ import annotations

import inspect
from types import FunctionType
from typing import Any

from irpart.base.errors import InputError
from irpart.execution import processors
from irpart.execution.fallbacks import warn_of_fallback
from irpart.execution.types import MOST_WORKERS

_OF_NUMBA = ("boundscheck", "error_model", "fastmath", "nogil")
"""Options of ``numba.njit`` that a plain function may be given."""


def parallel_function(function: Any, *, workers: int | None = None, deterministic: bool = False, cache: bool = True,
                      **options: Any) -> Any:
    """A function that runs the loops of ``function`` in parallel where that gives the same result.

    Parameters are those of ``irpart.parallelize``.
    """
    from numba import njit
    from numba.core import config
    from numba.core.registry import CPUDispatcher

    from irpart.execution.dispatcher import ParallelDispatcher

    processors.usable_processors()
    is_number = isinstance(workers, int) and not isinstance(workers, bool)
    if workers is not None and not (is_number and 1 <= workers <= MOST_WORKERS):
        raise InputError(f"workers is a number from 1 to {MOST_WORKERS}, not {workers!r}.")
    unknown = sorted(set(options) - set(_OF_NUMBA))
    if unknown:
        raise InputError(f"{unknown[0]} is no option of parallelize; there are workers, deterministic, cache, and of "
                         f"Numba's {', '.join(_OF_NUMBA)}.")
    if isinstance(function, ParallelDispatcher):
        function = function.original
    if not isinstance(function, CPUDispatcher | FunctionType):
        raise InputError(f"parallelize takes a Python function or one that numba.njit made, not {function!r}.")
    if config.DISABLE_JIT:
        return function
    jitted = isinstance(function, CPUDispatcher)
    if not jitted and function.__code__.co_flags & inspect.CO_VARKEYWORDS:
        warn_of_fallback(function, "it takes any keywords ('**'), which Numba does not have.", "it runs in the interpreter")
        return function
    if jitted and options:
        raise InputError(f"{sorted(options)[0]} is for plain functions; give it to njit of {function.__name__}.")
    source: Any = function if jitted else njit(**options)(function)
    if inspect.isgeneratorfunction(source.py_func):
        warn_of_fallback(source.py_func, "it is a generator, which hands out one value at a time.",
                         "it runs as Numba compiles it")
        return source
    made = ParallelDispatcher(source.py_func, source.locals, source.targetoptions)
    made.adopt(function, {"workers": workers, "deterministic": deterministic, "cache": cache})
    return made
