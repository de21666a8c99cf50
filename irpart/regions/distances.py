"""Distances of dependences: per common loop, in iterations."""

from __future__ import annotations

from typing import Any, Literal

from irpart.regions.orders import Orders, shared
from irpart.regions.types import Dependence, Statement


def common_loops(source: Statement, sink: Statement) -> tuple[str, ...]:
    """Loops around both statements, outermost first."""
    found = []
    for one, other in zip(source.loops, sink.loops, strict=False):
        if one != other:
            break
        found.append(one)
    return tuple(found)


def described(orders: Orders, kind: Literal["flow", "anti", "output"], variable: str, source: Statement, sink: Statement,
              exact: bool, accumulates: str, relation: Any) -> Dependence:
    """A dependence with its loops, which of them carry it, and its distances."""
    isl = orders.isl
    loops = common_loops(source, sink)
    dimensions = shared(source, sink)
    places = [dimensions.index(orders.loop[loop].dimension) for loop in loops]
    deltas = _deltas(isl, relation, len(source.dimensions), len(sink.dimensions), len(dimensions))
    whole = tuple(_range(orders, loop, deltas, place) for loop, place in zip(loops, places, strict=True))
    carried: list[bool] = []
    at: list[str] = []
    rest = deltas
    for loop, place in zip(loops, places, strict=True):
        stays = rest.fix_val(isl.dim_type.set, place, isl.Val(0))
        moves = rest.subtract(stays)
        carried.append(not moves.is_empty())
        at.append(_range(orders, loop, moves, place) if carried[-1] else "")
        rest = stays
        if rest.is_empty():
            missing = len(loops) - len(carried)
            carried += [False] * missing
            at += [""] * missing
            break
    return Dependence(kind, variable, source, sink, exact, accumulates, relation, loops, not rest.is_empty(),
                      tuple(carried), whole, tuple(at))


def _deltas(isl: Any, relation: Any, left: int, right: int, common: int) -> Any:
    """Differences of the common dimensions over all pairs, for any values of the parameters."""
    reduced = relation.project_out(isl.dim_type.in_, common, left - common)
    reduced = reduced.project_out(isl.dim_type.out, common, right - common)
    reduced = reduced.reset_tuple_id(isl.dim_type.in_) if reduced.has_tuple_id(isl.dim_type.in_) else reduced
    reduced = reduced.reset_tuple_id(isl.dim_type.out) if reduced.has_tuple_id(isl.dim_type.out) else reduced
    deltas = reduced.deltas()
    return deltas.project_out(isl.dim_type.param, 0, deltas.dim(isl.dim_type.param))


def _range(orders: Orders, loop: str, deltas: Any, place: int) -> str:
    """The distances along one dimension as text, in iterations in the order of execution."""
    step = orders.loop[loop].step or 1
    low, high = deltas.dim_min_val(place), deltas.dim_max_val(place)
    least = None if not low.is_int() else low.to_python()
    most = None if not high.is_int() else high.to_python()
    if step < 0:
        least, most = (-most if most is not None else None), (-least if least is not None else None)
    size = abs(step)
    least = None if least is None else -(-least // size)
    most = None if most is None else most // size
    if least is not None and least == most:
        return str(least)
    if least is None and most is None:
        return "*"
    return f">={least}" if most is None else f"<={most}" if least is None else f"{least}..{most}"
