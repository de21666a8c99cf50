"""The one place that knows Numba's private names: linked, unoptimised IR of a function, and entry points for IR.

Checked against Numba 0.66 to 0.68 by tests/program/test_lowering.py and tests/workloads, which fail loudly when a name
moves.
"""

from __future__ import annotations

import contextlib
import inspect
import re
import sys
import types as python_types
import warnings
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from irpart.base.errors import UnsupportedProgram


@dataclass(frozen=True, slots=True)
class NumbaFunction:
    """A function compiled without optimisation: Numba's compile result, its dispatcher and its IR."""

    dispatcher: Any
    result: Any
    text: str

    @property
    def native_name(self) -> str:
        """Symbol of the native function (not of its Python wrapper)."""
        return str(self.result.fndesc.mangled_name)


def is_traced_symbol(name: str) -> bool:
    """Whether a symbol in Numba's module is a user's or library's function rather than a wrapper or run time.

    Destructors belong to the run time: it calls them while reference counts go down, in the middle of a segment, where
    records of their own would be written over those of the segment's function.
    """
    return not name.startswith(("_ZN7cpython", "cfunc.", "NRT_", "numba_", "nrt_", ".dtor.", "_Dtor.", "_numba_"))


def compile_unoptimised(dispatcher: Any, argument_types: tuple[Any, ...]) -> NumbaFunction:
    """Compile one specialisation with Numba's two optimisation hooks switched off.

    Every jitted function it calls is compiled afresh in the same way, so that the IR holds no vectorised code;
    the dispatchers are left exactly as they were.

    Raises
    ------
    UnsupportedProgram
        Numba cannot compile it: Numba's first sentence with file and line.
    """
    with _plain_compilation(dispatcher) as compiled, warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Could not find source for function")
        _call_numba(lambda: dispatcher.compile(argument_types), dispatcher)
        result = dispatcher.overloads[tuple(argument_types)]
        text = _linked_text(result, [r for d in compiled() for r in d.overloads.values()])
    return NumbaFunction(dispatcher, result, text)


_UNRESOLVED = re.compile(r'^@"?(\.numba\.unresolved\$([^"\s]+))"? = external .*$', re.MULTILINE)


def _linked_text(result: Any, others: list[Any]) -> str:
    """The module of a compiled function with the specialisations linked in that it calls recursively.

    Numba calls those through pointers that its linker fills in later; here they become constants, which LLVM turns
    into direct calls.
    """
    import llvmlite.binding as llvm

    by_name = {other.fndesc.mangled_name: other for other in others}
    text = str(result.library._final_module)
    while True:
        module = llvm.parse_assembly(text)
        defined = {f.name for f in module.functions if not f.is_declaration}
        wanted = dict(_UNRESOLVED.findall(text))
        known = {pointer: name for pointer, name in wanted.items() if name in defined or name in by_name}
        if not known:
            return text
        text = _UNRESOLVED.sub(lambda match, known=known: f'@"{match[1]}" = internal constant ptr @"{match[2]}"'
                               if match[1] in known else match[0], text)
        missing = sorted(set(known.values()) - defined)
        present = {f.name for f in module.functions}
        text += "".join(f'declare void @"{name}"()\n' for name in missing if name not in present)
        module = llvm.parse_assembly(text)
        for name in missing:
            module.link_in(llvm.parse_assembly(str(by_name[name].library._get_module_for_linking())))
        text = str(module)


def _call_numba(action: Callable[[], Any], dispatcher: Any) -> Any:
    from numba.core import errors

    try:
        return action()
    except errors.NumbaError as error:
        raise UnsupportedProgram(shortened(error, dispatcher.py_func)) from None


def shortened(error: Exception, function: Any) -> str:
    """Numba's message without its help text, as one sentence with the line."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    noise = ("Failed in", "During:", "File \"", "<source", "Enable logging", "This error may have", "Overload",
             "There are", "- Of which", "With argument", "Rejected", "raised from", "def ", "^", "~", "Documentation",
             ">>>", "This is not usually", "To see Python", "For more information", "* (")
    telling = [line for line in lines if not line.startswith(noise)]
    location = getattr(error, "loc", None)
    code = function.__code__
    line = location.line if location is not None else code.co_firstlineno
    what = " ".join(telling[:2]) if telling else type(error).__name__
    return f"Numba cannot compile '{function.__name__}' ({code.co_filename.rsplit('/', 1)[-1]}, line {line}): {what}"


@contextlib.contextmanager
def _plain_compilation(root: Any) -> Iterator[Callable[[], list[Any]]]:
    """Compile without optimisation, with debug lines, in fresh overload tables; everything is put back."""
    from numba.core.caching import NullCache
    from numba.core.codegen import CPUCodeLibrary
    from numba.core.dispatcher import Dispatcher, _FunctionCompiler

    saved: dict[int, tuple[Any, Any, Any, Any]] = {}
    context = root.targetctx
    internal = context.cached_internal_func
    originals = (CPUCodeLibrary._optimize_final_module, CPUCodeLibrary._optimize_functions, Dispatcher.compile,
                 Dispatcher.add_overload, _FunctionCompiler._customize_flags, Dispatcher.get_call_template)

    def isolate(dispatcher: Any) -> None:
        if id(dispatcher) not in saved:
            saved[id(dispatcher)] = (dispatcher, dispatcher.overloads, dispatcher._cache, dispatcher._can_compile)
            dispatcher.overloads, dispatcher._cache = OrderedDict(), NullCache()
            dispatcher._can_compile = True

    def compile_isolated(self: Any, signature: Any) -> Any:
        isolate(self)
        return originals[2](self, signature)

    def call_template_isolated(self: Any, *args: Any) -> Any:
        isolate(self)
        return originals[5](self, *args)

    def keep_overload(self: Any, result: Any) -> None:
        self.overloads[tuple(result.signature.args)] = result

    def no_function_passes(self: Any, module: Any) -> None:
        module.data_layout = self._codegen._data_layout

    def flags_with_lines(self: Any, flags: Any) -> Any:
        flags = originals[4](self, flags)
        flags.debuginfo = True
        flags.auto_parallel = type(flags.auto_parallel)(False)
        return flags

    try:
        CPUCodeLibrary._optimize_final_module = lambda self: None
        CPUCodeLibrary._optimize_functions = no_function_passes
        Dispatcher.compile, Dispatcher.add_overload = compile_isolated, keep_overload
        Dispatcher.get_call_template = call_template_isolated
        _FunctionCompiler._customize_flags = flags_with_lines
        context.cached_internal_func = {}
        isolate(root)
        yield lambda: [dispatcher for dispatcher, *_ in saved.values()]
    finally:
        (CPUCodeLibrary._optimize_final_module, CPUCodeLibrary._optimize_functions, Dispatcher.compile,
         Dispatcher.add_overload, _FunctionCompiler._customize_flags, Dispatcher.get_call_template) = originals
        context.cached_internal_func = internal
        for dispatcher, overloads, cache, can_compile in saved.values():
            dispatcher.overloads, dispatcher._cache, dispatcher._can_compile = overloads, cache, can_compile


def entry_point(function: NumbaFunction, module: Any, suffix: str,
                loaded: Callable[[Callable[[str], int]], None] | None = None) -> Callable[..., Any]:
    """A Python callable for a variant of the function whose symbols end in ``suffix``.

    ``module`` (llvmlite ``ModuleRef``) is handed over to Numba's execution engine. The callable takes positional
    arguments of exactly the compiled types and unboxes, runs and boxes as the original does. ``loaded`` is called with a
    function that gives the address of a symbol of the module.
    """
    from numba import _dynfunc
    from numba.core.codegen import CPUCodeLibrary
    from numba.core.compiler_lock import global_compiler_lock

    result = function.result
    codegen = result.library._codegen
    descriptor = result.fndesc
    originals = (CPUCodeLibrary._optimize_final_module, CPUCodeLibrary._optimize_functions)
    try:
        CPUCodeLibrary._optimize_final_module = lambda self: None
        CPUCodeLibrary._optimize_functions = lambda self, module: None
        with global_compiler_lock:
            library = codegen.create_library(descriptor.qualname + suffix)
            module.name = descriptor.qualname + suffix
            library.add_llvm_module(module)
            library.finalize()
            address = library.get_pointer_to_function(descriptor.llvm_cpython_wrapper_name + suffix)
            if loaded is not None:
                loaded(library.get_pointer_to_function)
    finally:
        CPUCodeLibrary._optimize_final_module, CPUCodeLibrary._optimize_functions = originals
    made: Callable[..., Any] = _dynfunc.make_function(descriptor.lookup_module(), descriptor.qualname.split(".")[-1],
                                  descriptor.doc or "", address, result.environment, (library, result.library))
    return made


def is_dispatcher(value: Any) -> bool:
    """Whether a value is a jitted function; does not import Numba."""
    module = sys.modules.get("numba.core.dispatcher")
    return module is not None and isinstance(value, module.Dispatcher)


def argument_types_of(dispatcher: Any, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """Numba types of call arguments, in the order and folding the dispatcher uses."""
    from numba.core import types
    from numba.core.dispatcher import OmittedArg

    return tuple(types.Omitted(a.value) if isinstance(a, OmittedArg) else dispatcher.typeof_pyval(a)
                 for a in arguments)


def plain_values(arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """Folded arguments as the compiled entry point takes them: omitted ones are their default values."""
    from numba.core.dispatcher import OmittedArg

    return tuple(a.value if isinstance(a, OmittedArg) else a for a in arguments)


def fold_arguments(dispatcher: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, ...]:
    """Positional arguments with keywords, defaults and star-arguments in place."""
    from numba.core.dispatcher import OmittedArg
    from numba.core.typing.templates import fold_arguments as fold

    def default(index: int, parameter: Any, value: Any) -> Any:
        return OmittedArg(value)

    def plain(index: int, parameter: Any, value: Any) -> Any:
        return value

    def star(index: int, parameter: Any, values: Any) -> Any:
        return tuple(values)

    return tuple(fold(dispatcher._compiler.pysig, args, kwargs, plain, default, star))


def jit_with_callees(function: python_types.FunctionType, **options: Any) -> Any:
    """Jit a plain function; plain functions of its own module that it names are jitted for it as well."""
    import numba

    jitted: dict[str, Any] = {}
    own = function.__globals__

    def convert(original: python_types.FunctionType) -> Any:
        copies: dict[str, Any] = dict(own)
        copy = python_types.FunctionType(original.__code__, copies, original.__name__,
                                         original.__defaults__, original.__closure__)
        copy.__kwdefaults__ = original.__kwdefaults__
        copy.__annotations__ = dict(original.__annotations__)
        copy.__module__, copy.__qualname__ = original.__module__, original.__qualname__
        dispatcher = numba.njit(**options)(copy)
        jitted[original.__name__] = dispatcher
        for name in _names_in(original.__code__):
            value = inspect.unwrap(own[name]) if callable(own.get(name)) else None
            if isinstance(value, python_types.FunctionType) and value.__globals__ is own:
                copies[name] = jitted[value.__name__] if value.__name__ in jitted else convert(value)
        return dispatcher

    return convert(function)


def _names_in(code: python_types.CodeType) -> set[str]:
    names = set(code.co_names)
    for constant in code.co_consts:
        if isinstance(constant, python_types.CodeType):
            names |= _names_in(constant)
    return names
