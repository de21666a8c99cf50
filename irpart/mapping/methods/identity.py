"""Clusters on processors in the order of their numbers (``identity``), a control."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from irpart.base.registry import method
from irpart.mapping.placing import repaired
from irpart.mapping.problem import MappingProblem


@method(randomised=False, budgeted=False)
def identity(problem: MappingProblem, *, seed: int) -> NDArray[np.int32]:
    """Cluster i on processor floor(i P / k), or on processor i when there are no more clusters than processors.

    Notes
    -----
    Neighbouring numbers share a processor when there are more clusters than processors; what does not fit under a cap
    moves to the nearest room.

    References
    ----------
    What schedulers do with ranks by default ("block" distribution); see E. Jeannot, G. Mercier, F. Tessier, "Process
    placement in multicore clusters", IEEE TPDS 25 (2014), section 5.
    """
    k, processors = problem.n_clusters, problem.n_processors
    return repaired(problem, np.arange(k) * processors // max(k, processors))
