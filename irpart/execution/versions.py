"""One function out of several versions, chosen by the types of the arguments; what scripts written ahead of time use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from numba import types
from numba.core import sigutils
from numba.core.registry import CPUDispatcher

from irpart.execution import blas


class VersionDispatcher(CPUDispatcher):  # type: ignore[misc]
    """A jitted function whose code for some argument types is that of another function; see ``by_types``."""

    versions: Mapping[str, Any] = {}

    def compile(self, sig: Any) -> Any:
        """Compile the version for a signature, or the function itself."""
        arguments, _ = sigutils.normalize_signature(sig)
        arguments = tuple(arguments)
        plain = (self.typingctx.resolve_value_type(kind.value) if isinstance(kind, types.Omitted) else kind
                 for kind in arguments)
        version = self.versions.get(", ".join(map(str, plain)))
        if version is None or not self._can_compile or arguments in self.overloads:
            return super().compile(sig)
        version.compile(sig)
        if blas.calls_blas(self):
            blas.limit_in_regions()
        self.add_overload(version.overloads[arguments])
        return self.overloads[arguments].entry_point


def by_types(function: Any, versions: Mapping[str, Any], signatures: Any = ()) -> VersionDispatcher:
    """A jitted function that runs one of its versions where there is one for the types of the arguments.

    Parameters
    ----------
    function
        Made by ``numba.njit``; runs for all types that have no version.
    versions
        From the types of the arguments, as Numba writes them with ``", "`` between, to jitted functions with the same
        parameters.
    signatures
        The only ones there are, as ``numba.njit`` takes them, compiled at once; none: each when it is first called.
    """
    made = VersionDispatcher(function.py_func, function.locals, function.targetoptions)
    made.versions = dict(versions)
    given = [signatures] if sigutils.is_signature(signatures) and signatures != () else list(signatures)
    for signature in given:
        made.compile(signature)
    if given:
        made.disable_compile()
    return made
