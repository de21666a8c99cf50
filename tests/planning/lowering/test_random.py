"""Random array programs give the bits of the originals."""

from __future__ import annotations

import ast

import numpy as np
import pytest

from irpart.planning.source import function_of
from tests.planning.lowering.checking import Lowered
from tests.planning.lowering.generator import Generator

SEEDS = (0, 1, 2, 3, 4, 5, 6, 8)
"""Programs that Numba can compile; number 7 subscripts a scalar."""


def base(a, b, A, B, k, x):
    """Lends its module to the programs."""
    return np, a, b, A, B, k, x


def check(seed: int, dtype: str = "float64", layout: str = "C") -> tuple[int, int]:
    """Run one program; guards and array statements that were lowered."""
    tree = ast.parse(Generator(seed).program()).body[0]
    assert isinstance(tree, ast.FunctionDef)
    function = function_of(tree, base)
    data = np.random.default_rng(seed)
    n = 6
    values = [data.integers(-5, 6, n).astype(dtype) + data.random(n).astype(dtype) for _ in range(2)]
    values += [np.array(data.random((n, n)) * 4, dtype, order=layout) for _ in range(2)]
    lowered = Lowered(function, *values, 1, 0.75)
    assert lowered.check(*values, 1, 0.75)
    return len(lowered.rewrite.guards), len(lowered.rewrite.notes)


@pytest.mark.parametrize("seed", SEEDS)
def test_same_bits(seed):
    """Seeds are the programs; a failing one is run alone by its number."""
    check(seed, ("float64", "float32")[seed % 2], "CF"[seed // 2 % 2])
