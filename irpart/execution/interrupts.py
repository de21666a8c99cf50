"""Ctrl-C ends a region that compiled code runs: a handler in front of Python's counts signals where workers see it."""

from __future__ import annotations

import atexit
import ctypes
import signal
import threading
from collections.abc import Callable
from functools import cache
from typing import Any

_HANDLER, _INTERRUPT = ctypes.c_void_p, int(signal.SIGINT)


@cache
def signal_words() -> int:
    """Address of the words that the handler keeps: how many signals have come, and the handler before it."""
    from irpart.execution import _team_kernels as kernels

    return int(kernels.on_signal.ctypes(-1))


def heed_interrupts() -> int:
    """See to it that Ctrl-C is counted, where Python itself would raise ``KeyboardInterrupt``; how many have come.

    The handler goes before Python's own, which is called as ever. Nothing is done outside the main thread (Python handles
    signals only there), nor where the program has a handler of its own or ignores Ctrl-C: then regions run to their end.
    """
    ours, getter, setter, count = _calls()
    if threading.get_ident() == threading.main_thread().ident:
        before = getter(_INTERRUPT)
        if before != ours and before and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            ctypes.c_int64.from_address(signal_words() + 8).value = before
            setter(_INTERRUPT, ours)
            _restore_at_end()
    return count.value


def restore_handler() -> None:
    """Put Python's handler back, where ours still is in front of it."""
    ours, getter, setter, _ = _calls()
    before = ctypes.c_int64.from_address(signal_words() + 8).value
    if before and getter(_INTERRUPT) == ours:
        setter(_INTERRUPT, before)


@cache
def _restore_at_end() -> None:
    atexit.register(restore_handler)


@cache
def _calls() -> tuple[int, Callable[..., Any], Callable[..., Any], ctypes.c_int64]:
    """Address of our handler, Python's own calls for the handlers of the system, and the count of signals."""
    from irpart.execution import _team_kernels as kernels

    getter = ctypes.PYFUNCTYPE(_HANDLER, ctypes.c_int)(("PyOS_getsig", ctypes.pythonapi))
    setter = ctypes.PYFUNCTYPE(_HANDLER, ctypes.c_int, _HANDLER)(("PyOS_setsig", ctypes.pythonapi))
    return int(kernels.on_signal.address), getter, setter, ctypes.c_int64.from_address(signal_words())
