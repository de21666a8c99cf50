"""``irpart.assume``: what the author of a loop knows and irpart cannot prove; in compiled code it does nothing either.

Numba calls ``register`` when it compiles its first function (the entry point ``numba_extensions``).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any


def assume(what: str, *arrays: Any) -> None:
    """Say, as a statement in the body of a loop, that its iterations do not depend on each other.

    It does nothing when it runs, in Python and in compiled code. irpart takes the author's word for it: if it is wrong,
    results of parallel runs are wrong (``irpart run --check`` compares them with sequential ones).

    Parameters
    ----------
    what
        ``"independent"``: no iteration of the innermost loop around the statement uses an array element that another one
        writes.
    arrays
        The arrays this is said of, by their names; without any it is said of all. Scalars are never meant.

    Examples
    --------
    >>> def scatter(y, index, x):
    ...     for i in range(len(index)):
    ...         irpart.assume("independent", y)         # index has no duplicates
    ...         y[index[i]] += x[i]
    """


@cache
def register() -> None:
    """Let functions that Numba compiles call ``irpart.assume``."""
    from numba.extending import overload

    def compiled(what: str, *arrays: Any) -> Callable[..., None]:
        def nothing(what: str, *arrays: Any) -> None:
            return None

        return nothing

    overload(assume)(compiled)
