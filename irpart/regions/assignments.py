"""Assignments: to scalars, to elements and slices of arrays, to new arrays and views, to several targets at once."""

from __future__ import annotations

import ast

from irpart.regions.accumulators import Accumulation
from irpart.regions.affine import Affine
from irpart.regions.calls import stored_array
from irpart.regions.drafts import AccessDraft, line_of
from irpart.regions.expressions import binary, evaluate, is_array, is_integer, view
from irpart.regions.values import ArrayValue, Scalar, TupleValue, Unbound, Value, broadcast
from irpart.regions.walk import ANY_ARRAY, Walk, scalar_of


def assign(walk: Walk, node: ast.stmt, target: ast.expr, value: Value) -> None:
    """One assignment; enters a statement, or several for tuples of arrays."""
    if isinstance(target, ast.Tuple | ast.List):
        _assign_several(walk, node, target, value)
    elif isinstance(target, ast.Name):
        _assign_name(walk, node, target.id, value)
    elif isinstance(target, ast.Subscript):
        _assign_element(walk, node, target, value)
    else:
        scalar_of(walk, value)
        walk.touch_scalar("outside@state", True, role="hidden")
        walk.emit("opaque", node, f"assignment to {ast.unparse(target)}")


def _assign_several(walk: Walk, node: ast.stmt, target: ast.Tuple | ast.List, value: Value) -> None:
    """All values are read before any target is written."""
    items = list(value.items) if isinstance(value, TupleValue) else []
    if len(items) != len(target.elts):
        scalar_of(walk, value)
        looks = isinstance(value, ArrayValue) and bool(value.parts)
        items = [value if looks and isinstance(place, ast.Name) and is_array(walk, place.id) else Scalar()
                 for place in target.elts]
    pairs = list(zip(target.elts, items, strict=True))
    rebinding = [(t, v) for t, v in pairs if isinstance(t, ast.Name) and (isinstance(v, ArrayValue) and v.shape != ())]
    simple = [(t, v) for t, v in pairs if (t, v) not in rebinding]
    for _, item in simple:
        scalar_of(walk, item)
    after: list[tuple[str, Value]] = []
    for place, item in simple:
        if isinstance(place, ast.Name):
            walk.touch_scalar(walk.scalar_name(place.id), True)
            after.append((place.id, item if isinstance(item, Affine) else Scalar()))
        elif isinstance(place, ast.Subscript):
            _write_target(walk, place)
        else:
            walk.touch_scalar("outside@state", True, role="hidden")
    if simple:
        walk.emit("assign", node)
    for name, item in after:
        _bind_scalar(walk, name, item)
    for place, item in rebinding:
        assert isinstance(place, ast.Name)
        _assign_name(walk, node, place.id, item)


def _assign_name(walk: Walk, node: ast.stmt, name: str, value: Value) -> None:
    if isinstance(value, TupleValue):
        for item in value.items:
            scalar_of(walk, item) if not isinstance(item, ArrayValue) or item.shape == () else None
        walk.touch_scalar(walk.scalar_name(name), True)
        walk.emit("assign", node)
        bind(walk, name, TupleValue(tuple(i if isinstance(i, Affine | ArrayValue) else Scalar(walk.scalar_name(name))
                                          for i in value.items)))
        return
    if is_array(walk, name) and (isinstance(value, Scalar) or (isinstance(value, ArrayValue) and value.shape == ())):
        known = isinstance(value, Scalar) or not value.is_view
        scalar_of(walk, value)
        value = Scalar() if known else walk.every_array()
    if isinstance(value, ArrayValue) and value.shape != () and (is_array(walk, name) or value.shape is not None):
        _assign_array(walk, node, name, value)
        return
    value = scalar_of(walk, value)
    walk.touch_scalar(walk.scalar_name(name), True)
    walk.emit("assign", node)
    _bind_scalar(walk, name, value)


def _bind_scalar(walk: Walk, name: str, value: Value) -> None:
    """Bind a scalar: to an affine value, to a symbol for an integer that subscripts depend on, or to nothing known."""
    if isinstance(value, Affine):
        bind(walk, name, value)
    elif name in walk.frame.index_names and is_integer(walk, name):
        bind(walk, name, walk.fresh_integer(walk.scalar_name(name)))
    else:
        bind(walk, name, Scalar(walk.scalar_name(name), is_fresh=is_array(walk, name)))


def bind(walk: Walk, name: str, value: Value) -> None:
    """Let a variable stand for a value from here on."""
    walk.frame.environment[name] = value


def _assign_array(walk: Walk, node: ast.stmt, name: str, value: ArrayValue) -> None:
    """A view gets another name; anything else is a new array that is filled."""
    if value.is_view and value.parts:
        if walk.accesses:
            walk.emit("assign", node)
        bind(walk, name, value)
        return
    kinds = walk.kinds(name)
    kind = str(kinds[0]) if kinds else ""
    ranks = {kind.ndim for kind in kinds if hasattr(kind, "ndim")}
    rank = ranks.pop() if len(ranks) == 1 else 1
    shape: tuple[Affine | None, ...] = (None,) * rank if value.shape is None else value.shape
    lengths = tuple(_length(walk, f"{name}.shape[{axis}]", n) for axis, n in enumerate(shape))
    if not value.parts:
        rest, walk.accesses = walk.accesses, []
        scope = walk.scope
        stored = stored_array(walk, walk.scalar_name(name), lengths, kind)
        walk.scope = scope
        with walk.implied(lengths, node) as at:
            for access in rest:
                walk.read(access)
            walk.touch_part(stored.parts[0], at, True)
            walk.emit("allocate", node)
    else:
        stored = stored_array(walk, walk.scalar_name(name), lengths, kind)
        _copy(walk, node, stored, ArrayValue(value.shape and lengths, value.parts))
    bind(walk, name, stored)


def _length(walk: Walk, meaning: str, length: Affine | None) -> Affine | None:
    """Outside loops an unknown length becomes a parameter."""
    if length is not None or walk.scope.dimensions:
        return length
    return walk.model.parameter(walk.frame.prefix + meaning, 0)


def _assign_element(walk: Walk, node: ast.stmt, target: ast.Subscript, value: Value) -> None:
    place = _target(walk, target)
    if place is None:
        scalar_of(walk, value)
        walk.touch_scalar("outside@state", True, role="hidden")
        walk.emit("opaque", node, f"assignment to {ast.unparse(target)}")
    elif place.shape == () and len(place.parts) == 1:
        scalar_of(walk, value)
        walk.touch_part(place.parts[0], (), True)
        walk.emit("assign", node)
    elif place.shape is None or len(place.parts) != 1:
        scalar_of(walk, value)
        walk.write_whole(place)
        walk.emit("assign", node)
    elif isinstance(value, ArrayValue) and value.shape != ():
        _copy(walk, node, place, value)
    else:
        scalar_of(walk, value)
        gathered = _once(walk, node)
        with walk.implied(place.shape, node) as at:
            for access in gathered:
                walk.read(access)
            walk.touch_part(place.parts[0], at, True)
            walk.emit("assign", node)


def _target(walk: Walk, target: ast.Subscript) -> ArrayValue | None:
    """The elements that an assignment writes; subscripts are read."""
    base = evaluate(walk, target.value)
    items = list(target.slice.elts) if isinstance(target.slice, ast.Tuple) else [target.slice]
    return view(walk, base, items, ast.unparse(target)) if isinstance(base, ArrayValue) else None


def _write_target(walk: Walk, target: ast.Subscript) -> None:
    place = _target(walk, target)
    if place is None:
        walk.touch_scalar("outside@state", True, role="hidden")
    elif place.shape == () and len(place.parts) == 1:
        walk.touch_part(place.parts[0], (), True)
    else:
        walk.write_whole(place)


def _once(walk: Walk, node: ast.stmt) -> list[AccessDraft]:
    """Reads gathered so far, for use in each element: elements of arrays are read once, before any is written."""
    gathered, walk.accesses = walk.accesses, []
    if all(not walk.model.variables[access.variable].rank for access in gathered if access.variable != ANY_ARRAY) \
            and all(access.variable != ANY_ARRAY for access in gathered):
        return gathered
    hidden = walk.hidden("value", node)
    for access in gathered:
        walk.read(access)
    walk.touch_scalar(hidden, True, role="hidden")
    walk.emit("assign", node)
    return [AccessDraft(hidden, False, ())]


def _copy(walk: Walk, node: ast.stmt, place: ArrayValue, value: ArrayValue, accumulates: str = "") -> None:
    """Element by element; through a hidden array when elements are read that another element writes."""
    written = place.parts[0]
    shape = place.shape or ()
    overlaps = any(part.variable == written.variable and part.index != written.index for part in value.parts)
    joint, equal = broadcast([ArrayValue(shape, ()), value]) if value.shape is not None else (value, [])
    for first, second in equal:
        walk.model.guard("sizes", (written.variable,), f"{first.text} = {second.text}", line_of(node))
    gathered = _once(walk, node)
    if overlaps:
        copy = stored_array(walk, walk.hidden("copy", node) + "[:]", shape, "")
        with walk.implied(shape, node) as at:
            for access in gathered:
                walk.read(access)
            walk.read_parts(joint, at)
            if accumulates:
                walk.touch_part(written, at, False)
            walk.touch_part(copy.parts[0], at, True)
            walk.emit("assign", node)
        joint, gathered, accumulates = copy, [], ""
    with walk.implied(shape, node) as at:
        for access in gathered:
            walk.read(access)
        if accumulates:
            walk.touch_part(written, at, False, accumulates)
        walk.read_parts(joint, at)
        walk.touch_part(written, at, True, accumulates)
        walk.emit("assign", node)


def assign_accumulated(walk: Walk, node: ast.stmt, found: Accumulation) -> bool:
    """An accumulation as one statement; False for closed forms and names of arrays, which are assigned plainly."""
    if isinstance(found.target, ast.Name):
        known = walk.frame.environment.get(found.target.id)
        if isinstance(known, Affine):
            return False
        if isinstance(known, ArrayValue | Unbound):
            return _accumulate_view(walk, node, found, known) if isinstance(node, ast.AugAssign) else False
        _read_operands(walk, found)
        name = walk.scalar_name(found.target.id)
        for is_write in (False, True):
            walk.touch_scalar(name, is_write, found.operation)
        walk.emit("assign", node)
        _bind_scalar(walk, found.target.id, Scalar())
        return True
    assert isinstance(found.target, ast.Subscript)
    place = _target(walk, found.target)
    if place is None or len(place.parts) != 1 or place.shape is None:
        walk.accesses.clear()
        return False
    if place.shape != ():
        return _accumulate_slice(walk, node, found, place)
    _read_operands(walk, found)
    for is_write in (False, True):
        walk.touch_part(place.parts[0], (), is_write, found.operation)
    walk.emit("assign", node)
    return True


def assign_in_place(walk: Walk, node: ast.AugAssign, source: ast.expr) -> bool:
    """``A //= B`` for a name of an array: it writes into the array that A is; False for other targets."""
    known = walk.frame.environment.get(node.target.id) if isinstance(node.target, ast.Name) else None
    if not isinstance(known, ArrayValue | Unbound) or (isinstance(known, ArrayValue) and known.shape == ()):
        return False
    value = evaluate(walk, source)
    place = walk.every_array() if isinstance(known, Unbound) else known
    if place.shape is None or len(place.parts) != 1 or not isinstance(value, ArrayValue) or value.shape == ():
        scalar_of(walk, value)
        walk.read_whole(place)
        walk.write_whole(place)
        walk.emit("assign", node)
    else:
        _copy(walk, node, place, value)
    return True


def _read_operands(walk: Walk, found: Accumulation) -> None:
    for operand in found.operands:
        scalar_of(walk, evaluate(walk, operand))


def _accumulate_view(walk: Walk, node: ast.AugAssign, found: Accumulation, known: ArrayValue | Unbound) -> bool:
    """``A += B`` writes into the array that A is."""
    place = walk.every_array() if isinstance(known, Unbound) else known
    if place.shape is None or len(place.parts) != 1:
        _read_operands(walk, found)
        walk.read_whole(place)
        walk.write_whole(place)
        walk.emit("assign", node)
        return True
    return _accumulate_slice(walk, node, found, place)


def _accumulate_slice(walk: Walk, node: ast.stmt, found: Accumulation, place: ArrayValue) -> bool:
    total: Value = evaluate(walk, found.operands[0])
    for operand in found.operands[1:]:
        total = binary(walk, ast.Add(), total, evaluate(walk, operand), node)
    if not isinstance(total, ArrayValue) or total.shape == ():
        scalar_of(walk, total)
        total = ArrayValue(place.shape, ())
    _copy(walk, node, place, total, found.operation)
    return True


def exchange(walk: Walk, node: ast.stmt, names: tuple[str, ...]) -> None:
    """Arrays change places: whatever they hold may change, in one step; their shapes are taken to be equal."""
    known = [walk.frame.environment.get(name) for name in names]
    shapes = [value.shape if isinstance(value, ArrayValue) else None for value in known]
    for value, shape in zip(known, shapes, strict=True):
        place = value if isinstance(value, ArrayValue) else walk.every_array()
        walk.read_whole(place)
        walk.write_whole(place)
        for first, second in zip(shapes[0] or (None,), shape or (None,), strict=False):
            if first is None or second is None:
                walk.model.guard("sizes", names, f"the shapes of {' and '.join(names)} are equal", 0)
            elif first != second:
                walk.model.guard("sizes", names, f"{first.text} = {second.text}", 0)
    walk.model.guard("exchange", names, f"{' and '.join(names)} change places", line_of(node))
    for is_write in (False, True):
        walk.touch_scalar("exchange@state", is_write, role="hidden")
    walk.emit("exchange", node)


def rebind_after(walk: Walk, other: dict[str, Value]) -> None:
    """Join the variables of two branches: what differs, or belongs to one branch, is unknown."""
    environment = walk.frame.environment
    for name in {*environment, *other}:
        one, two = environment.get(name), other.get(name)
        if one == two and one is not None:
            continue
        forget(walk, name, one if one is not None else two)


def forget(walk: Walk, name: str, known: Value | None) -> None:
    """Let a variable be unknown from here on: an array of several, or a scalar."""
    is_view = isinstance(known, ArrayValue | Unbound) or is_array(walk, name)
    bind(walk, name, Unbound() if is_view else Scalar(walk.scalar_name(name)))

