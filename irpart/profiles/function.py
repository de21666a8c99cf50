"""Trace calls of jitted functions: an instrumented specialisation runs in place of the original."""

from __future__ import annotations

import threading
import types
from collections.abc import Callable
from typing import Any

import numpy as np

from irpart.base.errors import UnsupportedProgram
from irpart.profiles.recording import ProfileRecorder, TracedModule
from irpart.program import numba_adapter
from irpart.program.lowering import parse_ir, promote_memory
from irpart.trace.cache_model import MemoryObject
from irpart.trace.interrupts import Interrupts
from irpart.trace.timing import run_in_copy

_unique = iter(range(1 << 62))


class CallTracer:
    """Traces the first calls of each function into a ``ProfileRecorder``.

    Parameters
    ----------
    recorder
        Where the traces go.
    interrupts
        Keeps Ctrl-C that arrives while a call is compiled or runs.
    """

    def __init__(self, recorder: ProfileRecorder, interrupts: Interrupts | None = None) -> None:
        self._recorder, self._interrupts = recorder, interrupts or Interrupts()
        self._variants: dict[tuple[int, tuple[Any, ...]], tuple[TracedModule, numba_adapter.NumbaFunction]] = {}
        self._kept: list[Any] = []
        self._lock = threading.Lock()

    def wants(self, name: str) -> bool:
        """Whether another call of the function called ``name`` is to be traced."""
        options = self._recorder.options
        done = self._recorder.calls.get(name, 0)
        return done < options.calls and self._recorder.instructions < options.max_instructions

    def call(self, dispatcher: Any, name: str, args: tuple[Any, ...], kwargs: dict[str, Any],
             untraced: Callable[..., Any]) -> Any:
        """Call a jitted function, traced; a call that comes in while another is traced goes to ``untraced``."""
        if not self._lock.acquire(blocking=False):
            return untraced(*args, **kwargs)
        try:
            with self._interrupts.kept():
                return self._traced(dispatcher, name, args, kwargs)
        finally:
            self._lock.release()

    def _traced(self, dispatcher: Any, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        folded = numba_adapter.fold_arguments(dispatcher, args, kwargs)
        kinds = numba_adapter.argument_types_of(dispatcher, folded)
        values = numba_adapter.plain_values(folded)
        module, function = self._variant(dispatcher, kinds)
        if self._recorder.options.timing == "sampled":
            timed = self._compile(function, module.timed_text(suffix := _suffix("timed")), suffix)
            run_in_copy(lambda: timed(*values))
        recorder = self._recorder.recorder(module, self._interrupts)
        traced = self._compile(function, module.traced_text(recorder, suffix := _suffix("traced")), suffix)
        self._kept.append(recorder)
        self._recorder.add_objects(array_objects(dispatcher, values))
        try:
            with self._interrupts.deferred():
                return traced(*values)
        finally:
            self._recorder.end_call(name, recorder)

    def _variant(self, dispatcher: Any, kinds: tuple[Any, ...]) -> tuple[TracedModule, numba_adapter.NumbaFunction]:
        key = (id(dispatcher), kinds)
        if key not in self._variants:
            function = numba_adapter.compile_unoptimised(dispatcher, kinds)
            self._interrupts.check()
            ticks = self._recorder.options.timing == "every"
            module = TracedModule(function.text, numba_adapter.is_traced_symbol, ticks, dispatcher.py_func.__name__)
            self._recorder.add_module(module)
            self._variants[key] = module, function
            self._kept.append(dispatcher)
        return self._variants[key]

    def _compile(self, function: numba_adapter.NumbaFunction, text: str, suffix: str) -> Callable[..., Any]:
        with self._interrupts.deferred():
            compiled = parse_ir(text, "instrumented code")
            promote_memory(compiled)
            return numba_adapter.entry_point(function, compiled, suffix)


def _suffix(kind: str) -> str:
    return f".irpart.{kind}{next(_unique)}"


def array_objects(dispatcher: Any, values: tuple[Any, ...]) -> list[MemoryObject]:
    """The arrays among call arguments (also inside tuples) as memory objects named after their parameters."""
    names = list(dispatcher._compiler.pysig.parameters)
    found: list[MemoryObject] = []

    def visit(name: str, value: Any) -> None:
        if isinstance(value, np.ndarray):
            low, high = np.lib.array_utils.byte_bounds(value)
            found.append(MemoryObject(name, int(low), int(high) - int(low)))
        elif isinstance(value, tuple):
            for position, item in enumerate(value):
                visit(f"{name}[{position}]", item)

    for position, value in enumerate(values):
        visit(names[position] if position < len(names) else f"argument {position}", value)
    return found


def check_traceable(function: Any) -> None:
    """Refuse what cannot be jitted at all, with one sentence.

    Raises
    ------
    UnsupportedProgram
        For builtins, classes and other callables that are not plain Python functions.
    """
    if not isinstance(function, types.FunctionType) and not numba_adapter.is_dispatcher(function):
        kind = type(function).__name__
        raise UnsupportedProgram(f"'{getattr(function, '__name__', function)}' is a {kind}, not a Python function; "
                                 "only Python functions and jitted functions can be traced.")
