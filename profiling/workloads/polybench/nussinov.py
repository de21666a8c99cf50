"""The most base pairs in a fold of a sequence: Nussinov."""

from __future__ import annotations

import numpy as np
from _script import run
from numba import prange

SIZES = {"S": {"n": 40}, "M": {"n": 680}, "L": {"n": 1200}}


def initialize(n: int) -> tuple:
    """A random sequence over four letters, and the table."""
    return np.random.default_rng(123).integers(0, 4, n), np.zeros((n, n), np.int64)


def nussinov(seq: int64[:], table: int64[:, :]) -> int:
    """Letters that add up to 3 pair, neighbours do not; the upper triangle from the bottom row up."""
    n = seq.shape[0]
    for i in range(n - 1, -1, -1):
        for j in range(i + 1, n):
            table[i, j] = max(table[i, j], table[i, j - 1])
            table[i, j] = max(table[i, j], table[i + 1, j])
            if i < j - 1:
                table[i, j] = max(table[i, j], table[i + 1, j - 1] + (1 if seq[i] + seq[j] == 3 else 0))
            else:
                table[i, j] = max(table[i, j], table[i + 1, j - 1])
            for k in range(i + 1, j):
                table[i, j] = max(table[i, j], table[i, k] + table[k + 1, j])
    return table[0, n - 1]


def nussinov_prange(seq: int64[:], table: int64[:, :]) -> int:
    """Diagonal by diagonal, the entries of each at once."""
    n = seq.shape[0]
    for d in range(1, n):
        for i in prange(n - d):
            j = i + d
            best = max(table[i, j], table[i, j - 1])
            best = max(best, table[i + 1, j])
            if i < j - 1:
                best = max(best, table[i + 1, j - 1] + (1 if seq[i] + seq[j] == 3 else 0))
            else:
                best = max(best, table[i + 1, j - 1])
            for k in range(i + 1, j):
                best = max(best, table[i, k] + table[k + 1, j])
            table[i, j] = best
    return table[0, n - 1]


def check(before, after, returned) -> None:
    """Against the recurrence over splits, with whole rows and columns."""
    seq = before[0]
    n = len(seq)
    table = np.zeros((n + 1, n), np.int64)
    for d in range(1, n):
        for i in range(n - d):
            j = i + d
            pair = table[i + 1, j - 1] + int(d > 1 and seq[i] + seq[j] == 3)
            table[i, j] = max(pair, (table[i, i:j] + table[i + 1 : j + 1, j]).max())
    np.testing.assert_array_equal(np.triu(after[1]), np.triu(table[:n]))
    assert returned == table[0, n - 1], f"the fold has {returned} pairs, not {table[0, n - 1]}"


if __name__ == "__main__":
    run(nussinov, initialize, check, SIZES)
