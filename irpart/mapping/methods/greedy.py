"""The linear-time greedy rules of the original paper (``greedy``)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from irpart.base.registry import method
from irpart.mapping.greedy_rules import place_by_rules
from irpart.mapping.placing import repaired
from irpart.mapping.problem import MappingProblem
from irpart.mapping.search import search_of


@method(randomised=False, budgeted=False)
def greedy(problem: MappingProblem, *, seed: int) -> NDArray[np.int32]:
    """Clusters that share data on one core, those that communicate near each other, independent ones in other regions.

    Notes
    -----
    The paper gives the three rules and the cap, not the order, nor what near means. Here clusters are taken breadth
    first along their ties, heaviest tie first, a new component starting from its cluster of most communication. A
    cluster goes to the processor of the partner of most affinity that still has room; else to the nearest processor
    with room around the placed partner of heaviest communication, of which only the nearest 32 and then all in the
    order of their numbers are looked at; else, independent of all that is placed, to the first free processor of the
    region with least load for its speed. Linear in clusters and pairs but for the sorting of each cluster's ties. With
    more room than clusters a processor takes several only for affinity, until all are taken.

    References
    ----------
    G. Ma, Y. Xiao, T. Willke, N. Ahmed, S. Nazarian, P. Bogdan, "A distributed graph-theoretic framework for automatic
    parallelization in multi-core systems", MLSys 2021, section 3.3 (mapping).
    """
    return repaired(problem, place_by_rules(search_of(problem)))
