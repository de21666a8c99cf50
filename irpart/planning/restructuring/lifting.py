"""Innermost loops in a form that LLVM vectorises: fixed elements read before the loop, subscripts known not to be negative.

Two things keep LLVM from vectorising an independent loop: an element that stays the same but lies in an array that the loop
writes is read again in each iteration, and a subscript that may be negative for all LLVM knows counts from the end when it
is. The first is read once before the loop where no iteration writes it; the second is made unsigned where it is never
negative.
"""

from __future__ import annotations

import ast
import copy
import re
from typing import Any

from irpart.planning.restructuring.nests import Nest, NotModelled, nest_of
from irpart.planning.restructuring.subject import Subject
from irpart.regions.types import Access, Loop


def lift(subject: Subject) -> bool:
    """Prepare all independent innermost loops; whether anything was changed."""
    changed = False
    names: dict[str, str] = {}
    for loop in subject.region.loops:
        if any(isinstance(part, Loop) for part in loop.body) or loop.stop == f"{loop.start} + 1":
            continue
        try:
            nest = nest_of(subject, loop, ())
        except NotModelled:
            continue
        if not _is_independent(nest):
            continue
        before = _lifted(subject, nest, names)
        unsigned = not re.fullmatch(r"\d+", loop.start) and _unsigned(subject, nest)
        if before or unsigned:
            _place(subject, nest, before)
            changed = True
    return changed


def _is_independent(nest: Nest) -> bool:
    """Whether no iteration of the nest's loop touches what another one writes, its own scalars aside."""
    own = _own_scalars(nest)
    touches = [access for leaf in nest.leaves for access in leaf.statement.accesses if access.variable not in own]
    return all(_stays(nest, access, other) for access in touches if access.is_write
               for other in touches if other.variable == access.variable)


def _own_scalars(nest: Nest) -> set[str]:
    """Scalars that each iteration assigns before it reads them."""
    found: set[str] = set()
    seen: set[str] = set()
    for leaf in nest.leaves:
        seen |= {access.variable for access in leaf.statement.reads}
        target = leaf.node.targets[0] if isinstance(leaf.node, ast.Assign) and not leaf.tests else None
        if isinstance(target, ast.Name) and target.id not in seen:
            found.add(target.id)
        seen |= {access.variable for access in leaf.statement.writes}
    return found


def _stays(nest: Nest, one: Access, other: Access) -> bool:
    """Whether two accesses meet in the same iteration only."""
    relation = _meeting(nest, one, other)
    kind = _kinds()
    return bool(relation.order_lt(kind.in_, nest.outer, kind.out, nest.outer).is_empty()
                and relation.order_gt(kind.in_, nest.outer, kind.out, nest.outer).is_empty())


def _meeting(nest: Nest, one: Access, other: Access) -> Any:
    """Executions of two accesses that touch the same element within one execution of the nest."""
    relation = one.relation.apply_range(other.relation.reverse())
    kind = _kinds()
    for place in range(nest.outer):
        relation = relation.equate(kind.in_, place, kind.out, place)
    return relation


def _kinds() -> Any:
    import islpy

    return islpy.dim_type


def _lifted(subject: Subject, nest: Nest, names: dict[str, str]) -> list[ast.stmt]:
    """Replace reads of elements that stay the same and are not written in the loop by variables; their assignments."""
    assigned = {n.id for n in ast.walk(nest.node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    written = {access.variable for leaf in nest.leaves for access in leaf.statement.writes}
    chosen: dict[str, str] = {}
    before: list[ast.stmt] = []
    for leaf in nest.leaves:
        if leaf.tests:
            continue
        for node in _elements(leaf.node):
            text = ast.unparse(node)
            access = next((a for a in leaf.statement.reads if a.subscript == text), None)
            if access is None or access.variable not in written or not access.exact:
                continue
            if assigned & {n.id for n in ast.walk(node) if isinstance(n, ast.Name)} or not _is_untouched(nest, access):
                continue
            if text not in chosen:
                chosen[text] = names[text] if text in names else _new_name(subject, node)
                names[text] = chosen[text]
                one = ast.Assign([ast.Name(chosen[text], ast.Store())], copy.deepcopy(node))
                one.user_line = getattr(leaf.node, "user_line", 0)  # type: ignore[attr-defined]
                before.append(one)
    for leaf in nest.leaves:
        if not leaf.tests:
            _Replaced(chosen).visit(leaf.node)
    return before


def _elements(statement: ast.stmt) -> list[ast.Subscript]:
    """Elements of arrays that a statement reads, outermost subscripts only."""
    return [node for node in ast.walk(statement) if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load)
            and isinstance(node.value, ast.Name)]


def _is_untouched(nest: Nest, access: Access) -> bool:
    """Whether no iteration of the loop writes the element that another one reads."""
    writes = [write for other in nest.leaves for write in other.statement.writes if write.variable == access.variable]
    return all(_meeting(nest, access, write).is_empty() for write in writes)


def _new_name(subject: Subject, node: ast.Subscript) -> str:
    """A name after the element: ``A_ik`` for ``A[i, k]``."""
    items = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    assert isinstance(node.value, ast.Name)
    end = "".join(item.id for item in items if isinstance(item, ast.Name)) if all(
        isinstance(item, ast.Name) for item in items) else "value"
    return subject.free_name(f"{node.value.id}_{end}")


class _Replaced(ast.NodeTransformer):
    """Variables in the place of elements."""

    def __init__(self, chosen: dict[str, str]) -> None:
        self._chosen = chosen

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        """An element that was read before the loop."""
        name = self._chosen.get(ast.unparse(node)) if isinstance(node.ctx, ast.Load) else None
        return ast.Name(name, ast.Load()) if name is not None else node


def _unsigned(subject: Subject, nest: Nest) -> bool:
    """Make subscripts with the loop's iterator unsigned where they are never negative; whether any was."""
    if not subject.has_numpy:
        return False
    changed = False
    iterator = nest.root.iterator
    for leaf in nest.leaves:
        for node in ast.walk(leaf.node):
            if not isinstance(node, ast.Subscript) or not isinstance(node.value, ast.Name):
                continue
            items = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
            access = next((a for a in leaf.statement.accesses if a.subscript == ast.unparse(node)), None)
            if access is None or access.relation.dim(_kinds().out) != len(items):
                continue
            for place, item in enumerate(items):
                used = {n.id for n in ast.walk(item) if isinstance(n, ast.Name)}
                if iterator in used and _is_natural(item, iterator) and _never_wraps(access, place, item, nest):
                    made = ast.Call(ast.Attribute(ast.Name("np", ast.Load()), "uint64", ast.Load()), [item], [])
                    if isinstance(node.slice, ast.Tuple):
                        node.slice.elts[place] = made
                    else:
                        node.slice = made
                    changed = True
    return changed


def _is_natural(item: ast.expr, iterator: str) -> bool:
    """Whether a subscript is the iterator itself, or it and a constant."""
    if isinstance(item, ast.Name):
        return item.id == iterator
    return isinstance(item, ast.BinOp) and isinstance(item.op, ast.Add | ast.Sub) and isinstance(item.left, ast.Name) \
        and item.left.id == iterator and isinstance(item.right, ast.Constant) and type(item.right.value) is int


def _never_wraps(access: Access, place: int, item: ast.expr, nest: Nest) -> bool:
    """Whether the element's subscript is the expression itself: it does not count from the end."""
    import islpy

    offset = 0
    if isinstance(item, ast.BinOp):
        assert isinstance(item.right, ast.Constant)
        offset = int(item.right.value) if isinstance(item.op, ast.Add) else -int(item.right.value)  # type: ignore[arg-type]
    kind = islpy.dim_type
    domain = access.relation.domain()
    least = domain.lower_bound_val(kind.set, nest.outer, islpy.Val(-offset))
    return bool(domain.is_subset(least))


def _place(subject: Subject, nest: Nest, before: list[ast.stmt]) -> None:
    """Put the assignments before the loop, under the condition that it has an iteration unless it always has."""
    if not before:
        return
    node = nest.node
    assert isinstance(node.iter, ast.Call)
    ends = node.iter.args
    start: ast.expr = ast.Constant(0) if len(ends) == 1 else ends[0]
    stop = ends[0] if len(ends) == 1 else ends[1]
    if subject.always(nest.root.dimensions[:-1], f"{nest.root.start} < {nest.root.stop}"):
        subject.replace(node, [*before, node])
        return
    again = ast.For(node.target, node.iter, node.body, node.orelse)
    made = ast.If(ast.Compare(copy.deepcopy(start), [ast.Lt()], [copy.deepcopy(stop)]), [*before, again], [])
    again.user_line = made.user_line = getattr(node, "user_line", 0)  # type: ignore[attr-defined]
    subject.replace(node, [made])
