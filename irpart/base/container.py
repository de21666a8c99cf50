"""Layout of irpart's one-file containers: member names, frames, index entries, and what a wrong file is told.

A container is a ZIP archive (without ZIP's own compression) of Zstandard frames; docs/formats.md describes
it, docs/decisions/0001-container.md says why. Readers and writers are in ``irpart.base.artifact``.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import re
import struct
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import zstandard
from numpy.typing import NDArray

from irpart.base.errors import FormatError, InputError

CONTAINER_VERSION = 1
"""Version of the layout itself; what a file holds has a version of its own."""
CHUNK_BYTES = 1 << 20
"""Bytes, before compression, of the chunks that a whole array is cut into."""
COMPRESSION_LEVEL = 1
"""Zstandard level; higher ones cost two to four times as much for a few percent."""
PLANES_FROM = 4
"""Bytes of an element from which its bytes are laid out in planes before compression."""
HEADER, INDEX = "irpart.json", "index.json.zst"
"""First and last member."""
STORABLE = frozenset(["|b1", "|i1", "<i2", "<i4", "<i8", "|u1", "<u2", "<u4", "<u8",
                      "<f2", "<f4", "<f8", "<c8", "<c16"])
"""Element types an array may have."""
BROKEN = (zipfile.BadZipFile, zstandard.ZstdError, struct.error, EOFError, LookupError, ValueError, TypeError,
          AttributeError, RuntimeError, OverflowError, OSError)
"""What decoding a damaged file raises, whichever byte is wrong."""

_NAME = re.compile(r"[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*")
_FOREIGN = {b"\x89PNG": "is a PNG image", b"PK": "is another kind of ZIP archive",
            b"\x7fELF": "is an ELF program", b"BC\xc0\xde": "is LLVM bitcode",
            b"\x89HDF": "is an HDF5 file", b"PAR1": "is a Parquet file",
            b"\x1f\x8b": "is a gzip file", b"%PDF": "is a PDF document"}


@dataclass(slots=True)
class Column:
    """What the index knows of one array.

    Attributes
    ----------
    dtype
        One of ``STORABLE``, little-endian.
    streamed
        Whether chunks may still be appended.
    shape, chunks
        Shape of the array, and the number of elements in each chunk.
    digest
        Hash of the array's bytes, in hexadecimal, however they are cut into chunks.
    """

    dtype: np.dtype[Any]
    streamed: bool = True
    shape: tuple[int, ...] = (0,)
    chunks: list[int] = field(default_factory=list)
    digest: str = ""

    def to_json(self) -> dict[str, object]:
        """The entry of the index."""
        return {"dtype": self.dtype.str, "shape": list(self.shape),
                "chunks": self.chunks, "digest": self.digest}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Column:
        """Inverse of ``to_json``; raises one of ``BROKEN`` when the entry makes no sense."""
        if stored["dtype"] not in STORABLE:
            raise ValueError(stored["dtype"])
        shape, chunks = tuple(map(int, stored["shape"])), list(map(int, stored["chunks"]))
        if min([0, *shape, *chunks]) < 0 or math.prod(shape) != sum(chunks):
            raise ValueError(f"shape {shape}")
        return cls(np.dtype(stored["dtype"]), False, shape, chunks, str(stored["digest"]))


def new_column(path: Path, name: str, dtype: np.dtype[Any]) -> Column:
    """An empty column for elements of a type.

    Raises
    ------
    InputError
        When the name could not be a member's name, or elements of this type cannot be stored.
    """
    little = dtype.newbyteorder("<")
    if not _NAME.fullmatch(name):
        raise InputError(f"'{name}' cannot name an array; use letters, digits, '_' and '-', '/' between.")
    if little.str not in STORABLE:
        raise InputError(f"'{name}' in {path} has dtype {dtype}; store numbers or booleans.")
    return Column(little)


def content_hasher() -> hashlib.blake2b:
    """The hash of digests and checksums: 128 bits of BLAKE2b."""
    return hashlib.blake2b(digest_size=16)


def content_checksum(kind: str, version: int, attributes: Mapping[str, object],
                     columns: Mapping[str, Column]) -> str:
    """Hash of the content, independent of how it was cut into chunks and compressed."""
    arrays = {name: [column.dtype.str, column.shape, column.digest] for name, column in columns.items()}
    hasher = content_hasher()
    hasher.update(json.dumps([kind, version, dict(attributes), arrays], sort_keys=True).encode())
    return hasher.hexdigest()


def encode_frame(flat: NDArray[Any]) -> bytes:
    """One Zstandard frame, with its checksum, of a vector's bytes.

    Elements of 4 bytes and more are laid out in planes (all first bytes, then all second bytes ...): vertex
    numbers and addresses get two to ten times smaller, and faster to compress. Narrower ones lose by it.
    """
    content = flat.view(np.uint8)
    if flat.itemsize >= PLANES_FROM:
        content = np.ascontiguousarray(content.reshape(-1, flat.itemsize).T).reshape(-1)
    return zstandard.ZstdCompressor(level=COMPRESSION_LEVEL, write_checksum=True).compress(content.data)


def decode_frame(frame: bytes, dtype: np.dtype[Any], length: int) -> NDArray[Any]:
    """Inverse of ``encode_frame``, read-only; raises one of ``BROKEN`` when anything differs."""
    if zstandard.frame_content_size(frame) != length * dtype.itemsize:
        raise ValueError("the frame has another size than the index says")
    content = zstandard.ZstdDecompressor().decompress(frame, allow_extra_data=False)
    flat = np.frombuffer(content, np.uint8)
    if dtype.itemsize >= PLANES_FROM:
        flat = np.ascontiguousarray(flat.reshape(dtype.itemsize, length).T).reshape(-1)
        flat.setflags(write=False)
    return flat.view(dtype)


def chunk_member(name: str, number: int) -> str:
    """Name of the archive's member that holds a chunk."""
    return f"{name}/{number}.zst"


def read_member(archive: zipfile.ZipFile, member: str) -> bytes:
    """Bytes of a member, its CRC-32 checked; raises one of ``BROKEN``."""
    info = archive.getinfo(member)
    if info.compress_type != zipfile.ZIP_STORED or info.flag_bits:
        raise zipfile.BadZipFile(member)
    return archive.read(info)


def damaged(path: Path, what: str) -> FormatError:
    """The error for a file that is ours but not whole."""
    return FormatError(f"{path} is damaged ({what}); copy it again, or make it again.")


def header_content(kind: str, version: int) -> bytes:
    """Bytes of the first member."""
    return json.dumps({"irpart": kind, "version": version, "container": CONTAINER_VERSION}).encode()


def is_container(path: Path) -> bool:
    """Whether a file begins as irpart's files do; it may be truncated or damaged behind that."""
    with open(path, "rb") as file:
        return _is_ours(file.read(512))


def _is_ours(head: bytes) -> bool:
    is_ours = b"PK\x03\x04".startswith(head[:4]) and HEADER.encode().startswith(head[30 : 30 + len(HEADER)])
    return bool(head) and is_ours


def open_archive(path: Path) -> tuple[zipfile.ZipFile, dict[str, Any]]:
    """Open a container and read its header.

    Raises
    ------
    InputError
        When the file cannot be opened.
    FormatError
        When it is foreign (the message says what it is instead), truncated or damaged.
    """
    try:
        with open(path, "rb") as file:
            head = file.read(512)
            size = os.fstat(file.fileno()).st_size
    except FileNotFoundError:
        raise InputError(f"There is no file {path}; check its name.") from None
    except OSError as error:
        raise InputError(f"Cannot read {path}: {error.strerror}; check its name and permissions.") from None
    if not _is_ours(head):
        raise FormatError(f"{path} is not an irpart file (it {_describe(head)}); "
                          "give a file that 'irpart profile' or 'irpart partition' wrote.")
    try:
        archive = zipfile.ZipFile(path)
    except BROKEN:
        raise FormatError(f"{path} is truncated or damaged: the index at its end is missing "
                          f"({size} bytes are there); copy it again, or make it again.") from None
    try:
        return archive, dict(json.loads(read_member(archive, HEADER)))
    except BROKEN as error:
        archive.close()
        raise damaged(path, "header") from error


def _describe(head: bytes) -> str:
    if not head:
        return "is empty"
    for magic, description in _FOREIGN.items():
        if head.startswith(magic):
            return description
    return "is of an unknown kind" if b"\0" in head or not head[:64].isascii() else "is text"


def check_header(path: Path, header: Mapping[str, Any], kind: str | None, version: int | None,
                 ) -> tuple[str, int]:
    """Kind and version of what a container holds, when they are as asked for.

    Raises
    ------
    FormatError
        When the kind is another one, or the layout or the version of the kind is newer.
    """
    try:
        found, number, layout = str(header["irpart"]), int(header["version"]), int(header["container"])
    except BROKEN as error:
        raise damaged(path, "header") from error
    if layout > CONTAINER_VERSION:
        raise FormatError(f"{path} has container layout {layout}, this irpart reads up to "
                          f"{CONTAINER_VERSION}; upgrade irpart (pip install -U irpart).")
    if kind is not None and kind != found:
        raise FormatError(f"{path} holds {with_article(found)}, not {with_article(kind)}; "
                          f"give a file that holds {with_article(kind)}.")
    if version is not None and number > version:
        raise FormatError(f"{path} holds {with_article(found)} in format {number}, this irpart reads up to "
                          f"{version}; upgrade irpart (pip install -U irpart).")
    return found, number


def with_article(kind: str) -> str:
    """``a profile``, ``an execution``."""
    return f"{'an' if kind[:1] in 'aeiou' else 'a'} {kind}"
