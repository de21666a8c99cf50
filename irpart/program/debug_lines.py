"""Source lines from LLVM debug metadata: ``!dbg`` nodes to (file, line)."""

from __future__ import annotations

import re

_FIELD = r"\b{}: (?:!(\d+)|(\d+)|\"([^\"]*)\")"


class DebugLines:
    """Resolves debug locations of one module.

    An inlined instruction is put on the line of the outermost caller whose file is one of ``preferred`` files
    (the user's own), else where it was written.
    """

    def __init__(self, metadata: dict[int, str]) -> None:
        self._metadata = metadata
        self.files: list[str] = []
        self._numbers: dict[str, int] = {}

    def locate(self, node: int) -> tuple[int, int]:
        """(file number, line) of a ``DILocation`` or ``DISubprogram`` node; (-1, 0) when unknown."""
        best = (-1, 0)
        while node >= 0:
            text = self._metadata.get(node, "")
            if "DILocation(" not in text and "DISubprogram(" not in text:
                break
            line = self._field(text, "line")
            file = self._file_of(node)
            if file is not None and line and (best[0] < 0 or not _is_library(file)):
                best = (self._number(file), int(line))
            inlined = self._reference(text, "inlinedAt")
            node = inlined if inlined is not None else -1
        return best

    def written(self, node: int) -> tuple[str, int, int, bool]:
        """Where the user wrote what a location stands for: the innermost place that is not in a library.

        Returns
        -------
        tuple
            File (last part of its path) and line; the node of the call it was inlined into (-1: none), which is one per
            inlined call; whether the location itself is there (not in a library that is called there).
        """
        first = True
        while node >= 0:
            text = self._metadata.get(node, "")
            file, line = self._file_of(node), self._field(text, "line") if "DILocation(" in text else None
            inlined = self._reference(text, "inlinedAt")
            if file is not None and line and not _is_library(file):
                return file.rsplit("/", 1)[-1], int(line), -1 if inlined is None else inlined, first
            node, first = -1 if inlined is None else inlined, False
        return "", 0, -1, False

    def _file_of(self, node: int | None) -> str | None:
        for _ in range(64):
            text = self._metadata.get(node, "") if node is not None else ""
            if not text:
                return None
            if "DIFile(" in text:
                return self._field(text, "filename")
            file = self._reference(text, "file")
            node = file if file is not None else self._reference(text, "scope")
        return None

    def _number(self, file: str) -> int:
        name = file.rsplit("/", 1)[-1]
        if name not in self._numbers:
            self._numbers[name] = len(self.files)
            self.files.append(name)
        return self._numbers[name]

    @staticmethod
    def _field(text: str, key: str) -> str | None:
        match = re.search(_FIELD.format(key), text)
        return next((g for g in match.groups() if g is not None), None) if match else None

    @staticmethod
    def _reference(text: str, key: str) -> int | None:
        match = re.search(rf"\b{key}: !(\d+)", text)
        return int(match[1]) if match else None


def _is_library(file: str) -> bool:
    return "/numba/" in file or "/rustc/" in file or file.startswith("/usr/")
