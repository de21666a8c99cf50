"""Small programs that went wrong once."""

from __future__ import annotations

import pytest

from tests.fuzzing.checks import Tally, check_compiled, check_plan
from tests.fuzzing.drawing import ArrayKind
from tests.fuzzing.making import Program

MATRIX = ArrayKind("A", "int64", ("n", "n"))
FOUND = {
    "a view at a computed row, summed later": """\
def program(A, n, m, step):
    s = 0
    for j in range(min(n, 4)):
        row = A[abs(j - j), 1:n]
        for k in range(len(row)):
            row[k] += 1
        s += row.sum()
    for j in range(n):
        for k in range(n):
            A[j, k] = 2 * A[j, k]
    return s
""",
    "an integer sum whose partial values are stored": """\
def program(A, n, m, step):
    total = A[n - 1, -1]
    for i in range(n):
        total += A[i, i - 1]
        A[i, i] = total
    return A[0, total % n]
""",
    "an inner counter that is read after a loop that may have no trips": """\
def program(A, n, m, step):
    for j in range(n):
        for k in range(m // 3, n):
            A[j, k] = 1
        A[j, 0] += k
    return 0
""",
}


@pytest.mark.parametrize("name", FOUND)
@pytest.mark.parametrize("check", [check_plan, check_compiled])
def test_found_programs_stay_right(name, check):
    """In CPython with adversaries, and compiled."""
    tally = Tally()
    for seed in (1, 2):
        assert not check(Program(FOUND[name], (MATRIX,), True), seed, tally)
    assert tally.counts["cases"]
