"""The points of one tile as a nest of loops: the source's, with tighter bounds, and guards where that does not do."""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from irpart.planning.wavefronts.casts import Places, cast_copy, safe_places
from irpart.planning.wavefronts.syntax import bound_names, bounded, expression, for_loop, range_of, used_names
from irpart.planning.wavefronts.types import Row
from irpart.regions.naming import leftover_names
from irpart.regions.types import Loop, RegionTree, Statement

_JUMPS = (ast.Break, ast.Continue, ast.Return, ast.Raise, ast.Assert, ast.Try, ast.With, ast.Lambda, ast.NamedExpr,
          ast.ListComp, ast.GeneratorExp, ast.SetComp, ast.DictComp)
_MADE = re.compile(r"(low|high|tile|start|size)_\d+|\w+_(first|start|stop|rows)")
"""Names that generated code binds."""


class Untileable(Exception):
    """A construct that cannot be cut: its text is the reason."""


@dataclass(slots=True)
class Nest:
    """A nest of loops of a region tree with its syntax tree.

    Attributes
    ----------
    loop
        The outermost loop.
    loops, statements
        Loops and statements by the syntax node they come from (several statements of an expression share a node's subtree).
    names
        Dimension to the iterator's name in the source.
    safe
        Indices that are never negative.
    origin
        Loops made by ``tile_of``, by ``id``, to those of the tree.
    """

    loop: Loop
    loops: Mapping[int, Loop]
    statements: tuple[Statement, ...]
    names: Mapping[str, str]
    safe: Places
    origin: dict[int, Loop] = field(default_factory=dict)

    def inside(self, node: ast.AST) -> list[Statement]:
        """Statements that come from a syntax node or from below it."""
        below = {id(one) for one in ast.walk(node)}
        return [s for s in self.statements if id(s.node) in below]


def nest_of(tree: RegionTree, loop: Loop, function: ast.FunctionDef, has_numpy: bool = True) -> Nest:
    """A loop with all that is inside it.

    Parameters
    ----------
    tree, loop
        The function's regions and one of its loops.
    function
        The function's syntax tree, for what it does with names outside the loop.
    has_numpy
        Whether ``np`` is NumPy where the result will stand.

    Raises
    ------
    Untileable
        When part of it does not come from the loop's own syntax tree (inlined calls), is no loop with affine bounds, leaves
        a loop, or uses iterators in any other way than inside their loops.
    """
    _check_names(tree, loop, function)
    statements = tuple(s for s in tree.statements if loop.name in s.loops)
    names = {s_loop.dimension: s_loop.iterator for s_loop in tree.loops if s_loop.kind == "range"}
    inner = [one for one in tree.loops if loop.dimension in one.dimensions]
    below = {id(node) for node in ast.walk(loop.node)}
    if any(id(s.node) not in below for s in statements):
        raise Untileable("it calls functions that are read in place")
    unknown = [s for s in statements if s.kind not in ("assign", "condition")]
    if unknown:
        raise Untileable(f"line {unknown[0].line} is more than an assignment ({unknown[0].kind})")
    for one in inner:
        if one.kind != "implicit" and (one.kind != "range" or one.exits or range_of(one.node) is None):
            raise Untileable(f"the loop in line {one.line} has no affine range in steps of one")
    found = {id(one.node): one for one in inner if one.kind == "range"}
    if any(isinstance(node, ast.For | ast.While) and id(node) not in found for node in ast.walk(loop.node)):
        raise Untileable("it has loops that are not modelled")
    safe = safe_places(statements, names) if has_numpy and "np" not in bound_names([function]) else {}
    return Nest(loop, found, statements, names, safe)


def _check_names(tree: RegionTree, loop: Loop, function: ast.FunctionDef) -> None:
    """Raise where moving iterations would change what a name stands for."""
    iterators = iterators_of([loop.node])
    below = list(ast.walk(loop.node))
    kept = iterators & leftover_names(function)
    if kept:
        raise Untileable(f"'{min(kept)}' is used outside its loop")
    jump = next((n for n in below if isinstance(n, _JUMPS)), None)
    if jump is not None:
        raise Untileable(f"line {jump.lineno} may leave the order of the loop")
    targets = {id(n.target) for n in below if isinstance(n, ast.For)}
    stored = {n.id for n in below if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store) and id(n) not in targets}
    shadowed = {n.target.id for n in below if isinstance(n, ast.For) and isinstance(n.target, ast.Name)
                and n.target.id in iterators_of(n.body)}
    if iterators & stored or shadowed:
        raise Untileable(f"'{min((iterators & stored) | shadowed)}' is assigned inside its loop")
    unsigned = {name for name, kind in tree.arguments if kind.startswith("uint")}
    if unsigned & set(used_names([n.iter for n in below if isinstance(n, ast.For)])):
        raise Untileable("the bounds of its loops are unsigned")
    taken = [name for name in used_names([function]) if _MADE.fullmatch(name)]
    if taken:
        raise Untileable(f"'{taken[0]}' is a name that tiles and strips need")


@dataclass(frozen=True, slots=True)
class _Cut:
    """What is known on the way down: rows per statement, names of a tile's bounds, rows that hold already."""

    nest: Nest
    rows: Mapping[str, tuple[Row, ...]]
    lows: tuple[str, ...]
    highs: tuple[str, ...]


def tile_of(nest: Nest, rows: Mapping[str, tuple[Row, ...]], lows: Sequence[str], highs: Sequence[str]) -> list[ast.stmt]:
    """Statements that run the points of a tile in the order of the source.

    Parameters
    ----------
    nest
        The loops.
    rows
        Each statement's rows.
    lows, highs
        Names of the bounds of each row, half-open. ``nest.origin`` is filled: new loops by ``id`` to those of the tree.

    Raises
    ------
    Untileable
        When a condition that depends on data stands around loops that belong to different tiles.
    """
    cut = _Cut(nest, rows, tuple(lows), tuple(highs))
    return _visit(cut, [nest.loop.node], frozenset(range(len(cut.lows))), ())


def _visit(cut: _Cut, nodes: Sequence[ast.stmt], open_rows: frozenset[int], around: tuple[str, ...]) -> list[ast.stmt]:
    """Statements in order; neighbours with the same guard share it."""
    made: list[ast.stmt] = []
    last = ""
    for node in nodes:
        tests, inner = _one(cut, node, open_rows, around)
        guard = " and ".join(tests)
        if guard and guard == last and isinstance(made[-1], ast.If):
            made[-1].body += inner
        elif guard:
            made.append(ast.If(expression(guard), inner, []))
        else:
            made += inner
        last = guard
    return made


def _one(cut: _Cut, node: ast.stmt, open_rows: frozenset[int], around: tuple[str, ...]) -> tuple[list[str], list[ast.stmt]]:
    """Guards that stand around a node, and the node."""
    statements = cut.nest.inside(node)
    if not statements:
        return [], [cast_copy(node, cut.nest.safe)]
    tests = []
    for row in sorted(open_rows):
        alike = {cut.rows[s.name][row] for s in statements}
        if len(alike) == 1:
            (one,) = alike
            if all(dimension in around for dimension, _ in one.terms):
                tests.append(f"{cut.lows[row]} <= {_text(cut, one)} < {cut.highs[row]}")
                open_rows = open_rows - {row}
    if isinstance(node, ast.For):
        return tests, [_loop(cut, node, statements, open_rows, around)]
    if not open_rows:
        return tests, [cast_copy(node, cut.nest.safe)]
    if isinstance(node, ast.If) and not any(s.kind == "condition" and _is_below(s, node.test) for s in statements):
        made = copy.copy(node)
        made.body = _visit(cut, node.body, open_rows, around) or [ast.Pass()]
        made.orelse = _visit(cut, node.orelse, open_rows, around)
        return tests, [made]
    raise Untileable(f"line {node.lineno} belongs to several tiles at once")


def _is_below(statement: Statement, node: ast.AST) -> bool:
    return any(one is statement.node for one in ast.walk(node))


def _loop(cut: _Cut, node: ast.For, statements: Sequence[Statement], open_rows: frozenset[int],
          around: tuple[str, ...]) -> ast.For:
    """A loop, its range cut to the tile by every row that moves with it alone."""
    loop = cut.nest.loops[id(node)]
    start, stop, step = _range(node)
    lower, upper = [start], [stop]
    for row in sorted(open_rows):
        alike = {cut.rows[s.name][row] for s in statements}
        one = next(iter(alike))
        factor = one.factor(loop.dimension)
        rest = Row(tuple(term for term in one.terms if term[0] != loop.dimension), one.constant)
        if len(alike) > 1 or abs(factor) != 1 or not all(dimension in around for dimension, _ in rest.terms):
            continue
        low, high = _bounds(cut, row, factor, rest, step)
        lower.append(low)
        upper.append(high)
        open_rows = open_rows - {row}
    body = _visit(cut, node.body, open_rows, (*around, loop.dimension))
    first, last = ("max", "min") if step == 1 else ("min", "max")
    made = for_loop(_iterator(node), bounded(first, lower), bounded(last, upper), step, body, node.lineno)
    cut.nest.origin[id(made)] = loop
    return made


def _bounds(cut: _Cut, row: int, factor: int, rest: Row, step: int) -> tuple[ast.expr, ast.expr]:
    """Start and stop that keep ``low <= factor * iterator + rest < high``."""
    low, high = cut.lows[row], cut.highs[row]
    if factor == 1 and step == 1:
        return _less(cut, low, rest), _less(cut, high, rest)
    if factor == 1:
        more = Row(rest.terms, rest.constant + 1)
        return _less(cut, high, more), _less(cut, low, more)
    if step == 1:
        more = Row(rest.terms, rest.constant + 1)
        return _minus(cut, more, high), _minus(cut, more, low)
    return _minus(cut, rest, low), _minus(cut, rest, high)


def _less(cut: _Cut, name: str, rest: Row) -> ast.expr:
    """``name - rest``."""
    negative = Row(tuple((d, -f) for d, f in rest.terms), -rest.constant)
    if not negative.terms and not negative.constant:
        return expression(name)
    text = _text(cut, negative)
    return expression(f"{name} - {text[1:]}" if text.startswith("-") else f"{name} + {text}")


def _minus(cut: _Cut, rest: Row, name: str) -> ast.expr:
    """``rest - name``."""
    return expression(f"{_text(cut, rest)} - {name}" if rest.terms or rest.constant else f"-{name}")


def _text(cut: _Cut, row: Row) -> str:
    return row.text(cut.nest.names)


def _range(node: ast.For) -> tuple[ast.expr, ast.expr, int]:
    found = range_of(node)
    if found is None:
        raise Untileable(f"the loop in line {node.lineno} has no range in steps of one")
    return found


def _iterator(node: ast.For) -> str:
    return node.target.id  # type: ignore[attr-defined, no-any-return]


def iterators_of(nodes: Iterable[ast.AST]) -> set[str]:
    """Names that loops of some statements bind."""
    return {node.target.id for root in nodes for node in ast.walk(root)
            if isinstance(node, ast.For) and isinstance(node.target, ast.Name)}
