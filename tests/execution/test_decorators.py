"""Decorators of Numba's whose options change what is computed: irpart.parallelize leaves such functions to Numba."""

from __future__ import annotations

import pickle
import subprocess
import sys

import numba
import numpy as np
import pytest
from numba import njit

import irpart
from irpart.base.errors import ParallelizationWarning
from tests.structure.sources import ROOT


def rounded_sum(x):
    """A sum in whatever type s has."""
    s = 0
    for i in range(x.shape[0]):
        s += x[i]
    return s


def as_bytes(x):
    """Only Python's objects can do this."""
    return pickle.dumps(list(x))


def test_types_of_variables_stay():
    """``locals``: sums in another type are other sums."""
    original = njit(locals={"s": numba.float32})(rounded_sum)
    function = irpart.parallelize(original)
    x = np.arange(50000.0)
    with pytest.warns(ParallelizationWarning, match="gives variables types.*as Numba compiles it"):
        assert function(x) == original(x) != x.sum()
    assert not function.plans


def test_the_same_function_without_types_is_another():
    """The disk cache tells them apart."""
    plain, typed = irpart.parallelize(njit(rounded_sum)), irpart.parallelize(njit(locals={"s": numba.float32})(rounded_sum))
    x = np.arange(50000.0)
    assert plain(x) == x.sum()
    with pytest.warns(ParallelizationWarning, match="gives variables types"):
        assert typed(x) != x.sum()


def test_object_mode_stays():
    """``forceobj``: the values are Python's."""
    function = irpart.parallelize(numba.jit(forceobj=True)(as_bytes))
    with pytest.warns(ParallelizationWarning, match="asks for Python's objects.*as Numba compiles it"):
        assert pickle.loads(function(np.arange(3))) == [0, 1, 2]


def test_folders_of_one_process_go_without_a_word():
    """Also with all warnings shown; a forked child that ends first leaves its parent's folder."""
    code = ("import os\nfrom irpart.execution.store import private_folder\nfolder = private_folder()\n"
            "pid = os.fork()\nif pid == 0:\n    raise SystemExit\nos.waitpid(pid, 0)\n"
            "print(folder.is_dir(), folder)\n")
    done = subprocess.run([sys.executable, "-X", "dev", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    there, folder = done.stdout.split()
    assert there == "True"
    assert "irpart-parallel" not in done.stderr
    assert subprocess.run(["ls", folder], capture_output=True, check=False).returncode != 0
