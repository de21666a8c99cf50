"""How many rows of a nest may run at once, how far they must lag behind each other, and whether that pays."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any

from irpart.planning.wavefronts.latency import Chain, chain_of
from irpart.planning.wavefronts.syntax import bound_names, range_of
from irpart.planning.wavefronts.tiles import Nest
from irpart.planning.wavefronts.types import Strip
from irpart.regions.types import Dependence, Loop, RegionTree

ROW_COUNTS = (8, 4, 2)
"""Rows in flight, the most first."""
LEAST_RATIO = 1.5
"""Cycles of the chain per cycle of work from which a loop counts as waiting for itself."""
MOST_LAG = 8
"""Columns between neighbouring rows above which strips are not made."""
MOST_OPERATIONS = 160
"""Operations in a strip's body, which bounds its text and the registers it needs."""


def strip_of(tree: RegionTree, nest: Nest, loop: Loop, dependences: Sequence[Dependence]) -> Strip | None:
    """The strip that pays for a loop around innermost loops; None where it is not legal or not worth it."""
    inner = [node for node in loop.node.body if isinstance(node, ast.For)]
    if not inner or any(isinstance(n, ast.For | ast.While) for one in inner for s in one.body for n in ast.walk(s)):
        return None
    if any(isinstance(n, ast.For | ast.While) for s in loop.node.body if s not in inner for n in ast.walk(s)):
        return None
    if any(range_of(one) is None for one in (loop.node, *inner)):
        return None
    chain = max((chain_of(nest, nest.loops[id(one)], dependences) for one in inner), key=lambda one: one.ratio)
    wanted = _rows_for(chain)
    for count in ROW_COUNTS:
        if count <= wanted:
            lag = least_lag(tree, nest, loop, inner, dependences, count)
            if lag is not None and lag <= MOST_LAG:
                return Strip(count, lag)
    return None


def _rows_for(chain: Chain) -> int:
    if chain.ratio < LEAST_RATIO:
        return 1
    wanted = ROW_COUNTS[0]
    while wanted > 1 and wanted * chain.operations > MOST_OPERATIONS:
        wanted //= 2
    return wanted


def least_lag(tree: RegionTree, nest: Nest, loop: Loop, inner: Sequence[ast.For], dependences: Sequence[Dependence],
              count: int) -> int | None:
    """The least lag at which strips of ``count`` rows are legal and their points independent; None when there is none.

    Scalars that the loops bind get a name per row, so only values that flow between points through them matter.
    """
    import islpy

    ranks = {variable.name: variable.rank for variable in tree.variables}
    names = {s.name for s in nest.statements if loop.name in s.loops}
    bound = bound_names(loop.node.body)
    for d in dependences:
        if d.kind == "flow" and d.variable in bound and not ranks[d.variable] and (
                (d.source.name in names) != (d.sink.name in names)):
            return None
    inside = [d for d in dependences if d.source.name in names and d.sink.name in names
              and (ranks[d.variable] or d.kind == "flow")]
    alone = len(inner) == 1 and len(loop.node.body) == 1
    lag = 0
    for d in inside:
        needed = _needed(islpy, d, loop, nest.loops[id(inner[0])] if alone else None, count)
        if needed is None:
            return None
        lag = max(lag, needed)
    if lag and not alone:
        return None
    through = [d for d in inside if not ranks[d.variable] and any(d.carried[d.loops.index(loop.name):])]
    return None if lag and through else lag


def _needed(isl: Any, dependence: Dependence, loop: Loop, inner: Loop | None, count: int) -> int | None:
    """The least lag that a dependence allows; None when none does."""
    relation = dependence.relation
    source, sink = dependence.source, dependence.sink
    place = source.dimensions.index(loop.dimension)
    for outer in range(place):
        relation = relation.equate(isl.dim_type.in_, outer, isl.dim_type.out, outer)
    wanted = [place]
    if inner is not None:
        if inner.dimension not in source.dimensions or inner.dimension not in sink.dimensions:
            return None
        wanted.append(source.dimensions.index(inner.dimension))
    ends = [_picked(isl, len(one.dimensions), one.name, wanted) for one in (source, sink)]
    deltas = relation.apply_domain(ends[0]).apply_range(ends[1]).deltas()
    deltas = deltas.project_out(isl.dim_type.param, 0, deltas.dim(isl.dim_type.param))
    lag = 0
    for rows in range(1, count):
        pairs = deltas.fix_val(isl.dim_type.set, 0, isl.Val(rows * loop.step))
        if pairs.is_empty():
            continue
        if inner is None:
            return None
        value = pairs.dim_min_val(1) if inner.step == 1 else pairs.dim_max_val(1)
        if not value.is_int():
            return None
        columns = value.to_python() * inner.step
        strict = 1 if dependence.kind == "flow" else 0
        lag = max(lag, -((columns - strict) // rows))
    return lag


def _picked(isl: Any, count: int, name: str, wanted: Sequence[int]) -> Any:
    dims = [f"d{place}" for place in range(count)]
    return isl.Map(f"{{ {name}[{', '.join(dims)}] -> [{', '.join(dims[place] for place in wanted)}] }}")
