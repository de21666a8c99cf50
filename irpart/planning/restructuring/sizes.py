"""From which sizes on a change pays: short innermost loops cost more than they save."""

from __future__ import annotations

import ast

from irpart.planning.restructuring.expressions import names_of, python_of
from irpart.planning.restructuring.nests import NotModelled
from irpart.planning.restructuring.rendering import plus_one
from irpart.planning.restructuring.subject import Subject
from irpart.regions.types import Loop

WORTH_FROM = 16
"""Iterations of an innermost loop from which on the changes pay (measured: they lose up to a quarter with 6)."""


def worth_of(subject: Subject, loop: Loop) -> str:
    """That a loop has enough iterations, as an expression over the arguments; "" where that cannot be said."""
    import islpy

    kind = islpy.dim_type.set
    own = loop.domain.project_out(kind, 0, loop.domain.dim(kind) - 1)
    names = {name: value for name, value in names_of(subject, short=False).items() if _is_given(subject, value)}
    build = islpy.AstBuild.from_context(subject.region.context)
    try:
        last = python_of(islpy, build.expr_from_pw_aff(own.dim_max(0)), names)
        first = python_of(islpy, build.expr_from_pw_aff(own.dim_min(0)), names)
    except (NotModelled, islpy.Error):
        return ""
    span = plus_one(last)
    if not isinstance(first, ast.Constant) or first.value != 0:
        span = ast.BinOp(span, ast.Sub(), first)
    if isinstance(span, ast.Constant):
        return ""
    return ast.unparse(ast.Compare(span, [ast.GtE()], [ast.Constant(WORTH_FROM)]))


def _is_given(subject: Subject, value: ast.expr) -> bool:
    """Whether an expression uses arguments only."""
    arguments = {name for name, _ in subject.region.arguments}
    return all(node.id in arguments for node in ast.walk(value) if isinstance(node, ast.Name))
