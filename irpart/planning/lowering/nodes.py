"""Array expressions as values of elements: each node has a shape, a type, and an element for each index."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from irpart.regions.affine import Affine

Shape = tuple[Affine, ...]
Build = Callable[[list[ast.expr]], ast.expr]


class NotLowered(Exception):
    """An expression that stays as it was: a part sentence says why."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A subscript that picks one index."""

    index: Affine


@dataclass(frozen=True, slots=True)
class Along:
    """A subscript that runs along a dimension of the result: index = start + step * its index."""

    dimension: int
    start: Affine
    step: int


@dataclass(frozen=True, slots=True, eq=False)
class Base:
    """A whole array that exists: its name, its Numba array type, its lengths."""

    name: str
    type: Any
    shape: Shape


@dataclass(frozen=True, slots=True, eq=False)
class Viewed:
    """Part of another node: one subscript per dimension of it."""

    inside: Node
    subscripts: tuple[Fixed | Along, ...]
    type: Any
    shape: Shape


@dataclass(frozen=True, slots=True, eq=False)
class Number:
    """A scalar: an expression without effects whose names keep their values."""

    expression: ast.expr
    type: Any
    shape: Shape = ()


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    """An elementwise operation.

    Attributes
    ----------
    operands, build
        Operands, and from their elements' expressions the element's expression.
    kind
        Numba type of the element as scalar code computes it.
    type
        Numba type of the whole as the array expression has it; its ``dtype`` may differ from ``kind``.
    cost
        About how many additions it costs, operands not counted.
    named
        Whether operands must be evaluated (to names) before the operation.
    """

    operands: tuple[Node, ...]
    build: Build
    kind: Any
    type: Any
    shape: Shape
    cost: int
    named: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Deferred:
    """A named temporary that is not computed yet: its elements are those of ``inside``."""

    name: str
    inside: Node
    type: Any
    shape: Shape


Node = Base | Viewed | Number | Operation | Deferred


def look(inside: Node, subscripts: tuple[Fixed | Along, ...], kind: Any, shape: Shape) -> Viewed:
    """A view of a node; a view of a view looks at what that one looks at."""
    if not isinstance(inside, Viewed):
        return Viewed(inside, subscripts, kind, shape)
    through: list[Fixed | Along] = []
    for part in inside.subscripts:
        outer = None if isinstance(part, Fixed) else subscripts[part.dimension]
        if isinstance(part, Fixed) or outer is None:
            through.append(part)
        elif isinstance(outer, Fixed):
            through.append(Fixed(part.start + outer.index * part.step))
        else:
            through.append(Along(outer.dimension, part.start + outer.start * part.step, part.step * outer.step))
    return Viewed(inside.inside, tuple(through), kind, shape)


def kind_of(node: Node) -> Any:
    """Numba type of an element in scalar code."""
    if isinstance(node, Operation):
        return node.kind
    return node.type if isinstance(node, Number) else node.type.dtype


def inner_nodes(node: Node) -> Iterator[Node]:
    """A node and all inside it, deferred temporaries included."""
    yield node
    for part in node.operands if isinstance(node, Operation) else (
            (node.inside,) if isinstance(node, (Viewed, Deferred)) else ()):
        yield from inner_nodes(part)


def roots_of(node: Node) -> frozenset[str]:
    """Arrays that a node reads."""
    return frozenset(part.name for part in inner_nodes(node) if isinstance(part, Base))


def names_of(node: Node) -> frozenset[str]:
    """Variables that a node depends on: arrays, scalars and names in subscripts and lengths."""
    found: set[str] = set()
    for part in inner_nodes(node):
        if isinstance(part, (Base, Deferred)):
            found.add(part.name)
        elif isinstance(part, Number):
            found |= {name.id for name in ast.walk(part.expression) if isinstance(name, ast.Name)}
        elif isinstance(part, Viewed):
            for subscript in part.subscripts:
                found |= symbols(subscript.index if isinstance(subscript, Fixed) else subscript.start)
        for length in part.shape:
            found |= symbols(length)
    return frozenset(found)


def symbols(value: Affine) -> set[str]:
    """Variables that a value depends on (``A`` for ``A.shape[0]``)."""
    return {name.partition(".")[0] for name in value.names}


def cost_of(node: Node) -> int:
    """About how many additions an element costs."""
    return sum(part.cost for part in inner_nodes(node) if isinstance(part, Operation))
