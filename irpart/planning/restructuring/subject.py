"""A function as a step works on it: a syntax tree of its own, the model of it, and the user's lines."""

from __future__ import annotations

import ast
import copy
import inspect
from typing import Any

import numpy as np

from irpart.planning.source import function_of
from irpart.regions.analyse import analyse_function
from irpart.regions.dependences import dependences_of
from irpart.regions.orders import Orders
from irpart.regions.types import Dependence, Loop, RegionTree, Statement


class Subject:
    """One reading of a function.

    Parameters
    ----------
    tree
        The function, with the user's lines.
    original, arguments
        The user's function and the Numba types of its arguments.
    is_own
        Whether the tree is that of ``original`` itself, which then need not be read again.

    Attributes
    ----------
    tree
        A copy with the same statements, whose statements carry the user's line as ``user_line``; edit this one.
    region
        The model of it.
    has_numpy
        Whether ``np`` is NumPy in the function, or nothing yet (then it is added).
    """

    def __init__(self, tree: ast.FunctionDef, original: Any, arguments: tuple[Any, ...], is_own: bool = False) -> None:
        plain = getattr(original, "py_func", original)
        known = plain.__globals__.get("np", np)
        self.has_numpy = known is np and "np" not in (*plain.__code__.co_varnames, *plain.__code__.co_freevars)
        self.arguments = arguments
        self.function = original if is_own else function_of(tree, original)
        self.tree = copy.deepcopy(tree) if is_own else _parsed(inspect.getsource(self.function))
        for own, user in zip(_statements(self.tree), _statements(tree), strict=True):
            own.user_line = user.lineno  # type: ignore[attr-defined]
        self.region: RegionTree = analyse_function(self.function, arguments)
        self._nodes = {_key(node): node for node in ast.walk(self.tree) if hasattr(node, "lineno")}
        self._taken = {node.id for node in ast.walk(self.tree) if isinstance(node, ast.Name)}
        self._taken |= {argument for argument, _ in self.region.arguments}
        self._dependences: tuple[Dependence, ...] | None = None
        self.orders = Orders(self.region)

    @property
    def dependences(self) -> tuple[Dependence, ...]:
        """All dependences, found when first asked for."""
        if self._dependences is None:
            self._dependences = dependences_of(self.region)
        return self._dependences

    def node_of(self, node: Any) -> Any:
        """The node of ``tree`` for a node of the model."""
        return self._nodes.get(_key(node))

    def inside(self, loop: Loop) -> list[Statement]:
        """Statements of the model in a loop."""
        return [statement for statement in self.region.statements if loop.name in statement.loops]

    def read_outside(self, node: ast.For) -> set[str]:
        """Names read outside a loop, other than in loops over a variable of that name."""
        found: set[str] = set()
        _reads(self.tree, node, frozenset(), found)
        return found

    def replace(self, old: ast.stmt, new: list[ast.stmt]) -> None:
        """Put statements in the place of one."""
        for node in ast.walk(self.tree):
            for name in ("body", "orelse", "finalbody"):
                block = getattr(node, name, None)
                if isinstance(block, list) and any(item is old for item in block):
                    at = next(n for n, item in enumerate(block) if item is old)
                    block[at:at + 1] = new
                    return

    def free_name(self, wanted: str) -> str:
        """A name that nothing in the function has yet."""
        found, count = wanted, 2
        while found in self._taken:
            found, count = f"{wanted}_{count}", count + 1
        self._taken.add(found)
        return found

    def always(self, dimensions: tuple[str, ...], condition: str) -> bool:
        """Whether an affine condition holds in every iteration of the loops with some dimensions."""
        import islpy

        around = next((loop for loop in self.region.loops if loop.dimensions == dimensions), None)
        parameters = ", ".join(name for name, _ in self.region.parameters)
        name = f"{around.name}[{', '.join(dimensions)}]" if around is not None else ""
        allowed = islpy.Set(f"[{parameters}] -> {{ {name} : {condition} }}")
        return bool((around.domain if around is not None else self.region.context).is_subset(allowed))

    def finished(self) -> ast.FunctionDef:
        """The tree with the user's lines."""
        for node in ast.walk(self.tree):
            line = getattr(node, "user_line", None)
            if line is not None:
                for inner in _own_nodes(node):
                    if hasattr(inner, "lineno") or isinstance(inner, ast.expr | ast.stmt):
                        inner.lineno = inner.end_lineno = line  # type: ignore[attr-defined]
        return ast.fix_missing_locations(self.tree)


def _reads(node: ast.AST, left_out: ast.For, bound: frozenset[str], found: set[str]) -> None:
    if node is left_out:
        return
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id not in bound:
        found.add(node.id)
    inner = bound | {node.target.id} if isinstance(node, ast.For) and isinstance(node.target, ast.Name) else bound
    for child in ast.iter_child_nodes(node):
        _reads(child, left_out, bound if isinstance(node, ast.For) and child is node.iter else inner, found)


def _own_nodes(statement: ast.AST) -> list[ast.AST]:
    """A statement and its expressions, without the statements in it."""
    found = [statement]
    for child in ast.iter_child_nodes(statement):
        if not isinstance(child, ast.stmt):
            found += _own_nodes(child)
    return found


def _parsed(text: str) -> ast.FunctionDef:
    node = ast.parse(text).body[0]
    assert isinstance(node, ast.FunctionDef)
    return node


def _statements(tree: ast.FunctionDef) -> list[ast.stmt]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]


def _key(node: Any) -> tuple[Any, ...]:
    return type(node), getattr(node, "lineno", 0), getattr(node, "col_offset", 0), getattr(node, "end_col_offset", 0), \
        getattr(node, "end_lineno", 0)
