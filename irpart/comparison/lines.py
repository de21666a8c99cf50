"""A file of JSON lines that only grows: a header, then an entry per finished piece of work, so that nothing is run twice."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from irpart.base.errors import FormatError, InputError


class JournalFile:
    """Entries on disk, each before ``append`` returns; one process at a time writes.

    Use as a context manager. A last line that was cut off is removed.

    Parameters
    ----------
    path
        The file; made when there is none.
    header
        Its first line; ``header["kind"]`` names what it is a journal of.
    check_header
        Is called with the header found in the file, and refuses that of something else.
    noun, again
        What is journaled ("comparison"), and what the user can do when the file is of no use.
    fresh
        Forget what is in the file.

    Attributes
    ----------
    entries
        Numbers of lines, and what they hold, of the entries found.

    Raises
    ------
    InputError
        The file cannot be written or is in use.
    FormatError
        It is no journal, or damaged before its last line.
    """

    def __init__(self, path: Path, header: dict[str, Any], check_header: Callable[[dict[str, Any]], None], *, noun: str,
                 again: str, fresh: bool = False) -> None:
        self.path, self._noun, self._again = path, noun, again
        self.entries: list[tuple[int, dict[str, Any]]] = []
        try:
            self._file = open(path, "r+b" if path.exists() else "x+b")  # noqa: SIM115 - closed by close
        except OSError as error:
            raise InputError(f"Cannot write {path}: {error.strerror}; choose another output with -o.") from None
        try:
            self._lock()
            if fresh:
                self._file.truncate(0)
            self._read(header, check_header)
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 traceback: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def append(self, data: dict[str, Any]) -> None:
        """Add an entry; it is on disk afterwards."""
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
            raise InputError(f"Another {self._noun} is writing {self.path}; wait for it, or choose another output "
                             "with -o.") from None

    def _read(self, header: dict[str, Any], check_header: Callable[[dict[str, Any]], None]) -> None:
        """Take over what is there, behind which the file is then positioned."""
        content = self._file.read()
        whole = content[:content.rfind(b"\n") + 1]
        lines = whole.splitlines()
        if not lines and content and not json.dumps(header).encode().startswith(content[:20]):
            raise FormatError(f"{self.path} is no journal of {self._article()}; {self._again}.")
        for number, line in enumerate(lines, 1):
            data = self._parsed(line, number)
            if number > 1:
                self.entries.append((number, data))
            elif data.get("kind") != header["kind"]:
                raise FormatError(f"{self.path} is no journal of {self._article()}; {self._again}.")
            else:
                check_header(data)
        self._file.seek(len(whole))
        self._file.truncate()
        if not lines:
            self.append(header)

    def _article(self) -> str:
        return f"{'an' if self._noun[0] in 'aeiou' else 'a'} {self._noun}"

    def _parsed(self, line: bytes, number: int) -> dict[str, Any]:
        with contextlib.suppress(ValueError):
            data = json.loads(line)
            if isinstance(data, dict):
                return data
        raise FormatError(f"Line {number} of {self.path} is not one of a journal; {self._again}.")
