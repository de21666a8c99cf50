"""Everything public says what it is; packages say how they fit in; methods say where they come from."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.structure.sources import definitions, parsed, sources

LINES = ("Takes", "Returns", "Formats", "Add", "Never")
PACKAGES = [path for path in sources("irpart") if path.name == "__init__.py"]
METHODS = [path for path in sources("irpart")
           if path.parent.name in ("methods", "generators") and not path.name.startswith("_")]


def is_accessor(node: ast.AST) -> bool:
    """Whether a method only completes another that is documented (a setter, an overload)."""
    decorators = {ast.unparse(found).rpartition(".")[2] for found in getattr(node, "decorator_list", [])}
    return bool(decorators & {"setter", "deleter", "overload", "override"})


@pytest.mark.parametrize("path", sources("irpart"), ids=str)
def test_public_definitions_have_docstrings(path):
    """Modules, classes, functions and methods; dunder and private names are free."""
    missing = [f"{path}:{found.node.lineno} {found.name}" for found in definitions(path)
               if found.is_public and not is_accessor(found.node) and not ast.get_docstring(found.node)]
    assert ast.get_docstring(parsed(path)), f"{path} has no module docstring"
    assert not missing


@pytest.mark.parametrize("path", [path for path in PACKAGES if len(path.parts) == 3], ids=str)
def test_packages_say_how_they_fit_in(path):
    """What it takes, what it returns, its formats, where to add a thing, what it never does."""
    text = ast.get_docstring(parsed(path)) or ""
    assert [line for line in LINES if not re.search(rf"^{line}: \S", text, re.MULTILINE)] == []


@pytest.mark.parametrize("path", METHODS, ids=str)
def test_methods_have_references(path):
    """In the module's docstring or in that of the method, under the heading References."""
    method = [found.node for found in definitions(path) if found.name == path.stem]
    assert method, f"{path} must define a function {path.stem}"
    texts = [ast.get_docstring(parsed(path)) or "", ast.get_docstring(method[0]) or ""]
    assert any(re.search(r"^References\n-+\n\S", text, re.MULTILINE) for text in texts)


def test_tests_have_docstrings():
    """A test says which promise it keeps."""
    missing = [f"{path}:{found.node.lineno} {found.name}" for path in sources("tests") for found in definitions(path)
               if found.name.rpartition(".")[2].startswith("test_") and not ast.get_docstring(found.node)]
    assert not missing


def test_the_checks_see_definitions():
    """The walk reaches methods and nested functions, and knows which are public."""
    found = {d.name: d.is_public for d in definitions(Path("tests/structure/sources.py"))}
    assert found["Definition"] is True
    assert found["definitions.visit"] is False
    assert found["_absolute"] is False
