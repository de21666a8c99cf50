"""Team: persistent worker threads in compiled code, of which the calling thread is number 0."""

from __future__ import annotations

import ctypes
import os
import threading
import time
import weakref
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import BackendError, InputError
from irpart.execution import processors, pthreads
from irpart.execution.interrupts import heed_interrupts, signal_words
from irpart.execution.packing import PackedRegion, aligned, pack_graph, pack_ranges
from irpart.execution.shuffling import shuffled_graph, shuffled_ranges
from irpart.execution.types import MOST_WORKERS, Execution, RangePlan, TaskGraph

SPIN_SECONDS = 50e-6
"""How long a worker looks for something to do before it blocks, if each has a processor of its own."""
_CROWDED_LOOKS = 2
"""Looks before a worker blocks when there are more workers than processors: the one it waits for needs the processor."""
_PAUSES = 20_000
_PATIENCE_SECONDS = 1.0
"""At the end of the program: how long a region that another thread runs may take before its workers are left alone."""
_CallWords, _INTERRUPTED = ctypes.c_int64 * 8, -(1 << 62)
"""Words of a call and the status of a region that Ctrl-C ended, as in ``_team_kernels``."""
_ENTRY = ctypes.CFUNCTYPE(ctypes.c_int64, *[ctypes.c_int64] * 5)
_kept: list[object] = []
"""Memory of workers that could not be ended; it must stay as long as they may run."""
_teams: weakref.WeakSet[Team] = weakref.WeakSet()
"""Teams that are there, for forked children."""

Pinning = Literal["workers", "none"]


class CompiledBody(Protocol):
    """A compiled C function, such as ``numba.cfunc`` makes."""

    @property
    def address(self) -> int:
        """Where it lies."""


class _Workers:
    """The threads of one process and their memory; what must be ended, and what a fork leaves behind."""

    __slots__ = ("address", "lock", "pid", "pins", "size", "threads", "words")

    def __init__(self, size: int, pinning: Pinning, blocking: str, spin_seconds: float) -> None:
        from irpart.execution import _team_kernels as kernels

        self.pid, self.size, self.threads = os.getpid(), size, list[int]()
        self.words = aligned(kernels.TEAM_WORDS + size * kernels.WORKER_WORDS)
        self.address = int(self.words.ctypes.data)
        self.lock: object = None
        allowed = processors.allowed_processors()
        crowded = size > min(len(allowed), processors.processor_quota() or size)
        self.words[kernels.T_SIZE] = size
        self.words[kernels.T_SPINS] = _CROWDED_LOOKS if crowded else max(2, int(spin_seconds / pause_seconds()))
        self.words[kernels.T_SIGNALS] = signal_words()
        if size > 1:
            self._prepare_blocking(blocking)
            try:
                for w in range(1, size):
                    self._start_worker(w)
            except BackendError:
                self.stop(_PATIENCE_SECONDS)
                raise
            if pinning == "workers" and not crowded:
                self._pin(allowed)

    def _pin(self, allowed: Sequence[int]) -> None:
        """Give each worker a processor of its own, other than the caller's whenever a region begins."""
        if not pthreads.can_pin(allowed):
            return
        from irpart.execution import _pinning_kernels as pinning
        from irpart.execution import _team_kernels as kernels

        self.pins = aligned(pinning.P_FIRST + 2 * len(self.threads))
        self.pins[pinning.P_SPARE], self.pins[pinning.P_WORKERS] = allowed[0], len(self.threads)
        self.pins[pinning.P_MASK_ADDRESS] = self.pins.ctypes.data + 8 * pinning.P_MASK
        for w, thread in enumerate(self.threads, 1):
            pthreads.pin_thread(thread, [allowed[w]])
            self.pins[pinning.P_FIRST + 2 * w - 2 : pinning.P_FIRST + 2 * w] = np.uint64(thread).view(np.int64), allowed[w]
        self.words[kernels.T_HERE], self.words[kernels.T_PINS] = -1, self.pins.ctypes.data
        self.words[kernels.T_WAY_CALL] = pinning.make_way.address
        self.words[kernels.T_WHERE_CALL] = pthreads.address_of("sched_getcpu")

    def _start_worker(self, w: int) -> None:
        from irpart.execution import _team_kernels as kernels

        mine = kernels.TEAM_WORDS + w * kernels.WORKER_WORDS
        self.words[mine + kernels.W_TEAM], self.words[mine + kernels.W_NUMBER] = self.address, w
        self.threads.append(pthreads.start_thread(kernels.worker_main.address, self.address + 8 * mine))

    def _prepare_blocking(self, blocking: str) -> None:
        from irpart.execution import _team_kernels as kernels

        self.words[kernels.T_YIELD_CALL] = pthreads.address_of("sched_yield")
        if blocking == "futex" and pthreads.futex_number():
            self.words[kernels.T_SYSCALL] = pthreads.address_of("syscall")
            self.words[kernels.T_FUTEX] = pthreads.futex_number()
            return
        self.lock = pthreads.new_lock()
        mutex, condition = self.lock
        self.words[kernels.T_MUTEX : kernels.T_BROADCAST_CALL + 1] = [
            ctypes.addressof(mutex), ctypes.addressof(condition), *map(pthreads.address_of, (
                "pthread_mutex_lock", "pthread_mutex_unlock", "pthread_cond_wait", "pthread_cond_broadcast"))]

    def stop(self, patience_seconds: float) -> bool:
        """End all threads, unless a region is under way all the time; in a forked copy there are none."""
        from irpart.execution import _team_kernels as kernels

        if not self.threads or self.pid != os.getpid():
            return True
        last = time.monotonic() + patience_seconds
        while not kernels.own_team.ctypes(self.address, 1):
            if time.monotonic() > last:
                _kept.append(self)
                return False
            time.sleep(0.0005)
        for w in range(1, len(self.threads) + 1):
            kernels.stop_worker.ctypes(self.address, w)
        for thread in self.threads:
            pthreads.join_thread(thread)
        self.threads.clear()
        return True


class Team:
    """Worker threads that run tasks and ranges of compiled code, without the GIL and without Python in between.

    The calling thread is worker 0 and takes part. Workers look for work for some microseconds, then block until they are
    invited again. One region runs at a time: a region that is started while another is under way, by another thread or by
    a body, runs in the thread that starts it, in sequential order. After a fork the child starts workers of its own when
    it needs them. At the end of the program the workers are ended.

    Parameters
    ----------
    size
        Workers, the calling thread included; by default ``IRPART_NUM_WORKERS``, else as many as the process has processors.
    pinning
        ``"workers"``: each worker but the caller stays on one processor, if there are enough; ``"none"``: on any.
    blocking
        ``"futex"``, or ``"condition"`` for the way of systems without futexes.
    spin_seconds
        How long workers look for work before they block, s.

    Raises
    ------
    InputError
        For a size outside 1 to 1024, or another unknown option.
    BackendError
        When the system gives no threads.
    """

    def __init__(self, size: int | None = None, *, pinning: Pinning = "workers", blocking: str = "futex",
                 spin_seconds: float = SPIN_SECONDS) -> None:
        wanted = processors.usable_processors() if size is None else size
        if not 1 <= wanted <= MOST_WORKERS:
            raise InputError(f"A team has 1 to {MOST_WORKERS} workers, not {wanted}.")
        if pinning not in ("workers", "none") or blocking not in ("futex", "condition") or not spin_seconds >= 0:
            raise InputError(f"pinning is 'workers' or 'none', blocking 'futex' or 'condition', spin_seconds not below 0; "
                             f"not {pinning!r}, {blocking!r}, {spin_seconds!r}.")
        self._start: Callable[[], _Workers] = lambda: _Workers(wanted, pinning, blocking, spin_seconds)
        self._guard, self._closed, self._size = threading.Lock(), False, wanted
        self._workers = self._new()
        _teams.add(self)

    def __repr__(self) -> str:
        return f"Team({self._size} workers{', closed' if self._closed else ''})"

    def __enter__(self) -> Team:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    @property
    def size(self) -> int:
        """Workers, the calling thread included."""
        return self._size

    def _new(self) -> _Workers:
        workers = self._start()
        self._finalizer = weakref.finalize(self, workers.stop, _PATIENCE_SECONDS)
        return workers

    def handle(self) -> int:
        """Address of the team for compiled callers, good until the process forks or the team is closed.

        Raises
        ------
        BackendError
            When the team is closed.
        """
        if self._closed:
            raise BackendError("This team is closed; make another one.")
        if self._workers.pid != os.getpid():
            with self._guard:
                if self._workers.pid != os.getpid():
                    _kept.append(self._workers)
                    self._finalizer.detach()
                    self._workers = self._new()
        return self._workers.address

    def close(self) -> None:
        """End the workers, after the region under way; a second time nothing happens."""
        with self._guard:
            self._closed = True
            self._finalizer.detach()
            self._workers.stop(float("inf"))

    def run_graph(self, graph: TaskGraph | PackedRegion, body: CompiledBody | int, context: NDArray[Any] | int = 0, *,
                  steal: bool = True, schedule: str = "given", seed: int = 0) -> Execution:
        """Run every task of a graph after those it depends on.

        Parameters
        ----------
        graph
            A graph, or what ``pack_graph`` made of it once for many runs.
        body
            C function ``int64 body(int64 task, int64 worker, int64 context)`` or its address; other than 0 ends the region.
        context
            Passed to each task: an address, or an array for the address of its items.
        steal
            Whether idle workers take tasks that are meant for others.
        schedule
            ``"given"``, or ``"shuffled"``: homes, ranks and delays that ``seed`` chooses, to expose missing dependences.
        seed
            For ``"shuffled"``.

        Returns
        -------
        ``Execution``; with a failure the one that the sequential program would have met first: all tasks before it have
        run, none that is only known to come after it is begun any more.

        Raises
        ------
        InputError
            When ``schedule`` is unknown.
        KeyboardInterrupt
            After Ctrl-C: tasks under way are finished, no other is begun.
        """
        packed = graph if isinstance(graph, PackedRegion) else None
        source = graph.source if isinstance(graph, PackedRegion) else graph
        if not isinstance(source, TaskGraph):
            raise InputError(f"run_graph needs a task graph, not {source!r}; give ranges to run_ranges.")
        if _is_shuffled(schedule):
            packed = pack_graph(shuffled_graph(source, seed, self._size))
        return self._run(_entry("run_graph"), packed or pack_graph(source), body, context, steal, schedule, seed)

    def run_ranges(self, plan: RangePlan | PackedRegion, body: CompiledBody | int, context: NDArray[Any] | int = 0, *,
                   steal: bool = True, schedule: str = "given", seed: int = 0) -> Execution:
        """Run every chunk of a loop without dependences.

        Parameters are those of ``run_graph``, but the body is ``int64 body(int64 start, int64 stop, int64 worker, int64
        context)``; so are what it returns (with numbers of chunks) and raises.
        """
        packed = plan if isinstance(plan, PackedRegion) else None
        source = plan.source if isinstance(plan, PackedRegion) else plan
        if not isinstance(source, RangePlan):
            raise InputError(f"run_ranges needs a range plan, not {source!r}; give graphs to run_graph.")
        if _is_shuffled(schedule):
            packed = pack_ranges(shuffled_ranges(source, seed, self._size))
        return self._run(_entry("run_ranges"), packed or pack_ranges(source), body, context, steal, schedule, seed)

    def _run(self, entry: Callable[..., int], packed: PackedRegion, body: CompiledBody | int, context: NDArray[Any] | int,
             steal: bool, schedule: str, seed: int) -> Execution:
        call = _CallWords(steal, heed_interrupts(), 2 * seed + 1 if schedule == "shuffled" else 0)
        place = context.ctypes.data if isinstance(context, np.ndarray) else context
        status = entry(self.handle(), packed.address, body if isinstance(body, int) else body.address, place,
                       ctypes.addressof(call))
        if status == _INTERRUPTED:
            raise KeyboardInterrupt
        return Execution(status, *call[4:])


def _free_guards() -> None:
    """In a forked child: locks that other threads held are nobody's."""
    for team in _teams:
        team._guard = threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_free_guards)


def _is_shuffled(schedule: str) -> bool:
    if schedule not in ("given", "shuffled"):
        raise InputError(f"A schedule is 'given' or 'shuffled', not {schedule!r}.")
    return schedule == "shuffled"


@cache
def _entry(name: str) -> Callable[..., int]:
    """A compiled entry that gives the GIL away while it runs."""
    from irpart.execution import _team_kernels as kernels

    return _ENTRY(getattr(kernels, name).address)


def entry_address(name: str) -> int:
    """Address of ``run_graph`` or ``run_ranges`` for compiled callers.

    Both are C functions ``int64 (int64 team, int64 region, int64 body, int64 context, int64 call)``: ``Team.handle``,
    ``PackedRegion.address``, the address of a body, anything, and the address of the words of a call (0: steal, tell
    nothing), as ``_team_kernels`` says.
    """
    from irpart.execution import _team_kernels as kernels

    return int(getattr(kernels, name).address)


@cache
def pause_seconds() -> float:
    """How long one look of a waiting worker takes at least, s; measured once."""
    from irpart.execution import _team_kernels as kernels

    times = []
    for _ in range(3):
        begin = time.perf_counter()
        kernels.pause_often.ctypes(_PAUSES)
        times.append((time.perf_counter() - begin) / _PAUSES)
    return max(min(times), 1e-9)


@cache
def _default(size: int) -> Team:
    return Team(size)


def default_team() -> Team:
    """The team that everything shares: ``IRPART_NUM_WORKERS`` workers, or one for each processor."""
    return _default(processors.usable_processors())

