"""Reductions of array expressions: loops that go through the elements in the order in which Numba does."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from irpart.planning.lowering.axes import summed_along
from irpart.planning.lowering.emitting import counters, nest
from irpart.planning.lowering.extremes import extreme
from irpart.planning.lowering.kernel_types import numba_types
from irpart.planning.lowering.masks import picked
from irpart.planning.lowering.names import in_order, may_change
from irpart.planning.lowering.nodes import Deferred, Node, NotLowered, Number, Operation, cost_of, inner_nodes
from irpart.planning.lowering.operations import bounded
from irpart.planning.lowering.reading import Reader
from irpart.planning.lowering.storing import StoreFirst

if TYPE_CHECKING:
    from irpart.planning.lowering.statements import Walk


def reduced(walk: Walk, statement: ast.stmt, needed: Callable[[str], bool]) -> tuple[list[ast.stmt], ast.stmt]:
    """A statement whose reductions are names, and the loops that compute them before it.

    Parameters
    ----------
    walk
        The state of lowering.
    statement
        An assignment, a return, an expression or a condition.
    needed
        Whether the value of a temporary is read again later.

    Raises
    ------
    NotLowered
        A reduction of an expression that stays.
    StoreFirst
        A temporary that is to be stored first.
    """
    part = "test" if isinstance(statement, ast.If) else "value"
    inside = getattr(statement, part, None)
    if not isinstance(statement, (ast.Assign, ast.AugAssign, ast.Return, ast.Expr, ast.If)) or inside is None:
        return [], statement
    reader = walk.reader()
    calls = [node for node in ast.walk(inside) if isinstance(node, ast.Call)]
    found = [call for call in calls if _argument(reader, call) is not None]
    if not found or any(isinstance(node, (ast.IfExp, ast.BoolOp, ast.Lambda, ast.ListComp)) for node in ast.walk(inside)):
        return [], statement
    if _changes_before(reader, inside, found):
        raise NotLowered("a call before it may change what it reduces")
    found = [call for call in found if not any(call is not outer and call in list(ast.walk(outer)) for outer in found)]
    made: list[ast.stmt] = []
    names: dict[int, ast.expr] = {}
    for call in found:
        lines, names[id(call)] = _number(walk, call, needed)
        made += lines
    changed = copy.copy(statement)
    setattr(changed, part, _Replaced(names).visit(inside))
    walk.uses.stands_for(changed, statement)
    return made, changed


def _changes_before(reader: Reader, tree: ast.expr, found: list[ast.Call]) -> bool:
    """Whether a call that may change arrays is evaluated before the last of the reductions."""
    calls = [node for node in in_order(tree) if isinstance(node, ast.Call)]
    last = max(place for place, call in enumerate(calls) if call in found)
    return any(may_change(call, reader.value_of(call.func)) for call in calls[:last] if call not in found)


class _Replaced(ast.NodeTransformer):
    """A copy of an expression with names in place of calls."""

    def __init__(self, names: dict[int, ast.expr]) -> None:
        self.names = names

    def visit(self, node: ast.AST) -> Any:
        if id(node) in self.names:
            return self.names[id(node)]
        return self.generic_visit(copy.copy(node))

    def generic_visit(self, node: ast.AST) -> ast.AST:
        for name, value in ast.iter_fields(node):
            if isinstance(value, list):
                setattr(node, name, [self.visit(item) if isinstance(item, ast.AST) else item for item in value])
            elif isinstance(value, ast.AST):
                setattr(node, name, self.visit(value))
        return node


FUNCTIONS = {np.sum: "sum", np.mean: "mean", np.min: "min", np.max: "max", np.amin: "min", np.amax: "max", np.prod: "prod",
             np.any: "any", np.all: "all", np.argmin: "argmin", np.argmax: "argmax"}
CALLING = 20
"""Additions per element from which on a temporary that is reduced and read again is stored rather than computed twice."""


@dataclass(frozen=True, slots=True)
class Reduction:
    """What a call reduces, how, and along which axis if not all."""

    how: str
    tree: ast.expr
    axis: int | None = None


def _argument(reader: Reader, call: ast.Call) -> Reduction | None:
    """What a call reduces, None when it is no reduction of an array to a number, or of a sum along one axis."""
    function = reader.value_of(call.func)
    arguments = list(call.args)
    if function is None:
        how = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        arguments = [call.func.value, *arguments] if isinstance(call.func, ast.Attribute) else []
        how = how if how in FUNCTIONS.values() else ""
    else:
        how = FUNCTIONS[function] if isinstance(function, type(np.sum)) and function in FUNCTIONS else ""
    if not how or not arguments:
        return None
    if len(arguments) == 1 and not call.keywords:
        return Reduction(how, arguments[0])
    given = arguments[1:] + [keyword.value for keyword in call.keywords if keyword.arg == "axis"]
    axis = reader.affine(given[0]) if len(given) == 1 and len(arguments) + len(call.keywords) == 2 else None
    if how != "sum" or axis is None or axis.terms or not isinstance(given[0], (ast.Constant, ast.UnaryOp)):
        return None
    return Reduction(how, arguments[0], axis.constant)


def _number(walk: Walk, call: ast.Call, needed: Callable[[str], bool]) -> tuple[list[ast.stmt], ast.expr]:
    """The loops of one call, and the name of their result."""
    reader = walk.reader()
    found = _argument(reader, call)
    assert found is not None
    part = picked(reader, found.tree)
    node, mask = part if part is not None else (reader.read(found.tree), None)
    if mask is not None and found.how not in ("sum", "prod"):
        raise NotLowered("a mask picks what it reduces")
    if isinstance(node, Number):
        raise NotLowered("it reduces a number")
    costly = {part.name for part in inner_nodes(node) if isinstance(part, Deferred) and cost_of(part.inside) >= CALLING
              and walk.deferred.get(part.name) is part and needed(part.name)}
    if costly:
        raise StoreFirst(costly)
    node = bounded(walk.typing, node)
    if found.how in ("min", "max", "argmin", "argmax"):
        for length in node.shape:
            walk.facts.at_least_zero(length - 1, f"the array of '{ast.unparse(call)}' is not empty")
        made, name = extreme(walk, found.how, node, _runs_by_columns(node) and not found.how.startswith("arg"))
        walk.kinds[name] = numba_types().intp if found.how.startswith("arg") else node.type.dtype
    elif found.axis is not None:
        made, name = summed_along(walk, node, found.axis, _total(node.type.dtype))
    else:
        made, name = _combined(walk, found.how, node, mask)
    return [*reader.numbers, *made], ast.Name(name, ast.Load())


def _combined(walk: Walk, how: str, node: Node, mask: Node | None) -> tuple[list[ast.stmt], str]:
    """The loops of a sum, mean, product, or of whether any or all elements are true."""
    types, element = numba_types(), node.type.dtype
    name = walk.uses.fresh(how)
    loops = counters(node, walk.uses.counters)
    code = walk.stores.elements()
    index = tuple(counter.index for counter in loops)
    test = None if mask is None else code.at(mask, index)
    value = code.at(node, index)
    walk.stores.count(code)
    kind, start, op = _total(element), ast.Constant(0), ast.Add()
    last: list[ast.stmt] = []
    if how == "mean":
        if isinstance(element, types.Complex):
            for length in node.shape:
                walk.facts.at_least_zero(length - 1, "the mean of complex numbers has some")
        kind = types.float64 if _is_whole(element) else element
        last = [_divided(walk, name, kind, [loop.extent for loop in loops])]
    elif how == "prod":
        start, op = ast.Constant(1), ast.Mult()  # type: ignore[assignment]
    elif how in ("any", "all"):
        if not isinstance(node, Operation) or not isinstance(element, types.Boolean):
            raise NotLowered("it ends at the first element that decides")
        kind, start = types.boolean, ast.Constant(how == "all")
        op = ast.BitOr() if how == "any" else ast.BitAnd()  # type: ignore[assignment]
    walk.kinds[name] = kind
    first = start if isinstance(kind, types.Boolean) else ast.Call(walk.typing.cast(kind), [start], [])
    body = ast.AugAssign(ast.Name(name, ast.Store()), op, value)
    inside: ast.stmt = body if test is None else ast.If(test, [body], [])
    nested = nest(loops, [*code.lines, inside], _runs_by_columns(node))
    return [ast.Assign([ast.Name(name, ast.Store())], first), nested, *last], name


def _is_whole(kind: Any) -> bool:
    types = numba_types()
    return isinstance(kind, (types.Integer, types.Boolean))


def _total(kind: Any) -> Any:
    types = numba_types()
    if isinstance(kind, types.Boolean) or (isinstance(kind, types.Integer) and kind.signed):
        return max(types.intp, kind, key=lambda k: getattr(k, "bitwidth", 0))
    return max(types.uintp, kind, key=lambda k: k.bitwidth) if isinstance(kind, types.Integer) else kind


def _divided(walk: Walk, name: str, kind: Any, extents: list[ast.expr]) -> ast.stmt:
    """``mean = NaN if size == 0 else kind(mean / size)``."""
    size = extents[0]
    for extent in extents[1:]:
        size = ast.BinOp(size, ast.Mult(), extent)
    nan = ast.Call(walk.typing.cast(kind), [ast.Attribute(ast.Name(walk.typing.numpy, ast.Load()), "nan", ast.Load())], [])
    quotient = ast.BinOp(ast.Name(name, ast.Load()), ast.Div(), copy.deepcopy(size))
    return ast.Assign([ast.Name(name, ast.Store())], ast.IfExp(
        ast.Compare(size, [ast.Eq()], [ast.Constant(0)]), nan, ast.Call(walk.typing.cast(kind), [quotient], [])))


def _runs_by_columns(node: Node) -> bool:
    """Whether Numba's iterator goes through an array of this type by columns."""
    return bool(node.type.layout == "F") and len(node.shape) > 1


