"""Bodies of tasks and chunks: jitted functions as C functions that a team can call; what such code needs to read its context
and to start regions itself."""

from __future__ import annotations

from functools import cache
from typing import Any

RAISED = -1
"""Status of a body in which an exception was raised."""


def task_body(function: Any) -> Any:
    """A jitted ``function(task, worker, context) -> status`` as the body of tasks.

    Parameters
    ----------
    function
        Compiled by ``numba.njit``, of three int64: the task, the worker that runs it (scratch memory of the context may be
        split by it), and the address given as context (``numba.carray(address_as_void_pointer(context), ...)`` reads it).
        Returns int64: 0, or any other number to end the region.

    Returns
    -------
    A compiled function with an ``address``; keep it as long as it may be called. An exception raised in ``function`` becomes
    the status ``RAISED``.
    """
    from numba import cfunc, types

    def body(task: int, worker: int, context: int) -> int:
        try:
            return function(task, worker, context)  # type: ignore[no-any-return]
        except Exception:
            return RAISED

    return cfunc(types.int64(types.int64, types.int64, types.int64), nopython=True)(body)


def range_body(function: Any) -> Any:
    """A jitted ``function(start, stop, worker, context) -> status`` as the body of chunks; else as ``task_body``."""
    from numba import cfunc, types

    def body(start: int, stop: int, worker: int, context: int) -> int:
        try:
            return function(start, stop, worker, context)  # type: ignore[no-any-return]
        except Exception:
            return RAISED

    return cfunc(types.int64(types.int64, types.int64, types.int64, types.int64), nopython=True)(body)


@cache
def pointer_function() -> Any:
    """A function for compiled code, ``f(address) -> pointer``, whose result ``numba.carray`` takes; O(1)."""
    from numba import types
    from numba.extending import intrinsic

    def as_pointer(context: Any, address: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return builder.inttoptr(arguments[0], context.get_value_type(types.voidptr))

        return types.voidptr(types.int64), generate

    return intrinsic(as_pointer)


@cache
def region_function() -> Any:
    """A function for compiled code, ``f(entry, team, region, body, context, call) -> status``, that runs a region.

    All arguments are addresses: ``entry`` of ``team.entry_address``, the others as it says.
    """
    from llvmlite import ir
    from numba import types
    from numba.extending import intrinsic

    def run_region(context: Any, entry: Any, team: Any, region: Any, body: Any, given: Any, call: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            word = ir.IntType(64)
            function = builder.inttoptr(arguments[0], ir.FunctionType(word, [word] * 5).as_pointer())
            return builder.call(function, arguments[1:])

        return types.int64(*[types.int64] * 6), generate

    return intrinsic(run_region)
