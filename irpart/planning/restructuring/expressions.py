"""isl's expressions in Python, with the meaning of parameters in the source."""

from __future__ import annotations

import ast
import copy
from collections.abc import Mapping
from typing import Any

from irpart.planning.restructuring.nests import NotModelled
from irpart.planning.restructuring.subject import Subject

Names = Mapping[str, ast.expr]


def names_of(subject: Subject, short: bool = True) -> dict[str, ast.expr]:
    """What parameters and iterators are in the source, for those whose variables never change.

    A length that the source keeps in a variable of its own (``n = A.shape[0]``) goes by that name if ``short``.
    """
    stored = _stored(subject.tree)
    arguments = dict(subject.region.arguments)
    named = {ast.unparse(value): name for name, value in _lengths(subject.tree) if stored.get(name) == 1 and short}
    found: dict[str, ast.expr] = {}
    for name, meaning in subject.region.parameters:
        try:
            value = ast.parse(named.get(meaning, meaning), mode="eval").body
        except SyntaxError:
            continue
        used = {n.id for n in ast.walk(value) if isinstance(n, ast.Name)}
        steady = all(stored.get(n, 0) == (0 if n in arguments else 1) for n in used)
        signed = not isinstance(value, ast.Name) or arguments.get(value.id, "") == "int64" or meaning in named
        if steady and signed and isinstance(value, ast.Name | ast.Subscript):
            found[name] = value
    for loop in subject.region.loops:
        if loop.iterator:
            found[loop.dimension] = ast.Name(loop.iterator, ast.Load())
    return found


def _stored(tree: ast.FunctionDef) -> dict[str, int]:
    stored: dict[str, int] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            stored[node.id] = stored.get(node.id, 0) + 1
    return stored


def _lengths(tree: ast.FunctionDef) -> list[tuple[str, ast.expr]]:
    """Variables that hold the length of an array from the function's first level on."""
    found: list[tuple[str, ast.expr]] = []
    for node in tree.body:
        if isinstance(node, ast.Expr):
            continue
        if not isinstance(node, ast.Assign) or len(node.targets) != 1:
            break
        target, value = node.targets[0], node.value
        if isinstance(target, ast.Name):
            found.append((target.id, value))
        elif isinstance(target, ast.Tuple) and isinstance(value, ast.Attribute) and value.attr == "shape":
            found += [(item.id, ast.Subscript(value, ast.Constant(axis), ast.Load()))
                      for axis, item in enumerate(target.elts) if isinstance(item, ast.Name)]
    return found


def python_of(isl: Any, value: Any, names: Names) -> ast.expr:
    """An expression of isl's generated code in Python."""
    kinds, operations = isl.ast_expr_type, isl.ast_expr_op_type
    kind = value.get_type()
    if kind == kinds.int:
        number = value.get_val().to_python()
        return ast.Constant(number) if number >= 0 else ast.UnaryOp(ast.USub(), ast.Constant(-number))
    if kind == kinds.id:
        name = value.get_id().get_name()
        if name not in names:
            raise NotModelled(f"'{name}' has no name in the source that keeps its value")
        return copy.deepcopy(names[name])
    operation = value.op_get_type()
    inside = [python_of(isl, value.op_get_arg(n), names) for n in range(value.op_get_n_arg())]
    if operation == operations.minus:
        return ast.UnaryOp(ast.USub(), inside[0])
    if operation in (operations.min, operations.max):
        return ast.Call(ast.Name("min" if operation == operations.min else "max", ast.Load()), inside, [])
    binary: dict[Any, ast.operator] = {operations.add: ast.Add(), operations.sub: ast.Sub(), operations.mul: ast.Mult(),
                                       operations.fdiv_q: ast.FloorDiv(), operations.pdiv_q: ast.FloorDiv(),
                                       operations.div: ast.FloorDiv(), operations.pdiv_r: ast.Mod(),
                                       operations.zdiv_r: ast.Mod()}
    if operation in binary:
        return ast.BinOp(inside[0], binary[operation], inside[1])
    compared: dict[Any, ast.cmpop] = {operations.eq: ast.Eq(), operations.le: ast.LtE(), operations.lt: ast.Lt(),
                                      operations.ge: ast.GtE(), operations.gt: ast.Gt()}
    if operation in compared:
        return ast.Compare(inside[0], [compared[operation]], [inside[1]])
    if operation in (operations.and_, operations.and_then):
        return ast.BoolOp(ast.And(), inside)
    if operation in (operations.or_, operations.or_else):
        return ast.BoolOp(ast.Or(), inside)
    raise NotModelled("isl made an expression in a form that is not handled")
