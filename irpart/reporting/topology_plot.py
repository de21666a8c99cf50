"""Picture of a machine: its parts inside each other, or its grid of tiles, beside the latencies between processors."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.reporting._topology_boxes import Box, nest_boxes
from irpart.reporting.pictures import write_picture
from irpart.reporting.topology import describe_totals
from irpart.topology.summary import TopologySummary
from irpart.topology.types import NUMA, ROUTER, Topology

_INK, _FAINT = "#222222", "#8a8a8a"
_FILL = {"host": "#f4f4f4", "group": "#ececec", "package": "#e9eef4", "numa": "#dbe7dc", "cache": "#f7ecd0",
         "core": "#ffffff", "gpu": "#cfe3f5", "switch": "#eadff0", "nic": "#f5d9d3", "router": "#f1f1f1"}
_LINE = {"nvlink": "#2e7d32", "pcie": "#1f4e79", "network": "#7b3fa0", "socket": "#c0392b", "mesh": "#8a8a8a"}
_DRAWN_LINKS, _MOST_SOCKET_LINKS = ("nvlink", "network"), 12
_DOMAINS = ("#9ecae1", "#fdd0a2", "#a1d99b", "#dadaeb", "#fbb4b9", "#d9d9a0", "#b2dfdb", "#e0c4a8")
_LEAST_POINTS, _MOST_POINTS = 4.5, 9.0
_WIDTH_INCHES = 6.4


def draw_topology(topology: Topology, summary: TopologySummary, path: str | Path) -> None:
    """Draw a machine and the latencies between its processors.

    Machines that are a grid are drawn as one, tiles coloured by NUMA domain and memory controllers marked; others as nested
    boxes with the links that containment does not show. Labels that would be smaller than 4.5 points are left out.

    Parameters
    ----------
    topology, summary
        The machine, and what ``summarize_topology`` says of it.
    path
        Picture to write; ``.png``, ``.svg`` or ``.pdf``.

    Raises
    ------
    InputError
        When the suffix is another one, or the picture cannot be written; nothing is left behind then.
    """
    write_picture(path, lambda: _figure(topology, summary))


def _figure(topology: Topology, summary: TopologySummary) -> Any:
    """A matplotlib figure that no window or global state knows of."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    boxes = None if _is_tiled(topology) else nest_boxes(topology)
    planes = _planes(topology) if boxes is None else []
    height, width = _extent(boxes, planes)
    tall = float(np.clip(_WIDTH_INCHES * height / width, 2.6, 9.0))
    figure = Figure(figsize=(_WIDTH_INCHES + 5.2, max(tall, 4.4) + 0.7),
                    layout=ConstrainedLayoutEngine(h_pad=0.14))
    FigureCanvasAgg(figure)
    machine, heat = figure.subplots(1, 2, width_ratios=(_WIDTH_INCHES, 4.6))
    points = 72 * min(_WIDTH_INCHES / width, tall / height)
    if boxes is None:
        _draw_tiles(machine, topology, planes, points)
    else:
        _draw_boxes(machine, topology, boxes, points)
    margin = 0.4 if topology.wraps else 0.15
    machine.set_xlim(-margin, width + margin)
    machine.set_ylim(height + margin, -margin)
    machine.set_aspect("equal")
    machine.axis("off")
    _draw_latencies(figure, heat, summary)
    title = textwrap.wrap(f"{topology.name}: {describe_totals(topology, summary)}", 150)
    figure.suptitle("\n".join(title), fontsize=9.5, color=_INK, x=0.01, ha="left", parse_math=False)
    return figure


def _extent(boxes: Box | None, planes: list[tuple[int, int]]) -> tuple[float, float]:
    """Height and width of what is drawn, in units."""
    if boxes is not None:
        return boxes.height, boxes.width
    rows, columns = planes[0]
    return float(rows), len(planes) * columns + (len(planes) - 1) * 1.0


def _is_tiled(topology: Topology) -> bool:
    """Whether the machine is a grid, of as many routers as processors."""
    return bool(topology.grid) and int(np.count_nonzero(topology.kind == ROUTER)) == topology.n_processors


def _planes(topology: Topology) -> list[tuple[int, int]]:
    """Rows and columns of each plane of the grid, drawn side by side."""
    sides = (1, 1, *topology.grid)[-3:] if len(topology.grid) > 1 else (1, 1, *topology.grid)
    return [(sides[1], sides[2])] * sides[0]


def _draw_tiles(axes: Any, topology: Topology, planes: list[tuple[int, int]], points: float) -> None:
    from matplotlib.collections import LineCollection, PatchCollection
    from matplotlib.patches import Rectangle

    rows, columns = planes[0]
    tile = np.arange(topology.n_processors)
    x = (tile // (rows * columns)) * (columns + 1.0) + tile % columns
    y = (tile // columns) % rows
    routers = topology.ancestor_of_kind(ROUTER)[topology.processors]
    owner = topology.ancestor_of_kind(NUMA)[topology.processors]
    domain = np.unique(owner, return_inverse=True)[1]
    inner = 0.82
    shapes = [Rectangle((float(a) + 0.09, float(b) + 0.09), inner, inner) for a, b in zip(x, y, strict=True)]
    axes.add_collection(PatchCollection(shapes, facecolors=[_DOMAINS[d % len(_DOMAINS)] for d in domain], edgecolors="none"))
    place = {int(router): number for number, router in enumerate(routers)}
    lines = []
    plane = tile // (rows * columns)
    for a, b in topology.link_ends.tolist():
        if a in place and b in place and plane[place[a]] == plane[place[b]]:
            lines += _mesh_line(*(float(v) for v in (x[place[a]], y[place[a]], x[place[b]], y[place[b]])))
    axes.add_collection(LineCollection(lines, colors="#777777", linewidths=min(1.0, points / 18), zorder=0))
    gates = [place[b] for a, b in topology.link_ends.tolist() if topology.kind[a] == NUMA and b in place]
    gates += [place[a] for a, b in topology.link_ends.tolist() if topology.kind[b] == NUMA and a in place]
    axes.plot(x[gates] + 0.5, y[gates] + (0.5 if points < 16 else 0.28), "s", color="#c0392b", linestyle="none",
              markersize=min(7.0, 0.3 * points + 1.5), markeredgecolor="white", markeredgewidth=0.5,
              label="memory controller (tiles are coloured by NUMA domain)")
    axes.legend(loc="upper left", bbox_to_anchor=(0, -0.01), frameon=False, fontsize=8)
    if len(planes) > 1:
        axes.set_title("planes of the grid; links between them are not drawn", fontsize=8.5, color=_INK)
    size = min(_MOST_POINTS, 0.3 * points)
    if size >= _LEAST_POINTS:
        for number in tile.tolist():
            axes.text(x[number] + 0.5, y[number] + 0.62, str(number), fontsize=size, ha="center", va="center", color=_INK)


def _mesh_line(ax: float, ay: float, bx: float, by: float) -> list[list[tuple[float, float]]]:
    """A link between neighbouring tiles of a plane as a line, and one around the border as two stubs."""
    a, b = (ax + 0.5, ay + 0.5), (bx + 0.5, by + 0.5)
    if abs(ax - bx) + abs(ay - by) == 1:
        return [[a, b]]
    right, down = 0.75 * float(np.sign(ax - bx)), 0.75 * float(np.sign(ay - by))
    return [[a, (a[0] + right, a[1] + down)], [b, (b[0] - right, b[1] - down)]]


def _draw_boxes(axes: Any, topology: Topology, root: Box, points: float) -> None:
    from matplotlib.collections import PatchCollection
    from matplotlib.patches import Rectangle

    boxes = list(root.walk())
    edge = float(np.clip(points / 30, 0.15, 0.8))
    shapes = [Rectangle((box.x, box.y), box.width, box.height) for box in boxes]
    axes.add_collection(PatchCollection(shapes, facecolors=[_FILL.get(box.look, "#ffffff") for box in boxes],
                                        edgecolors="#666666", linewidths=edge))
    for box in boxes:
        for line, text in enumerate(box.lines):
            size = min(_MOST_POINTS, 0.6 * points * box.line, points * (box.width - 0.2) / (0.6 * max(len(text), 1)))
            if size >= _LEAST_POINTS:
                axes.text(box.x + box.width / 2, box.y + box.line * (line + 0.5), text, fontsize=size, ha="center",
                          va="center", color=_INK, parse_math=False)
    _draw_links(axes, topology, {box.row: box for box in boxes}, points)


def _draw_links(axes: Any, topology: Topology, boxes: dict[int, Box], points: float) -> None:
    """Links between objects of which none contains the other, by kind."""
    from matplotlib.collections import PathCollection
    from matplotlib.path import Path as Curve

    lines: dict[str, list[Any]] = {}
    told = {*_DRAWN_LINKS, *(["socket"] if topology.link_kind.count("socket") <= _MOST_SOCKET_LINKS else [])}
    for (a, b), kind in zip(topology.link_ends.tolist(), topology.link_kind, strict=True):
        if kind not in told or not {a, b} <= boxes.keys() or a in _above(b, topology) or b in _above(a, topology):
            continue
        (ax, ay), (bx, by) = boxes[a].anchor(boxes[b]), boxes[b].anchor(boxes[a])
        bent = ((ax + bx) / 2 + 0.15 * abs(by - ay), (ay + by) / 2 - 0.15 * abs(bx - ax))
        lines.setdefault(kind, []).append(Curve([(ax, ay), bent, (bx, by)], [Curve.MOVETO, Curve.CURVE3, Curve.CURVE3]))
    for kind, found in lines.items():
        width = float(np.clip(points / 12, 0.4, 1.6)) * (1 if len(found) <= 40 else 0.6)
        colour = _LINE.get(kind, _FAINT)
        axes.add_collection(PathCollection(found, facecolors="none", edgecolors=colour, linewidths=width, alpha=0.6,
                                           zorder=3))
        axes.plot([], [], color=colour, linewidth=1.5, label=f"{kind}: {len(found)} link{'s' if len(found) > 1 else ''}")
    if lines:
        axes.legend(loc="upper left", bbox_to_anchor=(0, -0.01), frameon=False, fontsize=8, ncols=len(lines))


def _above(row: int, topology: Topology) -> Iterable[int]:
    while row >= 0:
        yield row
        row = int(topology.parent[row])


def _draw_latencies(figure: Any, axes: Any, summary: TopologySummary) -> None:
    from matplotlib.colors import LogNorm, Normalize
    from matplotlib.ticker import MaxNLocator

    latency: NDArray[np.float32] = summary.distances.latency_ns
    count = len(latency)
    least, _, largest = summary.latency_range_ns
    if count < 2:
        axes.text(0.5, 0.5, "one processor", transform=axes.transAxes, ha="center", color=_FAINT)
        axes.axis("off")
        return
    spread = largest / least
    norm = LogNorm(least, largest) if spread > 8 else Normalize(least, largest if spread > 1 else least * 1.01)
    shown = np.where(np.eye(count, dtype=bool), np.nan, latency)
    image = axes.imshow(shown, cmap="viridis_r", norm=norm, interpolation="nearest" if count <= 256 else "antialiased")
    bar = figure.colorbar(image, ax=axes, shrink=0.75, pad=0.02)
    _label_bar(bar, least, largest)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(MaxNLocator(8, integer=True))
    if count <= 12:
        for i, j in np.argwhere(~np.eye(count, dtype=bool)).tolist():
            dark = norm(float(latency[i, j])) > 0.5
            axes.text(j, i, _shown(float(latency[i, j])), ha="center", va="center", fontsize=7.5,
                      color="white" if dark else _INK)
        axes.set_xticks(range(count), summary.measured.tolist())
        axes.set_yticks(range(count), summary.measured.tolist())
    numbered = "processor" if not summary.counts.get("gpu") else "processor (cores, then GPUs)"
    skipped = int(summary.measured[-1]) + 1 > count
    axes.set_xlabel(f"{numbered}, {count:,} spread evenly" if skipped else numbered, color=_INK, fontsize=9)
    axes.set_title("latency between processors, ns", fontsize=9.5, color=_INK)
    axes.tick_params(labelsize=8)


def _label_bar(bar: Any, least: float, largest: float) -> None:
    """Few plain numbers beside the colours, whether the scale is logarithmic or not."""
    from matplotlib.ticker import FixedLocator, NullLocator

    if largest / least > 8 or least == largest:
        ticks = np.geomspace(least, largest, 6).tolist() if largest > least else [least]
        bar.ax.yaxis.set_major_locator(FixedLocator(ticks))
        bar.ax.yaxis.set_minor_locator(NullLocator())
        bar.ax.set_yticklabels([_shown(tick) for tick in ticks])
    bar.ax.tick_params(labelsize=8)


def _shown(value: float) -> str:
    return f"{value:.3g}" if value < 1000 else f"{value:.0f}"
