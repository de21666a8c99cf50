"""Functions from syntax trees: a step's result with a source that the next step can read."""

from __future__ import annotations

import ast
import itertools
import linecache
from types import FunctionType
from typing import Any

import numpy as np

from irpart.regions.readings import kept

_NUMBERS = itertools.count()


def function_of(tree: ast.FunctionDef, original: Any, **more: Any) -> FunctionType:
    """Compile a function's syntax tree under a made-up file name, with its text where ``inspect`` finds it.

    Parameters
    ----------
    tree
        The function; not changed.
    original
        The user's function, plain or jitted: its globals and what it closes over are the new function's globals.
    more
        Further globals.

    Notes
    -----
    The new function keeps name, qualified name, module and defaults. Lines are those of its own text, not of the user's.
    ``np`` is NumPy in it unless the user's function knows it as something else. The same text gives the same function
    within ``kept_readings``.
    """
    text = ast.unparse(ast.fix_missing_locations(_bare(tree))) + "\n"
    key = "function", text, id(original), tuple((name, id(value)) for name, value in more.items())
    return kept(key, lambda: _compiled(tree.name, text, original, more), original, more)


def _compiled(name: str, text: str, original: Any, more: dict[str, Any]) -> FunctionType:
    plain = getattr(original, "py_func", original)
    file = f"<irpart step {next(_NUMBERS)} of {plain.__qualname__}>"
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
    cells = zip(plain.__code__.co_freevars, plain.__closure__ or (), strict=False)
    names = {"np": np, **plain.__globals__, **{name: cell.cell_contents for name, cell in cells}, **more}
    exec(compile(text, file, "exec"), names)
    made: FunctionType = names[name]
    made.__qualname__, made.__module__ = plain.__qualname__, plain.__module__
    made.__defaults__, made.__kwdefaults__ = plain.__defaults__, plain.__kwdefaults__
    return made


def _bare(tree: ast.FunctionDef) -> ast.FunctionDef:
    """The function without decorators, annotations and defaults, which its new place may not know."""
    arguments = ast.arguments(
        posonlyargs=[ast.arg(a.arg) for a in tree.args.posonlyargs], args=[ast.arg(a.arg) for a in tree.args.args],
        vararg=tree.args.vararg, kwonlyargs=[ast.arg(a.arg) for a in tree.args.kwonlyargs],
        kw_defaults=[None] * len(tree.args.kwonlyargs), kwarg=tree.args.kwarg, defaults=[])
    return ast.copy_location(ast.FunctionDef(tree.name, arguments, tree.body, [], None, lineno=tree.lineno), tree)
