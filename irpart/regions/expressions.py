"""Expressions: what they stand for, and which elements they read."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import Any

from irpart.regions.affine import Affine, constant_of, extreme
from irpart.regions.calls import call
from irpart.regions.drafts import line_of
from irpart.regions.values import (
    ArrayValue,
    Axis,
    Part,
    Scalar,
    Slice,
    TupleValue,
    Unbound,
    Value,
    blurred,
    broadcast,
    subscripted,
)
from irpart.regions.walk import Walk, holds_arrays, scalar_of

_LARGEST, _LARGEST_FACTORS = 1 << 61, 1 << 21
"""Constants, and sums of factors of names below 2^40, that cannot overflow."""


def evaluate(walk: Walk, node: ast.expr) -> Value:
    """The value of an expression; reads of scalars are gathered at once, those of arrays when an element is used."""
    if isinstance(node, ast.Constant):
        number = node.value
        return Affine(number) if isinstance(number, int) and not isinstance(number, bool) else Scalar()
    if isinstance(node, ast.Name):
        return _name(walk, node.id)
    if isinstance(node, ast.BinOp):
        return binary(walk, node.op, evaluate(walk, node.left), evaluate(walk, node.right), node)
    if isinstance(node, ast.UnaryOp):
        value = evaluate(walk, node.operand)
        if isinstance(value, Affine):
            return value * -1 if isinstance(node.op, ast.USub) else value if isinstance(node.op, ast.UAdd) else Scalar()
        return computed(walk, [value], node)
    if isinstance(node, ast.Subscript):
        return element(walk, node)
    if isinstance(node, ast.Call):
        return call(walk, node, evaluate)
    if isinstance(node, ast.Tuple):
        return TupleValue(tuple(evaluate(walk, item) for item in node.elts))
    if isinstance(node, ast.List):
        items = [evaluate(walk, item) for item in node.elts]
        computed(walk, items, node)
        return _either(walk, items, node) if any(isinstance(item, ArrayValue) for item in items) else Scalar()
    if isinstance(node, ast.Attribute):
        return _attribute(walk, node)
    return _choice(walk, node)


def _choice(walk: Walk, node: ast.expr) -> Value:
    """Comparisons, boolean operators and conditional expressions; anything else reads all that it names."""
    if isinstance(node, ast.Compare):
        return computed(walk, [evaluate(walk, operand) for operand in (node.left, *node.comparators)], node)
    if isinstance(node, ast.BoolOp):
        first = evaluate(walk, node.values[0])
        return computed(walk, [first, *_doubtful(walk, node.values[1:])], node)
    if isinstance(node, ast.IfExp):
        scalar_of(walk, evaluate(walk, node.test))
        return _either(walk, _doubtful(walk, [node.body, node.orelse]), node)
    if isinstance(node, ast.NamedExpr):
        scalar_of(walk, evaluate(walk, node.value))
        walk.touch_scalar(walk.scalar_name(node.target.id), True)
        walk.frame.environment[node.target.id] = Unbound() if is_array(walk, node.target.id) else Scalar()
        return walk.every_array() if is_array(walk, node.target.id) else Scalar()
    for name in ast.walk(node):
        if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Load):
            scalar_of(walk, _name(walk, name.id))
    return Scalar()


def _either(walk: Walk, values: list[Value], node: ast.AST) -> Value:
    """One of several values, nobody knows which: one of the arrays themselves, not a copy."""
    arrays = [value for value in values if isinstance(value, ArrayValue) and value.shape != ()]
    if not arrays:
        return computed(walk, values, node)
    for value in values:
        if value not in arrays:
            scalar_of(walk, value)
    parts = tuple(part for value in arrays for part in blurred(value).parts)
    return ArrayValue(None, parts, bool(parts))


def _doubtful(walk: Walk, nodes: list[ast.expr]) -> list[Value]:
    """Values of operands that may not be evaluated: their reads are possible, not certain."""
    walk.doubtful += 1
    values = [value if isinstance(value := evaluate(walk, node), Affine) else scalar_of(walk, value)
              if isinstance(value, ArrayValue) and value.shape == () else value for node in nodes]
    walk.doubtful -= 1
    return values


def _name(walk: Walk, name: str) -> Value:
    environment = walk.frame.environment
    if name in environment:
        value = environment[name]
        if isinstance(value, Unbound):
            return walk.every_array()
        if isinstance(value, Scalar) and not value.is_fresh and any(holds_arrays(kind) for kind in walk.kinds(name)):
            return walk.every_array()
        if isinstance(value, Scalar):
            if value.variable:
                walk.touch_scalar(value.variable, False)
            return Scalar(is_fresh=value.is_fresh)
        known = walk.model.variables.get(walk.scalar_name(name)) if isinstance(value, Affine) else None
        if known is not None and all(known.name != closed for closed, _, _ in walk.model.inductions):
            assert isinstance(value, Affine)
            if known.owner or not value.names <= walk.model.parameters.keys():
                walk.touch_scalar(known.name, False)
        return value
    is_own = name in walk.frame.typed.dispatcher.py_func.__code__.co_varnames
    found = None if is_own else walk.frame.typed.global_values.get(name)
    if isinstance(found, int) and not isinstance(found, bool):
        return Affine(found)
    if is_array(walk, name) and found is None:
        return walk.every_array()
    if walk.kinds(name) and found is None:
        walk.touch_scalar(walk.scalar_name(name), False)
    return Scalar()


def is_array(walk: Walk, name: str) -> bool:
    """Whether a variable is an array by Numba's types."""
    return any(hasattr(kind, "ndim") and hasattr(kind, "layout") for kind in walk.kinds(name))


def is_integer(walk: Walk, name: str) -> bool:
    """Whether all versions of a variable are integers."""
    kinds = walk.kinds(name)
    return bool(kinds) and all(hasattr(kind, "bitwidth") and hasattr(kind, "signed") for kind in kinds)


def _attribute(walk: Walk, node: ast.Attribute) -> Value:
    base = evaluate(walk, node.value)
    if isinstance(base, ArrayValue):
        if node.attr == "shape":
            lengths = None if base.shape is None else tuple(Scalar() if n is None else n for n in base.shape)
            return Scalar() if lengths is None else TupleValue(lengths)
        if node.attr == "ndim" and base.shape is not None:
            return Affine(len(base.shape))
        if node.attr == "size" and base.shape is not None and len(base.shape) == 1 and base.shape[0] is not None:
            return base.shape[0]
        if node.attr == "T" and base.shape is not None:
            from_last = tuple(reversed(range(len(base.shape))))
            parts = tuple(Part(p.variable, tuple(Axis(from_last[i.axis], i.offset, i.stride) if isinstance(i, Axis) else i
                                                 for i in p.index), p.subscript) for p in base.parts)
            return ArrayValue(base.shape[::-1], parts, base.is_view)
        if node.attr in ("size", "dtype", "itemsize", "nbytes", "strides"):
            return Scalar()
        return blurred(base)
    if isinstance(base, TupleValue):
        return _either(walk, list(base.items), node)
    return Scalar()


def binary(walk: Walk, operation: ast.operator, left: Value, right: Value, node: ast.AST) -> Value:
    """An arithmetic operation: affine where it can be."""
    if isinstance(left, Affine) and isinstance(right, Affine):
        exact = _affine(operation, left, right)
        if exact is not None and _is_small(exact):
            return exact
    if isinstance(operation, ast.Div | ast.FloorDiv | ast.Mod) and not constant_of(right):
        walk.may_raise = walk.may_raise or "ZeroDivisionError"
    if isinstance(operation, ast.MatMult) and isinstance(left, ArrayValue) and isinstance(right, ArrayValue):
        from_call = ast.Call(ast.Name("@", ast.Load()), [], [])
        ast.copy_location(from_call, node)
        return call(walk, from_call, evaluate, (left, right))
    return computed(walk, [left, right], node)


def _is_small(value: Affine) -> bool:
    """Whether a sum stays within 64 bits while the arguments and lengths in it are as small as guards want them."""
    return abs(value.constant) < _LARGEST and sum(abs(factor) for _, factor in value.terms) < _LARGEST_FACTORS


def _affine(operation: ast.operator, left: Affine, right: Affine) -> Affine | None:
    if isinstance(operation, ast.Add):
        return left + right
    if isinstance(operation, ast.Sub):
        return left - right
    number = constant_of(right)
    if isinstance(operation, ast.Mult):
        factor = constant_of(left)
        return left * number if number is not None else right * factor if factor is not None else None
    if number is None:
        return None
    if isinstance(operation, ast.FloorDiv) and number > 0:
        return left.floored(number)
    if isinstance(operation, ast.Mod) and number > 0:
        return left.remainder(number)
    if isinstance(operation, ast.RShift) and 0 <= number < 62:
        return left.floored(1 << number)
    if isinstance(operation, ast.LShift) and 0 <= number < 62:
        return left * (1 << number)
    if isinstance(operation, ast.Pow) and not left.terms and 0 <= number < 62:
        return Affine(int(left.constant ** number))
    return None


def computed(walk: Walk, values: list[Value], node: ast.AST) -> Value:
    """The value of an operation, element by element where arrays take part."""
    arrays = [value for value in values if isinstance(value, ArrayValue) and value.shape != ()]
    for value in values:
        if value not in arrays:
            scalar_of(walk, value)
        if isinstance(value, TupleValue):
            computed(walk, list(value.items), node)
    if not arrays:
        return Scalar()
    joint, equal = broadcast(arrays)
    for first, second in equal:
        walk.model.guard("sizes", [part.variable for part in joint.parts], f"{first.text} = {second.text}", line_of(node))
    return joint


def element(walk: Walk, node: ast.Subscript) -> Value:
    """A subscript: an element, a view, or an item of a tuple."""
    base = evaluate(walk, node.value)
    items = list(node.slice.elts) if isinstance(node.slice, ast.Tuple) else [node.slice]
    if isinstance(base, TupleValue):
        at = constant_of(evaluate(walk, node.slice))
        if at is not None and -len(base.items) <= at < len(base.items):
            found: Value = base.items[at]
            return found
        return _either(walk, list(base.items), node)
    if not isinstance(base, ArrayValue):
        for item in items:
            if not isinstance(item, ast.Slice):
                scalar_of(walk, evaluate(walk, item))
        return Scalar()
    return view(walk, base, items, ast.unparse(node))


def view(walk: Walk, base: ArrayValue, items: list[ast.expr], text: str) -> ArrayValue:
    """A view by subscripts; unknown elements where a subscript is not modelled."""
    indices: list[Affine | Slice | str | None] = []
    known = True
    axis = 0
    items = _filled(items, base)
    for item in items:
        if isinstance(item, ast.Constant) and item.value is None:
            indices.append("new")
            continue
        length = base.shape[axis] if base.shape is not None and axis < len(base.shape) else None
        axis += 1
        if isinstance(item, ast.Slice):
            indices.append(_sliced(walk, item, length))
            continue
        value = evaluate(walk, item)
        if isinstance(value, ArrayValue) and value.shape != ():
            walk.read_whole(value)
            known = False
        value = scalar_of(walk, value)
        indices.append(_wrapped(value, length) if isinstance(value, Affine) else None)
    if base.shape is None or not known or axis > len(base.shape):
        rank = None if base.shape is None or not known else 0
        return replace(blurred(base, rank), is_view=base.is_view and known)
    return subscripted(base, tuple(indices), text)


def _filled(items: list[ast.expr], base: ArrayValue) -> list[ast.expr]:
    """Subscripts with an ellipsis written out."""
    for place, item in enumerate(items):
        if isinstance(item, ast.Constant) and item.value is Ellipsis and base.shape is not None:
            taken = sum(not (isinstance(i, ast.Constant) and (i.value is None or i.value is Ellipsis)) for i in items)
            return [*items[:place], *[ast.Slice()] * (len(base.shape) - taken), *items[place + 1:]]
    return items


def _wrapped(index: Affine, length: Affine | None) -> Affine | None:
    """A constant subscript counted from the end when it is negative."""
    if not index.terms and index.constant < 0:
        return None if length is None else length + index.constant
    return index


def _sliced(walk: Walk, item: ast.Slice, length: Affine | None) -> Slice:
    """First element and number of elements of a slice; bounds beyond the array are met by guards."""
    step = constant_of(evaluate(walk, item.step)) if item.step is not None else 1
    bounds: list[Affine | None] = []
    for bound, missing in ((item.lower, Affine(0)), (item.upper, length)):
        value: Any = missing
        if bound is not None:
            found = scalar_of(walk, evaluate(walk, bound))
            value = _wrapped(found, length) if isinstance(found, Affine) else None
        bounds.append(value)
    low, high = bounds
    if step == -1 and item.lower is None and item.upper is None and length is not None:
        return Slice(length - 1, length, -1)
    if step is None or step < 1 or low is None:
        return Slice(Affine(0), None, 0)
    for end, given in ((low, item.lower), (high, item.upper)):
        if end is not None and given is not None and not walk.model.is_positive(end) and end != length:
            walk.model.guard("bounds", (), f"{end.text} >= 0", line_of(item))
    if high is None:
        return Slice(low, None, step)
    if item.upper is not None and length is not None and high.names != length.names and high.names:
        high = extreme("min", high, length)
    elif item.upper is not None and length is not None:
        beyond = high - length
        if not beyond.terms and beyond.constant > 0:
            high = length
        elif beyond.terms:
            walk.model.guard("bounds", (), f"{high.text} <= {length.text}", line_of(item))
    return Slice(low, (high - low + (step - 1)).floored(step), step)
