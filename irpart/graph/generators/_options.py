"""Options of generators: values that make no sense are refused in one sentence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from irpart.base.errors import InputError

LARGEST = 1 << 28
"""Vertices and edges a generated graph may have: about 11 GB while it is made."""


def whole(name: str, value: Any, least: int, most: int = LARGEST) -> int:
    """A whole number from ``least`` to ``most``.

    Raises
    ------
    InputError
        When it is none.
    """
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or not least <= value <= most:
        raise InputError(f"Option {name} must be a whole number from {least} to {most}, got {value!r}.")
    return int(value)


def number(name: str, value: Any, *, above: float | None = None, least: float | None = None,
           most: float = math.inf) -> float:
    """A finite number above ``above`` or of at least ``least``, and of at most ``most``.

    Raises
    ------
    InputError
        When it is none.
    """
    is_number = isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)
    if (not is_number or not math.isfinite(value) or value > most or (above is not None and value <= above)
            or (least is not None and value < least)):
        bound = f"above {above:g}" if above is not None else f"of at least {least:g}"
        bound += f" and at most {most:g}" if math.isfinite(most) else ""
        raise InputError(f"Option {name} must be a finite number {bound}, got {value!r}.")
    return float(value)


def flag(name: str, value: Any) -> bool:
    """True or false.

    Raises
    ------
    InputError
        When it is neither.
    """
    if not isinstance(value, bool | np.bool_):
        raise InputError(f"Option {name} must be true or false, got {value!r}.")
    return bool(value)


def choice(name: str, value: Any, known: Sequence[str]) -> str:
    """One of some words.

    Raises
    ------
    InputError
        When it is none of them.
    """
    if not isinstance(value, str) or value not in known:
        raise InputError(f"Option {name} must be one of {', '.join(known)}, got {value!r}.")
    return value


def random_numbers(seed: Any) -> np.random.Generator:
    """A generator of random numbers of its own.

    Raises
    ------
    InputError
        When the seed is no whole number >= 0.
    """
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise InputError(f"The seed must be a whole number >= 0, got {seed!r}.")
    return np.random.default_rng(int(seed))


def check_size(n_vertices: int, n_edges: int) -> None:
    """Refuse a graph that is too large to be made.

    Raises
    ------
    InputError
        With its numbers of vertices and edges.
    """
    if max(n_vertices, n_edges) > LARGEST:
        raise InputError(f"The graph would have {n_vertices:,} vertices and {n_edges:,} edges; "
                         f"at most {LARGEST:,} of either are generated.")
