"""Plot of a degree distribution: complementary cumulative, log-log, with the fitted laws."""

from __future__ import annotations

import math
import textwrap
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.graph.degree_law import DegreeLaw, fitted_tails
from irpart.reporting.pictures import write_picture

_STYLES = {"power law": ("-", "#c0392b"), "lognormal": ("--", "#2e7d32"), "exponential": (":", "#8e6c00")}
_MEASURED, _INK, _FAINT = "#1f4e79", "#222222", "#8a8a8a"
_MOST_POINTS = 4000


def plot_degrees(values: NDArray[np.int64], counts: NDArray[np.int64], law: DegreeLaw, path: str | Path) -> None:
    """Draw P(degree >= d) with the power law, and the lognormal and exponential of the same tail.

    Parameters
    ----------
    values, counts
        int64: distinct degrees in increasing order, and how many vertices have each. Degree 0 is left out.
    law
        What ``fit_degree_law`` made of them.
    path
        Picture to write; ``.png``, ``.svg`` or ``.pdf``.

    Raises
    ------
    InputError
        When the suffix is another one, or the picture cannot be written; nothing is left behind then.
    """
    write_picture(path, lambda: _figure(values, counts, law))


def _figure(values: NDArray[np.int64], counts: NDArray[np.int64], law: DegreeLaw) -> Any:
    """A matplotlib figure that no window or global state knows of."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.ticker import NullFormatter

    figure = Figure(figsize=(7.2, 5.0), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    axes.set_xscale("log")
    axes.set_yscale("log")
    positive = (values > 0) & (counts > 0)
    values, counts = values[positive], counts[positive]
    if len(values):
        tails = np.cumsum(counts[::-1])[::-1] / counts.sum()
        shown = _spread(len(values))
        axes.plot(values[shown], tails[shown], "o", markersize=4.5, color=_MEASURED, markeredgewidth=0, alpha=0.85,
                  label=f"measured ({int(counts.sum()):,} vertices)", zorder=3)
        axes.set_ylim(tails[-1] / 3, 2)
        if math.isfinite(law.exponent):
            _draw_laws(axes, values, tails, law)
        axes.legend(frameon=False, fontsize=9, loc="upper right")
    else:
        axes.text(0.5, 0.5, "no vertex has an edge", transform=axes.transAxes, ha="center", color=_FAINT)
    axes.set_xlabel("degree d (in + out)", color=_INK)
    axes.set_ylabel("share of vertices with degree ≥ d", color=_INK)
    axes.grid(True, which="major", color="#dddddd", linewidth=0.6)
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.set_axisbelow(True)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.set_title("\n".join(textwrap.wrap(law.verdict, 88)), fontsize=9.5, loc="left", color=_INK)
    return figure


def _draw_laws(axes: Any, values: NDArray[np.int64], tails: NDArray[np.float64], law: DegreeLaw) -> None:
    """The fitted laws over the tail, scaled to where it starts, and a mark at xmin."""
    start = float(tails[np.searchsorted(values, law.xmin)])
    degrees = np.geomspace(law.xmin, max(float(values[-1]), law.xmin + 1), 300)
    names = {"power law": f"power law, α = {law.exponent:.2f}",
             "lognormal": f"lognormal{_judged(law.lognormal_ratio, law.lognormal_p)}",
             "exponential": f"exponential{_judged(law.exponential_ratio, law.exponential_p)}"}
    for name, curve in fitted_tails(law, degrees).items():
        style, colour = _STYLES[name]
        shown = np.isfinite(curve) & (curve * start > tails[-1] / 10)
        axes.plot(degrees[shown], start * curve[shown], style, color=colour, linewidth=1.8, label=names[name], zorder=4)
    axes.axvline(law.xmin, color=_FAINT, linewidth=0.8, linestyle=(0, (4, 3)), zorder=1)
    axes.annotate(f"fitted from {law.xmin:.0f} on", (law.xmin, 1.0), (4, -2), xycoords=("data", "axes fraction"),
                  textcoords="offset points", fontsize=8, color=_FAINT, va="top")


def _judged(ratio: float, p: float) -> str:
    """How another law compares with the power law, for the legend."""
    if not (math.isfinite(ratio) and math.isfinite(p)):
        return ""
    if p >= 0.1:
        return f", as likely (p = {p:.2g})"
    return ", likelier" if ratio < 0 else ", less likely"


def _spread(length: int) -> NDArray[np.int64]:
    """Indices of the points to draw: all, or evenly many on a logarithmic scale from both ends."""
    if length <= _MOST_POINTS:
        return np.arange(length)
    steps = np.geomspace(1, length, _MOST_POINTS // 2).astype(np.int64) - 1
    return np.unique(np.concatenate([steps, length - 1 - steps]))
