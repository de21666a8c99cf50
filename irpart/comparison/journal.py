"""The journal of a comparison: a header and a line per trial, written as they come, so that nothing is run twice."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from irpart.base.errors import FormatError, InputError
from irpart.base.provenance import provenance
from irpart.comparison.lines import JournalFile
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
        self._file = JournalFile(path, self._header, self._check_header, noun="comparison", again=_AGAIN, fresh=fresh)
        try:
            for number, data in self._file.entries:
                trial = self._trial(data, number)
                self.trials[trial.key] = trial
        except FormatError:
            self._file.close()
            raise
        limit = settings.timeout_seconds
        self.trials = {key: trial for key, trial in self.trials.items() if not deserves_more(trial.limit_seconds, limit)}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 traceback: TracebackType | None) -> None:
        self._file.close()

    def add(self, trial: Trial) -> None:
        """Append a trial; it is on disk afterwards."""
        self._file.append(trial.to_json())
        self.trials[trial.key] = trial

    def _trial(self, data: dict[str, Any], number: int) -> Trial:
        try:
            return trial_from_json(data)
        except (KeyError, TypeError, AttributeError):
            raise FormatError(f"Line {number} of {self.path} is no trial; {_AGAIN}.") from None

    def _check_header(self, found: dict[str, Any]) -> None:
        if not isinstance(found.get("settings"), dict):
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


def deserves_more(limit_then: float | None, limit_now: float | None) -> bool:
    """Whether something timed out under a smaller limit than the one now."""
    return limit_then is not None and (limit_now is None or limit_now > limit_then)
