"""Ctrl-C that is not lost where Python cannot raise it: in functions that compiled code calls."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from types import FrameType


class Interrupts:
    """Keeps Ctrl-C while irpart compiles and runs code.

    Python drops what is raised in a function that compiled code calls (LLVM's cache of objects, a drain of the trace), and
    most of all KeyboardInterrupt, which waits until Python runs again. Kept here, it is raised at the next ``check``.

    Parameters
    ----------
    leave
        Called when Ctrl-C arrives while traced code runs; it should not return. Without it the interrupt is raised when
        the traced call returns.
    """

    def __init__(self, leave: Callable[[], None] | None = None) -> None:
        self.leave = leave
        self._arrived = self._deferring = False

    @contextlib.contextmanager
    def kept(self) -> Iterator[None]:
        """Raise Ctrl-C in this block at once, and again at the next ``check`` or the block's end when it did not leave it.

        What Python says when it drops one is not shown. No handler is set in other threads than the main one, nor where the
        program has one of its own; Python's is put back. Blocks may be within each other.
        """
        before = signal.getsignal(signal.SIGINT)
        if threading.current_thread() is not threading.main_thread() or before is not signal.default_int_handler:
            yield
            self.check()
            return
        self._arrived = False
        show = sys.unraisablehook

        def show_others(dropped: sys.UnraisableHookArgs) -> None:
            if dropped.exc_type is not KeyboardInterrupt:
                show(dropped)

        sys.unraisablehook = show_others
        signal.signal(signal.SIGINT, self._note)
        try:
            yield
            self.check()
        finally:
            signal.signal(signal.SIGINT, before)
            sys.unraisablehook = show

    @contextlib.contextmanager
    def deferred(self) -> Iterator[None]:
        """Only note Ctrl-C in this block, which compiles or runs code; ``check`` raises it, at its end at the latest."""
        self._deferring = True
        try:
            yield
        finally:
            self._deferring = False
        self.check()

    def check(self) -> None:
        """Raise an interrupt that has arrived and not been raised since.

        Raises
        ------
        KeyboardInterrupt
            When there is one.
        """
        if self._arrived:
            self._arrived = False
            raise KeyboardInterrupt

    def _note(self, number: int, frame: FrameType | None) -> None:
        self._arrived = True
        if not self._deferring:
            raise KeyboardInterrupt
