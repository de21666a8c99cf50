"""What was found out about a function, kept for as long as one plan is made: its steps read the same functions again."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Found = TypeVar("Found")

_OPEN: ContextVar[dict[Hashable, tuple[Any, Any]] | None] = ContextVar("readings", default=None)


@contextmanager
def kept_readings() -> Iterator[None]:
    """Keep what ``kept`` is asked for until the end of the block; within another such block the outer one keeps it."""
    if _OPEN.get() is not None:
        yield
        return
    token = _OPEN.set({})
    try:
        yield
    finally:
        _OPEN.reset(token)


def kept(key: Hashable, make: Callable[[], Found], *held: Any) -> Found:
    """What ``make`` gives, or gave before for the same key in this block; O(1) then.

    Parameters
    ----------
    key
        Tells what is asked for. Objects go into it by their ``id``.
    make
        Finds it. An exception is not kept.
    held
        These objects, which live as long as what is kept, so that their ids are theirs alone.
    """
    known = _OPEN.get()
    if known is None:
        return make()
    if key not in known:
        known[key] = make(), held
    found: Found = known[key][0]
    return found
