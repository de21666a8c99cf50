"""SharedMap as it is, through the package chszlablib (``sharedmap``), a peer."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import BackendError, InputError
from irpart.base.registry import method
from irpart.mapping.placing import repaired
from irpart.mapping.problem import MappingProblem
from irpart.mapping.search import ties_of
from irpart.mapping.starting import whole_numbers

MODES = ("fast", "eco", "strong")


@method(requires="chszlablib", randomised=True, budgeted=False)
def sharedmap(problem: MappingProblem, *, seed: int, mode: str = "strong") -> NDArray[np.int32]:
    """Hierarchical multisection by KaHIP and Mt-KaHyPar; machines that are regular trees only.

    Parameters
    ----------
    mode
        ``fast``, ``eco`` or ``strong``.

    Notes
    -----
    It takes whole numbers: weights are scaled to at most 10,000 and a million in all, distances to at most 1,000. Its
    imbalance is what the caps leave over the mean; pins, speeds and load are unknown to it, and what then breaks a cap
    or a pin moves to the nearest room. One thread. Fewer clusters than processors are padded with clusters that send
    nothing.

    References
    ----------
    C. Schulz, H. Woydt, "Shared-memory hierarchical process mapping", ALENEX 2025; package chszlablib, ``process_map``.

    Raises
    ------
    InputError
        When the machine is no regular tree, or the mode is unknown.
    BackendError
        When SharedMap fails.
    """
    if mode not in MODES:
        raise InputError(f"'mode' of sharedmap must be one of {', '.join(MODES)}, got '{mode}'.")
    if problem.n_processors == 1:
        return repaired(problem, np.zeros(problem.n_clusters, np.int64))
    if not problem.hierarchy:
        raise InputError("Method 'sharedmap' maps onto regular trees only, and the distances of this machine are of none; "
                         "use 'swap' or 'scotch'.")
    tied = ties_of(problem).matrix()
    if not tied.nnz:
        return repaired(problem, np.zeros(problem.n_clusters, np.int64))
    return repaired(problem, _mapped(problem, tied, seed, mode))


def _mapped(problem: MappingProblem, tied: Any, seed: int, mode: str) -> NDArray[np.int64]:
    import chszlablib

    size = problem.sizes().astype(np.int64)
    k, padding = problem.n_clusters, max(0, problem.n_processors - problem.n_clusters)
    weight = whole_numbers(tied.data, 1e4, 1e6)
    start = np.concatenate([tied.indptr, np.full(padding, tied.indptr[-1])]).astype(np.int64)
    sizes = np.concatenate([size, np.ones(padding, np.int64)])
    arities = problem.hierarchy[::-1]
    level = problem.distance[0, np.cumprod((1, *arities[:-1]))].astype(np.float64)
    distance = whole_numbers(np.maximum(level, 1e-9), 1e3, np.inf)
    room = max(int(problem.cap.sum()), int(sizes.sum())) / int(sizes.sum()) - 1
    try:
        graph = chszlablib.Graph.from_csr(start, tied.indices.astype(np.int32), node_weights=sizes, edge_weights=weight)
        made = chszlablib.Decomposition.process_map(graph, [int(a) for a in arities], distance.tolist(), mode=mode,
                                                    imbalance=room, threads=1, seed=seed % 2**31)
    except (chszlablib.CHSZLabLibError, ValueError, RuntimeError) as error:
        raise BackendError(f"SharedMap failed: {error}") from error
    return np.asarray(made.assignment, np.int64)[:k]
