"""Compact form of a trace chunk: what simple predictors get right becomes zeros, which compress to almost nothing.

Segment numbers are XORed with the segment that followed last time. A word (an address or a size) is predicted
from the last word at the same place of the program and the stride seen there twice in a row; the difference is
stored as a zigzag varint. Predictors start afresh in each chunk, so chunks decode alone.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from irpart.base.arrays import readonly
from irpart.base.errors import FormatError

_MOST_BYTES = 10


def encode_chunk(ids: NDArray[np.unsignedinteger], words: NDArray[np.uint64], word_start: NDArray[np.int64],
                 ) -> tuple[NDArray[np.unsignedinteger], NDArray[np.uint8]]:
    """Encode one chunk.

    Parameters
    ----------
    ids, words
        Segment numbers, uint16 or uint32, and the words logged with them, uint64.
    word_start
        int64, shape (segments + 1,): first word place of each segment.

    Returns
    -------
    Encoded segment numbers (same dtype and length) and varint bytes of the words.
    """
    coded = np.empty(len(ids), ids.dtype)
    buffer = np.empty(_MOST_BYTES * len(words) + 1, np.uint8)
    used = _encode(readonly(ids), readonly(words), readonly(word_start), coded, buffer)
    return coded, buffer[:used]


def decode_chunk(coded: NDArray[np.unsignedinteger], data: NDArray[np.uint8], word_start: NDArray[np.int64],
                 ) -> tuple[NDArray[np.unsignedinteger], NDArray[np.uint64]]:
    """Inverse of ``encode_chunk``.

    Raises
    ------
    FormatError
        When the bytes end too early or a segment does not exist (a damaged trace).
    """
    ids = np.empty(len(coded), coded.dtype)
    n_segments = len(word_start) - 1
    if not _decode_ids(readonly(coded), ids, n_segments):
        raise FormatError("The trace names a segment that the program does not have; the file is damaged.")
    words = np.empty(int(np.diff(word_start)[ids].sum()), np.uint64)
    if _decode_words(ids, readonly(data), readonly(word_start), words) != len(data):
        raise FormatError("The addresses of the trace do not fit its segments; the file is damaged.")
    return ids, words


@njit(nogil=True, cache=True)
def _encode(ids: Any, words: Any, word_start: Any, coded: Any, buffer: Any) -> int:
    """Fill ``coded`` and ``buffer``; the number of bytes used."""
    follows = np.zeros(len(word_start), ids.dtype)
    last, delta, stride = np.zeros((3, word_start[-1] + 1), np.uint64)
    previous, word, used = 0, 0, 0
    for i in range(len(ids)):
        segment = np.int64(ids[i])
        coded[i] = segment ^ np.int64(follows[previous])
        follows[previous] = segment
        previous = segment
        for place in range(word_start[segment], word_start[segment + 1]):
            value = words[word]
            word += 1
            residual = np.int64(value - last[place] - stride[place])
            step = value - last[place]
            if step == delta[place]:
                stride[place] = step
            delta[place] = step
            last[place] = value
            code = np.uint64((residual << 1) ^ (residual >> 63))
            while code >= 128:
                buffer[used] = np.uint8(code & np.uint64(127)) | np.uint8(128)
                used += 1
                code >>= np.uint64(7)
            buffer[used] = np.uint8(code)
            used += 1
    return used


@njit(nogil=True, cache=True)
def _decode_ids(coded: Any, ids: Any, n_segments: int) -> bool:
    """Undo the prediction of segment numbers; False at one that does not exist."""
    follows = np.zeros(n_segments + 1, ids.dtype)
    previous = 0
    for i in range(len(coded)):
        segment = np.int64(coded[i]) ^ np.int64(follows[previous])
        if segment >= n_segments:
            return False
        follows[previous] = segment
        ids[i] = segment
        previous = segment
    return True


@njit(nogil=True, cache=True)
def _decode_words(ids: Any, data: Any, word_start: Any, words: Any) -> int:
    """Undo the prediction of words; the number of bytes read, or -1 when they end too early."""
    last, delta, stride = np.zeros((3, word_start[-1] + 1), np.uint64)
    word, at = 0, 0
    for i in range(len(ids)):
        segment = np.int64(ids[i])
        for place in range(word_start[segment], word_start[segment + 1]):
            code, shift = np.uint64(0), np.uint64(0)
            while True:
                if at == len(data) or shift > 63:
                    return -1
                byte = data[at]
                at += 1
                code |= np.uint64(byte & 127) << shift
                shift += np.uint64(7)
                if byte < 128:
                    break
            residual = (code >> np.uint64(1)) ^ (np.uint64(0) - (code & np.uint64(1)))
            value = last[place] + stride[place] + residual
            step = value - last[place]
            if step == delta[place]:
                stride[place] = step
            delta[place] = step
            last[place] = value
            words[word] = value
            word += 1
    return at
