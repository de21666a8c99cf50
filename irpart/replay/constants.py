"""Literals of LLVM IR as bit patterns, and scalar types as widths."""

from __future__ import annotations

import re
import struct

_FLOATS = {"float": 32, "double": 64}
_INTEGER_TYPE = re.compile(r"i(\d+)")
_INTEGER = re.compile(r"-?\d+")
_FLOAT = re.compile(r"[-+]?\d+\.\d*(?:[eE][-+]?\d+)?")
_DOUBLE_BITS = re.compile(r"0x([0-9A-Fa-f]{1,16})")
_POINTER_LITERAL = re.compile(r"inttoptr \(i64 (-?\d+) to ptr(?: addrspace\(\d+\))?\)")
_ZEROS = ("null", "undef", "poison", "zeroinitializer")


def width_of(type_text: str) -> int:
    """Bits of a scalar that fits a 64-bit slot (i1 to i64, float, double, pointers); 0 for every other type."""
    text = type_text.strip()
    if text == "ptr" or text.startswith("ptr addrspace("):
        return 64
    integer = _INTEGER_TYPE.fullmatch(text)
    if integer:
        return int(integer[1]) if int(integer[1]) <= 64 else 0
    return _FLOATS.get(text, 0)


def is_float(type_text: str) -> bool:
    """Whether a type is float or double."""
    return type_text.strip() in _FLOATS


def literal_bits(type_text: str, text: str) -> int | None:
    """The bit pattern of a literal, or None when it is none (a value, a global, an expression of globals).

    Undefined and poison values are 0. A float literal in hexadecimal is the double of the same value, as LLVM prints it.
    """
    width = width_of(type_text)
    if width == 0:
        return None
    if text in _ZEROS:
        return 0
    if is_float(type_text):
        return _float_bits(text, width)
    if text in ("true", "false"):
        return int(text == "true")
    if _INTEGER.fullmatch(text):
        return int(text) & ((1 << width) - 1)
    address = _POINTER_LITERAL.fullmatch(text)
    return int(address[1]) & ((1 << 64) - 1) if address else None


def _float_bits(text: str, width: int) -> int | None:
    found = _DOUBLE_BITS.fullmatch(text)
    if found:
        bits = int(found[1], 16)
    elif _FLOAT.fullmatch(text):
        bits = int.from_bytes(struct.pack("<d", float(text)), "little")
    else:
        return None
    return bits if width == 64 else _narrowed(bits)


def _narrowed(bits: int) -> int:
    """A double's bits as those of the float of the same value; a NaN keeps sign and the upper payload."""
    sign, exponent, fraction = bits >> 63, bits >> 52 & 0x7FF, bits & ((1 << 52) - 1)
    if exponent == 0x7FF:
        return sign << 31 | 0xFF << 23 | fraction >> 29
    value = struct.unpack("<d", bits.to_bytes(8, "little"))[0]
    return int.from_bytes(struct.pack("<f", value), "little")
