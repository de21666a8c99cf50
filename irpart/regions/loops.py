"""Loops: bounds, iterators, induction variables, early exits."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass

from irpart.regions.affine import Affine, constant_of, extreme
from irpart.regions.assignments import bind, forget
from irpart.regions.calls import called
from irpart.regions.drafts import LoopDraft, Scope, line_of
from irpart.regions.expressions import evaluate
from irpart.regions.naming import assigned_names, jumps
from irpart.regions.values import ArrayValue, Axis, Part, Scalar, TupleValue, Value
from irpart.regions.walk import Walk, scalar_of

Visit = Callable[[Walk, list[ast.stmt]], None]


@dataclass(frozen=True, slots=True)
class Bounds:
    """``range(start, stop, step)``; None where not affine."""

    start: Affine | None
    stop: Affine | None
    step: int
    stride: Affine | None


def visit_for(walk: Walk, node: ast.For, visit: Visit) -> None:
    """A loop over a range, or over the elements of an array; other loops are opaque."""
    element = None
    bounds = _range(walk, node.iter)
    if bounds is None:
        value = evaluate(walk, node.iter) if isinstance(node.iter, ast.Name | ast.Subscript | ast.Attribute) else None
        if not isinstance(value, ArrayValue) or not value.shape or not isinstance(node.target, ast.Name):
            walk.accesses.clear()
            _opaque_loop(walk, node, visit)
            return
        element, bounds = value, Bounds(Affine(0), value.shape[0], 1, None)
    irregular = bounds.start is None or bounds.stop is None or bounds.step == 0
    hidden = _bounds_statement(walk, node) if walk.accesses or irregular else ""
    name = node.target.id if isinstance(node.target, ast.Name) and element is None else ""
    kind = "irregular range" if bounds.start is None or bounds.stop is None else "range"
    loop, scope = walk.open_loop(node, "range" if kind == "range" else "irregular range", name, bounds.step or 1)
    loop.start = bounds.start.text if bounds.start is not None else ""
    loop.stop = bounds.stop.text if bounds.stop is not None else ""
    loop.step, loop.stride = bounds.step, bounds.stride.text if bounds.stride is not None else ""
    scope = _bounded(walk, node, loop, scope, bounds, hidden)
    known = frozenset(walk.frame.environment)
    loop.scope = scope
    inner = _entered(walk, node, loop, scope, bounds)
    with walk.within(inner, loop.body):
        if isinstance(node.target, ast.Name):
            _bind_target(walk, node, node.target.id, loop, element)
        visit(walk, node.body)
    _leave(walk, node, bounds, known)
    if node.orelse:
        with walk.within(walk.scope.under(walk.model.number()) if loop.exits else walk.scope):
            visit(walk, node.orelse)


def _bind_target(walk: Walk, node: ast.For, name: str, loop: LoopDraft, element: ArrayValue | None) -> None:
    """The loop variable: the iterator, or an element of the array that is looped over."""
    if element is None:
        if name in walk.frame.leftovers:
            walk.touch_scalar(walk.scalar_name(name), True)
            walk.emit("assign", node, text=f"{name} = iteration")
        bind(walk, name, Affine.of(loop.dimension))
        return
    at = (Affine.of(loop.dimension),)
    rest = (element.shape or ())[1:]
    parts = tuple(Part(p.variable, tuple(_narrowed(i, at[0]) if isinstance(i, Axis) else i for i in p.index), p.subscript)
                  for p in element.parts)
    if rest:
        bind(walk, name, ArrayValue(rest, parts, element.is_view))
        return
    walk.read_parts(ArrayValue((), parts), ())
    walk.touch_scalar(walk.scalar_name(name), True)
    walk.emit("assign", node, text=f"{name} = element of {ast.unparse(node.iter)}")
    bind(walk, name, Scalar(walk.scalar_name(name)))


def _narrowed(index: Axis, at: Affine) -> Affine | Axis:
    """A subscript of an element's own axes, for an element of the first axis."""
    return at * index.stride + index.offset if index.axis == 0 else Axis(index.axis - 1, index.offset, index.stride)


def _range(walk: Walk, node: ast.expr) -> Bounds | None:
    """Bounds of ``range`` and ``prange``; reads of what they depend on are gathered."""
    if not isinstance(node, ast.Call) or node.keywords or not 1 <= len(node.args) <= 3:
        return None
    if called(walk, node.func)[0].rpartition(".")[2] not in ("range", "prange"):
        return None
    found = [scalar_of(walk, evaluate(walk, argument)) for argument in node.args]
    values = [value if isinstance(value, Affine) else None for value in found]
    start, stop = (Affine(0), values[0]) if len(values) == 1 else (values[0], values[1])
    stride = values[2] if len(values) == 3 else Affine(1)
    step = constant_of(stride)
    if step is not None and step != 0:
        return Bounds(start, stop, step, None)
    return Bounds(start, stop, 0, stride)


def _bounds_statement(walk: Walk, node: ast.For) -> str:
    hidden = walk.hidden("bounds", node)
    walk.touch_scalar(hidden, True, role="hidden")
    walk.emit("bounds", node.iter, text=ast.unparse(node.iter))
    return hidden


def _bounded(walk: Walk, node: ast.For, loop: LoopDraft, scope: Scope, bounds: Bounds, hidden: str) -> Scope:
    """The scope inside a loop: its bounds as far as they are affine, and its step."""
    at, model = loop.dimension, walk.model
    low, high = (bounds.start, bounds.stop) if bounds.step >= 0 else (bounds.stop, bounds.start)
    if bounds.step >= 0:
        conditions = [f"{at} >= {low.text}"] if low is not None else []
        conditions += [f"{at} < {high.text}"] if high is not None else []
        least = constant_of(low) if low is not None else None
        if low is not None and least is None:
            least = _least(walk, low)
    else:
        conditions = [f"{at} > {low.text}"] if low is not None else []
        conditions += [f"{at} <= {high.text}"] if high is not None else []
        stop = constant_of(low) if low is not None else None
        least = stop + 1 if stop is not None else None
    if least is not None:
        model.at_least[at] = least
    if abs(bounds.step) > 1 and bounds.start is not None:
        conditions.append(f"({at} - ({bounds.start.text})) mod {abs(bounds.step)} = 0")
    scope = scope.where(*conditions)
    if bounds.step == 0:
        if bounds.stride is not None:
            model.guard("step", (ast.unparse(node.iter),), f"{bounds.stride.text} >= 1", line_of(node))
            model.sides[at] = bounds.stride.text
        else:
            model.guard("step", (ast.unparse(node.iter),), "the step is at least 1", line_of(node))
    if loop.kind == "irregular range" or bounds.step == 0 or (abs(bounds.step) > 1 and bounds.start is None):
        scope = scope.under(model.number(), hidden)
    return scope


def _least(walk: Walk, value: Affine) -> int | None:
    """A constant that a sum is never below, by the bounds of its names."""
    total = value.constant
    for atom, factor in value.terms:
        if atom.kind != "name" or factor < 0 or atom.detail not in walk.model.at_least:
            return None
        total += factor * walk.model.at_least[atom.detail]
    return total


def _entered(walk: Walk, node: ast.For | ast.While, loop: LoopDraft, scope: Scope, bounds: Bounds | None) -> Scope:
    """Variables as they are at the beginning of any iteration; a loop that may be left early is data-dependent."""
    exits = [jump for jump in jumps(node.body) if not isinstance(jump, ast.Continue)]
    loop.exits = tuple(f"{ast.unparse(jump)} (line {line_of(jump)})" for jump in exits)
    environment = walk.frame.environment
    changed = walk.frame.rebound(node.body)
    forms = _closed_forms(walk, node.body, loop, bounds) if bounds is not None and not exits else {}
    for name in changed:
        if name in forms:
            environment[name] = forms[name]
        elif name in environment:
            forget(walk, name, environment[name])
    return scope.under(walk.model.number()) if exits else scope


def _closed_forms(walk: Walk, body: list[ast.stmt], loop: LoopDraft, bounds: Bounds) -> dict[str, Value]:
    """Values of variables that one statement of the body raises by a constant: ``k += 2`` makes k affine in the iterator."""
    if bounds.start is None or bounds.step == 0:
        return {}
    count = (Affine.of(loop.dimension) - bounds.start) * (1 if bounds.step > 0 else -1)
    number = count.floored(abs(bounds.step)) if abs(bounds.step) > 1 else count
    found: dict[str, Value] = {}
    for name, step in steps_of(body).items():
        before = walk.frame.environment.get(name)
        if isinstance(before, Affine):
            found[name] = before + number * step
            walk.model.inductions.append((walk.scalar_name(name), loop.name, (before + number * step).text))
    return found


def steps_of(body: list[ast.stmt]) -> dict[str, int]:
    """Variables that a body changes once, unconditionally, by a constant."""
    steps: dict[str, int] = {}
    stored: dict[str, int] = {}
    for node in (n for statement in body for n in ast.walk(statement)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            stored[node.id] = stored.get(node.id, 0) + 1
    for statement in body:
        if jumps([statement]):
            break
        value = statement.value if isinstance(statement, ast.AugAssign) else None
        operation: ast.operator | None = statement.op if isinstance(statement, ast.AugAssign) else None
        target: ast.expr | None = statement.target if isinstance(statement, ast.AugAssign) else None
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.BinOp) and len(statement.targets) == 1:
            target, operation, value = statement.targets[0], statement.value.op, statement.value.right
            if ast.unparse(statement.value.left) != ast.unparse(target):
                continue
        if isinstance(target, ast.Name) and stored.get(target.id) == 1 and isinstance(value, ast.Constant) \
                and type(value.value) is int and isinstance(operation, ast.Add | ast.Sub):
            steps[target.id] = value.value if isinstance(operation, ast.Add) else -value.value
    return steps


def _leave(walk: Walk, node: ast.For, bounds: Bounds, known: frozenset[str]) -> None:
    """Variables after a loop: closed forms by its number of iterations, others unknown."""
    environment = walk.frame.environment
    trips = _trips(bounds)
    steps = steps_of(node.body) if trips is not None and not jumps(node.body) else {}
    last = {name: form for name, loop, form in walk.model.inductions}
    for name in walk.frame.rebound([*node.body, node.target]):
        value = environment.get(name)
        if name in steps and isinstance(value, Affine) and walk.scalar_name(name) in last and trips is not None:
            iterator = value.names - {*walk.model.parameters, *walk.scope.dimensions}
            if bounds.start is not None and len(iterator) == 1:
                first = value.replaced({next(iter(iterator)): bounds.start}) - steps[name]
                environment[name] = first + trips * steps[name]
                continue
        if isinstance(value, ArrayValue) and walk.is_possible(value) and name not in known:
            continue
        if name in environment:
            forget(walk, name, value)


def _trips(bounds: Bounds) -> Affine | None:
    if bounds.start is None or bounds.stop is None or bounds.step == 0:
        return None
    span = (bounds.stop - bounds.start) * (1 if bounds.step > 0 else -1)
    trips = (span + (abs(bounds.step) - 1)).floored(abs(bounds.step))
    return extreme("max", trips, Affine(0)) if trips.terms else Affine(max(trips.constant, 0))


def visit_while(walk: Walk, node: ast.While, visit: Visit) -> None:
    """A loop whose number of iterations is known only while it runs: an unbounded iterator under a condition."""
    loop, scope = walk.open_loop(node, "while", "")
    walk.model.at_least[loop.dimension] = 0
    scope = loop.scope = scope.where(f"{loop.dimension} >= 0")
    inner = _entered(walk, node, loop, scope, None).under(walk.model.number())
    with walk.within(inner, loop.body):
        scalar_of(walk, evaluate(walk, node.test))
        hidden = walk.hidden("condition", node)
        walk.touch_scalar(hidden, True, role="hidden")
        walk.emit("condition", node.test, text=f"while {ast.unparse(node.test)}")
        walk.scope = walk.scope.under(walk.model.number(), hidden)
        visit(walk, node.body)
    for name in walk.frame.rebound(node.body):
        if name in walk.frame.environment:
            forget(walk, name, walk.frame.environment[name])
    if node.orelse:
        with walk.within(walk.scope.under(walk.model.number())):
            visit(walk, node.orelse)


def _opaque_loop(walk: Walk, node: ast.For, visit: Visit) -> None:
    """A loop over something else: its targets take unknown values, its body is read as under ``while``."""
    value = evaluate(walk, node.iter)
    for item in value.items if isinstance(value, TupleValue) else (value,):
        if isinstance(item, ArrayValue):
            walk.read_whole(item)
        else:
            scalar_of(walk, item)
    hidden = _bounds_statement(walk, node)
    loop, scope = walk.open_loop(node, "while", "")
    walk.model.at_least[loop.dimension] = 0
    scope = loop.scope = scope.where(f"{loop.dimension} >= 0").under(walk.model.number(), hidden)
    inner = _entered(walk, node, loop, scope, None)
    with walk.within(inner, loop.body):
        for name in sorted(assigned_names([node.target])):
            walk.touch_scalar(walk.scalar_name(name), True)
            forget(walk, name, None)
        walk.emit("assign", node, text=f"{ast.unparse(node.target)} = next of {ast.unparse(node.iter)}")
        visit(walk, node.body)
    for name in walk.frame.rebound([*node.body, node.target]):
        forget(walk, name, walk.frame.environment.get(name))
