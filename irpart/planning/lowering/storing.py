"""Nests that store a node: into an array of the function, or into a temporary."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from irpart.planning.lowering.allocations import allocation
from irpart.planning.lowering.emitting import Elements, counters, element, inner_index, nest, stores_by_columns
from irpart.planning.lowering.facts import Facts
from irpart.planning.lowering.kernel_types import Typing, numba_types
from irpart.planning.lowering.names import Uses
from irpart.planning.lowering.nodes import Base, Deferred, Node, NotLowered, Number, Viewed, cost_of, kind_of
from irpart.planning.lowering.operations import accumulated, broadcast
from irpart.planning.lowering.overlaps import is_safe
from irpart.regions.affine import Affine

MOST_REPEATED = 64
"""Additions per element that computing a temporary again may cost before it is stored instead."""


class StoreFirst(Exception):
    """Deferred temporaries that must be stored before the statement is tried again."""

    def __init__(self, names: set[str]) -> None:
        super().__init__(", ".join(sorted(names)))
        self.names = names


@dataclass(slots=True)
class Stores:
    """Makes nests; remembers which temporaries were stored, and what arrays must not overlap.

    Attributes
    ----------
    stored
        Stored temporaries by the identity of their nodes.
    apart
        Pairs of arguments that were taken not to overlap.
    repeated
        What computing a temporary again has cost so far, by the identity of its node.
    pending
        Temporaries that can still be stored.
    """

    typing: Typing
    facts: Facts
    uses: Uses
    arguments: frozenset[str]
    stored: dict[int, Base] = field(default_factory=dict)
    kept: list[Deferred] = field(default_factory=list)
    apart: set[tuple[str, str]] = field(default_factory=set)
    repeated: dict[int, int] = field(default_factory=dict)
    pending: dict[str, Deferred] = field(default_factory=dict)

    @property
    def fresh(self) -> Callable[[str], str]:
        """Makes unused names."""
        return self.uses.fresh

    def elements(self) -> Elements:
        """Scalar code of one nest."""
        return Elements(self.typing, self.uses.fresh, self.stored)

    def nest(self, target: Base | Viewed, value: Node, op: ast.operator | None) -> list[ast.stmt]:
        """The loops of ``target[...] = value``, through a temporary where elements are read after they are written."""
        if op is None and not isinstance(value, Number):
            shape = broadcast(self.facts, (target, value))
            if len(shape) != len(target.shape) or any(a == Affine(1) != b for a, b in zip(target.shape, shape, strict=True)):
                raise NotLowered("the value has another shape than the part it is stored into")
        node = value if op is None else accumulated(self.typing, self.facts, op, target, value)
        loops = counters(target, self.uses.counters)
        index = tuple(counter.index for counter in loops)
        code = self.elements()
        expression = code.at(node, index)
        self.count(code)
        root, place = (target.name, index) if isinstance(target, Base) else (_name(target), inner_index(target, index))
        backwards = stores_by_columns(target)
        at = (root, place)
        unsafe = [read for read in code.reads
                  if read[:2] != at and not is_safe(at, [read[:2]], loops, backwards, self.facts)]
        if unsafe:
            owners = {owner.name for *_, owner in unsafe if owner is not None and self.pending.get(owner.name) is owner}
            if owners:
                raise StoreFirst(owners)
            if op is not None and isinstance(value, (Base, Viewed)):
                raise NotLowered("it reads elements that it has changed before")
            return self._through_temporary(target, value, op)
        self.take_apart(root, [name for name, *_ in code.reads])
        store = ast.Assign([element(root, place, ast.Store())], expression)
        return [nest(loops, [*code.lines, store], backwards)]

    def _through_temporary(self, target: Base | Viewed, value: Node, op: ast.operator | None) -> list[ast.stmt]:
        types = numba_types()
        layout = "F" if stores_by_columns(target) else "C"
        kind = types.Array(types.unliteral(kind_of(value)), len(value.shape), layout)
        between = Deferred(self.fresh("values"), value, kind, value.shape)
        made = self.temporary(between, kind)
        return made + self.nest(target, self.stored[id(between)], op)

    def temporary(self, node: Deferred, kind: Any) -> list[ast.stmt]:
        """The allocation of a temporary and the loops that fill it."""
        base = Base(node.name, kind, node.shape)
        loops = counters(base, self.uses.counters)
        index = tuple(counter.index for counter in loops)
        code = self.elements()
        expression = self.typing.casting(code.at(node.inside, index), kind_of(node.inside), kind.dtype)
        self.count(code)
        store = ast.Assign([element(node.name, index, ast.Store())], expression)
        self.stored[id(node)] = base
        self.kept.append(node)
        return [allocation(self.typing, node.name, kind, node.shape),
                nest(loops, [*code.lines, store], kind.layout == "F" and len(node.shape) > 1)]

    def count(self, code: Elements) -> None:
        """Count what is computed more than once; what costs too much is stored first."""
        costly = set()
        spent = dict(self.repeated)
        for node, places in code.rows.values():
            spent[id(node)] = spent.get(id(node), 0) + cost_of(node) * len(places)
            if spent[id(node)] > max(MOST_REPEATED, cost_of(node)) and self.pending.get(node.name) is node:
                costly.add(node.name)
        if costly:
            raise StoreFirst(costly)
        self.repeated = spent

    def take_apart(self, written: str, read: Iterable[str]) -> None:
        """Take an array that is written not to overlap others that are read before or after."""
        for name in read:
            if name != written and {name, written} <= self.arguments:
                self.apart.add((min(name, written), max(name, written)))


def _name(target: Viewed) -> str:
    assert isinstance(target.inside, Base)
    return target.inside.name
