"""Plot of a placement: the messages between processors as a heat map in the order of the machine, and their load."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from irpart.mapping.types import Placement
from irpart.reporting.pictures import write_picture

if TYPE_CHECKING:
    from irpart.mapping.figures import PlacementFigures
    from irpart.mapping.problem import Pairs

_INK, _FAINT, _BAR, _IDLE = "#222222", "#8a8a8a", "#1f4e79", "#c0392b"
_MOST_CELLS = 512


def plot_placement(placement: Placement, pairs: Pairs, figures: PlacementFigures, path: str | Path) -> None:
    """Draw the messages between processors and the load of each.

    Parameters
    ----------
    placement, figures
        The placement and its figures.
    pairs
        Messages between clusters.
    path
        Picture to write; ``.png``, ``.svg`` or ``.pdf``.

    Raises
    ------
    InputError
        When the suffix is another one, or the picture cannot be written; nothing is left behind then.
    """
    write_picture(path, lambda: _figure(placement, pairs, figures))


def _figure(placement: Placement, pairs: Pairs, figures: PlacementFigures) -> Any:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.colors import LogNorm
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    topology, placed = placement.topology, placement.cluster_processor
    count = topology.n_processors
    each = -(-count // _MOST_CELLS)
    cells = -(-count // each)
    between = np.zeros((cells, cells))
    np.add.at(between, (placed[pairs.sources()] // each, placed[pairs.target] // each), pairs.value)
    figure = Figure(figsize=(7.2, 8.2))
    FigureCanvasAgg(figure)
    heat, bars = figure.add_axes((0.13, 0.30, 0.70, 0.70 * 7.2 / 8.2)), figure.add_axes((0.13, 0.07, 0.70, 0.15))
    edges = np.arange(cells + 1) * each - 0.5
    shown = np.ma.masked_less_equal(between, 0)
    if shown.count():
        least, most = max(1.0, float(shown.min())), max(2.0, float(shown.max()))
        least = min(least, most / 2)
        drawn = heat.pcolormesh(edges, edges, shown, cmap="viridis", norm=LogNorm(least, most), rasterized=True)
        steps = [step * 10.0**power for power in range(18) for step in (1, 2, 5)]
        bar = figure.colorbar(drawn, cax=figure.add_axes((0.86, 0.36, 0.03, 0.49)), label="messages")
        bar.set_ticks([step for step in steps if least <= step <= most], minor=False)
        bar.set_ticks([], minor=True)
        bar.ax.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    else:
        heat.text(0.5, 0.5, "no messages between clusters", transform=heat.transAxes, ha="center", color=_FAINT)
    _draw_borders(heat, placement, count)
    heat.set(xlim=(-0.5, count - 0.5), ylim=(count - 0.5, -0.5), aspect="equal", xlabel="to processor",
             ylabel="from processor")
    relative = figures.load * count / max(float(figures.load.sum()), 1e-300)
    busy = np.bincount(placed, minlength=count) > 0
    bars.bar(np.arange(count), relative, width=0.85 if count <= 128 else 1.0, color=_BAR)
    if count <= 128:
        idle = np.flatnonzero(~busy)
        bars.plot(idle, np.zeros(len(idle)), "x", color=_IDLE, markersize=4, clip_on=False)
        if len(idle):
            bars.set_title("× idle", fontsize=8.5, loc="right", color=_IDLE)
    bars.axhline(1, color=_FAINT, linewidth=0.8, linestyle=(0, (4, 3)))
    bars.set(xlim=(-0.5, count - 0.5), ylim=(0, max(1.15, float(relative.max()) * 1.08)), xlabel="processor",
             ylabel="busy time\n/ mean")
    for axes in (heat, bars):
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
    heat.yaxis.set_major_locator(MaxNLocator(integer=True))
    near = next(iter(figures.locality.values()), 0.0)
    title = (f"{placement.partition.n_clusters:,} clusters on {textwrap.shorten(topology.name, 60)}: {placement.method}, "
             f"random placements cost {figures.gain:.2f}x, {near:.0%} of the messages stay on their processor")
    heat.set_title("\n".join(textwrap.wrap(title, 80)), fontsize=9.5, loc="left", color=_INK)
    return figure


def _draw_borders(axes: Any, placement: Placement, count: int) -> None:
    """White lines between packages (dotted between NUMA domains) where processors are in their order."""
    from irpart.topology.types import HOST, NUMA, PACKAGE

    topology = placement.topology
    for kind, style, width in ((NUMA, ":", 0.7), (PACKAGE, "-", 0.9), (HOST, "-", 1.4)):
        owner: NDArray[np.int32] = topology.ancestor_of_kind(kind)[topology.processors]
        borders = np.flatnonzero(np.diff(owner)) + 0.5
        if 0 < len(borders) <= 64:
            for border in borders:
                axes.plot([border, border], [-0.5, count - 0.5], style, color=_FAINT, linewidth=width, zorder=3)
                axes.plot([-0.5, count - 0.5], [border, border], style, color=_FAINT, linewidth=width, zorder=3)
