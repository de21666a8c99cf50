"""Jitted functions that are called: their statements are read in place, with the caller's values for their arguments."""

from __future__ import annotations

import ast
from typing import Any

from irpart.base.errors import InputError, UnsupportedProgram
from irpart.regions.drafts import line_of
from irpart.regions.inference import typed_function
from irpart.regions.naming import index_names, leftover_names
from irpart.regions.quiet import STATES, is_quiet
from irpart.regions.values import ArrayValue, Scalar, TupleValue, Value, blurred
from irpart.regions.walk import Frame, Walk, scalar_of

DEPTH = 8
"""Calls inside calls that are read in place."""


def inline(walk: Walk, node: ast.Call, target: Any, values: list[Value]) -> Value:
    """Read the body of a jitted function in place; opaque when that cannot be done."""
    function = target.py_func
    parameters = function.__code__.co_varnames[:function.__code__.co_argcount]
    if len(walk.stack) >= DEPTH or function in walk.stack or len(parameters) != len(values) or walk.visit is None:
        return _summary(walk, node, target, values, "recursion" if function in walk.stack else "a call with defaults")
    overloads = [o for o in target.overloads if len(o) == len(values)]
    matching = [o for o in overloads if all(_fits(kind, value) for kind, value in zip(o, values, strict=True))]
    if not matching:
        return _summary(walk, node, target, values, "a call whose types are not known")
    try:
        typed = typed_function(target, tuple(matching[0]))
    except (InputError, UnsupportedProgram) as error:
        return _summary(walk, node, target, values, str(error))
    call_number = walk.model.number()
    frame = Frame(typed, f"{function.__name__}@{call_number}.", {}, index_names(typed.tree), leftover_names(typed.tree))
    outer, stack, scope = walk.frame, walk.stack, walk.scope
    with walk.apart():
        bound: dict[str, Value] = {}
        for name, value in zip(parameters, values, strict=True):
            bound[name] = _handed(walk, node, value, frame.prefix + name)
        frame.environment.update(bound)
        walk.frame, walk.stack = frame, (*stack, function)
        walk.scope = scope.under(walk.model.number()) if walk.doubtful else scope
        try:
            walk.visit(walk, typed.tree.body)
        finally:
            walk.frame, walk.stack, walk.scope = outer, stack, scope
    return _result(walk, frame)


def _handed(walk: Walk, node: ast.Call, value: Value, name: str) -> Value:
    """An argument as the called function sees it: numbers that are not affine become a scalar of their own."""
    if isinstance(value, ArrayValue) and value.shape == ():
        value = scalar_of(walk, value)
    if isinstance(value, ArrayValue) and not value.is_view:
        walk.read_whole(value)
        return ArrayValue(value.shape, ())
    if isinstance(value, Scalar):
        walk.touch_scalar(name, True, role="hidden")
        walk.emit("assign", node, text=f"{name} = argument of {ast.unparse(node)}")
        return Scalar(name, value.is_fresh)
    return value


def _result(walk: Walk, frame: Frame) -> Value:
    """The value of the call: that of its only return, else a scalar or some of the arrays returned."""
    result = frame.prefix + "result"
    if result in walk.model.variables:
        walk.touch_scalar(result, False, role="hidden")
    if len(frame.returned) == 1 and walk.is_possible(frame.returned[0]):
        return frame.returned[0]
    arrays = tuple(part for value in frame.returned for item in _items(value) if isinstance(item, ArrayValue)
                   for part in blurred(item).parts)
    return ArrayValue(None, arrays, True) if arrays else Scalar()


def _items(value: Value) -> tuple[Value, ...]:
    return tuple(item for one in value.items for item in _items(one)) if isinstance(value, TupleValue) else (value,)


def _fits(kind: Any, value: Value) -> bool:
    is_array = hasattr(kind, "ndim") and hasattr(kind, "layout")
    if isinstance(value, ArrayValue) and value.shape != ():
        return is_array and (value.shape is None or kind.ndim == len(value.shape))
    return not is_array


def _summary(walk: Walk, node: ast.Call, target: Any, values: list[Value], reason: str) -> Value:
    """A call that is not read: it may read and write all elements of the arrays handed over, and draw numbers or print."""
    handed_over = [item for value in values for item in _items(value)]
    with walk.apart():
        for value in handed_over:
            if isinstance(value, ArrayValue) and (value.is_view or value.shape is None):
                walk.read_whole(value)
                walk.write_whole(value)
            else:
                scalar_of(walk, value)
        unseen = any(isinstance(value, Scalar) and value.is_fresh for value in handed_over)
        for state in () if is_quiet(target) and not unseen else STATES:
            walk.touch_scalar(state, False, role="hidden")
            walk.touch_scalar(state, True, role="hidden")
        result = walk.hidden("call", node)
        walk.touch_scalar(result, True, role="hidden")
        walk.emit("opaque", node, f"{reason} (line {line_of(node)})", ast.unparse(node))
    walk.touch_scalar(result, False, role="hidden")
    handed = tuple(p for v in handed_over if isinstance(v, ArrayValue) and v.is_view for p in blurred(v).parts)
    return ArrayValue(None, handed, True) if handed else Scalar()
