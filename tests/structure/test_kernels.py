"""Compiled functions are closed per file: Numba's disk cache does not notice changes elsewhere."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.structure.sources import Function, called_name, definitions, functions, is_kernel, parsed, sources

KERNEL_FILES = [path for path in sources("irpart")
                if any(isinstance(found.node, Function) and is_kernel(path, found.node) for found in definitions(path))]


def imported_from_irpart(path: Path) -> set[str]:
    """Names a file takes from other files of irpart."""
    return {alias.asname or alias.name for node in ast.walk(parsed(path)) if isinstance(node, ast.ImportFrom)
            and (node.level or (node.module or "").partition(".")[0] == "irpart") for alias in node.names}


def names_in(node: ast.AST) -> set[str]:
    """Names a function reads, its decorators and annotations left out."""
    return {name.id for statement in getattr(node, "body", []) for name in ast.walk(statement)
            if isinstance(name, ast.Name)}


@pytest.mark.parametrize("path", KERNEL_FILES, ids=str)
def test_kernels_use_only_their_own_file(path):
    """Neither functions nor constants of another file: both are frozen into the cached machine code."""
    foreign = imported_from_irpart(path)
    wrong = [f"{path}:{node.lineno} {name} uses {sorted(names_in(node) & foreign)}"
             for name, node in functions(path) if is_kernel(path, node) and names_in(node) & foreign]
    assert not wrong


@pytest.mark.parametrize("path", KERNEL_FILES, ids=str)
def test_kernels_call_only_kernels(path):
    """A Python function called from compiled code is compiled without its decorator's options, or fails late."""
    plain = {name for name, node in functions(path) if not is_kernel(path, node)}
    wrong = [f"{path}:{call.lineno} {name} calls {called_name(call)}"
             for name, node in functions(path) if is_kernel(path, node)
             for call in ast.walk(node) if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
             and call.func.id in plain]
    assert not wrong


@pytest.mark.parametrize("path", KERNEL_FILES, ids=str)
def test_kernels_are_at_module_level(path):
    """Closures cannot be tested alone and are compiled again for every call of what encloses them."""
    wrong = [f"{path}:{found.node.lineno} {found.name}" for found in definitions(path)
             if found.is_nested and isinstance(found.node, Function) and is_kernel(path, found.node)]
    assert not wrong
