"""Conditions: affine ones restrict the executions of statements; others are evaluated by a statement of their own."""

from __future__ import annotations

import ast

from irpart.regions.affine import Affine
from irpart.regions.drafts import Scope
from irpart.regions.expressions import evaluate
from irpart.regions.values import Value
from irpart.regions.walk import Walk, scalar_of

_SIGNS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "=", ast.NotEq: "!="}


def branches(walk: Walk, test: ast.expr) -> tuple[Scope, Scope]:
    """Scopes in which a condition holds and does not; enters a statement where it depends on data."""
    values: list[Value] = []
    with walk.apart():
        before = walk.scope
        text = affine_condition(walk, test)
        if text is not None:
            for name in {node.id for node in ast.walk(test) if isinstance(node, ast.Name)}:
                values.append(evaluate(walk, ast.Name(name, ast.Load())))
        walk.scope = before
    if text is not None:
        return walk.scope.where(text), walk.scope.where(f"not ({text})")
    scalar_of(walk, evaluate(walk, test))
    hidden = walk.hidden("condition", test)
    walk.touch_scalar(hidden, True, role="hidden")
    walk.emit("condition", test, text=ast.unparse(test))
    scope = walk.scope
    return scope.under(walk.model.number(), hidden), scope.under(walk.model.number(), hidden)


def affine_condition(walk: Walk, test: ast.expr) -> str | None:
    """A condition over affine integers in isl's syntax, or None; gathers reads that the caller throws away."""
    if isinstance(test, ast.BoolOp):
        parts = [affine_condition(walk, value) for value in test.values]
        if any(part is None for part in parts):
            return None
        joint = " and " if isinstance(test.op, ast.And) else " or "
        return "(" + joint.join(str(part) for part in parts) + ")"
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        part = affine_condition(walk, test.operand)
        return None if part is None else f"(not {part})"
    if isinstance(test, ast.Compare) and _may_wrap(walk, test):
        return None
    if isinstance(test, ast.Compare):
        values = [evaluate(walk, operand) for operand in (test.left, *test.comparators)]
        signs = [_SIGNS.get(type(operator)) for operator in test.ops]
        if not all(isinstance(value, Affine) for value in values) or None in signs:
            return None
        texts = [value.text for value in values if isinstance(value, Affine)]
        pairs = [f"({left}) {sign} ({right})" for left, sign, right in zip(texts, signs, texts[1:], strict=False)]
        return "(" + " and ".join(pairs) + ")"
    if isinstance(test, ast.Constant) and isinstance(test.value, bool):
        return "(0 = 0)" if test.value else "(0 = 1)"
    if isinstance(test, ast.Name):
        value = walk.frame.environment.get(test.id)
        return f"(({value.text}) != 0)" if isinstance(value, Affine) else None
    return None


def _may_wrap(walk: Walk, test: ast.Compare) -> bool:
    """Whether a comparison is of unsigned numbers that arithmetic may have taken below zero, and so to the other end."""
    operands = [inner for operand in (test.left, *test.comparators) for inner in ast.walk(operand)]
    names = {inner.id for inner in operands if isinstance(inner, ast.Name)}
    casts = {inner.attr for inner in operands if isinstance(inner, ast.Attribute)} | names
    return bool({"uint64", "uintp"} & casts) or any(_is_unsigned(walk, name) for name in names)


def _is_unsigned(walk: Walk, name: str) -> bool:
    return any(getattr(kind, "signed", True) is False for kind in walk.kinds(name))
