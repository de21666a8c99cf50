"""Trace a native program: ``main(argc, argv)`` or another function of a module, run just-in-time in this process.

The command runs it in a forked copy of the process (``irpart.cli``), so that a crash takes nothing with it.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from irpart.base.errors import InputError, UnsupportedProgram
from irpart.base.interrupts import Interrupts
from irpart.profiles.recording import ProfileRecorder, TracedModule
from irpart.program.ir_types import split_top_level, take_type
from irpart.program.lowering import new_target, parse_ir, promote_memory
from irpart.program.native_source import load_libraries, read_native
from irpart.program.parse import Function
from irpart.trace.cache_model import MemoryObject
from irpart.trace.timing import run_in_copy

_SUFFIX = ".irpart"


def run_native(path: Path, function: str, arguments: Sequence[str], recorder: ProfileRecorder,
               finish: Callable[[int], None], interrupts: Interrupts | None = None) -> None:
    """Run a function of a native program, traced, and call ``finish`` with its exit status.

    ``main`` gets the arguments as its ``argv``; another function gets them as numbers. When the program calls
    ``exit``, ``finish`` is called from there and the process then ends as the program asked.

    Raises
    ------
    InputError, UnsupportedProgram, BackendError
        The program cannot be read or run, or has no such function; the message lists those it has.
    """
    keeping = interrupts or Interrupts()
    with keeping.kept():
        _run(path, function, arguments, recorder, finish, keeping)


def _run(path: Path, function: str, arguments: Sequence[str], recorder: ProfileRecorder, finish: Callable[[int], None],
         interrupts: Interrupts) -> None:
    ticks = recorder.options.timing == "every"
    module = TracedModule(read_native(path), lambda name: True, ticks, str(path), recorder.options.replay)
    chosen = next((f for f in module.module.functions if f.name == function), None)
    if chosen is None:
        have = ", ".join(f.name for f in module.module.functions[:8])
        raise InputError(f"{path.name} defines no function '{function}'; it defines: {have}.")
    call = _caller(chosen, path, arguments)
    load_libraries(module.text, path)
    recorder.add_module(module)
    if recorder.options.timing == "sampled":
        timed = _Loaded(module.timed_text(_SUFFIX), None)
        run_in_copy(lambda: call(timed.address(function)))
    recording = recorder.recorder(module, interrupts)

    def done(status: int) -> None:
        recorder.end_call(function, recording)
        flush_c_output()
        finish(status)

    def leave(status: int) -> None:
        try:
            done(status)
        except KeyboardInterrupt:  # compiled code called this: it cannot be raised here
            if interrupts.leave is not None:
                interrupts.leave()
        ctypes.CDLL(None).exit(status)

    traced = _Loaded(module.traced_text(recording, _SUFFIX), leave)
    recorder.evaluate(module, traced.symbol, _SUFFIX)
    recorder.add_objects(traced.globals())
    with interrupts.deferred():
        status = call(traced.address(function))
    done(status if function == "main" else 0)


def flush_c_output() -> None:
    """Write out what the program left in C's own buffers."""
    ctypes.CDLL(None).fflush(None)


def compile_engine(text: str) -> tuple[Any, Any]:
    """Compile IR text into this process: (llvmlite ``ExecutionEngine``, its module); keep both while it runs."""
    import llvmlite.binding as llvm

    module = parse_ir(text, "instrumented code")
    promote_memory(module)
    engine = llvm.create_mcjit_compiler(module, new_target())
    engine.finalize_object()
    engine.run_static_constructors()
    return engine, module


class _Loaded:
    """A module compiled into this process; ``leave`` stands in for C's ``exit``."""

    def __init__(self, text: str, leave: Callable[[int], None] | None) -> None:
        self._leave = ctypes.CFUNCTYPE(None, ctypes.c_int)(leave) if leave is not None else None
        if self._leave is not None:
            text = _with_own_exit(text, ctypes.cast(self._leave, ctypes.c_void_p).value or 0)
        self._engine, self._module = compile_engine(text)

    def address(self, function: str) -> int:
        """Where a function's machine code is."""
        return self.symbol(function + _SUFFIX)

    def symbol(self, name: str) -> int:
        """Where the machine code of a symbol is."""
        return int(self._engine.get_function_address(name))

    def globals(self) -> list[MemoryObject]:
        """The module's own global variables as memory objects."""
        sizes = self._engine.target_data
        found = []
        for variable in self._module.global_variables:
            if not variable.is_declaration and not variable.name.startswith("llvm."):
                address = self._engine.get_global_value_address(variable.name)
                n_bytes = int(sizes.get_abi_size(variable.global_value_type))
                found.append(MemoryObject(f"@{variable.name}", address, n_bytes))
        return [known for known in found if known.address]


def _with_own_exit(text: str, address: int) -> str:
    if not re.search(r"^declare .*@exit\(", text, flags=re.MULTILINE):
        return text
    text = re.sub(r"^declare .*@exit\(.*$", "", text, flags=re.MULTILINE)
    return text + (f"define internal void @exit(i32 %status) noinline {{\n  call void inttoptr (i64 {address} to ptr)"
                   "(i32 %status)\n  unreachable\n}\n")


def _caller(function: Function, path: Path, arguments: Sequence[str]) -> Callable[[int], int]:
    """A function that calls machine code at an address with the command's arguments."""
    if function.name == "main":
        strings = [ctypes.create_string_buffer(text.encode()) for text in (str(path), *arguments)]
        vector = (ctypes.c_void_p * (len(strings) + 1))(*[ctypes.addressof(s) for s in strings], None)
        prototype = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int, ctypes.c_void_p)

        def call_main(address: int) -> int:
            return int(prototype(address)(len(strings), ctypes.addressof(vector)))

        call_main.__dict__["kept"] = strings
        return call_main
    types = [_scalar_type(parameter, function.name) for parameter in _parameters(function)]
    if len(types) != len(arguments):
        raise InputError(f"'{function.name}' takes {len(types)} numbers, but {len(arguments)} were given after --.")
    try:
        values = [kind(float(text) if kind in (ctypes.c_double, ctypes.c_float) else int(text))
                  for kind, text in zip(types, arguments, strict=True)]
    except ValueError as error:
        raise InputError(f"An argument of '{function.name}' is not a number: {error}.") from None

    def call(address: int) -> int:
        ctypes.CFUNCTYPE(None, *types)(address)(*values)
        return 0

    return call


def _parameters(function: Function) -> list[str]:
    header = function.header
    opening = header.index("(", header.index("@"))
    return split_top_level(header[opening + 1 : header.rindex(")", 0, header.rindex("{"))]) if function.parameters else []


def _scalar_type(parameter: str, function: str) -> Any:
    kinds = {"i1": ctypes.c_bool, "i8": ctypes.c_int8, "i16": ctypes.c_int16, "i32": ctypes.c_int32,
             "i64": ctypes.c_int64, "float": ctypes.c_float, "double": ctypes.c_double}
    kind = take_type(parameter)[0]
    if kind not in kinds:
        raise UnsupportedProgram(f"'{function}' takes a {kind}, which cannot be given on the command line; only "
                                 "main and functions of numbers can be started.")
    return kinds[kind]
