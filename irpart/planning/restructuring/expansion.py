"""Scalars that hold a sum for one iteration get an element for each, so that the loops around the sum can change places.

``s = 0.0``, a loop that adds to ``s``, and ``C[i, j] = s``: the sum is kept in ``C[i, j]`` itself where nothing else looks
at ``C`` in between, else in a row of sums. Each sum is added up in the same order as before.

References
----------
P. Feautrier, Array expansion, ICS 1988 (section 4).
"""

from __future__ import annotations

import ast
import copy
from dataclasses import dataclass
from typing import Any

from irpart.planning.restructuring.costs import is_near, stride_of
from irpart.planning.restructuring.expressions import names_of, python_of
from irpart.planning.restructuring.nests import Nest, NotModelled, nest_of
from irpart.planning.restructuring.rendering import plus_one
from irpart.planning.restructuring.subject import Subject
from irpart.regions.types import Loop

_KINDS = ("float64", "float32", "int64", "complex128", "complex64")


@dataclass(frozen=True, slots=True, eq=False)
class Sum:
    """A scalar that a loop's iterations each use for themselves; ``line`` is the user's line of that loop."""

    name: str
    loop: Loop
    nest: Nest
    line: int


def sums_of(subject: Subject) -> list[Sum]:
    """Scalars that are added to in an inner loop that walks across memory, in loops that would walk along it."""
    found: list[Sum] = []
    for loop in subject.region.loops:
        if not any(isinstance(part, Loop) for part in loop.body):
            continue
        try:
            wanted = _wanted(subject, nest_of(subject, loop, ()))
            if not wanted or any(one.is_carried_by(loop.name) and one.variable not in wanted for one in subject.dependences):
                continue
            nest = nest_of(subject, loop, subject.dependences)
        except NotModelled:
            continue
        line = int(getattr(nest.node, "user_line", 0))
        found += [Sum(name, loop, nest, line) for name in sorted(wanted) if _is_own(subject, nest, name)]
    return found


def _wanted(subject: Subject, nest: Nest) -> set[str]:
    """Scalars added to in loops inside, where each access is near in the nest's loop and some are not in the innermost."""
    variables = {variable.name: variable for variable in subject.region.variables}
    found: set[str] = set()
    for leaf in nest.leaves:
        if len(leaf.loops) < 2:
            continue
        scalars = {a.variable for a in leaf.statement.writes if not variables[a.variable].rank}
        near = all(is_near(stride_of(variables[a.variable], leaf, a, nest.root)) for a in leaf.statement.accesses)
        far = any(not is_near(stride_of(variables[a.variable], leaf, a, leaf.loops[-1])) for a in leaf.statement.accesses)
        if near and far:
            found |= {name for name in scalars if variables[name].role == "local" and variables[name].type in _KINDS}
    return found


def _is_own(subject: Subject, nest: Nest, name: str) -> bool:
    """Whether each iteration of the nest's loop writes a scalar before it reads it, and nothing else does."""
    import islpy

    inside = {leaf.statement.name for leaf in nest.leaves}
    for statement in subject.region.statements:
        if statement.name not in inside and any(access.variable == name for access in statement.accesses):
            return False
    kind = islpy.dim_type
    read: Any = {}
    for leaf in nest.leaves:
        if any(access.variable == name for access in leaf.statement.reads):
            read[leaf.statement.name] = leaf.statement.domain
    for one in subject.dependences:
        if one.variable != name or one.kind != "flow":
            continue
        relation = one.relation
        for place in range(nest.outer + 1):
            relation = relation.equate(kind.in_, place, kind.out, place)
        if not one.relation.is_subset(relation) or not one.exact:
            return False
        read[one.sink.name] = read[one.sink.name].subtract(relation.range())
    return all(rest.is_empty() for rest in read.values())


def expand(subject: Subject, sums: list[Sum]) -> None:
    """Give each iteration of a sum's loop its own element."""
    for one in sums:
        target = _target(one)
        if target is not None:
            last = one.nest.node.body[-1]
            one.nest.node.body.remove(last)
            _Renamed(one.name, target).visit(one.nest.node)
            continue
        row = subject.free_name(f"{one.name}_row")
        element = ast.Subscript(ast.Name(row, ast.Load()), ast.Name(one.loop.iterator, ast.Load()), ast.Load())
        kind = next(v.type for v in subject.region.variables if v.name == one.name)
        dtype = ast.Attribute(ast.Name("np", ast.Load()), kind, ast.Load())
        made = ast.Assign([ast.Name(row, ast.Store())], ast.Call(
            ast.Attribute(ast.Name("np", ast.Load()), "empty", ast.Load()), [_length(subject, one), dtype], []))
        made.user_line = one.line  # type: ignore[attr-defined]
        _Renamed(one.name, element).visit(one.nest.node)
        subject.replace(one.nest.node, [made, one.nest.node])


def can_expand(subject: Subject, one: Sum) -> bool:
    """Whether a sum has an element to be kept in, or a row of them can be made."""
    import islpy

    if _target(one) is not None:
        return True
    try:
        _length(subject, one)
    except NotModelled:
        return False
    least = one.loop.domain.lower_bound_val(islpy.dim_type.set, one.nest.outer, islpy.Val(0))
    return subject.has_numpy and bool(one.loop.domain.is_subset(least))


def _target(one: Sum) -> ast.Subscript | None:
    """The element that a sum is stored to at the end of the iteration, if nothing else in it touches that array."""
    last = one.nest.node.body[-1]
    leaf = next((leaf for leaf in one.nest.leaves if leaf.node is last), None)
    if leaf is None or not isinstance(last, ast.Assign) or len(last.targets) != 1:
        return None
    target, value = last.targets[0], last.value
    if not isinstance(target, ast.Subscript) or not isinstance(value, ast.Name) or value.id != one.name:
        return None
    write = leaf.statement.writes[0]
    touched = [a for other in one.nest.leaves for a in other.statement.accesses if a.variable == write.variable]
    return target if len(touched) == 1 and _same_kind(one, write.variable) and not leaf.tests else None


def _same_kind(one: Sum, array: str) -> bool:
    """Whether an array holds elements of the scalar's type."""
    kinds = one.nest.kinds
    return f"({kinds.get(one.name, '?')}," in kinds.get(array, "")


def _length(subject: Subject, one: Sum) -> ast.expr:
    """One more than the loop's last iterator, or 0, for any iterators around."""
    import islpy

    own = one.loop.domain.project_out(islpy.dim_type.set, 0, one.nest.outer)
    last = own.dim_max(0)
    build = islpy.AstBuild.from_context(subject.region.context)
    value = plus_one(python_of(islpy, build.expr_from_pw_aff(last), names_of(subject)))
    if isinstance(value, ast.Name | ast.Subscript):
        return value
    return ast.Call(ast.Name("max", ast.Load()), [value, ast.Constant(0)], [])


class _Renamed(ast.NodeTransformer):
    """An element in the place of a scalar."""

    def __init__(self, name: str, element: ast.Subscript) -> None:
        self._name, self._element = name, element

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """The scalar, read or written."""
        if node.id != self._name:
            return node
        made = copy.deepcopy(self._element)
        made.ctx = node.ctx
        return made
