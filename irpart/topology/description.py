"""A topology as explicit text: every object and link in TOML, written and read back without loss."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np

from irpart.base.errors import InputError
from irpart.topology.types import KINDS, ORIGINS, SYSTEM, Topology

if TYPE_CHECKING:
    from irpart.topology.sources._tables import Table

_COLUMNS = ("size_bytes", "cache_level", "ways", "latency_ns", "bandwidth_gbs", "speed", "lanes")


def write_description(topology: Topology) -> str:
    """The text of a TOML file that ``read_topology`` reads as an identical topology; O(objects + links).

    Objects are listed one a line, parents before children, then links by the numbers of the objects they join.
    """
    lines = [f"name = {_quoted(topology.name)}", f"source = {_quoted(topology.source)}",
             f"clock_ghz = {topology.clock_ghz!r}"]
    lines += [f"grid = {list(topology.grid)}"] if topology.grid else []
    lines += ["wraps = true"] if topology.wraps else []
    if topology.numa_distance.size:
        rows = ",\n  ".join(repr(row) for row in topology.numa_distance.tolist())
        lines.append(f"numa_distance = [\n  {rows}]")
    lines.append("objects = [")
    columns = {name: getattr(topology, name).tolist() for name in _COLUMNS}
    kinds, parents = topology.kind.tolist(), topology.parent.tolist()
    for row in range(topology.n_objects):
        parts = [f"kind = \"{KINDS[kinds[row]]}\"", f"label = {_quoted(topology.label[row])}"]
        parts += [f"parent = {parents[row]}"] if row else []
        parts += [f"{name} = {values[row]!r}" for name, values in columns.items() if values[row]]
        lines.append(f"  {{{', '.join(parts)}}}, # {row}")
    lines += ["]", "links = ["]
    for ends, latency, bandwidth, kind, origin in zip(
            topology.link_ends.tolist(), topology.link_latency_ns.tolist(), topology.link_bandwidth_gbs.tolist(),
            topology.link_kind, topology.link_origin.tolist(), strict=True):
        lines.append(f"  {{ends = {ends}, latency_ns = {latency!r}, bandwidth_gbs = {bandwidth!r}, "
                     f"kind = {_quoted(kind)}, origin = \"{ORIGINS[origin]}\"}},")
    return "\n".join([*lines, "]", ""])


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def from_objects(table: Table) -> Topology:
    """The topology of a file with ``objects`` and ``links``, as ``write_description`` writes it.

    Raises
    ------
    InputError
        A value is missing or wrong, or what is described is no machine; see ``Topology``.
    """
    name, source = table.text("name", "machine"), table.text("source", table.where)
    clock, wraps = table.number("clock_ghz", 2.0, above=0.0), table.has("wraps") and table.values["wraps"] is True
    grid, distance = tuple(table.list_of("grid", int)), np.array(table.rows("numa_distance"), np.float64)
    objects, links = table.tables("objects"), table.tables("links")
    table.check_done()
    kind = [_word(item, "kind", KINDS) for item in objects]
    limits = {"size_bytes": 2**62, "cache_level": 255, "ways": 65535, "lanes": 2**31 - 1}
    columns = {column: [item.whole(column, 0, most=limits[column]) if column in limits else item.number(column, 0.0)
                        for item in objects] for column in _COLUMNS}
    parent = [item.whole("parent", -1 if kind[0] == SYSTEM and not row else 0, least=-1) for row, item in enumerate(objects)]
    label = tuple(item.text("label", f"{KINDS[kind[row]]} {row}") for row, item in enumerate(objects))
    ends = [_ends(item) for item in links]
    latency = [item.number("latency_ns", 0.0) for item in links]
    bandwidth = [item.number("bandwidth_gbs", 0.0) for item in links]
    words = tuple(item.text("kind", "link") for item in links)
    origin = [_word(item, "origin", ORIGINS) if item.has("origin") else ORIGINS.index("declared") for item in links]
    for item in (*objects, *links):
        item.check_done()
    return Topology(
        name, source, np.array(kind, np.uint8), np.array(parent, np.int32), label,
        np.array(columns["size_bytes"], np.int64), np.array(columns["cache_level"], np.uint8),
        np.array(columns["ways"], np.uint16), np.array(columns["latency_ns"], np.float64),
        np.array(columns["bandwidth_gbs"], np.float64), np.array(columns["speed"], np.float64),
        np.array(columns["lanes"], np.int32), np.array(ends, np.int32).reshape(-1, 2), np.array(latency, np.float64),
        np.array(bandwidth, np.float64), words, np.array(origin, np.uint8), distance.reshape(len(distance), len(distance)),
        clock, grid, wraps)


def _word(item: Table, key: str, words: tuple[str, ...]) -> int:
    word = item.text(key, "")
    if word not in words:
        raise InputError(f"{item.where}: {key} must be one of {', '.join(words)}, got '{word[:40]}'.")
    return words.index(word)


def _ends(item: Table) -> list[int]:
    ends = item.list_of("ends", int)
    if len(ends) != 2 or not all(0 <= end < 2**31 for end in ends):
        raise InputError(f"{item.where}: ends must be the numbers of two objects, got {ends!r}.")
    return ends
