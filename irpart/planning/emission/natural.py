"""Indices that run against a loop and are never negative, which the compiler cannot see in a part of the loop."""

from __future__ import annotations

import ast

from irpart.planning.wavefronts.casts import affine_row, indices_of, is_natural
from irpart.regions.types import RegionTree

Place = tuple[int, int, int]
"""Line and column of a subscript, and which of its indices."""


def natural_indices(tree: RegionTree, function: ast.FunctionDef, loop: str) -> frozenset[Place]:
    """Indices such as ``k - i - 1`` in a loop that are at least 0 in every execution.

    Those that grow with all their variables are left out: the least values of these tell the same.

    Parameters
    ----------
    tree, function
        The model and its source.
    loop
        Name of the loop.
    """
    import islpy

    bound = [n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    heads = [n.target.id for n in ast.walk(function) if isinstance(n, ast.For) and isinstance(n.target, ast.Name)]
    names = {one.dimension: one.iterator for one in tree.loops
             if one.iterator and bound.count(one.iterator) == heads.count(one.iterator)}
    found: set[Place] = set()
    for statement in tree.statements:
        if loop not in statement.loops:
            continue
        dimensions = {names[d]: d for d in statement.dimensions if d in names}
        for node in ast.walk(statement.node):
            for place, index in enumerate(indices_of(node) if isinstance(node, ast.Subscript) else ()):
                row = affine_row(index, dimensions)
                if row is not None and any(factor < 0 for _, factor in row.terms) and is_natural(islpy, statement, row):
                    found.add((node.lineno, node.col_offset, place))  # type: ignore[attr-defined]
    return frozenset(found)
