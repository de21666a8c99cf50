"""Numbers as text and back, a few megabytes at a time."""

from __future__ import annotations

import contextlib
import gzip
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import FormatError, InputError

CHUNK_BYTES = 1 << 22
"""Text is read in pieces of about this size (a longer line is read whole)."""
ROWS = 1 << 16
"""Rows that are spelled at a time."""
_LONGEST_NUMBER = 64
_SHOWN = 40


@contextlib.contextmanager
def reading(path: Path) -> Iterator[IO[bytes]]:
    """A binary file; ``.gz`` files are unpacked.

    Raises
    ------
    InputError
        There is no such file, or it cannot be read.
    FormatError
        A compressed file is damaged or cut off.
    """
    try:
        with open(path, "rb") as plain:
            if path.suffix == ".gz":
                with gzip.GzipFile(fileobj=plain) as packed:
                    yield cast(IO[bytes], packed)
            else:
                yield plain
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise FormatError(f"{path} is no whole gzip file: {error}.") from None
    except OSError as error:
        raise InputError(f"Cannot read {path}: {error.strerror or error}.") from None


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of consecutive lines of a text file; comment lines are left out, empty lines are not.

    Attributes
    ----------
    path, text
        The file, and the bytes that ``start`` and ``stop`` refer to.
    start, stop, value
        int64, shape (words,): where each word is, and its value if it is decimal digits below 2**63, else -1.
    line, line_stop
        int64, shape (lines,): number of each line in the file, from 1, and how many words there are up to its end.
    """

    path: Path
    text: NDArray[np.uint8]
    start: NDArray[np.int64]
    stop: NDArray[np.int64]
    value: NDArray[np.int64]
    line: NDArray[np.int64]
    line_stop: NDArray[np.int64]

    def counts(self) -> NDArray[np.int64]:
        """int64, shape (lines,): words in each line."""
        return np.diff(self.line_stop, prepend=0)

    def word(self, index: int) -> str:
        """A word as text, shortened when it is long; FormatError when it is no text."""
        shown = bytes(self.text[self.start[index]:self.stop[index]])
        if 0 in shown or not _is_utf8(shown):
            raise FormatError(f"{self.path} is not a text file.")
        decoded = shown.decode()
        return decoded if len(decoded) <= _SHOWN else f"{decoded[:_SHOWN]}..."

    def line_of(self, index: int) -> int:
        """Number of the line in which a word is."""
        return int(self.line[np.searchsorted(self.line_stop, index, side="right")])

    def refuse(self, index: int, message: str) -> FormatError:
        """A FormatError about a word, with file and line."""
        self.word(index)
        return FormatError(f"{self.path}, line {self.line_of(index)}: {message}")

    def numbers(self, index: NDArray[np.int64], what: str) -> NDArray[np.float64]:
        """Words as finite numbers >= 0.

        Parameters
        ----------
        index
            int64: which words.
        what
            What they are, for messages.

        Raises
        ------
        FormatError
            A word that is no number, negative, infinite or NaN.
        """
        result = self.value[index].astype(np.float64)
        other = np.flatnonzero(result < 0)
        if len(other):
            result[other] = self._parsed(index[other])
        wrong = ~((result >= 0) & (result <= np.finfo(np.float32).max))
        if wrong.any():
            at = int(index[wrong.argmax()])
            raise self.refuse(at, f"a {what} is a finite number >= 0, got {self.word(at)}.")
        return result

    def _parsed(self, index: NDArray[np.int64]) -> NDArray[np.float64]:
        start, length = self.start[index], self.stop[index] - self.start[index]
        width = int(length.max())
        if width <= _LONGEST_NUMBER:
            columns = np.arange(width)
            characters = self.text[np.minimum(start[:, None] + columns, len(self.text) - 1)]
            characters[columns >= length[:, None]] = 0
            with contextlib.suppress(ValueError):
                return np.asarray(characters.view(f"S{width}").ravel().astype(np.float64), np.float64)
        parsed = np.empty(len(index), np.float64)
        for position, at in enumerate(index.tolist()):
            try:
                parsed[position] = float(bytes(self.text[self.start[at]:self.stop[at]]))
            except ValueError:
                raise self.refuse(at, f"'{self.word(at)}' is not a number.") from None
        return parsed


def _is_utf8(text: bytes) -> bool:
    with contextlib.suppress(UnicodeDecodeError):
        text.decode()
        return True
    return False


def read_words(path: Path, comments: bytes) -> Iterator[Words]:
    """The words of a text file, some megabytes at a time; lines are never split.

    Parameters
    ----------
    path
        Text, ``.gz`` may be its suffix. Words are separated by blanks or commas.
    comments
        Characters of which one at the start of a line makes it a comment.

    Raises
    ------
    InputError, FormatError
        The file cannot be read, or it is no whole gzip file.
    """
    from irpart.graph.formats._text_kernels import find_words

    marks = np.frombuffer(comments, np.uint8)
    line = 1
    for piece in _whole_lines(path):
        text = np.frombuffer(piece, np.uint8)
        lines = piece.count(b"\n")
        word, row = np.empty((len(text) // 2 + 1, 3), np.int64), np.empty((lines, 2), np.int64)
        words, rows = find_words(text, marks, line, word, row)
        found, kept = word[:words].T.copy(), row[:rows].T.copy()
        yield Words(path, text, found[0], found[1], found[2], kept[0], kept[1])
        line += lines


def _whole_lines(path: Path) -> Iterator[bytes]:
    with reading(path) as file:
        rest = [file.read(3).removeprefix(b"\xef\xbb\xbf")]
        while piece := file.read(CHUNK_BYTES):
            end = piece.rfind(b"\n") + 1
            if end:
                yield b"".join([*rest, piece[:end]])
                rest = []
            rest.append(piece[end:])
        last = b"".join(rest)
        if last:
            yield last if last.endswith(b"\n") else last + b"\n"


def first_line(path: Path) -> str:
    """The first line of a text file without its end; what is no text is replaced."""
    with reading(path) as file:
        return file.readline(1 << 12).decode(errors="replace").rstrip("\r\n")


class Speller:
    """Writes rows of numbers and fixed pieces of text to a binary file.

    Parameters
    ----------
    file
        Where to.
    pieces
        Fixed texts; ``token(i)`` stands for piece i.
    """

    def __init__(self, file: IO[bytes], pieces: Sequence[bytes]) -> None:
        self._file = file
        self._pieces = np.frombuffer(b"".join(pieces), np.uint8)
        lengths = np.fromiter(map(len, pieces), np.int64, len(pieces))
        self._bounds = np.concatenate([[0], np.cumsum(lengths)])
        self._longest = int(lengths.max(initial=0))

    def write(self, tokens: NDArray[np.int64]) -> None:
        """Spell tokens (int64, any shape, in C order): t >= 0 as a decimal number, t < 0 as piece -t - 1."""
        from irpart.graph.formats._text_kernels import spell

        flat = np.ascontiguousarray(tokens).reshape(-1)
        width = max(self._longest, len(str(int(flat.max(initial=0)))))
        text = np.empty(len(flat) * width, np.uint8)
        self._file.write(text[:spell(flat, self._pieces, self._bounds, text)].data)

    def write_rows(self, numbers: NDArray[np.int64], lengths: NDArray[np.int64]) -> None:
        """Write lines of numbers with one space between them; pieces 0 and 1 must be the space and the newline.

        Parameters
        ----------
        numbers
            int64: the numbers of all lines.
        lengths
            int64: how many numbers each line has; 0 is an empty line.
        """
        stops = np.cumsum(np.maximum(2 * lengths, 1))
        tokens = np.full(int(stops[-1]) if len(stops) else 0, token(0))
        starts = stops - np.maximum(2 * lengths, 1)
        first = np.cumsum(lengths) - lengths
        tokens[np.repeat(starts - 2 * first, lengths) + 2 * np.arange(len(numbers))] = numbers
        tokens[stops - 1] = token(1)
        self.write(tokens)


def token(piece: int) -> int:
    """The token that stands for a piece of a ``Speller``."""
    return -piece - 1


def shortest(value: float) -> bytes:
    """A float32 value as the shortest text that reads back as the same float32: ``5``, ``0.1``, ``1e+20``."""
    if value == int(value) and abs(value) < 1e15:
        return b"%d" % int(value)
    text = str(np.float32(value))
    return (text if np.float32(float(text)) == value else repr(float(value))).encode()
