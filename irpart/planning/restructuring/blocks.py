"""Blocks of an innermost loop outside the loops that carry its sums, so that a parallel loop stays outermost.

Sums over rows in the order of memory (``for i: for j: total[j] += A[i, j]``) leave no parallel loop outside; blocks of
columns are independent, and a block of ``total`` stays in the nearest cache.
"""

from __future__ import annotations

import ast
import copy
from typing import Any

from irpart.planning.restructuring.nests import Leaf, Nest
from irpart.planning.restructuring.schedules import Level
from irpart.planning.restructuring.subject import Subject
from irpart.regions.private import relaxed
from irpart.regions.types import Loop

BLOCK = 256
"""Iterations of a block: 2 KiB of float64 a row, which the hardware still fetches ahead."""


def loop_of_blocks(subject: Subject, nest: Nest, level: Level, opened: tuple[str, ...]) -> Loop | None:
    """The loop directly inside a level that can be cut into independent blocks outside it; None where that is no use.

    It is of use where neither the level's loop nor one around it is parallel.
    """
    loop = level.only
    inner = level.body[0] if len(level.body) == 1 else None
    if loop is None or not isinstance(inner, Level) or not all(isinstance(part, Leaf) for part in inner.body):
        return None
    found = inner.only
    if found is None or _uses(subject, found, loop.iterator):
        return None
    if _is_free(nest, level, loop, opened) or not _is_free(nest, level, found, opened):
        return None
    around = [one for one in subject.region.loops if one.dimension in opened]
    return None if any(_is_parallel(subject, one) for one in around) else found


def _uses(subject: Subject, loop: Loop, iterator: str) -> bool:
    head = subject.node_of(loop.node).iter
    return any(isinstance(node, ast.Name) and node.id == iterator for node in ast.walk(head))


def _is_free(nest: Nest, level: Level, loop: Loop, opened: tuple[str, ...]) -> bool:
    """Whether all dependent executions in the same iterations of the loops around are in the same one of a loop."""
    import islpy

    kind = islpy.dim_type
    for source, sink, relation in nest.dependences:
        if source not in level.loops or sink not in level.loops:
            continue
        for name in opened:
            relation = relation.equate(kind.in_, source.statement.dimensions.index(name),
                                       kind.out, sink.statement.dimensions.index(name))
        same = relation.equate(kind.in_, source.statement.dimensions.index(loop.dimension),
                               kind.out, sink.statement.dimensions.index(loop.dimension))
        if not relation.is_subset(same):
            return False
    return True


def _is_parallel(subject: Subject, loop: Loop) -> bool:
    free = relaxed(subject.orders, loop, subject.inside(loop), subject.dependences)
    return all(free.allows(one) for one in subject.dependences if one.is_carried_by(loop.name))


def in_blocks(subject: Subject, outer: ast.For, inner: ast.For, loop: Loop) -> ast.For:
    """A loop over blocks around a loop and the one in it; ``inner`` is changed."""
    assert isinstance(inner.iter, ast.Call)
    ends = inner.iter.args
    start: ast.expr = ast.Constant(0) if len(ends) == 1 else ends[0]
    stop = ends[0] if len(ends) == 1 else ends[1]
    name = subject.free_name(f"{loop.iterator}_block")
    is_zero = isinstance(start, ast.Constant) and start.value == 0
    span = stop if is_zero else ast.BinOp(stop, ast.Sub(), start)
    count = ast.BinOp(_plus(span, ast.Constant(BLOCK - 1)), ast.FloorDiv(), ast.Constant(BLOCK))
    first: Any = ast.BinOp(ast.Name(name, ast.Load()), ast.Mult(), ast.Constant(BLOCK))
    first = first if is_zero else _plus(copy.deepcopy(start), first)
    last = ast.Call(ast.Name("min", ast.Load()), [copy.deepcopy(stop), _plus(first, ast.Constant(BLOCK))], [])
    inner.iter = ast.Call(ast.Name("range", ast.Load()), [copy.deepcopy(first), last], [])
    head = ast.Call(ast.Name("range", ast.Load()), [copy.deepcopy(count)], [])
    made = ast.For(ast.Name(name, ast.Store()), head, [outer], [])
    made.user_line = getattr(inner, "user_line", 0)  # type: ignore[attr-defined]
    return made


def _plus(left: ast.expr, right: ast.expr) -> ast.BinOp:
    return ast.BinOp(left, ast.Add(), right)
