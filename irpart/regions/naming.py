"""What a syntax tree says about names before it is read: subscripts, assignments, loop variables used after their loop."""

from __future__ import annotations

import ast
from collections.abc import Iterable

_Loop = ast.For | ast.While


def assigned_names(nodes: Iterable[ast.AST]) -> frozenset[str]:
    """Variables that statements bind: assignments, loop variables, deletions."""
    return frozenset(found.id for node in nodes for found in ast.walk(node)
                     if isinstance(found, ast.Name) and isinstance(found.ctx, ast.Store | ast.Del))


def loaded_names(nodes: Iterable[ast.AST]) -> frozenset[str]:
    """Variables that statements read; ``x += 1`` reads x."""
    every = [node for root in nodes for node in ast.walk(root)]
    found = {node.id for node in every if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    found |= {node.target.id for node in every if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name)}
    return frozenset(found)


def index_names(tree: ast.FunctionDef) -> frozenset[str]:
    """Variables that subscripts, ranges and allocations depend on, directly or through others."""
    wanted: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript):
            wanted |= loaded_names([node.slice])
        elif isinstance(node, ast.For):
            wanted |= loaded_names([node.iter])
        elif isinstance(node, ast.Call):
            wanted |= {arg.id for arg in node.args if isinstance(arg, ast.Name)}
    assignments = [node for node in ast.walk(tree) if isinstance(node, ast.Assign | ast.AugAssign)]
    grown = -1
    while grown != len(wanted):
        grown = len(wanted)
        for node in assignments:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if assigned_names(targets) & wanted and all(isinstance(t, ast.Name | ast.Tuple) for t in targets):
                wanted |= {n.id for n in ast.walk(node.value) if isinstance(n, ast.Name)}
    return frozenset(wanted)


def leftover_names(tree: ast.FunctionDef) -> frozenset[str]:
    """Loop variables that are read outside the loops which bind them."""
    found: set[str] = set()

    def visit(node: ast.AST, bound: frozenset[str]) -> None:
        if isinstance(node, ast.For):
            visit(node.iter, bound)
            inner = bound | assigned_names([node.target])
            for statement in (*node.body, *node.orelse):
                visit(statement, inner)
            return
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id not in bound:
            found.add(node.id)
        for child in ast.iter_child_nodes(node):
            visit(child, bound)

    for statement in tree.body:
        visit(statement, frozenset())
    targets = {name for loop in ast.walk(tree) if isinstance(loop, ast.For) for name in assigned_names([loop.target])}
    return frozenset(found & targets)


def unbound_names(nodes: Iterable[ast.AST]) -> frozenset[str]:
    """Variables that statements read other than in loops over them; ``x += 1`` reads x."""
    found: set[str] = set()

    def visit(node: ast.AST, bound: frozenset[str]) -> None:
        if isinstance(node, ast.For):
            visit(node.iter, bound)
            inner = bound | assigned_names([node.target])
            for statement in (*node.body, *node.orelse):
                visit(statement, inner)
            return
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            found.add(node.target.id)
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Store) and node.id not in bound:
            found.add(node.id)
        for child in ast.iter_child_nodes(node):
            visit(child, bound)

    for root in nodes:
        visit(root, frozenset())
    return frozenset(found)


def jumps(nodes: Iterable[ast.AST], inside: bool = False) -> list[ast.stmt]:
    """Statements that leave the block of ``nodes`` early; ``break`` and ``continue`` of loops inside do not."""
    found: list[ast.stmt] = []
    for node in nodes:
        if isinstance(node, ast.Return | ast.Raise | ast.Assert):
            found.append(node)
        elif isinstance(node, ast.Break | ast.Continue):
            found += [] if inside else [node]
        elif isinstance(node, ast.FunctionDef | ast.Lambda | ast.ClassDef):
            continue
        else:
            found += jumps((n for n in ast.iter_child_nodes(node) if isinstance(n, ast.stmt | ast.excepthandler)),
                           inside or isinstance(node, _Loop))
    return found
