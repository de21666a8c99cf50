"""Programs whose loops look independent and are not: what they share goes by other names, or through calls and casts."""

from __future__ import annotations

from collections import namedtuple
from contextlib import nullcontext
from unittest.mock import patch

import numpy as np
import pytest
from numba import njit
from numba.typed import List

import irpart
from irpart.execution.table import shuffled_schedules
from irpart.planning import plan
from irpart.planning.types import PlanOptions
from tests.execution.teams import sized, team_of

SIZE = 300
Pair = namedtuple("Pair", "x y")


def numbers(*shape):
    """The same numbers each time."""
    return np.random.default_rng(1).random(shape)


def chosen_buffers(a, b, steps):
    for t in range(steps):
        src = a if t % 2 == 0 else b
        dst = b if t % 2 == 0 else a
        for i in range(1, a.shape[0] - 1):
            dst[i] = 0.5 * (src[i - 1] + src[i + 1])


def buffers_by_number(t, steps):
    for s in range(steps):
        src = t[s % 2]
        dst = t[1 - s % 2]
        for i in range(1, src.shape[0] - 1):
            dst[i] = 0.5 * (src[i - 1] + src[i + 1])


def item_of_tuple(t, k):
    d = t[k]
    x = t[0]
    for i in range(1, x.shape[0]):
        x[i] = d[i - 1] + 1.0


def two_names_at_once(a):
    b = c = np.zeros(a.shape[0])
    for i in range(1, a.shape[0]):
        b[i] = c[i - 1] + a[i]
    return b


def divided_in_place(a, b):
    for i in range(1, a.shape[0]):
        r = a[0]
        r /= 1.01
        b[i] = r[1]


def output_by_place(a, b):
    for i in range(1, a.shape[0]):
        np.add(a[i - 1], b[i], a[i])


def product_by_place(a, b):
    for i in range(1, a.shape[0]):
        np.dot(a[i - 1], b[i], a[i])


def read_by_keyword(a):
    for i in range(1, a.shape[0]):
        t = np.full(3, fill_value=a[i - 1])
        a[i] = t[0] + 1.0


@njit
def added(x, y, i):
    x[i] = x[i - 1] + y[i]


def starred(t):
    for i in range(1, t[0].shape[0]):
        added(*t, i)


def field_of_tuple(b, pair):
    for i in range(1, b.shape[0]):
        b[i] = pair.x[i - 1] + 1.0


def item_of_list(b, arrays):
    d = arrays[0]
    for i in range(1, b.shape[0]):
        b[i] = d[i - 1] + 1.0


def list_that_changes(a, b, c):
    arrays = [a, c]
    arrays[0] = b
    d = arrays[0]
    for i in range(1, a.shape[0]):
        d[i] = b[i - 1] + 1.0


def step_of_its_own(a, n):
    n = int(a[0])
    for i in range(98, 0, n):
        a[i] = a[i + 1] + 1.0


def wrapping_subscripts(b):
    for i in range(1000):
        b[(i * 6364136223846793007) % 1000] = i


def unsigned_condition(a, u, v):
    for i in range(1, a.shape[0]):
        if u - v > np.uint64(10):
            a[i] = a[i - 1] + 1
        else:
            a[i] = i


def sums_that_are_cut_off(h, x, k):
    for i in range(x.shape[0]):
        h[k[i]] += x[i]


def greatest_of_what_changes(a):
    m = -1.0
    for i in range(a.shape[0]):
        a[i] = a[i] * 2.0
        m = max(m, a[i])
    return m


def greatest_beside_a_counter(a):
    m = -1.0
    k = 0
    for i in range(a.shape[0]):
        k += 2
        m = max(m, a[i])
    return m, k


def skipped_division(a):
    ok = True
    for i in range(a.shape[0]):
        ok = ok and 5000 // a[i] > 10
    return ok


def integer_and_number(a, b):
    c = 0
    for i in range(a.shape[0]):
        c += a[i]
    first = c
    c = 0.0
    for i in range(b.shape[0]):
        c += 0.0 * b[i]
    return first, c


def one_element(a, b):
    for i in range(a.shape[0]):
        a[i] = b[i]


def windows(a, b):
    for i in range(a.shape[0]):
        for j in range(3):
            a[i, j] = b[i] + j


def shorter_than_its_slice(a, x):
    m = len(a[:10])
    for i in range(10 - m, 200):
        x[i] = x[i + 10 - m] + 1.0


def shared_field():
    b = numbers(SIZE)
    return b, Pair(b, numbers(SIZE))


def shared_item():
    b = numbers(SIZE)
    arrays = List()
    arrays.append(b)
    return b, arrays


def falling():
    a = numbers(SIZE)
    a[0] = -1.0
    return a, 5


def with_nan():
    a = numbers(SIZE)
    a[200] = np.nan
    return (a,)


def with_zero():
    a = np.full(SIZE, 7)
    a[10], a[200] = 4000, 0
    return (a,)


CASES = {
    chosen_buffers: lambda: (numbers(SIZE), numbers(SIZE), 7),
    buffers_by_number: lambda: ((numbers(SIZE), numbers(SIZE)), 7),
    item_of_tuple: lambda: ((numbers(SIZE), numbers(SIZE)), 0),
    two_names_at_once: lambda: (numbers(SIZE),),
    divided_in_place: lambda: (numbers(SIZE, 4), numbers(SIZE)),
    output_by_place: lambda: (numbers(SIZE, 4), numbers(SIZE, 4)),
    product_by_place: lambda: (numbers(SIZE, 4, 4), numbers(SIZE, 4, 4)),
    read_by_keyword: lambda: (numbers(SIZE),),
    starred: lambda: ((numbers(SIZE), numbers(SIZE)),),
    field_of_tuple: shared_field,
    item_of_list: shared_item,
    list_that_changes: lambda: (numbers(SIZE), numbers(SIZE), numbers(SIZE)),
    step_of_its_own: falling,
    wrapping_subscripts: lambda: (np.zeros(1000, np.int64),),
    unsigned_condition: lambda: (np.zeros(SIZE), np.uint64(3), np.uint64(5)),
    sums_that_are_cut_off: lambda: (np.full(7, -150), numbers(3000), np.arange(3000) % 7),
    greatest_of_what_changes: with_nan,
    greatest_beside_a_counter: with_nan,
    skipped_division: with_zero,
    one_element: lambda: (np.lib.stride_tricks.as_strided(numbers(SIZE), (SIZE,), (0,)), numbers(SIZE)),
    windows: lambda: (np.lib.stride_tricks.as_strided(numbers(2 * SIZE), (SIZE, 3), (8, 8)), numbers(SIZE)),
    shorter_than_its_slice: lambda: (numbers(8), numbers(SIZE)),
    integer_and_number: lambda: (np.arange(SIZE) * 2**50 + 1, numbers(SIZE)),
}


def outcome(function, arguments):
    """Result or error, and what became of the arguments."""
    try:
        result = function(*arguments)
    except ZeroDivisionError as error:
        result = str(error)
    return result, arguments


def assert_same(one, other):
    """Equal bit for bit, through tuples and lists."""
    if isinstance(one, tuple | list | List):
        assert len(one) == len(other)
        for left, right in zip(one, other, strict=True):
            assert_same(left, right)
    elif isinstance(one, np.ndarray):
        assert one.tobytes() == other.tobytes()
    else:
        assert one == other or (one != one and other != other)


@pytest.mark.parametrize("function", CASES, ids=lambda function: function.__name__)
def test_hidden_dependences_are_kept(function):
    """As Numba runs them, whatever the schedule and the number of workers."""
    make, planned = CASES[function], plan.plan_function
    expected, made = outcome(njit(function), make()), irpart.parallelize(function, cache=False)
    for schedule, workers in enumerate((3, 8, 2)):
        with (team_of(sized(workers)), shuffled_schedules(schedule) if schedule else nullcontext(),
              patch.object(plan, "plan_function", lambda *about: planned(*about, PlanOptions(share=2.0)))):
            assert_same(expected, outcome(made, make()))


def test_sums_of_truth_values_stay_as_they_are():
    """``True + 1`` is stored as true, so the sums of two halves do not add up."""
    made = irpart.parallelize(sums_that_are_cut_off, cache=False)
    k, x = np.arange(SIZE) % 7, np.array([1, -1] * (SIZE // 2))
    h, expected = np.zeros(7, np.bool_), np.zeros(7, np.bool_)
    made(h, x, k)
    njit(sums_that_are_cut_off)(expected, x, k)
    assert h.tobytes() == expected.tobytes()
    assert not any(one.regions for one in made.plans.values())


@njit
def noise(scale=1.0):
    """A random number."""
    return np.random.random() * scale


def noisy(a):
    for i in range(a.shape[0]):
        a[i] = noise()


def test_random_numbers_of_calls_with_defaults_keep_their_order():
    """Workers that draw numbers would also wait for the interpreter, which the caller holds."""
    made = irpart.parallelize(noisy, cache=False)
    made(numbers(SIZE))
    assert not any(one.regions for one in made.plans.values())


def test_functions_that_cannot_be_compared_have_plans_of_their_own():
    """Their numbers are never used again, as addresses of objects are."""
    made = [irpart.parallelize(noisy, cache=False) for _ in range(2)]
    assert made[0]._number != made[1]._number


def test_slices_of_ordinary_arrays_run_in_parallel():
    """Every second column, backwards: elements lie apart, and the guard says so."""
    made, planned = irpart.parallelize(windows, cache=False), plan.plan_function
    a, b = numbers(SIZE, 6)[:, ::-2], numbers(SIZE)
    with team_of(sized(2)), patch.object(plan, "plan_function", lambda *about: planned(*about, PlanOptions(share=2.0))):
        made(a, b)
    assert all(one.regions for one in made.plans.values())
    assert made.statistics().parallel
    assert a.tobytes() == (b[:, None] + np.arange(3.0)).tobytes()
