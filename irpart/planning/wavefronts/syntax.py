"""Expressions and statements as syntax trees: made from text, with names replaced, sums of constants folded."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterable, Mapping
from typing import Any


def expression(text: str) -> ast.expr:
    """A syntax tree from the text of an expression."""
    return ast.parse(text, mode="eval").body


def block(text: str) -> list[ast.stmt]:
    """Statements from text."""
    return ast.parse(text).body


def statement_of(text: str) -> ast.stmt:
    """The first statement of a text."""
    return block(text)[0]


def text_of(node: ast.AST) -> str:
    """The text of a node."""
    return ast.unparse(node)


def replaced(node: Any, names: Mapping[str, str | ast.expr]) -> Any:
    """A copy in which names stand for other names or for expressions; constants in subscripts and ranges are added up."""
    made = _Names({name: expression(new) if isinstance(new, str) else new for name, new in names.items()}).visit(
        copy.deepcopy(node))
    return _Indices().visit(made)


def folded(node: ast.expr) -> ast.expr:
    """An integer expression with ``x + 3 - 1`` as ``x + 2``."""
    return _Sums().visit(copy.deepcopy(node))  # type: ignore[no-any-return]


def bound_names(nodes: Iterable[ast.AST]) -> set[str]:
    """Names that statements bind."""
    return {n.id for root in nodes for n in ast.walk(root) if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)}


def used_names(nodes: Iterable[ast.AST]) -> list[str]:
    """Names that statements mention, in the order of the text."""
    found = [n for root in nodes for n in ast.walk(root) if isinstance(n, ast.Name)]
    found.sort(key=lambda n: (getattr(n, "lineno", 0), getattr(n, "col_offset", 0)))
    return list(dict.fromkeys(n.id for n in found))


def range_of(loop: ast.For) -> tuple[ast.expr, ast.expr, int] | None:
    """Start, stop and step of ``for NAME in range(...)`` with a constant step of 1 or -1."""
    call = loop.iter
    if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "range" and not call.keywords
            and isinstance(loop.target, ast.Name) and not loop.orelse):
        return None
    given = call.args
    if any(isinstance(one, ast.Starred) for one in given):
        return None
    start = given[0] if len(given) > 1 else ast.Constant(0)
    stop = given[1] if len(given) > 1 else given[0]
    step = 1
    if len(given) == 3:
        try:
            step = ast.literal_eval(given[2])
        except ValueError:
            return None
    return (start, stop, step) if step in (1, -1) else None


def for_loop(iterator: str, start: ast.expr, stop: ast.expr, step: int, body: list[ast.stmt], line: int) -> ast.For:
    """``for iterator in range(start, stop, step)``."""
    given = [start, stop]
    if step == 1 and isinstance(start, ast.Constant) and start.value == 0:
        given = [stop]
    if step != 1:
        given.append(expression(str(step)))
    call = ast.Call(ast.Name("range", ast.Load()), [copy.deepcopy(one) for one in given], [])
    return ast.For(ast.Name(iterator, ast.Store()), call, body, [], lineno=line, col_offset=0)


def bounded(function: str, values: list[ast.expr]) -> ast.expr:
    """``min(...)`` or ``max(...)`` of one or more values, equal ones once."""
    flat: list[ast.expr] = []
    for value in values:
        inner = isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == function
        flat += value.args if inner else [value]  # type: ignore[attr-defined]
    different = list({ast.dump(value): value for value in flat}.values())
    if len(different) == 1:
        return different[0]
    return ast.Call(ast.Name(function, ast.Load()), different, [])


class _Names(ast.NodeTransformer):
    """Replaces names; one that is bound must become a name."""

    def __init__(self, names: Mapping[str, ast.expr]) -> None:
        self.names = names

    def visit_Name(self, node: ast.Name) -> ast.expr:
        new = self.names.get(node.id)
        if new is None:
            return node
        made = copy.deepcopy(new)
        if isinstance(made, ast.Name):
            made.ctx = node.ctx
        return ast.copy_location(made, node)


class _Indices(ast.NodeTransformer):
    """Adds up constants where all values are integers: in subscripts and in the bounds of ranges."""

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        self.generic_visit(node)
        node.slice = _Sums().visit(node.slice)
        return node

    def visit_For(self, node: ast.For) -> ast.stmt:
        self.generic_visit(node)
        if isinstance(node.iter, ast.Call):
            node.iter.args = [_Sums().visit(one) for one in node.iter.args]
        return node


class _Sums(ast.NodeTransformer):
    """Adds up integer constants of a chain of additions and subtractions."""

    def visit_Call(self, node: ast.Call) -> ast.expr:
        if ast.unparse(node.func) in ("min", "max", "np.uint64"):
            self.generic_visit(node)
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        self.generic_visit(node)
        if not isinstance(node.op, ast.Add | ast.Sub):
            return node
        value = _integer(node.right)
        inner = node.left
        if value is None:
            return node
        value = value if isinstance(node.op, ast.Add) else -value
        if isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.Add | ast.Sub) and _integer(inner.right) is not None:
            first = _integer(inner.right) or 0
            value += first if isinstance(inner.op, ast.Add) else -first
            inner = inner.left
        elif _integer(inner) is not None:
            return ast.copy_location(ast.Constant((_integer(inner) or 0) + value), node)
        if value == 0 and (inner is not node.left or _integer(node.right) == 0):
            return inner
        op: ast.operator = ast.Add() if value > 0 else ast.Sub()
        return ast.copy_location(ast.BinOp(inner, op, ast.Constant(abs(value))), node)


def _integer(node: ast.expr) -> int | None:
    return node.value if isinstance(node, ast.Constant) and type(node.value) is int else None
