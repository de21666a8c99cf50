"""Where requests run: a lane takes one at a time; on this machine a lane is a process, on Ray a task that is under way."""

from __future__ import annotations

import contextlib
import select
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from irpart.comparison.process import GRACE_SECONDS, WorkerProcess
from irpart.experiments.types import Outcome, outcome_from_json

_START = "from irpart.experiments.worker import main; main()"


class Lanes(Protocol):
    """Runs requests side by side; leaving its context ends all that runs."""

    @property
    def count(self) -> int:
        """How many requests may run at a time."""

    def start(self, lane: int, request: dict[str, Any]) -> None:
        """Begin a request on a lane that runs none."""

    def finished(self) -> list[tuple[int, dict[str, Any]]]:
        """Wait for a request to end; numbers of lanes, and outcomes as plain data (without a key when the process died)."""

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 traceback: TracebackType | None) -> None: ...


@dataclass(slots=True)
class _Lane:
    process: WorkerProcess
    is_busy: bool = False
    stage: str = ""
    since: float = field(default_factory=time.monotonic)


class LocalLanes:
    """Lanes that are processes of this machine, each killed when it is too slow and replaced when it crashed.

    Parameters
    ----------
    count
        How many.
    folder
        Of the results.
    limit
        Seconds that a partitioning method may take; what is around it may take two minutes more.
    """

    def __init__(self, count: int, folder: Path, limit: float | None) -> None:
        self._limit = limit
        self._lanes = [_Lane(WorkerProcess(_START, str(folder.absolute()))) for _ in range(count)]

    @property
    def count(self) -> int:
        """Number of processes."""
        return len(self._lanes)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 traceback: TracebackType | None) -> None:
        for lane in self._lanes:
            lane.process.__exit__(kind, error, traceback)

    def start(self, lane: int, request: dict[str, Any]) -> None:
        """Begin a request on a lane that runs none."""
        chosen = self._lanes[lane]
        chosen.is_busy, chosen.stage, chosen.since = True, "ready", time.monotonic()
        with contextlib.suppress(BrokenPipeError):  # its end is seen when its answer is read
            chosen.process.ask(request)

    def finished(self) -> list[tuple[int, dict[str, Any]]]:
        """Wait for a request to end."""
        while True:
            found = []
            for number, lane in enumerate(self._lanes):
                if lane.is_busy:
                    ended = self._look(lane)
                    if ended is not None:
                        lane.is_busy = False
                        found.append((number, ended))
            if found:
                return found
            self._wait()

    def _wait(self) -> None:
        """Until a lane says something or its time is over."""
        busy = [lane for lane in self._lanes if lane.is_busy]
        ends = [lane.since + self._allowed(lane) for lane in busy if self._limit is not None]
        left = max(0.0, min(ends) - time.monotonic()) if ends else None
        select.select([lane.process for lane in busy], [], [], left)

    def _allowed(self, lane: _Lane) -> float:
        assert self._limit is not None
        return self._limit if lane.stage == "method" else self._limit + GRACE_SECONDS

    def _look(self, lane: _Lane) -> dict[str, Any] | None:
        """How a lane's request ended, or None while it runs."""
        try:
            while lane.process.has_line() or select.select([lane.process], [], [], 0)[0]:
                answer = lane.process.answer_so_far()
                if answer is None:
                    continue
                if "outcome" in answer:
                    if not answer["reusable"]:
                        lane.process.kill()
                    outcome: dict[str, Any] = answer["outcome"]
                    return outcome
                lane.stage, lane.since = answer["stage"], time.monotonic()
        except EOFError:
            return {"failure": lane.process.obituary(), "failure_kind": "crash"}
        if self._limit is None or time.monotonic() < lane.since + self._allowed(lane):
            return None
        lane.process.kill()
        doing = "" if lane.stage == "method" else f" while {_DOING.get(lane.stage, 'it was prepared')}"
        return {"failure": f"Took longer than {self._limit:g} seconds{doing}.", "failure_kind": "timeout",
                "limit_seconds": self._limit}


_DOING = {"profile": "its profile was made", "reading": "its graph was read", "measuring": "its partition was measured",
          "mapping": "its clusters were placed", "simulating": "it was simulated"}


def outcome_of(data: dict[str, Any], key: Any) -> Outcome:
    """The outcome that a lane tells of; ``key`` is its cell's, which a process that died cannot tell."""
    return outcome_from_json({"figures": {}, "seconds": {}, **data, "key": key})
