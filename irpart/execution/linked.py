"""Functions that only compiled code calls: they are optimised and become machine code with their callers, and only there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numba.core import sigutils
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler
from numba.core.compiler_lock import global_compiler_lock
from numba.core.registry import CPUDispatcher

__all__ = ["linked"]


class _Unfinished(JITCodeLibrary):  # type: ignore[misc]
    """Code to be linked into that of a caller, which is optimised as one; no machine code of its own."""

    def finalize(self) -> None:
        """Take in what it calls."""
        self._raise_if_finalized()
        for library in dict.fromkeys(self._linking_libraries):
            self._reload_init.update(library._reload_init)
            self._final_module.link_in(library._get_module_for_linking(), preserve=True)
        self._final_module.verify()
        self._finalized = True


class _Pipeline(Compiler):  # type: ignore[misc]
    """Numba's, with such a library."""

    def __init__(self, typingctx: Any, targetctx: Any, library: Any, *more: Any) -> None:
        super().__init__(typingctx, targetctx, library or _Unfinished(targetctx.codegen(), "irpart.linked"), *more)


class LinkedDispatcher(CPUDispatcher):  # type: ignore[misc]
    """A function of a generated module that other functions of it call; called from Python it is as any jitted function."""

    def __init__(self, py_func: Any, locals: Any = None, targetoptions: Any = None) -> None:
        super().__init__(py_func, locals or {}, targetoptions or {}, pipeline_class=_Pipeline)
        self._compiler._customize_flags = _without_entries
        self._whole: Any = None

    def compile(self, sig: Any) -> Any:
        """What stands for the function in its callers, for some types."""
        with global_compiler_lock:
            arguments, result = sigutils.normalize_signature(sig)
            known = self.overloads.get(tuple(arguments))
            if known is None:
                with self._compiling_counter:
                    made = self._compiler.compile(arguments, result)
                known = made._replace(entry_point=object())
                known.target_context.insert_user_function(known.entry_point, known.fndesc, [known.library])
                self.overloads[tuple(arguments)] = known
            return known.entry_point


    def _compile_for_args(self, *args: Any, **kws: Any) -> Any:
        """For calls from Python."""
        if self._whole is None:
            self._whole = CPUDispatcher(self.py_func, self.locals, self.targetoptions)
        return self._whole


def _without_entries(flags: Any) -> Any:
    """No functions that Python or C could call."""
    flags.no_compile = flags.no_cpython_wrapper = flags.no_cfunc_wrapper = True
    return flags


def linked(function: Any = None, **options: Any) -> LinkedDispatcher | Callable[[Any], LinkedDispatcher]:
    """As ``numba.njit``, for functions that are called by compiled code only."""
    if function is None:
        return lambda given: LinkedDispatcher(given, targetoptions={"nopython": True, **options})
    return LinkedDispatcher(function, targetoptions={"nopython": True})
