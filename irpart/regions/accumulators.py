"""Recognition of accumulators: ``x += e``, ``x = max(x, e)``, ``if e < x: x = e; at = i`` and their like."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from irpart.regions.naming import assigned_names, loaded_names

_OPERATIONS = {ast.Add: "sum", ast.Sub: "sum", ast.Mult: "product", ast.BitAnd: "and", ast.BitOr: "or", ast.BitXor: "xor"}
_EXTREMES = {"min": "min", "max": "max", "minimum": "min", "maximum": "max", "fmin": "min", "fmax": "max"}


@dataclass(frozen=True, slots=True)
class Accumulation:
    """An assignment that combines a variable with an expression that does not read it.

    ``target`` is a name or subscript; ``operands`` are what it is combined with.
    """

    target: ast.expr
    operation: str
    operands: tuple[ast.expr, ...]


def accumulation(node: ast.stmt) -> Accumulation | None:
    """The accumulation that a statement is, or None."""
    if isinstance(node, ast.AugAssign):
        operation = _OPERATIONS.get(type(node.op), "")
        found = Accumulation(node.target, operation, (node.value,)) if operation else None
    elif isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name | ast.Subscript):
        found = _spelled(node.targets[0], node.value)
    else:
        return None
    if found is None or any(_reads(operand, found.target) for operand in found.operands):
        return None
    return found


def _spelled(target: ast.expr, value: ast.expr) -> Accumulation | None:
    if isinstance(value, ast.BinOp) and type(value.op) in _OPERATIONS:
        kind = _OPERATIONS[type(value.op)]
        chain = _chain(value, kind)
        if same(chain[0], target):
            return Accumulation(target, kind, tuple(chain[1:]))
        if not isinstance(value.op, ast.Sub) and same(value.right, target):
            return Accumulation(target, kind, (value.left,))
    if isinstance(value, ast.Call) and len(value.args) == 2 and not value.keywords:
        name = value.func.attr if isinstance(value.func, ast.Attribute) else ast.unparse(value.func)
        if name in _EXTREMES:
            for one, other in (value.args, value.args[::-1]):
                if same(one, target):
                    return Accumulation(target, _EXTREMES[name], (other,))
    if isinstance(value, ast.BoolOp) and same(value.values[0], target):
        return Accumulation(target, "and" if isinstance(value.op, ast.And) else "or", tuple(value.values[1:]))
    return None


def _chain(value: ast.expr, kind: str) -> list[ast.expr]:
    """Operands of ``a + b - c`` from the left."""
    if isinstance(value, ast.BinOp) and _OPERATIONS.get(type(value.op)) == kind:
        return [*_chain(value.left, kind), value.right]
    return [value]


def same(one: ast.expr, other: ast.expr) -> bool:
    """Whether two expressions are spelled alike."""
    return ast.unparse(one) == ast.unparse(other)


def _reads(expression: ast.expr, target: ast.expr) -> bool:
    """Whether an expression reads the very variable or element that is assigned."""
    return any(isinstance(node, ast.Name | ast.Subscript) and same(node, target) for node in ast.walk(expression))


@dataclass(frozen=True, slots=True)
class Selection:
    """``if e < best: best = e; at = i``: the extreme value and what is kept with it."""

    best: str
    operation: str
    value: ast.expr
    kept: tuple[str, ...]


def _pairs(statement: ast.stmt) -> dict[str, ast.expr]:
    """Names and the expressions they are assigned, also in ``best, at = e, i``; empty for anything else."""
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return {}
    target, value = statement.targets[0], statement.value
    if isinstance(target, ast.Name):
        return {target.id: value}
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        names = [name.id for name in target.elts if isinstance(name, ast.Name)]
        return dict(zip(names, value.elts, strict=True)) if len(names) == len(value.elts) else {}
    return {}


def selection(node: ast.If) -> Selection | None:
    """The minimum or maximum search that an ``if`` is, or None."""
    test = node.test
    if node.orelse or not isinstance(test, ast.Compare) or len(test.ops) != 1:
        return None
    left, right, operator = test.left, test.comparators[0], test.ops[0]
    if not isinstance(operator, ast.Lt | ast.LtE | ast.Gt | ast.GtE):
        return None
    assigned: dict[str, ast.expr] = {}
    for statement in node.body:
        pairs = _pairs(statement)
        if not pairs:
            return None
        assigned.update(pairs)
    for best, value, falls in ((right, left, isinstance(operator, ast.Lt | ast.LtE)),
                               (left, right, isinstance(operator, ast.Gt | ast.GtE))):
        if isinstance(best, ast.Name) and best.id in assigned and same(assigned[best.id], value):
            others = tuple(name for name in assigned if name != best.id)
            used = loaded_names([value, *(assigned[name] for name in others)])
            if not used & (assigned_names(node.body)):
                return Selection(best.id, "min" if falls else "max", value, others)
    return None
