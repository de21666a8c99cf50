"""What accumulators are combined with: whether it is surely an integer, and whether evaluating it can do harm."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import Any

from irpart.regions.naming import assigned_names

_WHOLE = (ast.Add, ast.Sub, ast.Mult, ast.FloorDiv, ast.Mod, ast.BitAnd, ast.BitOr, ast.BitXor, ast.LShift, ast.RShift)
_HARMLESS = frozenset({"abs", "min", "max", "len", "int", "float", "bool"})
_LIBRARIES = frozenset({"np", "numpy", "math"})


def is_whole(node: ast.expr, types: Mapping[str, tuple[Any, ...]]) -> bool:
    """Whether an expression is surely an integer of at most 64 bits with a sign, or a truth value (or an array of those)."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, int)
    if isinstance(node, ast.Name):
        kinds = types.get(node.id, ())
        return bool(kinds) and all(_is_whole_type(kind) for kind in kinds)
    if isinstance(node, ast.Subscript):
        return ast.unparse(node.value).endswith(".shape") or is_whole(node.value, types)
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, _WHOLE) and is_whole(node.left, types) and is_whole(node.right, types)
    if isinstance(node, ast.UnaryOp):
        return is_whole(node.operand, types)
    if isinstance(node, ast.IfExp):
        return is_whole(node.body, types) and is_whole(node.orelse, types)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
        name = node.func.id
        return name in ("len", "int") or (name in ("abs", "min", "max") and all(is_whole(a, types) for a in node.args))
    return isinstance(node, ast.Compare) or (isinstance(node, ast.Attribute) and node.attr in ("size", "ndim"))


def _is_whole_type(kind: Any) -> bool:
    from numba import types

    plain = types.unliteral(kind)
    if isinstance(plain, types.Array | types.UniTuple):
        plain = plain.dtype
    return isinstance(plain, types.Boolean) or (isinstance(plain, types.Integer) and plain != types.uint64)


def can_be_evaluated(node: ast.expr, statements: Sequence[ast.stmt]) -> bool:
    """Whether an operand of ``and`` or ``or`` may be evaluated where the program would not: it does no harm.

    ``statements`` are those of the loop; subscripts by what they assign may be outside of arrays.
    """
    changed = assigned_names(s for s in statements if isinstance(s, ast.Assign | ast.AugAssign | ast.AnnAssign))
    for inner in ast.walk(node):
        if isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.Div | ast.FloorDiv | ast.Mod | ast.Pow) \
                and not (isinstance(inner.right, ast.Constant) and inner.right.value):
            return False
        if isinstance(inner, ast.Call) and not _is_harmless(inner.func):
            return False
        if isinstance(inner, ast.NamedExpr | ast.Await):
            return False
        if isinstance(inner, ast.Subscript) and any(
                isinstance(part, ast.Subscript | ast.Call) or (isinstance(part, ast.Name) and part.id in changed)
                for part in ast.walk(inner.slice)):
            return False
    return True


def _is_harmless(function: ast.expr) -> bool:
    if isinstance(function, ast.Attribute):
        return isinstance(function.value, ast.Name) and function.value.id in _LIBRARIES
    return isinstance(function, ast.Name) and function.id in _HARMLESS
