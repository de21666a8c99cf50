"""Exact dependences between statements: by last write where accesses are exact, by memory otherwise.

References
----------
P. Feautrier, Dataflow analysis of array and scalar references, IJPP 20(1), 1991 (value-based dependences).
S. Verdoolaege, isl: an integer set library for the polyhedral model, ICMS 2010 (access analysis).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from irpart.regions.distances import described
from irpart.regions.orders import Orders
from irpart.regions.readings import kept
from irpart.regions.types import Access, Dependence, RegionTree, Statement

Kind = Literal["flow", "anti", "output"]
MOST_OPERATIONS = 1_000_000
"""Steps of isl after which the last writes of a variable are given up: about a second; a minute was seen without."""


class _TooLong(Exception):
    """isl needs too many steps."""


@dataclass(frozen=True, slots=True, eq=False)
class _Touch:
    """An access of a statement."""

    statement: Statement
    access: Access
    is_sure: bool


def dependences_of(tree: RegionTree) -> tuple[Dependence, ...]:
    """Flow, anti and output dependences between all statements of a function.

    Parameters
    ----------
    tree
        From ``analyse_function``.

    Returns
    -------
    tuple of Dependence
        Ordered by source, sink, variable and kind. Where all accesses of a variable are exact and unconditional the
        relations are value-based: a pair is left out when a write in between ends it. Elsewhere they are memory-based, less
        the pairs that a write in between surely ends (one under the same data-dependent conditions as the sink).

    Notes
    -----
    Anti and output dependences leave out pairs that others imply through a write in between. Once per tree within
    ``kept_readings``.
    """
    return kept(("dependences", id(tree)), lambda: _found(tree), tree)


def _found(tree: RegionTree) -> tuple[Dependence, ...]:
    orders = Orders(tree)
    touches: dict[str, list[_Touch]] = {}
    for statement in tree.statements:
        for access in statement.accesses:
            sure = access.exact and not statement.predicates
            touches.setdefault(access.variable, []).append(_Touch(statement, access, sure))
    found: list[Dependence] = []
    for variable, all_of in touches.items():
        if any(t.access.is_write for t in all_of) and (len(all_of) > 1 or all_of[0].statement.loops):
            found += _of_variable(orders, variable, all_of)
    place = {statement.name: number for number, statement in enumerate(tree.statements)}
    return tuple(sorted(found, key=lambda d: (place[d.source.name], place[d.sink.name], d.variable, d.kind, d.accumulates)))


def _of_variable(orders: Orders, variable: str, touches: list[_Touch]) -> list[Dependence]:
    writes = [t for t in touches if t.access.is_write]
    found: list[Dependence] = []
    groups: list[tuple[Kind, list[_Touch], list[_Touch]]] = []
    operations = sorted({t.access.accumulates for t in touches})
    for one in operations:
        reads = [t for t in touches if not t.access.is_write and t.access.accumulates == one]
        for other in operations:
            some = [t for t in writes if t.access.accumulates == other]
            groups += [("flow", some, reads), ("anti", reads, some),
                       ("output", some, [t for t in writes if t.access.accumulates == one])]
    exact = all(t.is_sure for t in touches)
    orders.pairs.clear()
    follows = not exact and _is_defined_first(orders, touches)
    for kind, sources, sinks in groups:
        if not sources or not sinks:
            continue
        operation = _joint({t.access.accumulates for t in (*sources, *sinks)})
        try:
            relations = _by_value(orders, sources, sinks, writes) if exact else None
        except _TooLong:
            relations, exact = None, False
        is_exact = relations is not None
        if follows and kind == "flow":
            relations = {(sources[0].statement, t.statement): _same_iteration(orders, sources[0], t) for t in sinks}
        elif relations is None:
            relations = _by_memory(orders, sources, sinks, [] if follows else writes)
        for (source, sink), relation in relations.items():
            if not relation.is_empty():
                found.append(described(orders, kind, variable, source, sink, is_exact, operation, relation))
    return found


def _is_defined_first(orders: Orders, touches: list[_Touch]) -> bool:
    """Whether a scalar has one write, which surely comes before each read in the same iteration of the loops around it."""
    writes = [t for t in touches if t.access.is_write]
    one = writes[0].statement
    if len(writes) != 1 or not writes[0].access.exact or writes[0].access.relation.dim(orders.isl.dim_type.out):
        return False
    depth = len(one.dimensions)
    return all(orders.place(one) < orders.place(t.statement) and t.statement.dimensions[:depth] == one.dimensions
               and t.statement.loops[:len(one.loops)] == one.loops
               and t.statement.predicates[:len(one.predicates)] == one.predicates
               and orders.covers(one, t.statement) for t in touches if not t.access.is_write)


def _same_iteration(orders: Orders, write: _Touch, read: _Touch) -> Any:
    """From a write to a read in the same iteration of the loops around the write."""
    relation = orders.isl.Map.from_domain_and_range(write.statement.domain, read.statement.domain)
    for place in range(len(write.statement.dimensions)):
        relation = relation.equate(orders.isl.dim_type.in_, place, orders.isl.dim_type.out, place)
    return relation


def _joint(operations: set[str]) -> str:
    return operations.pop() if len(operations) == 1 else ""


Relations = dict[tuple[Statement, Statement], Any]


def _by_value(orders: Orders, sources: list[_Touch], sinks: list[_Touch], writes: list[_Touch]) -> Relations | None:
    """Pairs with no write of the element in between; None where isl gives up (it does for some strided triangles).

    Raises
    ------
    _TooLong
        It would take too long.
    """
    isl = orders.isl
    touched = {t.statement for t in (*sources, *sinks, *writes)}
    flow = isl.UnionAccessInfo.from_sink(_union(orders, sinks)).set_schedule_map(orders.schedule(touched))
    others = [t for t in writes if t not in sources]
    flow = (flow.set_must_source if sources[0].access.is_write else flow.set_may_source)(_union(orders, sources))
    flow = flow.set_kill(_union(orders, others)) if others else flow
    context = isl.DEFAULT_CONTEXT
    context.reset_operations()
    context.set_max_operations(MOST_OPERATIONS)
    try:
        found = flow.compute_flow().get_may_dependence().intersect_params(orders.tree.context)
    except isl.Error as error:
        if "operations" in str(error):
            raise _TooLong from None
        return None
    finally:
        context.set_max_operations(0)
        context.reset_operations()
    relations: Relations = {}
    by_name = {statement.name: statement for statement in touched}
    for relation in _maps(found):
        names = relation.get_tuple_name(isl.dim_type.in_), relation.get_tuple_name(isl.dim_type.out)
        relations[by_name[names[0]], by_name[names[1]]] = relation
    return relations


def _maps(union: Any) -> list[Any]:
    maps: list[Any] = []
    union.foreach_map(maps.append)
    return maps


def _union(orders: Orders, touches: Iterable[_Touch]) -> Any:
    joint: Any = None
    for touch in touches:
        one = orders.lean(touch.access.relation).to_union_map()
        joint = one if joint is None else joint.union(one)
    return joint


def _by_memory(orders: Orders, sources: list[_Touch], sinks: list[_Touch], writes: list[_Touch]) -> Relations:
    """Pairs that touch the same element, less those that a sure write in between ends."""
    relations: Relations = {}
    enders = [w for w in writes if w.access.exact and not w.access.accumulates]
    for source in sources:
        for sink in sinks:
            pair = source.statement, sink.statement
            relation = _direct(orders, source, sink)
            if relation is None or relation.is_empty():
                continue
            for ender in enders:
                if relation.is_empty():
                    break
                relation = _less(orders, relation, source, ender, sink)
            if not relation.is_empty():
                relations[pair] = relations[pair].union(relation) if pair in relations else relation
    return relations


def _direct(orders: Orders, source: _Touch, sink: _Touch) -> Any:
    """Executions of the source before those of the sink that may touch the same element."""
    key = id(source), id(sink)
    if key not in orders.pairs:
        before = orders.before(source.statement, sink.statement)
        orders.pairs[key] = None if before is None else source.access.relation.apply_range(
            sink.access.relation.reverse()).intersect(before)
    return orders.pairs[key]


def _less(orders: Orders, relation: Any, source: _Touch, ender: _Touch, sink: _Touch) -> Any:
    """A relation without pairs between which a write surely happens to the element that both touch."""
    first, second = (source.statement, ender.statement), (ender.statement, sink.statement)
    if orders.before(*first) is None or orders.before(*second) is None:
        return relation
    for toward_sink in (True, False) if ender.statement.predicates else (True,):
        agreed = orders.agreed(*second) if toward_sink else orders.agreed(ender.statement, source.statement)
        if agreed is None:
            continue
        if source.access.exact or sink.access.exact:
            left, right = _direct(orders, source, ender), _direct(orders, ender, sink)
            left, right = (left, right.intersect(agreed)) if toward_sink else (left.intersect(agreed.reverse()), right)
            relation = relation.subtract(left.apply_range(right))
        else:
            relation = _less_by_element(orders, relation, source, ender, sink, agreed, toward_sink)
    return relation


def _less_by_element(orders: Orders, relation: Any, source: _Touch, ender: _Touch, sink: _Touch, agreed: Any,
                     toward_sink: bool) -> Any:
    """As ``_less`` where neither end's element is certain: pairs are followed element by element."""
    def paired(one: _Touch, other: _Touch, limit: Any) -> Any:
        before = orders.before(one.statement, other.statement)
        if limit is not None:
            before = before.intersect(limit)
        same = one.access.relation.range().union(other.access.relation.range()).identity()
        return (before.product(same).intersect_domain(one.access.relation.wrap())
                .intersect_range(other.access.relation.wrap()))

    left = paired(source, ender, None if toward_sink else agreed.reverse())
    right = paired(ender, sink, agreed if toward_sink else None)
    alive = paired(source, sink, relation).subtract(left.apply_range(right))
    return alive.domain_factor_domain().range_factor_domain() if not alive.is_empty() else relation.subtract(relation)


