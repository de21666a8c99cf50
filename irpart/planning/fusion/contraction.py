"""Arrays that one iteration fills and reads again become numbers: ``t[i] = e`` ... ``t[i]`` needs no memory."""

from __future__ import annotations

import ast
import copy
from typing import Any

import numpy as np

from irpart.planning.lowering.kernel_types import Typing, is_array, only_type
from irpart.planning.lowering.names import Uses, assigned_names
from irpart.planning.lowering.nodes import NotLowered
from irpart.planning.types import Note
from irpart.regions.inference import TypedFunction


def contracted(typed: TypedFunction, tree: ast.FunctionDef) -> list[Note]:
    """Put numbers for arrays in a function, in place; a note for each.

    An array is one if ``np.empty`` or ``np.empty_like`` made it, once, and all its other occurrences are one element, named
    alike, in one block that stores it first. Its allocation stays: it may raise, and memory that nothing touches costs
    nothing.
    """
    numpy = next((name for name, value in typed.global_values.items() if value is np and name not in typed.types), None)
    if numpy is None:
        return []
    notes = []
    typing, uses = Typing(typed.dispatcher.typingctx, numpy), Uses(tree, set(typed.types))
    for made in [node for node in ast.walk(tree) if isinstance(node, ast.Assign)]:
        name = made.targets[0].id if len(made.targets) == 1 and isinstance(made.targets[0], ast.Name) else ""
        kind: Any = only_type(typed.types.get(name, ()))
        if not is_array(kind) or ast.unparse(getattr(made.value, "func", made.value)) not in (
                f"{numpy}.empty", f"{numpy}.empty_like"):
            continue
        block = _block_of(tree, name, made, kind.ndim)
        if block is None:
            continue
        try:
            cast = typing.cast(kind.dtype)
        except NotLowered:
            continue
        change = _Numbers(name, uses.fresh(name), cast)
        block[:] = [change.visit(statement) for statement in block]
        ast.fix_missing_locations(tree)
        notes.append(Note(made.lineno, "fusion", f"the elements of '{name}' are numbers of one iteration each."))
    return notes


def _block_of(tree: ast.AST, name: str, made: ast.stmt, rank: int) -> list[ast.stmt] | None:
    """The block in a loop with all occurrences of an array but its allocation, as one element that is stored first."""
    allowed = {id(node) for node in ast.walk(made)}
    places = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == name and id(node) not in allowed]
    elements = [node for node in ast.walk(tree) if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name)
                and node.value.id == name]
    if not elements or len(elements) != len(places) or len({ast.unparse(node.slice) for node in elements}) != 1:
        return None
    index = elements[0].slice
    if (len(index.elts) if isinstance(index, ast.Tuple) else 1) != rank or any(
            isinstance(node, (ast.Slice, ast.Call, ast.Subscript)) for node in ast.walk(index)):
        return None
    for loop in [node for node in ast.walk(tree) if isinstance(node, ast.For)]:
        within = [n for n in loop.body if any(isinstance(m, ast.Name) and m.id == name for m in ast.walk(n))]
        if not within or not _stores(within[0], name):
            continue
        found = sum(isinstance(m, ast.Name) and m.id == name for n in within for m in ast.walk(n))
        names = {m.id for m in ast.walk(index) if isinstance(m, ast.Name)}
        if found == len(places) and not any(assigned_names(n) & names for n in loop.body):
            return loop.body
    return None


def _stores(statement: ast.stmt, name: str) -> bool:
    """Whether a statement does nothing with an array but to store an element of it."""
    target = statement.targets[0] if isinstance(statement, ast.Assign) and len(statement.targets) == 1 else None
    return (isinstance(statement, ast.Assign) and isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name)
            and target.value.id == name
            and not any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(statement.value)))


class _Numbers(ast.NodeTransformer):
    """Puts a number for the element of an array; what is stored is cast to the type of its elements."""

    def __init__(self, array: str, number: str, cast: ast.expr) -> None:
        self.array, self.number, self.cast = array, number, cast

    def _is_ours(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == self.array

    def _assigned(self, value: ast.expr) -> ast.Assign:
        return ast.Assign([ast.Name(self.number, ast.Store())], ast.Call(copy.deepcopy(self.cast), [value], []))

    def visit_Assign(self, node: ast.Assign) -> ast.stmt:
        """``t[i] = e``."""
        self.generic_visit(node)
        if isinstance(node.targets[0], ast.Name) and node.targets[0].id == self.number:
            return ast.copy_location(self._assigned(node.value), node)
        return node

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.stmt:
        """``t[i] += e``."""
        self.generic_visit(node)
        if isinstance(node.target, ast.Name) and node.target.id == self.number:
            value = ast.BinOp(ast.Name(self.number, ast.Load()), node.op, node.value)
            return ast.copy_location(self._assigned(value), node)
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        """``t[i]``."""
        if self._is_ours(node):
            return ast.copy_location(ast.Name(self.number, node.ctx), node)
        self.generic_visit(node)
        return node
