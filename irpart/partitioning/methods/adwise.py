"""Window-based streaming (``adwise``)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from irpart.base.arrays import readonly
from irpart.base.errors import InputError
from irpart.base.registry import method
from irpart.graph.types import DependenceGraph


@method(weighted=False, streaming=True, bounded=False)
def adwise(graph: DependenceGraph, k: int, *, seed: int, balance: float, window: int = 64) -> NDArray[np.uint16]:
    """Of the edges in a window over the stream, the one of highest score is assigned, to the cluster where it has it.

    With psi(x) = d(x) / (2 max d), cluster p scores lambda * (maxL - L(p)) / (1 + maxL - minL) + [u in p](2 - psi(u)) +
    [v in p](2 - psi(v)) + the share of the edge's neighbours in the window that are in p. After each edge lambda, first 1,
    grows by the imbalance 1 - minL / maxL, less the fraction of edges that are still to come, within 0.4 to 5.

    Notes
    -----
    The window is fixed: the paper adapts its length to a latency bound, which would make results depend on the clock.
    Load is not bounded; few clusters keep most edges until imbalance is no longer tolerated. Chosen here: degrees are
    known in advance; load is the number of edges; neighbours are counted per edge of the window that shares one end; a
    score is computed when an edge enters the window, when an edge that shares an end is assigned, and once more when
    it is chosen, instead of the paper's lists of candidates; the oldest edge and the lowest cluster number among equals.
    O(k + window) per score, and the replicas of the ends. Uses no random numbers.

    Raises
    ------
    InputError
        When ``window`` is not a whole number from 1 to 2**20.

    References
    ----------
    C. Mayer, R. Mayer, M. A. Tariq, H. Geppert, L. Laich, L. Rieger, K. Rothermel, "ADWISE: adaptive window-based
    streaming edge partitioning for high-speed graph processing", ICDCS 2018, section III (scores, lazy traversal).
    """
    from irpart.partitioning import _adwise_kernels as kernels

    if not isinstance(window, int) or isinstance(window, bool) or not 1 <= window <= 1 << 20:
        raise InputError(f"The option window of adwise must be a whole number from 1 to 2**20, got {window!r}.")
    m, degree = graph.n_edges, graph.degrees()
    assigned = np.empty(m, np.uint16)
    kernels.assign_windowed(
        readonly(graph.source), readonly(graph.destinations()), readonly(degree / (2 * degree.max())),
        np.empty(min(window, m), np.int64), np.empty(min(window, m)), np.zeros(k, np.int64),
        np.full(graph.n_vertices, -1, np.int64), np.empty(2 * m, np.int64), np.empty(2 * m, np.uint16),
        np.zeros(k, np.int64), np.empty(1), assigned)
    return assigned
