"""Pipelines: statements of a loop grouped into stages that hand values forward only."""

from __future__ import annotations

from collections.abc import Sequence

from irpart.regions.private import Relaxed
from irpart.regions.types import Dependence, Loop, RegionTree, Statement


def stages_of(tree: RegionTree, loop: Loop, statements: Sequence[Statement], dependences: Sequence[Dependence],
              free: Relaxed) -> tuple[tuple[tuple[str, ...], ...], frozenset[int]]:
    """Strongly connected groups of statements in a legal order, and the numbers of those that carry no dependence.

    Stages hand the values of scalars over, so that writing one again does not bind them.
    """
    scalars = {variable.name for variable in tree.variables if not variable.rank}
    edges: dict[str, set[str]] = {statement.name: set() for statement in statements}
    bound: set[tuple[str, str]] = set()
    for dependence in dependences:
        if not dependence.is_inside(loop.name) or free.allows(dependence):
            continue
        if dependence.kind != "flow" and dependence.variable in scalars:
            continue
        edges[dependence.source.name].add(dependence.sink.name)
        if dependence.is_carried_by(loop.name):
            bound.add((dependence.source.name, dependence.sink.name))
    groups = _components(edges)
    order = {name: number for number, group in enumerate(groups) for name in group}
    carrying = {order[a] for a, b in bound if order[a] == order[b]}
    return tuple(groups), frozenset(set(range(len(groups))) - carrying)


def _components(edges: dict[str, set[str]]) -> list[tuple[str, ...]]:
    """Strongly connected components, sources first (Kosaraju's two passes)."""
    done: list[str] = []
    seen: set[str] = set()
    for root in edges:
        stack = [(root, iter(sorted(edges[root])))] if root not in seen else []
        seen.add(root)
        while stack:
            name, rest = stack[-1]
            following = next((n for n in rest if n not in seen), None)
            if following is None:
                done.append(stack.pop()[0])
            else:
                seen.add(following)
                stack.append((following, iter(sorted(edges[following]))))
    back: dict[str, set[str]] = {name: set() for name in edges}
    for name, targets in edges.items():
        for target in targets:
            back[target].add(name)
    groups: list[tuple[str, ...]] = []
    taken: set[str] = set()
    for root in reversed(done):
        if root in taken:
            continue
        group, waiting = [], [root]
        taken.add(root)
        while waiting:
            name = waiting.pop()
            group.append(name)
            fresh = back[name] - taken
            taken |= fresh
            waiting += sorted(fresh)
        groups.append(tuple(sorted(group, key=lambda n: int(n[1:]))))
    return groups
