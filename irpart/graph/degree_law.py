"""Does a degree distribution follow a power law? A fit, a comparison with other laws, and a plain verdict."""

from __future__ import annotations

import math
import warnings
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import InputError

SAMPLE = 50_000
"""Degrees that the laws are compared on at most; longer tails are thinned by quantiles."""
_FEWEST_DISTINCT, _FEWEST_TAIL, _DECADE = 8, 50, 10
_SIGNIFICANT = 0.1
_LARGEST_DISTANCE, _KOLMOGOROV_95, _LARGEST_FACTOR = 0.1, 1.36, 3.0
_EXPONENTS = (1.001, 20.0)
"""Range of alpha; the package by itself stops at 3."""
_FARTHEST = 50.0
"""How far below log(xmin) a lognormal's mu may lie: as mu falls it nears a power law, until the package underflows."""
_MOST_STARTS, _MOST_POINTS = 120, 2000


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
    lognormal_mu, lognormal_sigma, exponential_rate
        The other two laws as fitted to the tail, rounded to whole degrees.
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
    lognormal_mu: float = math.nan
    lognormal_sigma: float = math.nan
    exponential_rate: float = math.nan

    def to_json(self) -> dict[str, Any]:
        """Plain data; numbers that do not exist are None."""
        return {key: None if isinstance(value, float) and not math.isfinite(value) else value
                for key, value in asdict(self).items()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> DegreeLaw:
        """Inverse of ``to_json``."""
        plain: dict[str, Any] = {key: math.nan if value is None else value for key, value in data.items()}
        return cls(**plain)


def fit_degree_law(values: NDArray[np.int64], counts: NDArray[np.int64] | None = None) -> DegreeLaw:
    """Fit a discrete power law to a distribution of degrees.

    Parameters
    ----------
    values, counts
        int64: distinct degrees and how many vertices have each; without ``counts``, the degree of every vertex.
        Degree 0 is left out.

    Raises
    ------
    InputError
        A negative degree or count, or lengths that differ.

    Notes
    -----
    Exponent, xmin and distance come from the whole distribution: maximum likelihood for each xmin, and of these the
    one with the least Kolmogorov-Smirnov distance. An xmin counts only if its tail spans a factor of ten, 50 vertices
    and 8 distinct degrees: on less, any law fits. The other laws are fitted and compared by the ``powerlaw`` package,
    on the tail or on ``SAMPLE`` of its quantiles. About a second however many vertices there are, most of it to
    import the package; deterministic.

    The law holds if it beats the exponential (p < 0.1), is not beaten by the lognormal, covers 1% of the vertices, and
    is right: within a distance of 0.1 (or what chance allows), and within a factor of 3 about how many vertices have a
    degree of d or more, for every d that at least 50 have and up to a third of the largest degree (beyond, every
    finite graph falls off). A body of small degrees with some hubs far above it fails that last test alone: the
    others are ruled by the body.

    References
    ----------
    A. Clauset, C. R. Shalizi, M. E. J. Newman, "Power-law distributions in empirical data", SIAM Review 51 (2009),
    sections 3 and 5; J. Alstott, E. Bullmore, D. Plenz, "powerlaw: a Python package for analysis of heavy-tailed
    distributions", PLoS ONE 9 (2014).
    """
    values, counts = _histogram(values, counts)
    vertices, largest = int(counts.sum()), int(values[-1]) if len(values) else 0
    tails = np.cumsum(counts[::-1])[::-1]
    distinct = np.arange(len(values), 0, -1)
    starts = np.flatnonzero((tails >= _FEWEST_TAIL) & (largest >= _DECADE * values) & (distinct >= _FEWEST_DISTINCT))
    if not len(starts):
        return _undecided(values, vertices, largest)
    first, exponent, distance = _best_start(values, counts, _thinned(starts, _MOST_STARTS))
    xmin, tail = float(values[first]), int(tails[first])
    ratios, parameters = _compare(_sample(values[first:], counts[first:]), xmin)
    factor, degree = _worst_factor(values, counts, first, exponent)
    wrong = ""
    if factor > _LARGEST_FACTOR:
        wrong = f"at degree {degree:,} it is off by a factor of {min(factor, 1e6):,.{0 if factor >= 10 else 1}f}"
    if distance > max(_LARGEST_DISTANCE, _KOLMOGOROV_95 / math.sqrt(tail)):
        wrong = f"its best fit strays by {distance:.0%} of the tail"
    verdict = _verdict(exponent, xmin, wrong, tail, vertices, largest, ratios)
    return DegreeLaw(exponent, xmin, distance, tail, *ratios, vertices, largest, verdict, *parameters)


def fitted_tails(law: DegreeLaw, degrees: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """The fitted laws as curves.

    Parameters
    ----------
    law
        A fit with a finite exponent.
    degrees
        float64, each at least ``law.xmin``.

    Returns
    -------
    dict
        ``power law``, ``lognormal`` and ``exponential``: float64, P(degree >= d) within the tail; laws that could
        not be fitted are left out.
    """
    from scipy.special import log_ndtr, zeta

    curves = {"power law": zeta(law.exponent, degrees) / zeta(law.exponent, law.xmin)}
    if math.isfinite(law.lognormal_sigma):
        below = [(law.lognormal_mu - np.log(d - 0.5)) / law.lognormal_sigma for d in (degrees, law.xmin)]
        curves["lognormal"] = np.exp(log_ndtr(below[0]) - log_ndtr(below[1]))
    if math.isfinite(law.exponential_rate):
        curves["exponential"] = np.exp(-law.exponential_rate * (degrees - law.xmin))
    return {name: np.asarray(curve, np.float64) for name, curve in curves.items()}


def _histogram(values: NDArray[np.int64], counts: NDArray[np.int64] | None) -> tuple[NDArray[np.int64],
                                                                                  NDArray[np.int64]]:
    """Positive degrees that occur, in increasing order, and their counts."""
    values = np.asarray(values, np.int64)
    if counts is None:
        values, counts = np.unique(values, return_counts=True)
    counts = np.asarray(counts, np.int64)
    if len(values) != len(counts):
        raise InputError(f"There are {len(values)} degrees but {len(counts)} counts.")
    for array, what in ((values, "degree"), (counts, "count")):
        if (array < 0).any():
            raise InputError(f"A {what} must be 0 or more, got {array.min()} at position {int(array.argmin())}.")
    order = np.argsort(values, kind="stable")
    values, counts = values[order], counts[order]
    kept = (values > 0) & (counts > 0)
    return values[kept], counts[kept]


def _thinned(indices: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """At most about ``most`` of them: all of the first half, then ever larger steps."""
    if len(indices) <= most:
        return indices
    later = np.unique(np.geomspace(most // 2, len(indices) - 1, most - most // 2).astype(np.int64))
    return np.take(indices, np.concatenate([np.arange(most // 2), later[later >= most // 2]]))


def _best_start(values: NDArray[np.int64], counts: NDArray[np.int64],
                starts: NDArray[np.int64]) -> tuple[int, float, float]:
    """Of some first indices of a tail the one that a power law fits best, with its exponent and distance."""
    tails = np.cumsum(counts[::-1])[::-1].astype(np.float64)
    mean_log = (np.cumsum((counts * np.log(values))[::-1])[::-1] / tails)[starts]
    exponents = _likeliest(values[starts].astype(np.float64), mean_log)
    distances = np.empty(len(starts))
    for position, (first, exponent) in enumerate(zip(starts.tolist(), exponents.tolist(), strict=True)):
        _, fitted, measured, fitted_after, measured_after = _both_tails(values, counts, tails, first, exponent)
        distances[position] = max(np.abs(fitted - measured).max(), np.abs(fitted_after - measured_after).max())
    best = int(distances.argmin())
    return int(starts[best]), float(exponents[best]), float(distances[best])


def _both_tails(values: NDArray[np.int64], counts: NDArray[np.int64], tails: NDArray[np.float64], first: int,
                exponent: float) -> tuple[NDArray[Any], ...]:
    """Degrees of a tail (thinned), and P(>= d) fitted and measured, P(> d) fitted and measured."""
    from scipy.special import zeta

    at = first + _thinned(np.arange(len(values) - first), _MOST_POINTS)
    degrees = values[at].astype(np.float64)
    whole = zeta(exponent, degrees[0])
    fitted = zeta(exponent, degrees) / whole
    fitted_after = zeta(exponent, degrees + 1) / whole
    return values[at], fitted, tails[at] / tails[first], fitted_after, (tails[at] - counts[at]) / tails[first]


def _worst_factor(values: NDArray[np.int64], counts: NDArray[np.int64], first: int,
                  exponent: float) -> tuple[float, int]:
    """By which factor fitted and measured tails differ at most where many vertices are left, and at which degree."""
    tails = np.cumsum(counts[::-1])[::-1].astype(np.float64)
    degrees, *both = _both_tails(values, counts, tails, first, exponent)
    worst, where = 1.0, int(degrees[0])
    for fitted, measured, shift in ((both[0], both[1], 0), (both[2], both[3], 1)):
        many = (measured * tails[first] >= _FEWEST_TAIL - 0.5) & (degrees + shift <= values[-1] / _LARGEST_FACTOR)
        off = np.exp(np.abs(np.log(fitted[many]) - np.log(measured[many])))
        if len(off) and off.max() > worst:
            worst, where = float(off.max()), int(degrees[many][off.argmax()]) + shift
    return worst, where


def _likeliest(xmin: NDArray[np.float64], mean_log: NDArray[np.float64]) -> NDArray[np.float64]:
    """Maximum-likelihood exponents for several xmin at once, by golden section (the log-likelihood is concave)."""
    from scipy.special import zeta

    def cost(exponent: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(np.log(zeta(exponent, xmin)) + exponent * mean_log, np.float64)

    low, high = (np.full(len(xmin), bound) for bound in _EXPONENTS)
    ratio = (math.sqrt(5) - 1) / 2
    for _ in range(60):
        one, two = high - ratio * (high - low), low + ratio * (high - low)
        is_left = cost(one) < cost(two)
        low, high = np.where(is_left, low, one), np.where(is_left, two, high)
    return np.asarray((low + high) / 2, np.float64)


def _sample(values: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    total = int(counts.sum())
    if total <= SAMPLE:
        return np.repeat(values, counts)
    ranks = ((np.arange(SAMPLE) + 0.5) * (total / SAMPLE)).astype(np.int64)
    return np.take(values, np.searchsorted(np.cumsum(counts), ranks, side="right"))


def _compare(sample: NDArray[np.int64], xmin: float) -> tuple[tuple[float, float, float, float],
                                                              tuple[float, float, float]]:
    """Normalised ratios and p against lognormal and exponential; mu, sigma and rate of these."""
    import powerlaw

    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        fit = powerlaw.Fit(sample, discrete=True, xmin=xmin, estimate_discrete=False, verbose=False,
                           parameter_ranges={"alpha": list(_EXPONENTS), "mu": [math.log(xmin) - _FARTHEST, None]})
        lognormal = fit.distribution_compare("power_law", "lognormal", normalized_ratio=True)
        exponential = fit.distribution_compare("power_law", "exponential", normalized_ratio=True)
        parameters = (float(fit.lognormal.mu), float(fit.lognormal.sigma), float(fit.exponential.Lambda))
    return (float(lognormal[0]), float(lognormal[1]), float(exponential[0]), float(exponential[1])), parameters


def _undecided(values: NDArray[np.int64], vertices: int, largest: int) -> DegreeLaw:
    """A law for a distribution with no tail that could decide anything."""
    if len(values) < _FEWEST_DISTINCT:
        why = f"there are only {len(values)} distinct degrees" if len(values) != 1 else f"all degrees are {largest}"
    elif vertices < _FEWEST_TAIL:
        why = f"only {vertices} vertices have edges"
    else:
        why = f"degrees from {values[0]:,} to {largest:,} span less than a factor of ten"
    nan = math.nan
    return DegreeLaw(nan, nan, nan, 0, nan, nan, nan, nan, vertices, largest,
                     f"The power-law claim cannot be decided for this program: {why}.")


def _verdict(exponent: float, xmin: float, wrong: str, tail: int, vertices: int, largest: int,
             ratios: tuple[float, float, float, float]) -> str:
    lognormal, lognormal_p, exponential, exponential_p = ratios
    claim = "The power-law claim {} for this program"
    fitted = f"alpha = {exponent:.2f} from degree {xmin:.0f} on, {tail:,} of {vertices:,} vertices, largest {largest:,}"
    against = [f"{name} fits better (p = {p:.2g})" for name, ratio, p in (
        ("a lognormal", lognormal, lognormal_p), ("an exponential", exponential, exponential_p))
        if ratio < 0 and p < _SIGNIFICANT]
    if against or wrong:
        return f"{claim.format('does not hold')}: {' and '.join(filter(None, [*against, wrong]))} ({fitted})."
    if tail < vertices / 100:
        return (f"{claim.format('does not hold')} as a whole: a power law fits the tail only, "
                f"{tail / vertices:.2%} of the vertices ({fitted}).")
    if not (exponential > 0 and exponential_p < _SIGNIFICANT):
        return f"{claim.format('cannot be decided')}: an exponential may fit as well (p = {exponential_p:.2g}) ({fitted})."
    other = f", though a lognormal fits as well (p = {lognormal_p:.2g})" if not lognormal_p < _SIGNIFICANT else ""
    return f"{claim.format('holds')}{other} ({fitted})."
