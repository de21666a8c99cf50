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

from irpart.base.errors import InputError, IrpartError
from irpart.base.interrupts import Interrupts
from irpart.profiles.function import CallTracer, check_traceable
from irpart.profiles.recording import ProfileRecorder
from irpart.program import numba_adapter
from irpart.program.hints import apply_hints, parse_hint

WRAPPER = "__irpart_traced__"


class ScriptFailed(IrpartError):
    """The script itself raised; ``cause`` is what it raised, with the script's own frames."""

    def __init__(self, cause: BaseException, script: str) -> None:
        super().__init__(f"{script} raised {type(cause).__name__}, so no profile was written.")
        self.cause = cause


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
    source = _read(script)
    tracer = CallTracer(recorder, interrupts)
    wanted = _Wanted(functions, tracer, recorder)
    try:
        tree = ast.parse(source, str(script))
    except SyntaxError as error:
        raise ScriptFailed(error, script.name) from None
    missing = wanted.mark(tree)
    wanted.wrap_imported()
    module = types.ModuleType("__main__")
    module.__dict__.update(__file__=str(script), __builtins__=__builtins__, __cached__=None)
    module.__dict__[WRAPPER] = wanted.wrap
    sampler = _Sampler(script)
    code = compile(tree, str(script), "exec")
    with _as_main(module, script, arguments), wanted.intercepting_jitted(), sampler:
        status = _execute(code, module, script)
    if not recorder.calls:
        names = [n for n, value in vars(module).items()
                 if isinstance(value, types.FunctionType) and value.__module__ == "__main__"]
        raise InputError(_nothing_traced(script, functions, missing, sampler.busiest(), names))
    return ScriptRun(status, tuple(recorder.calls))


def _read(script: Path) -> bytes:
    try:
        return script.read_bytes()
    except OSError as error:
        raise InputError(f"Cannot read the script {script}: {error.strerror or error}.") from None


def _execute(code: types.CodeType, module: types.ModuleType, script: Path) -> int:
    """Run the script's code; its exit status. What irpart itself refuses passes through."""
    try:
        exec(code, module.__dict__)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except (IrpartError, KeyboardInterrupt):
        raise
    except BaseException as error:
        trace = error.__traceback__
        while trace is not None and trace.tb_frame.f_code.co_filename != str(script):
            trace = trace.tb_next
        raise ScriptFailed(error.with_traceback(trace), script.name) from None
    return 0


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
        found: set[str] = set()

        def visit(body: list[ast.stmt], prefix: str) -> None:
            for node in body:
                if isinstance(node, ast.FunctionDef | ast.ClassDef):
                    name = prefix + node.name
                    if isinstance(node, ast.FunctionDef) and (name in self._here or (self._any and _is_hinted(node))):
                        decorator = ast.Name(WRAPPER, ast.Load())
                        node.decorator_list.insert(0, ast.copy_location(decorator, node))
                        found.add(name)
                    visit(node.body, name + ".")
                elif isinstance(node, ast.If | ast.With | ast.Try):
                    visit(node.body, prefix)

        visit(tree.body, "")
        ast.fix_missing_locations(tree)
        return [name for name in self._here if name not in found]

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


def _is_hinted(node: ast.FunctionDef) -> bool:
    """Whether a function is undecorated and all its parameters have hints that irpart reads, one of them an array."""
    parameters = [*node.args.posonlyargs, *node.args.args]
    if node.decorator_list or node.args.vararg or node.args.kwarg or node.args.kwonlyargs:
        return False
    hints = [parse_hint(ast.unparse(p.annotation)) if p.annotation is not None else None for p in parameters]
    return None not in hints and any(hint is not None and hint.rank != 0 for hint in hints)


@contextlib.contextmanager
def _as_main(module: types.ModuleType, script: Path, arguments: Sequence[str]) -> Iterator[None]:
    saved = sys.argv, sys.path[:], sys.modules.get("__main__")
    sys.argv = [str(script), *arguments]
    sys.path.insert(0, str(script.resolve().parent))
    sys.modules["__main__"] = module
    try:
        yield
    finally:
        sys.argv, sys.path[:] = saved[0], saved[1]
        if saved[2] is not None:
            sys.modules["__main__"] = saved[2]


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
