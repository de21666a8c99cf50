"""What a peer is asked for, what it gives back, and how a program runs under a limit of time."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from irpart.graph.types import DependenceGraph

_LONGEST_PAUSE = 0.05
_SHOWN = 300
_COMPLAINT = re.compile(r"^[EF]\d{6,}|[Cc]heck failed: |[Ee]rror\b|[Ee]xception\b")
_FOLDERS = re.compile(r"(?<![\w.])/(?:[^\s/:'\"]+/)+")


class PeerError(Exception):
    """A peer gave nothing that can be used; the message says why."""


class PeerTimeout(PeerError):
    """A peer was ended because its time was over."""


@dataclass(frozen=True, slots=True)
class Job:
    """What a peer is asked for.

    Attributes
    ----------
    k, balance, seed
        As for ``irpart.partition``; a peer that takes no balance or no seed says so in docs/peers.md.
    timeout
        Seconds that each process of the peer may take.
    binary
        Path the user gave for a peer that is a program.
    """

    k: int
    balance: float = 1.03
    seed: int = 0
    timeout: float = 600.0
    binary: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What a peer gave.

    Attributes
    ----------
    edge_cluster
        uint16, shape (m,): cluster of each edge, or None where the peer told no assignment that fits the graph.
    seconds
        The peer's partitioning alone, by its own clock where it has one.
    whole_seconds
        With conversion, files and the start of the process.
    peak_bytes
        Largest resident memory of the process; 0 where the system does not tell.
    own
        Figures the peer itself printed or returned, under its own names.
    notes
        Sentences on what was odd.
    """

    edge_cluster: NDArray[np.uint16] | None
    seconds: float
    whole_seconds: float
    peak_bytes: int
    own: Mapping[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Peer:
    """A partitioner of others: what it is called, how to get it, whether it is there, and how to run it."""

    name: str
    source: str
    find: Callable[[str | None], str | None]
    run: Callable[[DependenceGraph, Job], Outcome]


@dataclass(frozen=True, slots=True)
class Ran:
    """A program that ended by itself."""

    text: str
    code: int
    seconds: float
    peak_bytes: int

    def last_words(self) -> str:
        """The last line in which it speaks of an error, else the end of what it wrote; without folders of paths."""
        lines = [line for line in self.text.splitlines() if _COMPLAINT.search(line)]
        shown = " ".join((lines[-1] if lines else self.text).split()) or "it wrote nothing"
        return _FOLDERS.sub("", shown)[-_SHOWN:]


def find_program(given: str | None, variable: str, names: Sequence[str] = ()) -> Path | None:
    """The program a peer is: the given path, else that of an environment variable, else a name on the search path.

    Raises
    ------
    PeerError
        A path was given, but there is no program.
    """
    named = given or os.environ.get(variable)
    if named:
        found = shutil.which(str(Path(named).expanduser().absolute()))
        if found is None:
            raise PeerError(f"There is no program at {named}; give the path of the built binary.")
        return Path(found)
    return next((Path(found) for found in map(shutil.which, names) if found), None)


def run_program(command: Sequence[str], folder: Path, timeout: float, environment: Mapping[str, str] | None = None) -> Ran:
    """Run a program in a folder with one OpenMP thread; at the end of its time its whole group of processes is killed.

    Raises
    ------
    PeerTimeout
        It did not end in time.
    PeerError
        It cannot be started.
    """
    log = folder / "output.log"
    variables = {**os.environ, "OMP_NUM_THREADS": "1", **(environment or {})}
    began = time.perf_counter()
    with open(log, "wb") as out:
        try:
            child = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
                                     start_new_session=True, env=variables)
        except OSError as error:
            raise PeerError(f"{Path(command[0]).name} cannot be started: {error.strerror or error}.") from None
        try:
            peak = _await(child, began + timeout)
        except BaseException:
            _kill_group(child)
            raise
    seconds = time.perf_counter() - began
    return Ran(log.read_text(errors="replace"), child.returncode, seconds, peak)


def _await(child: subprocess.Popen[bytes], deadline: float) -> int:
    """Wait for a process; its largest resident memory in bytes, as last seen."""
    peak, pause = 0, 0.001
    while child.poll() is None:
        peak = max(peak, _peak_bytes(child.pid))
        left = deadline - time.perf_counter()
        if left <= 0:
            raise PeerTimeout("The time was over before it ended.")
        time.sleep(min(pause, left))
        pause = min(_LONGEST_PAUSE, pause * 1.5)
    return peak


def _peak_bytes(pid: int) -> int:
    """High-water mark of a running process; ``ru_maxrss`` would count the memory of this process with it."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return 0


def _kill_group(child: subprocess.Popen[bytes]) -> None:
    """End a process that was not waited for yet, and those it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
