"""WaveCode: a nest of loops as a grid of tiles, and the rows of a band that cut it into tiles."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from irpart.planning.types import Note


@dataclass(frozen=True, slots=True)
class Row:
    """An affine function of a statement's dimensions: pairs of dimension and factor (not 0), and a constant."""

    terms: tuple[tuple[str, int], ...]
    constant: int = 0

    def factor(self, dimension: str) -> int:
        """Factor of a dimension."""
        return dict(self.terms).get(dimension, 0)

    def text(self, names: Mapping[str, str]) -> str:
        """As Python, with the names that dimensions have in the source."""
        pieces = [f"{'-' if f < 0 else '+'} {'' if abs(f) == 1 else f'{abs(f)} * '}{names[d]}" for d, f in self.terms]
        if self.constant or not pieces:
            pieces.append(f"{'-' if self.constant < 0 else '+'} {abs(self.constant)}")
        whole = " ".join(pieces)
        return whole[2:] if whole.startswith("+ ") else "-" + whole[2:]


@dataclass(frozen=True, slots=True, eq=False)
class TileGrid:
    """How a nest is cut: ``rows`` gives each statement's rows, as many for each; all dependences are non-negative in each.

    ``lows`` and ``highs`` are the least and one above the greatest value of each row over the nest, as Python expressions
    over what the function has at hand where the nest stands. ``parallel`` says which rows no dependence crosses.
    """

    rows: Mapping[str, tuple[Row, ...]]
    lows: tuple[ast.expr, ...]
    highs: tuple[ast.expr, ...]
    parallel: tuple[bool, ...]

    @property
    def count(self) -> int:
        """Number of rows."""
        return len(self.lows)


@dataclass(frozen=True, slots=True, eq=False)
class WaveCode:
    """A nest of loops as a body over one tile and the statements that run the grid.

    Attributes
    ----------
    loop
        The loop of the region tree's syntax tree that ``driver`` takes the place of.
    body
        ``def NAME(t0, t1[, t2], low0, size0, low1, size1[, low2, size2], ...)``: the points of tile ``(t0, t1[, t2])`` in
        the order of the original program, where that pays with several rows in flight. To be jitted.
    whole
        The nest with several rows in flight, for a sequential run; empty when that does not pay or is not legal.
    counts
        Numbers of tiles, over the names that ``driver`` binds.
    arguments
        What the body takes after the tile's place.
    driver
        Statements that choose the tiles' sizes and run them by ``run_tiles``; they need ``tile_sizes`` and ``run_tiles``.
    imports
        Pairs of module and name that ``driver`` and ``body`` use beyond what the function has.
    parallel
        Which rows of the grid no dependence crosses.
    work
        Estimated nanoseconds of the nest, as source over what the function has at hand where the nest stands.
    notes
        What was done.
    """

    loop: ast.For
    body: ast.FunctionDef
    whole: tuple[ast.stmt, ...]
    counts: tuple[ast.expr, ...]
    arguments: tuple[ast.expr, ...]
    driver: tuple[ast.stmt, ...]
    imports: tuple[tuple[str, str], ...]
    parallel: tuple[bool, ...]
    work: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """Rows of two nested loops in flight at once: ``rows`` of them, row r ``lag`` * r columns behind row 0."""

    rows: int
    lag: int


Relation = Any
"""An ``islpy.Map``."""
