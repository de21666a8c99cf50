"""Robust tabu search, or iterated local search where the problem is too large for it (``tabu``)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import InputError
from irpart.base.registry import method
from irpart.mapping.annealing import iterated_or_tabu
from irpart.mapping.problem import MappingProblem
from irpart.mapping.search import search_of


@method(randomised=True, budgeted=True)
def tabu(problem: MappingProblem, *, seed: int, budget: float = 0.0) -> NDArray[np.int32]:
    """Taillard's robust tabu search from a greedy construction, changes of all exchanges kept up to date in O(1) each.

    Parameters
    ----------
    budget
        Seconds; 0: a fixed number of iterations, about a second's worth. The same seed gives the same result but for
        where the time ends.

    Notes
    -----
    The dense search needs symmetric distances, clusters of one place, a load that does not depend on the placement, and
    at most 400 places; empty places are items without flow. Tabu tenures and the aspiration of moves not made for long
    follow the author's later program: 8 n u^3 iterations with u uniform, and 5 n^2, for n items that may move.
    Everything else gets iterated local search: a short annealing at low heat as perturbation, descent, and back to the
    best when that is worse.

    References
    ----------
    É. Taillard, "Robust taboo search for the quadratic assignment problem", Parallel Computing 17 (1991), sections 2 and 3;
    H. R. Lourenço, O. C. Martin, T. Stützle, "Iterated local search", Handbook of Metaheuristics (2003).
    """
    if not 0 <= budget < np.inf:
        raise InputError(f"'budget' must be a number of seconds of at least 0, got {budget}.")
    return iterated_or_tabu(search_of(problem), seed, budget)
