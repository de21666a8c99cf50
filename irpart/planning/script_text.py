"""A script with its functions in parallel, as text: the generated functions stand where the user's stood."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from irpart.planning.types import ParallelPlan

_DECORATOR = re.compile(r"(\w+\.)*(njit|jit|parallelize)(\(.*\))?", re.DOTALL)
"""Decorators that generated functions stand for."""
_JITS = re.compile(r"\b(njit|jit|parallelize|vectorize|guvectorize|stencil)\b")
_CHOICE = "from irpart.execution.versions import by_types"


@dataclass(frozen=True, slots=True)
class ParallelScript:
    """The text of a script, the functions that it has in parallel, and why others stayed as they were."""

    text: str
    replaced: tuple[str, ...]
    kept: tuple[tuple[str, str], ...]


def parallel_script(source: str, name: str, plans: Mapping[str, Sequence[tuple[str, ParallelPlan]]]) -> ParallelScript:
    """Replace functions of a script by their generated versions.

    Parameters
    ----------
    source, name
        The script's text, and its name for the heading.
    plans
        From the qualified name of a function to its plans with the types of the arguments they are for.

    Returns
    -------
    ParallelScript
        Functions stay as they were when no plan has a region, when they stand within another function or a class, or are
        defined more than once, and when they have decorators besides Numba's or are jitted by a call. Functions without a
        plan are not spoken of.
    """
    tree, lines = ast.parse(source), source.splitlines()
    replaced, kept, imports = list[str](), list[tuple[str, str]](), list[ast.stmt]()
    blocks: list[tuple[int, int, str]] = []
    taken = _names(tree)
    for function, found in plans.items():
        useful = [(types, plan) for types, plan in found if plan.regions]
        nodes = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == function]
        reason = "nothing in it runs in parallel" if found and not useful else "" if not useful else _obstacle(tree, nodes)
        if not useful or reason:
            kept += [(function, reason)] if reason else []
            continue
        text, needed = _block(nodes[0], useful, taken)
        first = min([nodes[0].lineno, *(d.lineno for d in nodes[0].decorator_list)])
        blocks.append((first - 1, nodes[0].end_lineno or first, text))
        imports += needed
        replaced.append(function)
    for start, stop, text in sorted(blocks, reverse=True):
        lines[start:stop] = text.splitlines()
    if replaced:
        at = _heading_end(tree)
        lines[at:at] = ["", f"# irpart parallelize {name}: what runs in parallel is {', '.join(replaced)};",
                        "# the originals are the functions whose names end in _sequential.", *_import_lines(imports, tree)]
    return ParallelScript("\n".join(lines) + "\n", tuple(replaced), tuple(kept))


def _import_lines(needed: Sequence[ast.stmt], script: ast.Module) -> list[str]:
    """Imports as few lines, without those that the script has at its top level."""
    def pairs(nodes: Sequence[ast.stmt]) -> dict[tuple[str, str], None]:
        found = dict[tuple[str, str], None]()
        for node in nodes:
            if isinstance(node, ast.Import | ast.ImportFrom):
                module = (node.module or "") if isinstance(node, ast.ImportFrom) else ""
                found |= dict.fromkeys((module, ast.unparse(name)) for name in node.names)
        return found

    present, lines = pairs(script.body), dict[str, list[str]]()
    for module, name in pairs(needed):
        if (module, name) not in present:
            lines.setdefault(module, []).append(name)
    plain = [f"import {name}" for name in sorted(lines.pop("", []))]
    return plain + [f"from {module} import {', '.join(sorted(names))}" for module, names in sorted(lines.items())]


def _names(tree: ast.Module) -> set[str]:
    """All names that a script has anywhere, but for what it imports."""
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return names | {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}


def _obstacle(tree: ast.Module, nodes: Sequence[ast.FunctionDef]) -> str:
    """Why functions of a name cannot be replaced; "" when nothing is in the way."""
    if len(nodes) != 1:
        return "it is not defined once at the top level of the script"
    others = [text for text in map(ast.unparse, nodes[0].decorator_list) if not _DECORATOR.fullmatch(text)]
    if others:
        return f"it has a decorator that is not Numba's (@{others[0]})"
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _JITS.search(ast.unparse(node.func)) and any(
                isinstance(given, ast.Name) and given.id == nodes[0].name for given in node.args):
            return f"it is jitted by a call in line {node.lineno}; decorate its definition instead"
    return ""


def _signatures(node: ast.FunctionDef) -> str:
    """Source of the signatures that a decorator gives; "" when there are none."""
    given = [d.args[0] for d in node.decorator_list if isinstance(d, ast.Call) and d.args]
    return f", {ast.unparse(given[0])}" if given else ""


def _block(node: ast.FunctionDef, plans: Sequence[tuple[str, ParallelPlan]],
           taken: set[str]) -> tuple[str, list[ast.stmt]]:
    """The functions that take the place of one, and the imports they need; new names are added to ``taken``."""
    function, sequential = node.name, plans[0][1].sequential
    aliases, versions = dict[str, str](), list[str]()
    parts, imports = list[str](), list[ast.stmt]()
    original = _fresh(sequential, taken)
    for number, (types, plan) in enumerate(plans):
        text, needed, names = _functions(plan.source)
        imports += [_aliased(one, taken, aliases) for one in needed]
        suffix = f"_{number}" if number else ""
        renamed = {name: _fresh(f"{name}{suffix}", taken) for name in names if name not in (plan.sequential, plan.entry)}
        renamed |= {plan.sequential: original, plan.entry: _fresh(f"{function}_parallel{suffix}", taken)}
        if number:
            text = _without(text, plan.sequential)
        parts.append(_with_names(text, renamed | aliases).strip("\n"))
        versions.append(f"    {types!r}: {renamed[plan.entry]},")
    choose = ast.parse(_CHOICE).body[0]
    imports.append(_aliased(choose, taken, aliases))
    parts.append("\n".join([f"{function} = {aliases.get('by_types', 'by_types')}({original}, {{", *versions,
                            f"}}{_signatures(node)})"]))
    return "\n\n\n".join(parts), imports


def _with_names(text: str, names: Mapping[str, str]) -> str:
    """A text of functions with other names, all changed at once."""
    old = "|".join(map(re.escape, names))
    return re.sub(rf"(?<![\w.])({old})(?!\w)", lambda found: names[found[0]], text)


def _fresh(name: str, taken: set[str]) -> str:
    """A name that the script does not have, from now on taken."""
    while name in taken:
        name += "_"
    taken.add(name)
    return name


def _aliased(node: ast.stmt, taken: set[str], aliases: dict[str, str]) -> ast.stmt:
    """An import of irpart's under other names where the script has those; the new names are added to ``aliases``."""
    if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("irpart."):
        return node
    for one in node.names:
        if one.name in taken:
            aliases[one.name] = one.asname = f"irpart_{one.name}"
    return node


def _functions(source: str) -> tuple[str, list[ast.stmt], list[str]]:
    """A module's text from its first function on, its imports, and the names of its functions."""
    tree, lines = ast.parse(source), source.splitlines()
    nodes = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    first = min(min([node.lineno, *(d.lineno for d in node.decorator_list)]) for node in nodes)
    imports: list[ast.stmt] = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    return "\n".join(lines[first - 1:]), imports, [node.name for node in nodes]


def _without(text: str, name: str) -> str:
    """A text of functions without one of them."""
    tree, lines = ast.parse(text), text.splitlines()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            del lines[first - 1:node.end_lineno]
            break
    return "\n".join(lines)


def _heading_end(tree: ast.Module) -> int:
    """Lines of the docstring and the imports from __future__."""
    end = 0
    for node in tree.body:
        is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if not (is_text and end == 0) and not (isinstance(node, ast.ImportFrom) and node.module == "__future__"):
            break
        end = node.end_lineno or end
    return end
