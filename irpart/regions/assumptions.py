"""``irpart.assume`` in the body of a loop: what its author knows about it."""

from __future__ import annotations

import ast

from irpart.base.errors import InputError
from irpart.regions.calls import called
from irpart.regions.drafts import line_of
from irpart.regions.types import Dependence, Loop, RegionTree
from irpart.regions.values import ArrayValue
from irpart.regions.walk import Walk

_ORIGIN = "irpart.program.assuming.assume"
EVERY = "*"


def assume(walk: Walk, node: ast.expr) -> bool:
    """Enter a call of ``irpart.assume`` with the innermost loop around it; False for all other expressions.

    Raises
    ------
    InputError
        It says something else than ``"independent"``, stands outside of loops, or names what is no array.
    """
    if not isinstance(node, ast.Call):
        return False
    target = called(walk, node.func)[1]
    if f"{getattr(target, '__module__', '')}.{getattr(target, '__name__', '')}" != _ORIGIN:
        return False
    where = f"irpart.assume in line {line_of(node)} of {walk.frame.typed.name}"
    if not node.args or not isinstance(node.args[0], ast.Constant) or node.args[0].value != "independent":
        raise InputError(f"{where} says {ast.unparse(node)}; the one thing that can be assumed is \"independent\".")
    loop = next((one for one in walk.model.loops if one.name == walk.owner), None)
    if loop is None:
        raise InputError(f"{where} stands outside of loops; it belongs into the body of the loop that is meant.")
    names = set[str]()
    for argument in node.args[1:]:
        value = walk.frame.environment.get(argument.id) if isinstance(argument, ast.Name) else None
        if not isinstance(value, ArrayValue) or not value.parts:
            raise InputError(f"{where} names {ast.unparse(argument)}, which is no array that irpart knows there.")
        names |= {part.variable for part in value.parts}
    loop.assumed |= names or {EVERY}
    return True


def is_assumed_away(tree: RegionTree, loop: Loop, dependence: Dependence) -> bool:
    """Whether the author of a loop says that a dependence which it carries does not exist."""
    if not loop.assumed or not dependence.is_carried_by(loop.name):
        return False
    if dependence.variable in loop.assumed:
        return True
    ranks = {variable.name: variable.rank for variable in tree.variables if variable.role != "hidden"}
    return EVERY in loop.assumed and bool(ranks.get(dependence.variable))
