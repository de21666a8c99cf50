"""Reading the source tree: modules, definitions and imports, without importing anything of irpart."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
Function = ast.FunctionDef | ast.AsyncFunctionDef
_COMPILERS = frozenset({"njit", "jit", "vectorize", "guvectorize", "cfunc", "generated_jit", "overload", "intrinsic"})


@dataclass(frozen=True, slots=True)
class Definition:
    """A class or function with its dotted name inside its module, and whether all of that name is public."""

    node: Function | ast.ClassDef
    name: str
    is_public: bool
    is_nested: bool


@dataclass(frozen=True, slots=True)
class Import:
    """One imported module: its dotted name, and whether the import is inside a function, or only for types."""

    target: str
    line: int
    is_indented: bool
    is_for_types: bool


def sources(*folders: str) -> list[Path]:
    """All Python files below folders of the repository, as paths relative to it."""
    found = [path.relative_to(ROOT) for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in found if "__pycache__" not in path.parts)


@cache
def parsed(path: Path) -> ast.Module:
    """Syntax tree of a file of the repository."""
    return ast.parse((ROOT / path).read_text(), str(path))


def module_name(path: Path) -> str:
    """``irpart/graph/types.py`` is ``irpart.graph.types``; a package's ``__init__`` is the package."""
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def definitions(path: Path) -> Iterator[Definition]:
    """Classes and functions at any depth."""
    def visit(node: ast.AST, prefix: str, public: bool, nested: bool) -> Iterator[Definition]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, Function | ast.ClassDef):
                name, shown = f"{prefix}{child.name}", public and not child.name.startswith("_")
                yield Definition(child, name, shown and not nested, nested)
                yield from visit(child, f"{name}.", shown, nested or isinstance(child, Function))
            else:
                yield from visit(child, prefix, public, nested)

    return visit(parsed(path), "", True, False)


def functions(path: Path) -> Iterator[tuple[str, Function]]:
    """Functions and methods that are not inside another function."""
    for definition in definitions(path):
        if isinstance(definition.node, Function) and not definition.is_nested:
            yield definition.name, definition.node


def called_name(node: ast.expr) -> str:
    """Last name of a call, an attribute or a name: ``njit`` for ``numba.njit(cache=True)``."""
    while isinstance(node, ast.Call):
        node = node.func
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def is_kernel(path: Path, node: Function) -> bool:
    """Whether Numba compiles a function, by its decorators (also one made in the same file)."""
    return any(called_name(decorator) in _COMPILERS | _own_compilers(path) for decorator in node.decorator_list)


@cache
def _own_compilers(path: Path) -> frozenset[str]:
    made = set()
    for statement in parsed(path).body:
        if isinstance(statement, ast.Assign) and called_name(statement.value) in _COMPILERS:
            made |= {target.id for target in statement.targets if isinstance(target, ast.Name)}
    return frozenset(made)


def decorator(node: ast.ClassDef, name: str) -> ast.expr | None:
    """The decorator of a class that is called ``name``."""
    return next((found for found in node.decorator_list if called_name(found) == name), None)


def imports(path: Path) -> list[Import]:
    """All imports of a file; ``from irpart.graph import types`` names the module ``irpart.graph.types``."""
    found: list[Import] = []

    def visit(node: ast.AST, indented: bool, for_types: bool) -> None:
        for child in ast.iter_child_nodes(node):
            inside = indented or isinstance(child, Function | ast.Lambda)
            typed = for_types or (isinstance(child, ast.If) and called_name(child.test) == "TYPE_CHECKING")
            if isinstance(child, ast.Import):
                found.extend(Import(alias.name, child.lineno, indented, for_types) for alias in child.names)
            elif isinstance(child, ast.ImportFrom):
                origin = _absolute(path, child)
                found.extend(Import(_module_of(origin, alias.name), child.lineno, indented, for_types)
                             for alias in child.names)
            visit(child, inside, typed)

    visit(parsed(path), False, False)
    return found


def _absolute(path: Path, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = path.with_suffix("").parts[:-node.level]
    return ".".join([*package, *([node.module] if node.module else [])])


def _module_of(origin: str, name: str) -> str:
    folder = ROOT / origin.replace(".", "/")
    is_module = (folder / f"{name}.py").exists() or (folder / name / "__init__.py").exists()
    return f"{origin}.{name}" if is_module else origin


def is_within(module: str, package: str) -> bool:
    """Whether a module is a package or lies below it."""
    return module == package or module.startswith(package + ".")
