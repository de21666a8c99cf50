"""Pictures of the study."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import matplotlib
from paper_figures import GREEDY, OLD, PUBLISHED, Row, Study, mean, quartiles

from irpart.reporting.pictures import save_figure

matplotlib.use("Agg")
from matplotlib import pyplot

COLOURS = {"metis": "#1f4e9c", "community": "#5aa0d8", "powergraph": "#b8b8b8", "libra": "#7a7a7a", "w-pg": "#f3b27a",
           "w-libra": "#e58a2e", "wb-pg": "#e07a7a", "wb-libra": "#c0392b", "chunks": "#6aa84f", "irpart": "#000000"}
MARKS = dict(zip(COLOURS, "osv^<>dDPX", strict=True))


def draw_lines(study: Study, path: Path, title: str, value: Callable[[Row], float]) -> None:
    """A figure over k, a line per method: geometric means, with bars from the first to the third quartile."""
    figure, axes = pyplot.subplots(figsize=(7.5, 4.6), layout="constrained")
    for number, method in enumerate(study.methods):
        place, middle, low, high = [], [], [], []
        for k in study.ks:
            found = [max(value(row), 1e-4) for row in study.of(method, k)]
            if found:
                place.append(k * 1.035 ** (number - len(study.methods) / 2))
                middle.append(mean(found))
                first, third = quartiles(found)
                low.append(max(0.0, middle[-1] - first))
                high.append(max(0.0, third - middle[-1]))
        if place:
            axes.errorbar(place, middle, (low, high), label=method, color=COLOURS[method], marker=MARKS[method],
                          markersize=5, linewidth=1.3, elinewidth=0.7, capsize=2)
    axes.set_xscale("log", base=2)
    axes.set_yscale("log")
    axes.set_xticks(study.ks, [f"{k}\n{study.n_of(k)} programs" for k in study.ks])
    axes.set_xlabel("clusters (and cores)")
    axes.set_ylabel(title)
    axes.grid(True, which="major", color="#dddddd", linewidth=0.6)
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False, fontsize=9)
    save_figure(figure, path)
    pyplot.close(figure)


def draw_claim(study: Study, path: Path) -> None:
    """WB-Libra's run time against each kind of older approach, beside what was published."""
    figure, axes = pyplot.subplots(figsize=(7.5, 4.2), layout="constrained")
    kinds = [("best of PowerGraph and Libra", GREEDY, "#7a7a7a"), ("METIS", ("metis",), "#1f4e9c"),
             ("best of all four", OLD, "#c0392b")]
    for number, (label, others, colour) in enumerate(kinds):
        ks = [k for k in study.ks if study.ratios("wb-libra", others, k)]
        found = [study.ratios("wb-libra", others, k) for k in ks]
        middle = [mean(values) for values in found]
        ends = [quartiles(values) for values in found]
        bars = ([max(0.0, m - e[0]) for m, e in zip(middle, ends, strict=True)],
                [max(0.0, e[1] - m) for m, e in zip(middle, ends, strict=True)])
        axes.errorbar([k * 1.06 ** (number - 1) for k in ks], middle, bars, label=f"over {label}", color=colour, marker="o",
                      capsize=3, linewidth=1.3)
    known = {k: value for k, value in PUBLISHED.items() if k in study.ks}
    axes.plot(list(known), list(known.values()), "k*", markersize=12, label="published", linestyle="none")
    axes.axhline(1, color="#555555", linewidth=0.8)
    axes.set_xscale("log", base=2)
    axes.set_yscale("log")
    axes.set_xticks(study.ks, [f"{k}\n{study.n_of(k)} programs" for k in study.ks])
    ticks = (0.5, 0.7, 1, 1.5, 2, 3, 5)
    axes.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
    axes.minorticks_off()
    axes.set_xlabel("clusters (and cores)")
    axes.set_ylabel("WB-Libra is faster by a factor of")
    axes.grid(True, color="#dddddd", linewidth=0.6)
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False, fontsize=9)
    save_figure(figure, path)
    pyplot.close(figure)
