"""The parent's end of a worker: asks for trials, keeps time, and turns crashes into failures."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Self

from irpart.comparison.process import GRACE_SECONDS, WorkerProcess
from irpart.comparison.types import ComparisonSettings, Trial, TrialKey, trial_from_json

_START = "from irpart.comparison.worker import main; main()"


class Child:
    """Runs trials of a stored graph in a process, which is started when needed and anew after a failure.

    Use as a context manager: leaving it, also by Ctrl-C, kills the process and those it started.

    Parameters
    ----------
    graph_file
        What ``worker.save_graph`` wrote.
    program_file
        What ``programs.save_program`` wrote, where partitions are executed.
    """

    def __init__(self, graph_file: Path, settings: ComparisonSettings, program_file: Path | None = None) -> None:
        given = [str(path) for path in (graph_file, program_file) if path is not None]
        self._process, self._settings = WorkerProcess(_START, *given), settings

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 traceback: TracebackType | None) -> None:
        self._process.__exit__(kind, error, traceback)

    def run(self, key: TrialKey) -> Trial:
        """One trial; whatever the method does, there is an outcome."""
        model, limit, execution = self._settings.model, self._settings.timeout_seconds, self._settings.execution
        request = {"key": key, "balance": self._settings.balance, "model": None if model is None else asdict(model),
                   "execution": None if execution is None else asdict(execution)}
        stage = "ready"
        try:
            self._process.ask(request)
            while True:
                allowed = None if limit is None else limit if stage == "method" else limit + GRACE_SECONDS
                answer = self._process.answer(allowed)
                if "trial" in answer:
                    break
                stage = answer["stage"]
        except TimeoutError:
            self._process.kill()
            doing = {"ready": " while it was prepared", "measuring": " while its partition was measured"}.get(stage, "")
            return Trial(key, failure=f"Took longer than {limit:g} seconds{doing}.", failure_kind="timeout",
                         limit_seconds=limit)
        except (EOFError, BrokenPipeError):
            return Trial(key, failure=self._process.obituary(), failure_kind="crash")
        if not answer["reusable"]:
            self._process.kill()
        return trial_from_json(answer["trial"])
