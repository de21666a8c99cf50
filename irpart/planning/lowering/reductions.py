"""Sums and means of array expressions: loops that add in the order in which Numba does."""

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
        lines, names[id(call)] = _sum(walk, call)
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


def _argument(reader: Reader, call: ast.Call) -> ast.expr | None:
    """What a call sums, None when it is no sum over all elements of an array."""
    if call.keywords:
        return None
    function = reader.value_of(call.func)
    if function in (np.sum, np.mean) and len(call.args) == 1:
        return call.args[0]
    if function is None and isinstance(call.func, ast.Attribute) and call.func.attr in ("sum", "mean") and not call.args:
        return call.func.value
    return None


def _sum(walk: Walk, call: ast.Call) -> tuple[list[ast.stmt], ast.expr]:
    types = numba_types()
    reader = walk.reader()
    tree = _argument(reader, call)
    assert tree is not None
    node = reader.read(tree)
    if isinstance(node, Number):
        raise NotLowered("the sum of a number")
    node = bounded(walk.typing, node)
    is_mean = reader.value_of(call.func) is np.mean or (isinstance(call.func, ast.Attribute) and call.func.attr == "mean")
    kind = node.type.dtype
    total = _total(kind) if not is_mean else (types.float64 if isinstance(kind, (types.Integer, types.Boolean)) else kind)
    name = walk.uses.fresh("mean" if is_mean else "sum")
    loops = counters(node, walk.uses.counters)
    code = walk.stores.elements()
    value = code.at(node, tuple(counter.index for counter in loops))
    walk.stores.count(code)
    start = ast.Assign([ast.Name(name, ast.Store())], ast.Call(walk.typing.cast(total), [ast.Constant(0)], []))
    add = ast.AugAssign(ast.Name(name, ast.Store()), ast.Add(), value)
    made = [*reader.numbers, start, nest(loops, [*code.lines, add], _runs_by_columns(node))]
    if is_mean:
        made.append(_divided(walk, name, total, [loop.extent for loop in loops]))
    return made, ast.Name(name, ast.Load())


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


