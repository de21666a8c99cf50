"""Subscripts of arrays: slices, indices, ellipsis and new axes, with the conditions under which a slice is not clipped."""

from __future__ import annotations

import ast
import operator
from typing import TYPE_CHECKING, Any

from irpart.planning.lowering.kernel_types import numba_types
from irpart.planning.lowering.nodes import Along, Deferred, Fixed, Node, NotLowered, Number, Operation, Viewed, look
from irpart.regions.affine import Affine

if TYPE_CHECKING:
    from irpart.planning.lowering.reading import Reader


def viewed(reader: Reader, inside: Node, subscript: ast.expr) -> Viewed:
    """The part of a node that a subscript picks.

    Raises
    ------
    NotLowered
        A subscript that is itself an array, or a slice that may be clipped.
    """
    types = numba_types()
    items = list(subscript.elts) if isinstance(subscript, ast.Tuple) else [subscript]
    rank = len(inside.shape)
    used = sum(not _is_new_axis(reader, item) and not _is_ellipsis(item) for item in items)
    if used > rank:
        raise NotLowered("it has more subscripts than dimensions")
    if not any(_is_ellipsis(item) for item in items):
        items.append(ast.Constant(...))
    subscripts: list[Fixed | Along] = []
    shape: list[Affine] = []
    kinds: list[Any] = []
    for item in items:
        axis = len(subscripts)
        if _is_ellipsis(item):
            kinds.append(types.ellipsis)
            for other in range(axis, axis + rank - used):
                subscripts.append(Along(len(shape), Affine(0), 1))
                shape.append(inside.shape[other])
        elif _is_new_axis(reader, item):
            kinds.append(types.none)
            shape.append(Affine(1))
        elif isinstance(item, ast.Slice):
            start, step, length = _slice(reader, inside.shape[axis], item)
            kinds.append(types.slice2_type if item.step is None else types.slice3_type)
            subscripts.append(Along(len(shape), start, step))
            shape.append(length)
        else:
            kinds.append(types.intp)
            place = _index(reader, inside.shape[axis], item)
            if not _counts_alike(inside, axis):
                reader.facts.at_least_zero(place, f"the subscript '{ast.unparse(item)}' does not count from an end")
            subscripts.append(Fixed(place))
    if _is_ellipsis(items[-1]) and rank == used:
        kinds.remove(types.ellipsis)
    index = kinds[0] if len(kinds) == 1 else types.Tuple(kinds)
    kind = inside.type
    if shape:
        kind = reader.typing.signature(operator.getitem, (inside.type, index)).return_type
    return look(inside, tuple(subscripts), kind, tuple(shape))


def _is_ellipsis(item: ast.expr) -> bool:
    return isinstance(item, ast.Constant) and item.value is ...


def _is_new_axis(reader: Reader, item: ast.expr) -> bool:
    if isinstance(item, ast.Constant):
        return item.value is None
    return isinstance(item, ast.Attribute) and item.attr == "newaxis"


def _counts_alike(inside: Node, axis: int) -> bool:
    """Whether a negative subscript counts from the same end in all arrays that a node looks at."""
    if isinstance(inside, Deferred):
        return _counts_alike(inside.inside, axis)
    if isinstance(inside, Operation):
        ranks = ((part, len(part.shape) - len(inside.shape) + axis) for part in inside.operands)
        return all(own < 0 or part.shape[own] == Affine(1) or _counts_alike(part, own) for part, own in ranks)
    if not isinstance(inside, Viewed):
        return True
    return all(isinstance(part, Fixed) or part.dimension != axis or (
        part.start == Affine(0) and part.step == 1 and inside.shape[axis] == inside.inside.shape[own]
        and _counts_alike(inside.inside, own)) for own, part in enumerate(inside.subscripts))


def _index(reader: Reader, length: Affine, item: ast.expr) -> Affine:
    types = numba_types()
    value = reader.affine(item)
    if value is not None:
        return length + value if not value.terms and value.constant < 0 else value
    node = reader.operand(item)
    if not isinstance(node, Number) or not isinstance(node.type, types.Integer) or not isinstance(node.expression, ast.Name):
        raise NotLowered(f"the subscript '{ast.unparse(item)}' is no integer")
    return Affine.of(node.expression.id)


def _slice(reader: Reader, length: Affine, item: ast.Slice) -> tuple[Affine, int, Affine]:
    """Start, step and length of a slice."""
    step = 1 if item.step is None else _constant_step(reader, item.step)
    if step < 0:
        if step != -1 or item.lower is not None or item.upper is not None:
            raise NotLowered("a slice runs backwards from or to a place inside")
        return length - 1, -1, length
    why = f"the slice '{ast.unparse(item)}' lies inside its array"
    start = _bound(reader, length, item.lower, Affine(0), why)
    stop = _bound(reader, length, item.upper, length, why)
    if item.lower is not None or item.upper is not None:
        reader.facts.at_least_zero(stop - start, why)
    if item.lower is not None:
        reader.facts.at_least_zero(start, why)
    if item.upper is not None:
        reader.facts.at_least_zero(length - stop, why)
    extent = stop - start
    return start, step, extent if step == 1 else (extent + (step - 1)).floored(step)


def _constant_step(reader: Reader, tree: ast.expr) -> int:
    value = reader.affine(tree)
    if value is None or value.terms or not value.constant:
        raise NotLowered("the step of a slice is no constant")
    return value.constant


def _bound(reader: Reader, length: Affine, tree: ast.expr | None, default: Affine, why: str) -> Affine:
    if tree is None or (isinstance(tree, ast.Constant) and tree.value is None):
        return default
    value = reader.affine(tree)
    if value is None:
        raise NotLowered(f"the bound '{ast.unparse(tree)}' of a slice is not affine")
    counts_back = value.constant <= 0 and all(f < 0 for _, f in value.terms) and (value.terms or value.constant)
    if counts_back:
        reader.facts.at_least_zero(value * -1 - 1, why)
        return length + value
    return value
