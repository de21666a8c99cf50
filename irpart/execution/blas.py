"""Coexistence with BLAS: it has one thread while several workers are there to call it."""

from __future__ import annotations

import ctypes
import dis
import importlib
import os
import types
from functools import cache
from typing import Any

from irpart.execution import fingerprint
from irpart.execution.table import replace_entry
from irpart.execution.team import entry_address

_CALLS = frozenset({"dot", "vdot", "matmul", "linalg"})
_NAMES = {"openblas": ("openblas_get_num_threads", "openblas_set_num_threads"),
          "mkl": ("MKL_Get_Max_Threads", "MKL_Set_Num_Threads"),
          "blis": ("bli_thread_get_num_threads", "bli_thread_set_num_threads")}
"""C functions of each kind of library that tell and set the number of threads."""
_DEPTH = 20


def calls_blas(function: Any, depth: int = 0, seen: set[int] | None = None) -> bool:
    """Whether a function, or a jitted function that it calls, has a matrix product or something of ``numpy.linalg``."""
    plain, seen = getattr(function, "py_func", function), seen if seen is not None else set()
    if not isinstance(plain, types.FunctionType) or id(plain) in seen or depth > _DEPTH:
        return False
    seen.add(id(plain))
    if any(one.opname == "BINARY_OP" and one.argrepr.startswith("@") for one in dis.get_instructions(plain)):
        return True
    if _CALLS & set(plain.__code__.co_names):
        return True
    try:
        names = fingerprint.names_of(plain)
    except fingerprint.Unknown:
        return False
    return any(str(getattr(value, "__module__", "")).startswith("numpy.linalg") or
               (hasattr(value, "py_func") and calls_blas(value, depth + 1, seen)) for _, value in names)


@cache
def limit_in_regions() -> int:
    """From now on, BLAS has one thread while a team runs a region; afterwards as many as before.

    Costs about 20 ns a region and library. Without ``threadpoolctl``, which finds the libraries, nothing is done.

    Returns
    -------
    How many libraries are limited.
    """
    from irpart.execution import _blas_kernels as kernels
    from irpart.execution import _region_kernels as regions

    found = _libraries()[: kernels.MOST_LIBRARIES]
    if not found:
        return 0
    for k, (getter, setter) in enumerate(found):
        library = kernels.L_LIBRARIES + k * kernels.LIBRARY_WORDS
        kernels.WORDS[library + kernels.Q_GET], kernels.WORDS[library + kernels.Q_SET] = getter, setter
    kernels.WORDS[kernels.L_COUNT] = len(found)
    kernels.WORDS[kernels.L_RANGES] = entry_address("run_ranges")
    kernels.WORDS[kernels.L_GRAPH] = entry_address("run_graph")
    replace_entry(regions.B_RANGES, entry_address("run_ranges"), kernels.limited_ranges.address)
    replace_entry(regions.B_GRAPH, entry_address("run_graph"), kernels.limited_graph.address)
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=_forget_region)
    return len(found)


def _forget_region() -> None:
    """In a forked child: the region that had set limits is the parent's."""
    from irpart.execution import _blas_kernels as kernels

    kernels.WORDS[kernels.L_LOCK] = 0


def _libraries() -> list[tuple[int, int]]:
    """Addresses of C functions of the BLAS libraries of this process: number of threads, and setting it."""
    try:
        from threadpoolctl import ThreadpoolController
    except ImportError:
        return []
    importlib.import_module("scipy.linalg.cython_blas")
    found = []
    for library in ThreadpoolController().info():
        if library["user_api"] == "blas" and library["internal_api"] in _NAMES:
            functions = _functions(ctypes.CDLL(library["filepath"]), str(library.get("prefix", "")), library["internal_api"])
            if functions is not None:
                found.append(functions)
    return found


def _functions(library: ctypes.CDLL, prefix: str, kind: str) -> tuple[int, int] | None:
    """Addresses of the two functions, whose names may have a prefix (``scipy_``) and an ending for 64-bit integers."""
    before = [prefix.removeprefix("lib").removesuffix(kind)] if kind in prefix else []
    for start in (*before, ""):
        for end in ("", "64_", "_64", "64"):
            names = [f"{start}{name}{end}" for name in _NAMES[kind]]
            if all(hasattr(library, name) for name in names):
                get, put = (ctypes.cast(library[name], ctypes.c_void_p).value or 0 for name in names)
                return get, put
    return None
