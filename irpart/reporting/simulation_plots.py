"""Plot of a simulated run: processors over time, where their time went, and how busy the links were."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.reporting.pictures import write_picture
from irpart.simulation.figures import STATES, busiest_links, interval_shares, time_shares
from irpart.simulation.types import SimulatedRun
from irpart.topology.types import Topology

COLOURS = {"busy": "#1f4e79", "stalled": "#d98c21", "waiting": "#c9d3dc", "overhead": "#7b3f99", "idle": "#f3f3f3"}
_INK, _FAINT = "#222222", "#8a8a8a"
MOST_STACKED = 16
"""Up to so many processors each has a band of stacked shares over time; above, a heat map shows the busy share."""
MOST_ROWS = 512
_MOST_BARS = 14
_MOST_NUMBERED = 64


def plot_simulation(run: SimulatedRun, topology: Topology, path: str | Path) -> None:
    """Draw a run.

    Parameters
    ----------
    run, topology
        The run, and the machine it was on.
    path
        Picture to write; ``.png``, ``.svg`` or ``.pdf``.

    Raises
    ------
    InputError
        When the suffix is another one, or the picture cannot be written; nothing is left behind then.
    """
    write_picture(path, lambda: _figure(run, topology))


def _figure(run: SimulatedRun, topology: Topology) -> Any:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    count = len(run.processor_instructions)
    upper = 2.2 + 0.19 * min(count, 16)
    is_mesh = len(topology.grid) == 2 and min(topology.grid) > 1
    lower = _mesh_height(topology) if is_mesh else 0.9 + 0.22 * min(_MOST_BARS, max(3, int((run.link_messages > 0).sum())))
    height = upper + lower + 2.25
    figure = Figure(figsize=(9.6, height))
    FigureCanvasAgg(figure)

    def place(left: float, bottom: float, width: float, tall: float) -> Any:
        return figure.add_axes((left, bottom / height, width, tall / height))

    bottom = lower + 1.6
    over_time, shares = place(0.09, bottom, 0.58, upper), place(0.71, bottom, 0.26, upper)
    if count <= MOST_STACKED:
        _draw_bands(over_time, run)
    else:
        _draw_heat(over_time, run, place(0.09, bottom - 0.82, 0.2, 0.1))
    _draw_shares(shares, run)
    figure.legend(*shares.get_legend_handles_labels(), loc="upper left", bbox_to_anchor=(0.70, (bottom - 0.45) / height),
                  ncols=3, fontsize=7.5, frameon=False, handlelength=1, columnspacing=1, handletextpad=0.5)
    if is_mesh:
        width = lower * topology.grid[1] / topology.grid[0] / 9.6
        width = min(0.7, width)
        _draw_mesh(place(0.09, 0.35, width, lower), run, topology, place(width + 0.12, 0.55, 0.02, lower - 0.5))
    else:
        _draw_links(place(0.36, 0.5, 0.61, lower - 0.25), run, topology)
    speed = f", speed-up {run.speedup:.2f}x over one core" if run.baseline_cycles else ""
    used = int(np.count_nonzero(run.processor_instructions))
    title = (f"{textwrap.shorten(topology.name, 60)}: {run.cycles:,.0f} cycles on {used:,} of {count:,} processors{speed}; "
             f"{run.model.core} cores, values by {run.model.synchronisation}")
    figure.text(0.09, 1 - 0.16 / height, "\n".join(textwrap.wrap(title, 125)), fontsize=9.5, color=_INK, va="top")
    return figure


def _mesh_height(topology: Topology) -> float:
    """Inches that the grid of a mesh needs, at most 6.4 wide."""
    rows, columns = topology.grid
    return float(np.clip(6.4 * rows / columns, 1.8, 5.2))


def _scale(run: SimulatedRun) -> tuple[float, str]:
    """Cycles per unit of the time axis, and its name."""
    for size, name in ((1e9, "billion cycles"), (1e6, "million cycles"), (1e3, "thousand cycles")):
        if run.cycles >= size:
            return size, name
    return 1.0, "cycles"


def _draw_bands(axes: Any, run: SimulatedRun) -> None:
    """For every processor the shares of its time, stacked, interval by interval."""
    shares, ends = interval_shares(run)
    size, unit = _scale(run)
    times = ends / size
    for p, of in enumerate(shares):
        below = np.full(len(of), p + 0.42)
        for state, share in zip(STATES, of.T, strict=True):
            above = below - 0.84 * share
            axes.fill_between(times, np.append(below, below[-1]), np.append(above, above[-1]), step="post",
                              color=COLOURS[state], linewidth=0)
            below = above
    _time_axes(axes, len(shares), times, unit)


def _draw_heat(axes: Any, run: SimulatedRun, scale: Any) -> None:
    """The busy share of every processor (or the mean of neighbours) in every interval."""
    from matplotlib.ticker import PercentFormatter

    shares, ends = interval_shares(run)
    size, unit = _scale(run)
    each = -(-len(shares) // MOST_ROWS)
    starts = np.arange(0, len(shares), each)
    busy = np.add.reduceat(shares[:, :, 0], starts) / np.diff(np.append(starts, len(shares)))[:, None]
    edges = np.append(starts, len(shares)) - 0.5
    drawn = axes.pcolormesh(ends / size, edges, busy, cmap="magma", vmin=0, vmax=1, rasterized=True)
    _time_axes(axes, len(shares), ends / size, unit)
    bar = axes.figure.colorbar(drawn, cax=scale, orientation="horizontal", format=PercentFormatter(1.0, 0))
    bar.set_ticks([0, 0.5, 1])
    scale.tick_params(labelsize=7)
    scale.set_title("busy", fontsize=8, pad=2, loc="left")


def _time_axes(axes: Any, count: int, times: NDArray[np.float64], unit: str) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.set(xlim=(0, times[-1] or 1), ylim=(count - 0.5, -0.5), ylabel="processor")
    axes.set_xlabel(unit)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    _clean(axes)


def _draw_shares(axes: Any, run: SimulatedRun) -> None:
    """Where each processor's time went, as a stacked bar in its row; means of neighbours when there are many."""
    shares = time_shares(run)
    count = len(shares)
    each = -(-count // MOST_ROWS)
    starts = np.arange(0, count, each)
    mean = np.add.reduceat(shares, starts) / np.diff(np.append(starts, count))[:, None]
    height, before = (0.84 if count <= _MOST_NUMBERED else 1.15) * each, np.zeros(len(mean))
    for state, column in zip(STATES, mean.T, strict=True):
        axes.barh(starts + (each - 1) / 2, column, height=height, left=before, color=COLOURS[state], label=state,
                  linewidth=0, antialiased=False)
        before = before + column
    axes.set(xlim=(0, 1), ylim=(count - 0.5, -0.5), xlabel="share of the time")
    axes.set_yticks([])
    axes.set_xticks([0, 0.5, 1], ["0", "50%", "100%"])
    _clean(axes)


def _clean(axes: Any) -> None:
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.tick_params(labelsize=8)


def _draw_links(axes: Any, run: SimulatedRun, topology: Topology) -> None:
    """Bars of the busiest directed links."""
    from matplotlib.ticker import PercentFormatter

    uses = busiest_links(run, topology, _MOST_BARS)
    axes.set_title("busiest links, share of the time in use", fontsize=9, loc="left", color=_INK)
    _clean(axes)
    if not uses:
        axes.text(0.5, 0.5, "no messages over links", transform=axes.transAxes, ha="center", color=_FAINT)
        axes.set_axis_off()
        return
    places = np.arange(len(uses))
    axes.barh(places, [use.utilisation for use in uses], color=COLOURS["busy"], height=0.7)
    axes.set_yticks(places, [textwrap.shorten(use.name, 44, placeholder="...") for use in uses], fontsize=8)
    most = max(use.utilisation for use in uses)
    axes.set(ylim=(len(uses) - 0.5, -0.5), xlim=(0, max(1e-9, most) * 1.12))
    axes.xaxis.set_major_formatter(PercentFormatter(1.0))
    for place, use in zip(places, uses, strict=True):
        axes.text(use.utilisation + most * 0.01, place, f"{use.messages:,}", va="center", fontsize=7, color=_FAINT)
    axes.text(1.0, 1.02, "number: messages", transform=axes.transAxes, ha="right", fontsize=7.5, color=_FAINT)


def _draw_mesh(axes: Any, run: SimulatedRun, topology: Topology, scale: Any) -> None:
    """The links between the tiles of a two-dimensional grid as coloured lines, one per direction, side by side."""
    from matplotlib.collections import LineCollection
    from matplotlib.ticker import PercentFormatter

    rows, columns = topology.grid
    tile = grid_places(topology)
    at = tile[run.link_ends]
    between = np.flatnonzero((at >= 0).all(axis=1) & (at[:, 0] != at[:, 1]))
    ends = np.stack([at[between] % columns, at[between] // columns], axis=2).astype(np.float64)
    step = ends[:, 1] - ends[:, 0]
    around = np.abs(step).max(axis=1) > 1.5
    step = np.where(around[:, None], -np.sign(step), step)
    aside = 0.12 * np.stack([-step[:, 1], step[:, 0]], axis=1)
    begin, end = ends[:, 0] + 0.16 * step + aside, ends[:, 0] + 0.84 * step + aside
    end = np.where(around[:, None], ends[:, 0] + 0.5 * step + aside, end)
    use = run.link_busy_cycles[between] / run.cycles if run.cycles else np.zeros(len(between))
    order = np.argsort(use, kind="stable")
    inch = axes.get_window_extent().height / axes.figure.dpi / max(rows, 1)
    lines = LineCollection(list(np.stack([begin, end], axis=1)[order]), array=use[order], cmap="inferno_r",
                           linewidths=max(0.7, min(5.0, 72 * inch * 0.13)), clim=(0, max(float(use.max(initial=0)), 1e-9)))
    axes.add_collection(lines)
    everywhere = np.arange(rows * columns)
    axes.plot(everywhere % columns, everywhere // columns, "s", color="#b8c4cf", zorder=0, linestyle="none",
              markersize=max(0.8, min(12.0, 72 * inch * 0.2)))
    axes.set(xlim=(-0.6, columns - 0.4), ylim=(rows - 0.4, -0.6), aspect="equal", anchor="NW")
    axes.set_axis_off()
    axes.set_title("links between tiles, one line per direction, on its right side", fontsize=9, loc="left", color=_INK)
    bar = axes.figure.colorbar(lines, cax=scale, format=PercentFormatter(1.0))
    bar.ax.tick_params(labelsize=8)
    bar.set_label("share of the time in use", fontsize=8)


def grid_places(topology: Topology) -> NDArray[np.int64]:
    """int64, shape (n,): number of the grid's point that an object is on (a tile is where its processor is), else -1."""
    from irpart.topology.types import ROUTER

    router = topology.ancestor_of_kind(ROUTER)
    places = np.full(topology.n_objects, -1, np.int64)
    for number, row in enumerate(topology.processors):
        if router[row] >= 0:
            places[router[row]] = number
    return places
