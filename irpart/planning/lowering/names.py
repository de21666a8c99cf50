"""Names of a function: where they are read and bound, unused ones, and what statements may change."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

COUNTERS = ("i", "j", "k", "m", "p", "q", "r", "s", "t", "u")
PURE = (len, range, min, max, abs, int, float, bool, round, print, np.zeros, np.ones, np.empty, np.full, np.zeros_like,
        np.ones_like, np.empty_like, np.full_like, np.sum, np.mean, np.min, np.max, np.prod, np.any, np.all, np.where,
        np.dot, np.copy, np.arange, np.linspace, np.argmin, np.argmax)


def assigned_names(statement: ast.AST) -> set[str]:
    """Names that a statement binds."""
    return {node.id for node in ast.walk(statement) if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)} | {
        node.target.id for node in ast.walk(statement)
        if isinstance(node, (ast.AugAssign, ast.NamedExpr)) and isinstance(node.target, ast.Name)}


def loaded_names(statement: ast.AST) -> set[str]:
    """Names that a statement reads, those of ``x += 1`` included."""
    every = list(ast.walk(statement))
    return {node.id for node in every if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)} | {
        node.target.id for node in every if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name)}


class Uses:
    """Reads of names in the order of the source, and names that are free.

    Operators and contexts have no place: they are the same objects all through a syntax tree.
    """

    def __init__(self, tree: ast.FunctionDef, taken: set[str]) -> None:
        every = [node for node in _preorder(tree) if isinstance(node, ast.expr | ast.stmt)]
        self._order = {id(node): place for place, node in enumerate(every)}
        self._loads: dict[str, list[int]] = {}
        for node in every:
            if isinstance(node, ast.Name) and (isinstance(node.ctx, ast.Load)):
                self._loads.setdefault(node.id, []).append(self._order[id(node)])
            elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
                self._loads.setdefault(node.target.id, []).append(self._order[id(node)])
        self._taken = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | taken
        self._taken |= {argument.arg for argument in ast.walk(tree) if isinstance(argument, ast.arg)}
        self.counters: list[str] = []
        for depth in range(8):
            free = (name for name in COUNTERS if name not in self._taken)
            name = next(free, None)
            self.counters.append(self.fresh("index") if name is None else name)
            self._taken.add(self.counters[depth])

    def fresh(self, hint: str) -> str:
        """A name that is not in use."""
        number = 1
        while f"{hint}_{number}" in self._taken:
            number += 1
        self._taken.add(f"{hint}_{number}")
        return f"{hint}_{number}"

    def stands_for(self, new: ast.stmt, old: ast.stmt) -> None:
        """A statement takes the place of another one."""
        self._order[id(new)] = self._order[id(old)]

    def is_read_elsewhere(self, name: str, statement: ast.stmt, rest: list[ast.stmt], in_loop: bool) -> bool:
        """Whether the value that a statement gives a name is read outside the statements after it in its block."""
        start = self._order[id(statement)]
        stop = start
        for following in until_bound(name, rest):
            stop = max(self._order[id(node)] for node in ast.walk(following) if id(node) in self._order)
        last = max(self._order[id(node)] for node in ast.walk(statement) if id(node) in self._order)
        places = self._loads.get(name, [])
        return any(place > max(stop, last) or (in_loop and place <= last) for place in places)


def until_bound(name: str, rest: list[ast.stmt]) -> list[ast.stmt]:
    """Statements up to the one that certainly gives a name another value, that one included."""
    for place, statement in enumerate(rest):
        if isinstance(statement, ast.Assign) and any(
                isinstance(target, ast.Name) and target.id == name for target in statement.targets):
            return rest[:place + 1]
    return rest


def _preorder(tree: ast.AST) -> list[ast.AST]:
    found = [tree]
    for child in ast.iter_child_nodes(tree):
        found += _preorder(child)
    return found


def touched_names(statement: ast.AST, value_of: Callable[[ast.expr], Any]) -> tuple[set[str], bool]:
    """Names of arrays whose elements a statement may change, and whether it may change others."""
    found: set[str] = set()
    anything = False
    for node in ast.walk(statement):
        if isinstance(node, (ast.Subscript, ast.Attribute)) and not isinstance(node.ctx, ast.Load):
            inside: ast.expr = node
            while isinstance(inside, (ast.Subscript, ast.Attribute)):
                inside = inside.value
            found |= {inside.id} if isinstance(inside, ast.Name) else set()
            anything = anything or not isinstance(inside, ast.Name)
        elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            found.add(node.target.id)
        elif isinstance(node, ast.Call) and (isinstance(function := value_of(node.func), np.ufunc) or function is None
                                             or may_change(node, function)):
            inside_call = {name.id for part in [node.func, *node.args, *(k.value for k in node.keywords)]
                           for name in ast.walk(part) if isinstance(name, ast.Name)}
            found |= inside_call
    return found, anything


READING = ("sum", "mean", "min", "max", "prod", "any", "all", "argmin", "argmax", "copy", "astype", "transpose", "ravel",
           "reshape", "std", "var", "item")


def in_order(tree: ast.AST) -> Iterator[ast.AST]:
    """The parts of an expression in the order in which they are evaluated."""
    for child in ast.iter_child_nodes(tree):
        yield from in_order(child)
    yield tree


def may_change(call: ast.Call, function: Any) -> bool:
    """Whether a call may change elements of arrays; ``function`` is what it calls, None for methods."""
    if isinstance(function, np.ufunc):
        return bool(call.keywords) or len(call.args) > function.nin
    if function is None:
        return not (isinstance(call.func, ast.Attribute) and call.func.attr in READING)
    return not _is_pure(function) or (function is np.dot and len(call.args) + len(call.keywords) > 2)


def _is_pure(function: Any) -> bool:
    if isinstance(function, np.ufunc):
        return False
    return (getattr(function, "__module__", "") == "math" or any(function is known for known in PURE)
            or (isinstance(function, type) and issubclass(function, np.generic)))
