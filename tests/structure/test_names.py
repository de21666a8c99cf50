"""A name tells its only subject: no drawers, a closed base, verbs that are no folders."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest

from tests.structure.sources import ROOT, parsed, sources

DRAWERS = frozenset({"util", "utils", "utilities", "helper", "helpers", "common", "misc", "tools", "shared", "stuff"})
BASE = ["__init__", "arrays", "artifact", "container", "errors", "files", "interrupts", "provenance", "registry"]
PACKAGES = frozenset({"base", "program", "trace", "graph", "profiles", "partitioning", "comparison", "topology", "mapping",
                      "simulation", "experiments", "replay", "measurement", "regions", "planning", "execution", "reporting",
                      "cli"})
"""The folders of irpart/: all nouns; a new stage is a decision."""


def test_no_drawers():
    """Where anything fits, everything ends up, and floors break."""
    wrong = [str(path) for path in sources("irpart", "tests", "profiling", "scripts")
             if DRAWERS & {part.strip("_").lower() for part in path.with_suffix("").parts}]
    assert not wrong


def test_base_is_a_closed_list():
    """What every stage shares; a module that one stage needs belongs to that stage."""
    assert [path.stem for path in sources("irpart/base")] == BASE


def test_packages_are_the_known_nouns():
    """One folder per stage."""
    folders = {path.parts[1] for path in sources("irpart") if len(path.parts) > 2}
    assert folders <= PACKAGES


def test_no_verb_is_a_folder():
    """``irpart.partition`` is a function: a module of that name would replace it when imported."""
    statements = parsed(Path("irpart/__init__.py")).body
    assigned = [node.value for node in statements
                if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["__all__"]]
    assert len(assigned) == 1
    verbs = set(ast.literal_eval(assigned[0]))
    assert verbs
    assert not verbs & {path.stem if len(path.parts) == 2 else path.parts[1] for path in sources("irpart")}


@pytest.mark.parametrize("folder", sorted({path.parent for path in sources("irpart")}), ids=str)
def test_folders_are_packages(folder):
    """A folder without ``__init__`` is left out of the wheel."""
    assert (ROOT / folder / "__init__.py").exists()


def test_profiling_is_a_folder_of_programs():
    """No ``__init__`` (Python 3.15 has a package ``profiling``), no file named like another module."""
    assert not list((ROOT / "profiling").rglob("__init__.py"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    dependencies = {re.split(r"[^\w-]", needed)[0] for needed in project["dependencies"]}
    assert not {path.stem for path in sources("profiling")} & {*sys.stdlib_module_names, *dependencies}


def test_the_wheel_holds_irpart_only():
    """Several top-level folders upset discovery; the include is explicit."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert project["tool"]["setuptools"]["packages"]["find"] == {"include": ["irpart*"]}
