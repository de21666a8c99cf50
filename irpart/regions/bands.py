"""Permutable bands of legal schedules: what makes a wavefront of tiles possible.

References
----------
U. Bondhugula, A. Hartono, J. Ramanujam, P. Sadayappan, A practical automatic polyhedral parallelizer and locality
optimizer, PLDI 2008 (sections 3 and 4). S. Verdoolaege and G. Janssens, Scheduling for PPCG, 2017 (isl's variant).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from irpart.regions.orders import Orders
from irpart.regions.private import Relaxed
from irpart.regions.types import Band, Dependence, Loop, Statement

MOST_STATEMENTS = 24
"""Above this the scheduler may take long; such loops get no band."""
MOST_PIECES = 150
"""Convex pieces of dependences above which they are simplified, and relations above which no band is looked for."""
MOST_OPERATIONS = 100_000
"""Steps of isl after which schedules of a function are given up: a fraction of a second mostly, 10 s were seen."""


def band_of(orders: Orders, loop: Loop, statements: Sequence[Statement], dependences: Sequence[Dependence],
            free: Relaxed) -> Band | None:
    """The outermost permutable band over all statements of a loop, if at least two of its members carry dependences.

    Anti and output dependences of private variables are left out (each iteration has its own copy).
    """
    isl = orders.isl
    deepest = max(len(s.loops) - s.loops.index(loop.name) for s in statements)
    if orders.has_given_up or deepest < 2 or len(statements) > MOST_STATEMENTS or not _is_regular(orders, loop, statements):
        return None
    kept = [d for d in dependences if d.is_inside(loop.name) and not (d.variable in free.private and d.kind != "flow")]
    validity = _validity([_within(isl, dependence, loop) for dependence in kept])
    domain: Any = None
    for statement in statements:
        one = isl.UnionSet.from_set(statement.domain)
        domain = one if domain is None else domain.union(one)
    if validity is None:
        return None
    context = isl.DEFAULT_CONTEXT
    context.reset_operations()
    context.set_max_operations(MOST_OPERATIONS)
    try:
        constraints = isl.ScheduleConstraints.on_domain(domain).set_validity(validity).set_coincidence(validity)
        return _outermost(isl, constraints.set_proximity(validity).compute_schedule())
    except isl.Error:
        orders.has_given_up = True
        return None
    finally:
        context.set_max_operations(0)
        context.reset_operations()


def _is_regular(orders: Orders, loop: Loop, statements: Sequence[Statement]) -> bool:
    """Whether all loops have affine bounds and all statements are modelled."""
    inner = {name for statement in statements for name in statement.loops[statement.loops.index(loop.name):]}
    loops = [orders.loop[name] for name in inner]
    return all(one.kind in ("range", "implicit") and one.step and not one.exits for one in loops) and not any(
        s.kind == "opaque" for s in statements)


def _within(isl: Any, dependence: Dependence, loop: Loop) -> Any:
    """The pairs of a dependence that lie within one execution of a loop."""
    relation = dependence.relation
    for place in range(dependence.source.dimensions.index(loop.dimension)):
        relation = relation.equate(isl.dim_type.in_, place, isl.dim_type.out, place)
    return relation


def _validity(relations: list[Any]) -> Any:
    """All pairs that must keep their order, as a union map; None when there are none, or too many pieces.

    Where there are many pieces each relation becomes one that contains it, which leaves fewer schedules, all legal.
    """
    pieces = sum(relation.n_basic_map() for relation in relations)
    if pieces > MOST_PIECES:
        relations = [relation.simple_hull().to_map() for relation in relations]
    if not relations or len(relations) > MOST_PIECES:
        return None
    joint = relations[0].to_union_map()
    for relation in relations[1:]:
        joint = joint.union(relation.to_union_map())
    return joint


def _outermost(isl: Any, schedule: Any) -> Band | None:
    node = schedule.get_root().first_child()
    while node.get_type() in (isl.schedule_node_type.context, isl.schedule_node_type.guard):
        node = node.first_child()
    if node.get_type() != isl.schedule_node_type.band or not node.band_get_permutable():
        return None
    count = node.band_n_member()
    coincident = tuple(bool(node.band_member_get_coincident(member)) for member in range(count))
    if coincident.count(False) < 2:
        return None
    partial = node.band_get_partial_schedule()
    members = tuple(_member(partial, member) for member in range(count))
    return Band(members, coincident, node.band_get_partial_schedule_union_map())


def _member(partial: Any, member: int) -> str:
    """One row of a band as text, without the parameters."""
    text = str(partial.get_union_pw_aff(member))
    return text.partition("->")[2].strip() if text.startswith("[") and "] ->" in text else text


def takes_part(isl: Any, band: Band, loop: Loop, statements: Sequence[Statement]) -> bool:
    """Whether a loop's iterator is in a member of a band that carries dependences."""
    rows = {number for number, parallel in enumerate(band.coincident) if not parallel}
    maps: list[Any] = []
    band.schedule.foreach_map(maps.append)
    by_name = {statement.name: statement for statement in statements}
    for one in maps:
        statement = by_name.get(one.get_tuple_name(isl.dim_type.in_))
        if statement is None or loop.dimension not in statement.dimensions:
            continue
        place = statement.dimensions.index(loop.dimension)
        for row in rows:
            count = one.dim(isl.dim_type.out)
            alone = one.project_out(isl.dim_type.out, row + 1, count - row - 1).project_out(isl.dim_type.out, 0, row)
            free = alone.intersect_domain(statement.domain).lexmin_pw_multi_aff()
            pieces: list[Any] = []
            free.foreach_piece(lambda _, value, found=pieces: found.append(value))
            if any(value.involves_dims(isl.dim_type.in_, place, 1) for value in pieces):
                return True
    return False
