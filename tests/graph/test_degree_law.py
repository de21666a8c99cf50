"""The power-law verdict on samples of known laws."""

from __future__ import annotations

import json
import time
import warnings

import numpy as np
import powerlaw
import pytest
from scipy.special import log_ndtr, zeta

from irpart.base.errors import InputError
from irpart.graph.degree_law import DegreeLaw, fit_degree_law, fitted_tails


def law_of(sample: np.ndarray) -> DegreeLaw:
    """Fit to a sample."""
    return fit_degree_law(*np.unique(sample, return_counts=True))


def test_a_zipf_sample_holds() -> None:
    """The exponent is found, also from a thinned sample."""
    for size in (15_000, 120_000):
        law = law_of(np.random.default_rng(0).zipf(2.5, size))
        assert law.exponent == pytest.approx(2.5, abs=0.1)
        assert "holds for this program" in law.verdict


def test_a_steep_law_holds() -> None:
    """Above the exponent 3, at which the package stops by itself."""
    law = law_of(np.random.default_rng(0).zipf(3.5, 200_000))
    assert law.exponent == pytest.approx(3.5, abs=0.1)
    assert "holds for this program" in law.verdict


def test_exponent_and_distance_are_those_of_the_package() -> None:
    """On a sample that both see whole, for the same xmin."""
    sample = np.random.default_rng(5).zipf(2.2, 5000)
    law = law_of(sample)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fit = powerlaw.Fit(sample, discrete=True, xmin=law.xmin, estimate_discrete=False, verbose=False)
        exponent, distance = fit.power_law.alpha, fit.power_law.D
    assert law.exponent == pytest.approx(exponent, abs=1e-3)
    assert law.distance == pytest.approx(distance, abs=5e-3)
    assert law.tail == (sample >= law.xmin).sum()


def test_the_start_of_a_tail_is_found() -> None:
    """A power law from 30 on, above a flat body."""
    random = np.random.default_rng(3)
    law = law_of(np.concatenate([random.integers(1, 30, 40_000), (30 * random.pareto(1.5, 20_000) + 30).astype(np.int64)]))
    assert 27 <= law.xmin <= 40
    assert law.exponent == pytest.approx(2.5, abs=0.1)


@pytest.mark.parametrize("p", [0.02, 0.05, 0.2])
def test_a_geometric_sample_does_not_hold(p: float) -> None:
    """An exponential law is not taken for a power law."""
    law = law_of(np.random.default_rng(1).geometric(p, 15_000))
    assert "does not hold for this program" in law.verdict
    assert "an exponential fits better" in law.verdict
    assert law.exponential_ratio < 0


def test_a_body_with_hubs_does_not_hold() -> None:
    """What graphs of instructions look like: nearly all degrees are 2 to 4, a few are huge; ratios do not see it."""
    values = np.array([*range(2, 12), 130, 500, 100_000])
    counts = np.array([10**6, 5 * 10**5, 3 * 10**5, *[50] * 7, 10**4, 2000, 5])
    law = fit_degree_law(values, counts)
    assert "does not hold for this program: at degree" in law.verdict
    assert "it is off by a factor of" in law.verdict


def test_the_cost_does_not_grow_with_the_graph() -> None:
    """A thousand million million vertices, a hundred thousand distinct degrees."""
    values = np.arange(1, 100_001)
    started = time.perf_counter()
    law = fit_degree_law(values, np.maximum(1, 1e15 * values**-2.5).astype(np.int64))
    assert time.perf_counter() - started < 10
    assert law.exponent == pytest.approx(2.5, abs=0.02)


@pytest.mark.parametrize("sample", [
    [*range(1, 15), *[1] * 30, *[200] * 6],  # the lognormal nears a power law: its mu would fall to -2420
    np.maximum(1, np.random.default_rng(4).lognormal(1.0, 1.5, 3000)).astype(np.int64).tolist(),
])
def test_the_ratio_is_that_of_stable_likelihoods(sample: list[int]) -> None:
    """Vuong's ratio, worked out without the package and without underflow."""
    law = law_of(np.array(sample))
    tail = np.array(sample)[np.array(sample) >= law.xmin].astype(np.float64)
    assert law.lognormal_mu >= np.log(law.xmin) - 50.001
    upper, lower, whole = ((law.lognormal_mu - np.log(d)) / law.lognormal_sigma
                           for d in (tail + 0.5, tail - 0.5, law.xmin - 0.5))
    lognormal = np.log(-np.expm1(log_ndtr(upper) - log_ndtr(lower))) + log_ndtr(lower) - log_ndtr(whole)
    power = -law.exponent * np.log(tail) - np.log(zeta(law.exponent, law.xmin))
    difference = power - lognormal
    assert law.lognormal_ratio == pytest.approx(difference.sum() / np.sqrt(len(tail) * difference.var()), rel=0.02)


def test_degrees_may_come_one_by_one() -> None:
    """In any order; wrong ones are refused."""
    sample = np.random.default_rng(0).zipf(2.5, 3000)
    assert fit_degree_law(sample) == law_of(sample)
    values, counts = np.unique(sample, return_counts=True)
    assert fit_degree_law(values[::-1], counts[::-1]) == law_of(sample)
    with pytest.raises(InputError, match="degree must be 0 or more, got -2 at position 1"):
        fit_degree_law(np.array([1, -2]), np.array([1, 1]))
    with pytest.raises(InputError, match="There are 2 degrees but 1 counts"):
        fit_degree_law(np.array([1, 2]), np.array([1]))


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str], recwarn: pytest.WarningsRecorder) -> None:
    """Neither progress nor warnings of the package."""
    law_of(np.random.default_rng(0).geometric(0.3, 500))
    assert capfd.readouterr() == ("", "")
    assert not recwarn.list


def test_curves_start_at_one_and_fall() -> None:
    """As shares of the tail."""
    law = law_of(np.random.default_rng(0).zipf(2.5, 20_000))
    curves = fitted_tails(law, np.geomspace(law.xmin, 1000, 30))
    assert set(curves) == {"power law", "lognormal", "exponential"}
    for curve in curves.values():
        assert curve[0] == pytest.approx(1.0)
        assert (np.diff(curve) <= 0).all()
    assert curves["power law"][-1] == pytest.approx(zeta(law.exponent, 1000) / zeta(law.exponent, law.xmin))


def test_a_lognormal_sample_does_not_hold() -> None:
    """A lognormal fits better."""
    sample = np.maximum(1, np.random.default_rng(2).lognormal(2.0, 1.0, 15_000)).astype(np.int64)
    assert "does not hold" in law_of(sample).verdict


@pytest.mark.parametrize(("sample", "why"), [
    ([], "only 0 distinct degrees"),
    ([0, 0], "only 0 distinct degrees"),
    ([3] * 50, "all degrees are 3"),
    ([1, 2, 3, 4], "only 4 distinct degrees"),
    (list(range(1, 40)), "only 39 vertices have edges"),
    ([*range(5, 15)] * 50, "degrees from 5 to 14 span less than a factor of ten"),
])
def test_too_little_to_decide(sample: list[int], why: str) -> None:
    """The reason is named; what could not be fitted survives as JSON."""
    law = law_of(np.array(sample, np.int64))
    assert "cannot be decided for this program: " in law.verdict
    assert why in law.verdict
    assert json.dumps(law.to_json(), allow_nan=False)
    assert DegreeLaw.from_json(law.to_json()).verdict == law.verdict
