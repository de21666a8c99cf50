"""A nest of loops whose verdict is a wavefront as a grid of tiles."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import Any

from irpart.planning.types import Note
from irpart.planning.wavefronts.rows import band_rows, least_steps, moves, row_range
from irpart.planning.wavefronts.strips import whole_with_strips, with_strips
from irpart.planning.wavefronts.syntax import block, bound_names, expression, text_of, used_names
from irpart.planning.wavefronts.tiles import Nest, Untileable, nest_of, tile_of
from irpart.planning.wavefronts.types import Row, TileGrid, WaveCode
from irpart.regions.types import Dependence, RegionTree, Statement, Verdict

MOST_ROWS = 3
"""Dimensions of a grid of tiles."""
NANOSECONDS = 0.4
"""Rough time of one operation or access."""


def wave_region(tree: RegionTree, verdict: Verdict, dependences: Sequence[Dependence],
                function: ast.FunctionDef) -> WaveCode | None:
    """Cut a nest into tiles that wait for their predecessors.

    Parameters
    ----------
    tree, verdict, dependences
        From ``irpart.regions``; ``verdict`` is that of the nest's outermost loop.
    function
        The function's syntax tree, for the names it uses outside the nest (lines as in the tree).

    Returns
    -------
    WaveCode or None
        None where ``wave_refusal`` has a reason.
    """
    try:
        return _wave(tree, verdict, dependences, function)
    except Untileable:
        return None


def wave_refusal(tree: RegionTree, verdict: Verdict, dependences: Sequence[Dependence], function: ast.FunctionDef) -> str:
    """Why a nest cannot be cut into tiles, in half a sentence; "" when it can."""
    try:
        _wave(tree, verdict, dependences, function)
    except Untileable as refused:
        return str(refused)
    return ""


def _wave(tree: RegionTree, verdict: Verdict, dependences: Sequence[Dependence], function: ast.FunctionDef) -> WaveCode:
    if verdict.kind != "wavefront" or verdict.band is None:
        raise Untileable("its verdict is not wavefront")
    nest = nest_of(tree, verdict.loop, function)
    grid = grid_of(tree, nest, verdict, dependences)
    _check_names(tree, nest, dependences, function, grid)
    numbers = range(grid.count)
    name = f"{function.name}_line_{verdict.loop.line}"
    points = tile_of(nest, grid.rows, [f"low_{k}" for k in numbers], [f"high_{k}" for k in numbers])
    points = with_strips(points, tree, nest, dependences)
    whole = whole_with_strips(tree, nest, dependences)
    arguments = _arguments(nest, function)
    body = _body(name, grid.count, points, arguments, verdict.loop.line)
    counts = tuple(expression(f"max(0, high_{k} - low_{k} + size_{k} - 1) // size_{k}") for k in numbers)
    weight = _weight(tree, nest, grid)
    driver = _driver(name, grid, counts, arguments, weight)
    extents = [f"max(0, {text_of(high)} - ({text_of(low)}))" for low, high in zip(grid.lows, grid.highs, strict=True)]
    rows = "; ".join(row.text(nest.names) for row in next(iter(_deepest(nest, grid))))
    note = Note(verdict.loop.line, "wavefronts", f"cut into tiles by {rows}; each waits for its predecessors.")
    return WaveCode(nest.loop.node, body, whole, counts,
                    tuple(expression(text) for text in _given(grid.count, arguments)), tuple(driver),
                    (("irpart.execution.generated", "run_tiles"), ("irpart.execution.generated", "workers"),
                     ("irpart.execution._tile_size_kernels", f"tile_sizes_{grid.count}d")), grid.parallel,
                    " * ".join([weight, *extents]), (note,))


def grid_of(tree: RegionTree, nest: Nest, verdict: Verdict, dependences: Sequence[Dependence]) -> TileGrid:
    """Up to three rows of the verdict's band that every dependence respects.

    Scalars that the nest writes become variables of a tile: values of theirs may flow inside a tile only, and what else
    orders their uses does not matter between tiles.

    Raises
    ------
    Untileable
        When fewer than two rows are left, or nothing is known about their range.
    """
    import islpy

    ranks = {variable.name: variable.rank for variable in tree.variables}
    names = {s.name for s in nest.statements}
    inside = [d for d in dependences if d.source.name in names and d.sink.name in names and d.is_inside(nest.loop.name)]
    kept = [d for d in inside if ranks[d.variable] or d.kind == "flow"]
    found = []
    band = verdict.band
    assert band is not None
    for one in band_rows(islpy, band, nest.statements):
        _join(islpy, nest, one, [d for d in kept if not ranks[d.variable]])
        single = {name: (row,) for name, row in one.items()}
        least = least_steps(islpy, single, kept, nest.loop)[0]
        crossing = [d for d in kept if moves(islpy, single, d, nest.loop)[0]]
        if least is None or least < 0 or any(not ranks[d.variable] for d in crossing):
            continue
        found.append((one, not crossing))
    found = _without_reductions(islpy, nest, found, kept)[:MOST_ROWS]
    if sum(not parallel for _, parallel in found) < 2:
        raise Untileable("fewer than two rows of its band keep all dependences")
    lows, highs = [], []
    for one, _ in found:
        limits = row_range(islpy, tree, nest.loop, nest.statements, [one[s.name] for s in nest.statements], nest.names)
        if limits is None:
            raise Untileable("the range of a row of its band is not known")
        lows.append(limits[0])
        highs.append(limits[1])
    rows = {s.name: tuple(one[s.name] for one, _ in found) for s in nest.statements}
    return TileGrid(rows, tuple(lows), tuple(highs), tuple(parallel for _, parallel in found))


def _join(isl: Any, nest: Nest, one: dict[str, Row], flows: Sequence[Dependence]) -> None:
    """Give both ends of a scalar's flow the same row where the dimensions allow it (isl may choose 0 for one of them)."""
    for _ in nest.statements:
        for d in flows:
            source, sink = d.source, d.sink
            rows = {name: (row,) for name, row in one.items()}
            if one[source.name] == one[sink.name] or not moves(isl, rows, d, nest.loop)[0]:
                continue
            for given, taken in ((source, sink), (sink, source)):
                if one[given.name].terms and all(name in taken.dimensions for name, _ in one[given.name].terms):
                    one[taken.name] = one[given.name]
                    break


def _without_reductions(isl: Any, nest: Nest, found: list[tuple[dict[str, Row], bool]],
                        dependences: Sequence[Dependence]) -> list[tuple[dict[str, Row], bool]]:
    """Without rows that cut an innermost loop which accumulates, when two others are left: such loops stay whole."""
    inner = {s.dimensions[-1] for s in nest.statements}
    outer = {d for s in nest.statements for d in s.dimensions[:-1]}

    def is_one(one: dict[str, Row]) -> bool:
        rows = {name: (row,) for name, row in one.items()}
        cut = {d.source.dimensions[-1] for d in dependences if d.accumulates and d.source is d.sink
               and moves(isl, rows, d, nest.loop)[0]}
        touched = {d for row in one.values() for d, _ in row.terms}
        return bool(cut & (inner - outer) & touched)

    kept = [pair for pair in found if not is_one(pair[0])]
    return kept if sum(not parallel for _, parallel in kept) >= 2 else found


def _check_names(tree: RegionTree, nest: Nest, dependences: Sequence[Dependence], function: ast.FunctionDef,
                 grid: TileGrid) -> None:
    """Raise where a name's value would differ: used after the nest, changed inside, changed since the function began."""
    ranks = {variable.name: variable.rank for variable in tree.variables}
    names = {s.name for s in nest.statements}
    bound = bound_names([nest.loop.node])
    for d in dependences:
        leaves = d.source.name in names and d.sink.name not in names
        enters = d.source.name not in names and d.sink.name in names and d.variable in bound
        if d.kind == "flow" and not ranks[d.variable] and (leaves or enters):
            raise Untileable(f"'{d.variable}' has a value from before the loop or is used after it")
    changed = bound_names(function.body)
    outer = {nest.names.get(d, "") for d in nest.loop.dimensions[:-1]}
    meaning = {name for one in (*grid.lows, *grid.highs) for name in used_names([one])} - {"min", "max"} - outer
    if meaning & changed:
        raise Untileable(f"'{sorted(meaning & changed)[0]}' changes in the function")
    unsigned = {name for name, kind in tree.arguments if kind.startswith("uint")}
    if unsigned & set(used_names([*grid.lows, *grid.highs])):
        raise Untileable("the bounds of its loops are unsigned")


def _arguments(nest: Nest, function: ast.FunctionDef) -> list[str]:
    """Variables of the function that the nest uses and does not bind."""
    given = function.args
    variables = bound_names(function.body) | {a.arg for a in (*given.posonlyargs, *given.args, *given.kwonlyargs)}
    bound = bound_names([nest.loop.node])
    return [name for name in used_names([nest.loop.node]) if name in variables and name not in bound]


def _body(name: str, count: int, points: list[ast.stmt], arguments: Sequence[str], line: int) -> ast.FunctionDef:
    places = [f"tile_{k}" for k in range(count)]
    sizes = [text for k in range(count) for text in (f"start_{k}", f"size_{k}")]
    head = [f"    low_{k} = start_{k} + tile_{k} * size_{k}\n    high_{k} = low_{k} + size_{k}\n" for k in range(count)]
    (made,) = block(f"def {name}({', '.join([*places, *sizes, *arguments])}):\n{''.join(head)}")
    assert isinstance(made, ast.FunctionDef)
    made.body += points
    made.lineno = line
    return made


def _driver(name: str, grid: TileGrid, counts: Sequence[ast.expr], arguments: Sequence[str], weight: str) -> list[ast.stmt]:
    """Statements that run the grid."""
    numbers = range(grid.count)
    text = "".join(f"low_{k}, high_{k} = {text_of(grid.lows[k])}, {text_of(grid.highs[k])}\n" for k in numbers)
    extents = ", ".join(f"high_{k} - low_{k}" for k in numbers)
    text += f"{', '.join(f'size_{k}' for k in numbers)} = tile_sizes_{grid.count}d({extents}, {weight}, workers())\n"
    text += f"run_tiles({name}, ({', '.join(map(text_of, counts))}), ({', '.join(_given(grid.count, arguments))}))\n"
    return block(text)


def _given(count: int, arguments: Sequence[str]) -> list[str]:
    """What the body takes after the tile's place."""
    return [*(item for k in range(count) for item in (f"low_{k}", f"size_{k}")), *arguments]


def _deepest(nest: Nest, grid: TileGrid) -> list[tuple[Row, ...]]:
    deepest = max(nest.statements, key=lambda s: len(s.loops))
    return [grid.rows[deepest.name]]


def _weight(tree: RegionTree, nest: Nest, grid: TileGrid) -> str:
    """Rough nanoseconds per point of the grid, as Python text: operations times the lengths of loops that are not cut."""
    import islpy

    deepest = max(nest.statements, key=lambda s: len(s.loops))
    cut = {d for row in grid.rows[deepest.name] for d, _ in row.terms}
    operations = sum(isinstance(n, ast.BinOp | ast.Subscript | ast.Call | ast.Compare) for n in ast.walk(deepest.node))
    text = f"{max(1, operations) * NANOSECONDS:.1f}"
    inner: Mapping[str, int] = {d: p for p, d in enumerate(deepest.dimensions)}
    for dimension in deepest.dimensions[inner[nest.loop.dimension]:]:
        if dimension in cut or dimension not in nest.names:
            continue
        users: list[Statement] = [s for s in nest.statements if dimension in s.dimensions]
        limits = row_range(islpy, tree, nest.loop, users, [Row(((dimension, 1),))] * len(users), nest.names)
        if limits is not None:
            text += f" * max(1, {text_of(limits[1])} - ({text_of(limits[0])})) / 2"
    return text
