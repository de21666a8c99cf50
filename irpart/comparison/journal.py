"""The journal of a comparison: a header and a line per trial, written as they come, so that nothing is run twice."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from irpart.base.errors import FormatError, InputError
from irpart.base.provenance import provenance
from irpart.comparison.types import ComparisonSettings, GraphFacts, Trial, TrialKey, trial_from_json

KIND, VERSION = "irpart comparison", 1
_AGAIN = "start anew with --fresh (fresh=True), or choose another name"


class Journal:
    """A JSON-lines file to which trials are appended, each on disk before the next starts.

    Use as a context manager. ``trials`` holds those found in the file. A last line that was cut off is removed.

    Parameters
    ----------
    path
        The file; made when there is none.
    settings, graphs
        What is compared; a journal of something else is refused. The timeout may differ: trials that an earlier, smaller
        limit ended are run again.
    fresh
        Forget what is in the file.

    Raises
    ------
    InputError
        The file cannot be written, is in use, or is of another comparison.
    FormatError
        It is no journal, or damaged before its last line.
    """

    def __init__(self, path: Path, settings: ComparisonSettings, graphs: Sequence[GraphFacts], *,
                 fresh: bool = False) -> None:
        self.path = path
        self.trials: dict[TrialKey, Trial] = {}
        self._header = _header(settings, graphs)
        try:
            self._file = open(path, "r+b" if path.exists() else "x+b")  # noqa: SIM115 - closed by __exit__
        except OSError as error:
            raise InputError(f"Cannot write {path}: {error.strerror}; choose another output with -o.") from None
        try:
            self._lock()
            if fresh:
                self._file.truncate(0)
            self._read(settings.timeout_seconds)
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 traceback: TracebackType | None) -> None:
        self._file.close()

    def add(self, trial: Trial) -> None:
        """Append a trial; it is on disk afterwards."""
        self._append(trial.to_json())
        self.trials[trial.key] = trial

    def _append(self, data: dict[str, Any]) -> None:
        try:
            self._file.write(json.dumps(data, allow_nan=False).encode() + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise InputError(f"Cannot write {self.path}: {error.strerror}; free some space and type the same command "
                             "again to go on.") from None

    def _lock(self) -> None:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise InputError(f"Another comparison is writing {self.path}; wait for it, or choose another output "
                             "with -o.") from None

    def _read(self, timeout_seconds: float | None) -> None:
        """Take over what is there, behind which the file is then positioned."""
        content = self._file.read()
        whole = content[:content.rfind(b"\n") + 1]
        lines = whole.splitlines()
        if not lines and content and not json.dumps(self._header).encode().startswith(content[:20]):
            raise FormatError(f"{self.path} is no journal of a comparison; {_AGAIN}.")
        for number, line in enumerate(lines, 1):
            data = self._parsed(line, number)
            if number == 1:
                self._check_header(data)
                continue
            trial = self._trial(data, number)
            self.trials[trial.key] = trial
        self._file.seek(len(whole))
        self._file.truncate()
        if not lines:
            self._append(self._header)
        self.trials = {key: trial for key, trial in self.trials.items() if not _deserves_more(trial, timeout_seconds)}

    def _parsed(self, line: bytes, number: int) -> dict[str, Any]:
        with contextlib.suppress(ValueError):
            data = json.loads(line)
            if isinstance(data, dict):
                return data
        raise FormatError(f"Line {number} of {self.path} is not one of a journal; {_AGAIN}.")

    def _trial(self, data: dict[str, Any], number: int) -> Trial:
        try:
            return trial_from_json(data)
        except (KeyError, TypeError, AttributeError):
            raise FormatError(f"Line {number} of {self.path} is no trial; {_AGAIN}.") from None

    def _check_header(self, found: dict[str, Any]) -> None:
        if found.get("kind") != KIND or not isinstance(found.get("settings"), dict):
            raise FormatError(f"{self.path} is no journal of a comparison; {_AGAIN}.")
        for name, expected in self._header.items():
            if name == "settings":
                other = [_difference(key, found[name].get(key), expected[key]) for key in expected
                         if found[name].get(key) != expected[key]]
                if other:
                    raise InputError(f"{self.path} is of a comparison with other settings ({', '.join(other)}); {_AGAIN}.")
            elif found.get(name) != expected:
                kinds = {"graphs": "of other graphs", "irpart": f"by irpart {found.get('irpart')}"}
                what = kinds.get(name, f"of another {name}")
                raise InputError(f"{self.path} is of a comparison {what}; {_AGAIN}.")


def _header(settings: ComparisonSettings, graphs: Sequence[GraphFacts]) -> dict[str, Any]:
    asked = settings.to_json()
    del asked["timeout_seconds"]
    return {"kind": KIND, "version": VERSION, "irpart": provenance()["irpart"], "settings": asked,
            "graphs": [graph.to_json() for graph in graphs]}


def _difference(name: str, there: Any, here: Any) -> str:
    """What differs, with both values where they are short."""
    texts = json.dumps(there), json.dumps(here)
    return name if max(map(len, texts)) > 30 else f"{name}: {texts[0]} there, {texts[1]} here"


def _deserves_more(trial: Trial, timeout_seconds: float | None) -> bool:
    """Whether a trial timed out under a smaller limit than the one now."""
    return trial.limit_seconds is not None and (timeout_seconds is None or timeout_seconds > trial.limit_seconds)
