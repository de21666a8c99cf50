"""Minima, maxima and their places: searches that keep the first of equals, and the first NaN where there is one."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from irpart.planning.lowering.emitting import Counter, counters, nest
from irpart.planning.lowering.facts import python_text
from irpart.planning.lowering.kernel_types import numba_types
from irpart.planning.lowering.nodes import Node, NotLowered

if TYPE_CHECKING:
    from irpart.planning.lowering.statements import Walk


def extreme(walk: Walk, how: str, node: Node, by_columns: bool) -> tuple[list[ast.stmt], str]:
    """The loops of ``min``, ``max``, ``argmin`` or ``argmax`` of a node, and the name of the result.

    Notes
    -----
    A loop that looks for a NaN beside the extreme cannot be split; so the first loop only notes that there was one, and the
    second, which hardly ever runs, finds the first.
    """
    kind: Any = node.type.dtype
    types = numba_types()
    if not isinstance(kind, (types.Float, types.Integer)):
        raise NotLowered(f"extremes of {kind} are not compared by '<'")
    low = how in ("min", "argmin")
    best, at = walk.uses.fresh("min" if low else "max"), walk.uses.fresh("place") if how.startswith("arg") else ""
    cast = ast.unparse(walk.typing.cast(kind))
    real = isinstance(kind, types.Float)
    first = f"{walk.typing.numpy}.inf" if real and low else f"-{walk.typing.numpy}.inf" if real else str(
        kind.maxval if low else kind.minval)
    loops = counters(node, walk.uses.counters)
    where = f"    {at} = {_flat(loops)}\n" if at else ""
    start = [f"{best} = {cast}({first})"] + ([f"{at} = 0"] if at else [])
    element, lines, value = _element(walk, node, loops)
    text = f"{element} = {value}\nif {element} {'<' if low else '>'} {best}:\n    {best} = {element}\n{where}"
    made = ast.parse("\n".join(start)).body
    if not real:
        return [*made, nest(loops, [*lines, *ast.parse(text).body], by_columns)], at or best
    strange = walk.uses.fresh("strange")
    made += ast.parse(f"{strange} = False").body
    made.append(nest(loops, [*lines, *ast.parse(f"{text}{strange} |= {element} != {element}").body], by_columns))
    element, lines, value = _element(walk, node, loops)
    text = f"{element} = {value}\nif {element} != {element} and {best} == {best}:\n    {best} = {element}\n{where}"
    again = nest(loops, [*lines, *ast.parse(text).body], by_columns)
    made.append(ast.If(ast.Name(strange, ast.Load()), [again], []))
    return made, at or best


def _element(walk: Walk, node: Node, loops: tuple[Counter, ...]) -> tuple[str, list[ast.stmt], str]:
    """A name for the element, statements before it, and its expression."""
    code = walk.stores.elements()
    value = code.at(node, tuple(counter.index for counter in loops))
    walk.stores.count(code)
    return walk.uses.fresh("value"), code.lines, ast.unparse(value)


def _flat(loops: tuple[Counter, ...]) -> str:
    """The number of an element, counted by rows."""
    text = python_text(loops[0].index)
    for counter in loops[1:]:
        text = f"({text}) * ({python_text(counter.stop - counter.start)}) + ({python_text(counter.index)})"
    return text
