"""Legal loop structures: the statements of a nest with their loops in wanted orders, distributed and fused level by level.

References
----------
R. Allen and K. Kennedy, Automatic translation of Fortran programs to vector form, TOPLAS 9(4), 1987 (distribution by
strongly connected groups, level by level). W. Kelly and W. Pugh, A framework for unifying reordering transformations,
1993 (loops of different statements sharing a level).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from irpart.planning.restructuring.nests import Leaf, Nest
from irpart.regions.types import Loop

Pair = tuple[Leaf, Leaf, Any]
Orders = Mapping[Leaf, tuple[Loop, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """A loop of the new structure: which loop each statement runs through in it, and what is in it, in order."""

    loops: Mapping[Leaf, Loop]
    body: tuple[Level | Leaf, ...]

    @property
    def only(self) -> Loop | None:
        """The loop of the source that all statements in it run through, or None."""
        distinct = {id(loop): loop for loop in self.loops.values()}
        return next(iter(distinct.values())) if len(distinct) == 1 else None


def structured(nest: Nest, orders: Orders) -> tuple[Level | Leaf, ...] | None:
    """The statements of a nest with their loops in the orders wanted, or None when that is not legal.

    Pairs of dependent executions keep their order: at each level statements that depend on each other in a circle share a
    loop, which must not run against any of the pairs; others are put one after the other. Statements that shared a loop and
    still run through the same one go on sharing it where that is legal.
    """
    return _level(list(nest.leaves), list(nest.dependences), orders, 0)


def _level(leaves: list[Leaf], pairs: list[Pair], orders: Orders, depth: int) -> tuple[Level | Leaf, ...] | None:
    groups = _joined(_circles(leaves, pairs), pairs, orders, depth, leaves)
    found: list[Level | Leaf] = []
    for group in groups:
        ended = [leaf for leaf in group if len(orders[leaf]) == depth]
        if ended:
            if len(group) > 1 or any(one is other for one, other, _ in pairs if one in ended):
                return None
            found.append(group[0])
            continue
        inner = _carried(group, pairs, orders, depth)
        body = None if inner is None else _level(group, inner, orders, depth + 1)
        if body is None:
            return None
        found.append(Level({leaf: orders[leaf][depth] for leaf in group}, body))
    return tuple(found)


def _carried(group: Sequence[Leaf], pairs: Sequence[Pair], orders: Orders, depth: int) -> list[Pair] | None:
    """Pairs within a group that a shared loop leaves in the same iteration; None when it runs against one."""
    import islpy

    members = set(group)
    rest: list[Pair] = []
    for source, sink, relation in pairs:
        if source not in members or sink not in members:
            continue
        first = source.statement.dimensions.index(orders[source][depth].dimension)
        second = sink.statement.dimensions.index(orders[sink][depth].dimension)
        if not relation.order_gt(islpy.dim_type.in_, first, islpy.dim_type.out, second).is_empty():
            return None
        same = relation.equate(islpy.dim_type.in_, first, islpy.dim_type.out, second)
        if not same.is_empty():
            rest.append((source, sink, same))
    return rest


def _joined(groups: list[list[Leaf]], pairs: Sequence[Pair], orders: Orders, depth: int,
            leaves: Sequence[Leaf]) -> list[list[Leaf]]:
    """Neighbouring groups together where all run through the same loop of the source and none is kept from it."""
    found: list[list[Leaf]] = []
    for group in groups:
        if found:
            both = [leaf for leaf in leaves if leaf in found[-1] or leaf in group]
            loops = {id(orders[leaf][depth]) if len(orders[leaf]) > depth else 0 for leaf in both}
            if len(loops) == 1 and 0 not in loops and _carried(both, pairs, orders, depth) is not None:
                found[-1] = both
                continue
        found.append(group)
    return found


def _circles(leaves: list[Leaf], pairs: Sequence[Pair]) -> list[list[Leaf]]:
    """Statements that depend on each other in a circle, in an order that keeps all dependences, else that of the source."""
    place = {leaf: number for number, leaf in enumerate(leaves)}
    reach = [1 << number for number in range(len(leaves))]
    for source, sink, _ in pairs:
        if source in place and sink in place:
            reach[place[source]] |= 1 << place[sink]
    for middle in range(len(leaves)):
        for one in range(len(leaves)):
            if reach[one] >> middle & 1:
                reach[one] |= reach[middle]
    groups: list[list[int]] = []
    for number in range(len(leaves)):
        home = next((g for g in groups if reach[g[0]] >> number & 1 and reach[number] >> g[0] & 1), None)
        if home is None:
            groups.append([number])
        else:
            home.append(number)
    ordered: list[list[int]] = []
    while groups:
        ready = next(g for g in groups if not any(reach[other[0]] >> g[0] & 1 for other in groups if other is not g))
        ordered.append(ready)
        groups.remove(ready)
    return [[leaves[number] for number in group] for group in ordered]
