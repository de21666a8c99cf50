"""Sums along one axis: a new array of sums, each added up from zero in the order of the axis, as Numba does."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from irpart.planning.lowering.allocations import allocation
from irpart.planning.lowering.emitting import Counter, counters, element, nest
from irpart.planning.lowering.kernel_types import is_array
from irpart.planning.lowering.nodes import Base, Node, NotLowered
from irpart.planning.lowering.reading import whole

if TYPE_CHECKING:
    from irpart.planning.lowering.statements import Walk


def summed_along(walk: Walk, node: Node, axis: int, total: Any) -> tuple[list[ast.stmt], str]:
    """The loops of ``np.sum(node, axis)`` and the name of the new array.

    Notes
    -----
    Sums along the last axis are numbers until they are stored; along another one, rows are added to a row of sums, so that
    neighbouring elements are read one after the other.
    """
    rank = len(node.shape)
    axis = axis + rank if axis < 0 else axis
    if not 0 <= axis < rank or rank < 2 or node.type.layout != "C":
        raise NotLowered("it is summed along an axis of an array that does not lie by rows")
    name = walk.uses.fresh("sums")
    shape = node.shape[:axis] + node.shape[axis + 1:]
    kind = node.type.copy(dtype=total, ndim=rank - 1, layout="C", readonly=False)
    if not is_array(kind):
        raise NotLowered("its sums are no plain numbers")
    loops = counters(Base(name, node.type, node.shape), walk.uses.counters)
    code = walk.stores.elements()
    value = code.at(node, tuple(counter.index for counter in loops))
    walk.stores.count(code)
    kept = loops[:axis] + loops[axis + 1:]
    place = tuple(counter.index for counter in kept)
    zero = ast.Call(walk.typing.cast(total), [ast.Constant(0)], [])
    made: list[ast.stmt] = [allocation(walk.typing, name, kind, shape)]
    if axis == rank - 1:
        made.append(_numbers(walk, name, kept, loops[axis], [*code.lines, value], zero))
    else:
        made.append(nest(kept, [ast.Assign([element(name, place, ast.Store())], zero)], False))
        made.append(nest(loops, [*code.lines, ast.AugAssign(element(name, place, ast.Store()), ast.Add(), value)], False))
    walk.kinds[name] = kind
    walk.arrays[name] = whole(name, kind, shape)
    return made, name


def _numbers(walk: Walk, name: str, kept: tuple[Counter, ...], along: Counter, inside: list[Any],
             zero: ast.expr) -> ast.stmt:
    """For each element of the result a number that adds up and is stored."""
    total = walk.uses.fresh("total")
    *lines, value = inside
    add = ast.AugAssign(ast.Name(total, ast.Store()), ast.Add(), value)
    body = [ast.Assign([ast.Name(total, ast.Store())], zero), along.loop([*lines, add]),
            ast.Assign([element(name, tuple(counter.index for counter in kept), ast.Store())], ast.Name(total, ast.Load()))]
    return nest(kept, body, False)
