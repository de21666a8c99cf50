"""LLVM types as text: where a type ends, and how many bytes a value of it occupies in memory."""

from __future__ import annotations

import re
from functools import lru_cache

from irpart.base.errors import UnsupportedProgram

_ATOM = re.compile(r'(?:%(?:"[^"]*"|[-\w.$]+)|target\("[^"]*"[^)]*\)|[a-zA-Z_]\w*)')
_FLOAT_BYTES = {"half": 2, "bfloat": 2, "float": 4, "double": 8, "x86_fp80": 10, "fp128": 16, "ppc_fp128": 16}
_FLOAT_ALIGN = {"half": 2, "bfloat": 2, "float": 4, "double": 8, "x86_fp80": 16, "fp128": 16, "ppc_fp128": 16}
_CLOSING = {"(": ")", "[": "]", "{": "}", "<": ">"}


def balanced_end(text: str, start: int) -> int:
    """Index just past the bracket that closes the one at ``text[start]``; quoted strings are skipped."""
    depth, i = 0, start
    while i < len(text):
        c = text[i]
        if c == '"':
            i = text.index('"', i + 1)
        elif c in "([{<":
            depth += 1
        elif c in ")]}>":
            depth -= 1
            if depth == 0:
                return i + 1
        i += 1
    raise UnsupportedProgram(f"A bracket is never closed in the IR line: {text.strip()}")


def split_top_level(text: str) -> list[str]:
    """Split at commas that are outside brackets and strings; parts are stripped."""
    parts, start, i = [], 0, 0
    while i < len(text):
        c = text[i]
        if c == '"':
            i = text.index('"', i + 1)
        elif c in "([{<":
            i = balanced_end(text, i) - 1
        elif c == ",":
            parts.append(text[start:i].strip())
            start = i + 1
        i += 1
    last = text[start:].strip()
    if last:
        parts.append(last)
    return parts


def take_type(text: str) -> tuple[str, str]:
    """Split ``text`` into the LLVM type it starts with and the rest (stripped)."""
    text = text.lstrip()
    if text and text[0] in "[{<":
        end = balanced_end(text, 0)
    else:
        match = _ATOM.match(text)
        if match is None:
            raise UnsupportedProgram(f"No LLVM type where one was expected: {text[:80]!r}")
        end = match.end()
    rest = text[end:]
    address_space = re.match(r"\s*addrspace\(\d+\)", rest)
    if address_space:
        end += address_space.end()
    while True:
        function_type = re.match(r"\s*\(", text[end:])
        if function_type is None or not text[:end].strip():
            break
        end = balanced_end(text, end + function_type.end() - 1)
    return text[:end], text[end:].lstrip()


_ATTRIBUTE = re.compile(
    r"(?!(?:getelementptr|inttoptr|ptrtoint|ptrtoaddr|bitcast|addrspacecast|blockaddress|trunc|add|sub|xor|null|none|true"
    r"|false|undef|poison|zeroinitializer|splat|no_cfi|dso_local_equivalent)\b)"
    r"(?:align \d+|[a-z_]+(?:\((?:[^()]|\([^()]*\))*\))?)\s+")


def argument_operand(argument: str) -> tuple[str, str]:
    """Type and value of a call argument, without its parameter attributes."""
    kind, rest = take_type(argument)
    while True:
        attribute = _ATTRIBUTE.match(rest)
        if attribute is None:
            return kind, rest
        rest = rest[attribute.end() :]


class Layout:
    """Sizes of types under the x86-64 and AArch64 Linux data layouts, with the module's named structs."""

    def __init__(self, named: dict[str, str]) -> None:
        self._named = named
        self.size_and_align = lru_cache(maxsize=None)(self._size_and_align)

    def store_bytes(self, type_text: str) -> int:
        """Bytes a load or store of this type touches (i1 is one byte, x86_fp80 is ten)."""
        text = type_text.strip()
        if text in _FLOAT_BYTES:
            return _FLOAT_BYTES[text]
        if re.fullmatch(r"i\d+", text):
            return (int(text[1:]) + 7) // 8
        return self.size_and_align(text)[0]

    def _size_and_align(self, text: str) -> tuple[int, int]:
        text = text.strip()
        if text in _FLOAT_BYTES:
            align = _FLOAT_ALIGN[text]
            return -(-_FLOAT_BYTES[text] // align) * align, align
        if re.fullmatch(r"i\d+", text):
            size = (int(text[1:]) + 7) // 8
            align = min(16, 1 << (size - 1).bit_length())
            return -(-size // align) * align, align
        if text.startswith("ptr"):
            return 8, 8
        if text.startswith("<{"):
            return sum(self.size_and_align(t)[0] for t in split_top_level(text[2:-2])), 1
        if text[0] in "[<":
            count, element = text[1:-1].split(" x ", 1)
            if not count.strip().isdigit():
                raise UnsupportedProgram(f"Scalable vectors cannot be traced: {text}")
            if text[0] == "<" and re.fullmatch(r"i\d+", element.strip()):
                size = (int(count) * int(element.strip()[1:]) + 7) // 8
            else:
                size = int(count) * self.size_and_align(element)[0]
            if text[0] == "[":
                return size, self.size_and_align(element)[1]
            align = 1 << max(0, size - 1).bit_length()
            return -(-size // align) * align, align
        if text[0] == "{":
            return self._struct(split_top_level(text[1:-1]))
        if text in self._named:
            return self.size_and_align(self._named[text])
        raise UnsupportedProgram(f"The size of LLVM type {text!r} is not known.")

    def _struct(self, fields: list[str]) -> tuple[int, int]:
        offset, largest = 0, 1
        for element in fields:
            size, align = self.size_and_align(element)
            offset = -(-offset // align) * align + size
            largest = max(largest, align)
        return -(-offset // largest) * largest, largest
