"""Layout of nested boxes: every part of a machine around its own parts, equal heights in a row."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from irpart.reporting.topology import describe_size
from irpart.topology.types import CACHE, CORE, GPU, KINDS, NUMA, PU, SYSTEM, Topology

_GAP, _LEAF_WIDTH, _SMALL_WIDTH = 0.25, 5.0, 1.6
_DETAILED = 32
"""Up to so many processors, the private caches of cores are told."""
_ASPECT, _LINE_SHARE = 1.5, 0.035


@dataclass(slots=True)
class Box:
    """A rectangle in units of the least line of text, with lines of text at its top and boxes below them."""

    row: int
    look: str
    lines: list[str]
    children: list[Box] = field(default_factory=list)
    x: float = 0.0
    y: float = 0.0
    width: float = 0.0
    height: float = 0.0
    line: float = 1.0

    def walk(self) -> Iterator[Box]:
        """This box and all inside, outer ones first; the root of a machine is not drawn."""
        if self.look != "system":
            yield self
        for child in self.children:
            yield from child.walk()

    def anchor(self, other: Box) -> tuple[float, float]:
        """Where a line to another box ends: the near side of the text at its top; on the right of a device in a column."""
        middle, across = self.x + self.width / 2, other.x + other.width / 2
        if not self.children and abs(middle - across) < self.width / 2:
            return self.x + self.width, self.y + self.height / 2
        if abs(middle - across) < (self.width + other.width) / 2:
            below = other.y > self.y
            return middle, self.y + (self.line * max(len(self.lines), 1) if below else 0.0)
        return (self.x + self.width if across > middle else self.x), self.y + self.line * max(len(self.lines), 1) / 2


def nest_boxes(topology: Topology) -> Box:
    """Boxes of all objects but hardware threads, placed; the caches of a single core are lines of its box. O(n)."""
    children: list[list[int]] = [[] for _ in range(topology.n_objects)]
    for row in range(1, topology.n_objects):
        children[topology.parent[row]].append(row)
    root = _make(SYSTEM, topology, children, topology.n_processors <= _DETAILED)
    _measure(root)
    _place(root, 0.0, 0.0)
    return root


def _make(row: int, topology: Topology, children: list[list[int]], detailed: bool) -> Box:
    lines, kind, inside = [], int(topology.kind[row]), row
    while topology.kind[inside] == CACHE and len(children[inside]) == 1:
        lines.append(_text(inside, topology))
        inside = children[inside][0]
    if topology.kind[inside] == CORE:
        threads = sum(1 for child in children[inside] if topology.kind[child] == PU)
        text = topology.label[inside] if detailed else topology.label[inside].rpartition(" ")[2]
        lines = [*(lines if detailed else []), text, *([f"{threads} threads"] if detailed and threads > 1 else [])]
        return Box(inside, "core", lines, width=_LEAF_WIDTH if detailed else _SMALL_WIDTH, height=float(len(lines)))
    lines = [] if kind == SYSTEM else [_text(row, topology)]
    if kind == GPU and topology.size_bytes[row]:
        lines = [topology.label[row], describe_size(int(topology.size_bytes[row]))]
    parts = [_make(child, topology, children, detailed) for child in children[row] if topology.kind[child] != PU]
    return Box(row, KINDS[kind], lines, parts, width=_LEAF_WIDTH + 1.0, height=max(float(len(lines)), 1.0) + (kind == GPU))


def _text(row: int, topology: Topology) -> str:
    label, n_bytes = topology.label[row], int(topology.size_bytes[row])
    if topology.kind[row] == CACHE:
        return f"L{topology.cache_level[row]} {describe_size(n_bytes)}" if n_bytes else label
    return f"{label}, {describe_size(n_bytes)}" if topology.kind[row] == NUMA and n_bytes else label


def _measure(box: Box) -> None:
    """Widths and heights from the inside out: the number of columns that comes nearest to a pleasant shape.

    Parts that hold nothing have rows of their own: switches above the others, devices below. Those that take most room
    decide.
    """
    if not box.children:
        return
    for child in box.children:
        _measure(child)
    full = [child for child in box.children if child.children or child.look == "core"]
    above = [child for child in box.children if child not in full and child.look == "switch"]
    below = [child for child in box.children if child not in full and child.look != "switch"]
    main = max((full, below, above), key=lambda part: sum(child.width * child.height for child in part))
    columns = min(_column_choices(len(main)), key=lambda columns: _badness(main, columns))
    inner, _ = _size(main, columns)
    box.line = max(1.0, _LINE_SHARE * inner)
    y = len(box.lines) * box.line + _GAP
    for part in (above, full, below):
        if part:
            fitting = columns if part is main else max(1, int((inner + _GAP) / (max(child.width for child in part) + _GAP)))
            y += _arrange(part, fitting, y)
    box.width, box.height = max(child.x + child.width for child in box.children) + _GAP, y


def _badness(boxes: Sequence[Box], columns: int) -> float:
    """How far a number of columns is from a pleasant shape without holes."""
    width, height = _size(boxes, columns)
    holes = -len(boxes) % columns / len(boxes)
    return abs(math.log(width / height / _ASPECT)) + holes


def _column_choices(count: int) -> list[int]:
    return sorted({-(-count // rows) for rows in range(1, count + 1)}, reverse=True)


def _size(boxes: Sequence[Box], columns: int) -> tuple[float, float]:
    rows = [boxes[start : start + columns] for start in range(0, len(boxes), columns)]
    return (max(sum(box.width for box in row) + _GAP * (len(row) - 1) for row in rows),
            sum(max(box.height for box in row) for row in rows) + _GAP * (len(rows) - 1))


def _arrange(boxes: Sequence[Box], columns: int, top: float) -> float:
    """Set places of boxes relative to the box around them; the height they take."""
    y = top
    for start in range(0, len(boxes), columns):
        row, x = boxes[start : start + columns], _GAP
        for box in row:
            box.x, box.y = x, y
            x += box.width + _GAP
        y += max(box.height for box in row) + _GAP
    return y - top


def _place(box: Box, x: float, y: float) -> None:
    """From relative to absolute places."""
    box.x, box.y = box.x + x, box.y + y
    for child in box.children:
        _place(child, box.x, box.y)
