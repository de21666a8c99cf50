"""What the user is told when a function runs as it was."""

from __future__ import annotations

import warnings
from types import FunctionType

from irpart.base.errors import ParallelizationWarning


def warn_of_fallback(function: FunctionType, reason: str, instead: str) -> None:
    """Say why a function is not made parallel and what is done; the place that is shown is where it is defined."""
    code, told_before = function.__code__, function.__globals__.setdefault("__warningregistry__", {})
    text = f"{function.__qualname__} is not made parallel: {reason} Instead {instead}."
    warnings.warn_explicit(text, ParallelizationWarning, code.co_filename, code.co_firstlineno, function.__module__,
                           told_before)
