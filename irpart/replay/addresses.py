"""``getelementptr`` as arithmetic: an offset that is known, and variable indices times sizes that are."""

from __future__ import annotations

import re
from dataclasses import dataclass

from irpart.base.errors import UnsupportedProgram
from irpart.program.ir_types import Layout, split_top_level, take_type
from irpart.replay.constants import literal_bits, width_of

_FLAGS = re.compile(r"(?:(?:inbounds|nusw|nuw|inrange\([^)]*\)) )*")


@dataclass(frozen=True, slots=True)
class Term:
    """A variable index: its text, its width in bits, and the bytes it is multiplied with."""

    index: str
    width: int
    scale: int


@dataclass(frozen=True, slots=True)
class Address:
    """``base`` (text of a pointer) + ``offset`` bytes + the sum of the terms, modulo 2**64."""

    base: str
    offset: int
    terms: tuple[Term, ...]


def decompose(rest: str, layout: Layout, named: dict[str, str]) -> Address:
    """Read what follows ``getelementptr``.

    Parameters
    ----------
    rest
        For example ``inbounds {i64, [4 x double]}, ptr %p, i64 %i, i32 1, i64 2``.
    layout
        Sizes of types.
    named
        The module's named types: name with its ``%``, body.

    Raises
    ------
    UnsupportedProgram
        For vectors of addresses and indices wider than 64 bits.
    """
    flags = _FLAGS.match(rest)
    parts = split_top_level(rest[flags.end() if flags else 0 :])
    kind = parts[0]
    pointer, base = take_type(parts[1])
    if width_of(pointer) == 0:
        raise UnsupportedProgram(f"Addresses of type {pointer} are not computed: {rest}")
    offset, terms = 0, []
    for number, part in enumerate(parts[2:]):
        index_type, index = take_type(part.removeprefix("inrange "))
        width = width_of(index_type)
        if width == 0:
            raise UnsupportedProgram(f"Indices of type {index_type} are not computed: {rest}")
        bits = literal_bits(index_type, index)
        constant = None if bits is None else bits - (bits >> width - 1 << width)
        if number == 0:
            scale = layout.size_and_align(kind)[0]
        else:
            step, kind = _member(kind, constant, layout, named)
            if step >= 0:
                offset += step
                continue
            scale = layout.size_and_align(kind)[0]
        if constant is None:
            terms.append(Term(index, width, scale))
        else:
            offset += constant * scale
    return Address(base, offset, tuple(terms))


def _member(kind: str, index: int | None, layout: Layout, named: dict[str, str]) -> tuple[int, str]:
    """Type of a member; its offset within a struct, or -1 for members of arrays, which lie at a multiple of their size."""
    kind = named.get(kind, kind).strip()
    packed = kind.startswith("<{")
    if kind[0] in "[<" and not packed:
        return -1, kind[1:-1].split(" x ", 1)[1].strip()
    if index is None or not (packed or kind.startswith("{")):
        raise UnsupportedProgram(f"An index into {kind} is not understood.")
    fields = split_top_level(kind[2:-2] if packed else kind[1:-1])
    offset = 0
    for number, field in enumerate(fields):
        size, align = layout.size_and_align(field)
        offset = offset if packed else -(-offset // align) * align
        if number == index:
            return offset, field
        offset += size
    raise UnsupportedProgram(f"There is no member {index} in {kind}.")
