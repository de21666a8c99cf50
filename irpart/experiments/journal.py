"""The journal of an experiment: outcomes by all that they depend on, so that a changed grid keeps what it still asks for."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from irpart.base.errors import FormatError, InputError
from irpart.base.provenance import provenance
from irpart.comparison.journal import deserves_more
from irpart.comparison.lines import JournalFile
from irpart.experiments.types import Cell, Outcome, digest, outcome_from_json

KIND, VERSION, NAME = "irpart experiment", 1, "journal.jsonl"
_AGAIN = "start anew with --fresh, or choose another folder with -o"


class ExperimentJournal:
    """Outcomes on disk, each before its lane starts another cell.

    Use as a context manager.

    Parameters
    ----------
    folder
        Of the results.
    fresh
        Forget what is there.

    Raises
    ------
    InputError
        The file cannot be written, is in use, or was written by another version of irpart.
    FormatError
        It is no journal of an experiment, or damaged before its last line.
    """

    def __init__(self, folder: Path, *, fresh: bool = False) -> None:
        path = folder / NAME
        header = {"kind": KIND, "version": VERSION, "irpart": provenance()["irpart"]}

        def check_header(found: dict[str, Any]) -> None:
            for name, expected in header.items():
                if found.get(name) != expected:
                    raise InputError(f"{path} was written with {name} {found.get(name)}, this is {expected}; {_AGAIN}.")

        self._file = JournalFile(path, header, check_header, noun="experiment", again=_AGAIN, fresh=fresh)
        self._outcomes: dict[str, Outcome] = {}
        for number, data in self._file.entries:
            try:
                self._outcomes[data["cell"]] = outcome_from_json(data["outcome"])
            except (KeyError, TypeError):
                self._file.close()
                raise FormatError(f"Line {number} of {path} is no outcome of a cell; {_AGAIN}.") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 traceback: TracebackType | None) -> None:
        self._file.close()

    def find(self, fingerprint: str, *, retry: bool, limit: float | None) -> Outcome | None:
        """What is known of a cell; None when it is to be run.

        Failures count as unknown with ``retry``, and those by a smaller limit of time than now always.
        """
        found = self._outcomes.get(fingerprint)
        if found is None or deserves_more(found.limit_seconds, limit) or (retry and found.failure_kind):
            return None
        return found

    def add(self, fingerprint: str, outcome: Outcome) -> None:
        """Append an outcome; it is on disk afterwards."""
        self._file.append({"cell": fingerprint, "outcome": outcome.to_json()})
        self._outcomes[fingerprint] = outcome


def fingerprint_of(cell: Cell, workload: str, machine: str) -> str:
    """What tells a cell from all whose outcome may differ; ``workload`` and ``machine`` tell the content of their files."""
    data = asdict(cell)
    del data["workload"], data["model_label"]
    return digest([data, workload, machine, cell.workload.name])
