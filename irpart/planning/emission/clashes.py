"""Names of a function that mean something else in the module that is written for it."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Sequence

import numpy as np

from irpart.base.errors import UnsupportedProgram
from irpart.planning.emission.module import EXECUTION, LINKED
from irpart.regions.inference import TypedFunction

_BUILTINS = ("int", "len", "max", "min", "range")
_CALLED = frozenset((*EXECUTION, *_BUILTINS, "at_least", "elements_apart", "no_overlap"))
_ALWAYS = frozenset(("njit", "np", LINKED))


def check_names(typed: TypedFunction, functions: Sequence[ast.FunctionDef]) -> None:
    """Make sure that what is written around a function's code means what it does elsewhere, and the code what it did.

    Parameters
    ----------
    typed
        The function.
    functions
        What the module defines: first the function as it is, last what takes its place.

    Raises
    ------
    UnsupportedProgram
        The function uses one of the module's names for something of its own.
    """
    tree = typed.tree
    names = [node for statement in tree.body for node in ast.walk(statement) if isinstance(node, ast.Name)]
    bound = {node.arg for node in ast.walk(tree.args) if isinstance(node, ast.arg)}
    bound |= {node.id for node in names if not isinstance(node.ctx, ast.Load)}
    used = {node.id for node in names} - bound
    values = typed.global_values
    theirs = {name for name in used if name in values and values[name] is not _meaning(name)
              and not str(getattr(values[name], "__module__", "")).startswith("irpart.")}
    called = {node.func.id for made in functions[1:] for node in ast.walk(made)
              if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    ours = (called & _CALLED) | _ALWAYS
    defined = {made.name for made in functions} - {tree.name}
    wrong = sorted({*(ours & (bound | theirs)), *(ours & {tree.name}), *(theirs & defined)})
    if wrong:
        raise UnsupportedProgram(f"'{wrong[0]}' in '{tree.name}' (line {tree.lineno}) has another meaning in the module "
                                 "that is written for the function; give it another name.")


def _meaning(name: str) -> object:
    """What a name stands for in the module."""
    return np if name == "np" else getattr(builtins, name, None) if name in _BUILTINS else None
