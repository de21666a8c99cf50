"""Files that are replaced only when they are whole."""

from __future__ import annotations

import contextlib
import gzip
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

from irpart.base.errors import InputError


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A binary file that takes the place of ``path`` when the block ends, and leaves nothing behind when it fails.

    ``.gz`` files are compressed. Links are followed; what is no plain file (a pipe, ``/dev/null``) is written directly.

    Raises
    ------
    InputError
        The file cannot be written.
    """
    target = Path(os.path.realpath(path))
    is_special = target.exists() and not target.is_file()
    unfinished = target if is_special else target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        try:
            with open(unfinished, "wb") as plain:
                if path.suffix == ".gz":
                    with gzip.GzipFile("", "wb", compresslevel=6, fileobj=plain, mtime=0) as packed:
                        yield cast(IO[bytes], packed)
                else:
                    yield plain
            if not is_special:
                os.replace(unfinished, target)
        except BaseException:
            if not is_special:
                unfinished.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise InputError(f"Cannot write {path}: {error.strerror or error}; choose another file or folder.") from None
