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
        if variable.rank and (variable.role == "argument" or name in leaving):
            continue
        if name in leaving:
            if not _written_last(loop, name, statements):
                continue
            live_out.add(name)
        private.add(name)
    reductions = {(d.variable, d.accumulates) for d in carried if d.accumulates}
    disturbed = {d.variable for d in inside if (d.variable, d.accumulates) not in reductions}
    kept = tuple(sorted(pair for pair in reductions if pair[0] not in disturbed | private and not pair[1] == "xor"))
    return Relaxed(frozenset(private), frozenset(live_out), kept)


def _written_last(loop: Loop, name: str, statements: Sequence[Statement]) -> bool:
    """Whether every iteration of a loop surely writes a scalar, so that the last iteration leaves its value."""
    written: Any = None
    every: Any = None
    for statement in statements:
        depth = statement.dimensions.index(loop.dimension) + 1
        place = _iterations(statement, depth)
        every = place if every is None else every.union(place)
        sure = all(predicate.depth < depth for predicate in statement.predicates)
        if sure and any(a.is_write and a.exact and a.variable == name for a in statement.accesses):
            written = place if written is None else written.union(place)
    return written is not None and bool(every.is_subset(written))


def _iterations(statement: Statement, depth: int) -> Any:
    import islpy

    kept = statement.domain.project_out(islpy.dim_type.set, depth, len(statement.dimensions) - depth)
    return kept.reset_tuple_id() if kept.has_tuple_id() else kept


