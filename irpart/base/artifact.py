"""Write and read one-file containers of named arrays and JSON attributes, chunk by chunk.

Memory stays at a few chunks however large the file is; nothing in a file is ever executed. docs/formats.md
describes the layout, docs/decisions/0001-container.md says why it is as it is.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import secrets
import stat
import weakref
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Self

import numpy as np
import zstandard
from numpy.typing import ArrayLike, NDArray

from irpart.base.container import (
    BROKEN,
    CHUNK_BYTES,
    HEADER,
    INDEX,
    Column,
    check_header,
    chunk_member,
    content_checksum,
    content_hasher,
    damaged,
    decode_frame,
    encode_frame,
    header_content,
    new_column,
    open_archive,
    read_member,
)
from irpart.base.errors import BackendError, FormatError, InputError


def _discard(path: Path, process: int) -> None:
    if os.getpid() == process:  # a forked child must not remove what its parent is writing
        path.unlink(missing_ok=True)


class ArtifactWriter:
    """Writes a container; nothing is seen under ``path`` before all of it is there.

    Use as a context manager: leaving it normally completes the file and moves it to ``path`` (replacing what
    was there), leaving it by an exception or Ctrl-C leaves nothing behind.

    Parameters
    ----------
    path
        Where the file goes; a temporary file is created in the same folder at once.
    kind, version
        What it holds (``"profile"``) and the version of that kind's content.

    Raises
    ------
    InputError
        When ``path`` cannot be written.
    """

    def __init__(self, path: str | os.PathLike[str], kind: str, version: int = 1) -> None:
        self.path = Path(path)
        self._kind, self._version = kind, version
        self._columns: dict[str, Column] = {}
        self._hashers = defaultdict[str, Any](content_hasher)
        self._attributes: dict[str, str] = {}
        self._target = Path(os.path.realpath(self.path))
        self._unfinished = self._target.parent / f".irpart-{secrets.token_hex(8)}.tmp"
        self._file = self._create()
        self._remove = weakref.finalize(self, _discard, self._unfinished, os.getpid())
        self._process = os.getpid()
        _unfinished_writers.add(self)
        self._archive = zipfile.ZipFile(self._file, "w", zipfile.ZIP_STORED)
        self._store(HEADER, header_content(kind, version))

    def _create(self) -> io.BufferedRandom:
        try:
            with contextlib.suppress(FileNotFoundError):
                if not stat.S_ISREG(os.stat(self._target).st_mode):
                    raise IsADirectoryError(0, "it is a folder or a device")
                if not os.access(self._target, os.W_OK):
                    raise PermissionError(0, "the file is there and write-protected")
            return open(self._unfinished, "x+b")
        except FileNotFoundError:
            problem = f"the folder {self._target.parent} does not exist"
        except OSError as error:
            problem = f"{error.strerror}"
        raise InputError(f"Cannot write {self.path}: {problem}; choose another output with -o.")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 traceback: TracebackType | None) -> None:
        if self._file.closed or os.getpid() != self._process:
            return
        try:
            if kind is None:
                self._finish()
        finally:
            if not self._file.closed:
                with contextlib.suppress(OSError, ValueError):  # the file is thrown away
                    self._archive.close()
                with contextlib.suppress(OSError):
                    self._file.close()
            self._remove()

    def _finish(self) -> None:
        attributes = {key: json.loads(text) for key, text in self._attributes.items()}
        for name, column in self._columns.items():
            column.digest = self._hashers[name].hexdigest()
        index = {"attributes": attributes, "arrays": {name: c.to_json() for name, c in self._columns.items()},
                 "checksum": content_checksum(self._kind, self._version, attributes, self._columns)}
        self._store(INDEX, encode_frame(np.frombuffer(json.dumps(index).encode(), np.uint8)))
        with self._os_errors():
            self._archive.close()
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            os.replace(self._unfinished, self._target)

    @contextlib.contextmanager
    def _os_errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise BackendError(f"Writing {self.path} failed: {error.strerror or error}; nothing was kept, "
                               "free some space or choose another output with -o.") from error

    def _store(self, member: str, content: bytes) -> None:
        if self._file.closed:
            raise InputError(f"{self.path} is complete and closed; nothing can be added to it.")
        with self._os_errors():
            self._archive.writestr(zipfile.ZipInfo(member), content)  # dated 1980: equal content, equal files
            self._file.flush()

    def append(self, name: str, chunk: ArrayLike) -> None:
        """Add one chunk to the streamed vector ``name``; chunks of a vector may differ in length.

        Parameters
        ----------
        name
            Like ``trace/blocks``.
        chunk
            Shape (length,); its dtype (booleans, integers, floats, complex) is fixed by the first chunk.

        Raises
        ------
        InputError
            For another dtype than before, more than one dimension, objects or text.
        """
        array = np.asarray(chunk)
        column = self._columns.get(name) or new_column(self.path, name, array.dtype)
        if not column.streamed or array.ndim != 1 or array.dtype.newbyteorder("<") != column.dtype:
            state = "streamed" if column.streamed else "complete"
            raise InputError(f"'{name}' in {self.path} is a {state} array of {column.dtype}; "
                             f"cannot append {array.dtype} of shape {array.shape}.")
        self._columns[name] = column
        self._add_chunk(name, column, array)
        column.shape = (column.shape[0] + len(array),)

    def write(self, name: str, array: ArrayLike) -> None:
        """Store a whole array of any shape, cut into chunks of ``CHUNK_BYTES``.

        Raises
        ------
        InputError
            When the name is taken, or for objects and text.
        """
        whole = np.asarray(array)
        if name in self._columns:
            raise InputError(f"{self.path} already has an array '{name}'; give this one another name.")
        column = self._columns[name] = new_column(self.path, name, whole.dtype)
        column.streamed, column.shape = False, whole.shape
        flat, step = whole.reshape(-1), CHUNK_BYTES // column.dtype.itemsize
        for start in range(0, len(flat), step):
            self._add_chunk(name, column, flat[start : start + step])

    def write_text(self, name: str, text: str) -> None:
        """Store text as the uint8 array of its UTF-8 bytes."""
        self.write(name, np.frombuffer(text.encode("utf-8", "surrogatepass"), np.uint8))

    def set(self, key: str, value: object) -> None:
        """Set an attribute: anything JSON can say, of any size (tuples become lists, NaN is refused)."""
        try:
            self._attributes[key] = json.dumps(value, allow_nan=False)
        except (TypeError, ValueError, RecursionError) as error:
            raise InputError(f"Attribute '{key}' of {self.path} is not JSON: {error}.") from None

    def reread(self, name: str, number: int) -> NDArray[Any]:
        """A chunk that has been appended, read back from the unfinished file."""
        column = self._columns[name]
        frame = read_member(self._archive, chunk_member(name, number))
        return decode_frame(frame, column.dtype, column.chunks[number])

    def _add_chunk(self, name: str, column: Column, chunk: NDArray[Any]) -> None:
        flat = np.ascontiguousarray(chunk, dtype=column.dtype)
        self._store(chunk_member(name, len(column.chunks)), encode_frame(flat))
        self._hashers[name].update(flat.view(np.uint8).data)
        column.chunks.append(len(flat))


_unfinished_writers: weakref.WeakSet[ArtifactWriter] = weakref.WeakSet()


def _let_go() -> None:
    """In a forked child: unfinished files are the parent's, and what the child writes to them goes nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for writer in _unfinished_writers:
        if not writer._file.closed:
            os.dup2(nowhere, writer._file.fileno(), inheritable=False)
    os.close(nowhere)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go)


class ArtifactReader:
    """Reads a container lazily; opening it reads the index only. Use as a context manager, or call ``close``.

    Arrays it returns are read-only.

    Parameters
    ----------
    path
        The file.
    kind
        What it must hold; None for anything.
    version
        Newest version of that kind's content that the caller understands.

    Attributes
    ----------
    kind, version
        What the file holds.
    attributes
        What ``ArtifactWriter.set`` stored, read-only.
    checksum
        Digest of the content (kind, version, attributes, arrays), whatever the chunks and the compression.

    Raises
    ------
    InputError
        When the file cannot be opened.
    FormatError
        When it is foreign, truncated, damaged, newer, or of another kind.
    """

    def __init__(self, path: str | os.PathLike[str], kind: str | None = None, version: int = 1) -> None:
        self.path = Path(path)
        self._archive, header = open_archive(self.path)
        try:
            self.kind, self.version = check_header(self.path, header, kind, version)
            with self._damage("index"):
                content = zstandard.ZstdDecompressor().decompress(read_member(self._archive, INDEX))
                index = json.loads(content)
                self._columns = {name: Column.from_json(c) for name, c in index["arrays"].items()}
                self.attributes: Mapping[str, Any] = MappingProxyType(dict(index["attributes"]))
                self.checksum = str(index["checksum"])
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 traceback: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; arrays that were read stay valid."""
        self._archive.close()

    @contextlib.contextmanager
    def _damage(self, what: str) -> Iterator[None]:
        try:
            yield
        except BROKEN as error:
            raise damaged(self.path, what) from error

    def _column(self, name: str) -> Column:
        if name not in self._columns:
            raise FormatError(f"{self.path} has no array '{name}'; make it again with this irpart.")
        return self._columns[name]

    def names(self) -> list[str]:
        """Names of the arrays, in the order in which they were begun."""
        return list(self._columns)

    def dtype(self, name: str) -> np.dtype[Any]:
        """Type of an array's elements."""
        return self._column(name).dtype

    def shape(self, name: str) -> tuple[int, ...]:
        """Shape of an array; nothing is decoded."""
        return self._column(name).shape

    def length(self, name: str) -> int:
        """Number of elements of an array; nothing is decoded."""
        return sum(self._column(name).chunks)

    def n_chunks(self, name: str) -> int:
        """Number of stored chunks of an array."""
        return len(self._column(name).chunks)

    def nbytes_stored(self, name: str) -> int:
        """Bytes an array takes in the file."""
        with self._damage(name):
            members = (self._archive.getinfo(chunk_member(name, i)) for i in range(self.n_chunks(name)))
            return sum(member.file_size for member in members)

    def chunk(self, name: str, number: int) -> NDArray[Any]:
        """Chunk ``number`` of an array as a vector (in C order), its checksums verified.

        Raises
        ------
        FormatError
            When the chunk is damaged.
        InputError
            When there is no such chunk.
        """
        column = self._column(name)
        if not 0 <= number < len(column.chunks):
            raise InputError(f"There is no chunk {number} of '{name}' in {self.path}; "
                             f"the number must be below {len(column.chunks)}.")
        with self._damage(f"chunk {number} of {name}"):
            frame = read_member(self._archive, chunk_member(name, number))
            return decode_frame(frame, column.dtype, column.chunks[number])

    def chunks(self, name: str) -> Iterator[NDArray[Any]]:
        """All chunks of an array, one at a time."""
        return (self.chunk(name, number) for number in range(self.n_chunks(name)))

    def read(self, name: str) -> NDArray[Any]:
        """A whole array, in its shape; O(size) memory."""
        column, position = self._column(name), 0
        with self._damage(name):
            flat = np.empty(sum(column.chunks), column.dtype)
        for chunk in self.chunks(name):
            flat[position : position + len(chunk)] = chunk
            position += len(chunk)
        flat.setflags(write=False)
        return flat.reshape(column.shape)

    def read_text(self, name: str) -> str:
        """Text stored by ``ArtifactWriter.write_text``."""
        with self._damage(name):
            return self.read(name).tobytes().decode("utf-8", "surrogatepass")

    def verify(self) -> None:
        """Read everything and compare it with the stored checksum; bounded memory.

        Raises
        ------
        FormatError
            When anything is damaged; the message names the array and the chunk.
        """
        for name, column in self._columns.items():
            hasher = content_hasher()
            for chunk in self.chunks(name):
                hasher.update(chunk.view(np.uint8).data)
            if hasher.hexdigest() != column.digest:
                raise damaged(self.path, f"digest of {name}")
        if content_checksum(self.kind, self.version, self.attributes, self._columns) != self.checksum:
            raise damaged(self.path, "checksum")


def peek_kind(path: str | os.PathLike[str]) -> str:
    """Which kind of irpart file this is: ``"profile"``, ``"partition"`` ...

    Raises
    ------
    InputError, FormatError
        As for ``ArtifactReader``.
    """
    archive, header = open_archive(Path(path))
    with archive:
        return check_header(Path(path), header, None, None)[0]
