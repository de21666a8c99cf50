"""What the workload scripts share: sizes, a check against the reference, one line of output."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np


def run(kernel: Callable[..., Any], initialize: Callable[..., tuple[Any, ...]], check: Callable[..., None],
        sizes: Mapping[str, Mapping[str, int]]) -> None:
    """Run one workload from the command line.

    ``check(before, after, returned)`` gets copies of the arguments, the arguments as the kernel left them, and what it
    returned; it raises ``AssertionError`` when they are wrong.
    """
    parser = argparse.ArgumentParser(description=(kernel.__doc__ or "").partition("\n")[0])
    parser.add_argument("--size", choices=list(sizes), default="S")
    parser.add_argument("--check", action="store_true", help="compare with the reference implementation")
    chosen = parser.parse_args()
    arguments = initialize(**sizes[chosen.size])
    before = copies(arguments) if chosen.check else ()
    returned = kernel(*arguments)
    if chosen.check:
        check(before, arguments, returned)
    print(f"{kernel.__name__} {chosen.size}: {fingerprint(arguments, returned)!r}")


def copies(arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """Arguments with their arrays copied."""
    return tuple(a.copy() if isinstance(a, np.ndarray) else a for a in arguments)


def fingerprint(arguments: tuple[Any, ...], returned: Any) -> float:
    """One number that depends on every result."""
    arrays = [a for a in (*arguments, returned) if isinstance(a, np.ndarray | int | float | np.generic)]
    return float(sum(np.sum(np.asarray(a, np.float64)) for a in arrays))
