"""Assignments under conditions on data as assignments that are always executed, where the loops around can be split then.

``if t < d[i, j]: d[i, j] = t`` is ``d[i, j] = t if t < d[i, j] else d[i, j]``: the element keeps its bits where the
condition does not hold, since both are of one type. It was read by the condition, so it is an element of the array; the
value is still evaluated only where the condition holds.
"""

from __future__ import annotations

import ast
import copy
import re

from irpart.planning.restructuring.subject import Subject
from irpart.regions.types import Loop, RegionTree


def select(subject: Subject) -> bool:
    """Write such assignments as selections in loops that may be split then; whether anything was changed."""
    changed = False
    for loop in subject.region.loops:
        node = subject.node_of(loop.node)
        if not isinstance(node, ast.For) or not loop.iterator or any(isinstance(part, Loop) for part in loop.body):
            continue
        around = _around(subject.region, loop)
        kinds = {**dict(subject.region.arguments), **{one.name: one.type for one in subject.region.variables}}
        for place, child in enumerate(node.body):
            made = _selection(child, kinds)
            if made is not None and _may_gain(node, made.targets[0], loop, around):
                made.user_line = getattr(child, "user_line", 0)  # type: ignore[attr-defined]
                node.body[place] = made
                changed = True
    return changed


def _around(region: RegionTree, loop: Loop) -> list[str]:
    """Iterators of the loops around a loop."""
    return [one.iterator for one in region.loops if one.iterator and one.dimension in loop.dimensions[:-1]]


def _selection(node: ast.stmt, kinds: dict[str, str]) -> ast.Assign | None:
    """The assignment of an ``if`` as a selection between the new value and the old one."""
    if not isinstance(node, ast.If) or node.orelse or len(node.body) != 1:
        return None
    only = node.body[0]
    if not isinstance(only, ast.Assign) or len(only.targets) != 1 or not _is_comparison(node.test):
        return None
    target = only.targets[0]
    if not isinstance(target, ast.Subscript) or not isinstance(target.value, ast.Name):
        return None
    old = copy.deepcopy(target)
    old.ctx = ast.Load()
    text = ast.unparse(old)
    assert isinstance(node.test, ast.Compare)
    if text not in (ast.unparse(node.test.left), ast.unparse(node.test.comparators[0])) or _calls(old):
        return None
    if not (kind := _kind(target, kinds)) or kind != _kind(only.value, kinds):
        return None
    return ast.Assign([target], ast.IfExp(node.test, only.value, old))


def _kind(node: ast.expr, kinds: dict[str, str]) -> str:
    """The Numba type of an element or a value, "" where that takes more to know."""
    if isinstance(node, ast.Name):
        return kinds.get(node.id, "")
    if isinstance(node, ast.Constant):
        return {"float": "float64", "int": "int64"}.get(type(node.value).__name__, "")
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
        items = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        found = re.match(rf"array\((float32|float64|int64), {len(items)}d, ", kinds.get(node.value.id, ""))
        return found[1] if found is not None and not any(isinstance(item, ast.Slice) for item in items) else ""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub | ast.Mult | ast.Div):
        left = _kind(node.left, kinds)
        is_same = left == _kind(node.right, kinds) and (left != "int64" or not isinstance(node.op, ast.Div))
        return left if is_same else ""
    return ""


def _is_comparison(test: ast.expr) -> bool:
    """Whether a condition compares two values, both of which it always evaluates."""
    return isinstance(test, ast.Compare) and len(test.ops) == 1 and not _calls(test)


def _calls(node: ast.AST) -> bool:
    return any(isinstance(inner, ast.Call | ast.NamedExpr | ast.Await) for inner in ast.walk(node))


def _may_gain(node: ast.For, target: ast.expr, loop: Loop, around: list[str]) -> bool:
    """Whether the loop also reads the array where an iterator of a loop around stands for its own."""
    reads = {ast.unparse(inner) for part in node.body for inner in ast.walk(part)
             if isinstance(inner, ast.Subscript) and isinstance(inner.ctx, ast.Load)}
    own = re.compile(rf"\b{re.escape(loop.iterator)}\b")
    return any(own.sub(other, ast.unparse(target)) in reads for other in around)
