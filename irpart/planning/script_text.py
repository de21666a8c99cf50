"""A script with its functions in parallel, as text: the generated functions stand where the user's stood."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from irpart.planning.types import ParallelPlan

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
        Functions stay as they were when no plan has a region, and when they stand within another function or a class, or are
        defined more than once.
    """
    tree, lines = ast.parse(source), source.splitlines()
    replaced, kept, imports = list[str](), list[tuple[str, str]](), list[ast.stmt]()
    blocks: list[tuple[int, int, str]] = []
    for function, found in plans.items():
        useful = [(types, plan) for types, plan in found if plan.regions]
        nodes = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == function]
        if not useful or len(nodes) != 1:
            kept.append((function, "nothing in it runs in parallel" if not useful else
                         "it is not defined once at the top level of the script"))
            continue
        text, needed = _block(function, useful)
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


def _block(function: str, plans: Sequence[tuple[str, ParallelPlan]]) -> tuple[str, list[ast.stmt]]:
    """The functions that take the place of one, and the imports they need."""
    parts, imports, versions = list[str](), ast.parse(_CHOICE).body, list[str]()
    for number, (types, plan) in enumerate(plans):
        text, needed, names = _functions(plan.source)
        imports += needed
        renamed = {name: f"{name}_{number}" for name in names if name != plan.sequential} if number else {}
        renamed[plan.entry] = f"{function}_parallel" + (f"_{number}" if number else "")
        if number:
            text = _without(text, plan.sequential)
        for old, new in renamed.items():
            text = re.sub(rf"(?<![\w.]){re.escape(old)}(?!\w)", new, text)
        parts.append(text.strip("\n"))
        versions.append(f"    {types!r}: {renamed[plan.entry]},")
    parts.append("\n".join([f"{function} = by_types({plans[0][1].sequential}, {{", *versions, "})"]))
    return "\n\n\n".join(parts), imports


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
