"""The whole way in one short module, a line per stage: program -> trace -> graph -> partition."""

from __future__ import annotations

import os
import tempfile
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from irpart.base.errors import InputError

if TYPE_CHECKING:
    from types import FunctionType

    from irpart.graph.types import DependenceGraph
    from irpart.partitioning.types import Partition
    from irpart.profiles.types import Profile


def profile(function: Callable[..., Any], /, *args: Any, output: str | Path | None = None, timing: str = "sampled",
            max_instructions: int = 2_000_000_000, latencies: dict[str, float] | None = None,
            error_model: str = "numpy", **kwargs: Any) -> Profile:
    """Call a function, traced, and return the profile of the call.

    Parameters
    ----------
    function
        A jitted function, or a plain Python function that Numba can compile; plain functions of its module that
        it calls are compiled with it.
    args, kwargs
        Its arguments; arrays are changed in place as the function does it.
    output
        Where the profile file goes; without it a temporary file is used, and removed with the ``Profile``.
    timing, max_instructions, latencies, error_model
        See ``irpart.profiles.options.ProfileOptions``.

    Returns
    -------
    The profile; its ``result`` is what the function returned, bit for bit what the untraced function returns.

    Raises
    ------
    UnsupportedProgram
        Numba cannot compile the function.
    InputError
        An option or argument is wrong.
    """
    from irpart.profiles.function import CallTracer, check_traceable
    from irpart.profiles.options import ProfileOptions
    from irpart.profiles.recording import ProfileRecorder
    from irpart.profiles.types import Profile
    from irpart.program import numba_adapter

    check_traceable(function)
    options = ProfileOptions(timing, 1, max_instructions, latencies or {}, error_model)
    jitted: Any = function
    if not numba_adapter.is_dispatcher(function):
        jitted = numba_adapter.jit_with_callees(cast("FunctionType", function), error_model=error_model)
    name = jitted.py_func.__qualname__
    path = Path(output) if output is not None else _temporary_path()
    with ProfileRecorder(path, f"irpart.profile({name})", options) as recorder:
        result = CallTracer(recorder).call(jitted, name, args, kwargs, function)
        recorder.finish()
    made = Profile(path, result=result)
    if output is None:
        weakref.finalize(made, _remove, path, os.getpid())
    return made


def open_profile(path: str | Path) -> Profile:
    """Open a profile file (``.irpg``); see ``irpart.profiles.types.Profile``."""
    from irpart.profiles.types import Profile

    return Profile(path)


def partition(graph: DependenceGraph | Profile, k: int, *, method: str = "wb-libra", balance: float = 1.03,
              seed: int = 0, **options: Any) -> Partition:
    """Cut a graph (or the graph of a profile) into ``k`` clusters; see ``irpart.partitioning.partition``."""
    from irpart.graph.types import DependenceGraph
    from irpart.partitioning import partition as cut

    chosen = graph if isinstance(graph, DependenceGraph) else getattr(graph, "graph", None)
    if not isinstance(chosen, DependenceGraph):
        raise InputError(f"irpart.partition takes a DependenceGraph or a Profile, not a {type(graph).__name__}.")
    return cut(chosen, k, method=method, balance=balance, seed=seed, **options)


def _temporary_path() -> Path:
    handle, name = tempfile.mkstemp(suffix=".irpg", prefix="irpart-")
    os.close(handle)
    return Path(name)


def _remove(path: Path, process: int) -> None:
    if os.getpid() == process:
        path.unlink(missing_ok=True)
