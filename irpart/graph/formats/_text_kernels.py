"""Compiled kernels between numbers and text; called from ``irpart.graph.formats.text``."""

from __future__ import annotations

from typing import Any

from numba import int64, njit, types, uint8

_TEXT = types.Array(uint8, 1, "C", readonly=True)
_NUMBERS = types.Array(int64, 1, "C", readonly=True)
_NEWLINE, _SPACE, _COMMA, _ZERO = 10, 32, 44, 48
_LARGEST = (1 << 63) - 1


@njit(types.UniTuple(int64, 2)(_TEXT, _TEXT, int64, int64[:, ::1], int64[:, ::1]), nogil=True, cache=True, _nrt=False)
def find_words(text: Any, comments: Any, line: int, word: Any, row: Any) -> tuple[int, int]:
    """Words of text that ends with a newline; the number of words and of lines without comments.

    ``word`` (int64, columns start, stop, value) gets every word, value -1 for anything but decimal digits below
    2**63; ``row`` (int64, columns number, stop) every line whose first other character than a blank is none of
    ``comments``: its number, counted from ``line``, and where its words stop. Blanks are control characters, space
    and comma.
    """
    words, rows, at = 0, 0, 0
    while at < len(text):
        while text[at] != _NEWLINE and text[at] <= _SPACE:
            at += 1
        is_comment = False
        for i in range(len(comments)):
            is_comment = is_comment or text[at] == comments[i]
        while is_comment and text[at] != _NEWLINE:
            at += 1
        while text[at] != _NEWLINE:
            start, value = at, 0
            while text[at] > _SPACE and text[at] != _COMMA:
                digit = int64(text[at]) - _ZERO
                is_whole = value >= 0 and 0 <= digit <= 9 and value <= (_LARGEST - digit) // 10
                value = value * 10 + digit if is_whole else -1
                at += 1
            if at > start:
                word[words, 0], word[words, 1], word[words, 2] = start, at, value
                words += 1
            while text[at] != _NEWLINE and (text[at] <= _SPACE or text[at] == _COMMA):
                at += 1
        if not is_comment:
            row[rows, 0], row[rows, 1] = line, words
            rows += 1
        line += 1
        at += 1
    return words, rows


@njit(int64(_NUMBERS, _TEXT, _NUMBERS, uint8[::1]), nogil=True, cache=True, _nrt=False)
def spell(tokens: Any, pieces: Any, bounds: Any, text: Any) -> int:
    """Write tokens one after the other into ``text`` (uint8, large enough); the number of bytes written.

    A token t >= 0 is written in decimal digits, t < 0 as piece number -t - 1, which is
    ``pieces[bounds[-t - 1]:bounds[-t]]``.
    """
    at = 0
    for i in range(len(tokens)):
        token = tokens[i]
        if token < 0:
            for j in range(bounds[-token - 1], bounds[-token]):
                text[at] = pieces[j]
                at += 1
            continue
        digits, rest = 1, token
        while rest >= 10:
            rest //= 10
            digits += 1
        for j in range(at + digits - 1, at - 1, -1):
            text[j] = _ZERO + token % 10
            token //= 10
        at += digits
    return at
