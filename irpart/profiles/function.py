"""Trace calls of jitted functions: an instrumented specialisation runs in place of the original."""

from __future__ import annotations

import threading
import types
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from irpart.base.errors import UnsupportedProgram
from irpart.base.interrupts import Interrupts
from irpart.profiles.recording import ProfileRecorder, TracedModule
from irpart.program import numba_adapter
from irpart.program.lowering import parse_ir, promote_memory
from irpart.trace.cache_model import MemoryObject
from irpart.trace.recorder import Recorder
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
        self._variants: dict[tuple[int, tuple[Any, ...]], _Variant] = {}
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
        variant = self._variant(dispatcher, kinds)
        if self._recorder.options.timing == "sampled":
            with self._interrupts.deferred():
                timed = variant.compiled(variant.module.timed_text(suffix := _suffix("timed")), suffix)
            run_in_copy(lambda: timed(*values))
        recorder, traced = self._compiled(variant)
        self._recorder.begin_call(recorder)
        self._recorder.add_objects(array_objects(dispatcher, values))
        try:
            with self._interrupts.deferred():
                return traced(*values)
        finally:
            self._recorder.end_call(name, recorder)

    def _variant(self, dispatcher: Any, kinds: tuple[Any, ...]) -> _Variant:
        key = (id(dispatcher), kinds)
        if key not in self._variants:
            function, options = numba_adapter.compile_unoptimised(dispatcher, kinds), self._recorder.options
            self._interrupts.check()
            module = TracedModule(function.text, numba_adapter.is_traced_symbol, options.timing == "every",
                                  dispatcher.py_func.__name__, options.replay)
            self._recorder.add_module(module)
            self._variants[key] = _Variant(dispatcher, module, function)
        return self._variants[key]

    def _compiled(self, variant: _Variant) -> tuple[Recorder, Callable[..., Any]]:
        """The traced form of a variant and its recorder: made once, so that its constants keep their addresses."""
        if variant.traced is None:
            recorder, suffix = self._recorder.recorder(variant.module, self._interrupts), _suffix("traced")
            with self._interrupts.deferred():
                traced = variant.compiled(variant.module.traced_text(recorder, suffix), suffix, lambda address_of: (
                    self._recorder.evaluate(variant.module, address_of, suffix)))
            variant.traced = recorder, traced
        return variant.traced


@dataclass(slots=True)
class _Variant:
    """One specialisation: its dispatcher (kept alive), module and Numba's form of it; the traced form when it was called."""

    dispatcher: Any
    module: TracedModule
    function: numba_adapter.NumbaFunction
    traced: tuple[Recorder, Callable[..., Any]] | None = None

    def compiled(self, text: str, suffix: str,
                 loaded: Callable[[Callable[[str], int]], None] | None = None) -> Callable[..., Any]:
        """A Python callable for instrumented text."""
        module = parse_ir(text, "instrumented code")
        promote_memory(module)
        return numba_adapter.entry_point(self.function, module, suffix, loaded)


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
