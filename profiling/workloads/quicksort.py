"""Quicksort: recursive, in place, median of three, insertion sort for short pieces."""

from __future__ import annotations

import numpy as np
from _command_line import run

SIZES = {"S": {"n": 800}, "M": {"n": 120000}, "L": {"n": 1500000}}


def initialize(n: int) -> tuple:
    """Random numbers."""
    return (np.random.default_rng(20).random(n),)


def sort_range(a: float64[:], low: int, high: int) -> int:
    """Sort a[low:high + 1]; the depth of the recursion."""
    if high - low < 16:
        for i in range(low + 1, high + 1):
            moving = a[i]
            j = i - 1
            while j >= low and a[j] > moving:
                a[j + 1] = a[j]
                j -= 1
            a[j + 1] = moving
        return 1
    middle = (low + high) // 2
    if a[middle] < a[low]:
        a[middle], a[low] = a[low], a[middle]
    if a[high] < a[low]:
        a[high], a[low] = a[low], a[high]
    if a[high] < a[middle]:
        a[high], a[middle] = a[middle], a[high]
    pivot = a[middle]
    i, j = low, high
    while i <= j:
        while a[i] < pivot:
            i += 1
        while a[j] > pivot:
            j -= 1
        if i <= j:
            a[i], a[j] = a[j], a[i]
            i += 1
            j -= 1
    return 1 + max(sort_range(a, low, j), sort_range(a, i, high))


def quicksort(a: float64[:]) -> int:
    """Sort in place (Hoare 1961); the depth of the recursion."""
    return sort_range(a, 0, a.shape[0] - 1)


def check(before, after, returned) -> None:
    """Against NumPy's sort."""
    np.testing.assert_array_equal(after[0], np.sort(before[0]))
    assert returned < 100, f"the recursion went {returned} deep"


if __name__ == "__main__":
    run(quicksort, initialize, check, SIZES)
