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
        self._before: dict[tuple[str, str], Any] = {}
        self._agreed: dict[tuple[str, str], Any] = {}

    def schedule(self, statements: Iterable[Statement]) -> Any:
        """The sequential schedule of some statements as a union map."""
        joint: Any = None
        for statement in statements:
            one = statement.schedule.to_union_map()
            joint = one if joint is None else joint.union(one)
        return joint

    def before(self, source: Statement, sink: Statement) -> Any:
        """Pairs of executions of two statements, the first before the second; None when there are none by their places."""
        key = source.name, sink.name
        if key not in self._before:
            relation = source.schedule.lex_lt_map(sink.schedule)
            impossible = self._impossible(source, sink)
            for pairs in impossible:
                relation = relation.subtract(pairs)
            self._before[key] = None if relation.is_empty() else relation
        return self._before[key]

    def _universe(self, source: Statement, sink: Statement) -> Any:
        return self.isl.Map.from_domain_and_range(source.domain, sink.domain)

    def _impossible(self, source: Statement, sink: Statement) -> list[Any]:
        """Pairs that cannot both be executed: steps of a block loop that are too close, values that differ in one iteration."""
        dimensions = shared(source, sink)
        iterators = {self.loop[name].dimension for name in source.loops}
        if all(name in iterators and name not in self._strides for name in dimensions):
            return []
        found = []
        parameters = "[" + ", ".join(name for name, _ in self.tree.parameters) + "] -> "
        for place, name in enumerate(dimensions):
            equal = " and ".join(f"a{n} = b{n}" for n in range(place))
            conditions = []
            if name in self._strides:
                stride = _stride(self._strides[name], dimensions)
                conditions = [f"a{place} < b{place} < a{place} + ({stride})", f"b{place} < a{place} < b{place} + ({stride})"]
            elif name not in iterators:
                conditions = [f"a{place} < b{place}", f"a{place} > b{place}"]
            for condition in conditions:
                left = ", ".join(f"a{n}" for n in range(len(source.dimensions)))
                right = ", ".join(f"b{n}" for n in range(len(sink.dimensions)))
                text = f"{parameters}{{ {source.name}[{left}] -> {sink.name}[{right}] : {condition}"
                found.append(self.isl.Map(text + (f" and {equal} }}" if equal else " }")))
        return found

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
