"""Bodies of parallel loops around recurrences keep several rows in flight, with the same results."""

from __future__ import annotations

import numpy as np
import pytest
from numba import njit

from irpart.execution.table import shuffled_schedules
from tests.planning.running import TINY, copied, made, planned


def filtered(x, a):
    for i in range(x.shape[0]):
        for j in range(1, x.shape[1]):
            x[i, j] = x[i, j] + a * x[i, j - 1]


def swept(x, y):
    for _ in range(3):
        for i in range(1, x.shape[0]):
            for j in range(1, x.shape[1]):
                x[i, j] = x[i, j] + 0.5 * x[i, j - 1] / (1.0 + y[i, j])


def independent(x, a):
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            x[i, j] = a * x[i, j]


@pytest.mark.parametrize("rows", [0, 1, 2, 7, 8, 9, 33])
@pytest.mark.parametrize("columns", [0, 1, 2, 17])
@pytest.mark.parametrize("function", [filtered, swept])
def test_results_are_those_of_the_original(function, rows, columns):
    """Whatever part of the rows a body is given."""
    random = np.random.default_rng(rows + 40 * columns)
    x = random.random((rows, columns))
    arguments = (x, 0.25) if function is filtered else (x, random.random((rows, columns)))
    plan = planned(function, arguments, TINY)
    expected, call = copied(arguments), made(plan, function)
    njit(function)(*expected)
    for seed in range(1, 4):
        found = copied(arguments)
        with shuffled_schedules(seed):
            call(*found)
        assert np.array_equal(found[0], expected[0])


def test_rows_are_in_flight_where_a_recurrence_waits():
    """And nowhere else."""
    x = np.ones((9, 9))
    source = planned(filtered, (x, 0.25), TINY).source
    assert "i_first + 7" in source
    assert "i_first" not in planned(independent, (x, 0.25), TINY).source
