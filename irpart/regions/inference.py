"""Source and types of a function: its syntax tree with lines of the file, and Numba's types of its variables.

The types come from the compiled overload when there is one, else from Numba's own passes up to type inference (a custom
pipeline of Numba's documented compiler classes), which produce no machine code for the function itself.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from irpart.base.errors import InputError, UnsupportedProgram
from irpart.program import assuming, numba_adapter
from irpart.regions.readings import kept


@dataclass(frozen=True, slots=True)
class TypedFunction:
    """A function, its syntax tree (lines as in the file) and the Numba types of its variables.

    ``types`` maps a variable to all types its versions have (one as a rule).
    """

    dispatcher: Any
    tree: ast.FunctionDef
    file: str
    types: Mapping[str, tuple[Any, ...]]
    arguments: tuple[Any, ...]
    returned: Any

    @property
    def name(self) -> str:
        """Qualified name."""
        return str(self.dispatcher.py_func.__qualname__)

    @property
    def global_values(self) -> Mapping[str, Any]:
        """Values of names that are not variables: globals, and what the function closes over."""
        function = self.dispatcher.py_func
        cells = zip(function.__code__.co_freevars, function.__closure__ or (), strict=False)
        return {**function.__globals__, **{name: cell.cell_contents for name, cell in cells}}


def typed_function(function: Any, arguments: tuple[Any, ...]) -> TypedFunction:
    """Types of a function's variables for argument types or example arguments.

    Raises
    ------
    InputError
        Not a Python function, or its source is not at hand.
    UnsupportedProgram
        Numba cannot type it: Numba's sentence with the line.

    Notes
    -----
    Once per function and types within ``kept_readings``: the syntax tree is then the same object for all and not to be
    changed.
    """
    return kept(("types", id(function), tuple(map(_named, arguments))), lambda: _typed(function, arguments), function,
                arguments)


def _named(argument: Any) -> Any:
    from numba.core import types

    return argument if isinstance(argument, types.Type) else id(argument)


def _typed(function: Any, arguments: tuple[Any, ...]) -> TypedFunction:
    from numba.core import types

    dispatcher = function if numba_adapter.is_dispatcher(function) else None
    if dispatcher is None:
        if not inspect.isfunction(function):
            raise InputError(f"'{getattr(function, '__name__', function)}' is a {type(function).__name__}, not a Python "
                             "function; only Python functions and jitted functions can be analysed.")
        dispatcher = numba_adapter.jit_with_callees(function)
    if not all(isinstance(argument, types.Type) for argument in arguments):
        folded = numba_adapter.fold_arguments(dispatcher, arguments, {})
        arguments = numba_adapter.argument_types_of(dispatcher, folded)
    expected = len(inspect.signature(dispatcher.py_func).parameters)
    if len(arguments) != expected:
        raise InputError(f"'{dispatcher.py_func.__name__}' takes {expected} arguments, not {len(arguments)}; give a type "
                         "or an example for each.")
    tree, file = _source(dispatcher.py_func)
    found, returned = _inferred(dispatcher, tuple(arguments))
    return TypedFunction(dispatcher, tree, file, found, tuple(arguments), returned)


_RECURSION = "compiler re-entrant to the same function signature"
"""What Numba says of a function that is needed to compile itself."""


def _source(function: Any) -> tuple[ast.FunctionDef, str]:
    try:
        lines, first = inspect.getsourcelines(function)
        file = inspect.getsourcefile(function) or "<unknown>"
    except (OSError, TypeError):
        raise InputError(f"The source of '{function.__name__}' is not at hand (is it made at run time?); define it in a "
                         "file or a notebook cell.") from None
    try:
        module = ast.parse(textwrap.dedent("".join(lines)))
    except SyntaxError:
        module = ast.Module([], [])
    found = next((node for node in module.body if isinstance(node, ast.FunctionDef)), None)
    if found is None:
        raise InputError(f"'{function.__name__}' in {file} (line {first}) is not a function defined with 'def'; use one.")
    ast.increment_lineno(found, first - 1)
    return found, file


def _inferred(dispatcher: Any, arguments: tuple[Any, ...]) -> tuple[dict[str, tuple[Any, ...]], Any]:
    overload = dispatcher.overloads.get(arguments)
    annotation = getattr(overload, "type_annotation", None)
    typemap = getattr(annotation, "typemap", None)
    if typemap is None:
        typemap, returned = _run_inference(dispatcher, arguments)
    else:
        returned = overload.signature.return_type
    found: dict[str, list[Any]] = {}
    for name, kind in typemap.items():
        base = str(name).removeprefix("arg.").partition(".")[0]
        if not base.startswith("$") and kind not in found.setdefault(base, []):
            found[base].append(kind)
    return {name: tuple(kinds) for name, kinds in found.items()}, returned


def _run_inference(dispatcher: Any, arguments: tuple[Any, ...]) -> tuple[Mapping[str, Any], Any]:
    """Numba's untyped passes and type inference."""
    from numba.core import bytecode, errors, typed_passes, untyped_passes
    from numba.core.compiler import CompilerBase, DefaultPassBuilder, Flags
    from numba.core.compiler_machinery import PassManager

    flags = Flags()
    flags.nrt = True
    assuming.register()
    compiler = CompilerBase(dispatcher.typingctx, dispatcher.targetctx, None, arguments, None, flags, {})
    state = compiler.state
    state.lifted, state.lifted_from = (), None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", errors.NumbaWarning)
        try:
            dispatcher.typingctx.refresh()
            dispatcher.targetctx.refresh()
            state.func_id = bytecode.FunctionIdentity.from_function(dispatcher.py_func)
            untyped_passes.ExtractByteCode().run_pass(state)
            passes = PassManager("types")
            passes.passes.extend(DefaultPassBuilder.define_untyped_pipeline(state).passes)
            passes.add_pass(typed_passes.NopythonTypeInference, "types of variables")
            passes.finalize()
            passes.run(state)
        except errors.NumbaError as error:
            if _RECURSION in str(error):
                name = dispatcher.py_func.__name__
                raise UnsupportedProgram(f"'{name}' calls itself; only loops are made parallel.") from None
            raise UnsupportedProgram(numba_adapter.shortened(error, dispatcher.py_func)) from None
    return state.typemap, state.return_type
