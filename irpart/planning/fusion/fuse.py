"""The step: finds neighbouring loops, asks whether they may become one, and writes the joint loop."""

from __future__ import annotations

import ast
import copy
import itertools
from dataclasses import dataclass, field
from typing import Any

from irpart.planning.fusion.contraction import contracted
from irpart.planning.fusion.legality import Model, arrays, fits, inside
from irpart.planning.types import Note, Rewrite
from irpart.regions.analyse import analyse_function
from irpart.regions.dependences import dependences_of
from irpart.regions.inference import typed_function
from irpart.regions.types import Loop
from irpart.regions.verdicts import verdicts_of


def fuse(function: Any, arguments: tuple[Any, ...]) -> Rewrite:
    """Make one loop of neighbouring ones that touch the same arrays.

    Parameters
    ----------
    function
        A plain Python function or a jitted one.
    arguments
        Numba types of its arguments (or example arguments).

    Returns
    -------
    Rewrite
        The function with joint loops; a note for each. ``apart`` are the arguments in them that must not overlap.

    Raises
    ------
    InputError
        Not a Python function, wrong number of arguments, or no source at hand.
    UnsupportedProgram
        Numba cannot type the function.

    Notes
    -----
    Loops are joined only if each iteration of the joint loop takes what it needs from itself: it stays parallel, and it
    vectorises where both did. Dependences are not computed for functions without neighbouring loops.
    """
    typed = typed_function(function, tuple(arguments))
    tree = copy.deepcopy(typed.tree)
    if not _has_neighbours(tree):
        return Rewrite(tree, ())
    region = analyse_function(function, arguments)
    dependences = dependences_of(region)
    loops = {(one.node.lineno, one.node.col_offset): one for one in region.loops if isinstance(one.node, ast.For)
             and one.kind == "range"}
    model = Model(region, dependences, {v.loop.name: v for v in verdicts_of(region, dependences)}, loops)
    joining = _Joining(model, _counts(tree))
    joining.within(tree)
    if joining.notes:
        joining.notes += contracted(typed, tree)
    return Rewrite(tree, tuple(joining.notes), (), tuple(sorted(joining.apart)))


def _has_neighbours(tree: ast.AST) -> bool:
    return any(isinstance(one, ast.For) and isinstance(other, ast.For) for node in ast.walk(tree)
               for part in ("body", "orelse") if isinstance(block := getattr(node, part, None), list)
               for one, other in itertools.pairwise(block))


def _counts(tree: ast.AST) -> dict[str, int]:
    found: dict[str, int] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            found[node.id] = found.get(node.id, 0) + 1
    return found


@dataclass(slots=True)
class _Joining:
    """What has been joined so far; ``uses`` counts the occurrences of names in the function."""

    model: Model
    uses: dict[str, int]
    notes: list[Note] = field(default_factory=list)
    apart: set[tuple[str, str]] = field(default_factory=set)

    def within(self, node: Any) -> None:
        """Join loops in all blocks of a node."""
        for part in ("body", "orelse", "finalbody"):
            block = getattr(node, part, None)
            if isinstance(block, list):
                joined = self._block(block)
                setattr(node, part, joined)
                for statement in joined:
                    self.within(statement)
        for handler in getattr(node, "handlers", []):
            self.within(handler)

    def _block(self, statements: list[ast.stmt]) -> list[ast.stmt]:
        made: list[ast.stmt] = []
        group: list[Loop] = []
        for statement in statements:
            loop = self.model.loop_of(statement) if isinstance(statement, ast.For) else None
            if loop is None or not isinstance(statement, ast.For) or statement.orelse:
                group = []
            elif group and isinstance(made[-1], ast.For) and self._may_be_named(made[-1], statement) \
                    and fits(self.model, group, loop):
                self._join(made[-1], statement)
                group.append(loop)
                self._keep_apart(group)
                continue
            else:
                group = [loop]
            made.append(statement)
        return made

    def _may_be_named(self, first: ast.For, second: ast.For) -> bool:
        """Whether the first loop's variable can serve in the second one."""
        one, other = ast.unparse(first.target), ast.unparse(second.target)
        inner = _counts(second)
        return one == other or (one not in inner and inner[other] == self.uses[other])

    def _join(self, first: ast.For, second: ast.For) -> None:
        name, old = ast.unparse(first.target), ast.unparse(second.target)
        for node in ast.walk(second):
            if isinstance(node, ast.Name) and node.id == old:
                node.id = name
        first.body = [*first.body, *second.body]
        head = ast.unparse(second).splitlines()[0].rstrip(":")
        self.notes.append(Note(second.lineno, "fusion", f"'{head}' joins the loop over the same range before it."))

    def _keep_apart(self, group: list[Loop]) -> None:
        roles = {variable.name: variable.role for variable in self.model.tree.variables}
        touched = sorted(name for name in frozenset().union(*(arrays(self.model, loop) for loop in group))
                         if roles[name] == "argument")
        written = {a.variable for loop in group for s in inside(loop) for a in s.writes}
        self.apart |= {(one, other) for one in touched for other in touched if one < other and {one, other} & written}
