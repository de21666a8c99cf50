"""A machine while it is described: a tree of parts that sources fill, and its way to a ``Topology``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import InputError
from irpart.topology.construct import TopologyBuilder
from irpart.topology.types import (
    CACHE,
    CORE,
    GPU,
    GROUP,
    HOST,
    NIC,
    NUMA,
    PACKAGE,
    PU,
    ROUTER,
    SWITCH,
    Topology,
)

MOST_OBJECTS = 1_000_000
"""Objects of one machine."""
USUAL_CLOCK_GHZ = 2.0
"""Clock of cores where a description has none."""
LABELS = {HOST: "Host", PACKAGE: "Package", GROUP: "Group", NUMA: "NUMA", CORE: "Core", PU: "PU", GPU: "GPU",
          SWITCH: "Switch", NIC: "NIC", ROUTER: "Router"}
"""Word before the number in the labels of objects; caches are ``L1``, ``L2`` ..."""


@dataclass(slots=True, eq=False)
class Part:
    """An object and what it contains; attributes as in ``Topology``.

    Attributes
    ----------
    label
        Text for people; "" numbers it by its kind. Text in brackets, such as a GPU's model, is put after the number.
    children
        Contained parts.
    memory
        NUMA domains attached here, of which one takes in the children (see ``settle``).
    is_special
        Memory that is no usual DRAM (HBM, persistent memory, memory of a GPU).
    uplink_gbs
        GB/s of the link to what contains it; 0: the table's.
    number
        What the operating system calls a domain; -1 when unknown.
    """

    kind: int
    label: str = ""
    size_bytes: int = 0
    cache_level: int = 0
    ways: int = 0
    latency_ns: float = 0.0
    bandwidth_gbs: float = 0.0
    speed: float = 1.0
    lanes: int | None = None
    uplink_gbs: float = 0.0
    is_special: bool = False
    number: int = -1
    children: list[Part] = field(default_factory=list)
    memory: list[Part] = field(default_factory=list)

    def walk(self) -> Iterator[Part]:
        """This part and all below, parents first, in order."""
        waiting = [self]
        while waiting:
            part = waiting.pop()
            yield part
            waiting.extend(reversed(part.children))


@dataclass(frozen=True, slots=True, eq=False)
class Joint:
    """A link between two parts; units as in ``Topology``."""

    a: Part
    b: Part
    latency_ns: float
    bandwidth_gbs: float
    kind: str
    origin: str = "declared"


@dataclass(slots=True, eq=False)
class Draft:
    """What a source knows of a machine.

    Attributes
    ----------
    name, source, clock_ghz
        As in ``Topology``; a clock of 0 is unknown.
    root
        The system; hosts only where there are several.
    joints
        Links beyond those to what contains a part.
    domains, distance
        NUMA domains and float64, shape (d, d): their distances (SLIT); None when unknown.
    """

    name: str
    source: str
    root: Part
    joints: list[Joint] = field(default_factory=list)
    domains: list[Part] = field(default_factory=list)
    distance: NDArray[np.float64] | None = None
    clock_ghz: float = 0.0


def settle(root: Part) -> None:
    """Bring a tree of parts into the shape of a ``Topology``; O(parts).

    Of the domains attached to a part, the first usual one with memory takes in what the part contains (the part itself,
    if it is a cache), unless that has domains of its own; the others become leaves. Hardware threads outside of cores get
    a core each, and groups around a single part are left out.
    """
    _give_cores(root)
    order = list(root.walk())
    parent = {id(child): part for part in order for child in part.children}
    has_domain: set[int] = set()
    computes: set[int] = set()
    for part in reversed(order):
        if part.kind == NUMA or any(id(child) in has_domain for child in part.children):
            has_domain.add(id(part))
        if part.kind == CORE or any(id(child) in computes for child in part.children):
            computes.add(id(part))
        if part.memory:
            _place_memory(part, parent.get(id(part)), takes_in=id(part) in computes and id(part) not in has_domain)
            has_domain.add(id(part))
    _lift_groups(root)


def _give_cores(root: Part) -> None:
    waiting = [root]
    while waiting:
        part = waiting.pop()
        if part.kind != CORE:
            part.children = [Part(CORE, children=[child]) if child.kind == PU else child for child in part.children]
            waiting.extend(part.children)


def _place_memory(part: Part, parent: Part | None, takes_in: bool) -> None:
    attached, part.memory = part.memory, []
    usual = [domain for domain in attached if not domain.is_special] or attached
    main = next((domain for domain in usual if domain.size_bytes), usual[0]) if takes_in else None
    others = [domain for domain in attached if domain is not main]
    if part.kind == CACHE and parent is not None:
        place = next(i for i, child in enumerate(parent.children) if child is part)
        inner = [part]
        if main is not None:
            main.children, inner = [part], [main]
        parent.children[place : place + 1] = inner + others
    elif main is not None:
        main.children, part.children = part.children, [main, *others]
    else:
        part.children += others


def _lift_groups(root: Part) -> None:
    for part in reversed(list(root.walk())):
        lifted: list[Part] = []
        for child in part.children:
            lifted += child.children if child.kind == GROUP and len(child.children) < 2 else [child]
        part.children = lifted


def assemble(draft: Draft) -> Topology:
    """The topology of a draft; ways that it leaves out are linked with the table's values.

    Raises
    ------
    InputError
        There are more than a million objects, or what is described is no machine; see ``Topology``.
    """
    settle(draft.root)
    builder = TopologyBuilder(draft.name, draft.source)
    row = _add_all(builder, draft.root)
    for joint in draft.joints:
        if id(joint.a) in row and id(joint.b) in row:
            builder.link(row[id(joint.a)], row[id(joint.b)], joint.latency_ns, joint.bandwidth_gbs, joint.kind, joint.origin)
    distance = _in_row_order(draft, row)
    builder.link_tree(distance, {row[id(part)]: part.uplink_gbs for part in draft.root.walk() if part.uplink_gbs})
    return builder.build(numa_distance=distance, clock_ghz=draft.clock_ghz or USUAL_CLOCK_GHZ)


def _add_all(builder: TopologyBuilder, root: Part) -> dict[int, int]:
    """Add all parts below the root, parents first; row of each part by its identity."""
    row, number = {id(root): 0}, Counter[tuple[int, int]]()
    waiting = [(child, 0) for child in reversed(root.children)]
    while waiting:
        part, above = waiting.pop()
        if len(builder) >= MOST_OBJECTS:
            raise InputError(f"{builder.name} has more than {MOST_OBJECTS:,} objects; describe a smaller machine.")
        word = f"L{part.cache_level}" if part.kind == CACHE else LABELS[part.kind]
        key = (part.kind, part.cache_level)
        label = part.label if part.label and part.label[0] != "(" else f"{word} {number[key]} {part.label}".rstrip()
        number[key] += 1
        row[id(part)] = builder.add(
            part.kind, above, label, size_bytes=part.size_bytes, cache_level=part.cache_level, ways=part.ways,
            latency_ns=part.latency_ns, bandwidth_gbs=part.bandwidth_gbs,
            speed=part.speed if part.kind in (CORE, GPU) else None, lanes=part.lanes)
        waiting.extend((child, row[id(part)]) for child in reversed(part.children))
    return row


def _in_row_order(draft: Draft, row: dict[int, int]) -> NDArray[np.float64] | None:
    """The matrix of distances by rows of the domains; None unless it covers all of them."""
    rows = [row.get(id(domain), -1) for domain in draft.domains]
    domains = {row[id(part)] for part in draft.root.walk() if part.kind == NUMA}
    if draft.distance is None or set(rows) != domains or len(rows) != len(domains):
        return None
    order = np.argsort(rows)
    return np.asarray(draft.distance, np.float64)[np.ix_(order, order)]
