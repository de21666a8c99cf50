"""Loop nests that are wavefronts, in natural Python, with arguments of a given size."""

# ruff: noqa: B007

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import types

F1, F2 = types.float64[::1], types.float64[:, ::1]
I1, I2 = types.int64[::1], types.int64[:, ::1]
F, I = types.float64, types.int64  # noqa: E741


@dataclass(frozen=True)
class Nest:
    """A function, its argument types and how to make arguments of a size."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    make: Callable[[int, np.random.Generator], tuple[Any, ...]]


NESTS: list[Nest] = []


def nest(*arguments: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """State a function's argument types; arrays get lengths n + (their place among the arguments) % 2, scalars 3."""
    def make(n: int, random: np.random.Generator) -> tuple[Any, ...]:
        made: list[Any] = []
        for kind in arguments:
            rank = getattr(kind, "ndim", 0)
            if not rank:
                made.append(3 if kind == I else 0.75)
            elif kind.dtype == F:
                made.append(random.random((n,) * rank) + (n * np.eye(n) if rank == 2 else 1.0))
            else:
                made.append(random.integers(0, 4, (n,) * rank))
        return tuple(made)

    def mark(function: Callable[..., Any]) -> Callable[..., Any]:
        NESTS.append(Nest(function, arguments, make))
        return function

    return mark


@nest(F2, I)
def five_points(A, steps):
    """The issue's example: Gauss-Seidel sweeps."""
    for t in range(steps):
        for i in range(1, A.shape[0] - 1):
            for j in range(1, A.shape[1] - 1):
                A[i, j] = (A[i-1, j] + A[i, j-1] + A[i, j] + A[i, j+1] + A[i+1, j]) / 5.0


@nest(F2, I)
def nine_points(A, steps):
    """seidel-2d of PolyBench."""
    n = A.shape[0]
    for t in range(steps):
        for i in range(1, n - 1):
            for j in range(1, n - 1):
                A[i, j] = (A[i - 1, j - 1] + A[i - 1, j] + A[i - 1, j + 1] + A[i, j - 1] + A[i, j] + A[i, j + 1]
                           + A[i + 1, j - 1] + A[i + 1, j] + A[i + 1, j + 1]) / 9.0


@nest(F2, F, I)
def over_relaxed(A, w, steps):
    """Successive over-relaxation where a condition on data holds."""
    for t in range(steps):
        for i in range(1, A.shape[0] - 1):
            for j in range(1, A.shape[1] - 1):
                if A[i, j] > 0.25:
                    d = (A[i - 1, j] + A[i + 1, j] + A[i, j - 1] + A[i, j + 1]) / 4.0
                    A[i, j] = A[i, j] + w * (d - A[i, j])


@nest(I1, I1, I2)
def alignment(a, b, score):
    """Needleman-Wunsch."""
    for i in range(1, a.shape[0]):
        for j in range(1, b.shape[0]):
            best = score[i - 1, j - 1] + (1 if a[i - 1] == b[j - 1] else -1)
            best = max(best, score[i - 1, j] - 2)
            score[i, j] = max(best, score[i, j - 1] - 2)


@nest(I1, I1, I2)
def common_subsequence(a, b, length):
    """Longest common subsequence with branches."""
    for i in range(1, a.shape[0]):
        for j in range(1, b.shape[0]):
            if a[i - 1] == b[j - 1]:
                length[i, j] = length[i - 1, j - 1] + 1
            elif length[i - 1, j] >= length[i, j - 1]:
                length[i, j] = length[i - 1, j]
            else:
                length[i, j] = length[i, j - 1]


@nest(I1, I2)
def folding(seq, table):
    """Nussinov: rows upwards, a maximum over splits."""
    n = seq.shape[0]
    for i in range(n - 1, -1, -1):
        for j in range(i + 1, n):
            table[i, j] = max(table[i, j], table[i, j - 1])
            if i + 1 < n:
                table[i, j] = max(table[i, j], table[i + 1, j])
                if i < j - 1:
                    table[i, j] = max(table[i, j], table[i + 1, j - 1] + (1 if seq[i] + seq[j] == 3 else 0))
                else:
                    table[i, j] = max(table[i, j], table[i + 1, j - 1])
            for k in range(i + 1, j):
                table[i, j] = max(table[i, j], table[i, k] + table[k + 1, j])


@nest(F2)
def lu(A):
    """Right-looking elimination."""
    n = A.shape[0]
    for k in range(n):
        for i in range(k + 1, n):
            A[i, k] /= A[k, k]
            for j in range(k + 1, n):
                A[i, j] -= A[i, k] * A[k, j]


@nest(F2)
def doolittle(A):
    """Row by row."""
    n = A.shape[0]
    for i in range(n):
        for j in range(i):
            for k in range(j):
                A[i, j] -= A[i, k] * A[k, j]
            A[i, j] /= A[j, j]
        for j in range(i, n):
            for k in range(i):
                A[i, j] -= A[i, k] * A[k, j]


@nest(F2)
def cholesky(A):
    """Row by row, with a scalar sum."""
    n = A.shape[0]
    for i in range(n):
        for j in range(i):
            total = A[i, j]
            for k in range(j):
                total -= A[i, k] * A[j, k]
            A[i, j] = total / A[j, j]
        total = A[i, i]
        for k in range(i):
            total -= A[i, k] * A[i, k]
        A[i, i] = math.sqrt(total)


@nest(F2, F1, F1)
def forward_substitution(L, x, b):
    """Triangular solve."""
    for i in range(x.shape[0]):
        x[i] = b[i]
        for j in range(i):
            x[i] -= L[i, j] * x[j]
        x[i] = x[i] / L[i, i]


@nest(F2)
def upwards(A):
    """Both loops downwards."""
    for i in range(A.shape[0] - 2, -1, -1):
        for j in range(A.shape[1] - 2, -1, -1):
            A[i, j] = (A[i + 1, j] + A[i, j + 1]) / (A[i, j] + 2.0)


@nest(F2)
def triangle(A):
    """Triangular bounds, one loop downwards."""
    for i in range(1, A.shape[0]):
        for j in range(i - 1, 0, -1):
            A[i, j] = (A[i - 1, j] + A[i, j + 1] + A[i - 1, j - 1]) / 3.0


@nest(F1, F1, I)
def two_sweeps(A, B, steps):
    """jacobi-1d of PolyBench."""
    for t in range(steps):
        for i in range(1, A.shape[0] - 1):
            B[i] = 0.33333 * (A[i - 1] + A[i] + A[i + 1])
        for i in range(1, A.shape[0] - 1):
            A[i] = 0.33333 * (B[i - 1] + B[i] + B[i + 1])
