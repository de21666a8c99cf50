"""What takes the place of ``irpart.parallelize`` while its figures are tested."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any

import numba
import numpy as np


def sequential(function: Callable[..., Any], workers: int) -> Callable[..., Any]:
    """Numba's own compiled function, whatever the number of workers."""
    return function if hasattr(function, "py_func") else numba.njit(function)


def slightly_off(function: Callable[..., Any], workers: int) -> Callable[..., Any]:
    """The last bit of one entry is another: a sum in another order."""
    return _after(function, lambda array: np.nextafter(array, np.inf, out=array, where=_one(array)))


def wrong(function: Callable[..., Any], workers: int) -> Callable[..., Any]:
    """One entry is far off."""
    return _after(function, lambda array: np.add(array, 1, out=array, where=_one(array)))


def hanging(function: Callable[..., Any], workers: int) -> Callable[..., Any]:
    """Never comes back."""
    return _after(function, lambda array: time.sleep(3600))


def crashing(function: Callable[..., Any], workers: int) -> Callable[..., Any]:
    """Takes the process down."""
    return _after(function, lambda array: os._exit(11))


def _one(array: np.ndarray) -> np.ndarray:
    chosen = np.zeros(array.shape, bool)
    chosen[tuple(extent // 2 for extent in array.shape)] = True
    return chosen


def _after(function: Callable[..., Any], change: Callable[[np.ndarray], Any]) -> Callable[..., Any]:
    compiled = sequential(function, 1)

    def call(*arguments: Any) -> Any:
        returned = compiled(*arguments)
        change(next(a for a in arguments if isinstance(a, np.ndarray)))
        return returned

    return call
