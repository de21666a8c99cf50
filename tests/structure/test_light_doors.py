"""What a person only looks at loads nothing heavy; each door is opened in a process of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.structure.sources import ROOT

HEAVY = ("numba", "llvmlite", "ray", "matplotlib", "islpy", "networkx", "scipy", "pymetis", "powerlaw",
         "mtkahypar", "kahip", "igraph", "chszlablib")
LLVM = ("llvmlite", "ray", "mtkahypar", "kahip", "igraph", "chszlablib")
_HELP = ("import runpy, sys; sys.argv = ['irpart', '--help']\n"
         "try:\n    runpy.run_module('irpart.cli.main', run_name='__main__')\n"
         "except SystemExit as end:\n    assert not end.code, end.code\n")
DOORS = {
    "import irpart": ("import irpart", HEAVY),
    "irpart --help": (_HELP, HEAVY),
    "import irpart.partitioning": ("import irpart.partitioning", LLVM),
    "import irpart.graph": ("import irpart.graph", LLVM),
    "open a container": ("import irpart.base.artifact", HEAVY),
}


@pytest.mark.parametrize("door", DOORS)
def test_doors_are_light(door):
    """The packages that a door must not load are not among the modules after it."""
    code, heavy = DOORS[door]
    report = f"\nimport sys; print('loaded:', *sorted({set(heavy)!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code + report], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.rstrip().splitlines()[-1] == "loaded:"


def test_registries_list_without_importing():
    """Names of methods are file names; no method is loaded to list them."""
    code = ("import sys; from irpart.base.registry import Registry\n"
            "names = Registry('irpart.partitioning.methods', 'irpart.partitioners').names()\n"
            "loaded = [name for name in sys.modules if name.startswith('irpart.partitioning.methods.')]\n"
            "print(loaded, 'numba' in sys.modules)")
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] False"
