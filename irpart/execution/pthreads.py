"""Threads of the system that Python knows nothing of: started, pinned, joined; and what they block on."""

from __future__ import annotations

import ctypes
import platform
import signal
import sys
from collections.abc import Sequence
from functools import cache

from irpart.base.errors import BackendError

_FUTEX_NUMBER = {"x86_64": 202, "aarch64": 98, "riscv64": 98, "ppc64le": 221, "s390x": 238}
_STACK_BYTES = 8 << 20
"""Stack of a worker; touched memory only counts."""
_OBJECT_BYTES = 256
"""Room for a mutex, a condition or attributes of a thread on any system."""
_MASK_BYTES = 128


@cache
def library() -> ctypes.CDLL:
    """The C library of this process.

    Raises
    ------
    BackendError
        Where it has no POSIX threads.
    """
    found = ctypes.CDLL(None) if sys.platform != "win32" else None
    if found is None or not hasattr(found, "pthread_create"):
        raise BackendError("This system has no POSIX threads for workers; use one worker (IRPART_NUM_WORKERS=1).")
    return found


def futex_number() -> int:
    """Number of the futex call on this system; 0 where it has none that is known."""
    return _FUTEX_NUMBER.get(platform.machine(), 0) if sys.platform == "linux" and sys.byteorder == "little" else 0


def address_of(name: str) -> int:
    """Address of a function of the C library."""
    return ctypes.cast(library()[name], ctypes.c_void_p).value or 0


def new_lock() -> tuple[ctypes.Array[ctypes.c_char], ctypes.Array[ctypes.c_char]]:
    """A mutex and a condition, never given back to the system."""
    mutex, condition = ctypes.create_string_buffer(_OBJECT_BYTES), ctypes.create_string_buffer(_OBJECT_BYTES)
    library().pthread_mutex_init(mutex, None)
    library().pthread_cond_init(condition, None)
    return mutex, condition


def start_thread(function: int, argument: int) -> int:
    """Start a thread at the address of a C function of one int64, deaf to all signals.

    Raises
    ------
    BackendError
        When the system gives no more threads.
    """
    attributes, thread = ctypes.create_string_buffer(_OBJECT_BYTES), ctypes.c_ulong()
    library().pthread_attr_init(attributes)
    library().pthread_attr_setstacksize(attributes, ctypes.c_size_t(_STACK_BYTES))
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    try:
        failed = library().pthread_create(ctypes.byref(thread), attributes, ctypes.c_void_p(function),
                                          ctypes.c_void_p(argument))
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        library().pthread_attr_destroy(attributes)
    if failed:
        raise BackendError(f"The system gives no more threads (pthread_create: {failed}); use fewer workers.")
    return thread.value


def can_pin(processors: Sequence[int]) -> bool:
    """Whether this system can be told where threads run."""
    calls = ("pthread_setaffinity_np", "sched_getcpu")
    return sys.platform == "linux" and all(hasattr(library(), name) for name in calls) and max(processors) < 8 * _MASK_BYTES


def pin_thread(thread: int, processors: Sequence[int]) -> None:
    """Let a thread run on these processors only; ask ``can_pin`` before."""
    mask = bytearray(_MASK_BYTES)
    for number in processors:
        mask[number // 8] |= 1 << number % 8
    library().pthread_setaffinity_np(ctypes.c_ulong(thread), ctypes.c_size_t(_MASK_BYTES), bytes(mask))


def join_thread(thread: int) -> None:
    """Wait until a thread has ended; others may run Python meanwhile."""
    library().pthread_join(ctypes.c_ulong(thread), None)
