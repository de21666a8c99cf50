"""Loops split at the one iteration that stands between the others: before it, it, and after it, in the same order.

In Floyd and Warshall's shortest paths row ``k`` is read by all others while it may be written: the rows before it are
independent of each other, and so are those after it.
"""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Sequence
from typing import Any

from irpart.planning.restructuring.nests import Nest, NotModelled, nest_of
from irpart.planning.restructuring.record import Record
from irpart.planning.restructuring.sizes import worth_of
from irpart.planning.restructuring.subject import Subject
from irpart.regions.private import relaxed
from irpart.regions.types import Dependence, Loop, Statement

MOST_STATEMENTS = 4
"""Nests with more statements are not split: each loop that is split has three copies of its body."""


def split_loops(subject: Subject, body: Sequence[Loop | Statement], record: Record) -> bool:
    """Split the loops of a block where that makes the parts parallel; whether anything was split."""
    found: list[tuple[Nest, Loop, list[ast.stmt]]] = []
    _find(subject, body, found)
    for nest, at, whole in reversed(found):
        subject.replace(nest.node, _parts(subject, nest, at, whole))
        line = int(getattr(nest.node, "user_line", nest.root.line))
        record.note(line, f"split at {nest.root.iterator} = {at.iterator}: the iterations before it are independent of each "
                          "other, and so are those after it.")
        if text := worth_of(subject, nest.root):
            record.worth[text] = None
    return bool(found)


def _find(subject: Subject, body: Sequence[Loop | Statement], found: list[tuple[Nest, Loop, list[ast.stmt]]]) -> None:
    """Loops to split, outer before inner, with copies of their bodies as they are now."""
    for loop in body:
        if not isinstance(loop, Loop):
            continue
        try:
            nest = nest_of(subject, loop, ())
            at = _iteration_between(subject, nest) if _may_be_split(subject, nest) else None
        except NotModelled:
            at = None
        if at is not None:
            found.append((nest, at, copy.deepcopy(nest.node.body)))
        _find(subject, loop.body, found)


def _may_be_split(subject: Subject, nest: Nest) -> bool:
    """Whether an array is written at the loop's iterator and read where an iterator of a loop around stands instead."""
    if not nest.outer or len(nest.leaves) > MOST_STATEMENTS:
        return False
    around = {loop.iterator for loop in subject.region.loops if loop.dimension in nest.root.dimensions[:-1]}
    reads = {access.subscript for leaf in nest.leaves for access in leaf.statement.reads}
    own = re.compile(rf"\b{nest.root.iterator}\b")
    return any(own.search(text) and own.sub(other, text) in reads for other in around if other
               for text in {access.subscript for leaf in nest.leaves for access in leaf.statement.writes})


def _iteration_between(subject: Subject, nest: Nest) -> Loop | None:
    """The loop around, at whose iterator a loop falls into independent parts; None when it needs no split or has none."""
    blockers = _blockers(subject, nest.root)
    if not blockers:
        return None
    around = [loop for loop in subject.region.loops if loop.dimension in nest.root.dimensions[:-1] and loop.iterator]
    return next((loop for loop in reversed(around) if all(_crosses(nest, one, loop) for one in blockers)), None)


def _blockers(subject: Subject, loop: Loop) -> list[Dependence]:
    free = relaxed(subject.orders, loop, subject.inside(loop), subject.dependences)
    if free.reductions:
        return []
    return [one for one in subject.dependences if one.is_carried_by(loop.name) and not free.allows(one)]


def _crosses(nest: Nest, dependence: Dependence, around: Loop) -> bool:
    """Whether no pair that the loop carries has both ends before, or both after, an iterator of a loop around."""
    import islpy

    kind = islpy.dim_type
    relation = dependence.relation
    for place in range(nest.outer):
        relation = relation.equate(kind.in_, place, kind.out, place)
    own, other = nest.outer, nest.root.dimensions.index(around.dimension)
    relation = relation.subtract(relation.equate(kind.in_, own, kind.out, own))
    before = relation.order_lt(kind.in_, own, kind.in_, other).order_lt(kind.out, own, kind.out, other)
    after = relation.order_gt(kind.in_, own, kind.in_, other).order_gt(kind.out, own, kind.out, other)
    return bool(before.is_empty() and after.is_empty())


def _parts(subject: Subject, nest: Nest, around: Loop, whole: list[ast.stmt]) -> list[ast.stmt]:
    """Three loops in the place of one, the middle one with the ``whole`` body; bounds that always hold are left out."""
    node = nest.node
    assert isinstance(node.iter, ast.Call)
    ends = node.iter.args
    low: ast.expr = ast.Constant(0) if len(ends) == 1 else ends[0]
    high = ends[0] if len(ends) == 1 else ends[1]
    at = ast.Name(around.iterator, ast.Load())
    after = ast.BinOp(at, ast.Add(), ast.Constant(1))
    outer = nest.root.dimensions[:-1]
    above = subject.always(outer, f"{around.dimension} >= {nest.root.start}")
    below = subject.always(outer, f"{around.dimension} < {nest.root.stop}")
    first = at if above else _extreme("max", low, at)
    last = after if above else _extreme("max", low, after)
    ranges = [(low, at if below else _extreme("min", high, at)), (first, after if below else _extreme("min", high, after)),
              (last, high)]
    made: list[ast.stmt] = []
    for (start, stop), inside in zip(ranges, (node.body, whole, node.body), strict=True):
        head = ast.Call(ast.Name("range", ast.Load()),
                        [stop] if isinstance(start, ast.Constant) and start.value == 0 else [start, stop], [])
        one = ast.For(copy.deepcopy(node.target), copy.deepcopy(head), copy.deepcopy(inside), [])
        one.user_line = getattr(node, "user_line", 0)  # type: ignore[attr-defined]
        made.append(one)
    return made


def _extreme(name: str, *values: Any) -> ast.expr:
    return ast.Call(ast.Name(name, ast.Load()), list(values), [])
