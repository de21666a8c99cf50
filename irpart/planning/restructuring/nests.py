"""Nests that may be restructured: every line of them is modelled, and every execution of each line is known."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from irpart.planning.restructuring.subject import Subject
from irpart.regions.types import Dependence, Loop, Statement

Test = tuple[ast.expr, bool]


@dataclass(frozen=True, slots=True, eq=False)
class Leaf:
    """A statement of a nest with its loops from the root on and the conditions around it (test, whether it must hold)."""

    statement: Statement
    node: ast.stmt
    loops: tuple[Loop, ...]
    tests: tuple[Test, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Nest:
    """A loop with all in it, in the order of the source; ``outer`` counts the dimensions around it.

    ``dependences`` are those within one execution of the loop: pairs that agree in the outer dimensions. ``kinds`` are the
    Numba types of variables.
    """

    root: Loop
    node: ast.For
    leaves: tuple[Leaf, ...]
    outer: int
    dependences: tuple[tuple[Leaf, Leaf, Any], ...]
    kinds: dict[str, str]


class NotModelled(Exception):
    """Why a nest is left as it is."""


def nest_of(subject: Subject, root: Loop, dependences: Sequence[Dependence]) -> Nest:
    """A loop as a nest; ``NotModelled`` says why it is none."""
    import islpy

    node = subject.node_of(root.node)
    if not isinstance(node, ast.For):
        raise NotModelled("it is no loop over a range")
    by_node = _by_node(subject, root)
    leaves: list[Leaf] = []
    _gather(subject, root, node, (), (), by_node, leaves)
    if by_node:
        raise NotModelled(f"line {next(iter(by_node.values()))[0].line} is more than one step of the model")
    _check_names(subject, node, leaves)
    raised = {leaf.statement.may_raise for leaf in leaves} - {""}
    if len(raised) > 1 or raised - {"ZeroDivisionError"}:
        raise NotModelled(f"it may raise {', '.join(sorted(raised))}")
    outer = len(root.dimensions) - 1
    by_name = {leaf.statement.name: leaf for leaf in leaves}
    pairs = []
    for one in dependences:
        if one.source.name in by_name and one.sink.name in by_name:
            relation = one.relation
            for place in range(outer):
                relation = relation.equate(islpy.dim_type.in_, place, islpy.dim_type.out, place)
            if not relation.is_empty():
                pairs.append((by_name[one.source.name], by_name[one.sink.name], relation))
    kinds = {variable.name: variable.type for variable in subject.region.variables}
    return Nest(root, node, tuple(leaves), outer, tuple(pairs), kinds)


def _by_node(subject: Subject, root: Loop) -> dict[int, list[Statement]]:
    """Statements of a loop by the syntax tree's node they come from."""
    found: dict[int, list[Statement]] = {}
    for statement in subject.inside(root):
        found.setdefault(id(subject.node_of(statement.node)), []).append(statement)
    return found


def _gather(subject: Subject, loop: Loop, node: ast.For, around: tuple[Loop, ...], tests: tuple[Test, ...],
            by_node: dict[int, list[Statement]], leaves: list[Leaf]) -> None:
    if loop.kind != "range" or loop.step != 1 or loop.exits or node.orelse or not isinstance(node.target, ast.Name):
        raise NotModelled("a loop in it has a step, an exit or bounds that are not modelled")
    inner = {id(subject.node_of(child.node)): child for child in loop.body if isinstance(child, Loop)}
    for child, held in _flat(node.body, tests):
        if isinstance(child, ast.For):
            if id(child) not in inner:
                raise NotModelled("a loop in it is not modelled")
            _gather(subject, inner[id(child)], child, (*around, loop), held, by_node, leaves)
            continue
        found = by_node.pop(id(child), [])
        loops = (*around, loop)
        if len(found) != 1 or found[0].kind != "assign" or found[0].predicates or not isinstance(
                child, ast.Assign | ast.AugAssign):
            raise NotModelled(f"line {getattr(child, 'lineno', 0)} is not one assignment that is always executed")
        if found[0].dimensions != loop.dimensions:
            raise NotModelled(f"line {found[0].line} depends on values that change in the nest")
        leaves.append(Leaf(found[0], child, loops, held))


def _flat(body: list[ast.stmt], tests: tuple[Test, ...]) -> list[tuple[ast.stmt, tuple[Test, ...]]]:
    """Statements of a block and of the branches in it, with the conditions around them."""
    found: list[tuple[ast.stmt, tuple[Test, ...]]] = []
    for child in body:
        if isinstance(child, ast.If):
            found += _flat(child.body, (*tests, (child.test, True)))
            found += _flat(child.orelse, (*tests, (child.test, False)))
        elif not isinstance(child, ast.Pass):
            found.append((child, tests))
    return found


def _check_names(subject: Subject, node: ast.For, leaves: list[Leaf]) -> None:
    """Every name that is assigned in the nest and read there is a scalar whose reads the model knows, or an iterator."""
    assigned = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    for leaf in leaves:
        iterators = {loop.iterator for loop in leaf.loops}
        known = {access.variable for access in leaf.statement.accesses} | iterators
        names = {n.id for n in ast.walk(leaf.node) if isinstance(n, ast.Name)}
        written = {n.id for n in ast.walk(leaf.node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        changing = (names & assigned) - known | written & iterators
        if changing:
            raise NotModelled(f"line {leaf.statement.line} uses {', '.join(sorted(changing))}, which changes")
        tests = {n.id for test, _ in leaf.tests for n in ast.walk(test) if isinstance(n, ast.Name)}
        heads = {n.id for loop in leaf.loops for n in ast.walk(_head(subject, loop)) if isinstance(n, ast.Name)}
        if ((tests | heads) & assigned) - iterators:
            raise NotModelled("a bound or condition in it uses a variable that changes")
    inner = [loop.iterator for loop in {id(loop): loop for leaf in leaves for loop in leaf.loops}.values()]
    if any(len({one.iterator for one in leaf.loops}) < len(leaf.loops) for leaf in leaves):
        raise NotModelled("two loops in one another share a variable")
    if set(inner) & subject.read_outside(node):
        raise NotModelled("a loop variable is used after the nest")


def _head(subject: Subject, loop: Loop) -> ast.expr:
    node = subject.node_of(loop.node)
    assert isinstance(node, ast.For)
    return node.iter
