"""Accumulators of a loop as parts per chunk: neutral elements, searches, extremes and arrays."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from irpart.planning.emission.operands import can_be_evaluated, is_whole
from irpart.planning.emission.types import Accumulator
from irpart.regions.accumulators import Accumulation, Selection, accumulation, selection
from irpart.regions.types import RegionTree, Verdict

_SIGNS = {"sum": "+", "product": "*"}


def accumulators_of(node: ast.For, tree: RegionTree, verdict: Verdict,
                    types: Mapping[str, tuple[Any, ...]]) -> tuple[Accumulator, ...] | str:
    """What a loop combines, or a sentence that says why it cannot be split into chunks."""
    ranks = {variable.name: variable.rank for variable in tree.variables}
    statements = [inner for inner in ast.walk(node) if isinstance(inner, ast.stmt)]
    found: list[Accumulator] = []
    kept: set[str] = set()
    for name, operation in verdict.reductions:
        if name not in types:
            return f"'{name}' is combined inside an array expression."
        if ranks.get(name):
            one: Accumulator | str | None = _of_array(name, operation, types, statements)
        elif operation.startswith("arg") or any(s.best == name for s in _searches(statements)):
            one = _search(name, statements, types)
            kept |= {other for s in _searches(statements) if s.best == name for other in s.kept}
        else:
            one = _scalar(name, operation, statements, types)
        if isinstance(one, str):
            return one
        if one is not None:
            found.append(one)
    missing = {name for name, _ in verdict.reductions} - {a.name for a in found} - kept
    return f"'{min(missing)}' is combined in a way that cannot be split." if missing else tuple(found)


def numpy_type(kinds: tuple[Any, ...]) -> str:
    """Source of the NumPy type that holds all versions of a scalar; "" for anything but numbers and truth values."""
    from numba import types
    from numba.np.numpy_support import as_dtype

    plain = [types.unliteral(kind) for kind in kinds]
    if not plain or not all(isinstance(kind, types.Number | types.Boolean) for kind in plain):
        return ""
    if any(isinstance(kind, types.Boolean) for kind in plain) and len(set(plain)) > 1:
        return ""
    name = np.result_type(*[as_dtype(kind) for kind in plain]).name
    return "np.bool_" if name == "bool" else f"np.{name}"


def _searches(statements: list[ast.stmt]) -> Iterator[Selection]:
    for statement in statements:
        found = selection(statement) if isinstance(statement, ast.If) else None
        if found is not None:
            yield found


def _accumulations(name: str, statements: list[ast.stmt]) -> list[tuple[ast.stmt, Accumulation]]:
    found = [(statement, accumulation(statement)) for statement in statements]
    return [(s, a) for s, a in found if a is not None and isinstance(a.target, ast.Name) and a.target.id == name]


def _assigned(name: str, statements: list[ast.stmt]) -> int:
    """Simple statements that assign a variable."""
    return sum(isinstance(inner, ast.Name) and inner.id == name and not isinstance(inner.ctx, ast.Load)
               for statement in statements if isinstance(statement, ast.Assign | ast.AugAssign | ast.AnnAssign)
               for inner in ast.walk(statement))


def _scalar(name: str, operation: str, statements: list[ast.stmt],
            types: Mapping[str, tuple[Any, ...]]) -> Accumulator | str:
    kind = numpy_type(types[name])
    uses = _accumulations(name, statements)
    if not kind or len(uses) != _assigned(name, statements) or not uses:
        return f"'{name}' is no number, or is combined in a way that cannot be split."
    if "int" not in kind and kind != "np.bool_" and _is_sometimes_whole(types[name]) \
            and any(all(is_whole(operand, types) for operand in found.operands) for _, found in uses):
        return f"'{name}' is an integer here and something else elsewhere."
    if operation in _SIGNS:
        return Accumulator(name, operation, "fold", kind, f"{name} = {name} {_SIGNS[operation]} {{part}}")
    if operation in ("and", "or"):
        spelled = [isinstance(s, ast.Assign) and isinstance(s.value, ast.BoolOp) for s, _ in uses]
        if any(spelled):
            if kind != "np.bool_" or not all(spelled):
                return f"'{name}' is not a truth value throughout."
            if not all(can_be_evaluated(operand, statements) for _, found in uses for operand in found.operands):
                return f"what is combined into '{name}' may fail where it is not evaluated now."
            return Accumulator(name, operation, "fold", kind, f"{name} = {name} {operation} {{part}}")
        return Accumulator(name, operation, "fold", kind, f"{name} = {name} {'&' if operation == 'and' else '|'} {{part}}")
    if operation in ("min", "max"):
        if "float" in kind or "complex" in kind:
            return _extreme(name, operation, kind, uses)
        return Accumulator(name, operation, "fold", kind, f"{name} = {operation}({name}, {{part}})")
    return f"'{name}' is combined by '{operation}', which is not split."


def _is_sometimes_whole(kinds: tuple[Any, ...]) -> bool:
    from numba import types

    return any(isinstance(kind, types.Integer) and not isinstance(kind, types.Literal) for kind in kinds)


def _extreme(name: str, operation: str, kind: str, uses: list[tuple[ast.stmt, Accumulation]]) -> Accumulator | str:
    """Floating point extremes by calls: all of the same spelling."""
    spelled = {_call_around(statement, name) for statement, _ in uses}
    if len(spelled) != 1 or None in spelled:
        return f"'{name}' is combined by different functions."
    return Accumulator(name, operation, "extreme", kind, f"{name} = {spelled.pop()}")


def _call_around(statement: ast.stmt, name: str) -> str | None:
    """``max(m, {part})`` or ``max({part}, m)``, as it is spelled in an accumulation."""
    if not isinstance(statement, ast.Assign) or not isinstance(statement.value, ast.Call):
        return None
    call = statement.value
    texts = [name if isinstance(a, ast.Name) and a.id == name else "{part}" for a in call.args]
    return f"{ast.unparse(call.func)}({', '.join(texts)})"


def _search(name: str, statements: list[ast.stmt], types: Mapping[str, tuple[Any, ...]]) -> Accumulator | str | None:
    """A search for the least or greatest, with what is kept of the place; None for what is kept itself."""
    searches = [(s, found) for s in statements if isinstance(s, ast.If) and (found := selection(s)) is not None]
    own = [(s, found) for s, found in searches if found.best == name]
    if not own:
        return None if any(name in found.kept for _, found in searches) else f"'{name}' is combined in an unknown way."
    assert isinstance(own[0][0].test, ast.Compare)
    tests = {(type(s.test.ops[0]).__name__ in ("LtE", "GtE"), found.operation, found.kept)
             for s, found in own if isinstance(s.test, ast.Compare)}
    kind = numpy_type(types[name])
    if "int" not in kind and _is_sometimes_whole(types[name]) and any(is_whole(found.value, types) for _, found in own):
        return f"'{name}' is an integer here and something else elsewhere."
    if len(tests) != 1 or not kind or _assigned(name, statements) != len(own):
        return f"'{name}' is searched for in different ways."
    with_ties, operation, names = tests.pop()
    kept = tuple((other, numpy_type(types.get(other, ()))) for other in names)
    if not all(text for _, text in kept) or any(_assigned(other, statements) != len(own) for other in names):
        return f"What is kept with '{name}' is no number."
    sign = ("<" if operation == "min" else ">") + ("=" if with_ties else "")
    return Accumulator(name, operation, "search", kind, f"{{part}} {sign} {name}", kept)


def _of_array(name: str, operation: str, types: Mapping[str, tuple[Any, ...]],
              statements: list[ast.stmt]) -> Accumulator | str:
    """An array of which each chunk fills its own."""
    (array, *others) = types[name]
    if others or not hasattr(array, "dtype"):
        return f"'{name}' is not one array."
    kind = numpy_type((array.dtype,))
    exact = "int" in kind or kind == "np.bool_"
    if kind == "np.bool_" and operation in _SIGNS:
        return f"sums of truth values in '{name}' are not split."
    if not kind or (operation not in _SIGNS and not exact):
        return f"extremes of floating point numbers in '{name}' are not split."
    taken = [found for s in statements if (found := accumulation(s)) is not None and isinstance(found.target, ast.Subscript)
             and ast.unparse(found.target.value) == name]
    if "int" in kind and (kind == "np.uint64" or (operation in ("min", "max") and kind != "np.int64") or not taken
                          or not all(is_whole(operand, types) for found in taken for operand in found.operands)):
        return f"integers in '{name}' are combined with what may be no integers, or greater ones."
    spelled = {"sum": "{whole} + {part}", "product": "{whole} * {part}", "min": "min({whole}, {part})",
               "max": "max({whole}, {part})", "and": "{whole} & {part}", "or": "{whole} | {part}"}
    if operation not in spelled:
        return f"'{name}' is combined by '{operation}', which is not split."
    return Accumulator(name, operation, "array", kind, f"{{whole}} = {spelled[operation]}", rank=array.ndim)
