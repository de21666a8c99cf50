"""Plot of a degree distribution: complementary cumulative, log-log, with the fitted laws."""

from __future__ import annotations

import math
import os
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import InputError
from irpart.graph.degree_law import DegreeLaw


def plot_degrees(values: NDArray[np.int64], counts: NDArray[np.int64], law: DegreeLaw, path: Path) -> None:
    """Draw P(degree >= d) with the power law, and the lognormal and exponential of the same tail.

    Raises
    ------
    InputError
        When the picture cannot be written.
    """
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    positive = values > 0
    values, counts = values[positive], counts[positive]
    figure, axes = pyplot.subplots(figsize=(7, 4.6), layout="constrained")
    if len(values):
        above = np.cumsum(counts[::-1])[::-1] / counts.sum()
        axes.loglog(values, above, "o", markersize=4, color="#1f4e79", label=f"{int(counts.sum()):,} vertices")
        if math.isfinite(law.exponent):
            _draw_laws(axes, values, counts, above, law)
        axes.legend(frameon=False, fontsize=9)
    axes.set_xlabel("degree d (in + out)")
    axes.set_ylabel("share of vertices with degree >= d")
    axes.grid(True, which="major", alpha=0.3)
    axes.set_title(law.verdict.split(":")[0].split(" (")[0], fontsize=10)
    unfinished = path.with_name(f".{path.stem}.{os.getpid()}{path.suffix}")
    try:
        figure.savefig(unfinished, dpi=150)
        os.replace(unfinished, path)
    except (OSError, ValueError) as error:
        unfinished.unlink(missing_ok=True)
        raise InputError(f"Cannot write the plot {path}: {error}.") from None
    finally:
        pyplot.close(figure)


def _draw_laws(axes: object, values: NDArray[np.int64], counts: NDArray[np.int64], above: NDArray[np.float64],
               law: DegreeLaw) -> None:
    tail = values >= law.xmin
    start = float(above[tail][0])
    degrees = np.geomspace(law.xmin, values[-1], 100)
    weights, logs = counts[tail], np.log(values[tail])
    mean_excess = float((weights * (values[tail] - law.xmin)).sum() / weights.sum()) or 1.0
    mu = float((weights * logs).sum() / weights.sum())
    sigma = math.sqrt(float((weights * (logs - mu) ** 2).sum() / weights.sum())) or 1e-9
    lognormal = np.array([math.erfc((math.log(d) - mu) / (sigma * math.sqrt(2))) for d in degrees])
    curves = (
        (f"power law, alpha = {law.exponent:.2f}", (degrees / law.xmin) ** (1 - law.exponent), "-", "#c00000"),
        ("lognormal", lognormal / max(lognormal[0], 1e-300), "--", "#548235"),
        ("exponential", np.exp(-(degrees - law.xmin) / mean_excess), ":", "#7f6000"),
    )
    for label, curve, style, colour in curves:
        shown = curve * start > above.min() / 10
        axes.loglog(degrees[shown], start * curve[shown], style, color=colour, label=label)  # type: ignore[attr-defined]
    axes.axvline(law.xmin, color="grey", linewidth=0.8, alpha=0.6)  # type: ignore[attr-defined]
