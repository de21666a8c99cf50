"""Exchanges of arrays (``a, b = b, a``) among statements that are lowered: names keep their shapes, not their elements."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from irpart.planning.lowering.names import assigned_names
from irpart.planning.lowering.nodes import Base, NotLowered, names_of
from irpart.regions.exchanges import Exchange, Exchanges

if TYPE_CHECKING:
    from irpart.planning.lowering.statements import Walk


def bound_in(walk: Walk, statement: ast.stmt) -> set[str]:
    """Names that a statement binds to something else: not those that only change places with arrays of their shape."""
    assigned = assigned_names(statement)
    rebound = set(walk.exchanges.rebound([statement], frozenset(assigned)))
    for joint in {walk.exchanges.groups[name] for name in (assigned - rebound) & walk.exchanges.groups.keys()}:
        if joint & rebound or not same_shapes(walk, joint):
            rebound |= joint & assigned
    return rebound


def same_shapes(walk: Walk, names: frozenset[str]) -> bool:
    """Whether arrays are known and have one shape, if need be under a guard."""
    known = [walk.arrays.get(name) for name in sorted(names)]
    first = known[0]
    kept = dict(walk.facts.guards)
    try:
        for name, node in zip(sorted(names), known, strict=True):
            if not isinstance(node, Base) or not isinstance(first, Base) or node.name != name:
                raise NotLowered("")
            for one, other in zip(first.shape, node.shape, strict=True):
                walk.facts.equal(one, other, "arrays that change places have the same shape")
    except NotLowered:
        walk.facts.guards = kept
        return False
    return True


def exchanged(walk: Walk, found: Exchange, rest: list[ast.stmt]) -> list[ast.stmt]:
    """The statements of an exchange, and before them what is deferred and read from the arrays that change places."""
    names = set(found.names)
    joint = walk.exchanges.groups[found.names[0]]
    concerned = {name for name, node in walk.deferred.items() if name in names or names_of(node) & names}
    made = walk.flush(concerned, [*found.statements, *rest])
    if not same_shapes(walk, joint):
        walk.forget(set(joint))
    return [*made, *found.statements]


def all_apart(exchanges: Exchanges, apart: set[tuple[str, str]], arguments: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """Pairs of arguments that must not overlap so that names never do, whatever arguments they have come to stand for."""
    found: set[tuple[str, str]] = set()
    for pair in apart:
        one, other = (exchanges.groups.get(name, frozenset({name})) & arguments for name in pair)
        found |= {(min(a, b), max(a, b)) for a in one for b in other if a != b}
    return tuple(sorted(found))
