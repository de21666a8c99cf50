"""Statements: blocks, assignments, branches, jumps; what is not modelled becomes an opaque statement."""

from __future__ import annotations

import ast

from irpart.regions.accumulators import accumulation, selection
from irpart.regions.affine import Affine
from irpart.regions.assignments import assign, assign_accumulated, assign_in_place, bind, exchange, rebind_after
from irpart.regions.assumptions import assume
from irpart.regions.conditions import branches
from irpart.regions.expressions import evaluate, is_array
from irpart.regions.loops import visit_for, visit_while
from irpart.regions.naming import assigned_names, jumps, loaded_names
from irpart.regions.values import ArrayValue, Scalar, TupleValue, Unbound, Value
from irpart.regions.walk import Walk, scalar_of

_JUMP = ast.Break | ast.Continue | ast.Return | ast.Raise


def visit_block(walk: Walk, nodes: list[ast.stmt]) -> None:
    """Read statements in order; what follows a jump under a condition is executed only if it did not happen."""
    done: set[int] = set()
    for place, node in enumerate(nodes):
        rest = nodes[place + 1:]
        found = walk.frame.exchanges.by_start.get(id(node))
        if found is not None:
            exchange(walk, node, found.names)
            done = {id(statement) for statement in found.statements}
        if id(node) in done:
            continue
        if isinstance(node, ast.If) and node.body and isinstance(node.body[-1], _JUMP) and not node.orelse \
                and not jumps(node.body[:-1]):
            _branch(walk, ast.copy_location(ast.If(node.test, node.body, rest), node), whole=False)
            break
        _visit(walk, node)
        if isinstance(node, _JUMP):
            break
        left = jumps([node])
        if left and not isinstance(node, ast.Assert):
            walk.scope = walk.scope.under(walk.model.number())


def _visit(walk: Walk, node: ast.stmt) -> None:
    if isinstance(node, ast.For):
        visit_for(walk, node, visit_block)
    elif isinstance(node, ast.While):
        visit_while(walk, node, visit_block)
    elif isinstance(node, ast.If):
        _branch(walk, node)
    elif isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
        _assignment(walk, node)
    elif isinstance(node, ast.Expr):
        if not isinstance(node.value, ast.Constant) and not assume(walk, node.value):
            value = evaluate(walk, node.value)
            scalar_of(walk, value)
            if walk.accesses:
                walk.emit("assign", node)
    elif isinstance(node, ast.Return | ast.Raise | ast.Assert | ast.Break | ast.Continue):
        _jump(walk, node)
    elif not isinstance(node, ast.Pass | ast.Global | ast.Nonlocal | ast.Import | ast.ImportFrom):
        opaque(walk, node, f"'{type(node).__name__.lower()}' is not modelled")


def _assignment(walk: Walk, node: ast.Assign | ast.AugAssign | ast.AnnAssign) -> None:
    found = accumulation(node)
    if found is not None and assign_accumulated(walk, node, found):
        return
    if isinstance(node, ast.AugAssign):
        source = ast.copy_location(ast.BinOp(_loaded(node.target), node.op, node.value), node)
        ast.fix_missing_locations(source)
        if assign_in_place(walk, node, source):
            return
        assign(walk, node, node.target, evaluate(walk, source))
    elif isinstance(node, ast.AnnAssign):
        if node.value is not None:
            assign(walk, node, node.target, evaluate(walk, node.value))
    elif len(node.targets) == 1:
        assign(walk, node, node.targets[0], evaluate(walk, node.value))
    else:
        value = node.value
        for target in node.targets:
            assign(walk, node, target, evaluate(walk, value))
            value = _loaded(target) if isinstance(target, ast.Name) else value


def _loaded(target: ast.expr) -> ast.expr:
    if isinstance(target, ast.Name):
        return ast.copy_location(ast.Name(target.id, ast.Load()), target)
    if isinstance(target, ast.Subscript):
        return ast.copy_location(ast.Subscript(target.value, target.slice, ast.Load()), target)
    return target


def _branch(walk: Walk, node: ast.If, whole: bool = True) -> None:
    """Both branches in scopes of their own; variables that differ after them are unknown."""
    found = selection(node) if whole else None
    if found is not None and all(not isinstance(walk.frame.environment.get(n), ArrayValue | Unbound)
                                 for n in (found.best, *found.kept)):
        _select(walk, node, found.best, found.operation, found.value, found.kept)
        return
    yes, no = branches(walk, node.test)
    environment = walk.frame.environment
    before = dict(environment)
    with walk.within(yes):
        visit_block(walk, node.body)
    after_yes = dict(environment)
    environment.clear()
    environment.update(before)
    with walk.within(no):
        visit_block(walk, node.orelse)
    if not whole:
        return
    rebind_after(walk, after_yes)


def _select(walk: Walk, node: ast.If, best: str, operation: str, value: ast.expr, kept: tuple[str, ...]) -> None:
    """A search for an extreme value as one statement that accumulates."""
    scalar_of(walk, evaluate(walk, value))
    for statement in node.body:
        if isinstance(statement, ast.Assign) and assigned_names(statement.targets) & set(kept):
            found = evaluate(walk, statement.value)
            for item in found.items if isinstance(found, TupleValue) else (found,):
                scalar_of(walk, item)
    for name in (best, *kept):
        for is_write in (False, True):
            walk.touch_scalar(walk.scalar_name(name), is_write, f"arg{operation}" if kept else operation)
        walk.frame.environment[name] = Scalar(walk.scalar_name(name))
    walk.emit("assign", node, text=" ".join(ast.unparse(node).split()))


def _jump(walk: Walk, node: ast.Return | ast.Raise | ast.Assert | ast.Break | ast.Continue) -> None:
    if isinstance(node, ast.Return):
        value: Value = evaluate(walk, node.value) if node.value is not None else Scalar()
        for item in value.items if isinstance(value, TupleValue) else (value,):
            if isinstance(item, ArrayValue) and item.shape != () and len(walk.stack) > 1:
                continue
            scalar_of(walk, item)
        walk.frame.returned.append(value)
        if len(walk.stack) > 1:
            walk.touch_scalar(walk.frame.prefix + "result", True, role="hidden")
        walk.emit("return", node)
        return
    if isinstance(node, ast.Assert):
        scalar_of(walk, evaluate(walk, node.test))
    elif isinstance(node, ast.Raise):
        for name in loaded_names([node]):
            scalar_of(walk, evaluate(walk, ast.copy_location(ast.Name(name, ast.Load()), node)))
    if not isinstance(node, ast.Continue):
        if isinstance(node, ast.Raise | ast.Assert):
            walk.may_raise = "AssertionError" if isinstance(node, ast.Assert) else ast.unparse(node)
        walk.emit("exit", node)


def opaque(walk: Walk, node: ast.stmt, reason: str) -> None:
    """A statement that may read and write all it names."""
    for name in sorted(loaded_names([node]) | assigned_names([node])):
        value = walk.frame.environment.get(name)
        if isinstance(value, Unbound):
            value = walk.every_array()
        if isinstance(value, ArrayValue):
            walk.read_whole(value)
            walk.write_whole(value)
        elif walk.kinds(name) and not isinstance(value, Affine):
            walk.touch_scalar(walk.scalar_name(name), False)
    for name in sorted(assigned_names([node])):
        if isinstance(walk.frame.environment.get(name), ArrayValue | Unbound) or is_array(walk, name):
            bind(walk, name, Unbound())
            continue
        walk.touch_scalar(walk.scalar_name(name), True)
        bind(walk, name, Scalar(walk.scalar_name(name)))
    if isinstance(node, ast.FunctionDef):
        bind(walk, node.name, Scalar())
    for state in ("outside@state", "random@state", "output@stream"):
        walk.touch_scalar(state, False, role="hidden")
        walk.touch_scalar(state, True, role="hidden")
    walk.emit("opaque", node, reason)
