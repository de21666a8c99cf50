"""Run a script as ``__main__``, as ``python -m cProfile`` does, and trace the functions that matter in place."""

from __future__ import annotations

import ast
import contextlib
import functools
import importlib
import inspect
import sys
import threading
import types
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from irpart.base.errors import InputError
from irpart.base.interrupts import Interrupts
from irpart.profiles.function import CallTracer, check_traceable
from irpart.profiles.recording import ProfileRecorder
from irpart.program import numba_adapter
from irpart.program.hints import apply_hints
from irpart.program.scripts import as_main, decorate, execute_main, new_main, parse_script

WRAPPER = "__irpart_traced__"
NO_PROFILE = "no profile was written"


@dataclass(frozen=True, slots=True)
class ScriptRun:
    """How a script ended: its exit status, and the names of the functions that were traced."""

    exit_status: int
    traced: tuple[str, ...]


def run_script(script: Path, arguments: Sequence[str], functions: Sequence[str], recorder: ProfileRecorder,
               interrupts: Interrupts | None = None) -> ScriptRun:
    """Run a script and trace calls into ``recorder``.

    Parameters
    ----------
    script, arguments
        The file, and what it sees as ``sys.argv[1:]``.
    functions
        ``name`` (of the script) or ``module:qualname``, plain Python or jitted; empty: all jitted functions that
        are called from Python, and the script's own functions whose parameters are all hinted, one at least as an
        array.

    Raises
    ------
    InputError
        No such file or function, or nothing that could be traced was called; the message names the functions
        that took the most time.
    ScriptFailed
        The script raised.
    """
    tree = parse_script(script, NO_PROFILE)
    tracer = CallTracer(recorder, interrupts)
    wanted = _Wanted(functions, tracer, recorder)
    missing = wanted.mark(tree)
    wanted.wrap_imported()
    module = new_main(script, **{WRAPPER: wanted.wrap})
    sampler = _Sampler(script)
    with as_main(module, script, arguments), wanted.intercepting_jitted(), sampler:
        status = execute_main(tree, module, script, NO_PROFILE)
    if not recorder.calls:
        names = [n for n, value in vars(module).items()
                 if isinstance(value, types.FunctionType) and value.__module__ == "__main__"]
        raise InputError(_nothing_traced(script, functions, missing, sampler.busiest(), names))
    return ScriptRun(status, tuple(recorder.calls))


class _Wanted:
    """Which functions are to be traced, and how calls of them are caught."""

    def __init__(self, functions: Sequence[str], tracer: CallTracer, recorder: ProfileRecorder) -> None:
        self._here = [f for f in functions if ":" not in f]
        self._any = not functions
        self._imported = [f for f in functions if ":" in f]
        self._tracer, self._recorder = tracer, recorder
        self._jitted: list[str] = []
        self._active = False

    def mark(self, tree: ast.Module) -> list[str]:
        """Decorate the named functions of the script; returns the names that it does not define."""
        return decorate(tree, WRAPPER, self._here, self._any)

    def wrap_imported(self) -> None:
        """Replace functions named ``module:qualname`` in their modules."""
        for name in self._imported:
            module_name, _, qualified = name.partition(":")
            try:
                owner: Any = importlib.import_module(module_name)
            except ImportError as error:
                raise InputError(f"--function {name}: cannot import the module '{module_name}': {error}.") from None
            *path, last = qualified.split(".")
            try:
                for part in path:
                    owner = getattr(owner, part)
                function = getattr(owner, last)
            except AttributeError:
                raise InputError(f"--function {name}: '{module_name}' has no '{qualified}'.") from None
            setattr(owner, last, self.wrap(function))

    def wrap(self, function: Any) -> Any:
        """A function whose calls are traced; a jitted one stays what it is and is caught when called."""
        check_traceable(function)
        if numba_adapter.is_dispatcher(function):
            self._jitted.append(function.py_func.__qualname__)
            return function
        name = function.__qualname__

        @functools.cache
        def jitted() -> Any:
            return numba_adapter.jit_with_callees(function, error_model=self._recorder.options.error_model)

        @functools.wraps(function)
        def traced(*args: Any, **kwargs: Any) -> Any:
            if not self._tracer.wants(name) or self._active:
                return function(*args, **kwargs)
            bound = inspect.signature(function).bind(*args, **kwargs)
            bound.apply_defaults()
            self._active = True
            try:
                hinted = apply_hints(function, bound.args)
                return self._tracer.call(jitted(), name, hinted, bound.kwargs, function)
            finally:
                self._active = False

        return traced

    @contextlib.contextmanager
    def intercepting_jitted(self) -> Iterator[None]:
        """Catch calls of jitted functions that come from Python, on the thread that runs the script."""
        from numba.core.dispatcher import Dispatcher

        original, thread = Dispatcher.__call__, threading.get_ident()

        def call(dispatcher: Any, /, *args: Any, **kwargs: Any) -> Any:
            name = dispatcher.py_func.__qualname__
            chosen = self._any or name in self._jitted
            if self._active or not chosen or threading.get_ident() != thread or not self._tracer.wants(name):
                return original(dispatcher, *args, **kwargs)
            self._active = True
            try:
                return self._tracer.call(dispatcher, name, args, kwargs, functools.partial(original, dispatcher))
            finally:
                self._active = False

        Dispatcher.__call__ = call
        try:
            yield
        finally:
            del Dispatcher.__call__


class _Sampler:
    """Looks every few milliseconds at which of the script's functions is running; costs next to nothing."""

    def __init__(self, script: Path) -> None:
        self._folder, self._main = str(script.resolve().parent), threading.get_ident()
        self._script = str(script)
        self._stop = threading.Event()
        self._seen: Counter[str] = Counter()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> _Sampler:
        self._thread.start()
        return self

    def __exit__(self, *failure: Any) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(0.003):
            frame = sys._current_frames().get(self._main)
            while frame is not None:
                code = frame.f_code
                own = code.co_filename == self._script or code.co_filename.startswith(self._folder)
                if own and not code.co_name.startswith("<"):
                    self._seen[code.co_qualname] += 1
                    break
                frame = frame.f_back

    def busiest(self) -> list[str]:
        """Names of the functions seen most often, at most five."""
        return [name for name, _ in self._seen.most_common(5)]


def _nothing_traced(script: Path, functions: Sequence[str], missing: Sequence[str], busiest: Sequence[str],
                    defined: Sequence[str]) -> str:
    names = list(busiest) or list(defined)[:5]
    if missing:
        what = f"{script.name} defines no function '{missing[0]}'"
    elif functions:
        what = f"{script.name} did not call {' or '.join(functions)}"
    else:
        what = f"{script.name} called no jitted function"
    if not names:
        return f"{what}, and it has no function of its own that could be traced; name one with --function MODULE:NAME."
    taking = "The functions that took the most time" if busiest else "It defines"
    return (f"{what}, so there is nothing to trace. {taking}: {', '.join(names)}. "
            f"Type: irpart profile --function {names[0]} {script}")
