"""Whether an innermost loop waits for its own results: cycles along the carried chain against cycles of work per iteration.

Latencies and throughputs are round figures of current x86-64 and 64-bit Arm cores (four or more instructions a cycle).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from irpart.planning.wavefronts.tiles import Nest
from irpart.regions.types import Dependence, Loop, Statement

LATENCY = {"add": 4.0, "div": 14.0, "call": 20.0, "compare": 8.0, "load": 4.0}
WORK = {"add": 0.5, "div": 4.5, "call": 8.0, "compare": 1.0, "load": 0.4, "store": 1.0}
MISPREDICTED = 20.0
"""Cycles of work for a branch on data, which breaks chains as well."""
CHEAP_CALLS = frozenset({"max", "min", "abs", "np.maximum", "np.minimum", "maximum", "minimum", "fabs"})


@dataclass(frozen=True, slots=True)
class Chain:
    """Cycles of the chain and of the work of one iteration, and its number of operations."""

    cycles: float
    work: float
    operations: int

    @property
    def ratio(self) -> float:
        """How many iterations could be in flight."""
        return self.cycles / self.work if self.work else 0.0


def chain_of(nest: Nest, loop: Loop, dependences: Sequence[Dependence]) -> Chain:
    """The chain of an innermost loop: the longest path from a value of the iteration before to the one handed on.

    No chain is reported for sums in an array element: compilers keep one such sum in a register, and eight in memory.
    """
    import islpy

    statements = [s for s in nest.statements if loop.name in s.loops]
    carried = [d for d in dependences if d.kind == "flow" and d.is_carried_by(loop.name)]
    if any(access.subscript and access.variable == d.variable and not _mentions(access.subscript, loop.iterator)
           for d in carried for access in d.source.writes):
        return Chain(0.0, 1.0, 0)
    entries: dict[int, set[str]] = {}
    for d in carried:
        for access in d.sink.reads:
            if access.variable == d.variable and _is_next(islpy, d, access, loop):
                entries.setdefault(id(d.sink.node), set()).add(_plain(access.subscript or access.variable))
    kinds = [kind for node in loop.node.body for kind in map(_kind, _values(node)) if kind]
    work, operations = sum(WORK[kind] for kind in kinds), len(kinds)
    if any(s.kind == "condition" for s in statements):
        work += MISPREDICTED
    ready: dict[str, float] = {}
    longest = 0.0
    sources = {id(d.source.node) for d in carried}
    for statement in statements:
        cycles = _arrival(statement, entries.get(id(statement.node), set()), ready)
        for access in statement.writes:
            if not access.subscript:
                ready[access.variable] = cycles
        if id(statement.node) in sources:
            longest = max(longest, cycles)
    return Chain(longest, work, operations)


def _values(node: ast.AST) -> Iterator[ast.AST]:
    """A node and those below it, without the arithmetic of subscripts."""
    yield node
    for child in ast.iter_child_nodes(node):
        if not (isinstance(node, ast.Subscript) and child is node.slice):
            yield from _values(child)


def _mentions(text: str, name: str) -> bool:
    return any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(ast.parse(text, mode="eval")))


def _plain(text: str) -> str:
    return ast.unparse(ast.parse(text, mode="eval"))


def _is_next(isl: Any, dependence: Dependence, access: Any, loop: Loop) -> bool:
    """Whether an access reads what the iteration before wrote (in the same iteration of the loops around)."""
    relation = dependence.relation
    place = dependence.source.dimensions.index(loop.dimension)
    for outer in range(place):
        relation = relation.equate(isl.dim_type.in_, outer, isl.dim_type.out, outer)
    if relation.is_empty():
        return False
    for write in dependence.source.writes:
        if write.variable == access.variable:
            pairs = write.relation.apply_range(access.relation.reverse()).intersect(relation)
            if not pairs.is_empty():
                return True
    return False


def _arrival(statement: Statement, entries: set[str], ready: dict[str, float]) -> float:
    """Cycles from the carried value to a statement's result; -1 when it does not depend on it."""
    node = statement.node
    if isinstance(node, ast.AugAssign):
        return _sum(node.op, max(_cycles(node.target, entries, ready), _cycles(node.value, entries, ready)))
    value = getattr(node, "value", node)
    return _cycles(value, entries, ready) if isinstance(value, ast.AST) else -1.0


def _sum(op: ast.operator, before: float) -> float:
    return before + LATENCY["div" if isinstance(op, ast.Div | ast.FloorDiv | ast.Mod | ast.Pow) else "add"] if (
        before >= 0) else -1.0


def _cycles(node: ast.AST, entries: set[str], ready: dict[str, float]) -> float:
    if isinstance(node, ast.Subscript):
        return LATENCY["load"] if ast.unparse(node) in entries else -1.0
    if isinstance(node, ast.Name):
        return 0.0 if node.id in entries else ready.get(node.id, -1.0)
    before = max((_cycles(child, entries, ready) for child in ast.iter_child_nodes(node)), default=-1.0)
    if before < 0:
        return -1.0
    if isinstance(node, ast.BinOp):
        return _sum(node.op, before)
    kind = _kind(node)
    return before + LATENCY[kind] if kind in LATENCY else before


def _kind(node: ast.AST) -> str:
    if isinstance(node, ast.BinOp | ast.AugAssign):
        return "div" if isinstance(node.op, ast.Div | ast.FloorDiv | ast.Mod | ast.Pow) else "add"
    if isinstance(node, ast.Call):
        name = ast.unparse(node.func)
        return "compare" if name in CHEAP_CALLS else "call"
    if isinstance(node, ast.Compare | ast.IfExp):
        return "compare"
    if isinstance(node, ast.Subscript):
        return "store" if isinstance(node.ctx, ast.Store) else "load"
    return ""
