"""Allocations: the shape of a new array, and the statement that makes one for a temporary."""

from __future__ import annotations

import ast
from typing import Any

import numpy as np

from irpart.planning.lowering.facts import python_expression
from irpart.planning.lowering.kernel_types import Typing
from irpart.planning.lowering.nodes import NotLowered, Number, Shape
from irpart.planning.lowering.reading import Reader
from irpart.regions.affine import Affine

BY_SHAPE = (np.zeros, np.ones, np.empty, np.full)
BY_EXAMPLE = (np.zeros_like, np.ones_like, np.empty_like, np.full_like, np.copy)


def allocated(reader: Reader, value: ast.expr) -> Shape | None:
    """The shape of the new array that an expression makes, or None when it makes none (or its shape is not known)."""
    if not isinstance(value, ast.Call):
        return None
    function = reader.value_of(value.func)
    if function is None and isinstance(value.func, ast.Attribute) and value.func.attr == "copy" and not value.args:
        return _shape_of(reader, value.func.value)
    if not value.args:
        return None
    if any(function is known for known in BY_EXAMPLE):
        return _shape_of(reader, value.args[0])
    if not any(function is known for known in BY_SHAPE):
        return None
    first = value.args[0]
    if isinstance(first, ast.Attribute) and first.attr == "shape":
        return _shape_of(reader, first.value)
    lengths = [reader.affine(part) for part in (first.elts if isinstance(first, ast.Tuple) else [first])]
    return None if None in lengths else tuple(length for length in lengths if length is not None)


def _shape_of(reader: Reader, tree: ast.expr) -> Shape | None:
    try:
        node = reader.read(tree)
    except NotLowered:
        return None
    return None if isinstance(node, Number) else node.shape


def allocation(typing: Typing, name: str, kind: Any, shape: Shape) -> ast.Assign:
    """``name = np.empty(shape, dtype)``, by columns when the type says so."""
    by_columns = kind.layout == "F" and len(shape) > 1
    lengths = [python_expression(length) for length in (shape[::-1] if by_columns else shape)]
    extent = lengths[0] if len(lengths) == 1 else ast.Tuple(lengths, ast.Load())
    made = typing.ufunc("empty", extent, typing.cast(kind.dtype))
    value = ast.Attribute(made, "T", ast.Load()) if by_columns else made
    return ast.Assign([ast.Name(name, ast.Store())], value)


def names_in(shape: Shape) -> set[str]:
    """Variables that lengths depend on."""
    return {name.partition(".")[0] for length in shape if isinstance(length, Affine) for name in length.names}
