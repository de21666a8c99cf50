"""Clusters and machine divided together (``bisection``)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from irpart.base.registry import method
from irpart.mapping.dividing import divided
from irpart.mapping.placing import repaired
from irpart.mapping.problem import MappingProblem
from irpart.mapping.search import ties_of


@method(randomised=True, budgeted=False)
def bisection(problem: MappingProblem, *, seed: int, imbalance: int = 30) -> NDArray[np.int32]:
    """METIS cuts the clusters into parts for the subtrees, or halves, of the machine, again and again.

    Parameters
    ----------
    imbalance
        Thousandths by which METIS may overfill a part at first.

    Notes
    -----
    A hierarchy is cut into the subtrees of each level, a grid across its longest side, any other machine along the tree of
    average linkage of its distances; parts are in proportion to the room of the processors. Clusters too many for a part go
    where they lose least. Pinned clusters follow their processors after each cut. Ties that leave a part are not seen
    by later cuts. With more room than clusters only the most compact processors are used, unless load has a weight.

    References
    ----------
    F. Pellegrini, J. Roman, "Scotch: a software package for static mapping by dual recursive bipartitioning of process and
    architecture graphs", HPCN 1996, section 2; G. Karypis, V. Kumar, "Multilevel k-way partitioning scheme for irregular
    graphs", J. Parallel and Distributed Computing 48 (1998).
    """
    return repaired(problem, divided(problem, ties_of(problem).matrix(), seed, small=1, imbalance=imbalance))
