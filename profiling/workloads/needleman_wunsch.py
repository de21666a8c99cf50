"""Global alignment of two sequences: Needleman and Wunsch."""

from __future__ import annotations

import numpy as np
from _command_line import run

SIZES = {"S": {"n": 70}, "M": {"n": 1200}, "L": {"n": 5000}}


def initialize(n: int) -> tuple:
    """Two random sequences over four letters and the table of scores."""
    random = np.random.default_rng(16)
    return random.integers(0, 4, n), random.integers(0, 4, n), np.zeros((n + 1, n + 1), np.int64)


def needleman_wunsch(a: int64[:], b: int64[:], score: int64[:, :]) -> int:
    """Match 1, mismatch -1, gap -2; the score of the best alignment."""
    for i in range(a.shape[0] + 1):
        score[i, 0] = -2 * i
    for j in range(b.shape[0] + 1):
        score[0, j] = -2 * j
    for i in range(1, a.shape[0] + 1):
        for j in range(1, b.shape[0] + 1):
            best = score[i - 1, j - 1] + (1 if a[i - 1] == b[j - 1] else -1)
            best = max(best, score[i - 1, j] - 2)
            score[i, j] = max(best, score[i, j - 1] - 2)
    return score[a.shape[0], b.shape[0]]


def check(before, after, returned) -> None:
    """Against row-wise maxima: a running maximum resolves the gaps along a row."""
    a, b = before[:2]
    slope = 2 * np.arange(len(b) + 1)
    row = -slope
    for i in range(1, len(a) + 1):
        above = np.empty_like(row)
        above[0] = -2 * i
        above[1:] = np.maximum(row[:-1] + np.where(b == a[i - 1], 1, -1), row[1:] - 2)
        row = np.maximum.accumulate(above + slope) - slope
    np.testing.assert_array_equal(after[2][-1], row)
    assert returned == row[-1], f"the score is {returned}, not {row[-1]}"


if __name__ == "__main__":
    run(needleman_wunsch, initialize, check, SIZES)
