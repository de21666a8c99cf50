"""Names of files as seen from the folder of another file, so that both can be moved together."""

from __future__ import annotations

import os
from pathlib import Path


def relative_to_folder(named: str | Path, path: str | Path) -> str:
    """The name of a file as seen from the folder of ``path``; "" for no file."""
    if not str(named):
        return ""
    try:
        return os.path.relpath(Path(named).resolve(), Path(path).resolve().parent)
    except ValueError:  # another drive
        return str(Path(named).resolve())


def seen_from_here(stored: str, path: str | Path) -> str:
    """The inverse of ``relative_to_folder``: the name by which the file can be opened; "" for no file."""
    return os.path.normpath(Path(path).parent / stored) if stored else ""
