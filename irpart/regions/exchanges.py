"""Exchanges of arrays: ``a, b = b, a`` at the end of a time step, modelled as an exchange of what the arrays hold.

Where names are the only ones for their arrays, it makes no difference whether two names change places or the elements of
two arrays do. So each name keeps its array in the model, and the exchange is one statement that may read and write all
elements of all of them: nothing moves across it, and what is between two exchanges is as exact as without them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from irpart.regions.inference import TypedFunction

_FRESH = frozenset({"empty", "zeros", "ones", "full", "empty_like", "zeros_like", "ones_like", "full_like", "copy", "where"})
_RANGES = frozenset({"range", "prange"})


@dataclass(frozen=True, slots=True)
class Exchange:
    """Names of arrays that change places, and the statements that do it (``t = a; a = b; b = t`` are three)."""

    names: tuple[str, ...]
    statements: tuple[ast.stmt, ...]


@dataclass(frozen=True, slots=True)
class Exchanges:
    """The exchanges of a function by the identity of their first statement.

    ``groups`` holds for each name all names whose arrays it may come to stand for.
    """

    by_start: Mapping[int, Exchange] = field(default_factory=dict)
    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def rebound(self, nodes: Iterable[ast.AST], assigned: frozenset[str]) -> frozenset[str]:
        """Those of the names assigned in ``nodes`` that are bound otherwise than by an exchange."""
        if not assigned & self.groups.keys():
            return assigned
        ours = {id(statement) for one in self.by_start.values() for statement in one.statements}
        found: set[str] = set()

        def visit(node: ast.AST) -> None:
            if id(node) in ours:
                return
            if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
                found.add(node.id)
            for child in ast.iter_child_nodes(node):
                if not (isinstance(node, ast.AugAssign) and child is node.target and isinstance(child, ast.Name)
                        and child.id in self.groups):
                    visit(child)

        for node in nodes:
            visit(node)
        return assigned & found


def exchange_at(nodes: list[ast.stmt], place: int) -> Exchange | None:
    """The exchange that begins at a place of a block: of names for each other, or through a name in between."""
    node = nodes[place]
    if not isinstance(node, ast.Assign) or len(node.targets) != 1:
        return None
    target, value = node.targets[0], node.value
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        left, right = _names(target.elts), _names(value.elts)
        if left is None or right is None or len(left) < 2 or len(set(left)) != len(left) or set(left) != set(right):
            return None
        return Exchange(tuple(left), (node,))
    first = _plain(node)
    if first is None:
        return None
    spare, names = first[0], [first[1]]
    for following in nodes[place + 1:]:
        step = _plain(following)
        if step is None or step[0] != names[-1] or step[1] in names:
            return None
        if step[1] == spare:
            return Exchange((spare, *names), tuple(nodes[place:place + len(names) + 1])) if len(names) > 1 else None
        names.append(step[1])
    return None


def _plain(node: ast.stmt) -> tuple[str, str] | None:
    """The two names of ``a = b``."""
    if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name) \
            and isinstance(node.value, ast.Name):
        return node.targets[0].id, node.value.id
    return None


def _names(nodes: list[ast.expr]) -> list[str] | None:
    names = [node.id for node in nodes if isinstance(node, ast.Name)]
    return names if len(names) == len(nodes) else None


def exchanges_of(typed: TypedFunction) -> Exchanges:
    """The exchanges of a function between arrays of one type, each of which has no other name."""
    found = _found(typed.tree)
    if not found:
        return Exchanges()
    kinds = typed.types
    groups: dict[str, frozenset[str]] = {}
    for one in found:
        joint = frozenset(one.names).union(*(groups.get(name, frozenset()) for name in one.names))
        groups |= dict.fromkeys(joint, joint)
    ours = {id(statement) for one in found for statement in one.statements}
    spoilt = _spoilt(typed, ours, groups, _spares(found))
    for joint in set(groups.values()):
        types = {kind for name in joint - _spares(found) for kind in kinds.get(name, ())}
        if len(types) != 1 or not hasattr(next(iter(types)), "layout") or joint & spoilt:
            spoilt |= joint
    kept = [one for one in found if not set(one.names) & spoilt]
    spares = _spares(kept)
    return Exchanges({id(one.statements[0]): Exchange(tuple(n for n in one.names if n not in spares), one.statements)
                      for one in kept},
                     {name: joint - spares for name, joint in groups.items() if name not in spoilt | spares})


def _spares(found: list[Exchange]) -> frozenset[str]:
    return frozenset(one.names[0] for one in found if len(one.statements) > 1)


def _found(tree: ast.AST) -> list[Exchange]:
    found: list[Exchange] = []
    for node in ast.walk(tree):
        for part in ("body", "orelse", "finalbody"):
            nodes = getattr(node, part, None)
            place = 0
            while isinstance(nodes, list) and place < len(nodes):
                one = exchange_at(nodes, place)
                found += [one] if one is not None else []
                place += 1 if one is None else len(one.statements)
    return found


def _spoilt(typed: TypedFunction, ours: set[int], groups: Mapping[str, frozenset[str]], spares: frozenset[str]) -> set[str]:
    """Names that are bound to arrays that may have other names, or whose arrays get other names."""
    spoilt = {name for name in spares if _occurs(typed.tree, name, ours)}

    def visit(node: ast.AST) -> None:
        if id(node) in ours:
            return
        mentioned = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and n.id in groups}
        if not mentioned:
            return
        if isinstance(node, ast.Assign):
            targets = [n for target in node.targets for n in ast.walk(target)
                       if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
            numbers = all(_is_number(typed.types.get(n.id, ())) for n in targets)
            if not numbers and not _is_fresh(typed, node.value):
                spoilt.update(mentioned)
            spoilt.update(n.id for n in targets if n.id in groups and len(targets) > 1)
        elif isinstance(node, ast.For):
            if not _is_range(node):
                spoilt.update(n.id for part in (node.target, node.iter) for n in ast.walk(part)
                              if isinstance(n, ast.Name) and n.id in groups)
        elif isinstance(node, (ast.AnnAssign, ast.NamedExpr, ast.With, ast.Try, ast.Lambda, ast.ListComp, ast.GeneratorExp,
                               ast.SetComp, ast.DictComp, ast.Delete, ast.Global, ast.Nonlocal)) or (
                isinstance(node, ast.FunctionDef) and node is not typed.tree):
            spoilt.update(mentioned)
        for child in ast.iter_child_nodes(node):
            visit(child)

    visit(typed.tree)
    return spoilt


def _occurs(tree: ast.AST, name: str, ours: set[int]) -> bool:
    """Whether a name occurs outside the exchanges."""
    if id(tree) in ours:
        return False
    return (isinstance(tree, ast.Name) and tree.id == name) or any(
        _occurs(child, name, ours) for child in ast.iter_child_nodes(tree))


def _is_range(node: ast.For) -> bool:
    """Whether a loop runs over a range, under a name that is no array's."""
    function = node.iter.func if isinstance(node.iter, ast.Call) else None
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name in _RANGES and isinstance(node.target, ast.Name)


def _is_number(kinds: tuple[Any, ...]) -> bool:
    """Whether a variable is a number, or a tuple of numbers."""
    from numba.core import types

    return bool(kinds) and all(isinstance(part, (types.Number, types.Boolean, types.Literal)) for kind in kinds
                               for part in (getattr(kind, "types", None) or (kind,)))


def _is_fresh(typed: TypedFunction, value: ast.expr) -> bool:
    """Whether an expression makes a new array."""
    if not isinstance(value, ast.Call):
        return isinstance(value, (ast.BinOp, ast.UnaryOp, ast.Compare, ast.Constant))
    function, known = value.func, typed.global_values
    if isinstance(function, ast.Name):
        return any(known.get(function.id) is getattr(np, name) for name in _FRESH) and function.id not in typed.types
    if not isinstance(function, ast.Attribute) or function.attr not in _FRESH or not isinstance(function.value, ast.Name):
        return False
    owner = function.value.id
    if owner in typed.types:
        return function.attr == "copy" and all(hasattr(kind, "layout") for kind in typed.types[owner])
    return known.get(owner) is np
