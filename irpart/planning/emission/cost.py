"""Cost of an iteration: nanoseconds as a Python expression over values that are known before the loop begins."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from types import FunctionType, MappingProxyType, ModuleType
from typing import Any

from irpart.planning.wavefronts.syntax import replaced
from irpart.regions.naming import assigned_names, loaded_names

_NONE: Mapping[str, ast.FunctionDef] = MappingProxyType({})

_CALLS = {"exp": 8.0, "log": 8.0, "sin": 10.0, "cos": 10.0, "tan": 15.0, "arctan2": 20.0, "atan2": 20.0, "pow": 20.0,
          "sqrt": 4.0, "hypot": 8.0, "abs": 0.3, "min": 0.5, "max": 0.5, "int": 0.3, "float": 0.3, "len": 0.1,
          "zeros": 80.0, "empty": 50.0, "ones": 80.0, "empty_like": 50.0, "zeros_like": 80.0, "range": 0.0,
          "uint64": 0.0, "int64": 0.3, "float64": 0.3, "float32": 0.3,
          "dot": 1000.0, "vdot": 500.0, "matmul": 1000.0, "inv": 5000.0, "solve": 5000.0, "det": 5000.0, "qr": 10000.0,
          "lstsq": 20000.0, "eigh": 20000.0, "svd": 20000.0}
_UNKNOWN_CALL = 20.0
_UNKNOWN_TRIPS = 8.0
_OPERATION, _DIVISION, _ELEMENT, _TEST, _PRODUCT = 0.3, 3.0, 0.4, 0.3, 1000.0


@dataclass(frozen=True, slots=True)
class Cost:
    """A constant and products of trip counts: ``constant + sum(factor * expression)``."""

    constant: float
    terms: tuple[tuple[float, str], ...] = ()

    def __add__(self, other: Cost) -> Cost:
        """The cost of one after the other."""
        return Cost(self.constant + other.constant, self.terms + other.terms)

    def times(self, trips: str) -> Cost:
        """The cost of several rounds."""
        return Cost(0.0, ((self.constant, trips), *((factor, f"{trips} * {text}") for factor, text in self.terms)))

    def weighed(self, share: float) -> Cost:
        """The cost of what happens in a share of the rounds."""
        return Cost(self.constant * share, tuple((factor * share, text) for factor, text in self.terms))

    @property
    def text(self) -> str:
        """The sum as source."""
        parts = [f"{round(self.constant, 1)}"] if self.constant or not self.terms else []
        return " + ".join(parts + [f"{round(factor, 2)} * {text}" for factor, text in self.terms if factor])


def iteration_cost(loop: ast.For, known: frozenset[str], middle: str, taken: float = 1.0,
                   callees: Mapping[str, ast.FunctionDef] = _NONE) -> Cost:
    """What an iteration of a loop takes.

    Parameters
    ----------
    loop
        The loop.
    known
        Variables that have their values before the loop and keep them in it.
    middle
        Source of the middle of the loop's range: inner bounds that depend on the loop's variable are taken there, which is
        their mean for triangles.
    taken
        How often branches are taken to be taken.
    callees
        The user's functions, by how they are spelled in calls; those that they call in turn count as short.

    Returns
    -------
    Cost
        Nanoseconds of one core, roughly; bounds that are not known count as eight rounds.
    """
    mean = ast.parse(middle, mode="eval").body
    means = {loop.target.id: mean} if isinstance(loop.target, ast.Name) else {}
    return _block(loop.body, known | loaded_names([mean]), means, _Around(taken, callees))


def callees_of(node: ast.AST, values: Mapping[str, Any]) -> dict[str, ast.FunctionDef]:
    """Functions with source that calls in a tree mean, by how they are spelled there.

    ``values``: of names that are no variables. Jitted functions and plain ones, also those of modules.
    """
    found: dict[str, ast.FunctionDef] = {}
    for call in (inner for inner in ast.walk(node) if isinstance(inner, ast.Call)):
        owner = call.func.value if isinstance(call.func, ast.Attribute) else call.func
        value = values.get(owner.id) if isinstance(owner, ast.Name) else None
        if isinstance(call.func, ast.Attribute):
            value = getattr(value, call.func.attr, None) if isinstance(value, ModuleType) else None
        plain = getattr(value, "py_func", value)
        if not isinstance(plain, FunctionType) or (plain.__module__ or "").split(".")[0] in ("numpy", "numba"):
            continue
        try:
            tree = ast.parse(textwrap.dedent(inspect.getsource(plain))).body[0]
        except (OSError, SyntaxError):
            continue
        if isinstance(tree, ast.FunctionDef):
            found[ast.unparse(call.func)] = tree
    return found


@dataclass(frozen=True, slots=True)
class _Around:
    """What holds for a whole loop: how often branches are taken, and the functions that it calls."""

    taken: float
    callees: Mapping[str, ast.FunctionDef]


def _block(nodes: list[ast.stmt], known: frozenset[str], means: dict[str, ast.expr], around: _Around) -> Cost:
    total = Cost(0.3)
    for node in nodes:
        total += _statement(node, known, means, around)
    return total


def _statement(node: ast.stmt, known: frozenset[str], means: dict[str, ast.expr], around: _Around) -> Cost:
    if isinstance(node, ast.For):
        trips, mean = _trips(node, known, means)
        inner = means | ({node.target.id: mean} if isinstance(node.target, ast.Name) and mean is not None else {})
        body = _block(node.body, known, inner, around)
        return Cost(body.constant * _UNKNOWN_TRIPS, body.terms) if trips is None else body.times(trips)
    if isinstance(node, ast.While):
        body = _block(node.body, known, means, around)
        return Cost((body.constant + _of(node.test)) * _UNKNOWN_TRIPS, body.terms)
    if isinstance(node, ast.If):
        branches = _block(node.body, known, means, around) + _block(node.orelse, known, means, around)
        return Cost(_of(node.test) + _TEST) + branches.weighed(around.taken)
    return Cost(_of(node)) + _of_callees(node, known, means, around)


def _of_callees(node: ast.stmt, known: frozenset[str], means: dict[str, ast.expr], around: _Around) -> Cost:
    """What the user's functions take that a statement calls, with the arguments that it gives."""
    total = Cost(0.0)
    for call in (inner for inner in ast.walk(node) if isinstance(inner, ast.Call)):
        callee = around.callees.get(ast.unparse(call.func))
        if callee is None or call.keywords or any(isinstance(given, ast.Starred) for given in call.args):
            continue
        own = assigned_names(callee.body)
        given = {a.arg: value for a, value in zip(callee.args.args, call.args, strict=False) if a.arg not in own}
        body = [replaced(statement, given) for statement in callee.body]
        outer = {name: mean for name, mean in means.items() if name not in own}
        total += _block(body, known - own, outer, _Around(around.taken, _NONE))
    return total


def _trips(node: ast.For, known: frozenset[str], means: dict[str, ast.expr]) -> tuple[str | None, ast.expr | None]:
    """Source of the number of rounds and of the mean of the loop's variable; None where they are not known."""
    call = node.iter
    if not isinstance(call, ast.Call) or not 1 <= len(call.args) <= 3:
        return None, None
    bounds = [_Means(means).visit(ast.parse(ast.unparse(argument), mode="eval").body) for argument in call.args]
    if not loaded_names(bounds) <= known or any(isinstance(n, ast.Call) for b in bounds for n in ast.walk(b)):
        return None, None
    texts = [f"({ast.unparse(bound)})" if not isinstance(bound, ast.Constant | ast.Name) else ast.unparse(bound)
             for bound in bounds]
    low, high = (texts[0], texts[1]) if len(texts) > 1 else ("0", texts[0])
    if len(texts) == 3:
        return f"len(range({low}, {high}, {texts[2]}))", ast.parse(f"({low} + {high}) // 2", mode="eval").body
    span = high if low == "0" else f"max({high} - {low}, 0)"
    return span, ast.parse(f"({low} + {high}) // 2" if low != "0" else f"{high} // 2", mode="eval").body


class _Means(ast.NodeTransformer):
    """Loop variables replaced by the middles of their ranges."""

    def __init__(self, means: dict[str, ast.expr]) -> None:
        self._means = means

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """A variable."""
        return self._means.get(node.id, node)


def _of(root: ast.AST) -> float:
    """Operations and accesses of a statement or expression."""
    total = 0.0
    for node in ast.walk(root):
        if isinstance(node, ast.BinOp | ast.AugAssign):
            slow = isinstance(node.op, ast.Div | ast.FloorDiv | ast.Mod)
            total += (15.0 if isinstance(node.op, ast.Pow) else _PRODUCT if isinstance(node.op, ast.MatMult)
                      else _DIVISION if slow else _OPERATION)
        elif isinstance(node, ast.Subscript):
            total += _ELEMENT
        elif isinstance(node, ast.Compare):
            total += _TEST
        elif isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            total += _CALLS.get(name, _UNKNOWN_CALL)
    return total
