"""Whether two neighbouring loops may become one, and whether it helps."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from irpart.regions.types import Dependence, Loop, RegionTree, Statement, Verdict

MOST_ARRAYS = 6
"""Arrays that an innermost loop may touch: more would cost the compiler too many tests of overlap to vectorise it."""
KINDS = ("assign", "condition", "bounds")


@dataclass(frozen=True, slots=True)
class Model:
    """Loops of a function by their place in the source, and what is known about them."""

    tree: RegionTree
    dependences: Sequence[Dependence]
    verdicts: Mapping[str, Verdict]
    loops: Mapping[tuple[int, int], Loop]

    def loop_of(self, node: ast.For) -> Loop | None:
        """The loop that a syntax tree is."""
        return self.loops.get((node.lineno, node.col_offset))


def inside(loop: Loop) -> Iterator[Statement]:
    """Statements of a loop."""
    for node in loop.body:
        if isinstance(node, Loop):
            yield from inside(node)
        else:
            yield node


def arrays(model: Model, loop: Loop) -> frozenset[str]:
    """Arrays that a loop touches."""
    ranks = {variable.name: variable.rank for variable in model.tree.variables}
    return frozenset(a.variable for s in inside(loop) for a in s.accesses if ranks[a.variable])


def fits(model: Model, group: Sequence[Loop], after: Loop) -> bool:
    """Whether a loop may join those before it: equal bounds, parallel before and afterwards, with arrays in common."""
    every = [*group, after]
    if any(_bounds(loop) != _bounds(after) or not _is_plain(model, loop) for loop in every):
        return False
    touched = frozenset().union(*(arrays(model, loop) for loop in group))
    if not touched & arrays(model, after):
        return False
    if any(_is_innermost(loop) for loop in every) and (
            len(touched | arrays(model, after)) > MOST_ARRAYS or not all(_is_innermost(loop) for loop in every)):
        return False
    return all(is_legal(model, loop, after) for loop in group)


def _bounds(loop: Loop) -> tuple[str, str, int, str]:
    return loop.start, loop.stop, loop.step, loop.kind


def _is_plain(model: Model, loop: Loop) -> bool:
    """A parallel loop with affine bounds that nothing leaves and nothing in it raises."""
    return (model.verdicts[loop.name].kind == "parallel" and loop.kind == "range" and loop.step == 1 and bool(loop.start)
            and bool(loop.stop) and not loop.exits and not loop.assumed
            and all(s.kind in KINDS and not s.may_raise for s in inside(loop)))


def _is_innermost(loop: Loop) -> bool:
    return not any(isinstance(node, Loop) for node in loop.body)


def is_legal(model: Model, first: Loop, second: Loop) -> bool:
    """Whether all that the second loop takes from the first comes from the same iteration.

    Notes
    -----
    An order of iterations that keeps each dependence would do for a sequential loop; pairs in different iterations would
    make the joint loop sequential. Copies of scalars that both loops hold per iteration do not count.
    """
    ours, theirs = {s.name for s in inside(first)}, {s.name for s in inside(second)}
    private = set(model.verdicts[first.name].private) & set(model.verdicts[second.name].private)
    for one in model.dependences:
        if one.source.name in ours and one.sink.name in theirs and _is_apart(model, one, first, second) and not (
                one.variable in private and one.kind != "flow"):
            return False
    return True


def _is_apart(model: Model, dependence: Dependence, first: Loop, second: Loop) -> bool:
    """Whether a pair of executions in one iteration of the loops around lies in different iterations of the two."""
    import islpy

    depth = len(first.dimensions) - 1
    source, sink = dependence.source.dimensions, dependence.sink.dimensions
    if source[:depth + 1] != first.dimensions or sink[:depth + 1] != second.dimensions:
        return True
    pairs = dependence.relation
    for place in range(depth):
        pairs = pairs.equate(islpy.dim_type.in_, place, islpy.dim_type.out, place)
    return not pairs.subtract(pairs.equate(islpy.dim_type.in_, depth, islpy.dim_type.out, depth)).is_empty()
