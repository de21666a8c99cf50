"""Scripts with their functions in parallel: jitted and hinted functions are swapped where Python calls them."""

from __future__ import annotations

import contextlib
import functools
import inspect
import threading
import types
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from irpart.base.errors import InputError
from irpart.program.hints import apply_hints
from irpart.program.scripts import as_main, decorate, execute_main, new_main, parse_script

_WRAPPER = "__irpart_parallel__"


class Watcher(Protocol):
    """Who makes the calls of swapped functions."""

    def call(self, function: Any, arguments: tuple[Any, ...]) -> Any:
        """Call a parallelized function and give its result; defaults and keywords are among the arguments."""


def run_parallel(script: Path, arguments: Sequence[str], functions: Sequence[str], watcher: Watcher,
                 swap: Callable[[Any], Any], consequence: str) -> int:
    """Run a script; calls of its functions from Python go to their parallel versions.

    Parameters
    ----------
    script, arguments
        The file, and what it sees as ``sys.argv[1:]``.
    functions
        Names of functions, as in the script or as jitted functions are called; empty: all jitted functions, and the
        script's own functions whose parameters are all hinted, one at least as an array.
    watcher
        Makes the calls.
    swap
        From a plain or jitted function to its parallel version (``irpart.parallelize``).
    consequence
        What follows when the script raises, for the message.

    Returns
    -------
    The script's exit status.

    Raises
    ------
    InputError
        There is no such script or function.
    ScriptFailed
        The script raised.
    """
    tree = parse_script(script, consequence)
    swapping = _Swapping(functions, watcher, swap)
    missing = decorate(tree, _WRAPPER, functions, not functions)
    module = new_main(script, **{_WRAPPER: swapping.wrap})
    with as_main(module, script, arguments), swapping.intercepting():
        status = execute_main(tree, module, script, consequence)
    unknown = [name for name in missing if name not in swapping.called]
    if unknown:
        raise InputError(f"{script.name} neither defines nor calls a function '{unknown[0]}'.")
    return status


class _Swapping:
    """Which calls are caught, and what takes their place."""

    def __init__(self, functions: Sequence[str], watcher: Watcher, swap: Callable[[Any], Any]) -> None:
        self._functions, self._watcher, self._swap = frozenset(functions), watcher, swap
        self._parallel: dict[int, tuple[Any, Any]] = {}
        self._plain: dict[Any, Any] = {}
        self._thread, self._active = threading.get_ident(), False
        self.called: set[str] = set()

    def wrap(self, function: Any) -> Any:
        """A plain function of the script whose calls run in parallel; jitted ones are caught when they are called."""
        if not isinstance(function, types.FunctionType):
            return function
        parallel = self._swap(function)

        @functools.wraps(function)
        def called(*args: Any, **kwargs: Any) -> Any:
            return self._called(parallel, apply_hints(function, _positional(function, args, kwargs)))

        self._plain[called] = function
        return called

    def _called(self, parallel: Any, arguments: tuple[Any, ...]) -> Any:
        if self._active or threading.get_ident() != self._thread:
            return parallel(*arguments)
        self.called.add(parallel.py_func.__qualname__)
        self._active = True
        try:
            return self._watcher.call(parallel, arguments)
        finally:
            self._active = False

    @contextlib.contextmanager
    def intercepting(self) -> Iterator[None]:
        """Catch calls of jitted functions that come from Python, on the thread that runs the script.

        What the script itself jits, or hands to a decorator of Numba's, is its function, not what took that one's place.
        """
        from numba.core.dispatcher import Dispatcher

        jitted: Any = Dispatcher
        original, initialize = jitted.__call__, jitted.__init__

        def begin(dispatcher: Any, py_func: Any, *args: Any, **kwargs: Any) -> None:
            initialize(dispatcher, self._plain.get(py_func, py_func), *args, **kwargs)

        def call(dispatcher: Any, /, *args: Any, **kwargs: Any) -> Any:
            if self._active or threading.get_ident() != self._thread or not self._is_wanted(dispatcher):
                return original(dispatcher, *args, **kwargs)
            parallel = self._parallel_of(dispatcher)
            return self._called(parallel, _positional(dispatcher.py_func, args, kwargs))

        jitted.__call__, jitted.__init__ = call, begin
        try:
            yield
        finally:
            del jitted.__call__
            jitted.__init__ = initialize

    def _is_wanted(self, dispatcher: Any) -> bool:
        function = dispatcher.py_func
        if function.__module__.partition(".")[0] == "irpart":
            return False
        return not self._functions or function.__qualname__ in self._functions

    def _parallel_of(self, dispatcher: Any) -> Any:
        """The parallel version of a jitted function; both are kept, so that identities stay theirs."""
        if id(dispatcher) not in self._parallel:
            self._parallel[id(dispatcher)] = dispatcher, self._swap(dispatcher)
        return self._parallel[id(dispatcher)][1]


def _positional(function: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, ...]:
    """Arguments of a call with keywords and defaults in their places."""
    bound = inspect.signature(function).bind(*args, **kwargs)
    bound.apply_defaults()
    return bound.args
