"""The picture of a degree distribution: written whole or not at all, with the laws drawn where they fit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from irpart.base.errors import InputError
from irpart.graph.degree_law import fit_degree_law
from irpart.reporting import degree_plot
from irpart.reporting.degree_plot import plot_degrees

VALUES, COUNTS = np.unique(np.random.default_rng(0).zipf(2.5, 2000), return_counts=True)
LAW = fit_degree_law(VALUES, COUNTS)
MAGIC = {".png": b"\x89PNG", ".svg": b"<?xml", ".pdf": b"%PDF"}


@pytest.mark.parametrize("suffix", MAGIC)
def test_pictures_are_written(tmp_path: Path, suffix: str) -> None:
    """In each format, over an older file, and nothing else."""
    path = tmp_path / f"a{suffix}"
    path.write_text("old")
    plot_degrees(VALUES, COUNTS, LAW, path)
    assert path.read_bytes().startswith(MAGIC[suffix])
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_what_is_drawn() -> None:
    """All points, three laws that start where the tail starts, the verdict as title."""
    axes = degree_plot._figure(VALUES, COUNTS, LAW).axes[0]
    measured, *laws, _mark = axes.get_lines()
    assert measured.get_xdata().tolist() == VALUES.tolist()
    assert measured.get_ydata()[0] == 1.0
    assert measured.get_ydata()[-1] == COUNTS[-1] / COUNTS.sum()
    start = LAW.tail / COUNTS.sum()
    assert [line.get_ydata()[0] for line in laws] == pytest.approx([start] * 3)
    assert [text.get_text().split(",")[0] for text in axes.get_legend().get_texts()[1:]] == [
        "power law", "lognormal", "exponential"]
    assert axes.get_title(loc="left").replace("\n", " ") == LAW.verdict


def test_graphs_without_a_law(tmp_path: Path) -> None:
    """No vertices, one degree, a degree no vertex has: measured points only."""
    for values, counts in (([], []), ([3], [50]), ([1, 2], [5, 0]), ([0], [4])):
        degrees, numbers = np.array(values, np.int64), np.array(counts, np.int64)
        law = fit_degree_law(degrees, numbers)
        plot_degrees(degrees, numbers, law, tmp_path / "a.svg")
        drawn = degree_plot._figure(degrees, numbers, law).axes[0].get_lines()
        assert len(drawn) == bool((degrees * numbers > 0).any())


def test_many_degrees_are_thinned() -> None:
    """Both ends stay."""
    shown = degree_plot._spread(1_000_000)
    assert len(shown) <= 4000
    assert (shown[0], shown[-1]) == (0, 999_999)
    assert (np.diff(shown) > 0).all()


def test_pictures_that_cannot_be_written(tmp_path: Path) -> None:
    """One sentence with the reason; no half-written file."""
    with pytest.raises(InputError, match=r"Cannot write .*none/a.png: No such file or directory"):
        plot_degrees(VALUES, COUNTS, LAW, tmp_path / "none" / "a.png")
    with pytest.raises(InputError, match=r"'.jpeg2' is no picture format; use one of .png, .svg, .pdf"):
        plot_degrees(VALUES, COUNTS, LAW, tmp_path / "a.jpeg2")
    (tmp_path / "b.png").mkdir()
    with pytest.raises(InputError, match="Cannot write "):
        plot_degrees(VALUES, COUNTS, LAW, tmp_path / "b.png")
    assert [p.name for p in tmp_path.iterdir()] == ["b.png"]
