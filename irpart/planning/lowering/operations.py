"""Elementwise operations as nodes: their types on arrays and on elements, and the scalar code that has the same bits."""

from __future__ import annotations

import ast
import copy
from typing import Any

import numpy as np

from irpart.planning.lowering.facts import Facts
from irpart.planning.lowering.kernel_types import BINARY, INPLACE, UNARY, Typing, is_array, numba_types
from irpart.planning.lowering.nodes import Build, Node, NotLowered, Number, Operation, Shape, kind_of
from irpart.regions.affine import Affine

CHEAP = (np.minimum, np.maximum, np.fmin, np.fmax, np.absolute, np.fabs, np.negative, np.add, np.subtract, np.multiply,
         np.square, np.equal, np.not_equal, np.less, np.less_equal, np.greater, np.greater_equal, np.logical_and,
         np.logical_or, np.logical_not, np.logical_xor, np.isnan)
DIVIDING = 5
CALLING = 20


def broadcast(facts: Facts, operands: tuple[Node, ...]) -> Shape:
    """The common shape of operands; lengths that may differ are taken to be equal under a guard."""
    rank = max(len(node.shape) for node in operands)
    shape: list[Affine] = [Affine(1)] * rank
    for node in operands:
        for axis, length in enumerate(node.shape, rank - len(node.shape)):
            if length == Affine(1):
                continue
            if shape[axis] == Affine(1):
                shape[axis] = length
            else:
                facts.equal(shape[axis], length, "the arrays of an expression have the same shape")
    return tuple(shape)


def operation(typing: Typing, facts: Facts, functions: tuple[Any, Any], operands: tuple[Node, ...], build: Build,
              cost: int) -> Operation:
    """An operation whose function on elements, and on arrays, is given; types are Numba's."""
    types = numba_types()
    kind = typing.result(functions[0], tuple(kind_of(node) for node in operands))
    whole = typing.result(functions[1], tuple(node.type for node in operands))
    if not is_array(whole) or (isinstance(whole.dtype, types.Boolean) and not isinstance(kind, types.Boolean)):
        raise NotLowered(f"an element of type {kind} becomes {getattr(whole, 'dtype', whole)}")
    return Operation(operands, build, kind, whole, broadcast(facts, operands), cost)


def unary(typing: Typing, op: ast.unaryop, operand: Node) -> Operation:
    """Sign or complement of an array."""
    if type(op) not in UNARY:
        raise NotLowered("'not' of an array has no loops")
    function = UNARY[type(op)]
    return operation(typing, Facts(frozenset()), (function, function), (operand,), lambda e: ast.UnaryOp(op, e[0]), 1)


def binary(typing: Typing, facts: Facts, op: ast.operator | ast.cmpop, left: Node, right: Node) -> Operation:
    """An operator of two nodes, at least one an array.

    Notes
    -----
    Numba computes a fused expression with its scalar operators but NumPy's treatment of division by zero; divisions that
    may meet a zero are calls of ``np.divide``, which has that treatment in scalar code too.
    """
    function = BINARY[type(op)]
    constant = isinstance(right, Number) and isinstance(right.expression, ast.Constant) and right.expression.value
    cost, build = 1, _written(op)
    if isinstance(op, ast.Div):
        cost = DIVIDING
        if not constant:
            build = _division(typing, kind_of(left), kind_of(right))
    elif isinstance(op, (ast.FloorDiv, ast.Mod)):
        cost = DIVIDING
        if not constant:
            raise NotLowered("the divisor of '//' or '%' may be zero, which raises an exception in a loop")
    elif isinstance(op, ast.Pow):
        cost = CALLING
        if not isinstance(constant, int) or isinstance(constant, bool) or not 0 < constant < 64:
            raise NotLowered("'**' with another exponent than a small constant may be computed differently in a loop")
        cost = constant.bit_length()
    return operation(typing, facts, (function, function), (left, right), build, cost)


def _written(op: ast.operator | ast.cmpop) -> Build:
    """The operator between two elements."""
    if isinstance(op, ast.cmpop):
        return lambda e: ast.Compare(e[0], [op], [e[1]])
    return lambda e: ast.BinOp(e[0], op, e[1])


def _division(typing: Typing, left: Any, right: Any) -> Build:
    types = numba_types()
    found = typing.signature(BINARY[ast.Div], (left, right))
    first, second = (types.unliteral(kind) for kind in found.args)
    if isinstance(found.return_type, types.Complex) or typing.result(np.divide, (first, second)) != found.return_type:
        raise NotLowered(f"'/' of {left} by {right} is computed differently in a loop")
    left, right = types.unliteral(left), types.unliteral(right)
    return lambda e: typing.ufunc("divide", typing.casting(e[0], left, first), typing.casting(e[1], right, second))


def accumulated(typing: Typing, facts: Facts, op: ast.operator, target: Node, value: Node) -> Operation:
    """What ``target op= value`` stores: NumPy's operation on the element types, as Numba does it in place."""
    if type(op) not in INPLACE:
        raise NotLowered("the operation in place has no loops of its own here")
    function, scalar = INPLACE[type(op)], BINARY[type(op)]
    kinds = (kind_of(target), kind_of(value))
    kind = typing.result(function, kinds)
    facts_shape = broadcast(facts, (target, value))
    stretched = facts_shape != target.shape and Affine(1) in target.shape
    if stretched or len(facts_shape) != len(target.shape):
        raise NotLowered("the value has another shape than the array")
    if kind == typing.result(scalar, kinds) and not isinstance(op, ast.Div):
        return Operation((target, value), _written(op), kind, target.type, target.shape, 1)
    name = str(function.__name__)
    return Operation((target, value), lambda e: typing.ufunc(name, e[0], e[1]), kind, target.type, target.shape, DIVIDING)


def called(typing: Typing, facts: Facts, function: np.ufunc, tree: ast.expr, parts: list[Node]) -> Operation:
    """A universal function of nodes."""
    cost = 1 if function in CHEAP else DIVIDING if function in (np.sqrt, np.divide) else CALLING
    return operation(typing, facts, (function, function), tuple(parts),
                     lambda e: ast.Call(copy.deepcopy(tree), list(e), []), cost)


def chosen(typing: Typing, facts: Facts, parts: list[Node]) -> Operation:
    """``np.where``: both values are computed, cast to their common type, and one is taken."""
    types = numba_types()
    if isinstance(parts[0], Number):
        raise NotLowered("the condition of 'np.where' is a number")
    whole = typing.result(np.where, tuple(types.unliteral(node.type) for node in parts))
    if not is_array(whole):
        raise NotLowered("'np.where' gives no plain array")
    parts = [bounded(typing, node) for node in parts]
    kinds = [types.unliteral(kind_of(node)) for node in parts]

    def build(e: list[ast.expr]) -> ast.expr:
        return ast.IfExp(e[0], typing.casting(e[1], kinds[1], whole.dtype), typing.casting(e[2], kinds[2], whole.dtype))

    return Operation(tuple(parts), build, whole.dtype, whole, broadcast(facts, tuple(parts)), 1, named=True)


def bounded(typing: Typing, node: Node) -> Node:
    """A node whose elements have the array's type: where Numba stores a temporary, wider scalar results are cut."""
    if isinstance(node, Operation) and node.kind != node.type.dtype:
        return cast_to(typing, node, node.type.dtype)
    return node


def cast_to(typing: Typing, node: Node, kind: Any) -> Operation:
    """A copy of an array with another type of elements."""
    types = numba_types()
    layout = node.type.layout if node.type.layout in "CF" else "C"
    node = node if not isinstance(node, Operation) or kind == node.type.dtype else bounded(typing, node)
    before = kind_of(node)
    typing.cast(kind)
    return Operation((node,), lambda e: typing.casting(e[0], before, kind), kind, types.Array(kind, node.type.ndim, layout),
                     node.shape, 0)
