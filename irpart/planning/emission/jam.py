"""Unroll and jam: several iterations of a parallel loop in one body, so that their chains of operations overlap.

The iterations are independent, so any order between them is right, and each keeps its own: statements are written once for
each of the iterations, with variables of their own, and loops inside whose bounds are the same for all are shared.

References
----------
D. Callahan, S. Carr, K. Kennedy, Improving register allocation for subscripted variables, PLDI 1990 (unroll and jam).
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Sequence

from irpart.planning.emission.bodies import body_of
from irpart.planning.emission.types import Region, Types
from irpart.planning.wavefronts.syntax import expression, statement_of
from irpart.regions.naming import assigned_names, jumps, loaded_names, unbound_names

ROWS = 4
"""Iterations in one body: an addition takes four cycles, and more need more registers than there are."""
MOST_STATEMENTS = 16
"""Bodies with more statements stay as they are."""
_PURE = frozenset(("range", "min", "max", "abs", "int", "float", "len", "at_least", "sqrt", "exp", "log", "sin", "cos",
                   "tan", "uint64", "int64", "float64", "float32", "fabs", "floor", "ceil", "minimum", "maximum"))


def jammed(region: Region, types: Types, waits: Callable[[ast.For], bool]) -> ast.FunctionDef | None:
    """The body function of a region with several iterations at once, or None where that cannot be done or is no use.

    Parameters
    ----------
    region
        A plain region with step 1.
    types
        Numba types of the function's variables.
    waits
        Whether the iterations of a loop inside (a node of the region's) wait for each other.
    """
    inner = [node for node in _loops(region.node.body) if not any(_loops(node.body)) and waits(node)]
    if not inner or region.stop == f"{region.start} + 1" or not _may_be_copied(region, types):
        return None
    body = body_of(region)
    loop = next(node for node in body.body if isinstance(node, ast.For))
    waiting = {ast.unparse(node.iter) + str(node.lineno) for node in inner}
    jam = _Jam(region, loop.body, _names(body))
    if not jam.shares(loop.body, waiting):
        return None
    low, high = f"low_{region.tag}", f"high_{region.tag}"
    first = f"{low} + max({high} - {low}, 0) // {ROWS} * {ROWS}"
    several = ast.For(copy.deepcopy(loop.target), expression(f"range({low}, {high} - {ROWS - 1}, {ROWS})"),
                      [*jam.heads(), *jam.block(loop.body)], [], lineno=loop.lineno)
    loop.iter = expression(f"range({first}, {high})")
    body.body.insert(body.body.index(loop), several)
    return body


def _loops(nodes: Sequence[ast.stmt]) -> list[ast.For]:
    return [inner for node in nodes for inner in ast.walk(node) if isinstance(inner, ast.For)]


def _names(root: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(root) if isinstance(node, ast.Name)} | {
        node.arg for node in ast.walk(root) if isinstance(node, ast.arg)}



def _may_be_copied(region: Region, types: Types) -> bool:
    """Whether each iteration can have its own variables, and nothing in it but a division may raise."""
    from numba import types as kinds

    nodes = [node for statement in region.node.body for node in ast.walk(statement)]
    targets = [node.target for node in _loops(region.node.body)]
    own = assigned_names(region.node.body)
    calls = [node.func for node in nodes if isinstance(node, ast.Call)]
    return (sum(isinstance(node, ast.Assign | ast.AugAssign | ast.If) for node in nodes) <= MOST_STATEMENTS
            and not jumps(region.node.body)
            and all(isinstance(target, ast.Name) for target in targets)
            and not {t.id for t in targets if isinstance(t, ast.Name)} & unbound_names(region.node.body)
            and all(isinstance(kind, kinds.Number | kinds.Boolean) for name in own for kind in types.get(name, (None,)))
            and all((call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "")) in _PURE for call in calls))


class _Jam:
    """Copies of a body's statements for each of the iterations."""

    def __init__(self, region: Region, body: Sequence[ast.stmt], taken: set[str]) -> None:
        self._target = region.target
        shared = {node.target.id for node in _loops(body) if isinstance(node.target, ast.Name)}
        stored = [node.id for statement in body for node in ast.walk(statement)
                  if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
        loops = [node.target.id for node in _loops(body) if isinstance(node.target, ast.Name)]
        self._is_clean = all(stored.count(name) == loops.count(name) for name in shared)
        self._own = assigned_names(body) - shared | {self._target}
        self._given = sorted(self._own & set(region.arguments))
        self._names: list[dict[str, str]] = [{}]
        for row in range(1, ROWS):
            names = dict[str, str]()
            for name in sorted(self._own | shared):
                new = f"{name}_{row}"
                while new in taken:
                    new += "_"
                taken.add(new)
                names[name] = new
            self._names.append(names)

    def shares(self, body: Sequence[ast.stmt], waiting: set[str]) -> bool:
        """Whether one of the loops that wait is shared by the iterations."""
        return self._is_clean and any(isinstance(node, ast.For) and self._is_shared(node) and (
            ast.unparse(node.iter) + str(node.lineno) in waiting or self.shares(node.body, waiting)) for node in body)

    def heads(self) -> list[ast.stmt]:
        """The loop's variable for the other iterations, and what variables hold before an iteration assigns them."""
        made = [statement_of(f"{names[self._target]} = {self._target} + {row}")
                for row, names in enumerate(self._names) if row]
        return made + [statement_of(f"{names[name]} = {name}") for names in self._names[1:] for name in self._given]

    def block(self, body: Sequence[ast.stmt]) -> list[ast.stmt]:
        """Statements for all iterations."""
        made: list[ast.stmt] = []
        for node in body:
            if isinstance(node, ast.For) and self._is_shared(node):
                made.append(ast.For(copy.deepcopy(node.target), copy.deepcopy(node.iter), self.block(node.body), [],
                                    lineno=node.lineno))
                continue
            used = loaded_names([node]) | assigned_names([node])
            rows = 1 if _is_hint(node) and not used & self._own else ROWS
            made += [self._copy(node, row) for row in range(rows)]
        return made

    def _is_shared(self, node: ast.For) -> bool:
        """Whether a loop has the same bounds for all iterations, before and while it runs."""
        parts = list(ast.walk(node.iter))
        plain = all(isinstance(part.value, ast.Attribute) for part in parts if isinstance(part, ast.Subscript))
        return plain and not node.orelse and not jumps(node.body) and not loaded_names([node.iter]) & self._own

    def _copy(self, node: ast.stmt, row: int) -> ast.stmt:
        made = copy.deepcopy(node)
        inside = {n.target.id for n in _loops([node]) if isinstance(n.target, ast.Name)}
        names = {old: new for old, new in self._names[row].items() if old in self._own or old in inside}
        for inner in ast.walk(made):
            if isinstance(inner, ast.Name):
                inner.id = names.get(inner.id, inner.id)
        return made


def _is_hint(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Name) \
        and node.value.func.id == "at_least"
