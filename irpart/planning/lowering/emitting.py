"""Loops over elements: the scalar code of a node at an index, and nests that store it."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable
from dataclasses import dataclass, field

from irpart.planning.lowering.facts import python_expression
from irpart.planning.lowering.kernel_types import Typing
from irpart.planning.lowering.nodes import Base, Deferred, Fixed, Node, Number, Operation, Viewed, kind_of
from irpart.regions.affine import Affine

Index = tuple[Affine, ...]


@dataclass(slots=True)
class Elements:
    """Scalar code of nodes at indices: statements before the last expression, and the elements read.

    Attributes
    ----------
    typing, fresh
        Numba's types; a maker of unused names.
    lines
        Statements that compute named parts, each once.
    reads
        Arrays and indices read, and the deferred temporary they are read for.
    """

    typing: Typing
    fresh: Callable[[str], str]
    stored: dict[int, Base]
    lines: list[ast.stmt] = field(default_factory=list)
    reads: list[tuple[str, Index, Deferred | None]] = field(default_factory=list)
    known: dict[tuple[int, Index], str] = field(default_factory=dict)
    rows: dict[int, tuple[Deferred, set[Index]]] = field(default_factory=dict)
    owners: list[Deferred] = field(default_factory=list)

    def at(self, node: Node, index: Index) -> ast.expr:
        """The element of a node, as an expression of the node's kind (``kind_of``)."""
        if isinstance(node, Number):
            return copy.deepcopy(node.expression)
        index = index[len(index) - len(node.shape):]
        index = tuple(Affine(0) if length == Affine(1) else place for length, place in zip(node.shape, index, strict=True))
        if isinstance(node, Base):
            self.reads.append((node.name, index, self.owners[-1] if self.owners else None))
            return element(node.name, index, ast.Load())
        if isinstance(node, Viewed):
            return self.at(node.inside, inner_index(node, index))
        if isinstance(node, Deferred):
            return self._deferred(node, index)
        parts = []
        for part in node.operands:
            found = self.at(part, index)
            parts.append(self._named(found, "value") if node.named else found)
        return node.build(parts)

    def _deferred(self, node: Deferred, index: Index) -> ast.expr:
        if id(node) in self.stored:
            return self.at(self.stored[id(node)], index)
        self.rows.setdefault(id(node), (node, set()))[1].add(index)
        known = self.known.get((id(node), index))
        if known is None:
            self.owners.append(node)
            value = self.typing.casting(self.at(node.inside, index), kind_of(node.inside), node.type.dtype)
            self.owners.pop()
            named = self._named(value, node.name)
            if not isinstance(named, ast.Name):
                return named
            self.known[id(node), index] = known = named.id
        return ast.Name(known, ast.Load())

    def _named(self, value: ast.expr, hint: str) -> ast.expr:
        if isinstance(value, (ast.Name, ast.Constant)):
            return value
        name = self.fresh(hint)
        self.lines.append(ast.Assign([ast.Name(name, ast.Store())], value))
        return ast.Name(name, ast.Load())


def inner_index(node: Viewed, index: Index) -> Index:
    """The index in what a view looks at."""
    return tuple(s.index if isinstance(s, Fixed) else s.start + index[s.dimension] * s.step for s in node.subscripts)


def element(name: str, index: Index, context: ast.expr_context) -> ast.Subscript:
    """``name[index]``."""
    places = [python_expression(place) for place in index]
    place = places[0] if len(places) == 1 else ast.Tuple(places, ast.Load())
    return ast.Subscript(ast.Name(name, ast.Load()), place, context)


@dataclass(frozen=True, slots=True, eq=False)
class Counter:
    """A loop of a nest: its variable, bounds, and the index it stands for."""

    name: str
    start: Affine
    stop: Affine
    index: Affine

    @property
    def extent(self) -> ast.expr:
        """How many iterations it has."""
        return python_expression(self.stop - self.start)

    def loop(self, body: list[ast.stmt]) -> ast.For:
        """The loop with a body."""
        bounds = ([] if self.start == Affine(0) else [python_expression(self.start)]) + [python_expression(self.stop)]
        call = ast.Call(ast.Name("range", ast.Load()), bounds, [])
        return ast.For(ast.Name(self.name, ast.Store()), call, body, [], lineno=0)


def counters(node: Node, names: list[str]) -> tuple[Counter, ...]:
    """Loops over the elements of a node, in the places of the array where it lies, one per dimension."""
    starts = [Affine(0)] * len(node.shape)
    if isinstance(node, Viewed) and isinstance(node.inside, Base):
        for subscript in node.subscripts:
            if not isinstance(subscript, Fixed) and subscript.step == 1:
                starts[subscript.dimension] = subscript.start
    return tuple(Counter(name, start, start + length, Affine.of(name) - start)
                 for name, start, length in zip(names, starts, node.shape, strict=False))


def nest(loops: tuple[Counter, ...], body: list[ast.stmt], backwards: bool) -> ast.For:
    """Nested loops, the first dimension outermost, or innermost (``backwards``: arrays stored by columns)."""
    current = body
    for counter in loops if backwards else loops[::-1]:
        current = [counter.loop(current)]
    found = current[0]
    assert isinstance(found, ast.For)
    return found


def stores_by_columns(node: Node) -> bool:
    """Whether the first dimension of the array that a node looks at is the one with neighbouring elements."""
    if isinstance(node, Viewed):
        moved = [s.dimension for s in node.subscripts if not isinstance(s, Fixed)]
        turned = len(moved) > 1 and moved == sorted(moved, reverse=True)
        return stores_by_columns(node.inside) != turned
    return bool(node.type.layout == "F") if not isinstance(node, (Number, Operation)) else False
