"""Calls that are too small for any of their regions: a test of the arguments, so that the user's own code runs at once."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Container, Iterator, Mapping, Sequence

from irpart.planning.emission.types import Region, WaveRegion, place_of
from irpart.planning.wavefronts.syntax import expression, folded, range_of, replaced, text_of
from irpart.regions.naming import assigned_names, loaded_names

INSIDE_A_CORE = 0.5
"""Share of a task's work from which on a region pays that is better code on one core, too."""
MOST_CORNERS = 4
"""Combinations of first and last iterations of the loops around a region that are looked at."""
_CALLS = {"max", "min", "len", "range"}
_PLAIN = (ast.Name, ast.Constant, ast.Load, ast.UnaryOp, ast.USub, ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.Div,
          ast.FloorDiv)


class _Unknown(Exception):
    """What the work of a region depends on is not known when the function is called."""


def large_enough(function: ast.FunctionDef, regions: Sequence[Region | WaveRegion], better: Container[str],
                 share: float) -> str:
    """Whether some region may pay, as source over the arguments.

    Parameters
    ----------
    function
        The function with the loops of the regions.
    regions
        What is run in parallel.
    better
        Bodies that are better code than the loops they come from.
    share
        Nanoseconds of work that are worth a task.

    Returns
    -------
    str
        An expression without side effects that cannot raise. "" where that depends on more than sizes of arrays and
        integers among the arguments.

    Notes
    -----
    The work of a region is estimated in the first and the last iteration of each loop around it.
    """
    values = _values(function)
    around = {place_of(node): loops for node, loops in _loops(function, ())}
    tests: list[str] = []
    try:
        for region in regions:
            if isinstance(region, WaveRegion):
                work, least = expression(region.code.work), share * INSIDE_A_CORE
            else:
                work, least = _work(region), share * (INSIDE_A_CORE if region.body in better else 1.0)
            found = [_known(replaced(work, at), values, function) for at in _corners(around[place_of(region.node)])]
            varied = [one for one in found if loaded_names([one]) - _CALLS]
            tests += [f"({text_of(one)} > {round(least, 1)})" for one in varied or found]
    except _Unknown:
        return ""
    return " | ".join(dict.fromkeys(tests))


def _loops(node: ast.AST, around: tuple[ast.For, ...]) -> Iterator[tuple[ast.For, tuple[ast.For, ...]]]:
    """Every loop with the loops around it."""
    inside = around
    if isinstance(node, ast.For):
        yield node, around
        inside = (*around, node)
    for child in ast.iter_child_nodes(node):
        yield from _loops(child, inside)


def _work(region: Region) -> ast.expr:
    """Estimated nanoseconds of a region."""
    step = region.step
    whole = region.stop if region.start == "0" else f"({region.stop}) - ({region.start})"
    count = f"max({whole}, 0)" if step == 1 else f"len(range({region.start}, {region.stop}, {step}))"
    ends = {f"start_{region.tag}": region.start, f"stop_{region.tag}": region.stop}
    return replaced(expression(f"({region.cost}) * {count}"), ends)  # type: ignore[no-any-return]


def _corners(loops: Sequence[ast.For]) -> Iterator[Mapping[str, ast.expr]]:
    """Values of loop variables in the first and last iterations, over those of the loops around."""
    ends: list[list[tuple[ast.expr, ast.expr | None]]] = []
    for loop in loops:
        found = range_of(loop)
        if found is None or not isinstance(loop.target, ast.Name):
            ends.append([(loop.target, None)])
            continue
        start, stop, step = found
        last = ast.BinOp(stop, ast.Sub() if step > 0 else ast.Add(), ast.Constant(1))
        ends.append([(loop.target, start), (loop.target, last)])
    for corner in itertools.islice(itertools.product(*ends), MOST_CORNERS):
        at: dict[str, ast.expr] = {}
        for target, value in corner:
            if isinstance(target, ast.Name) and value is not None:
                at[target.id] = replaced(value, at)
        yield at


def _values(function: ast.FunctionDef) -> Mapping[str, ast.expr]:
    """Variables that are assigned once, before any loop, and what."""
    stores = [node.id for node in ast.walk(function) if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)]
    found: dict[str, ast.expr] = {}
    for node in function.body:
        if not isinstance(node, ast.Assign) or len(node.targets) != 1:
            continue
        (target,) = node.targets
        pairs = [(target, node.value)]
        if isinstance(target, ast.Tuple):
            parts = node.value.elts if isinstance(node.value, ast.Tuple) else [
                ast.Subscript(node.value, ast.Constant(place), ast.Load()) for place in range(len(target.elts))]
            pairs = list(zip(target.elts, parts, strict=False))
        found |= {one.id: value for one, value in pairs if isinstance(one, ast.Name) and stores.count(one.id) == 1}
    return found


def _known(work: ast.expr, values: Mapping[str, ast.expr], function: ast.FunctionDef) -> ast.expr:
    """Work over arguments that keep their values; raises where there is more to it."""
    given = function.args
    arguments = {a.arg for a in (*given.posonlyargs, *given.args, *given.kwonlyargs)} - assigned_names(function.body)
    for _ in values:
        names = loaded_names([work])
        if not names & values.keys():
            break
        work = replaced(work, {name: values[name] for name in names & values.keys()})
    if not loaded_names([work]) <= arguments | _CALLS or not _is_plain(work):
        raise _Unknown
    return folded(work)


def _is_plain(node: ast.AST) -> bool:
    """Whether an expression is made of integers, lengths and operations that cannot fail."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return _is_of_array(node.value, "shape")
    if isinstance(node, ast.Attribute):
        return _is_of_array(node, "size")
    if isinstance(node, ast.Call):
        return (isinstance(node.func, ast.Name) and node.func.id in _CALLS and not node.keywords
                and (len(node.args) < 3 or isinstance(node.args[2], ast.Constant | ast.UnaryOp))
                and all(map(_is_plain, node.args)))
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div | ast.FloorDiv) and not (
            isinstance(node.right, ast.Constant) and node.right.value):
        return False
    return isinstance(node, _PLAIN) and all(map(_is_plain, ast.iter_child_nodes(node)))


def _is_of_array(node: ast.AST, attribute: str) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == attribute and isinstance(node.value, ast.Name)
