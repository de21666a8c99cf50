"""Types, the decorator that states what is expected of a loop program, and how a verdict is spelled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from numba import types

from irpart.regions.types import Verdict

F, I = types.float64, types.int64  # noqa: E741
F1, F2, F3 = types.float64[::1], types.float64[:, ::1], types.float64[:, :, ::1]
I1, I2 = types.int64[::1], types.int64[:, ::1]
LETTERS = {"parallel": "P", "reduction": "R", "wavefront": "W", "pipeline": "L", "irregular": "X", "sequential": "S"}


@dataclass(frozen=True)
class Case:
    """A function, the types of its arguments, the letters of its loops and what their reasons must say."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    letters: str
    reasons: tuple[str, ...]


def case(letters: str, *arguments: Any, reasons: tuple[str, ...] = ()) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """State the verdicts of a function's loops, in the order of the source, and parts of their reasons."""
    def mark(function: Callable[..., Any]) -> Callable[..., Any]:
        kinds = tuple(_type(a) if isinstance(a, str) else a for a in arguments)
        function.case = Case(function, kinds, letters, reasons)
        return function

    return mark


def _type(text: str) -> Any:
    element, _, rest = text.partition("[")
    kind = getattr(types, element)
    return {0: kind, 1: kind[::1], 2: kind[:, ::1], 3: kind[:, :, ::1]}[rest.count(":") - rest.count("::")] if rest else kind


def cases_of(module: Any) -> list[Case]:
    """All cases of a module."""
    return [value.case for value in vars(module).values() if hasattr(value, "case")]


def letters_of(verdicts: tuple[Verdict, ...]) -> str:
    """Verdicts as letters, in the order of the source."""
    return "".join(LETTERS[verdict.kind] for verdict in verdicts)
