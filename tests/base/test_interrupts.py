"""Ctrl-C that Python drops in a callback from compiled code is raised at the next place where it can be."""

from __future__ import annotations

import ctypes
import signal
import sys
import threading

import pytest

from irpart.base.interrupts import Interrupts
from irpart.profiles.recording import TracedModule
from irpart.trace.recorder import Recorder

MAIN = """
define i32 @main(i32 %c, ptr %v) {
  ret i32 %c
}
"""


@pytest.fixture(autouse=True)
def _python_handles_ctrl_c():
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    signal.signal(signal.SIGINT, before)


def press_ctrl_c() -> None:
    """As a user does, to this process."""
    signal.raise_signal(signal.SIGINT)


def press_where_it_is_dropped() -> None:
    """In a function that C code calls: Python drops what is raised there."""
    ctypes.CFUNCTYPE(None)(press_ctrl_c)()


def recorder_with(interrupts):
    """A recorder and what it has handed over."""
    chunks = []
    module = TracedModule(MAIN, lambda name: True, False)
    return Recorder(module.tables, lambda ids, words: chunks.append(len(ids)), 1 << 40, interrupts), chunks


def comes_from(action) -> bool:
    """Whether an action raises KeyboardInterrupt."""
    try:
        action()
    except KeyboardInterrupt:
        return True
    return False


@pytest.fixture
def dropped(monkeypatch):
    """Kinds of exceptions that Python says it dropped."""
    kinds = []
    monkeypatch.setattr(sys, "unraisablehook", lambda what: kinds.append(what.exc_type))
    return kinds


def test_a_dropped_interrupt_is_raised_at_the_next_check(dropped):
    """Once, and Python says nothing about the one it dropped; before and after it does."""
    interrupts = Interrupts()
    press_where_it_is_dropped()
    with interrupts.kept():
        press_where_it_is_dropped()
        assert comes_from(interrupts.check)
        assert not comes_from(interrupts.check)
        ctypes.CFUNCTYPE(None)(lambda: [].pop())()
    press_where_it_is_dropped()
    assert dropped == [KeyboardInterrupt, IndexError, KeyboardInterrupt]
    assert not comes_from(interrupts.check)


@pytest.mark.parametrize("block", ["kept", "deferred"])
def test_a_dropped_interrupt_is_raised_at_the_end_of_a_block(block):
    """Also of one within another."""
    interrupts, reached = Interrupts(), []

    def inner():
        with getattr(interrupts, block)():
            press_where_it_is_dropped()
            reached.append("inner")

    with interrupts.kept():
        assert comes_from(inner)
        reached.append("outer")
    assert reached == ["inner", "outer"]


def test_an_interrupt_that_python_can_raise_is_raised_at_once():
    """It does not come again in the next block."""
    interrupts, reached = Interrupts(), []

    def block():
        with interrupts.kept():
            press_ctrl_c()
            reached.append("after")

    assert comes_from(block)
    with interrupts.kept():
        interrupts.check()
    assert not reached


def test_a_deferred_interrupt_waits_for_the_end_of_the_block():
    """Compiled code is not left in the middle."""
    interrupts, reached = Interrupts(), []

    def block():
        with interrupts.deferred():
            press_ctrl_c()
            reached.append("after")

    with interrupts.kept():
        assert comes_from(block)
    assert reached == ["after"]


def test_a_handler_of_the_program_is_left_alone():
    """Nothing is set over it, and nothing raised."""
    calls = []

    def mine(number, frame):
        calls.append(number)

    python = signal.signal(signal.SIGINT, mine)
    try:
        with Interrupts().kept():
            assert signal.getsignal(signal.SIGINT) is mine
            press_ctrl_c()
    finally:
        signal.signal(signal.SIGINT, python)
    assert calls == [signal.SIGINT]


def test_other_threads_set_no_handler():
    """Python lets only the main thread do so."""
    seen = []

    def look():
        with Interrupts().kept():
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [signal.default_int_handler]


@pytest.mark.parametrize("press", [press_where_it_is_dropped, press_ctrl_c])
def test_the_next_drain_leaves(press):
    """Compiled code calls the drain; an interrupt of before, dropped or deferred, ends the program from there."""
    left = []
    interrupts = Interrupts(lambda: left.append("left"))
    recorder, chunks = recorder_with(interrupts)
    drain = ctypes.CFUNCTYPE(None)(recorder.probes.drain)
    with interrupts.kept():
        drain()
        assert not left
        with interrupts.deferred():
            press()
            drain()
    assert left == ["left"]
    assert not chunks


def test_without_a_way_to_leave_the_interrupt_is_raised_when_the_call_is_over():
    """As a library does: recording stops, and finishing raises."""
    interrupts = Interrupts()
    recorder, _ = recorder_with(interrupts)
    with interrupts.kept(), interrupts.deferred():
        press_ctrl_c()
        ctypes.CFUNCTYPE(None)(recorder.probes.drain)()
    assert comes_from(recorder.finish)
