"""Modules and functions are small enough to read in one sitting."""

from __future__ import annotations

import ast
import statistics
from pathlib import Path

import pytest

from tests.structure.sources import ROOT, Function, functions, is_kernel, sources

SOFT_LIMIT, HARD_LIMIT, KERNELS_LIMIT, MEDIAN_LIMIT = 400, 500, 680, 250
FUNCTION_LIMIT, KERNEL_LIMIT = 60, 120
LONG_MODULES: dict[str, int] = {
    "irpart/graph/_build_kernels.py": 490,  # one compiled builder: kernels may not call across files
    "irpart/simulation/_machine_kernels.py": 660,  # one compiled machine, for the same reason
    "irpart/replay/_opcode_kernels.py": 574,  # one compiled evaluation of all opcodes, for the same reason
    "irpart/replay/_engine_kernels.py": 509,  # one compiled loop of an engine, for the same reason
    "irpart/execution/_region_kernels.py": 553,  # ranges, grids and their times behind one table of addresses
    "irpart/execution/_weight_kernels.py": 455,  # weights and what follows from them, for the same reason
    "irpart/execution/_team_kernels.py": 679,  # one compiled protocol of workers, for the same reason
    "irpart/replay/_dataflow_kernels.py": 441,  # one compiled builder of dataflow, for the same reason
}
"""Modules above the soft limit and their lines: numbers may only fall, entries only go."""


def lines_of(path: Path) -> int:
    """Lines of a file."""
    return len((ROOT / path).read_text().splitlines())


def body_lines(node: Function) -> int:
    """Lines of a function from its first statement after the docstring."""
    body = node.body[1:] if ast.get_docstring(node, clean=False) is not None else node.body
    return (node.end_lineno or 0) - body[0].lineno + 1 if body else 0


@pytest.mark.parametrize("path", sources("irpart"), ids=str)
def test_modules_are_short(path):
    """400 lines, or at most what the list of exceptions says, and never above 500 (680 where all of it is kernels)."""
    most = KERNELS_LIMIT if path.stem.endswith("_kernels") else HARD_LIMIT
    assert lines_of(path) <= min(most, LONG_MODULES.get(str(path), SOFT_LIMIT))


def test_the_list_of_exceptions_only_shrinks():
    """A module that became shorter lowers its number, or leaves the list."""
    now = {name: lines_of(Path(name)) if (ROOT / name).exists() else 0 for name in LONG_MODULES}
    outdated = {name: now[name] for name, lines in LONG_MODULES.items() if not max(SOFT_LIMIT, lines - 20) < now[name]}
    assert not outdated


def test_the_median_module_is_shorter_still():
    """Median of all modules of irpart, empty ``__init__`` left out."""
    assert statistics.median(lines_of(path) for path in sources("irpart") if lines_of(path)) < MEDIAN_LIMIT


@pytest.mark.parametrize("path", sources("irpart", "profiling"), ids=str)
def test_functions_are_short(path):
    """60 lines without the docstring, 120 for compiled kernels."""
    long = {name: body_lines(node) for name, node in functions(path)
            if body_lines(node) > (KERNEL_LIMIT if is_kernel(path, node) else FUNCTION_LIMIT)}
    assert not long
