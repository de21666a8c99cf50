"""Every row of a cube times a matrix, in place."""

from __future__ import annotations

import numpy as np
from _script import run
from numba import prange

SIZES = {"S": {"n": 6, "m": 14}, "M": {"n": 72, "m": 140}, "L": {"n": 120, "m": 200}}


def initialize(n: int, m: int) -> tuple:
    """A random cube and matrix, and a work row."""
    random = np.random.default_rng(114)
    return random.random((n, n, m)), random.random((m, m)), np.zeros(m)


def doitgen(a: float64[:, :, :], c: float64[:, :], row: float64[:]) -> None:
    """Through a work row."""
    for r in range(a.shape[0]):
        for q in range(a.shape[1]):
            for p in range(a.shape[2]):
                row[p] = 0.0
                for s in range(a.shape[2]):
                    row[p] += a[r, q, s] * c[s, p]
            for p in range(a.shape[2]):
                a[r, q, p] = row[p]


def doitgen_prange(a: float64[:, :, :], c: float64[:, :], row: float64[:]) -> None:
    """Planes of the cube at once, each with a work row of its own; the last one's is left in ``row``."""
    for r in prange(a.shape[0]):
        own = np.empty(a.shape[2])
        for q in range(a.shape[1]):
            for p in range(a.shape[2]):
                own[p] = 0.0
                for s in range(a.shape[2]):
                    own[p] += a[r, q, s] * c[s, p]
            for p in range(a.shape[2]):
                a[r, q, p] = own[p]
    row[:] = a[a.shape[0] - 1, a.shape[1] - 1]


def check(before, after, returned) -> None:
    """Against NumPy's product."""
    np.testing.assert_allclose(after[0], before[0] @ before[1], rtol=1e-10)


if __name__ == "__main__":
    run(doitgen, initialize, check, SIZES)
