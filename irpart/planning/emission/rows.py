"""Bodies of parallel loops with several rows in flight, where their inner loops wait for their own results."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from irpart.base.errors import IrpartError
from irpart.planning.emission.bodies import arguments_of, body_of
from irpart.planning.emission.jam import jammed
from irpart.planning.emission.types import Region, Types, WaveRegion, place_of
from irpart.planning.source import function_of
from irpart.planning.wavefronts import interleave, may_interleave
from irpart.regions.types import Dependence, Loop, RegionTree, Verdict

FEW = 16
"""Iterations of loops that the compiler writes out."""
MOST_SUMS = 2
"""Sums of a loop from which on several iterations at once would need more registers than there are."""


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
    fast = bool(getattr(original, "targetoptions", {}).get("fastmath"))
    by_place = {place_of(v.loop.node): v for v in verdicts if isinstance(v.loop.node, ast.For)}
    for region in regions:
        if not isinstance(region, Region) or not region.is_plain or region.step != 1 or region.inductions:
            continue
        body = None
        if region.stop != f"{region.start} + 1" and _has_recurrence(region, verdicts) and may_interleave(
                tree, function, region.node.lineno, region.node.col_offset, dependences):
            body = _interleaved(replace(region, least=()), types, original)
        if body is None and not fast:
            body = jammed(region, types, lambda node: _waits(node, by_place.get(place_of(node)), types))
        if body is not None:
            made[region.body] = body
    return made


def _waits(node: ast.For, verdict: Verdict | None, types: Types) -> bool:
    """Whether a loop's iterations form a chain of floating point operations that leaves the processor idle."""
    from numba import types as kinds

    if verdict is None or verdict.loop.kind != "range" or _is_unrolled(verdict.loop):
        return False
    if verdict.kind in ("sequential", "wavefront"):
        return True
    sums = {name for name, operation in verdict.reductions if operation in ("sum", "product")
            and all(isinstance(kind, kinds.Float) for kind in types.get(name, (None,)))}
    busy = any(isinstance(inner, ast.Div | ast.Pow | ast.Call) for inner in ast.walk(ast.Module(node.body, [])))
    return verdict.kind == "reduction" and 0 < len(sums) <= MOST_SUMS and not busy


def _is_unrolled(loop: Loop) -> bool:
    """Whether the compiler writes out a loop of few iterations, and then may vectorise the loop around it."""
    ends = loop.start, loop.stop
    return all(re.fullmatch(r"-?\d+", end) for end in ends) and int(ends[1]) - int(ends[0]) <= FEW


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
