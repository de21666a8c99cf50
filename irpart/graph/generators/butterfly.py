"""The data flow of a fast Fourier transform (``butterfly``)."""

from __future__ import annotations

import numpy as np

from irpart.base.registry import method
from irpart.graph.generators._finish import as_graph
from irpart.graph.generators._known_cut import KnownCut, allowed_loads, connected_bound, routed_bound
from irpart.graph.generators._options import check_size, whole
from irpart.graph.types import DependenceGraph


@method(known_cut=True, acyclic=True)
def butterfly(*, levels: int = 10, weights: str = "one", seed: int = 0) -> DependenceGraph:
    """Data flow of a fast Fourier transform of ``2 ** levels`` points.

    Parameters
    ----------
    levels
        Number of levels L, 1 or more: n = 2^L points, n (L + 1) vertices, 2 n L edges.
    weights
        ``one``, or ``random``: whole numbers from 1 to 10.
    seed
        Whole number >= 0; only random weights depend on it.

    Returns
    -------
    DependenceGraph
        Vertex l * n + i is value i after l levels; it reads values i and i xor 2^(l - 1) of the level before.

    Raises
    ------
    InputError
        ``levels`` out of its range, or more than 2**28 vertices or edges.

    Notes
    -----
    Level 1 combines neighbours, as after a bit reversal of the points (decimation in time). Best cuts: see
    ``known_connectivity``.

    References
    ----------
    J. W. Cooley, J. W. Tukey, "An algorithm for the machine calculation of complex Fourier series", Mathematics of
    Computation 19 (1965).
    F. T. Leighton, "Introduction to Parallel Algorithms and Architectures" (1992), section 3.2: the butterfly.
    """
    count = whole("levels", levels, 1, 28)
    n = 1 << count
    check_size(n * (count + 1), 2 * n * count)
    row, level = np.arange(n), np.arange(count)[:, None]
    ends = np.stack([row ^ (0 << level), row ^ (1 << level)], axis=2) + n * level[:, :, None]
    destination = np.repeat(np.arange(n, n * (count + 1)), 2)
    return as_graph(ends.reshape(-1), destination, n * (count + 1), weights=weights, seed=seed)


def known_connectivity(k: int, balance: float, *, levels: int = 10) -> KnownCut:
    """Bounds of the least km1: for many levels about n (1 - 1/k) / 2, and n (1 - 1/k).

    Notes
    -----
    *Upper bound*, for k = 2^j with 2 j <= L: the first L - j levels are k butterflies of n / k rows, the last j
    levels are n / k butterflies of k rows. Each cluster gets one of the former and n / k^2 of the latter: exactly m / k
    edges. Only the n values between have replicas, one each except where both butterflies are in one cluster: n - n / k.

    *Lower bound*: send from each vertex u to each vertex w: back along the row of u to level 0, forward on the only way to
    the row of w at level L, back along that row to w. No vertex lies on more than g = n (L + 1) (2 L + 3) ways: at most
    n (L + 1) (L + 2) use it on their first or last part, and n (L + 1)^2 on the middle part, as n of the ways from
    level 0 to level L pass each vertex. With two in-edges per vertex, ``routed_bound`` does the rest.

    That the cut by bits is the best is not claimed: for the number of cut edges between two halves of the vertices, the
    like cut is not the best when n is large (Bornstein et al.).

    References
    ----------
    C. F. Bornstein et al., "On the bisection width and expansion of butterfly networks", Theory of Computing
    Systems 37 (2004).
    """
    count = whole("levels", levels, 1, 28)
    n, m = 1 << count, (2 << count) * count
    check_size(n * (count + 1), m)
    least, largest = allowed_loads(m, k, balance)
    ways = n * (count + 1) * (2 * count + 3)
    lower = max(connected_bound(least), routed_bound(m, largest, 2, ways))
    splits = k.bit_count() == 1 and 2 * (k.bit_length() - 1) <= count
    return KnownCut(lower, n - n // k if splits else None)
