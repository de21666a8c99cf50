"""What iterations cost in generated modules: triangular nests tell the weights of their first, middle and last iteration."""

from __future__ import annotations

import numpy as np

from tests.planning.running import check, planned


def triangle(A, B):
    """Work that grows with the square of i."""
    for i in range(A.shape[0]):
        for j in range(i + 1):
            s = 0.0
            for k in range(j, i + 1):
                s += A[i, k] * A[j, k]
            B[i, j] = s


def falling(A, B):
    """Backwards."""
    for i in range(A.shape[0] - 1, -1, -1):
        for j in range(i):
            B[i, j] = A[i, j] + 1


def rectangle(A, B):
    """All iterations cost the same."""
    for i in range(A.shape[0]):
        for j in range(A.shape[1]):
            B[i, j] = A[i, j] + 1


def _matrices(n):
    return np.random.default_rng(n).random((n, n)), np.zeros((n, n))


def test_triangles_have_weights():
    """And run with the same bits, in shuffled orders too."""
    source = planned(triangle, _matrices(3)).source
    assert "run_weighed(" in source
    assert all(f"\n    {name}_" in source for name in ("first", "middle", "final"))
    assert "run_weighed(" in planned(falling, _matrices(3)).source
    for function in (triangle, falling):
        check(function, [_matrices(n) for n in (40, 7, 1, 0)])


def test_rectangles_have_none():
    """A plain range."""
    source = planned(rectangle, _matrices(3)).source
    assert "run_range(" in source
    assert "run_weighed" not in source
