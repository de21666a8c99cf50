"""Numba's types of operations: on scalars, as its fused array expressions compute them, and on arrays."""

from __future__ import annotations

import ast
import operator
from dataclasses import dataclass
from typing import Any

import numpy as np

from irpart.planning.lowering.nodes import NotLowered

BINARY: dict[type[ast.AST], Any] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod, ast.Pow: operator.pow, ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_, ast.BitXor: operator.xor, ast.LShift: operator.lshift, ast.RShift: operator.rshift,
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt,
    ast.GtE: operator.ge}
UNARY: dict[type[ast.AST], Any] = {ast.USub: operator.neg, ast.UAdd: operator.pos, ast.Invert: operator.invert}
INPLACE: dict[type[ast.AST], Any] = {ast.Add: np.add, ast.Sub: np.subtract, ast.Mult: np.multiply, ast.Div: np.divide}


@dataclass(frozen=True, slots=True)
class Typing:
    """Questions to Numba's typing context, and names in the function's module."""

    context: Any
    numpy: str

    def signature(self, function: Any, kinds: tuple[Any, ...]) -> Any:
        """Numba's signature of a function for argument types.

        Raises
        ------
        NotLowered
            Numba has none.
        """
        from numba.core import errors

        try:
            found = self.context.resolve_function_type(self.context.resolve_value_type(function), kinds, {})
        except (errors.NumbaError, ValueError, NotImplementedError, TypeError):
            found = None
        if found is None:
            raise NotLowered(f"Numba has no {getattr(function, '__name__', function)} for {', '.join(map(str, kinds))}")
        return found

    def result(self, function: Any, kinds: tuple[Any, ...]) -> Any:
        """The type that a function returns, literals as plain types."""
        types = numba_types()
        return types.unliteral(self.signature(function, kinds).return_type)

    def constant(self, value: Any) -> Any:
        """Numba's type of a constant."""
        return self.context.resolve_value_type(value)

    def cast(self, kind: Any) -> ast.expr:
        """The NumPy type that casts to a Numba number type.

        Raises
        ------
        NotLowered
            It is no plain number.
        """
        from numba.np.numpy_support import as_dtype

        types = numba_types()
        if not isinstance(kind, (types.Integer, types.Float, types.Complex, types.Boolean)):
            raise NotLowered(f"elements of type {kind} are not plain numbers")
        name = as_dtype(kind).name
        return ast.Attribute(ast.Name(self.numpy, ast.Load()), "bool_" if name == "bool" else name, ast.Load())

    def casting(self, expression: ast.expr, kind: Any, wanted: Any) -> ast.expr:
        """An expression of one number type as another."""
        return expression if kind == wanted else ast.Call(self.cast(wanted), [expression], [])

    def ufunc(self, name: str, *arguments: ast.expr) -> ast.expr:
        """A call of a NumPy function."""
        return ast.Call(ast.Attribute(ast.Name(self.numpy, ast.Load()), name, ast.Load()), list(arguments), [])


def numba_types() -> Any:
    """Numba's module of types, whose stubs do not name all it has."""
    from numba.core import types

    return types


def only_type(found: tuple[Any, ...]) -> Any:
    """The type of all versions of a variable, None when they differ; a constant counts as its type."""
    types = numba_types()
    plain = {types.unliteral(kind) for kind in found}
    return found[0] if len(found) == 1 else plain.pop() if len(plain) == 1 else None


def is_array(kind: Any) -> bool:
    """Whether a Numba type is a plain array of numbers."""
    types = numba_types()
    return isinstance(kind, types.Array) and kind.ndim > 0 and isinstance(kind.dtype, (types.Number, types.Boolean))
