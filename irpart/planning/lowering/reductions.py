"""Sums, means and extremes of array expressions: loops that go through the elements in the order in which Numba does."""

from __future__ import annotations

import ast
import copy
from typing import TYPE_CHECKING, Any

import numpy as np

from irpart.planning.lowering.emitting import counters, nest
from irpart.planning.lowering.kernel_types import numba_types
from irpart.planning.lowering.nodes import Node, NotLowered, Number
from irpart.planning.lowering.operations import bounded
from irpart.planning.lowering.reading import Reader

if TYPE_CHECKING:
    from irpart.planning.lowering.statements import Walk


def reduced(walk: Walk, statement: ast.stmt) -> tuple[list[ast.stmt], ast.stmt]:
    """A statement whose sums are scalars, and the loops that compute them before it.

    Raises
    ------
    NotLowered
        A sum of an expression that stays.
    """
    if not isinstance(statement, (ast.Assign, ast.AugAssign, ast.Return, ast.Expr)) or statement.value is None:
        return [], statement
    reader = walk.reader()
    calls = [node for node in ast.walk(statement.value) if isinstance(node, ast.Call)]
    found = [call for call in calls if _argument(reader, call) is not None]
    if not found or any(isinstance(node, (ast.IfExp, ast.BoolOp, ast.Lambda, ast.ListComp)) for node in ast.walk(statement)):
        return [], statement
    found = [call for call in found if not any(call is not outer and call in list(ast.walk(outer)) for outer in found)]
    made: list[ast.stmt] = []
    names: dict[int, ast.expr] = {}
    for call in found:
        lines, names[id(call)] = _number(walk, call)
        made += lines
    changed = copy.copy(statement)
    changed.value = _Replaced(names).visit(statement.value)
    return made, changed


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


FUNCTIONS = {np.sum: "sum", np.mean: "mean", np.min: "min", np.max: "max", np.amin: "min", np.amax: "max"}


def _argument(reader: Reader, call: ast.Call) -> tuple[str, ast.expr] | None:
    """What a call reduces and how, None when it does not reduce all elements of an array to a number."""
    if call.keywords:
        return None
    function = reader.value_of(call.func)
    if function is None:
        if isinstance(call.func, ast.Attribute) and call.func.attr in FUNCTIONS.values() and not call.args:
            return call.func.attr, call.func.value
    elif isinstance(function, type(np.sum)) and function in FUNCTIONS and len(call.args) == 1:
        return FUNCTIONS[function], call.args[0]
    return None


def _number(walk: Walk, call: ast.Call) -> tuple[list[ast.stmt], ast.expr]:
    """The loops of one call, and the name of their result."""
    reader = walk.reader()
    found = _argument(reader, call)
    assert found is not None
    how, tree = found
    node = reader.read(tree)
    if isinstance(node, Number):
        raise NotLowered("it reduces a number")
    node = bounded(walk.typing, node)
    name = walk.uses.fresh(how)
    loops = counters(node, walk.uses.counters)
    code = walk.stores.elements()
    value = code.at(node, tuple(counter.index for counter in loops))
    walk.stores.count(code)
    extents = [loop.stop - loop.start for loop in loops]
    if how in ("min", "max"):
        start, body = _extreme(walk, name, how, node.type.dtype, value)
        for extent in extents:
            walk.facts.at_least_zero(extent - 1, f"the array of '{ast.unparse(call)}' is not empty")
        last = []
    else:
        kind = node.type.dtype if how == "mean" and not _is_whole(node.type.dtype) else (
            numba_types().float64 if how == "mean" else _total(node.type.dtype))
        start = ast.Assign([ast.Name(name, ast.Store())], ast.Call(walk.typing.cast(kind), [ast.Constant(0)], []))
        body = [ast.AugAssign(ast.Name(name, ast.Store()), ast.Add(), value)]
        last = [_divided(walk, name, kind, [loop.extent for loop in loops])] if how == "mean" else []
    nested = nest(loops, [*code.lines, *body], _runs_by_columns(node))
    return [*reader.numbers, start, nested, *last], ast.Name(name, ast.Load())


def _is_whole(kind: Any) -> bool:
    types = numba_types()
    return isinstance(kind, (types.Integer, types.Boolean))


def _extreme(walk: Walk, name: str, how: str, kind: Any, value: ast.expr) -> tuple[ast.Assign, list[ast.stmt]]:
    """Start and step of a minimum or maximum: the first of equals stays, and the first NaN when there is one."""
    types = numba_types()
    if isinstance(kind, types.Float):
        first = ("" if how == "min" else "-") + walk.typing.numpy + ".inf"
        start = f"{ast.unparse(walk.typing.cast(kind))}({first})"
    elif isinstance(kind, types.Integer):
        start = f"{ast.unparse(walk.typing.cast(kind))}({kind.maxval if how == 'min' else kind.minval})"
    else:
        raise NotLowered(f"extremes of {kind} are not compared by '<'")
    element = walk.uses.fresh("value")
    test = f"{element} {'<' if how == 'min' else '>'} {name}"
    if isinstance(kind, types.Float):
        test += f" or ({element} != {element} and {name} == {name})"
    body = ast.parse(f"{element} = {ast.unparse(value)}\nif {test}:\n    {name} = {element}").body
    assigned = ast.parse(f"{name} = {start}").body[0]
    assert isinstance(assigned, ast.Assign)
    return assigned, body


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


