"""Does a degree distribution follow a power law? A fit by the ``powerlaw`` package, and a plain verdict."""

from __future__ import annotations

import math
import warnings
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

SAMPLE = 5_000
"""Degrees that one fit sees at most."""
_FEWEST_DISTINCT, _FEWEST_TAIL = 8, 50


@dataclass(frozen=True, slots=True)
class DegreeLaw:
    """A fit of a discrete power law to degrees.

    Attributes
    ----------
    exponent, xmin, distance, tail
        alpha, the least degree the law is fitted to, the Kolmogorov-Smirnov distance, and how many vertices have a
        degree of at least ``xmin``. Not a number where nothing could be fitted.
    lognormal_ratio, lognormal_p, exponential_ratio, exponential_p
        Normalised log-likelihood ratios of the power law against the other law on the same tail (positive: the power
        law is likelier) and their significance.
    vertices, largest
        Vertices with at least one edge, and the largest degree.
    verdict
        One sentence.
    """

    exponent: float
    xmin: float
    distance: float
    tail: int
    lognormal_ratio: float
    lognormal_p: float
    exponential_ratio: float
    exponential_p: float
    vertices: int
    largest: int
    verdict: str

    def to_json(self) -> dict[str, Any]:
        """Plain data; numbers that do not exist are None."""
        return {key: None if isinstance(value, float) and not math.isfinite(value) else value
                for key, value in asdict(self).items()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> DegreeLaw:
        """Inverse of ``to_json``."""
        plain: dict[str, Any] = {key: math.nan if value is None else value for key, value in data.items()}
        return cls(**plain)


def fit_degree_law(values: NDArray[np.int64], counts: NDArray[np.int64]) -> DegreeLaw:
    """Fit a discrete power law to a distribution of degrees.

    Parameters
    ----------
    values, counts
        int64: distinct degrees in increasing order, and how many vertices have each. Degree 0 is left out.

    Notes
    -----
    The fit (maximum likelihood, xmin by the least Kolmogorov-Smirnov distance) needs samples. Beyond ``SAMPLE``
    vertices two fits are made, one of a sample by quantiles of the whole distribution and one of the ``SAMPLE``
    vertices of largest degree, and the one of smaller distance is kept, so that the cost does not grow with the graph
    and a tail of few vertices is seen whole. Deterministic.

    References
    ----------
    A. Clauset, C. R. Shalizi, M. E. J. Newman, "Power-law distributions in empirical data", SIAM Review 51 (2009);
    J. Alstott, E. Bullmore, D. Plenz, "powerlaw: a Python package for analysis of heavy-tailed distributions",
    PLoS ONE 9 (2014).
    """
    positive = values > 0
    values, counts = values[positive], counts[positive]
    vertices, largest = int(counts.sum()), int(values[-1]) if len(values) else 0
    if len(values) < _FEWEST_DISTINCT:
        why = f"only {len(values)} distinct degree{'s' if len(values) != 1 else ''}"
        return _undecided(vertices, largest, why)
    fits = [fit for fit in map(_fit, _samples(values, counts)) if fit is not None]
    if not fits:
        return _undecided(vertices, largest, "no tail could be fitted")
    exponent, xmin, distance, ratios = min(fits, key=lambda fit: fit[2])
    tail = int(counts[values >= xmin].sum())
    verdict = _verdict(exponent, xmin, tail, vertices, largest, ratios)
    return DegreeLaw(exponent, xmin, distance, tail, *ratios, vertices, largest, verdict)


def _samples(values: NDArray[np.int64], counts: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """All degrees when they are few, else a sample of the whole distribution and the largest degrees."""
    total, upto = int(counts.sum()), np.cumsum(counts)
    if total <= SAMPLE:
        return [np.repeat(values, counts)]
    ranks = ((np.arange(SAMPLE) + 0.5) * (total / SAMPLE)).astype(np.int64)
    largest = np.arange(total - SAMPLE, total)
    return [values[np.searchsorted(upto, chosen, side="right")] for chosen in (ranks, largest)]


def _fit(sample: NDArray[np.int64]) -> tuple[float, float, float, tuple[float, float, float, float]] | None:
    import powerlaw

    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            fit = powerlaw.Fit(sample, discrete=True, verbose=False)
            exponent, xmin, distance = float(fit.power_law.alpha), float(fit.power_law.xmin), float(fit.power_law.D)
            ratios = [float(number) for other in ("lognormal", "exponential")
                      for number in fit.distribution_compare("power_law", other, normalized_ratio=True)]
        except ValueError:
            return None  # no candidate for xmin leaves a tail that a law can be fitted to
    if not math.isfinite(exponent) or not math.isfinite(xmin):
        return None
    return exponent, xmin, distance, (ratios[0], ratios[1], ratios[2], ratios[3])


def _undecided(vertices: int, largest: int, why: str) -> DegreeLaw:
    nan = math.nan
    return DegreeLaw(nan, nan, nan, 0, nan, nan, nan, nan, vertices, largest,
                     f"The power-law claim cannot be decided for this program: {why}.")


def _verdict(exponent: float, xmin: float, tail: int, vertices: int, largest: int,
             ratios: tuple[float, float, float, float]) -> str:
    lognormal, lognormal_p, exponential, exponential_p = ratios
    fitted = f"alpha = {exponent:.2f} from degree {xmin:.0f} on, {tail:,} of {vertices:,} vertices, largest {largest:,}"
    if tail < _FEWEST_TAIL:
        return (f"The power-law claim cannot be decided for this program: the best fit leaves a tail of {tail} vertices "
                f"({fitted}).")
    if largest < 10 * xmin:
        return (f"The power-law claim cannot be decided for this program: the tail spans less than a factor of ten "
                f"({fitted}).")
    for name, ratio, p in (("lognormal", lognormal, lognormal_p), ("exponential", exponential, exponential_p)):
        if ratio < 0 and p < 0.1:
            return f"The power-law claim does not hold for this program: {name} fits better (p = {p:.2g}; {fitted})."
    if tail < vertices / 100:
        return (f"The power-law claim does not hold for this program as a whole: a power law fits the tail only, "
                f"{tail / vertices:.2%} of the vertices ({fitted}).")
    certain = "" if exponential > 0 and exponential_p < 0.1 else ", though an exponential is not ruled out"
    return f"The power-law claim holds for this program{certain} ({fitted})."
