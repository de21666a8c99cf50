"""Variables that a loop may hold once per iteration, and accumulators that it may combine in any order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from irpart.regions.orders import Orders
from irpart.regions.types import Dependence, Loop, Statement


@dataclass(frozen=True, slots=True)
class Relaxed:
    """What a loop's dependences leave open: private variables, those of them used afterwards, and reductions."""

    private: frozenset[str]
    live_out: frozenset[str]
    reductions: tuple[tuple[str, str], ...]

    def allows(self, dependence: Dependence) -> bool:
        """Whether a dependence does not matter for the order of the iterations."""
        if dependence.variable in self.private:
            return dependence.kind != "flow"
        return bool(dependence.accumulates) and (dependence.variable, dependence.accumulates) in self.reductions


def relaxed(orders: Orders, loop: Loop, statements: Sequence[Statement], dependences: Sequence[Dependence]) -> Relaxed:
    """Private variables and reductions of a loop; ``statements`` are those inside it."""
    inside = [d for d in dependences if d.is_inside(loop.name)]
    carried = [d for d in inside if d.is_carried_by(loop.name)]
    flowing = {d.variable for d in carried if d.kind == "flow"}
    names = {statement.name for statement in statements}
    leaving = {d.variable for d in dependences if d.kind == "flow" and d.source.name in names and d.sink.name not in names}
    known = {variable.name: variable for variable in orders.tree.variables}
    private, live_out = set(), set()
    for name in sorted({d.variable for d in carried} - flowing):
        variable = known[name]
        if name.endswith(("@state", "@stream")):
            continue
        if name in leaving or (variable.rank and variable.role == "argument"):
            if not _last_is_left(loop, name, statements):
                continue
            live_out.add(name)
        private.add(name)
    reductions = {(d.variable, d.accumulates) for d in carried if d.accumulates}
    disturbed = {d.variable for d in inside if (d.variable, d.accumulates) not in reductions}
    kept = tuple(sorted(pair for pair in reductions if pair[0] not in disturbed | private and pair[1] != "xor"))
    return Relaxed(frozenset(private), frozenset(live_out), kept)


def _last_is_left(loop: Loop, name: str, statements: Sequence[Statement]) -> bool:
    """Whether every iteration surely writes all that an earlier one may write: the last one leaves the final values."""
    import islpy

    maybe: Any = None
    surely: Any = None
    depth = len(loop.dimensions)
    every = _iterations(islpy, loop.domain, depth)
    for statement in statements:
        sure = all(predicate.depth < depth for predicate in statement.predicates)
        for access in statement.accesses:
            if access.is_write and access.variable == name:
                elements = _iterations(islpy, access.relation, depth)
                maybe = elements if maybe is None else maybe.union(elements)
                if sure and access.exact:
                    surely = elements if surely is None else surely.union(elements)
    if surely is None:
        return False
    later = every.lex_lt_set(every)
    for outer in range(depth - 1):
        later = later.equate(islpy.dim_type.in_, outer, islpy.dim_type.out, outer)
    return bool(later.domain_map().apply_range(maybe).is_subset(later.range_map().apply_range(surely)))


def _iterations(islpy: Any, relation: Any, depth: int) -> Any:
    """A domain, or a relation from it, with the first dimensions only and without the statement's name."""
    kind = islpy.dim_type.set if isinstance(relation, islpy.Set) else islpy.dim_type.in_
    kept = relation.project_out(kind, depth, relation.dim(kind) - depth)
    return kept.reset_tuple_id() if kind == islpy.dim_type.set and kept.has_tuple_id() else (
        kept.reset_tuple_id(kind) if kind == islpy.dim_type.in_ and kept.has_tuple_id(kind) else kept)
