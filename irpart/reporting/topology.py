"""A machine as text for people: its tree, the distances between its parts, and its links."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from irpart.reporting.console import make_console
from irpart.topology.summary import MOST_STATIONS, TopologySummary
from irpart.topology.types import CACHE, CORE, GPU, KINDS, NUMA, PU, ROUTER, Topology

_NAMES = {"numa": "NUMA domain", "pu": "thread", "gpu": "GPU", "nic": "NIC", "router": "tile"}
_SHOWN = ("host", "package", "numa", "core", "pu", "gpu", "switch", "router")
MOST_LINES = 24
"""Different siblings below one object that are printed; further ones are counted."""


def print_topology(topology: Topology, summary: TopologySummary) -> None:
    """Print a machine to standard output."""
    console = make_console()
    console.print(Text(describe_totals(topology, summary)))
    console.print(topology_tree(topology))
    _print_distances(console, topology, summary)
    if summary.links:
        console.print()
        console.print(_links(summary))


def describe_totals(topology: Topology, summary: TopologySummary) -> str:
    """Numbers of objects and sums of memory, in one line."""
    parts = [f"{summary.counts[kind]:,} {_NAMES.get(kind, kind)}{_plural(kind, summary.counts[kind])}"
             for kind in _SHOWN if kind in summary.counts]
    ram, gpu = summary.memory_bytes
    parts += [f"{describe_size(ram)} memory"] if ram else []
    parts += [f"{describe_size(gpu)} GPU memory"] if gpu else []
    if topology.grid:
        parts.append(f"{'torus' if topology.wraps else 'grid'} of {' x '.join(map(str, topology.grid))}")
    return f"{', '.join(parts)}, {topology.clock_ghz:g} GHz"


def topology_tree(topology: Topology) -> Tree:
    """The containment tree; equal siblings in a row are one line, private caches and threads are told with their core."""
    children: list[list[int]] = [[] for _ in range(topology.n_objects)]
    for row in range(1, topology.n_objects):
        children[topology.parent[row]].append(row)
    shapes = _shapes(topology, children)
    tree = Tree(Text(topology.source))
    _grow(tree, 0, topology, children, shapes)
    return tree


def describe_size(n_bytes: int) -> str:
    """A capacity in the largest binary unit that leaves it at least 1.

    Examples
    --------
    >>> describe_size(48 << 10), describe_size(3 << 29)
    ('48 KiB', '1.5 GiB')
    """
    value, unit = float(n_bytes), "B"
    for larger in ("KiB", "MiB", "GiB", "TiB", "PiB"):
        if value < 1024:
            break
        value, unit = value / 1024, larger
    return f"{value:.4g} {unit}"


def _shapes(topology: Topology, children: list[list[int]]) -> list[int]:
    """For every object a number that objects with the same insides share."""
    known: dict[object, int] = {}
    result = [0] * topology.n_objects
    columns = [column.tolist() for column in (
        topology.kind, topology.size_bytes, topology.cache_level, topology.ways, topology.latency_ns, topology.bandwidth_gbs,
        topology.speed, topology.lanes)]
    for row in range(topology.n_objects - 1, -1, -1):
        key = (*(column[row] for column in columns), *(result[child] for child in children[row]))
        result[row] = known.setdefault(key, len(known))
    return result


def _runs(rows: Sequence[int], shapes: list[int]) -> list[tuple[int, int]]:
    """First row and length of each run of equal siblings."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and shapes[runs[-1][0]] == shapes[row]:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((row, 1))
    return runs


def _grow(tree: Tree, row: int, topology: Topology, children: list[list[int]], shapes: list[int]) -> None:
    runs = _runs(children[row], shapes)
    for first, count in runs[:MOST_LINES]:
        core = _core_in(first, topology, children)
        named = first if core is None else core
        name, label = _name(named, topology), topology.label[named]
        if count > 1:
            start = f"{count} x {name}"
        else:
            start = label if label.lower().startswith(name.split()[0].lower()) else f"{label}, {name}"
        details = _details(first, topology, children)
        branch = tree.add(Text(f"{start}: {details}" if details else start))
        if core is None and topology.kind[first] != ROUTER:
            _grow(branch, first, topology, children, shapes)
    if len(runs) > MOST_LINES:
        tree.add(Text(f"and {sum(count for _, count in runs[MOST_LINES:])} more"))


def _core_in(row: int, topology: Topology, children: list[list[int]]) -> int | None:
    """Row of the only core, where an object is one or holds nothing but one in caches of its own."""
    while topology.kind[row] == CACHE and len(children[row]) == 1:
        row = children[row][0]
    return row if topology.kind[row] == CORE else None


def _name(row: int, topology: Topology) -> str:
    """What kind of thing an object is."""
    kind = int(topology.kind[row])
    return f"L{topology.cache_level[row]}" if kind == CACHE else _NAMES.get(KINDS[kind], KINDS[kind])


def _details(row: int, topology: Topology, children: list[list[int]]) -> str:
    """Sizes and speeds of an object; of a core in its caches, or a tile, all there is inside."""
    if _core_in(row, topology, children) is not None:
        return ", ".join(_core_parts(row, topology, children))
    if topology.kind[row] == ROUTER:
        return ", ".join(_tile_parts(row, topology, children))
    parts = [describe_size(int(topology.size_bytes[row]))] if topology.size_bytes[row] else []
    if topology.kind[row] in (NUMA, GPU):
        parts += [f"{topology.latency_ns[row]:g} ns"] if topology.latency_ns[row] else []
        parts += [f"{topology.bandwidth_gbs[row]:g} GB/s"] if topology.bandwidth_gbs[row] else []
    if topology.kind[row] == GPU:
        parts += [f"{topology.lanes[row]:,} lanes", f"speed {topology.speed[row]:g}"]
    return ", ".join(parts)


def _core_parts(row: int, topology: Topology, children: list[list[int]]) -> list[str]:
    """Caches around and in a core, its threads, and its speed if it is unusual."""
    parts = []
    while topology.kind[row] == CACHE:
        parts.append(f"{_name(row, topology)} {describe_size(int(topology.size_bytes[row]))}")
        row = children[row][0]
    threads = sum(1 for child in children[row] if topology.kind[child] == PU)
    parts += [f"{threads} threads"] if threads > 1 else []
    return parts + ([f"speed {topology.speed[row]:g}"] if topology.speed[row] != 1 else [])


def _tile_parts(row: int, topology: Topology, children: list[list[int]]) -> list[str]:
    """What a tile holds beside its router: slices of shared caches, cores."""
    parts = []
    for first in children[row]:
        if _core_in(first, topology, children) is not None:
            parts += ["core", *_core_parts(first, topology, children)]
        else:
            parts.append(" ".join(filter(None, (_name(first, topology), _details(first, topology, children)))))
    return parts


def _print_distances(console: Console, topology: Topology, summary: TopologySummary) -> None:
    distance, between = topology.numa_distance, summary.station_distances
    shown = min(len(distance), MOST_STATIONS)
    if shown > 1:
        labels = [label for label, kind in zip(topology.label, topology.kind, strict=True) if kind == NUMA]
        _print_matrix(console, "NUMA distances (local: 10)", labels[:shown], distance[:shown, :shown])
        _print_note(console, len(distance) - shown)
    if len(summary.stations) < 2:
        return
    _print_matrix(console, "latency, ns", summary.station_label, between.latency_ns)
    narrow, wide = (float(bound) for bound in _bounds_apart(between.bandwidth_gbs))
    if narrow == wide:
        console.print(Text(f"bandwidth between any two of these: {_figure(narrow)} GB/s"))
    else:
        _print_matrix(console, "bandwidth, GB/s", summary.station_label, between.bandwidth_gbs)
    _print_note(console, summary.stations_left_out)
    least, mean, largest = summary.latency_range_ns
    everyone = len(summary.measured) == topology.n_processors
    sample = "" if everyone else f" ({len(summary.measured):,} of {topology.n_processors:,} measured)"
    mean_too = f", mean {_figure(mean)} ns" if least < largest else ""
    console.print(Text(f"latency between any two processors{sample}: {_range((least, largest))} ns{mean_too}"))


def _bounds_apart(values: NDArray[np.float32]) -> tuple[np.float32, np.float32]:
    """Least and largest value off the diagonal."""
    apart = values[~np.eye(len(values), dtype=bool)]
    return apart.min(), apart.max()


def _print_note(console: Console, left_out: int) -> None:
    if left_out:
        console.print(Text(f"({left_out:,} more {'are' if left_out > 1 else 'is'} not shown)"))


def _print_matrix(console: Console, title: str, labels: Sequence[str], values: NDArray[np.floating]) -> None:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    table.add_column("", no_wrap=True)
    for number in range(len(labels)):
        table.add_column(str(number), justify="right", no_wrap=True)
    for number, (label, row) in enumerate(zip(labels, values, strict=True)):
        cells = [f"{value:.4g}" if value < 1000 else f"{value:.0f}" if np.isfinite(value) else "-" for value in row.tolist()]
        short = label.partition(" (")[0]
        table.add_row(Text(f"{number:>2}  {short if len(short) <= 24 else short[:23] + '…'}"), *cells)
    console.print()
    console.print(Text(title, style="bold"))
    console.print(table)


def _links(summary: TopologySummary) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    for name in ("links", "number", "latency, ns", "bandwidth, GB/s"):
        table.add_column(name, justify="left" if name == "links" else "right")
    table.add_column("values")
    for group in summary.links:
        table.add_row(Text(group.kind), f"{group.count:,}", _range(group.latency_ns), _range(group.bandwidth_gbs),
                      group.origin)
    return table


def _range(bounds: tuple[float, float]) -> str:
    low, high = (_figure(bound) for bound in bounds)
    return low if low == high else f"{low} to {high}"


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.4g}"


def _plural(kind: str, count: int) -> str:
    return "" if count == 1 else "es" if kind == "switch" else "s"
