"""Provenance says what made a file, and nothing about whose machine it was."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from pathlib import Path

from irpart.base import provenance as module
from irpart.base.provenance import provenance


def test_versions_and_machine_are_json():
    """Every entry is text or a number, and survives JSON."""
    known = provenance(llvm="20.1.8")
    assert json.loads(json.dumps(known)) == known
    assert known["python"] == platform.python_version()
    assert known["llvm"] == "20.1.8"
    assert provenance()["llvm"] is None
    assert set(known) == {"irpart", "numpy", "numba", "llvmlite", "python", "llvm", "machine"}
    assert set(known["machine"]) == {"architecture", "system", "processor", "cores"}
    assert known["machine"]["cores"] == os.cpu_count()


def test_nothing_private():
    """No host name, no user, no paths; two calls are equal, so there is no date."""
    text = json.dumps(provenance())
    for private in (platform.node(), os.path.expanduser("~"), os.getcwd()):
        assert len(private) < 4 or private not in text
    assert json.dumps(provenance()) == text


def test_missing_packages_are_unknown():
    """A checkout that is not installed has no version."""
    assert module._version("irpart-does-not-exist") == "unknown"


def test_processor_from_its_description(tmp_path):
    """The model name is taken from the first core."""
    description = tmp_path / "cpuinfo"
    description.write_text("processor\t: 0\nmodel name\t: Some CPU @ 2.0GHz\n\nmodel name\t: Other\n")
    assert module._processor(description) == "Some CPU @ 2.0GHz"
    assert module._processor(tmp_path / "missing") == (platform.processor() or "unknown")


def test_nothing_heavy_is_imported():
    """Versions come from the packages' metadata."""
    code = ("import sys; from irpart.base.provenance import provenance; provenance(); "
            "print(*({'numba', 'llvmlite', 'numpy'} & set(sys.modules)))")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                          cwd=Path(__file__).parents[2])
    assert done.stdout.strip() == ""
