"""The IR samples: nothing of the machine that made them in the files, and traced output equal to the program's own."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "data" / "ir"
OUTPUTS = {"wordcount": "1093 different words of 4000, most often 'l' (119 times)",
           "sparse_grid": "sum 741.538109 check 4055068782 level 6"}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.ll")), ids=lambda path: path.stem)
def test_samples_name_no_folder_of_a_machine(path: Path) -> None:
    """Source folders are relative; only rustc's virtual folder of its standard library is absolute."""
    folders = set(re.findall(r'directory: "([^"]*)"', path.read_text()))
    assert {folder for folder in folders if folder.startswith("/") and not folder.startswith("/rustc/")} == set()
    assert re.findall(r"/(?:work|root|tmp|home|Users)/", path.read_text()) == []


@pytest.mark.parametrize("name", sorted(OUTPUTS))
def test_c_samples_print_the_same_when_traced(name: str, tmp_path: Path) -> None:
    """Calls of the C library run under the tracer as they do without it."""
    command = [sys.executable, "-m", "irpart.cli.main", "profile", "--timing", "none", "-o", str(tmp_path / "a.irpg"),
               str(FOLDER / f"{name}.ll")]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[0] == OUTPUTS[name]


@pytest.mark.parametrize("name", sorted(OUTPUTS))
@pytest.mark.skipif(shutil.which("clang-19") is None, reason="clang-19 is not installed")
def test_c_samples_refuse_an_empty_problem(name: str, tmp_path: Path) -> None:
    """A size of 0 ends with a line of usage, not in freed or negative memory."""
    program = tmp_path / name
    subprocess.run(["clang-19", "-O1", str(FOLDER / f"{name}.c"), "-o", str(program)], check=True)
    run = subprocess.run([program, "0"], capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert run.stdout.startswith(f"usage: {name}")
