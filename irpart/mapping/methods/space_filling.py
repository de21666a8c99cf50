"""Clusters in order along a space-filling curve of the mesh (``space-filling``)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import InputError
from irpart.base.registry import method
from irpart.mapping.curves import curve_order
from irpart.mapping.dividing import compact_room
from irpart.mapping.placing import repaired
from irpart.mapping.problem import MappingProblem
from irpart.mapping.search import ties_of


@method(randomised=False, budgeted=False)
def space_filling(problem: MappingProblem, *, seed: int, order: str = "given") -> NDArray[np.int32]:
    """Cluster after cluster along a curve that keeps neighbours near: Hilbert's in two dimensions, Z-order in others.

    Parameters
    ----------
    order
        ``given``: clusters by number, right for chunks of a program; ``banded``: by reverse Cuthill-McKee, which puts
        clusters that communicate near each other in a line.

    Notes
    -----
    On a rectangle whose sides are no power of two the curve is that of the smallest square around it, what is outside
    left out, so that a few steps are longer than one hop. Machines that are no mesh are walked in the order of their
    processors.

    References
    ----------
    D. Hilbert, "Ueber die stetige Abbildung einer Linie auf ein Flächenstück", Math. Annalen 38 (1891); G. M. Morton,
    "A computer oriented geodetic data base", IBM (1966); E. Cuthill, J. McKee, "Reducing the bandwidth of sparse
    symmetric matrices", ACM National Conference (1969).
    """
    if order not in ("given", "banded"):
        raise InputError(f"'order' of space-filling must be 'given' or 'banded', got '{order}'.")
    along, room = curve_order(problem.grid, problem.n_processors), compact_room(problem)
    places = np.repeat(along, room[along])
    sequence = np.arange(problem.n_clusters)
    if order == "banded":
        from scipy.sparse.csgraph import reverse_cuthill_mckee

        sequence = np.asarray(reverse_cuthill_mckee(ties_of(problem).matrix(), symmetric_mode=True), np.int64)
    wanted = np.empty(problem.n_clusters, np.int64)
    wanted[sequence] = np.resize(places, problem.n_clusters)
    return repaired(problem, wanted)
