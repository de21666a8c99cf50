"""Clusters on places drawn at random (``random``), a control."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from irpart.base.registry import method
from irpart.mapping.placing import repaired
from irpart.mapping.problem import MappingProblem


@method(randomised=True, budgeted=False)
def random(problem: MappingProblem, *, seed: int) -> NDArray[np.int32]:
    """Every free place of a processor is as likely as every other.

    Notes
    -----
    The places (a processor as often as its cap) are shuffled and dealt out; what does not fit moves to the nearest room.

    References
    ----------
    The control of every comparison of mapping methods, e.g. R. Glantz, H. Meyerhenke, A. Noe, "Algorithms for mapping
    parallel processes onto grid and torus architectures", PDP 2015, section 5.
    """
    places = np.repeat(np.arange(problem.n_processors), problem.cap)
    chosen = np.random.default_rng(seed).permutation(places)
    return repaired(problem, np.resize(chosen, problem.n_clusters))
