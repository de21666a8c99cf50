"""Defaults that a call leaves out: bodies have them as their own, so that LLVM knows their values in loops."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from irpart.planning.emission.types import GIVEN_AT

Number = bool | int | float


def give_defaults(functions: Sequence[ast.FunctionDef], left_out: Mapping[str, Number]) -> None:
    """Make arguments of bodies that always have a parameter's default defaults of the bodies; changes them in place.

    Parameters
    ----------
    functions
        Those of a module; the last one is the driver.
    left_out
        Parameters of the user's function that are left out at the call, and their defaults.

    Notes
    -----
    A parameter that any of the functions assigns is left as it is, and a body that is named elsewhere than in one call of a
    region with a tuple of its arguments.
    """
    assigned = {n.id for function in functions for n in ast.walk(function)
                if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)}
    known = {name: value for name, value in left_out.items() if name not in assigned}
    calls = [n for n in ast.walk(functions[-1]) if isinstance(n, ast.Call)]
    for body in functions[:-1]:
        named = sum(n.id == body.name for function in functions for n in ast.walk(function) if isinstance(n, ast.Name))
        given = [found for call in calls if (found := _given(call, body.name)) is not None]
        if known and named == len(given) == 1:
            _move(body, given[0], known)


def _given(call: ast.Call, body: str) -> ast.Tuple | None:
    """The tuple of arguments in a call of a region with a body."""
    place = GIVEN_AT.get(call.func.id) if isinstance(call.func, ast.Name) else None
    if place is None or len(call.args) <= place or not (isinstance(call.args[0], ast.Name) and call.args[0].id == body):
        return None
    given = call.args[place]
    return given if isinstance(given, ast.Tuple) else None


def _move(body: ast.FunctionDef, given: ast.Tuple, known: Mapping[str, Number]) -> None:
    parameters = body.args.args
    pairs = list(zip(given.elts, parameters[len(parameters) - len(given.elts):], strict=True))
    moved = [(value, parameter) for value, parameter in pairs
             if isinstance(value, ast.Name) and value.id == parameter.arg and value.id in known]
    if len(moved) == len(pairs):
        moved = moved[1:]
    for value, parameter in moved:
        given.elts.remove(value)
        parameters.remove(parameter)
        parameters.append(parameter)
        body.args.defaults.append(ast.Constant(known[parameter.arg]))
