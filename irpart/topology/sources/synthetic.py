"""Synthetic strings of hwloc: ``pack:2 numa:4 core:8 pu:2``.

References
----------
hwloc's manual, section Synthetic topologies: types with counts from the root down, attributes in parentheses, attached
memory in square brackets, levels without types.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from math import prod

from irpart.base.errors import InputError
from irpart.base.registry import method
from irpart.topology.parts import MOST_OBJECTS, Draft, Part, assemble
from irpart.topology.types import CACHE, CORE, GROUP, HOST, NUMA, PACKAGE, PU, SYSTEM, Topology

USUAL_DOMAIN_BYTES = 1 << 30
"""Memory of a domain without ``memory=``, as in hwloc."""
WORDS = {"machine": HOST, "package": PACKAGE, "socket": PACKAGE, "die": GROUP, "group": GROUP, "cluster": GROUP,
         "numanode": NUMA, "node": NUMA, "core": CORE, "pu": PU}
"""Types by their full names; any beginning that is theirs alone, and of two letters at least, is short for one."""
_LEVEL = re.compile(r"(?:([A-Za-z][A-Za-z0-9_]*):)?(\d+)(?:\(([^()]*)\))?(?=\s|\[|$)")
_ATTACHED = re.compile(r"\[\s*([A-Za-z]+)(?:\(([^()]*)\))?\s*\]")
_CACHE = re.compile(r"l([1-5])([ud]?)(?:cache)?$")
_INSTRUCTIONS = re.compile(r"l[1-5]i(?:cache)?$")
_UNITS = {"k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40}
_DECIMAL = {"k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}


@dataclass(slots=True)
class _Level:
    """Parts of one kind in each part of the level above; ``kind`` -1: a type that is left out of the tree."""

    kind: int
    count: int
    cache_level: int = 0
    size_bytes: int = 0
    memory: list[int] = field(default_factory=list)

    def part(self) -> Part:
        return Part(self.kind, size_bytes=self.size_bytes, cache_level=self.cache_level,
                    memory=[Part(NUMA, size_bytes=size) for size in self.memory])


@method()
def synthetic(text: str) -> Topology:
    """The machine that a synthetic string of hwloc describes; O(objects).

    Sizes of caches that are not given are 32 KiB for L1, then 4, 16 ... MiB; domains have 1 GiB, and without any there is
    one around all of a machine. Indexes and names are not used, instruction caches and memory-side caches are left out.

    Raises
    ------
    InputError
        A word or number is not known, a level is empty, or there are more than a million objects.

    Examples
    --------
    >>> synthetic("pack:2 numa:2 l3:1(size=32MiB) core:4 pu:2")
    Topology(pack:2 numa:2 l3:1(size=32MiB) core:4 pu:2: 16 processors, 61 objects, 24 links)
    """
    text = " ".join(text.split())
    levels = _read_levels(text)
    width = [prod(level.count for level in levels[: i + 1]) for i in range(len(levels))]
    if sum(width) > MOST_OBJECTS:
        raise InputError(f"'{_short(text)}' describes {sum(width):,} objects; a machine may have {MOST_OBJECTS:,}.")
    root = Part(SYSTEM, memory=levels[0].part().memory)
    layer = [root]
    for level in levels[1:]:
        inner = []
        for above in layer:
            made = [level.part() for _ in range(level.count)]
            above.children += made
            inner += made
        layer = inner
    return assemble(Draft(_short(text), text, root))


def is_synthetic(text: str) -> bool:
    """Whether a description looks like a synthetic string: its first word is a type of hwloc, a number or ``[``."""
    first = re.match(r"\s*(\[|\d+(?=[\s(\[]|$)|([A-Za-z][A-Za-z0-9_]*):\s*\d)", text)
    return first is not None and (first[2] is None or _kind_of(first[2]) is not None)


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:77] + "..."


def _kind_of(word: str) -> tuple[int, int] | None:
    """Kind and cache level of a type's name; kind -1 is left out; None for a word that is no type."""
    lower = word.lower()
    if _INSTRUCTIONS.match(lower) or lower == "memcache":
        return -1, 0
    cache = _CACHE.match(lower)
    if cache:
        return CACHE, int(cache[1])
    if lower in ("numa", "numanode") or lower.startswith("group"):
        return (NUMA, 0) if lower[0] == "n" else (GROUP, 0)
    fitting = {kind for full, kind in WORDS.items() if full.startswith(lower) and len(lower) > 1}
    return (fitting.pop(), 0) if len(fitting) == 1 else None


def _read_levels(text: str) -> list[_Level]:
    """Levels from the root (first) down, without those that are left out.

    Raises
    ------
    InputError
        See ``synthetic``.
    """
    levels, place = [_Level(SYSTEM, 1)], 0
    words: list[str | None] = []
    if text.startswith("("):
        place = text.find(")") + 1
    while place < len(text) or not words:
        found = _ATTACHED.match(text, place)
        if found:
            levels[-1].memory.append(_attached_size(found, text))
        elif found := _LEVEL.match(text, place):
            words.append(found[1])
            levels.append(_level_of(found, text))
        else:
            raise InputError(f"'{_short(text[place:] or text)}' in the description '{_short(text)}' is no level of a "
                             "machine; write TYPE:COUNT, such as pack:2 core:8 pu:2.")
        place = found.end() + int(text[found.end() : found.end() + 1] == " ")
    if None in words:
        if set(words) != {None}:
            raise InputError(f"'{_short(text)}' gives types for some levels only; give them for all or for none.")
        _name_levels(levels)
    _check(levels, text)
    if not any(level.memory or level.kind == NUMA for level in levels):
        levels[int(levels[1].kind == HOST)].memory = [USUAL_DOMAIN_BYTES]
    _move_counts(levels)
    return [level for level in levels if level.kind >= 0]


def _level_of(match: re.Match[str], text: str) -> _Level:
    word, digits, attributes = match.groups()
    kind = (-1, 0) if word is None else _kind_of(word)
    if kind is None:
        raise InputError(f"'{_short(word)}' in the description '{_short(text)}' is no type of object; choose one of: "
                         f"{', '.join(WORDS)}, l1 to l5 (caches).")
    count = int(digits) if len(digits) < 10 else 10**9
    if count == 0:
        raise InputError(f"Level '{match[0]}' of the description '{_short(text)}' is empty; counts start at 1.")
    size = _attribute_size(attributes, "memory" if kind[0] == NUMA else "size", text)
    usual = {CACHE: (32 << 10) if kind[1] == 1 else (256 << 10) << 2 * kind[1], NUMA: USUAL_DOMAIN_BYTES}
    return _Level(*kind[:1], count, kind[1], size or usual.get(kind[0], 0))


def _attached_size(match: re.Match[str], text: str) -> int:
    found = _kind_of(match[1])
    if found is None or found[0] != NUMA:
        raise InputError(f"'{match[0]}' in the description '{_short(text)}' is no memory; only [numa(...)] can be attached.")
    return _attribute_size(match[2], "memory", text) or USUAL_DOMAIN_BYTES


def _attribute_size(attributes: str | None, key: str, text: str) -> int:
    """Bytes of ``key=SIZE`` among attributes; other attributes are known to hwloc and not used."""
    for item in (attributes or "").replace(",", " ").split():
        name, _, value = item.partition("=")
        if name == key:
            size = parse_bytes(value)
            if not 0 < size < 2**62:
                raise InputError(f"'{item}' in the description '{_short(text)}' is no size; write for example {key}=32MiB.")
            return size
    return 0


def parse_bytes(text: str) -> int:
    """Bytes of ``32MiB`` (1024 based), ``32MB`` (1000 based) or ``33554432``; 0 for what is no size."""
    match = re.fullmatch(r"(\d{1,18}(?:\.\d{1,9})?)\s*(?:([kmgt])(i?)b?|b)?", text.strip().lower())
    if not match:
        return 0
    units = _UNITS if match[3] or match[0][-1] != "b" else _DECIMAL
    return round(float(match[1]) * units[match[2]]) if match[2] else round(float(match[1]))


def _name_levels(levels: list[_Level]) -> None:
    """Types for levels without: groups, package, NUMA domain, caches, core, hardware thread, as hwloc chooses them."""
    left = len(levels) - 2
    has_memory = any(level.memory for level in levels)
    domain = int(left >= 1 and not has_memory)
    package = int(left - domain >= 1)
    core = int(left - domain - package >= 1)
    caches = min(4, left - domain - package - core)
    groups = left - domain - package - core - caches
    kinds = [(GROUP, 0)] * groups + [(PACKAGE, 0)] * package + [(NUMA, 0)] * domain
    kinds += [[], [(CACHE, 2)], [(CACHE, 2), (CACHE, 1)], [(CACHE, 3), (CACHE, 2), (CACHE, 1)],
              [(CACHE, 3), (CACHE, 2), (CACHE, 1), (-1, 0)]][caches]
    kinds += [(CORE, 0)] * core + [(PU, 0)]
    for level, (kind, cache_level) in zip(levels[1:], kinds, strict=True):
        level.kind, level.cache_level = kind, cache_level
        if kind == CACHE and not level.size_bytes:
            level.size_bytes = (32 << 10) if cache_level == 1 else (256 << 10) << 2 * cache_level
        elif kind == NUMA:
            level.size_bytes = USUAL_DOMAIN_BYTES


def _check(levels: list[_Level], text: str) -> None:
    """Refuse types that are there twice, threads that are not last, and machines inside something."""
    kinds = [level.kind for level in levels[1:]]
    for kind, word in ((HOST, "machine"), (PACKAGE, "package"), (NUMA, "numa"), (CORE, "core"), (PU, "pu")):
        if kinds.count(kind) > 1:
            raise InputError(f"'{_short(text)}' has several levels of type {word}; use group for the others.")
    if PU in kinds[:-1]:
        raise InputError(f"'{_short(text)}': hardware threads (pu) must be the last level.")
    if HOST in kinds[1:]:
        raise InputError(f"'{_short(text)}': machines must be the first level.")
    if not {CORE, PU} & set(kinds):
        raise InputError(f"'{_short(text)}' has no cores; add a level core:COUNT or pu:COUNT.")
    if CORE in kinds and any(kind not in (PU, -1, CACHE) for kind in kinds[kinds.index(CORE) + 1 :]):
        raise InputError(f"'{_short(text)}': only caches and hardware threads (pu) can be inside a core.")


def _move_counts(levels: list[_Level]) -> None:
    """Levels that are left out hand their counts to the next one."""
    for outer, inner in pairwise(levels):
        if outer.kind < 0:
            inner.count *= outer.count
            inner.memory, outer.memory = outer.memory + inner.memory, []
