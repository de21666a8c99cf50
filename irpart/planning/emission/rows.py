"""Bodies of parallel loops with several rows in flight, where their inner loops wait for their own results."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from irpart.base.errors import IrpartError
from irpart.planning.emission.bodies import arguments_of, body_of
from irpart.planning.emission.types import Region, Types, WaveRegion
from irpart.planning.source import function_of
from irpart.planning.wavefronts import interleave, may_interleave
from irpart.regions.types import Dependence, RegionTree, Verdict


def rows_in_flight(regions: Sequence[Region | WaveRegion], tree: RegionTree, function: ast.FunctionDef,
                   dependences: Sequence[Dependence], verdicts: Sequence[Verdict], types: Types,
                   original: Any) -> dict[str, ast.FunctionDef]:
    """Bodies, by name, that gain from it; their results stay the same, and the order of operations on each element.

    Parameters
    ----------
    regions
        What runs in parallel.
    tree, function, dependences
        The model of the function that the regions are loops of, its syntax tree, and its dependences.
    verdicts
        Of all loops of the function that the regions are loops of: those inside a region tell where it may pay.
    types
        Numba types of the function's variables.
    original
        The user's function, for its globals.
    """
    made = dict[str, ast.FunctionDef]()
    for region in regions:
        if isinstance(region, Region) and region.is_plain and region.step == 1 and not region.inductions \
                and region.stop != f"{region.start} + 1" and _has_recurrence(region, verdicts) and may_interleave(
                    tree, function, region.node.lineno, region.node.col_offset, dependences):
            body = _interleaved(replace(region, least=()), types, original)
            if body is not None:
                made[region.body] = body
    return made


def _has_recurrence(region: Region, verdicts: Sequence[Verdict]) -> bool:
    """Whether a loop inside carries dependences."""
    first, last = region.node.lineno, region.node.end_lineno or region.node.lineno
    return any(first < v.loop.line <= last and v.kind in ("sequential", "wavefront") and v.loop.kind == "range"
               for v in verdicts)


class _Renamed(ast.NodeTransformer):
    """A body whose bounds have names that strips do not use themselves."""

    def __init__(self, tag: str) -> None:
        self._names = {f"low_{tag}": f"begin_{tag}", f"high_{tag}": f"end_{tag}"}

    def visit_Name(self, node: ast.Name) -> ast.Name:
        """A variable."""
        return ast.copy_location(ast.Name(self._names.get(node.id, node.id), node.ctx), node)

    def visit_arg(self, node: ast.arg) -> ast.arg:
        """A parameter."""
        return ast.copy_location(ast.arg(self._names.get(node.arg, node.arg)), node)


def _interleaved(region: Region, types: Types, original: Any) -> ast.FunctionDef | None:
    from numba import types as kinds

    known = [types.get(name, ()) for name in arguments_of(region)]
    if any(len(found) != 1 for found in known):
        return None
    body = _Renamed(region.tag).visit(body_of(region))
    head = body.body[0]
    body.body = body.body[1:]
    try:
        result = interleave(function_of(body, original), (kinds.int64, kinds.int64, *(found[0] for found in known)))
    except IrpartError:
        return None
    if ast.unparse(result.tree) == ast.unparse(body):
        return None
    result.tree.body.insert(0, head)
    return result.tree
