"""Regions: loops that are chosen to run in parallel, with all that their body functions and places in the driver need."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Any, Literal

from irpart.planning.wavefronts.types import WaveCode

Form = Literal["fold", "search", "extreme", "array"]
GIVEN_AT = {"run_range": 4, "run_weighed": 4, "run_chunks": 2, "run_tiles": 2}
"""Where the tuple of a body's arguments stands among those of each kind of region."""


@dataclass(frozen=True, slots=True, eq=False)
class Accumulator:
    """A variable that a loop combines over its iterations.

    Attributes
    ----------
    name, operation
        The variable, and ``sum``, ``product``, ``min``, ``max``, ``and``, ``or``.
    form
        ``fold`` (a scalar with a neutral element, or combined with itself without harm), ``search`` (``if e < best:``),
        ``extreme`` (``max(m, e)`` of floating point numbers), ``array`` (elements of an array).
    kind
        Source of the NumPy type of a partial result.
    combine
        Source of the statement (for searches, the test) that takes in a partial result, which stands as ``{part}``; for
        arrays that of an element, which stands as ``{whole}``.
    kept
        For searches, variables kept with the extreme value, and their NumPy types.
    rank
        Dimensions of an array.
    """

    name: str
    operation: str
    form: Form
    kind: str
    combine: str
    kept: tuple[tuple[str, str], ...] = ()
    rank: int = 0

    @property
    def is_exact(self) -> bool:
        """Whether the result has the bits of the sequential one, however it is split."""
        rounds = self.operation in ("sum", "product") and ("float" in self.kind or "complex" in self.kind)
        return self.form in ("search", "extreme") or not rounds


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """A loop that runs in parallel.

    Attributes
    ----------
    node, line, tag
        The loop in the function's syntax tree, its line in the user's file, and what the names of its variables in the
        driver end with.
    body
        Name of the body function.
    start, stop, step
        The bounds as in the source; ``step`` is a constant other than zero, or source.
    arguments
        Variables that the body takes, in the order of their appearance.
    inductions
        Variables that each iteration raises by a constant, and the constant.
    copies
        Arrays of which each call of the body has a copy of its own.
    is_peeled
        Whether the last iteration runs in the driver, because values it leaves are read after the loop.
    leaves_target
        Whether the loop's variable is read after the loop.
    cost
        Nanoseconds of an iteration, as source.
    accumulators
        What the loop combines over its iterations.
    reason
        The verdict's sentence.
    share
        Nanoseconds of work that are worth a task.
    least
        Places of loops (this one and those inside) and the least values of their variables, where these are not negative and
        not plain from the bounds.
    weights
        What the first, the middle and the last iteration cost, as source, where the loop's variable decides that; else
        empty.
    natural
        Indices in the loop that are never negative although they run against a variable: lines, columns, places.
    """

    node: ast.For
    line: int
    tag: str
    body: str
    start: str
    stop: str
    step: int | str
    arguments: tuple[str, ...]
    inductions: tuple[tuple[str, int], ...]
    copies: tuple[str, ...]
    is_peeled: bool
    leaves_target: bool
    cost: str
    accumulators: tuple[Accumulator, ...]
    reason: str
    share: float
    least: tuple[tuple[str, int], ...] = ()
    weights: tuple[str, ...] = ()
    natural: frozenset[tuple[int, int, int]] = frozenset()

    @property
    def target(self) -> str:
        """The loop's variable."""
        assert isinstance(self.node.target, ast.Name)
        return self.node.target.id

    @property
    def is_plain(self) -> bool:
        """Whether one call of the body over the whole range is the loop itself, so that it needs no other version."""
        return not self.accumulators and not self.copies


@dataclass(frozen=True, slots=True, eq=False)
class WaveRegion:
    """A nest that runs as a grid of tiles: the loop, its line in the user's file, the body's name, and the tiles' code."""

    node: ast.For
    line: int
    body: str
    code: WaveCode
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """Loops that run in parallel, and for each loop of the function what becomes of it (by line of the user's file)."""

    regions: tuple[Region | WaveRegion, ...]
    treatments: dict[int, str]
    touched: dict[str, bool]


def place_of(node: ast.AST) -> str:
    """Line and column of a node."""
    return f"{getattr(node, 'lineno', 0)}:{getattr(node, 'col_offset', 0)}"


Types = dict[str, tuple[Any, ...]]
