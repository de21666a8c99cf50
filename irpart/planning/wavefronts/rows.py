"""Rows of a band: read from isl, made alike over all statements, checked against every dependence, and their ranges.

A grid of tiles is cut by rows: integer functions of an execution. If no dependence decreases any row, then the tile of its
source is, in every coordinate, at most the tile of its sink; so a grid in which each tile waits for its predecessor along
each axis keeps every dependence between tiles, and inside a tile the order of the original program does.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import Any

from irpart.planning.wavefronts.syntax import bounded, expression, folded
from irpart.planning.wavefronts.types import Relation, Row
from irpart.regions.types import Band, Dependence, Loop, RegionTree, Statement


def band_rows(isl: Any, band: Band, statements: Sequence[Statement]) -> list[dict[str, Row]]:
    """Each member of a band as a row per statement; members that are no such functions are left out."""
    maps: list[Any] = []
    band.schedule.foreach_map(maps.append)
    by_name = {one.get_tuple_name(isl.dim_type.in_): one for one in maps}
    found = []
    for member in range(len(band.members)):
        rows = {s.name: _row(isl, by_name[s.name], member, s) for s in statements if s.name in by_name}
        if len(rows) == len(statements) and all(row is not None for row in rows.values()):
            found.append(_alike(isl, {name: row for name, row in rows.items() if row is not None}, statements))
    return found


def _row(isl: Any, schedule: Any, member: int, statement: Statement) -> Row | None:
    pieces: list[Any] = []
    schedule.as_pw_multi_aff().get_pw_aff(member).foreach_piece(lambda _, value: pieces.append(value))
    if len(pieces) != 1:
        return None
    value = pieces[0]
    parameters = value.dim(isl.dim_type.param)
    if value.involves_dims(isl.dim_type.param, 0, parameters) or value.dim(isl.dim_type.div):
        return None
    factors = [value.get_coefficient_val(isl.dim_type.in_, place) for place in range(len(statement.dimensions))]
    constant = value.get_constant_val()
    if not all(one.is_int() for one in (*factors, constant)):
        return None
    terms = tuple((d, f.to_python()) for d, f in zip(statement.dimensions, factors, strict=True) if f.to_python())
    return Row(terms, constant.to_python())


def _alike(isl: Any, rows: dict[str, Row], statements: Sequence[Statement]) -> dict[str, Row]:
    """Rows with as few different texts as the statements' domains allow: on ``j = i + 1``, ``1 - j`` is ``-i``."""
    made = dict(rows)
    for statement in statements:
        for other in rows.values():
            row = made[statement.name]
            known = all(d in statement.dimensions for d, _ in other.terms)
            if other != row and known and _is_same(isl, statement, row, other):
                made[statement.name] = other
                break
    return made


def _is_same(isl: Any, statement: Statement, row: Row, other: Row) -> bool:
    one = row_map(isl, statement, (row,)).intersect_domain(statement.domain)
    return bool(one.is_subset(row_map(isl, statement, (other,))))


def row_map(isl: Any, statement: Statement, rows: Sequence[Row]) -> Relation:
    """From executions of a statement to the values of its rows."""
    names = {dimension: f"d{place}" for place, dimension in enumerate(statement.dimensions)}
    values = ", ".join(row.text(names) for row in rows)
    return isl.Map(f"{{ {statement.name}[{', '.join(names.values())}] -> [{values}] }}")


def least_steps(isl: Any, rows: Mapping[str, tuple[Row, ...]], dependences: Sequence[Dependence],
                loop: Loop) -> list[int | None]:
    """The least difference of each row over all dependences (0 when there are none); None where there is no bound."""
    count = len(next(iter(rows.values())))
    least: list[int | None] = [0] * count
    for dependence in dependences:
        relation = within(isl, dependence, loop)
        if relation.is_empty():
            continue
        source, sink = dependence.source, dependence.sink
        deltas = relation.apply_domain(row_map(isl, source, rows[source.name])).apply_range(
            row_map(isl, sink, rows[sink.name])).deltas()
        deltas = deltas.project_out(isl.dim_type.param, 0, deltas.dim(isl.dim_type.param))
        for place in range(count):
            value = deltas.dim_min_val(place)
            now = least[place]
            least[place] = None if now is None or not value.is_int() else min(now, value.to_python())
    return least


def moves(isl: Any, rows: Mapping[str, tuple[Row, ...]], dependence: Dependence, loop: Loop) -> list[bool]:
    """For each row whether a pair of a dependence lies in different values of it."""
    relation = within(isl, dependence, loop)
    source, sink = dependence.source, dependence.sink
    deltas = relation.apply_domain(row_map(isl, source, rows[source.name])).apply_range(
        row_map(isl, sink, rows[sink.name])).deltas()
    deltas = deltas.project_out(isl.dim_type.param, 0, deltas.dim(isl.dim_type.param))
    return [not deltas.is_subset(deltas.fix_val(isl.dim_type.set, place, isl.Val(0)))
            for place in range(deltas.dim(isl.dim_type.set))]


def within(isl: Any, dependence: Dependence, loop: Loop) -> Relation:
    """The pairs of a dependence that lie within one execution of a loop."""
    relation = dependence.relation
    for place in range(dependence.source.dimensions.index(loop.dimension)):
        relation = relation.equate(isl.dim_type.in_, place, isl.dim_type.out, place)
    return relation


def row_range(isl: Any, tree: RegionTree, loop: Loop, statements: Sequence[Statement], rows: Sequence[Row],
              names: Mapping[str, str]) -> tuple[ast.expr, ast.expr] | None:
    """The least value of a row over a nest and one above the greatest, as Python expressions; None if isl finds none.

    They may be wider than the true range (a hull of all statements) and are any empty interval for an empty nest.
    """
    outer = loop.dimensions[:-1]
    joint: Any = None
    for statement, row in zip(statements, rows, strict=True):
        count = len(statement.dimensions)
        wanted = [statement.dimensions.index(name) for name in outer]
        inside = ", ".join(f"d{place}" for place in range(count))
        value = row.text({d: f"d{p}" for p, d in enumerate(statement.dimensions)})
        kept = ", ".join([*(f"d{place}" for place in wanted), value])
        image = statement.domain.apply(isl.Map(f"{{ {statement.name}[{inside}] -> [{kept}] }}"))
        joint = image if joint is None else joint.union(image)
    hull = joint.simple_hull().remove_divs()
    meanings = dict(tree.parameters)
    outer_names = [names.get(name, "") for name in outer]
    lows: list[ast.expr] = []
    highs: list[ast.expr] = []
    for constraint in hull.get_constraints():
        factor = constraint.get_coefficient_val(isl.dim_type.set, len(outer)).to_python()
        if not factor:
            continue
        for sign in (1, -1) if constraint.is_equality() else (1,):
            below, above = (_rest(isl, constraint, meanings, outer_names, way) for way in (-sign, sign))
            size = sign * factor
            if below is None or above is None:
                break
            if size > 0:
                lows.append(expression(below if size == 1 else f"-(({above}) // {size})"))
            else:
                highs.append(folded(expression(f"{above} + 1" if size == -1 else f"({above}) // {-size} + 1")))
    if not lows or not highs:
        return None
    return bounded("max", lows), bounded("min", highs)


def _rest(isl: Any, constraint: Any, meanings: Mapping[str, str], outer: Sequence[str], sign: int) -> str | None:
    """A constraint without the row's own term, times a sign, as Python text; None when a name is not in the source."""
    pieces: list[tuple[int, str]] = []
    for place in range(constraint.space.dim(isl.dim_type.param)):
        factor = sign * constraint.get_coefficient_val(isl.dim_type.param, place).to_python()
        if factor:
            pieces.append((factor, meanings.get(constraint.get_dim_name(isl.dim_type.param, place), "")))
    for place, name in enumerate(outer):
        factor = sign * constraint.get_coefficient_val(isl.dim_type.set, place).to_python()
        if factor:
            pieces.append((factor, name))
    constant = sign * constraint.get_constant_val().to_python()
    if not all(name for _, name in pieces):
        return None
    pieces.sort(key=lambda piece: piece[0] < 0)
    texts = [f"{'-' if f < 0 else '+'} {'' if abs(f) == 1 else f'{abs(f)} * '}{name}" for f, name in pieces]
    if constant or not texts:
        texts.append(f"{'-' if constant < 0 else '+'} {abs(constant)}")
    whole = " ".join(texts)
    return whole[2:] if whole.startswith("+ ") else "-" + whole[2:]
