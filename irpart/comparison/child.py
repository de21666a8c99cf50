"""The parent's end of a worker: asks for trials, keeps time, and turns crashes into failures."""

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
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from irpart.comparison.types import ComparisonSettings, Trial, TrialKey, trial_from_json

GRACE_SECONDS = 120.0
"""What compiling before a limited method, and measuring after it, may take beyond the limit."""
_START = "from irpart.comparison.worker import main; main()"


class Child:
    """Runs trials of a stored graph in a process, which is started when needed and anew after a failure.

    Use as a context manager: leaving it, also by Ctrl-C, kills the process and those it started.

    Parameters
    ----------
    graph_file
        What ``worker.save_graph`` wrote.
    """

    def __init__(self, graph_file: Path, settings: ComparisonSettings) -> None:
        self._graph_file, self._settings = graph_file, settings
        self._process: subprocess.Popen[bytes] | None = None
        self._unread = b""
        self._closing = contextlib.ExitStack()

    def __enter__(self) -> Self:
        self._errors = self._closing.enter_context(tempfile.TemporaryFile())
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 traceback: TracebackType | None) -> None:
        self._kill()
        self._closing.close()

    def run(self, key: TrialKey) -> Trial:
        """One trial; whatever the method does, there is an outcome."""
        model, limit = self._settings.model, self._settings.timeout_seconds
        request = {"key": key, "balance": self._settings.balance, "model": None if model is None else asdict(model)}
        stage = "ready"
        try:
            self._ask(request)
            while True:
                allowed = None if limit is None else limit if stage == "method" else limit + GRACE_SECONDS
                answer = self._answer(allowed)
                if "trial" in answer:
                    break
                stage = answer["stage"]
        except TimeoutError:
            self._kill()
            doing = {"ready": " while it was prepared", "measuring": " while its partition was measured"}.get(stage, "")
            return Trial(key, failure=f"Took longer than {limit:g} seconds{doing}.", failure_kind="timeout",
                         limit_seconds=limit)
        except (EOFError, BrokenPipeError):
            return Trial(key, failure=self._obituary(), failure_kind="crash")
        if not answer["reusable"]:
            self._kill()
        return trial_from_json(answer["trial"])

    def _ask(self, request: dict[str, Any]) -> None:
        if self._process is None:
            self._process = self._start()
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(request).encode() + b"\n")
        self._process.stdin.flush()

    def _start(self) -> subprocess.Popen[bytes]:
        path = os.pathsep.join(entry or os.getcwd() for entry in sys.path)
        self._unread = b""
        self._errors.seek(0)
        self._errors.truncate()
        return subprocess.Popen([sys.executable, "-P", "-c", _START, str(self._graph_file)], stdin=subprocess.PIPE,
                                stdout=subprocess.PIPE, stderr=self._errors, start_new_session=True,
                                env={**os.environ, "PYTHONPATH": path})

    def _answer(self, limit: float | None) -> dict[str, Any]:
        """The next line of the worker; TimeoutError when it comes too late, EOFError when the worker is gone."""
        assert self._process is not None
        assert self._process.stdout is not None
        pipe = self._process.stdout.fileno()
        deadline = None if limit is None else time.monotonic() + limit
        while b"\n" not in self._unread:
            left = None if deadline is None else max(0.0, deadline - time.monotonic())
            if not select.select([pipe], [], [], left)[0]:
                raise TimeoutError
            part = os.read(pipe, 1 << 16)
            if not part:
                raise EOFError
            self._unread += part
        line, _, self._unread = self._unread.partition(b"\n")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _obituary(self) -> str:
        """How the process ended, and the last line it wrote to standard error."""
        assert self._process is not None
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(10)  # its output ended, so that it is about to end
        status = self._process.poll()
        self._kill()
        self._errors.seek(0)
        lines = self._errors.read().decode(errors="replace").strip().splitlines()
        last = f"; its last words: {lines[-1].strip()[:200]}" if lines else ""
        if status is not None and status < 0:
            return f"Its process was ended by {_signal_name(-status)}{last}."
        return f"Its process exited with status {status}{last}."

    def _kill(self) -> None:
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


def _signal_name(number: int) -> str:
    with contextlib.suppress(ValueError):
        return signal.Signals(number).name
    return f"signal {number}"
