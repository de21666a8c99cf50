"""Calls: pure mathematics, NumPy's constructors, reductions and products as loops, jitted functions read in place."""

from __future__ import annotations

import ast
from collections.abc import Callable
from types import FunctionType, ModuleType
from typing import Any

import numpy as np

from irpart.regions.affine import Affine, constant_of, extreme
from irpart.regions.inlining import inline
from irpart.regions.reducing import product, reduce_array
from irpart.regions.values import ArrayValue, Scalar, TupleValue, Value, blurred, broadcast, permuted, whole
from irpart.regions.walk import Walk, scalar_of

Evaluate = Callable[[Walk, ast.expr], Value]
_REDUCTIONS = {"sum": "sum", "prod": "product", "min": "min", "max": "max", "amin": "min", "amax": "max", "mean": "sum",
               "any": "or", "all": "and", "argmin": "min", "argmax": "max", "std": "", "var": "", "median": ""}
_CONSTRUCTORS = frozenset({"zeros", "ones", "empty", "full", "zeros_like", "ones_like", "empty_like", "full_like", "arange",
                           "linspace", "eye", "identity"})
_VIEWS = frozenset({"asarray", "asfortranarray", "ascontiguousarray", "ravel", "transpose", "reshape", "expand_dims",
                    "swapaxes", "moveaxis", "flip", "fliplr", "flipud", "rot90", "atleast_1d", "atleast_2d", "atleast_3d",
                    "broadcast_to", "squeeze", "split", "array_split", "hsplit", "vsplit", "dsplit", "real", "imag", "diag",
                    "diagonal", "view", "flat", "frombuffer", "as_strided", "sliding_window_view"})
_IN_PLACE = frozenset({"copyto", "fill_diagonal", "put", "place", "putmask", "put_along_axis", "sort", "fill", "partition",
                       "resize", "setfield", "itemset"})
_INPUTS = {"dot": 2, "outer": 2, "clip": 3, "round": 2, "round_": 2, "around": 2, "nan_to_num": 1, "take": 3}
"""Functions with arguments by place that are written to, or say that the first is, and how many come before."""
_CASTS = frozenset({"int", "int64", "intp", "uint64", "uintp", "int_"})
_PURE_BUILTINS = frozenset({"abs", "float", "complex", "bool", "round", "divmod", "pow", "float64", "float32", "int32",
                            "int16", "int8", "uint8", "uint16", "uint32", "complex128", "complex64", "hash", "isinstance",
                            "slice"})
_OF_NUMBERS = frozenset({"builtins.min", "builtins.max", "builtins.sum", "builtins.len", "builtins.int"})


def call(walk: Walk, node: ast.Call, evaluate: Evaluate, operands: tuple[Value, ...] | None = None) -> Value:
    """The value of a call; statements that it needs first are entered before the one at hand."""
    if operands is not None:
        return product(walk, node, *_two(operands))
    origin, target = called(walk, node.func)
    name = origin.rpartition(".")[2]
    if origin == "method":
        base = evaluate(walk, node.func.value)  # type: ignore[attr-defined]
        name = node.func.attr  # type: ignore[attr-defined]
        if isinstance(base, ArrayValue):
            return _array_function(walk, node, name, [base, *_arguments(walk, node, evaluate)], f"method.{name}", evaluate)
        return _foreign(walk, node, [base, *_arguments(walk, node, evaluate)], "a method of an object", evaluate)
    values = _arguments(walk, node, evaluate)
    if origin in ("builtins.len", "builtins.min", "builtins.max") or name in _CASTS:
        simple = _integer(name, values)
        if simple is not None:
            return simple
    if _is_jitted(target):
        if node.keywords:
            return _foreign(walk, node, values, "keyword arguments", evaluate)
        return inline(walk, node, target, values)
    if origin.startswith(("numpy.", "scipy.")):
        if origin.startswith("numpy.random"):
            walk.touch_scalar("random@state", False, role="hidden")
            walk.touch_scalar("random@state", True, role="hidden")
            if name in ("shuffle", "permutation"):
                return _foreign(walk, node, values, f"a call of {ast.unparse(node.func)}", evaluate)
            return _pure(walk, values)
        return _array_function(walk, node, name, values, origin, evaluate)
    if origin.startswith(("math.", "cmath.")) or name in _PURE_BUILTINS or origin in _OF_NUMBERS:
        if origin == "builtins.sum" and len(values) == 1 and isinstance(values[0], ArrayValue):
            return reduce_array(walk, node, "sum", values[0], None)
        return _pure(walk, values)
    if origin == "builtins.print":
        walk.touch_scalar("output@stream", False, role="hidden")
        walk.touch_scalar("output@stream", True, role="hidden")
        return _pure(walk, values)
    return _foreign(walk, node, values, f"a call of {ast.unparse(node.func)}", evaluate)


def _two(operands: tuple[Value, ...]) -> tuple[ArrayValue, ArrayValue]:
    left, right = operands
    assert isinstance(left, ArrayValue)
    assert isinstance(right, ArrayValue)
    return left, right


def called(walk: Walk, node: ast.expr) -> tuple[str, Any]:
    """Dotted origin of a called name (``numpy.sum``), ``method``, or "" when unknown; and the object, if known."""
    if isinstance(node, ast.Name):
        if node.id in walk.frame.environment:
            return "", None
        scope = walk.frame.typed.global_values
        built = __builtins__ if isinstance(__builtins__, dict) else vars(__builtins__)
        value = scope.get(node.id, built.get(node.id))
        module = getattr(value, "__module__", None) or ""
        return f"{'builtins' if module == 'builtins' else module}.{getattr(value, '__name__', node.id)}", value
    if isinstance(node, ast.Attribute):
        value = called(walk, node.value)[1] if isinstance(node.value, ast.Name | ast.Attribute) else None
        if isinstance(value, ModuleType):
            return f"{value.__name__}.{node.attr}", getattr(value, node.attr, None)
        return "method", None
    return "", None


def _is_jitted(target: Any) -> bool:
    return isinstance(getattr(target, "py_func", None), FunctionType) and hasattr(target, "overloads")


def _arguments(walk: Walk, node: ast.Call, evaluate: Evaluate) -> list[Value]:
    """Values of positional arguments; those of keywords are read, and taken by name where a function looks at them."""
    values: list[Value] = []
    for argument in node.args:
        value = evaluate(walk, argument.value if isinstance(argument, ast.Starred) else argument)
        values += value.items if isinstance(argument, ast.Starred) and isinstance(value, TupleValue) else [value]
    for keyword in node.keywords:
        _pure_array(walk, [evaluate(walk, keyword.value)])
    return values


def _keyword(node: ast.Call, name: str) -> ast.expr | None:
    return next((keyword.value for keyword in node.keywords if keyword.arg == name), None)


def _integer(name: str, values: list[Value]) -> Value | None:
    """``len``, ``min`` and ``max`` of affine integers, and casts of them."""
    if name == "len" and len(values) == 1:
        first = values[0]
        if isinstance(first, ArrayValue) and first.shape:
            return first.shape[0]
        return Affine(len(first.items)) if isinstance(first, TupleValue) else None
    affine = [value for value in values if isinstance(value, Affine)]
    if not affine or len(affine) != len(values):
        return None
    if name in ("min", "max") and len(affine) > 1:
        return extreme(name, affine[0], *affine[1:])
    return affine[0] if name in _CASTS and len(affine) == 1 else None


def _pure(walk: Walk, values: list[Value]) -> Value:
    """A function of its arguments only, element by element where arrays take part."""
    arrays = [value for value in values if isinstance(value, ArrayValue) and value.shape != ()]
    for value in values:
        if isinstance(value, TupleValue):
            _pure(walk, list(value.items))
        elif value not in arrays:
            scalar_of(walk, value)
    return broadcast(arrays)[0] if arrays else Scalar()


def _foreign(walk: Walk, node: ast.Call, values: list[Value], reason: str, evaluate: Evaluate) -> Value:
    """Anything may happen to the arrays handed over; what is not even known by name may have closed over any array."""
    values = [*values, *(evaluate(walk, keyword.value) for keyword in node.keywords)]
    values += [] if called(walk, node.func)[0] else [walk.every_array()]
    with walk.apart():
        for value in values:
            for item in value.items if isinstance(value, TupleValue) else (value,):
                if isinstance(item, ArrayValue) and (item.is_view or item.shape is None):
                    walk.read_whole(item)
                    walk.write_whole(item)
                else:
                    scalar_of(walk, item)
        for state in ("random@state", "output@stream", "outside@state"):
            walk.touch_scalar(state, False, role="hidden")
            walk.touch_scalar(state, True, role="hidden")
        result = walk.hidden("call", node)
        walk.touch_scalar(result, True, role="hidden")
        walk.emit("opaque", node, reason, ast.unparse(node))
    walk.touch_scalar(result, False, role="hidden")
    handed = tuple(p for v in values if isinstance(v, ArrayValue) and v.is_view for p in blurred(v).parts)
    return ArrayValue(None, handed, True) if handed else Scalar()


def _array_function(walk: Walk, node: ast.Call, name: str, values: list[Value], origin: str, evaluate: Evaluate) -> Value:
    """A function of NumPy, or a method of an array."""
    first = values[0] if values else None
    if _keyword(node, "out") is not None or name in _IN_PLACE or len(values) > _inputs(origin, name):
        if name == "fill" and isinstance(first, ArrayValue) and first.is_view and first.shape is not None:
            return _filled(walk, node, first, values[1:])
        is_copy = name == "sort" and origin.startswith("numpy.")
        if is_copy:
            return _pure_array(walk, values)
        return _foreign(walk, node, values, f"a call of {ast.unparse(node.func)}", evaluate)
    if name in _CONSTRUCTORS:
        return _constructed(walk, name, values)
    if name in _REDUCTIONS and isinstance(first, ArrayValue):
        return _reduced(walk, node, name, values)
    if name in ("dot", "matmul", "inner", "vdot") and len(values) == 2 and all(isinstance(v, ArrayValue) for v in values):
        return product(walk, node, *_two(tuple(values)))
    if name == "outer" and all(isinstance(v, ArrayValue) and v.shape is not None and len(v.shape) == 1 for v in values):
        left, right = _two(tuple(values))
        column = ArrayValue((*(left.shape or ()), Affine(1)), left.parts, False)
        return broadcast([column, right])[0]
    if name in ("copy", "astype", "array", "where", "real_if_close") or _is_elementwise(origin, name):
        return _pure(walk, values) if values else Scalar()
    if name == "item" and isinstance(first, ArrayValue):
        return scalar_of(walk, first)
    if name == "transpose" and len(values) == 1 and isinstance(first, ArrayValue) and first.shape is not None:
        return permuted(first, tuple(reversed(range(len(first.shape)))))
    if name in ("asarray", "ascontiguousarray") and len(values) == 1:
        return values[0]
    if name in _VIEWS and isinstance(first, ArrayValue):
        for other in values[1:]:
            scalar_of(walk, other)
        return blurred(first)
    return _pure_array(walk, values)


def _inputs(origin: str, name: str) -> float:
    """How many positional arguments a function takes before one that it writes to."""
    known = getattr(np, name, None) if origin.startswith("numpy.") else None
    return known.nin if isinstance(known, np.ufunc) else _INPUTS.get(name, float("inf"))


def _is_elementwise(origin: str, name: str) -> bool:
    return origin.startswith("numpy.") and isinstance(getattr(np, name, None), np.ufunc)


def _pure_array(walk: Walk, values: list[Value]) -> Value:
    """A new array or number made of its arguments in a way that is not modelled."""
    for value in values:
        if isinstance(value, ArrayValue):
            walk.read_whole(value)
        else:
            _pure(walk, [value])
    return ArrayValue(None, ())


def _constructed(walk: Walk, name: str, values: list[Value]) -> Value:
    """Shape of an allocation; the assignment enters it as an array of its own."""
    first = values[0] if values else None
    for value in values[1:]:
        scalar_of(walk, value)
    if name.endswith("_like"):
        return ArrayValue(first.shape if isinstance(first, ArrayValue) else None, ())
    lengths: list[Value]
    if name in ("arange", "linspace"):
        lengths = [values[0]] if name == "arange" and len(values) == 1 else [Scalar()]
    elif name in ("eye", "identity"):
        lengths = [values[0], values[1] if name == "eye" and len(values) > 1 else values[0]]
    else:
        lengths = list(first.items) if isinstance(first, TupleValue) else [first] if isinstance(first, Affine) else []
        if isinstance(first, Scalar):
            return ArrayValue(None, ())
    return ArrayValue(tuple(n if isinstance(n, Affine) else None for n in lengths), ())


def _filled(walk: Walk, node: ast.Call, target: ArrayValue, values: list[Value]) -> Value:
    with walk.apart(), walk.implied(target.shape, node) as at:
        _pure(walk, values)
        walk.touch_part(target.parts[0], at, True)
        walk.emit("assign", node, text=ast.unparse(node))
    return Scalar()


def _reduced(walk: Walk, node: ast.Call, name: str, values: list[Value]) -> Value:
    """A reduction over all elements, or along one axis."""
    first = values[0]
    assert isinstance(first, ArrayValue)
    operation, axis = _REDUCTIONS[name], None
    given = _keyword(node, "axis")
    if given is None and len(values) > 1 and name not in ("min", "max"):
        axis = constant_of(values[1])
        given = ast.Constant(axis)
    elif isinstance(given, ast.Constant) and isinstance(given.value, int):
        axis = given.value
    elif isinstance(given, ast.UnaryOp) and isinstance(given.operand, ast.Constant):
        axis = -int(given.operand.value)  # type: ignore[arg-type]
    if not operation or first.shape is None or (given is not None and axis is None):
        return _pure_array(walk, values)
    return reduce_array(walk, node, operation, first, axis)


def stored_array(walk: Walk, name: str, shape: tuple[Affine | None, ...], kind: str) -> ArrayValue:
    """A new local array and a view of all of it."""
    return whole(walk.local_array(name, shape, kind), shape)

