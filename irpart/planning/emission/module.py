"""The text of a module: imports, the user's function, body functions and the driver."""

from __future__ import annotations

import ast
import copy
from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any

from irpart.planning.emission.bodies import body_of
from irpart.planning.emission.comments import comment, text_of
from irpart.planning.emission.driver import driver_of, renamed
from irpart.planning.emission.types import Region, WaveRegion
from irpart.planning.types import PlanGuard

_OPTIONS = ("fastmath", "error_model", "boundscheck", "nogil")
EXECUTION = ("guard_holds", "run_chunks", "run_range", "run_tiles", "run_weighed", "workers")
"""What generated code takes from ``irpart.execution.generated``."""
LINKED = "linked"
"""Decorator of all functions but the driver."""
_SIMPLE = (bool, int, float, complex, str, type(None))


def numba_options(function: Any) -> dict[str, Any]:
    """Options of the user's decorator that change what code computes or may do."""
    found = getattr(function, "targetoptions", {})
    return {name: found[name] for name in _OPTIONS if found.get(name)}


def free_names(trees: Sequence[ast.FunctionDef]) -> tuple[str, ...]:
    """Names that functions take from outside, builtins among them, in order."""
    found: set[str] = set()
    for tree in trees:
        own = {a.arg for a in (*tree.args.posonlyargs, *tree.args.args, *tree.args.kwonlyargs)}
        own |= {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)}
        found |= {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)} - own
    return tuple(sorted(found))


def module_parts(original: ast.FunctionDef, node: ast.FunctionDef, regions: Sequence[Region | WaveRegion],
                 guards: Sequence[PlanGuard], better: Mapping[str, ast.FunctionDef]) -> tuple[list[ast.FunctionDef], str]:
    """The functions of the module, and the name of the user's own among them.

    Notes
    -----
    The user's function is there for guards that fail and sizes that are too small. Bodies of regions in ``better`` (by name)
    are written already.
    """
    sequential = f"{original.name}_sequential"
    taken = {n.id if isinstance(n, ast.Name) else n.arg for n in ast.walk(node) if isinstance(n, ast.Name | ast.arg)}
    flag = "holds"
    while flag in taken:
        flag += "_"
    names = ", ".join(a.arg for a in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs))
    driver = driver_of(node, regions, guards, flag, f"return {sequential}({names})", better)
    own = copy.deepcopy(original)
    own.name, own.decorator_list = sequential, []
    return [_bare(own), *(better.get(one.body) or _body(one) for one in regions), _bare(driver)], sequential


def _body(region: Region | WaveRegion) -> ast.FunctionDef:
    if isinstance(region, Region):
        return body_of(region)
    made = renamed(region.code.body, region.code.body.name, region.body)
    assert isinstance(made, ast.FunctionDef)
    made.body.insert(0, comment(f"Line {region.line}: a tile of for {ast.unparse(region.node.target)} in "
                                f"{ast.unparse(region.node.iter)}"))
    return made


def wave_imports(regions: Sequence[Region | WaveRegion]) -> list[str]:
    """Lines for what the code of tiles uses, besides the calls that every region may make."""
    pairs = {pair for region in regions if isinstance(region, WaveRegion) for pair in region.code.imports}
    return [f"from {module} import {name}" for module, name in sorted(pairs) if name not in EXECUTION]


def _bare(node: ast.FunctionDef) -> ast.FunctionDef:
    """Without annotations, which the module may not know."""
    for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs):
        argument.annotation = None
    node.returns = None
    return node


def module_text(title: str, functions: Sequence[ast.FunctionDef], options: dict[str, Any], imports: Sequence[str]) -> str:
    """Source of the module; ``imports`` are lines for what the functions take from elsewhere."""
    given = ", ".join(f"{name}={value!r}" for name, value in options.items())
    given = f"({given})" if given else ""
    used = {n.id for function in functions for n in ast.walk(function) if isinstance(n, ast.Name)}
    execution = [name for name in EXECUTION if name in used]
    lines = [f'"""{title}"""', "", *(line for line in imports if line.startswith("import ")), "from numba import njit"]
    if execution:
        lines.append(f"from irpart.execution.generated import {', '.join(execution)}")
    if "at_least" in used:
        lines.append("from irpart.execution.hints import at_least")
    overlap = [name for name in ("elements_apart", "no_overlap") if name in used]
    if overlap:
        lines.append(f"from irpart.execution.overlap import {', '.join(overlap)}")
    if len(functions) > 1:
        lines.append(f"from irpart.execution.linked import {LINKED}")
    lines += [line for line in imports if not line.startswith("import ")]
    for function in functions:
        decorator = "njit" if function is functions[-1] else LINKED
        lines += ["", "", f"@{decorator}{given}\n{text_of(function)}"]
    return "\n".join(lines) + "\n"


def import_lines(names: Sequence[str], values: dict[str, Any], module: str) -> list[str]:
    """Lines that make a module stand alone: imports of modules, plain values, and what the user's module defines."""
    lines, taken = [], []
    for name in names:
        value = values.get(name)
        if isinstance(value, ModuleType):
            lines.append(f"import {value.__name__}" + ("" if value.__name__ == name else f" as {name}"))
        elif isinstance(value, _SIMPLE) and name in values and value == value and _is_finite(value):
            lines.append(f"{name} = {value!r}")
        else:
            taken.append(name)
    return sorted(lines, key=lambda line: not line.startswith("import")) + (
        [f"from {module} import {', '.join(taken)}"] if taken else [])


def _is_finite(value: Any) -> bool:
    """Whether a plain value has a spelling in Python."""
    return not isinstance(value, float | complex) or abs(value) < float("inf")
