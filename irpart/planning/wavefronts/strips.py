"""Several rows of two nested loops in flight at once, where it is legal and the inner loop waits for its own results.

For a nest ``for i: for j: S(i, j)`` a strip of U rows i, i + 1, ... runs the points (i + r, j) in the order of the time
``c = j + lag * r``; points of one time run in the order of the rows. It is legal if every dependence from (i, j) to
(i + di, j + dj) with 0 < di < U has ``lag * di + dj >= 0``: then its sink is not earlier in time, and at the same time
its row is later. Dependences with di = 0 have dj >= 0, which the order of a row's points keeps; dependences with di >= U
lead to a later strip. If the sum is at least 1 for every dependence through a value (flow), the U points of a time do
not wait for each other, so the core works on U chains at once.

A strip's points are emitted in three parts: times before ``start``, times from ``start`` to ``stop``, and times from
``stop``; between ``start`` and ``stop`` all rows have a point. Inside the first and the last part the rows run one after
another, which keeps every dependence there (a sink's row is not before its source's row, and in one row j increases);
between parts time decides. Operations within a point keep their order, so results are bit-identical.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Mapping, Sequence

from irpart.planning.wavefronts.lags import strip_of
from irpart.planning.wavefronts.syntax import block, bound_names, expression, range_of, replaced, text_of
from irpart.planning.wavefronts.tiles import Nest, iterators_of, tile_of
from irpart.planning.wavefronts.types import Strip
from irpart.regions.naming import loaded_names
from irpart.regions.types import Dependence, RegionTree


def with_strips(nodes: Sequence[ast.stmt], tree: RegionTree, nest: Nest,
                dependences: Sequence[Dependence]) -> list[ast.stmt]:
    """Statements with strips where they pay; a statement in which nothing changes stays the same object.

    Parameters
    ----------
    nodes
        Loops of the source or of a tile (``nest.origin`` knows their loops in the tree).
    tree, nest, dependences
        What they come from.
    """
    made: list[ast.stmt] = []
    for node in nodes:
        loop = nest.loops.get(id(node)) or nest.origin.get(id(node))
        strip = strip_of(tree, nest, loop, dependences) if loop is not None and isinstance(node, ast.For) else None
        if strip is not None and isinstance(node, ast.For):
            made += _strip(node, strip)
            continue
        if isinstance(node, ast.For | ast.If):
            body = with_strips(node.body, tree, nest, dependences)
            orelse = with_strips(node.orelse, tree, nest, dependences)
            if any(a is not b for a, b in zip([*body, *orelse], [*node.body, *node.orelse], strict=False)):
                changed = copy.copy(node)
                changed.body, changed.orelse = body, orelse
                node = changed
        made.append(node)
    return made


def whole_with_strips(tree: RegionTree, nest: Nest, dependences: Sequence[Dependence]) -> tuple[ast.stmt, ...]:
    """A whole nest with strips; empty when there are none."""
    points = tile_of(nest, {s.name: () for s in nest.statements}, (), ())
    made = with_strips(points, tree, nest, dependences)
    return () if len(made) == len(points) and all(a is b for a, b in zip(made, points, strict=True)) else tuple(made)


def _strip(outer: ast.For, strip: Strip) -> list[ast.stmt]:
    """Strips of rows, then the rows that are left."""
    found = range_of(outer)
    assert found is not None
    start, stop, step = found
    row = outer.target.id  # type: ignore[attr-defined]
    count = strip.rows
    ahead = f"({text_of(stop)}) - ({text_of(start)})" if step == 1 else f"({text_of(start)}) - ({text_of(stop)})"
    sign = "" if step == 1 else "-"
    text = f"{row}_start = {text_of(start)}\n{row}_rows = max(0, {ahead}) // {count} * {count}\n"
    end = f"{row}_start + {row}_rows" if step == 1 else f"{row}_start - {row}_rows"
    text += f"for {row}_first in range({row}_start, {end}, {sign}{count}):\n    pass\n"
    text += f"for {row} in range({end}, {text_of(stop)}, {step}):\n    pass\n" if step != 1 else (
        f"for {row} in range({end}, {text_of(stop)}):\n    pass\n")
    made = block(text)
    strips, rest = made[2:]
    assert isinstance(strips, ast.For)
    assert isinstance(rest, ast.For)
    strips.body = _rows_at_once(outer, row, step, strip)
    rest.body = [copy.deepcopy(one) for one in outer.body]
    return made


def _rows_at_once(outer: ast.For, row: str, step: int, strip: Strip) -> list[ast.stmt]:
    """The body for a strip: statements row by row, inner loops with all rows in flight."""
    names = sorted(bound_names(outer.body) - iterators_of(outer.body))
    made: list[ast.stmt] = []
    for node in outer.body:
        if isinstance(node, ast.For):
            others = [one for one in outer.body if one is not node]
            carried = [name for name in names if _mentions(others, name) or not _begins_anew(node.body, name)]
            made += _inner(node, row, step, strip, names, carried)
        else:
            for place in range(strip.rows):
                made.append(replaced(node, _row_names(row, step * place, names, place)))
    return made


def _mentions(nodes: Sequence[ast.stmt], name: str) -> bool:
    return name in loaded_names(nodes) or name in bound_names(nodes)


def _begins_anew(body: Sequence[ast.stmt], name: str) -> bool:
    """Whether each run of a body assigns a name before it reads it (or does not know it)."""
    for node in body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == name:
            return name not in loaded_names([node.value])
        if _mentions([node], name):
            return False
    return True


def _row_names(row: str, distance: int, names: Sequence[str], place: int) -> dict[str, str | ast.expr]:
    first = f"{row}_first"
    where = first if distance == 0 else f"{first} + {distance}" if distance > 0 else f"{first} - {-distance}"
    return {row: expression(where), **{name: f"{name}_{place}" for name in names}}


def _inner(inner: ast.For, row: str, step: int, strip: Strip, names: Sequence[str],
           carried: Sequence[str]) -> list[ast.stmt]:
    """An inner loop of U rows: the times at which some rows have no point before and after those at which all have one.

    ``carried`` are those of the scalars ``names`` that a row hands on from point to point, or knows outside the loop.
    """
    found = range_of(inner)
    assert found is not None
    low, high, way = found
    column = inner.target.id  # type: ignore[attr-defined]
    soonest = "min" if way == 1 else "max"
    text = _limits(inner, row, step, strip, column)
    text += f"for {column} in range({column}_start, {column}_stop{'' if way == 1 else ', -1'}):\n    pass\n"
    head = block(text)
    core = head.pop()
    assert isinstance(core, ast.For)
    core.body = []
    for place in range(strip.rows):
        lag = way * strip.lag * place
        where = column if lag == 0 else f"{column} - {lag}" if lag > 0 else f"{column} + {-lag}"
        values: Mapping[str, str | ast.expr] = {**_row_names(row, step * place, names, place), column: expression(where)}
        core.body += [replaced(one, values) for one in inner.body]
    first_stop = f"{soonest}({text_of(high)}, {_at(f'{column}_start', strip, way)})"
    before = _one_by_one(inner, row, step, strip, carried, (low, first_stop))
    after = _one_by_one(inner, row, step, strip, carried, (_at(f"{column}_stop", strip, way), high))
    return [*head, *before, core, *after]


def _at(time: str, strip: Strip, way: int) -> str:
    """The column of row ``PLACE`` at a time; PLACE is replaced by the row's number."""
    if strip.lag == 0:
        return time
    return f"{time} {'-' if way == 1 else '+'} {f'{strip.lag} * ' if strip.lag != 1 else ''}PLACE"


def _one_by_one(inner: ast.For, row: str, step: int, strip: Strip, names: Sequence[str],
                limits: tuple[ast.expr | str, ast.expr | str]) -> list[ast.stmt]:
    """The part of the inner loop before or after the core, row after row."""
    way = range_of(inner)[2]  # type: ignore[index]
    place = f"({row} - {row}_first)" if step == 1 else f"({row}_first - {row})"
    start, stop = (text_of(one) if isinstance(one, ast.AST) else one.replace("PLACE", place) for one in limits)
    column = inner.target.id  # type: ignore[attr-defined]
    head = f"for {column} in range({start}, {stop}{'' if way == 1 else ', -1'}):\n    pass\n"
    if names:
        made: list[ast.stmt] = []
        for number in range(strip.rows):
            values = _row_names(row, step * number, names, number)
            (one,) = block(head)
            assert isinstance(one, ast.For)
            one.body = [copy.deepcopy(s) for s in inner.body]
            made.append(replaced(one, values))
        return made
    step_text = "" if step == 1 else ", -1"
    last = f"{row}_first + {strip.rows}" if step == 1 else f"{row}_first - {strip.rows}"
    nested = head.replace("\n", "\n    ").strip()
    (rows,) = block(f"for {row} in range({row}_first, {last}{step_text}):\n    {nested}\n")
    assert isinstance(rows, ast.For)
    assert isinstance(rows.body[0], ast.For)
    rows.body[0].body = [copy.deepcopy(s) for s in inner.body]
    return [rows]


def _limits(inner: ast.For, row: str, step: int, strip: Strip, column: str) -> str:
    """Statements that find the first time at which all rows have a point, and the first after that at which one has none."""
    low, high, way = range_of(inner)  # type: ignore[misc]
    latest, soonest = ("max", "min") if way == 1 else ("min", "max")
    moving = [one for one in (low, high) if any(isinstance(n, ast.Name) and n.id == row for n in ast.walk(one))]
    sign = "+" if way == 1 else "-"
    last = strip.lag * (strip.rows - 1)
    if not moving:
        begin = f"{text_of(low)} {sign} {last}" if last else text_of(low)
        return f"{column}_start = {begin}\n{column}_stop = {latest}({column}_start, {text_of(high)})\n"
    starts: list[str] = []
    stops: list[str] = []
    for place in range(strip.rows):
        values = _row_names(row, step * place, [], place)
        lag = strip.lag * place
        for found, one in ((starts, low), (stops, high)):
            made = replaced(one, values)
            found.append(text_of(made) + (f" {sign} {lag}" if lag else ""))
    return (f"{column}_start = {latest}({', '.join(starts)})\n"
            f"{column}_stop = {latest}({column}_start, {soonest}({', '.join(stops)}))\n")


