"""Good starts, pair exchange with sparse deltas, annealing, tabu search where it pays (``swap``, the default)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import InputError
from irpart.base.registry import method
from irpart.mapping.annealing import searched
from irpart.mapping.problem import MappingProblem
from irpart.mapping.search import search_of


@method(randomised=True, budgeted=True)
def swap(problem: MappingProblem, *, seed: int, effort: int = 2, budget: float = 0.0) -> NDArray[np.int32]:
    """The best of several starts, annealed at two heats and brought to a local optimum of exchanges and moves.

    Parameters
    ----------
    effort
        0: greedy construction and pair exchange alone; 1: the best start and pair exchange; 2: annealing as well, and tabu
        search where at least a fifth of all pairs are tied and there are at most 400 places that load and size do not
        make differ.
    budget
        Seconds; 0: as long as the steps above take. The steps of the default are always done; the time that is left
        goes into longer annealing. The same seed gives the same result but for where the time ends.

    Notes
    -----
    Starts are a greedy construction and divisions by METIS along the machine (see ``bisection``). The change of the
    cost by an exchange is summed over the neighbours of the two clusters only. Annealing proposes to send a cluster
    next to one of its neighbours or near to where it is, rarely anywhere, onto free room or in exchange. Heats are
    relative to the root of the summed squared weights of a cluster times the mean distance. Exponential numbers come
    from a rounded table, so that the same seed gives the same placement on every machine.

    References
    ----------
    C. Schulz, J. L. Träff, "Better process mapping and sparse quadratic assignment", SEA 2017, sections 3
    (construction) and 4 (sparse deltas); R. Glantz, H. Meyerhenke, A. Noe, "Algorithms for mapping parallel processes
    onto grid and torus architectures", PDP 2015 (GreedyAllC); S. Kirkpatrick, C. D. Gelatt, M. P. Vecchi, "Optimization
    by simulated annealing", Science 220 (1983); V. Betz, J. Rose, "VPR", FPL 1997 (near moves in placement).
    """
    if effort not in (0, 1, 2):
        raise InputError(f"'effort' of swap must be 0, 1 or 2, got {effort}.")
    if not 0 <= budget < np.inf:
        raise InputError(f"'budget' must be a number of seconds of at least 0, got {budget}.")
    return searched(search_of(problem), seed, effort, budget)
