"""What generators are told: sides such as ``8x8``, then comma separated options such as ``l2=256K``."""

from __future__ import annotations

import dataclasses
import math
import re
from dataclasses import dataclass
from typing import Any, TypeVar

from irpart.base.errors import InputError
from irpart.topology.distances import MOST_PROCESSORS

_UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}
_MOST = {"whole": 1 << 20, "bytes": 1 << 50, "number": 1e9}
_PATTERNS = {"whole": r"(\d{1,15})()", "bytes": r"(\d{1,15})([KMGT]?)(?:I?B)?", "number": r"(\d*\.?\d*(?:E[-+]?\d+)?)()"}
_WHAT = {"whole": "a whole number", "bytes": "a size such as 32K, 1M or 4G", "number": "a number"}

Chosen = TypeVar("Chosen")


@dataclass(frozen=True, slots=True)
class Form:
    """What the description of a generator looks like.

    Attributes
    ----------
    generator
        Name of the generator.
    example
        Sides as people would type them; those of an empty description.
    least, most
        How many sides there are.
    """

    generator: str
    example: str
    least: int
    most: int


def whole(default: int, least: int = 1) -> Any:
    """A parameter that is a whole number of at least ``least``; a smaller default is called automatic."""
    return dataclasses.field(default=default, metadata={"type": "whole", "least": least})


def size(default: int) -> Any:
    """A parameter in bytes; suffixes K, M, G and T are powers of 1024. 0 leaves out what it is the size of."""
    return dataclasses.field(default=default, metadata={"type": "bytes", "least": 0})


def number(default: float) -> Any:
    """A parameter that is a positive number."""
    return dataclasses.field(default=default, metadata={"type": "number", "least": 0})


def read_sizes(text: str, form: Form, options: type[Chosen]) -> tuple[tuple[int, ...], Chosen]:
    """Sides and options of a description such as ``8x8,clock=2,l2=256K``.

    Raises
    ------
    InputError
        When a side is no positive number, there are too many or too few, or an option is unknown or out of range.
    """
    first, *words = [word.strip() for word in (text.strip() or form.example).split(",")]
    sides = tuple(_side(word, text, form) for word in first.lower().split("x"))
    if not form.least <= len(sides) <= form.most:
        wanted = f"{form.least}" if form.least == form.most else f"{form.least} to {form.most}"
        raise InputError(f"{form.generator}:{text} has {len(sides)} sizes, but {form.generator} takes {wanted}, "
                         f"such as {form.generator}:{form.example}.")
    return sides, _read_options(words, form, options)


def check_count(count: int, what: str) -> None:
    """Refuse a machine with more processors than distances are kept for; ``what`` starts the sentence.

    Raises
    ------
    InputError
        With the number.
    """
    if count > MOST_PROCESSORS:
        raise InputError(f"{what} {count:,} processors; at most {MOST_PROCESSORS:,} are supported.")


def _side(word: str, text: str, form: Form) -> int:
    if not re.fullmatch(r"\d{1,9}", word) or int(word) == 0:
        raise InputError(f"{form.generator}:{text} needs positive whole numbers joined by x, such as "
                         f"{form.generator}:{form.example}, got '{word}'.")
    return int(word)


def _read_options(words: list[str], form: Form, options: type[Chosen]) -> Chosen:
    known = {field.name: field for field in dataclasses.fields(options)}  # type: ignore[arg-type]
    values: dict[str, Any] = {}
    for word in words:
        name, equals, value = (part.strip() for part in word.partition("="))
        name = name.replace("-", "_")
        if name not in known or not equals:
            shown = ", ".join(f"{field.name}={shown_default(field)}" for field in known.values())
            raise InputError(f"{form.generator} has no option '{word}'; options are name=value, with defaults: {shown}.")
        if name in values:
            raise InputError(f"{form.generator} is told {name} twice; give it once.")
        values[name] = _value(name, value, known[name], form)
    return options(**values)


def _value(name: str, text: str, field: dataclasses.Field[Any], form: Form) -> int | float:
    kind, least = field.metadata["type"], field.metadata["least"]
    found = re.fullmatch(_PATTERNS[kind], text.upper())
    value = math.nan
    if found and any(character.isdigit() for character in found[1].partition("E")[0]):
        value = float(found[1]) * _UNITS[found[2]]
    lowest = least if kind != "number" else 1e-6
    if not lowest <= value <= _MOST[kind]:
        bound = f"above {least}" if kind == "number" else f"from {least}"
        limit = f"{_MOST[kind]:g}" if kind == "number" else f"{_MOST[kind]}"
        raise InputError(f"{form.generator}: option {name} must be {_WHAT[kind]} {bound} to {limit}, got '{text}'.")
    return value if kind == "number" else int(value)


def shown_default(field: dataclasses.Field[Any]) -> str:
    """Default of a parameter as a user would type it, or ``automatic``."""
    value: Any = field.default
    if value < field.metadata["least"]:
        return "automatic"
    if field.metadata["type"] == "bytes" and value:
        unit = max((unit for unit in _UNITS if value % _UNITS[unit] == 0), key=lambda unit: _UNITS[unit])
        return f"{value / _UNITS[unit]:g}{unit}"
    return f"{value:g}"
