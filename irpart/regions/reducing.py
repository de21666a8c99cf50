"""Reductions of arrays and matrix products as implicit loops that accumulate into hidden scalars and arrays."""

from __future__ import annotations

import ast

from irpart.regions.affine import Affine
from irpart.regions.drafts import AccessDraft
from irpart.regions.values import ArrayValue, Part, Scalar, Value, whole
from irpart.regions.walk import Walk


def reduce_array(walk: Walk, node: ast.Call, operation: str, value: ArrayValue, axis: int | None) -> Value:
    """All elements, or those along one axis, combined into a hidden scalar or array."""
    if value.shape is None:
        walk.read_whole(value)
        return Scalar()
    text = ast.unparse(node)
    rank = len(value.shape)
    if axis is None or rank == 1:
        with walk.apart():
            total = walk.hidden("total", node)
            walk.touch_scalar(total, True, role="hidden")
            walk.emit("assign", node, text=text)
            with walk.implied(value.shape, node) as at:
                _accumulate(walk, total, (), operation)
                walk.read_parts(value, at)
                walk.emit("assign", node, text=text)
        walk.touch_scalar(total, False, role="hidden")
        return Scalar()
    along = axis % rank
    kept = tuple(length for place, length in enumerate(value.shape) if place != along)
    with walk.apart():
        result = _cleared(walk, node, kept)
        with walk.implied((*kept, value.shape[along]), node) as at:
            _accumulate(walk, result, at[:-1], operation)
            walk.read_parts(value, (*at[:along], at[-1], *at[along:-1]))
            walk.emit("assign", node, text=text)
    return whole(result, kept)


def _cleared(walk: Walk, node: ast.Call, shape: tuple[Affine | None, ...]) -> str:
    """A hidden array with all its elements written."""
    line = getattr(node, "lineno", 0)
    result = walk.local_array(f"result@{line}", shape, "", hidden=True)
    with walk.implied(shape, node) as at:
        walk.read(AccessDraft(result, True, at))
        walk.emit("allocate", node, text=ast.unparse(node))
    return result


def _accumulate(walk: Walk, variable: str, index: tuple[Affine | None, ...], operation: str) -> None:
    for is_write in (False, True):
        walk.read(AccessDraft(variable, is_write, index, None not in index, operation))


def product(walk: Walk, node: ast.Call, left: ArrayValue, right: ArrayValue) -> Value:
    """Inner, matrix-vector and matrix products."""
    if left.shape is None or right.shape is None or not (0 < len(left.shape) < 3 and 0 < len(right.shape) < 3):
        walk.read_whole(left)
        walk.read_whole(right)
        return ArrayValue(None, ())
    inner, other = left.shape[-1], right.shape[0]
    if inner != other and inner is not None and other is not None:
        names = [part.variable for part in (*left.parts, *right.parts)]
        walk.model.guard("sizes", names, f"{inner.text} = {other.text}", getattr(node, "lineno", 0))
    rows, columns = left.shape[:-1], right.shape[1:]
    with walk.apart():
        is_scalar = not rows and not columns
        if is_scalar:
            result = walk.hidden("total", node)
            walk.touch_scalar(result, True, role="hidden")
            walk.emit("assign", node, text=_text(node, left, right))
        else:
            result = _cleared(walk, node, (*rows, *columns))
        with walk.implied((*rows, *columns, inner), node) as at:
            _accumulate(walk, result, () if is_scalar else at[:-1], "sum")
            walk.read_parts(left, (*at[:len(rows)], at[-1]))
            walk.read_parts(right, (at[-1], *at[len(rows):-1]))
            walk.emit("assign", node, text=_text(node, left, right))
    if is_scalar:
        walk.touch_scalar(result, False, role="hidden")
        return Scalar()
    return whole(result, (*rows, *columns))


def _text(node: ast.Call, left: ArrayValue, right: ArrayValue) -> str:
    def name(value: ArrayValue) -> str:
        parts: tuple[Part, ...] = value.parts
        return parts[0].subscript or parts[0].variable if parts else "expression"

    return ast.unparse(node) if node.args else f"{name(left)} @ {name(right)}"
