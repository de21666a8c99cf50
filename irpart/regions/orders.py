"""Which executions come before which, and which happen together: relations between pairs of statements, kept once made."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from irpart.regions.types import Loop, RegionTree, Statement


class Orders:
    """Pairwise order of executions in the sequential program.

    Parameters
    ----------
    tree
        The function.
    """

    def __init__(self, tree: RegionTree) -> None:
        import islpy

        self.isl = islpy
        self.tree = tree
        self.loop: dict[str, Loop] = {loop.name: loop for loop in tree.loops}
        self._strides = dict(tree.sides)
        self._parameters = "[" + ", ".join(name for name, _ in tree.parameters) + "] -> "
        self.has_given_up = False
        """Whether isl took too long for a schedule of some loop."""
        self._places = {statement.name: place for place, statement in enumerate(tree.statements)}
        self._before: dict[tuple[str, str], Any] = {}
        self.pairs: dict[tuple[int, int], Any] = {}
        self._lean: dict[int, tuple[Any, Any]] = {}
        self._has_steps = bool(self._strides) or any(loop.step not in (1, -1) for loop in tree.loops)
        self._agreed: dict[tuple[str, str], Any] = {}

    def schedule(self, statements: Iterable[Statement]) -> Any:
        """The sequential schedule of some statements as a union map, for values of the parameters that the context allows.

        Dimensions of time that are the same number for all of them are left out: they order nothing.
        """
        maps = [self.lean(statement.schedule) for statement in statements]
        time = self.isl.dim_type.out
        for place in reversed(range(maps[0].dim(time))):
            values = [one.plain_get_val_if_fixed(time, place) for one in maps]
            if values[0].is_int() and all(value.eq(values[0]) for value in values):
                maps = [one.project_out(time, place, 1) for one in maps]
        joint: Any = None
        for one in maps:
            joint = one.to_union_map() if joint is None else joint.union(one.to_union_map())
        return joint

    def lean(self, relation: Any) -> Any:
        """The same relation for values of the parameters that the context allows, with only the parameters that it needs.

        Not where a loop has a step of several: there isl finds wrong last writes of some triangles in this form.
        """
        if self._has_steps:
            return relation
        found, _ = self._lean.get(id(relation), (None, None))
        if found is None:
            found = relation.gist_params(self.tree.context).drop_unused_params()
            self._lean[id(relation)] = found, relation
        return found

    def before(self, source: Statement, sink: Statement) -> Any:
        """Pairs of executions of two statements, the first before the second; None when there are none by their places.

        Steps of a loop by blocks are at least its stride apart; a value fixed for an iteration is the same all through it.
        """
        key = source.name, sink.name
        if key not in self._before:
            pieces = self._levels(source, sink)
            left = ", ".join(f"a{n}" for n in range(len(source.dimensions)))
            right = ", ".join(f"b{n}" for n in range(len(sink.dimensions)))
            heads = [f"{source.name}[{left}] -> {sink.name}[{right}]{' : ' + piece if piece else ''}" for piece in pieces]
            named = self._parameters if any(name in self._strides for name in source.dimensions) else ""
            self._before[key] = self.isl.Map(f"{named}{{ {'; '.join(heads)} }}") if pieces else None
        return self._before[key]

    def _levels(self, source: Statement, sink: Statement) -> list[str]:
        """When the source comes first: in an earlier iteration of a common loop, or earlier in the same one."""
        dimensions = shared(source, sink)
        loops = {self.loop[name].dimension: self.loop[name] for name in source.loops}
        pieces = []
        equal: list[str] = []
        for place, name in enumerate(dimensions):
            loop = loops.get(name)
            if loop is not None and name in self._strides:
                stride = _stride(self._strides[name], dimensions)
                pieces.append(" and ".join([*equal, f"b{place} >= a{place} + ({stride})", f"b{place} > a{place}"]))
            elif loop is not None:
                later = f"b{place} > a{place}" if loop.step >= 0 else f"b{place} < a{place}"
                pieces.append(" and ".join([*equal, later]))
            equal.append(f"a{place} = b{place}")
        if self.place(source) < self.place(sink):
            pieces.append(" and ".join(equal))
        return pieces

    def place(self, statement: Statement) -> int:
        """Number of a statement in the order of the source."""
        return self._places[statement.name]

    def covers(self, one: Statement, other: Statement) -> bool:
        """Whether the affine conditions of a statement hold wherever those of one with more dimensions hold."""
        more = len(other.dimensions) - len(one.dimensions)
        kept = other.domain.project_out(self.isl.dim_type.set, len(one.dimensions), more)
        kept = kept.reset_tuple_id() if kept.has_tuple_id() else kept
        return bool(kept.is_subset(one.domain.reset_tuple_id()))

    def _universe(self, source: Statement, sink: Statement) -> Any:
        return self.isl.Map.from_domain_and_range(source.domain, sink.domain)

    def agreed(self, one: Statement, other: Statement) -> Any:
        """Pairs in which the first is surely executed if the second is; None when there are none."""
        key = one.name, other.name
        if key not in self._agreed:
            depth = max([p.depth for p in one.predicates], default=0)
            if one.predicates and one.predicates != other.predicates[:len(one.predicates)]:
                self._agreed[key] = None
            else:
                relation = self._universe(one, other)
                for place in range(depth):
                    relation = relation.equate(self.isl.dim_type.in_, place, self.isl.dim_type.out, place)
                self._agreed[key] = relation
        return self._agreed[key]


def _stride(text: str, dimensions: tuple[str, ...]) -> str:
    """A stride that depends on dimensions around the loop, in the names of the source's execution."""
    for place, name in enumerate(dimensions):
        text = re.sub(rf"\b{re.escape(name)}\b", f"a{place}", text)
    return text


def shared(source: Statement, sink: Statement) -> tuple[str, ...]:
    """Dimensions that two statements have in common, from the outside."""
    found = []
    for one, other in zip(source.dimensions, sink.dimensions, strict=False):
        if one != other:
            break
        found.append(one)
    return tuple(found)
