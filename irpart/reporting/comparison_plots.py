"""Pictures of a comparison: each metric by k, and communication against speed-up with its Pareto front."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from irpart.comparison.summary import METRICS, Metric, Row, contenders, summarize
from irpart.comparison.types import Comparison
from irpart.reporting.pictures import save_figure

_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#8C6D00")
_MARKERS = ("o", "s", "^", "D", "v", "P", "X", "<", ">")
"""Okabe and Ito's colours, told apart with any colour vision; with the markers every method has a pair of its own."""
_PANELS = ("replication_factor", "weighted_communication", "balance_by_weight", "speedup", "seconds", "peak_megabytes")
_LOGARITHMIC = frozenset({"weighted_communication", "seconds", "peak_megabytes"})
_TITLES = {"replication_factor": "replication factor", "weighted_communication": "weighted communication",
           "balance_by_weight": "balance by weight", "speedup": "estimated speed-up", "seconds": "time of the method",
           "peak_megabytes": "peak memory of the method"}
_LABELS = {"replication_factor": "clusters per vertex", "weighted_communication": "cycles",
           "balance_by_weight": "heaviest cluster / mean", "speedup": "times one processor", "seconds": "seconds",
           "peak_megabytes": "MB"}
_PALE = 0.4
_INK, _FAINT = "#222222", "#8a8a8a"
_FRONT: dict[str, Any] = {"color": _FAINT, "linewidth": 1.2, "linestyle": "--"}
_Styles = dict[str, dict[str, Any]]


def plot_comparison(comparison: Comparison, base: str) -> list[Path]:
    """Draw every graph with a successful trial.

    Parameters
    ----------
    base
        Start of the file names: ``BASE.png`` and, where there is a speed-up, ``BASE.pareto.png``; the graph's name comes
        between when there are several.

    Returns
    -------
    The files written.

    Raises
    ------
    InputError
        A picture cannot be written.
    """
    rows, written = summarize(comparison), []
    styles = {method: _style(place) for place, method in enumerate(sorted(comparison.settings.methods))}
    for facts in comparison.graphs:
        here = [row for row in rows if row.graph == facts.name and row.spreads]
        if not here:
            continue
        start = base if len(comparison.graphs) == 1 else f"{base}.{re.sub(r'[^A-Za-z0-9_.-]', '_', facts.name)}"
        title = f"{facts.name}: {facts.n_vertices:,} vertices, {facts.n_edges:,} edges"
        written.append(Path(f"{start}.png"))
        save_figure(metric_figure(here, comparison.settings.ks, styles, title), written[-1])
        if any("speedup" in row.spreads for row in here):
            written.append(Path(f"{start}.pareto.png"))
            save_figure(pareto_figure(here, comparison.settings.ks, styles, title), written[-1])
    return written


def metric_figure(rows: Sequence[Row], ks: Sequence[int], styles: _Styles, title: str) -> Any:
    """A panel per metric; methods side by side at each k, bars from the least to the most."""
    shown = [metric for name in _PANELS for metric in METRICS if metric.name == name
             and any(name in row.spreads for row in rows)]
    methods = _in_order(rows)
    columns = 1 if len(shown) == 1 else 2
    width = max(2.6, 0.17 * len(methods) * len(ks) + 1.0)
    figure = _empty_figure(columns * min(width, 7.0) + 1.8, 2.5 * math.ceil(len(shown) / columns) + 0.5)
    panels = figure.subplots(math.ceil(len(shown) / columns), columns, squeeze=False).flat
    for axes, metric in zip(panels, shown, strict=False):
        _draw_metric(axes, metric, rows, ks, methods, styles)
    for axes in list(panels)[len(shown):]:
        axes.set_visible(False)
    _finish(figure, rows, styles, title)
    return figure


def pareto_figure(rows: Sequence[Row], ks: Sequence[int], styles: _Styles, title: str) -> Any:
    """A panel per k: less communication to the left, more speed-up upwards, and those methods that no other beats in both.

    The front is among those that keep the balance bound, where one does.
    """
    columns = len(ks) if len(ks) < 4 else 2 if len(ks) == 4 else 3
    lines = math.ceil(len(ks) / columns)
    figure = _empty_figure(3.6 * columns + 1.8, 3.3 * lines + 0.4)
    panels = list(figure.subplots(lines, columns, squeeze=False).flat)
    for axes, k in zip(panels, ks, strict=False):
        _draw_front(axes, [row for row in rows if row.k == k and "speedup" in row.spreads], styles)
        axes.set_title(f"k = {k}", fontsize=10, loc="left", color=_INK)
    for axes in panels[len(ks):]:
        axes.set_visible(False)
    _finish(figure, rows, styles, title, with_front=True)
    return figure


def pareto_front(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The points that no other beats in both: with a smaller first and a larger second number; by the first.

    Examples
    --------
    >>> pareto_front([(1, 1), (2, 3), (3, 2), (4, 4)])
    [(1, 1), (2, 3), (4, 4)]
    """
    front: list[tuple[float, float]] = []
    for point in sorted(set(points), key=lambda point: (point[0], -point[1])):
        if not front or point[1] > front[-1][1]:
            front.append(point)
    return front


def _style(place: int) -> dict[str, Any]:
    """Colour and marker of a method by its place; hollow markers when colours come round again."""
    colour = _COLOURS[place % len(_COLOURS)]
    return {"color": colour, "marker": _MARKERS[place % len(_MARKERS)], "markeredgecolor": colour,
            "markeredgewidth": 1.3, "markerfacecolor": "white" if place // len(_COLOURS) % 2 else colour}


def _empty_figure(width: float, height: float) -> Any:
    """A matplotlib figure that no window or global state knows of."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def _draw_metric(axes: Any, metric: Metric, rows: Sequence[Row], ks: Sequence[int], methods: Sequence[str],
                 styles: _Styles) -> None:
    step = 0.8 / max(1, len(methods) - 1) if len(methods) > 1 else 0.0
    values = []
    for row in rows:
        spread = row.spreads.get(metric.name)
        if spread is None:
            continue
        x = ks.index(row.k) + (methods.index(row.method) * step - 0.4 if step else 0.0)
        bars = [[spread.mean - spread.least], [spread.most - spread.mean]]
        axes.errorbar([x], [spread.mean], yerr=bars, linestyle="", markersize=5.5, elinewidth=1, capsize=2,
                      alpha=1.0 if row.keeps_bound else _PALE, **styles[row.method])
        values += [spread.least, spread.most]
    for place in range(0, len(ks) if len(ks) > 1 else 0, 2):
        axes.axvspan(place - 0.5, place + 0.5, color="#f3f3f3", zorder=0, linewidth=0)
    axes.set_xlim(-0.5, len(ks) - 0.5)
    axes.set_xticks(range(len(ks)), [f"k = {k}" for k in ks])
    axes.tick_params(axis="x", length=0)
    axes.set_title(_TITLES[metric.name], fontsize=10, loc="left", color=_INK)
    axes.set_ylabel(_LABELS[metric.name], color=_INK, fontsize=9)
    if metric.name in _LOGARITHMIC:
        _scale(axes.yaxis, axes.set_yscale, values)
    _tidy(axes)


def _draw_front(axes: Any, rows: Sequence[Row], styles: _Styles) -> None:
    points = []
    for row in sorted(rows, key=lambda row: row.keeps_bound):
        x, y = row.spreads["weighted_communication"], row.spreads["speedup"]
        points.append((x.mean, y.mean))
        axes.errorbar([x.mean], [y.mean], xerr=[[x.mean - x.least], [x.most - x.mean]],
                      yerr=[[y.mean - y.least], [y.most - y.mean]], linestyle="", markersize=7, elinewidth=0.8,
                      zorder=3, alpha=1.0 if row.keeps_bound else _PALE, **styles[row.method])
    _scale(axes.xaxis, axes.set_xscale, [x for x, _ in points])
    axes.margins(y=0.12)
    axes.set_ylim(0, axes.get_ylim()[1])
    running = [(row.spreads["weighted_communication"].mean, row.spreads["speedup"].mean) for row in contenders(rows)]
    front, (left, right) = pareto_front(running), axes.get_xlim()
    corners = [(front[0][0], 0.0), *front, (right, front[-1][1])] if front else []
    axes.step([x for x, _ in corners], [y for _, y in corners], where="post", zorder=1, **_FRONT)
    axes.set_xlim(left, right)
    axes.set_xlabel("weighted communication [cycles]", fontsize=9, color=_INK)
    axes.set_ylabel("estimated speed-up", fontsize=9, color=_INK)
    _tidy(axes)


def _scale(axis: Any, set_scale: Any, values: Sequence[float]) -> None:
    """A logarithmic scale where all values are above 0 and span enough, with few and plain numbers on it."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    if not values or min(values) <= 0 or max(values) < 3 * min(values):
        axis.set_major_formatter(FuncFormatter(lambda value, _: _short(value)))
        return
    set_scale("log")
    axis.set_major_locator(LogLocator(subs=(1.0,) if max(values) > 100 * min(values) else (1.0, 2.0, 5.0)))
    axis.set_major_formatter(FuncFormatter(lambda value, _: _short(value)))
    axis.set_minor_formatter(NullFormatter())


def _short(value: float) -> str:
    """A number on an axis: 20k, 3M, 0.005."""
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            return f"{value / size:.3g}{letter}"
    return f"{value:.3g}"


def _tidy(axes: Any) -> None:
    axes.grid(True, axis="y", which="major", color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(labelsize=8.5)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def _in_order(rows: Sequence[Row]) -> list[str]:
    return sorted({row.method for row in rows})


def _finish(figure: Any, rows: Sequence[Row], styles: _Styles, title: str, *, with_front: bool = False,
            ) -> None:
    """Title, and one legend for all panels beside them."""
    from matplotlib.lines import Line2D

    handles = [Line2D([], [], linestyle="", markersize=6.5, label=method, **styles[method])
               for method in _in_order(rows)]
    if with_front:
        handles.append(Line2D([], [], label="Pareto front", **_FRONT))
    if not all(row.keeps_bound for row in rows):
        handles.append(Line2D([], [], linestyle="", marker="o", color=_INK, alpha=_PALE, markeredgewidth=0,
                              label="pale: beyond the\nbalance bound"))
    figure.legend(handles=handles, loc="outside right upper", frameon=False, fontsize=9)
    figure.suptitle(title, fontsize=11, x=0.01, ha="left", color=_INK)
