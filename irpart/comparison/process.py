"""A process that is asked and answers in lines of JSON, and whose crash is no more than an answer that does not come."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from types import TracebackType
from typing import Any, Self

GRACE_SECONDS = 120.0
"""What compiling before a limited stage of work, and measuring after it, may take beyond the limit."""


class WorkerProcess:
    """A Python process, started when it is first asked and anew after ``kill``.

    Use as a context manager: leaving it, also by Ctrl-C, kills the process and those it started.

    Parameters
    ----------
    code, arguments
        What it runs, and its ``sys.argv[1:]``.
    """

    def __init__(self, code: str, *arguments: str) -> None:
        self._code, self._arguments = code, arguments
        self._process: subprocess.Popen[bytes] | None = None
        self._unread = b""
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed by __exit__

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 traceback: TracebackType | None) -> None:
        self.kill()
        self._errors.close()

    def fileno(self) -> int:
        """Where its answers come from, for ``select``; it must have been asked."""
        assert self._process is not None
        assert self._process.stdout is not None
        return self._process.stdout.fileno()

    def ask(self, request: dict[str, Any]) -> None:
        """Send a request; BrokenPipeError when the process is gone."""
        if self._process is None:
            self._process = self._start()
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(request).encode() + b"\n")
        self._process.stdin.flush()

    def answer(self, limit: float | None) -> dict[str, Any]:
        """The next line it writes; TimeoutError when that takes longer than ``limit`` seconds, EOFError when it is gone."""
        deadline = None if limit is None else time.monotonic() + limit
        while True:
            left = None if deadline is None else max(0.0, deadline - time.monotonic())
            ready = b"\n" in self._unread or select.select([self.fileno()], [], [], left)[0]
            if not ready:
                raise TimeoutError
            found = self.answer_so_far()
            if found is not None:
                return found

    def answer_so_far(self) -> dict[str, Any] | None:
        """The next line, or None while it is not whole; EOFError as above. Reads once; waits only if nothing is there."""
        if b"\n" not in self._unread:
            part = os.read(self.fileno(), 1 << 16)
            if not part:
                raise EOFError
            self._unread += part
        if b"\n" not in self._unread:
            return None
        line, _, self._unread = self._unread.partition(b"\n")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def has_line(self) -> bool:
        """Whether a whole line was read already, of which ``select`` does not know."""
        return b"\n" in self._unread

    def obituary(self) -> str:
        """How the process ended, and the last line it wrote to standard error."""
        assert self._process is not None
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(10)  # its output ended, so that it is about to end
        status = self._process.poll()
        self.kill()
        self._errors.seek(0)
        lines = self._errors.read().decode(errors="replace").strip().splitlines()
        last = f"; its last words: {lines[-1].strip()[:200]}" if lines else ""
        if status is not None and status < 0:
            return f"Its process was ended by {_signal_name(-status)}{last}."
        return f"Its process exited with status {status}{last}."

    def kill(self) -> None:
        """End the process and those it started."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(BrokenPipeError):
                assert pipe is not None
                pipe.close()
        self._process.wait()
        self._process = None

    def _start(self) -> subprocess.Popen[bytes]:
        path = os.pathsep.join(entry or os.getcwd() for entry in sys.path)
        self._unread = b""
        self._errors.seek(0)
        self._errors.truncate()
        return subprocess.Popen([sys.executable, "-P", "-c", self._code, *self._arguments], stdin=subprocess.PIPE,
                                stdout=subprocess.PIPE, stderr=self._errors, start_new_session=True,
                                env={**os.environ, "PYTHONPATH": path})


def _signal_name(number: int) -> str:
    with contextlib.suppress(ValueError):
        return signal.Signals(number).name
    return f"signal {number}"
