"""The power-law verdict on samples of known laws."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from irpart.base.errors import InputError
from irpart.graph.degree_law import DegreeLaw, fit_degree_law
from irpart.reporting.degree_plot import plot_degrees


def law_of(sample: np.ndarray) -> DegreeLaw:
    """Fit to a sample."""
    return fit_degree_law(*np.unique(sample, return_counts=True))


def test_a_zipf_sample_holds() -> None:
    """The exponent is found, also from a thinned sample."""
    for size in (15_000, 120_000):
        law = law_of(np.random.default_rng(0).zipf(2.5, size))
        assert law.exponent == pytest.approx(2.5, abs=0.1)
        assert "holds for this program" in law.verdict


def test_a_geometric_sample_does_not_hold_or_cannot_be_decided() -> None:
    """An exponential law is not taken for a power law."""
    law = law_of(np.random.default_rng(1).geometric(0.05, 15_000))
    assert "holds for this program" not in law.verdict


def test_a_lognormal_sample_does_not_hold() -> None:
    """A lognormal fits better."""
    sample = np.maximum(1, np.random.default_rng(2).lognormal(2.0, 1.0, 15_000)).astype(np.int64)
    assert "does not hold" in law_of(sample).verdict


@pytest.mark.parametrize("sample", [[], [0, 0], [3] * 50, [1, 2, 3, 4]])
def test_too_little_to_decide(sample: list[int]) -> None:
    """Few distinct degrees."""
    law = law_of(np.array(sample, np.int64))
    assert "cannot be decided" in law.verdict
    assert DegreeLaw.from_json(law.to_json()).verdict == law.verdict


def test_plots(tmp_path: Path) -> None:
    """A picture is written, or one sentence says why not."""
    values, counts = np.unique(np.random.default_rng(0).zipf(2.5, 2000), return_counts=True)
    law = fit_degree_law(values, counts)
    plot_degrees(values, counts, law, tmp_path / "a.png")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    assert [p.name for p in tmp_path.iterdir()] == ["a.png"]
    with pytest.raises(InputError, match="Cannot write the plot"):
        plot_degrees(values, counts, law, tmp_path / "none" / "a.png")
    plot_degrees(values[:0], counts[:0], law, tmp_path / "empty.svg")
    assert (tmp_path / "empty.svg").exists()
