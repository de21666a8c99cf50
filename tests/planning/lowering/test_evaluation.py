"""Array statements that ask for more than elements, or whose parts change each other."""

from __future__ import annotations

import numpy as np
import pytest
from numba import njit

from tests.planning.running import check

SIZE = 60


def whole(*shape, seed=1, low=-20, high=20):
    """Whole numbers, whose sums are exact in any order."""
    return np.random.default_rng(seed).integers(low, high, shape).astype(np.float64)


def picked_backwards(a, b):
    a[a > 0] = b[a > 0][::-1]


def picked_length(a, b):
    a[a > 0] = len(b[a > 0])


def picked_size(a, b):
    a[a > 0] = b[a > 0].size


def picked_shape(a, b):
    a[a > 0] = b[a > 0].shape[0]


def sum_of_picked_backwards(a, b):
    return np.sum(b[a > 0][::-1] * 2.0)


PICKS = (picked_backwards, picked_length, picked_size, picked_shape, sum_of_picked_backwards)


@pytest.mark.parametrize("function", PICKS, ids=lambda function: function.__name__)
def test_places_among_picked_elements_are_those_of_what_is_picked(function):
    """``b[m][::-1]`` is not ``b[::-1]`` where ``m`` holds."""
    check(function, [(whole(SIZE), whole(SIZE, seed=2))])


def count_comes_later(a, b, n):
    b[:n] = a[:n] * 2.0
    n = a.shape[0]
    return n + 1


def test_arguments_that_are_assigned_later_have_their_own_values_before():
    """A name that is assigned once has that value everywhere only if it is no argument."""
    check(count_comes_later, [(whole(SIZE), whole(SIZE), n) for n in (5, 0, -5, SIZE)])


def row_of_part(a, b, k):
    v = a[2:]
    v[k, :] = b[0, :] + 1.0


def rows_of_part(a, b, k):
    v = a[2:, 1:]
    b[1, 1:] = v[k] + v[k - 1]


def row_of_sum(a, b, k):
    t = a[2:] + b[2:]
    b[0, :] = t[k] * 2.0
    return t


@pytest.mark.parametrize("function", [row_of_part, rows_of_part, row_of_sum], ids=lambda function: function.__name__)
def test_negative_subscripts_of_parts_count_from_the_ends_of_the_parts(function):
    """Element -1 of ``a[2:]`` is not element 1 of ``a``."""
    check(function, [(whole(SIZE, SIZE), whole(SIZE, SIZE, seed=2), k) for k in (3, -1, -2, 0)])


def mean(a):
    return np.mean(a)


def test_the_mean_of_no_complex_numbers_is_no_number_in_both_parts():
    """As a division of 0 by 0 gives."""
    check(mean, [(np.zeros(0, np.complex128),), (np.arange(8) + 2j,)])


@njit
def doubled(a):
    """Changes its argument."""
    for i in range(a.shape[0]):
        a[i] = a[i] * 2.0
    return 1.0


def call_before_sum(a):
    return doubled(a) + np.sum(a)


def call_between_sums(a, b):
    b[0] = np.max(b) + doubled(b) + np.sum(a * b)
    return np.max(a) + doubled(a) + np.max(a) + np.argmax(a + b)


def product_into_operand(a, b, c):
    t = c + 1.0
    np.dot(a, b, c)
    b[:] = t * 2.0
    return np.dot(a, b, c)[0, 0] + np.sum(c)


def call_after_sum(a):
    return np.sum(a) + doubled(a)


def test_what_calls_change_is_reduced_after_them():
    """Operands are evaluated from left to right."""
    check(call_before_sum, [(whole(SIZE),)])
    check(call_between_sums, [(whole(SIZE), whole(SIZE, seed=2))])
    check(product_into_operand, [tuple(whole(8, 8, seed=seed) for seed in (1, 2, 3))])
    assert check(call_after_sum, [(whole(SIZE),)]).regions


def set_in_a_branch(a, b):
    t = a
    x = 1.0
    if a[0] > 0.0:
        t = a * 2.0
        x = 3.0
    b[:] = t + x


def set_before_the_end_of_a_loop(a, b):
    for k in range(4):
        t = a * k
        b[:] = b + t
        if k == 2:
            break
        t = b * 2.0
    return t


@pytest.mark.parametrize("function", [set_in_a_branch, set_before_the_end_of_a_loop], ids=lambda function: function.__name__)
def test_what_a_block_leaves_in_a_name_is_there_after_it(function):
    """Also where nothing in the block reads it again."""
    check(function, [(sign * np.abs(whole(SIZE)) + sign, whole(SIZE, seed=2)) for sign in (1.0, -1.0)])


def set_before_an_error(a, b):
    t = b * 1.0
    try:
        t = a * 2.0
        if a[0] > 0.0:
            raise ValueError
    except Exception:
        b[:] = t
    return t


def test_arrays_that_are_set_before_an_error_are_there_after_it():
    """What catches errors is not modelled, and an array set in it may be any array from there on."""
    check(set_before_an_error, [(sign * np.abs(whole(SIZE)) + sign, whole(SIZE, seed=2)) for sign in (1.0, -1.0)])
