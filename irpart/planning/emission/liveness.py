"""Liveness on syntax trees: which variables are read after a loop, and which a block may read before it assigns them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from irpart.regions.naming import assigned_names, loaded_names

Names = frozenset[str]
_NONE: Names = frozenset()


@dataclass(slots=True)
class _Flow:
    """Variables that are needed where jumps go to, and what has been found for each loop."""

    every: Names
    after_loop: Names = _NONE
    next_round: Names = _NONE
    after: dict[int, Names] = field(default_factory=dict)


def live_after_loops(tree: ast.FunctionDef) -> dict[int, Names]:
    """For each ``for`` loop (by ``id`` of its node) the variables that may be read after it before they are assigned.

    Notes
    -----
    Backward over the structure of the source, loops to their fixed points: O(nodes x depth of loops x variables).
    """
    flow = _Flow(loaded_names([tree]))
    _block(flow, tree.body, _NONE)
    return flow.after


def read_first(nodes: Sequence[ast.stmt]) -> Names:
    """Variables that a block may read before it has assigned them."""
    flow = _Flow(loaded_names(nodes))
    return _block(flow, nodes, _NONE)


def _block(flow: _Flow, nodes: Iterable[ast.stmt], live: Names) -> Names:
    for node in reversed(list(nodes)):
        live = _statement(flow, node, live)
    return live


def _statement(flow: _Flow, node: ast.stmt, live: Names) -> Names:
    if isinstance(node, ast.For):
        return _for(flow, node, live)
    if isinstance(node, ast.While):
        return _while(flow, node, live)
    if isinstance(node, ast.If):
        return loaded_names([node.test]) | _block(flow, node.body, live) | _block(flow, node.orelse, live)
    if isinstance(node, ast.Return | ast.Raise):
        return loaded_names([node])
    if isinstance(node, ast.Break):
        return flow.after_loop
    if isinstance(node, ast.Continue):
        return flow.next_round
    if isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return (live - _whole(targets)) | loaded_names([node])
    if isinstance(node, ast.AugAssign | ast.Expr | ast.Assert | ast.Pass):
        return live | loaded_names([node])
    return live | flow.every


def _whole(targets: Sequence[ast.expr]) -> Names:
    """Names that an assignment certainly binds; those inside subscripts are read, not bound."""
    found: set[str] = set()
    for target in targets:
        if isinstance(target, ast.Name):
            found.add(target.id)
        elif isinstance(target, ast.Tuple | ast.List):
            found |= _whole(target.elts)
    return frozenset(found)


def _for(flow: _Flow, node: ast.For, live: Names) -> Names:
    flow.after[id(node)] = flow.after.get(id(node), _NONE) | live | _block(flow, node.orelse, live)
    outside = flow.after_loop, flow.next_round
    left = _block(flow, node.orelse, live)
    head = left
    flow.after_loop = live
    while True:
        flow.next_round = head
        inside = _block(flow, node.body, head)
        grown = head | (inside - assigned_names([node.target]))
        if grown == head:
            break
        head = grown
    flow.after_loop, flow.next_round = outside
    return head | loaded_names([node.iter])


def _while(flow: _Flow, node: ast.While, live: Names) -> Names:
    outside = flow.after_loop, flow.next_round
    test = loaded_names([node.test])
    head = test | _block(flow, node.orelse, live)
    flow.after_loop = live
    while True:
        flow.next_round = head
        grown = head | _block(flow, node.body, head)
        if grown == head:
            break
        head = grown
    flow.after_loop, flow.next_round = outside
    return head
