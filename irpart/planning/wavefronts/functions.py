"""Whole functions with several rows of latency-bound nests in flight."""

from __future__ import annotations

import ast
import copy
from collections.abc import Sequence
from typing import Any

import numpy as np

from irpart.planning.types import Note, Rewrite
from irpart.planning.wavefronts.lags import strip_of
from irpart.planning.wavefronts.strips import whole_with_strips
from irpart.planning.wavefronts.tiles import Untileable, nest_of
from irpart.regions import analyse_function, dependences_of
from irpart.regions.inference import typed_function
from irpart.regions.types import Dependence, Loop, RegionTree


def interleave(function: Any, arguments: tuple[Any, ...]) -> Rewrite:
    """Nests whose inner loop waits for its own results, with several rows in flight.

    Parameters
    ----------
    function
        A plain Python function or a jitted one.
    arguments
        Numba types of its arguments.

    Returns
    -------
    Rewrite
        The function with bit-identical results; notes name each nest that was changed.
    """
    tree = analyse_function(function, arguments)
    dependences = dependences_of(tree)
    source = typed_function(function, arguments).tree
    made = copy.deepcopy(source)
    notes: list[Note] = []
    has_numpy = getattr(getattr(function, "py_func", function), "__globals__", {}).get("np") is np
    outermost = [one for one in tree.body if isinstance(one, Loop)]
    for loop in outermost:
        try:
            nest = nest_of(tree, loop, source, has_numpy)
        except Untileable as refused:
            notes.append(Note(loop.line, "wavefronts", f"rows are not interleaved: {refused}."))
            continue
        changed = whole_with_strips(tree, nest, dependences)
        if not changed:
            continue
        notes.append(Note(loop.line, "wavefronts", "several rows of its inner loops are in flight at once."))
        made = _Swap(loop.line, loop.node.col_offset, list(changed)).visit(made)
    return Rewrite(ast.fix_missing_locations(made), tuple(notes))


def may_interleave(tree: RegionTree, function: ast.FunctionDef, line: int, column: int,
                   dependences: Sequence[Dependence]) -> bool:
    """Whether strips pay for a loop at a position or one inside it, so that ``interleave`` of its body may change something.

    True as well where the loop is no nest as it stands: the body may be one by itself. Takes dependences that are at hand
    instead of those of the body, which take long.
    """
    loop = next((one for one in tree.loops if (one.line, getattr(one.node, "col_offset", -1)) == (line, column)), None)
    try:
        nest = None if loop is None else nest_of(tree, loop, function)
    except Untileable:
        return True
    return nest is None or any(strip_of(tree, nest, one, dependences) is not None for one in nest.loops.values())


class _Swap(ast.NodeTransformer):
    """Puts statements in the place of a loop, found by its position."""

    def __init__(self, line: int, column: int, new: list[ast.stmt]) -> None:
        self.line, self.column, self.new = line, column, new

    def visit_For(self, node: ast.For) -> Any:
        if (node.lineno, node.col_offset) == (self.line, self.column):
            return self.new
        self.generic_visit(node)
        return node
