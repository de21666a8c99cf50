"""From syntax trees to nodes: whole-array expressions with shapes and the types that Numba gives their parts."""

from __future__ import annotations

import ast
import types as python_types
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from irpart.planning.lowering.facts import Facts
from irpart.planning.lowering.kernel_types import BINARY, UNARY, Typing, is_array, numba_types
from irpart.planning.lowering.nodes import (
    Along,
    Base,
    Deferred,
    Node,
    NotLowered,
    Number,
    Operation,
    Shape,
    kind_of,
    look,
)
from irpart.planning.lowering.operations import binary, called, cast_to, chosen, unary
from irpart.planning.lowering.slicing import viewed
from irpart.regions.affine import Affine


@dataclass(slots=True)
class Reader:
    """Reads the expressions of a statement.

    Attributes
    ----------
    typing, facts
        Numba's types; what is known about sizes.
    arrays
        What array names stand for at this place.
    kinds
        Numba types of the function's variables, those with one type.
    globals
        Values of names that are not variables.
    numbers
        Statements that compute scalars before the loops; ``fresh`` makes their names.
    """

    typing: Typing
    facts: Facts
    arrays: dict[str, Node]
    kinds: dict[str, Any]
    globals: dict[str, Any]
    fresh: Any
    numbers: list[ast.stmt] = field(default_factory=list)

    def read(self, tree: ast.expr) -> Node:
        """The node of an expression.

        Raises
        ------
        NotLowered
            A part has no case here.
        """
        case = _CASES.get(type(tree))
        if case is None:
            raise NotLowered(f"'{ast.unparse(tree)}' has no loops of its own here")
        found: Node = case(self, tree)
        return found

    def operand(self, tree: ast.expr) -> Node:
        """The node of an operand of an array operation; a scalar that is more than a name is computed before the loops."""
        return self.settled(self.read(tree))

    def settled(self, node: Node) -> Node:
        """A node whose scalar is a constant or a name."""
        if not isinstance(node, Number) or isinstance(node.expression, (ast.Constant, ast.Name)):
            return node
        if isinstance(node.expression, ast.UnaryOp) and isinstance(node.expression.operand, ast.Constant):
            return node
        name = self.fresh("scalar")
        self.numbers.append(ast.Assign([ast.Name(name, ast.Store())], node.expression))
        return Number(ast.Name(name, ast.Load()), node.type)

    def affine(self, tree: ast.expr) -> Affine | None:
        """An integer expression as an affine value, or None."""
        if isinstance(tree, ast.Constant):
            return Affine(tree.value) if type(tree.value) is int else None
        if isinstance(tree, ast.Name):
            return self._named(tree.id)
        if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.USub):
            inside = self.affine(tree.operand)
            return None if inside is None else inside * -1
        if isinstance(tree, ast.BinOp):
            return self._combined(tree)
        return self._length(tree)

    def _named(self, name: str) -> Affine | None:
        types = numba_types()
        if name in self.facts.values:
            return self.facts.values[name]
        kind = self.kinds.get(name)
        if isinstance(kind, types.Integer) and kind.signed:
            return Affine.of(name)
        value = self.globals.get(name)
        return Affine(value) if type(value) is int and name not in self.kinds else None

    def _combined(self, tree: ast.BinOp) -> Affine | None:
        left, right = self.affine(tree.left), self.affine(tree.right)
        if left is None or right is None:
            return None
        if isinstance(tree.op, ast.Add):
            return left + right
        if isinstance(tree.op, ast.Sub):
            return left - right
        if isinstance(tree.op, ast.Mult) and not (left.terms and right.terms):
            return left * right.constant if left.terms else right * left.constant
        if isinstance(tree.op, ast.FloorDiv) and not right.terms and right.constant > 0:
            return left.floored(right.constant)
        return None

    def _length(self, tree: ast.expr) -> Affine | None:
        array, axis = None, 0
        if isinstance(tree, ast.Subscript) and isinstance(tree.value, ast.Attribute) and tree.value.attr == "shape" \
                and isinstance(tree.slice, ast.Constant) and type(tree.slice.value) is int:
            array, axis = tree.value.value, tree.slice.value
        elif isinstance(tree, ast.Call) and ast.unparse(tree.func) == "len" and len(tree.args) == 1:
            array = tree.args[0]
        elif isinstance(tree, ast.Attribute) and tree.attr == "size":
            array = tree.value
        node = self.arrays.get(array.id) if isinstance(array, ast.Name) else None
        if node is None or (isinstance(tree, ast.Attribute) and len(node.shape) != 1) or axis >= len(node.shape):
            return None
        return node.shape[axis]

    def value_of(self, tree: ast.expr) -> Any:
        """The value of a name or attribute of modules, None when it is no such thing."""
        if isinstance(tree, ast.Name):
            if tree.id in self.kinds:
                return None
            builtins = self.globals.get("__builtins__", {})
            return self.globals.get(tree.id, (builtins if isinstance(builtins, dict) else vars(builtins)).get(tree.id))
        if isinstance(tree, ast.Attribute):
            owner = self.value_of(tree.value)
            return getattr(owner, tree.attr, None) if isinstance(owner, python_types.ModuleType) else None
        return None


def _constant(reader: Reader, tree: ast.Constant) -> Node:
    if not isinstance(tree.value, (bool, int, float, complex)):
        raise NotLowered(f"'{tree.value!r}' is no number")
    return Number(tree, reader.typing.constant(tree.value))


def _name(reader: Reader, tree: ast.Name) -> Node:
    types = numba_types()
    kind = reader.kinds.get(tree.id)
    if is_array(kind):
        if tree.id not in reader.arrays:
            raise NotLowered(f"'{tree.id}' may be one of several arrays")
        return reader.arrays[tree.id]
    if isinstance(kind, (types.Number, types.Boolean)):
        return Number(tree, kind)
    value = reader.globals.get(tree.id)
    if kind is None and isinstance(value, (bool, int, float, complex, np.number)):
        return Number(tree, types.unliteral(reader.typing.constant(value)))
    raise NotLowered(f"'{tree.id}' is not a plain array or number of one type")


def _attribute(reader: Reader, tree: ast.Attribute) -> Node:
    value = reader.value_of(tree)
    if isinstance(value, (int, float)):
        return Number(tree, reader.typing.constant(value))
    if tree.attr == "size" and isinstance(tree.value, ast.Name):
        return Number(tree, reader.typing.constant(1 << 40))
    if tree.attr == "T":
        inside = reader.read(tree.value)
        if not isinstance(inside, Number):
            return transposed(inside)
    raise NotLowered(f"'{ast.unparse(tree)}' has no loops of its own here")


def transposed(inside: Node) -> Node:
    """A node with its dimensions in reverse order."""
    rank = len(inside.shape)
    kind = inside.type.copy(layout={"C": "F", "F": "C"}.get(inside.type.layout, "A")) if rank > 1 else inside.type
    return look(inside, tuple(Along(rank - 1 - axis, Affine(0), 1) for axis in range(rank)), kind, inside.shape[::-1])


def _unary(reader: Reader, tree: ast.UnaryOp) -> Node:
    operand = reader.read(tree.operand)
    if isinstance(operand, Number):
        function = (lambda x: not x) if isinstance(tree.op, ast.Not) else UNARY[type(tree.op)]
        kind = reader.typing.constant(True) if isinstance(tree.op, ast.Not) else reader.typing.result(
            function, (operand.type,))
        return Number(ast.UnaryOp(tree.op, operand.expression), kind)
    return unary(reader.typing, tree.op, operand)


def _binary(reader: Reader, tree: ast.BinOp | ast.Compare) -> Node:
    op: ast.operator | ast.cmpop
    if isinstance(tree, ast.BinOp):
        sides, op = (tree.left, tree.right), tree.op
    elif len(tree.ops) == 1 and type(tree.ops[0]) in BINARY:
        sides, op = (tree.left, tree.comparators[0]), tree.ops[0]
    else:
        raise NotLowered(f"'{ast.unparse(tree)}' has no loops of its own here")
    if type(op) not in BINARY:
        raise NotLowered(f"'{ast.unparse(tree)}' calls a library for matrices")
    left, right = reader.read(sides[0]), reader.read(sides[1])
    if isinstance(left, Number) and isinstance(right, Number):
        return Number(tree, reader.typing.result(BINARY[type(op)], (left.type, right.type)))
    return binary(reader.typing, reader.facts, op, reader.settled(left), reader.settled(right))


def _subscript(reader: Reader, tree: ast.Subscript) -> Node:
    if isinstance(tree.value, ast.Attribute) and tree.value.attr == "shape":
        return Number(tree, reader.typing.constant(1 << 40))
    inside = reader.read(tree.value)
    if isinstance(inside, Number):
        raise NotLowered(f"'{ast.unparse(tree)}' is not a part of an array")
    found = viewed(reader, inside, tree.slice)
    if found.shape:
        return found
    if isinstance(inside, (Operation, Deferred)):
        raise NotLowered(f"'{ast.unparse(tree)}' reads one element of a temporary")
    return Number(tree, inside.type.dtype)


def _call(reader: Reader, tree: ast.Call) -> Node:
    types = numba_types()
    if isinstance(tree.func, ast.Attribute) and reader.value_of(tree.func) is None and not tree.keywords:
        return _method(reader, tree, tree.func)
    function = reader.value_of(tree.func)
    if function is None or tree.keywords:
        raise NotLowered(f"'{ast.unparse(tree)}' has no loops of its own here")
    if function is len and len(tree.args) == 1:
        return Number(tree, reader.typing.constant(1 << 40))
    parts = [reader.read(argument) for argument in tree.args]
    if all(isinstance(part, Number) for part in parts):
        kind = reader.typing.result(function, tuple(part.type for part in parts))
        if not isinstance(kind, (types.Number, types.Boolean)):
            raise NotLowered(f"'{ast.unparse(tree)}' has no loops of its own here")
        return Number(tree, kind)
    parts = [reader.settled(part) for part in parts]
    if isinstance(function, np.ufunc) and function.nout == 1 and len(parts) == function.nin:
        return called(reader.typing, reader.facts, function, tree.func, parts)
    if function is np.where and len(parts) == 3:
        return chosen(reader.typing, reader.facts, parts)
    if function is np.copy and len(parts) == 1:
        return cast_to(reader.typing, parts[0], kind_of(parts[0]))
    raise NotLowered(f"'{ast.unparse(tree.func)}' is called as it was")


def _method(reader: Reader, tree: ast.Call, method: ast.Attribute) -> Node:
    from numba.np.numpy_support import from_dtype

    inside = reader.read(method.value)
    if isinstance(inside, Number):
        raise NotLowered(f"'{ast.unparse(tree)}' is a method of a number")
    if method.attr == "copy" and not tree.args:
        return cast_to(reader.typing, inside, inside.type.dtype)
    if method.attr == "transpose" and not tree.args:
        return transposed(inside)
    if method.attr == "astype" and len(tree.args) == 1:
        wanted = reader.value_of(tree.args[0])
        if isinstance(wanted, type) and issubclass(wanted, (np.generic, float, int)):
            return cast_to(reader.typing, inside, from_dtype(np.dtype(wanted)))
    raise NotLowered(f"'{ast.unparse(method)}' is called as it was")


def whole(name: str, kind: Any, shape: Shape | None = None) -> Base:
    """An array that exists, its lengths known or read from it."""
    lengths = tuple(Affine.of(f"{name}.shape[{axis}]") for axis in range(kind.ndim)) if shape is None else shape
    return Base(name, kind, lengths)


_CASES: dict[type[ast.expr], Any] = {
    ast.Constant: _constant, ast.Name: _name, ast.Attribute: _attribute, ast.UnaryOp: _unary, ast.BinOp: _binary,
    ast.Compare: _binary, ast.Subscript: _subscript, ast.Call: _call}
